"""The form of a scenario file, made from the declaration: pydantic models that check values, and a JSON Schema for editors."""

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model
from pydantic_core import PydanticCustomError

from ..rules.order import CHANNELS, KINDS
from .declare import ACTIONS, LAST_DAY, LONGEST_LIST, MOST_CHANGES, Parameter
from .parameters import GROUPS, PARAMETERS

STRICT = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)

NAME = r"^[A-Za-z0-9][A-Za-z0-9_.+-]{0,199}$"
"""What a scenario may be called: no spaces or slashes, because results are filed under the name."""

Title = Annotated[str, Field(min_length=1, max_length=500)]
Text = Annotated[str, Field(max_length=20_000)]


class OfficeHead(BaseModel):
    """The ``[office]`` table: what the office is called, and a few words on it."""

    model_config = STRICT
    name: Annotated[str, Field(pattern=NAME)]
    title_en: Title
    title_fr: Title
    text_en: Text = ""
    text_fr: Text = ""


class PolicyHead(OfficeHead):
    """The ``[policy]`` table: as for an office, and the channels without which the policy means nothing."""

    needs_channel: list[Literal[CHANNELS]] = []


class ChangeTable(BaseModel):
    """One ``[[changes]]`` table, before its values are checked."""

    model_config = STRICT
    day: Annotated[int, Field(ge=0, le=LAST_DAY)]
    set: dict[str, Any] = {}
    action: Literal[tuple(ACTIONS)] | None = None
    amount: float | None = None
    situation: Literal[KINDS] | None = None


HEADS = {"office": OfficeHead, "policy": PolicyHead}


@cache
def values_model() -> type[BaseModel]:
    """The model of all values by key; every one may be left out."""
    fields = {parameter.field: (_type(parameter), Field(None, alias=parameter.key)) for parameter in PARAMETERS.values()}
    return create_model("ScenarioValues", __config__=STRICT, **fields)


def _type(parameter: Parameter):
    """The checked type of one parameter."""
    if parameter.kind is bool:
        return bool
    if parameter.kind is str:
        return Literal[parameter.choices]
    number = Annotated[parameter.number, Field(ge=parameter.low, le=parameter.high)]
    if parameter.kind is not tuple:
        return number
    lengths = parameter.lengths or range(1, LONGEST_LIST + 1)
    return Annotated[tuple[number, ...], BeforeValidator(lambda given: _as_tuple(given, lengths))]


def _as_tuple(given, lengths):
    """A list as a tuple, if its length is allowed; only then are its elements looked at."""
    if isinstance(given, (list, tuple)) and len(given) not in lengths:
        raise PydanticCustomError("wrong_length", "wrong number of elements")
    return tuple(given) if isinstance(given, list) else given


def schema(kind: str) -> dict:
    """The JSON Schema (Draft 4, which editors read) of an office or a policy file."""
    groups = {group: group_schema(group) for group in GROUPS}
    changes = {"type": "array", "maxItems": MOST_CHANGES, "items": _change_schema(groups)}
    return {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "title": f"guichet {kind}",
        "description": f"A scenario file of guichet: one {kind}. What is left out keeps its default.",
        "type": "object",
        "required": [kind],
        "properties": {kind: _head_schema(kind)} | groups | {"changes": changes},
        "additionalProperties": False,
    }


def _head_schema(kind):
    """The table that names the office or the policy."""
    title, text = {"type": "string", "minLength": 1, "maxLength": 500}, {"type": "string", "maxLength": 20_000}
    properties = {"name": {"type": "string", "pattern": NAME}, "title_en": title, "title_fr": title, "text_en": text, "text_fr": text}
    if kind == "policy":
        properties["needs_channel"] = {"type": "array", "items": {"enum": list(CHANNELS)},
                                       "description": "Channels on which the office must have demand."}
    return {"type": "object", "required": ["name", "title_en", "title_fr"], "properties": properties, "additionalProperties": False}


def group_schema(group):
    """The schema of one table of parameters."""
    properties = {parameter.name: parameter_schema(parameter) for parameter in PARAMETERS.values() if parameter.group == group}
    english, french = GROUPS[group]
    return {"type": "object", "title": english, "description": f"{english} / {french}", "properties": properties,
            "additionalProperties": False}


def parameter_schema(parameter: Parameter) -> dict:
    """One parameter: its type, bounds and default, with its meaning in both languages."""
    said = f"{parameter.en}\n{parameter.fr}\n[{parameter.unit or 'no unit'}] Source: {parameter.source} ({parameter.grade})."
    made = {"title": parameter.key, "description": said, "default": plain(parameter.default)}
    if parameter.kind is bool:
        return made | {"type": "boolean"}
    if parameter.kind is str:
        return made | {"type": "string", "enum": list(parameter.choices)}
    number = {"type": "integer" if parameter.number is int else "number", "minimum": parameter.low, "maximum": parameter.high}
    if parameter.kind is not tuple:
        return made | number
    lengths = parameter.lengths or (1, LONGEST_LIST)
    return made | {"type": "array", "items": number, "minItems": min(lengths), "maxItems": max(lengths)}


def _change_schema(groups):
    """One change on a date; settings in it are written as quoted dotted keys or as nested tables."""
    dotted = {key: parameter_schema(parameter) for key, parameter in PARAMETERS.items()}
    properties = {
        "day": {"type": "integer", "minimum": 0, "maximum": LAST_DAY, "description": "The working day on whose morning this happens."},
        "set": {"type": "object", "properties": dotted | groups, "additionalProperties": False},
        "action": {"type": "string", "enum": list(ACTIONS)},
        "amount": {"type": "number", "minimum": 0, "description": "train: share of the staff; rule_changes, crisis: how many."},
        "situation": {"type": "string", "enum": list(KINDS), "description": "The situation for which people are trained."},
    }
    return {"type": "object", "required": ["day"], "properties": properties, "additionalProperties": False}


def plain(value: object) -> object:
    """A value as JSON holds it."""
    return list(value) if isinstance(value, tuple) else value


def plain_change(change) -> dict:
    """A dated change as JSON holds it."""
    return {"day": change.day, "set": {key: plain(value) for key, value in change.set.items()}, "action": change.action, "amount": change.amount,
            "situation": change.situation}
