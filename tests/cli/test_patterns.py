"""`guichet patterns`: what it prints, writes and refuses."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from terminal import guichet

from simulation.charts import patterns_report as charts
from simulation.cli import patterns as command
from simulation.experiments import patterns as job
from simulation.experiments.calibration import ensemble
from simulation.experiments.patterns import incidents


@pytest.fixture
def made(monkeypatch):
    """Two patterns whose studies give what is known beforehand: one holds, one fails; a third breaks."""
    def finding(value, low, high):
        return lambda lab: [job.Finding("Figure", "Mesure", "points", value + 0.0 * lab.worlds, 0.1, low, high)]

    def broken(lab):
        raise ZeroDivisionError("nobody to ask")

    found = tuple(job.Pattern(key, "Title", "Titre", use, "Q", False, key, study)
                  for key, use, study in (("C1", job.FIT, finding(1.0, 0.5, 2.0)), ("C5", job.KEPT, finding(3.0, 0.0, 2.0)), ("C6", job.KEPT, broken)))
    monkeypatch.setattr(job, "PATTERNS", found)
    monkeypatch.setattr(job, "BY_KEY", {pattern.key: pattern for pattern in found})
    return found


def test_the_answer_says_which_hold_and_which_do_not(here, made):
    told = guichet("patterns", "--worlds", "2", "--out", "found")
    assert told.exit_code == 1 and "1 of 3 virtual studies broke" in told.stderr and "C6: ZeroDivisionError: nobody to ask" in told.stderr
    assert "Fitted: 1 of 1 patterns hold." in told.output and "Kept aside: 0 of 2 patterns hold." in told.output
    assert "the study broke: ZeroDivisionError: nobody to ask" in told.output
    table = pd.read_csv(here / "found" / "patterns.csv")
    assert table.holds.tolist() == [True, False, False] and table.value.tolist()[:2] == [1.0, 3.0] and np.isnan(table.value[2])
    page = (here / "found" / "report.html").read_text(encoding="utf-8")
    assert "Kept aside: 0 of 2" in page and "http://" not in page.split("</style>")[0]


def test_json_and_french_say_the_same(here, made):
    told = json.loads(guichet("patterns", "--worlds", "2", "--json", "--no-report", "--out", "a").stdout)
    assert told["counts"]["full"] == {"fit": [1, 1], "kept": [0, 2]} and [row["holds"] for row in told["findings"]] == [True, False, False]
    french = guichet("patterns", "--worlds", "2", "--lang", "fr", "--out", "b").output
    assert "Ajustés\u00a0: 1 motifs sur 1" in french and "échec" in french


def test_rival_theories_are_asked_the_same(here, made):
    told = guichet("patterns", "--worlds", "2", "--theories", "--out", "found")
    assert told.exit_code == 1 and "C6" in told.stderr and all(theory.title_en in told.output for theory in job.THEORIES)
    assert set(pd.read_csv(here / "found" / "patterns.csv").arm) == set(command.THEORIES) == {theory.key for theory in job.THEORIES}


@pytest.mark.parametrize("words, said", [
    (["C99"], "there is no pattern 'C99'; there are C1, C2"), (["C5a"], "there is no pattern 'C5a'"), (["--members", "3"], "belongs to --ensemble"), (["--keep", "x"], "belongs to one --ensemble"), (["--keep", "x/y", "--out", "x", "--ensemble", "nowhere"], "lies where the report goes"),
    (["--theories", "--theory", "own"], "leave out --theory"), (["--ensemble", "nowhere"], "is no folder of an ensemble")])
def test_what_cannot_be_asked_is_said_before_anything_runs(here, words, said):
    told = guichet("patterns", *words)
    assert told.exit_code == 2 and said in told.stderr and not list(here.iterdir())


def test_a_row_may_be_named_without_its_letter(here):
    told = guichet("patterns", "c12a", "--worlds", "2", "--no-report", "--out", "found")
    assert told.exit_code == 0 and "C12a" in told.output and "C12b" not in told.output


def test_members_that_a_fitted_pattern_rules_out_are_left_out(here, monkeypatch):
    """Reports follow the parameter that the members differ in; the band and its errors decide who stays."""
    def study(lab):
        return [job.Finding("Reports", "Signalements", "points", lab.over["social_agency"]["talk.transmit"], 0.01, 0.1, 0.2)]

    monkeypatch.setattr(job, "PATTERNS", (job.Pattern("C2", "T", "T", job.FIT, "Q", False, "C2", study),))
    monkeypatch.setattr(job, "BY_KEY", {"C2": job.PATTERNS[0]})
    values = pd.DataFrame({"talk.transmit": [0.05, 0.085, 0.15, 0.21, 0.28]})
    kept = ensemble.Ensemble(here / "kept", {"office": "social_agency", "parameters": ["talk.transmit"], "format": ensemble.FORMAT}, values, np.full(5, 0.2))
    kept.folder.mkdir()
    (kept.folder / "office.toml").write_text("", encoding="utf-8")
    monkeypatch.setattr(ensemble, "read", lambda folder: kept)
    told = guichet("patterns", "--ensemble", "kept", "--members", "5", "--keep", "screened", "--worlds", "2", "--no-report", "--out", "found")
    assert told.exit_code == 0, told.output
    monkeypatch.undo()
    found = pd.read_csv(here / "screened" / "members.csv")
    assert found["talk.transmit"].tolist() == [0.085, 0.15, 0.21]
    assert json.loads((here / "screened" / "manifest.json").read_text())["screened_from"] == 5


def kept_of(here, office):
    return ensemble.Ensemble(here, {"office": office, "parameters": ["talk.transmit"]}, pd.DataFrame({"talk.transmit": [0.1, 0.2]}), np.full(2, 0.5))


def test_an_ensemble_of_another_office_is_refused(here, made, monkeypatch):
    monkeypatch.setattr(ensemble, "read", lambda folder: kept_of(here, "mine.toml"))
    told = guichet("patterns", "--ensemble", "kept", "--worlds", "2")
    assert told.exit_code == 2 and "was fitted to mine.toml" in told.stderr and not list(here.iterdir())


def test_where_no_member_is_left_none_is_kept(here, made, monkeypatch):
    """A study that breaks rules its member out, too."""
    monkeypatch.setattr(job, "PATTERNS", (replace(made[2], use=job.FIT),))
    monkeypatch.setattr(ensemble, "read", lambda folder: kept_of(here, "social_agency"))
    told = guichet("patterns", "--ensemble", "kept", "--keep", "left", "--worlds", "2", "--no-report", "--out", "found")
    assert told.exit_code == 1 and "every member is ruled out" in told.stderr and not (here / "left").exists()


def test_both_languages_have_all_texts():
    assert charts.WORDS["en"].keys() == charts.WORDS["fr"].keys()
    for pattern in job.PATTERNS:
        assert pattern.title_en and pattern.title_fr and pattern.title_en != pattern.title_fr and pattern.study.__doc__


def test_a_survey_finds_more_than_reports_and_less_than_everybody(monkeypatch):
    """Episodes that are always taken for an aggression make everybody a victim; those never taken for one, nobody."""
    lab = job.Lab(worlds=2)
    everybody = job.Lab(worlds=2, laid={"episode.report_share": [1.0] * 8})
    nobody = job.Lab(worlds=2, laid={"episode.report_share": [0.0] * 8})
    some, every, none = (incidents.survey(one)[0].value for one in (lab, everybody, nobody))
    assert none == 0.0 < some < every <= 100.0 and every > 99.0
