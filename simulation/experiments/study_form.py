"""The form of a study file: pydantic models of its tables. `study_read.py` reads them and checks what lies between them."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from ..scenario.schema import NAME, STRICT, OfficeHead
from . import DEFAULT_OFFICE, DEFAULT_SEED, LARGEST_FIRST_SEED, MOST_YEARS
from .designs import LEVELS

MOST_POINTS, MOST_REPLICATES, MOST_AXES, MOST_LEVELS = 10_000_000, 1_000_000, 100, 10_000

Seed = Annotated[int, Field(ge=0, le=LARGEST_FIRST_SEED)]
Several = Annotated[int, Field(ge=1, le=MOST_POINTS)]


def _power_of_two(given):
    if isinstance(given, int) and given > 0 and given & (given - 1):
        below = 1 << (given.bit_length() - 1)
        raise PydanticCustomError("power_of_two", f"Value should be a power of two: {below} or {2 * below}, so that the sequence is balanced")
    return given


def _even(given):
    if isinstance(given, int) and given % 2:
        raise PydanticCustomError("even", "Value should be an even number, so that all levels are as likely")
    return given


def _outcomes(given):
    if given != "all" and not (isinstance(given, list) and given and all(isinstance(one, str) for one in given)):
        raise PydanticCustomError("outcomes", 'Value should be "all", or a list of names of outcomes')
    return given


PowerOfTwo = Annotated[Several, BeforeValidator(_power_of_two)]


class StudyHead(OfficeHead):
    """The ``[study]`` table: what it is called, what is run, how often, for how long, under which seeds, and what is kept."""

    office: str = DEFAULT_OFFICE
    policies: Annotated[list[str], Field(max_length=100)] = []
    years: Annotated[float, Field(gt=0, le=MOST_YEARS)] = 1.0
    replicates: Annotated[int, Field(ge=1, le=MOST_REPLICATES)]
    seed: Seed = DEFAULT_SEED
    seeds: Literal["common", "independent"] = "common"
    outcomes: Annotated[Literal["all"] | Annotated[list[str], Field(min_length=1, max_length=1000)], BeforeValidator(_outcomes)] = "all"


class AxisTable(BaseModel):
    """One ``[[axes]]`` table: a key, or several linked ones, and either values or a range."""

    model_config = STRICT
    key: str | None = None
    keys: Annotated[list[str], Field(min_length=2, max_length=MOST_AXES)] | None = None
    name: Annotated[str, Field(pattern=NAME)] | None = None
    values: Annotated[list[Any], Field(min_length=1, max_length=MOST_LEVELS)] | None = None
    low: Any = None
    high: Any = None
    steps: Annotated[int, Field(ge=2, le=MOST_LEVELS)] | None = None
    scale: Literal["linear", "log"] = "linear"


class _Design(BaseModel):
    model_config = STRICT


class Grid(_Design):
    kind: Literal["grid"]


class OneAtATime(_Design):
    kind: Literal["one_at_a_time"]


class LatinHypercube(_Design):
    kind: Literal["latin_hypercube"]
    points: Several
    seed: Seed = DEFAULT_SEED


class Sobol(_Design):
    kind: Literal["sobol"]
    points: PowerOfTwo
    seed: Seed = DEFAULT_SEED


class Saltelli(_Design):
    kind: Literal["saltelli"]
    points: PowerOfTwo
    seed: Seed = DEFAULT_SEED
    second_order: bool = False


class Morris(_Design):
    kind: Literal["morris"]
    trajectories: Several
    levels: Annotated[int, Field(ge=2, le=100), BeforeValidator(_even)] = LEVELS
    seed: Seed = DEFAULT_SEED


class GivenTable(_Design):
    kind: Literal["table"]
    file: Annotated[str, Field(min_length=1)]


DESIGNS = {"grid": Grid, "one_at_a_time": OneAtATime, "latin_hypercube": LatinHypercube, "sobol": Sobol, "saltelli": Saltelli, "morris": Morris,
           "table": GivenTable}
"""The form of each design. What only says how large it is, and may grow, is in `SIZES`."""

SIZES = ("points", "trajectories")
