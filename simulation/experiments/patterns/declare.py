"""What a pattern is: a figure or a relation that was observed in the world, the virtual study that looks for it in the model, and the band in which it must lie."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf
from numbers import Real
from typing import TYPE_CHECKING, NamedTuple

from ...measures.units import unit_in
from ...scenario.said import Titled

if TYPE_CHECKING:
    from .lab import Lab

FIT, KEPT = "fit", "kept"
"""What a pattern is for: defaults are fitted to the one sort and never to the other, which is kept aside to test them."""


class Finding(NamedTuple):
    """A figure that a virtual study gave. name_en, name_fr: what it is; error: its standard error over worlds; low, high: the band, as the source gives it
    (infinite where it has no such end)."""

    name_en: str
    name_fr: str
    unit: str
    value: float
    error: float
    low: float = -inf
    high: float = inf

    @property
    def holds(self) -> bool:
        """Whether the figure lies in its band; one that is not known (NaN) does not, and a difference of exactly nothing has neither direction."""
        direction = (self.low, self.high) in ((0.0, inf), (-inf, 0.0))
        return self.low <= self.value <= self.high and not (direction and self.value == 0.0)

    @property
    def close(self) -> bool:
        """Whether an end of the band is within two standard errors of the figure, so that other worlds might say otherwise."""
        return any(abs(self.value - end) <= 2.0 * self.error for end in (self.low, self.high))

    @property
    def ruled_out(self) -> bool:
        """Whether the figure lies outside its band by more than two standard errors: other worlds would hardly say otherwise."""
        return not self.low - 2.0 * self.error <= self.value <= self.high + 2.0 * self.error

    def name(self, lang: str) -> str:
        """What it is, in a language."""
        return self.name_fr if lang == "fr" else self.name_en

    def unit_in(self, lang: str) -> str:
        """Its unit, in a language."""
        return unit_in(self.unit, lang)


@dataclass(frozen=True)
class Pattern(Titled):
    """A row of the evidence (section C), or part of one.

    key: row, with a letter if a row is divided; use: `FIT` or `KEPT`; kind: "Q" for a band, "D" for a direction; strong: whether the row is marked as
    strong; source: rows and sources of the evidence; study: carries out the virtual study in a `Lab` and gives its findings; its docstring says who is asked what, how many and for how long.
    """

    key: str
    title_en: str
    title_fr: str
    use: str
    kind: str
    strong: bool
    source: str
    study: Callable[["Lab"], list[Finding]]


KEY = re.compile(r"C(\d+)([a-z]?)")


def row_of(key: str) -> tuple[int, str]:
    """Number and letter of a pattern's row."""
    number, letter = KEY.fullmatch(key).groups()
    return int(number), letter


def faults(pattern: Pattern) -> Iterator[str]:
    """What is wrong with a declaration, in words."""
    if not KEY.fullmatch(str(pattern.key)):
        yield "the key must be C and a number, with a letter if a row is divided"
    if pattern.use not in (FIT, KEPT):
        yield f"use must be FIT or KEPT (given {pattern.use!r})"
    if pattern.kind not in ("Q", "D"):
        yield f'kind must be "Q" for a band or "D" for a direction (given {pattern.kind!r})'
    if not callable(pattern.study) or not (pattern.study.__doc__ or "").strip():
        yield "study must be a function whose docstring says who is asked what, how many and for how long"


def checked(findings) -> tuple[Finding, ...]:
    """What a study gave, as a tuple. Raises TypeError if that is no list of findings with numbers, or an empty one."""
    if isinstance(findings, Finding) or not isinstance(findings, (list, tuple)) or not findings or not all(isinstance(finding, Finding) for finding in findings):
        raise TypeError("the study must give a list of findings, at least one: [Finding(...)]")
    for finding in findings:
        for name in ("value", "error", "low", "high"):
            if not isinstance(getattr(finding, name), Real):
                raise TypeError(f"{name} of the finding {finding.name_en!r} must be a number (given {getattr(finding, name)!r:.60})")
    return tuple(findings)
