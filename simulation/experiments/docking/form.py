"""What a relation is made of: what it says, how the office is restricted to it, what is run and measured, and which differences of means test it."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ...rules.order import CHANNELS, KINDS, MECHANISMS
from ...scenario.declare import Change

DAYS_PER_YEAR = 220


class Said(NamedTuple):
    """A text in both languages."""

    en: str
    fr: str

    def __call__(self, lang) -> str:
        return self.fr if lang == "fr" else self.en


class Restriction(NamedTuple):
    """Values that are set for all runs of a relation, and why."""

    values: Mapping
    why: Said


class Arm(NamedTuple):
    """One setting that is run: its name, the values laid over the restricted office, the dated changes."""

    name: str
    values: Mapping
    changes: tuple[Change, ...] = ()


class Series:
    """The days of a run: each column that was kept as an array by day."""

    def __init__(self, columns: Sequence[str], days: np.ndarray):
        self.columns, self.days = tuple(columns), days

    def __getitem__(self, name) -> np.ndarray:
        return self.days[:, self.columns.index(name)]


class Cell(NamedTuple):
    """A mark of a figure: its line, its place on the axis, the arm that is run, what is measured, and the arm whose value in the same world is
    taken away, if any."""

    line: str
    x: float
    arm: str
    measure: Callable[[Series], float]
    twin: str | None = None


class Panel(NamedTuple):
    """A figure of a relation: key, title, what its axes show, its lines in words, its marks. log: scale of x or y; ticks: written along the x axis."""

    key: str
    title: Said
    x: Said
    y: Said
    lines: Mapping[str, Said]
    cells: tuple[Cell, ...]
    log: str = ""
    ticks: tuple[float, ...] = ()


class Contrast(NamedTuple):
    """A test: the sum of weight × mean of a mark, in the same worlds, is above zero by more than `ERRORS` standard errors.

    terms: (weight, panel, line, x) of each mark; unit: of the sum; holds, fails: what is said then, with {value} in place of the figure; missing: the
    ingredient that the model lacks where it fails.
    """

    key: str
    terms: tuple[tuple[float, str, str, float], ...]
    unit: Said
    holds: Said
    fails: Said
    missing: Said | None = None


class Relation(NamedTuple):
    """A relation of another model: what it says, where from, and how ours is asked for it. columns: of the daily table, kept for the measures; why: what the
    model does, as far as its contrasts hold; worlds: how many times as many as are asked for, where differences are small."""

    key: str
    title: Said
    source: str
    claim: Said
    restrictions: tuple[Restriction, ...]
    days: int
    columns: tuple[str, ...]
    arms: tuple[Arm, ...]
    panels: tuple[Panel, ...]
    contrasts: tuple[Contrast, ...]
    why: Said
    worlds: int = 1


def only(*mechanisms) -> dict:
    """The switches with these mechanisms on and all others off."""
    return {f"mechanisms.{name}": name in mechanisms for name in MECHANISMS}


def one_counter(posts: int, users_per_post: float) -> dict:
    """Values of an office that is one counter of so many posts in one team, with a rest room that seats them all."""
    values = {f"{channel}.{name}": 0 for channel in CHANNELS for name in ("posts", "per_day")}
    return values | {"counter.posts": posts, "counter.per_day": posts * users_per_post, "demand.population": 750 * posts, "staff.teams": 1,
                     "rest_room.seats": max(1, posts)}


ALIKE = Restriction(
    {"episode.kind_shares": [0.1] * len(KINDS), "episode.severity": [0.3] * len(KINDS)},
    Said("All kinds of situation are equally frequent and equally grave, so that each counts alike.",
         "Tous les types de situation sont également fréquents et graves : chacun compte autant."))
"""Situations as the other models have them: dimensions of skill of equal weight."""

NO_EXPERIENCE = Restriction(
    {"answer.experience": 0.0},
    Said("Years of service by themselves help nobody: what ends an episode well is a practice.",
         "L'ancienneté seule n'aide personne : c'est une pratique qui fait bien finir un épisode."))

NO_RULE_CHANGES = Restriction(
    {"territory.rule_changes_per_month": 0.0},
    Said("Rules do not change: what is lost is lost by people.", "Les règles ne changent pas : ce qui se perd se perd par les personnes."))

REPLACED_AT_ONCE = Restriction(
    {"turnover.absence_share": 0.0, "turnover.leave_exhaustion": 0.0, "turnover.leave_belonging": 0.0, "turnover.leave_trust": 0.0,
     "turnover.leave_newcomer": 0.0, "turnover.peer_exit": 0.0, "staff.hiring_days": 0.0, "staff.training_days": 0.0},
    Said("Nobody falls ill; all are equally likely to leave, whatever they feel, and are replaced the next morning by somebody who knows nothing of the "
         "repertoire: turnover is a rate, as in the theory.",
         "Nul ne tombe malade ; chacun part avec la même probabilité, quoi qu'il ressente, et est remplacé le lendemain par quelqu'un qui ignore tout du "
         "répertoire : la rotation est un taux, comme dans la théorie."))

POINTS = Said("points of %", "points de %")


def ending_well(first: int, last: int) -> Callable[[Series], float]:
    """Share of episodes that end well from a day to before another, in percent."""
    def measure(series):
        return 100.0 * (1.0 - series["episodes_failed"][first:last].sum() / max(1.0, series["episodes"][first:last].sum()))
    return measure


def mean_of(column: str, first: int, last: int, times: float = 1.0) -> Callable[[Series], float]:
    """Mean of a column of the daily table from a day to before another."""
    def measure(series):
        return times * float(series[column][first:last].mean())
    return measure


def sweep(lines: Mapping, places: Sequence[float], arm: Callable[[str, float], str], measure) -> tuple[Cell, ...]:
    """The marks of all lines at all places. arm: names the arm; measure: the same for all, or one for each line by its key."""
    return tuple(Cell(line, x, arm(line, x), measure[line] if isinstance(measure, Mapping) else measure) for line in lines for x in places)
