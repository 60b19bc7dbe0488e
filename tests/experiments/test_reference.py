"""Reference results: the documents say what they hold, and the program gives them again."""

import math
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulation.experiments.calibration import ensemble
from simulation.experiments.patterns import BY_KEY, FIT, KEPT, PATTERNS, TABLE, Lab, examine, table
from simulation.scenario import PARAMETERS, load

ROOT = Path(__file__).resolve().parents[2]
REFERENCE, DOCS = ROOT / "results" / "reference", ROOT / "simulation" / "docs"


def kept(name="patterns.csv"):
    return pd.read_csv(REFERENCE / name)


def counts(found):
    """Of each use: how many patterns hold, and how many there are."""
    holds = found.groupby(["use", "pattern"]).holds.all()
    return {use: (int(holds[use].sum()), len(holds[use])) for use in (FIT, KEPT)}


def test_the_table_is_of_the_patterns_that_there_are():
    found = kept()
    assert list(found.columns) == list(TABLE) and list(dict.fromkeys(found.pattern)) == [pattern.key for pattern in PATTERNS]
    assert all(row.use == BY_KEY[row.pattern].use for row in found.itertuples())


def test_fitted_patterns_hold():
    holds, every = counts(kept())[FIT]
    assert holds == every


@pytest.mark.parametrize("document", ["trace.md", "findings.md"])
def test_documents_state_the_counts_of_the_table(document):
    text, found = (DOCS / document).read_text(encoding="utf-8"), counts(kept())
    assert re.search(r"Fitted: (\d+) of (\d+) patterns", text).groups() == tuple(map(str, found[FIT]))
    assert re.search(r"Kept aside: (\d+) of (\d+) patterns", text).groups() == tuple(map(str, found[KEPT]))


def test_trace_names_every_pattern_that_fails():
    text, found = (DOCS / "trace.md").read_text(encoding="utf-8"), kept()
    for key in found[~found.holds].pattern.unique():
        assert re.search(rf"^\| {key} \|", text, re.MULTILINE), key


@pytest.mark.parametrize("name", ["social_agency", "call_centre"])
def test_members_of_the_ensembles_are_settings_of_their_office(name):
    found = ensemble.read(REFERENCE / name)
    office = load(name)
    assert len(found.values) >= 10 and math.isclose(found.weight.sum(), 1.0) and found.manifest["office"] == name and found.manifest["screened"]
    for member in range(len(found.values)):
        assert found.over(member, office, office).digest != office.digest
    assert set(found.values) <= set(PARAMETERS)


def same(ours, theirs):
    """Whether two runs of the same study agree: each figure within four standard errors of both (studies with few worlds know theirs badly)."""
    both = ours.merge(theirs, on=["pattern", "finding", "unit"], suffixes=("", "_kept"), validate="one_to_one")
    assert len(both) == len(ours)
    apart = (both.value - both.value_kept).abs()
    error = np.hypot(both.error.fillna(0.0), both.error_kept.fillna(0.0))
    return both[apart > 4.0 * error + 0.02 * both.value_kept.abs() + 1e-9]


@pytest.mark.slow
def test_the_studies_give_the_figures_again_in_other_worlds():
    found = table(examine(Lab(worlds=4, seed=9001)))
    off = same(found, kept())
    assert off.empty, off[["pattern", "finding", "value", "error", "value_kept", "error_kept"]].to_string()


def test_agreement_is_noticed_and_disagreement_too():
    found = kept().head(4)
    assert same(found, found).empty
    assert len(same(found.assign(value=found.value + 10.0 * found.error + 0.1 * found.value.abs() + 1.0), found)) == 4
