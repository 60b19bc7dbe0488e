"""Patterns as code: each row of the evidence's section C with the virtual study that looks for it in the model; `guichet patterns` runs them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from . import bosses, incidents, leaving, observing, proficiency, prompting, proximity, skills, users, waiting
from .declare import FIT, KEPT, Finding, Pattern
from .lab import Lab

TOPICS = (bosses, incidents, leaving, observing, proficiency, prompting, proximity, skills, users, waiting)

PATTERNS = tuple(sorted((pattern for topic in TOPICS for pattern in topic.PATTERNS),
                        key=lambda pattern: (int(pattern.key[1:].rstrip("ab")), pattern.key)))
"""All patterns, in the order of their rows."""

BY_KEY = {pattern.key: pattern for pattern in PATTERNS}


class Examined(NamedTuple):
    """A pattern and what its study found; failure: why the study broke, if it did."""

    pattern: Pattern
    findings: tuple[Finding, ...]
    failure: str = ""

    @property
    def holds(self) -> bool:
        """Whether all findings lie in their bands."""
        return bool(self.findings) and all(finding.holds for finding in self.findings)


def examine(lab: Lab, patterns: Sequence[Pattern] = PATTERNS, progress: Callable = lambda done, total: None) -> list[Examined]:
    """Carry out the virtual studies of some patterns, one after the other. A study that breaks fails its pattern and says why."""
    found = []
    progress(0, len(patterns))
    for pattern in patterns:
        try:
            found.append(Examined(pattern, tuple(pattern.study(lab))))
        except Exception as error:  # a rival theory may leave nothing to be studied
            found.append(Examined(pattern, (), f"{type(error).__name__}: {error}"))
        progress(len(found), len(patterns))
    return found
