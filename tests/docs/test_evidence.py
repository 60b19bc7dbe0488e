"""What parameters and patterns cite stands in the documents that are shipped."""

import re

from documents import PACKAGE

from simulation.experiments.patterns import PATTERNS
from simulation.scenario import PARAMETERS

EVIDENCE = (PACKAGE / "docs" / "evidence.md").read_text(encoding="utf-8")
ROWS = set(re.findall(r"^\| (D\d+) \|", EVIDENCE, re.MULTILINE))
PAGES = {word for line in EVIDENCE.partition("\n## E.")[2].splitlines() for word in re.findall(r"(?:^|· |; )(S\d+[a-d]?) ", line)}
SEEDS = {f"S{number}" for number in range(5)}


def cited():
    """Every code that a parameter or a pattern cites; a span names its two ends."""
    for source in [parameter.source for parameter in PARAMETERS.values()] + [pattern.source for pattern in PATTERNS]:
        yield from re.findall(r"\b([DS]\d+[a-d]?)\b", source)


def test_codes_that_are_cited_are_told():
    found = set(cited())
    assert len(found) > 60 and found - ROWS - PAGES - SEEDS == set()
