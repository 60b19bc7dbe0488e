"""What the importer says of bad input: one `Problem` for each thing wrong, raised together."""

from pathlib import Path

from ..scenario.messages import Problem, ScenarioError, near
from ..scenario.said import Said

__all__ = ["Problem", "Said", "ScenarioError", "Unclear", "fail", "near", "problem"]


class Unclear(ScenarioError):
    """A log in which something has another name: whoever knows it can choose. ours: what is asked for, each with its meaning; theirs: the names that there are."""

    def __init__(self, problems, ours: dict[str, str], theirs: list[str]):
        super().__init__(problems)
        self.ours, self.theirs = ours, theirs

    def __reduce__(self):
        return type(self), (self.problems, self.ours, self.theirs)


def problem(path, allowed: str, given="", hint: str = "", key: str = "", line: int = 0) -> Problem:
    """One thing wrong with a log or with how it is to be read."""
    return Problem(file=Path(path).name or str(path), line=line, key=key, given=_short(given), allowed=allowed, hint=hint)


def fail(path, allowed: str, given="", hint: str = "", key: str = "", line: int = 0):
    """Stop with a single problem."""
    raise ScenarioError([problem(path, allowed, given, hint, key, line)])


def _short(given) -> str:
    """What was given, on one line and cut short."""
    if isinstance(given, Said):
        return given
    text = " ".join(str(given).split())
    return text if len(text) <= 200 else text[:199] + "…"
