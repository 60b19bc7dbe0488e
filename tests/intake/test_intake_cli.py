"""``guichet import-log`` and the report that it writes."""

import json
import re

import pytest
from terminal import guichet

from simulation.intake.office import office
from simulation.intake.remarks import remarks
from simulation.intake.report import report
from simulation.scenario import load


def test_the_sample(sample, tmp_path):
    out, days, page = (tmp_path / name for name in ("bank.toml", "days.toml", "bank.html"))
    done = guichet("import-log", sample, "--out", out, "--own-days", days, "--report", page, "--replicates", 1)
    assert done.exit_code == 0, done.output
    assert "phone.patience_minutes" in done.output and "own days" in done.output and str(page) in done.output
    assert load(out).values["phone.service_minutes"] == pytest.approx(2.80, abs=0.01)
    assert len(load(days).changes) == 4
    assert "Fit report" in page.read_text()


def test_json_is_one_object(sample, tmp_path):
    done = guichet("import-log", sample, "--out", tmp_path / "bank.toml", "--replicates", 0, "--json")
    found = json.loads(done.stdout)
    assert found["log"]["rows"] == 4323 and found["comparison"] is None
    assert found["fitted"]["phone.service_cv"]["standard_error"] > 0
    assert found["set_aside"] == {"phantom: not a contact": 41}


def test_dates_and_map(sample, tmp_path):
    done = guichet("import-log", 
        sample,
        "--out",
        tmp_path / "b.toml",
        "--replicates",
        0,
        "--from",
        "1999-02-09",
        "--to",
        "1999-02-09",
        "--map",
        "server=server",
        "--json",
    )
    assert json.loads(done.stdout)["log"]["working_days"] == 1


@pytest.mark.parametrize(
    "args, match",
    [
        (["--map", "arrivl=x"], "did you mean arrival"),
        (["--map", "customer=who"], "there is no column who"),
        (["--from", "1/2/1999"], "year-month-day"),
        (["--from", "2010-01-01"], "no rows between"),
        (["--out", "{tmp}/none/b.toml"], "no such folder"),
        (["--report", "{tmp}/b.toml"], "written to the same file"),
    ],
)
def test_bad_input_writes_nothing(sample, tmp_path, args, match):
    done = guichet("import-log", sample, "--out", tmp_path / "b.toml", "--replicates", 0, *(arg.format(tmp=tmp_path) for arg in args))
    assert done.exit_code == 2 and re.search(match, done.output) and not list(tmp_path.iterdir())


def test_bad_files_write_nothing(tmp_path):
    log = tmp_path / "log.csv"
    for content in (b"", b"\0\1\2", b"a,b\n1,2\n"):
        log.write_bytes(content)
        done = guichet("import-log", log, "--out", tmp_path / "b.toml")
        assert done.exit_code == 2 and "log.csv" in done.output and [path.name for path in tmp_path.iterdir()] == ["log.csv"]


@pytest.mark.parametrize("option, what", [("--out", "office"), ("--own-days", "office"), ("--report", "page")])
def test_a_file_of_another_kind_is_not_lost(sample, tmp_path, option, what):
    mine = tmp_path / "mine"
    mine.write_text("[study]\n")
    args = {"--out": tmp_path / "o.toml"} | {option: mine}
    done = guichet("import-log", sample, *(word for pair in args.items() for word in pair))
    assert done.exit_code == 2 and f"mine: is there already and is no {what}" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["mine"] and mine.read_text() == "[study]\n"


def test_an_office_of_ones_own_is_not_taken_for_one_that_was_fitted(sample, tmp_path):
    mine = tmp_path / "mine.toml"
    mine.write_text('[office]\nname = "mine"\n')
    assert "mine.toml: is there already and is no office made by guichet" in guichet("import-log", sample, "--out", mine, "--replicates", "0").output and mine.read_text() == '[office]\nname = "mine"\n'
    page = tmp_path / "thesis.html"
    page.write_text("<!doctype html><html><body>My thesis")
    assert "thesis.html: is there already and is no page made by guichet" in guichet("import-log", sample, "--out", tmp_path / "o.toml", "--report", page).output
    for _ in range(2):  # what guichet wrote it may write again
        done = guichet("import-log", sample, "--out", tmp_path / "o.toml", "--own-days", tmp_path / "d.toml", "--report", tmp_path / "r.html", "--replicates", "0")
        assert done.exit_code == 0, done.output


def test_days_of_their_own_for_which_no_file_has_room_are_refused(sample, tmp_path, monkeypatch):
    monkeypatch.setattr("simulation.scenario.declare.MOST_CHANGES", 3)
    done = guichet("import-log", sample, "--out", tmp_path / "o.toml", "--own-days", tmp_path / "d.toml", "--replicates", "0")
    assert done.exit_code == 2 and "at most 3 dated changes, one a day; give a shorter stretch with --from and --to" in done.stderr and not list(tmp_path.glob("*.toml"))


def test_the_log_is_not_overwritten(sample, tmp_path):
    copy = tmp_path / "log.csv"
    copy.write_bytes(sample.read_bytes())
    assert "would overwrite a file that is read" in guichet("import-log", copy, "--out", copy).output and copy.read_bytes() == sample.read_bytes()


def test_a_failed_simulation_writes_nothing(sample, tmp_path, monkeypatch):
    def broken(*_):
        raise RuntimeError("broken")
    monkeypatch.setattr("simulation.intake.compare.with_model", lambda channel: broken)
    assert guichet("import-log", sample, "--out", tmp_path / "b.toml").exit_code == 1 and not list(tmp_path.iterdir())


def test_the_report_stands_alone(made_fit):
    page = report(made_fit, office(made_fit, "made")[1])
    assert not re.search(r"<(script|link|img|iframe)[^>]*(src|href)=", page)
    assert '"showSendToCloud": false' in page and page.count('class="plot"') == 8
    figures = json.loads(re.search(r"FIGURES=(\{.*\});for\(const", page, re.S)[1].replace("<\\/", "</"))
    assert all(figure["data"] for figure in figures.values())


def test_the_report_escapes_names(sample, tmp_path):
    path = tmp_path / "<script>x.csv"
    path.write_bytes(sample.read_bytes())
    page = tmp_path / "page.html"
    assert guichet("import-log", path, "--out", tmp_path / "b.toml", "--report", page, "--replicates", 0).exit_code == 0
    assert "<script>x" not in page.read_text() and "&lt;script&gt;x" in page.read_text()


def test_remarks_fit_the_log(made_fit, sample_fit):
    made, three_days = (dict(remarks(fit, None)) for fit in (made_fit, sample_fit))
    assert not any("{" in text or "nan" in text for found in (made, three_days) for text in found.values())
    assert "Arrivals are close to Poisson" in made and "Calling again" in made and "Services of a few seconds" not in made
    assert "Too little to follow" in three_days and "Services of a few seconds" in three_days
    assert "Saturday" in three_days["Weekdays that the log does not cover"]
