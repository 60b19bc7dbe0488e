"""Patterns as code: each row of the evidence's section C with the virtual study that looks for it in the model; `guichet patterns` runs them."""

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from math import nan
from pkgutil import iter_modules
from typing import NamedTuple

import numpy as np
import pandas as pd

from ...scenario import PARAMETERS
from ..calibration import ensemble
from .declare import FIT, KEPT, Finding, Pattern, checked, faults, row_of
from .lab import Lab
from .theories import BY_KEY as THEORY
from .theories import THEORIES, Theory

TOPICS = tuple(topic for topic in (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)) if hasattr(topic, "PATTERNS"))
"""The files of this folder that hold patterns; a new one is found by being there."""


def _declared(topics):
    """All patterns of some files by key, in the order of their rows. Raises ValueError, with the file, for what is none."""
    found = {}
    for topic in topics:
        file = topic.__name__.rpartition(".")[2] + ".py"
        if not isinstance(topic.PATTERNS, tuple) or not all(isinstance(pattern, Pattern) for pattern in topic.PATTERNS):
            raise ValueError(f"{file}: PATTERNS must be a tuple of Pattern: (Pattern(...),)")
        for pattern in topic.PATTERNS:
            if pattern.key in found:
                raise ValueError(f"{file}: two patterns have the same key, {pattern.key}; take a number that is free")
            for fault in faults(pattern):
                raise ValueError(f"{file}: pattern {pattern.key}: {fault}")
            found[pattern.key] = pattern
    return dict(sorted(found.items(), key=lambda one: row_of(one[0])))


BY_KEY = _declared(TOPICS)

PATTERNS = tuple(BY_KEY.values())
"""All patterns, in the order of their rows."""

TABLE = {
    "arm": "theory, or member of an ensemble, under which the studies were carried out",
    "pattern": "row of the evidence, with a letter if a row is divided",
    "title": "what was observed",
    "use": "fit: defaults are fitted to it; kept: kept aside to test them",
    "finding": "figure that the virtual study gives",
    "finding_fr": "the same in French",
    "unit": "its unit",
    "value": "the figure, mean over worlds",
    "error": "its standard error over worlds",
    "low": "lower end of the band, none if it is open",
    "high": "upper end of the band, none if it is open",
    "holds": "whether the figure lies in its band",
    "close": "whether an end of the band is within two standard errors",
    "source": "rows and sources of the evidence",
}
"""Columns of the table of findings."""


OFFICES = ("social_agency", "call_centre")
"""The offices to which defaults are fitted."""


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
            found.append(Examined(pattern, checked(pattern.study(lab))))
        except Exception as error:  # a rival theory may leave nothing to be studied
            found.append(Examined(pattern, (), f"{type(error).__name__}: {error}"))
        progress(len(found), len(patterns))
    return found


def arms(lab: Lab, kept: Sequence[ensemble.Ensemble], members: int, theories: Iterable[Theory]) -> dict[str, Lab]:
    """Where to examine the patterns, by name: under each theory; with ensembles, under each of so many of their members (the first of one goes with the first of the others)."""
    if not kept:
        return {theory.key: replace(lab, laid=theory.laid) for theory in theories}
    kept, (theory,) = [one.chosen(members) for one in kept], theories
    return {f"member {i}": replace(lab, laid=theory.laid, over={one.manifest["office"]: _values(one, i % len(one.values)) for one in kept})
            for i in range(max(len(one.values) for one in kept))}


def _values(one, member):
    return {key: PARAMETERS[key].kind(value) for key, value in one.values.iloc[member].items()}


def examine_all(labs: Mapping[str, Lab], patterns: Sequence[Pattern] = PATTERNS, progress: Callable = lambda done, total: None) -> dict[str, list[Examined]]:
    """`examine` in each of these labs."""
    found, each = {}, len(patterns)
    progress(0, each * len(labs))
    for name, lab in labs.items():
        found[name] = examine(lab, patterns, lambda done, _: progress(done + each * len(found), each * len(labs)))
    return found


def table(examined: Sequence[Examined], lang: str = "en", arm: str = "full") -> pd.DataFrame:
    """A row for each finding, with the columns of `TABLE`; a study that broke is a row without a figure, whose finding says why."""
    rows = []
    for pattern, findings, failure in examined:
        head = {"arm": arm, "pattern": pattern.key, "title": pattern.title(lang), "use": pattern.use}
        for finding in findings or (Finding(failure, failure, "", nan, nan),):
            rows.append(head | {"finding": finding.name_en, "finding_fr": finding.name_fr, "unit": finding.unit, "value": finding.value, "error": finding.error, "low": finding.low, "high": finding.high,
                                "holds": finding.holds, "close": finding.close, "source": pattern.source})
    return pd.DataFrame(rows, columns=list(TABLE))


def table_of(found: Mapping[str, Sequence[Examined]], lang: str = "en") -> pd.DataFrame:
    """The tables of all arms, one below the other."""
    return pd.concat([table(examined, lang, arm) for arm, examined in found.items()], ignore_index=True)


def count(examined: Sequence[Examined], use: str) -> tuple[int, int]:
    """How many patterns of a use hold, and how many there are."""
    of_use = [one for one in examined if one.pattern.use == use]
    return sum(one.holds for one in of_use), len(of_use)


def screened(kept: ensemble.Ensemble, found: Mapping[str, Sequence[Examined]], facts: Mapping) -> dict[str, str | bytes]:
    """The files of an ensemble of those members that no fitted pattern rules out (`Finding.ruled_out`; a study that broke rules out, too), with equal weights; none if no member is left.
    found: of each member, in order; facts: command and when it was started."""
    chosen = kept.chosen(len(found))
    fine = [not any(one.failure or any(finding.ruled_out for finding in one.findings) for one in examined if one.pattern.use == FIT) for examined in found.values()]
    if not any(fine):
        return {}
    values = chosen.values[np.array(fine)].reset_index(drop=True)
    members = pd.DataFrame({"member": np.arange(len(values)), "weight": 1.0 / len(values), "evaluation": np.arange(len(values))}).join(values)
    held = io.BytesIO()
    members.to_parquet(held, index=False)
    files = {ensemble.TABLE: held.getvalue(), "members.csv": values.to_csv(index=False, lineterminator="\n"), "office.toml": (kept.folder / "office.toml").read_text(encoding="utf-8")}
    manifest = {key: value for key, value in kept.manifest.items() if key != "platform"} | {
        "screened": facts["command"], "screened_from": len(found), "members": len(values),
        "sha256": {name: hashlib.sha256(file.encode() if isinstance(file, str) else file).hexdigest() for name, file in files.items()}}
    return files | {ensemble.MANIFEST: json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"}
