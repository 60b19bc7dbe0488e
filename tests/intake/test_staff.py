"""Daily figures of a house: each bad line is told, small groups and persons are refused, standard errors cover as often as they promise."""

import re

import numpy as np
import pandas as pd
import pytest

from simulation.intake.staff import read_mapping, read_staff
from simulation.intake.staff_patterns import block_length, mean_error, patterns, poisson_error
from simulation.intake.staff_report import remarks, report
from simulation.scenario import ScenarioError

DATES = pd.bdate_range("2025-01-06", periods=220)


def rows(count=30, **columns):
    """A table of so many days."""
    return pd.DataFrame({"date": DATES[:count].strftime("%Y-%m-%d"), "head_count": 12, **columns})


def write(path, table, sep=","):
    table.to_csv(path, index=False, sep=sep)
    return path


def refused(*args, **named):
    with pytest.raises(ScenarioError) as told:
        read_staff(*args, **named)
    return [(problem.line, str(problem)) for problem in told.value.problems]


# --- reading ----------------------------------------------------------------------------------------------------------------


def test_files_are_put_together_and_teams_added_up(tmp_path):
    teams = pd.concat([rows(team=name, absences=[1, 0] * 15, head_count=heads) for name, heads in (("A", 12), ("B", 7))])
    other = pd.concat([rows(team=name, incidents=2).drop(columns="head_count") for name in "AB"])
    files = [write(tmp_path / "a.csv", teams, ";"), write(tmp_path / "b.csv", other)]
    found = read_staff(files)
    assert found.teams == ("A", "B") and found.measured == ("absences", "incidents") and len(found.days) == 30
    assert (found.days.head_count == 19).all() and list(found.days.absences[:2]) == [2, 0] and (found.days.incidents == 4).all()
    assert (read_staff(files, team="B").days.head_count == 7).all()
    assert "did you mean" in refused(files, team="b")[0][1] or "teams are A, B" in refused(files, team="b")[0][1]


def test_a_day_of_which_a_team_has_no_row_is_lacking(tmp_path):
    every, other = rows(44, team="A", absences=1), rows(44, team="B", absences=1)[::2]
    found = read_staff([write(tmp_path / "a.csv", pd.concat([every, other]))])
    assert len(found.days) == 22 and (found.days.head_count == 24).all() and (found.days.absences == 2).all()


def test_days_count_that_every_team_has(tmp_path):
    """What one team lacks is lacking of the whole: each has enough days, together they have three."""
    early, late = ([0.0 if which(day) else None for day in range(45)] for which in (lambda day: day < 24, lambda day: day >= 21))
    teams = pd.concat([rows(45, team="A", absences=early), rows(45, team="B", absences=late)])
    file = write(tmp_path / "a.csv", teams)
    ((_, said),) = refused([file])
    assert "absences" in said and "3 days on which every team has a figure" in said and "at least 20 days" in said
    assert read_staff([file], team="A").measured == ("absences",)


def test_one_team_needs_enough_days_of_its_own(tmp_path):
    teams = pd.concat([rows(40, team="A", absences=1.0, incidents=0.0), rows(8, team="B", absences=1.0, incidents=0.0), rows(40, team="C", absences=[1.0] * 2 + [None] * 38, incidents=0.0)])
    file = write(tmp_path / "a.csv", teams)
    assert "8 days" in refused([file], team="B")[-1][1] and "2 days with a figure" in refused([file], team="C")[0][1]
    assert read_staff([file], team="A").measured == ("absences", "incidents")
    teams.loc[teams.team == "C", "absences"] = None
    assert read_staff([write(tmp_path / "b.csv", teams)], team="C").measured == ("incidents",)


def test_columns_are_mapped_by_options_and_file(tmp_path):
    file = write(tmp_path / "a.csv", rows(arrets=0).rename(columns={"head_count": "effectif"}))
    (tmp_path / "map.toml").write_text('[columns]\nhead_count = "effectif"\n', encoding="utf-8")
    found = read_staff([file], read_mapping(["absences=arrets"], tmp_path / "map.toml"))
    assert found.measured == ("absences",)
    for items, said in (
        (["heads=x"], "heads is not one of our columns"),
        (["head_count"], "must read ours=theirs"),
        (["absences=x", "leavers=x"], "mapped to the same one (given absences=x, leavers=x); give each its own"),
        (["abscences=x"], "did you mean absences?"),
        (["absences=head_count"], "mapped to the same one"),
        (["head_count=a", "head_count=b"], "head_count is mapped twice"),
    ):
        with pytest.raises(ScenarioError, match=re.escape(said)):
            read_mapping(items)
    assert "no file has such a column" in refused([file], {"head_count": "effectif", "absences": "nope", "leavers": "arrets"})[0][1]


def test_capitals_accents_and_signs_in_names_of_columns_do_not_matter(tmp_path):
    table = rows(absences=1, contacts=9).rename(columns={"date": "Date", "head_count": "Head count", "absences": "ABSENCES", "contacts": "Contacts (hors mail)"})
    found = read_staff([write(tmp_path / "a.csv", table, ";")], {"contacts": "Contacts (hors mail)"})
    assert found.measured == ("absences", "contacts") and (found.days.head_count == 12).all()
    twice = table.assign(**{"head-count": 12})
    assert any("no file has a head count" in said for _, said in refused([write(tmp_path / "b.csv", twice)]))


def test_every_bad_line_is_told_at_once(tmp_path):
    table = rows(absences="0", leavers="0").astype(str)
    for row, column, value in ((0, "date", "2025-02-30"), (1, "absences", "x"), (2, "absences", "-1"), (3, "leavers", "0.5"), (4, "head_count", "inf")):
        table.loc[row, column] = value
    told = refused([write(tmp_path / "a.csv", table)])
    assert [line for line, _ in told] == [2, 3, 4, 5, 6]
    assert all("a.csv:" in text for _, text in told)


def test_lines_with_the_same_fault_are_told_once_and_counted(tmp_path):
    """Two teams whose column of teams is not known: every line of the second file comes twice."""
    files = [write(tmp_path / f"{name}.csv", rows(absences=0, service=name)) for name in "AB"]
    told = refused(files)
    assert [line for line, _ in told] == [2, 3, 4, 5] and all("B.csv" in text for _, text in told)
    assert "--map team=THEIRS" in told[0][1] and "the same in 27 lines more, to line 31" in told[3][1]


@pytest.mark.parametrize(
    "change, line, said",
    [
        (lambda t: t.assign(absences=[13] + [0] * 29), 2, "must be at most the head count"),
        (lambda t: pd.concat([t, t[3:4]]), 32, "given twice for this day"),
        (lambda t: t.assign(head_count=[12] * 7 + [4] + [12] * 22), 9, "groups under 5 people are refused"),
        (lambda t: t.assign(team=["A"] * 29 + ["B"], head_count=[12] * 29 + [2]), 31, "2 people on 2025-02-14, B"),
        (lambda t: t.assign(head_count=[12] * 5 + [None] + [12] * 24), 7, "needs its head count"),
        (lambda t: t.assign(incidents=[1] * 3 + [None] * 27), 1, "must be recorded on at least 20 days"),
        (lambda t: t[:19], 0, "at least 20 days"),
        (lambda t: t.drop(columns="absences"), 1, "there is none of absences"),
        (lambda t: t.drop(columns="head_count"), 1, "no file has a head count"),
        (lambda t: t.drop(columns="date"), 1, "there is no column date"),
        (lambda t: t.assign(matricule=1), 1, "names people"),
        (lambda t: t.assign(Prénom="Zoé"), 1, "names people"),
        (lambda t: t.assign(employee_id=1), 1, "names people"),
        (lambda t: t.rename(columns={"date": "datum", "head_count": "k", "absences": "fehlt"}), 1, "has none of the columns"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_line(tmp_path, change, line, said):
    file = write(tmp_path / "a.csv", change(rows(absences=0)))
    assert any(said in text and at == line for at, text in refused([file])), refused([file])


def test_a_name_of_a_person_is_not_let_in_as_a_team(tmp_path):
    file = write(tmp_path / "a.csv", rows(absences=0, nom="x"))
    assert any("names people" in text for _, text in refused([file], {"team": "nom"}))
    found = read_staff([write(tmp_path / "b.csv", rows(absences=0, nom_equipe="x"))], {"team": "nom_equipe"})
    assert found.teams == ("x",)


@pytest.mark.parametrize(
    "held, said",
    [
        (b"", "an empty file"),
        (b"a,b\0\n", "binary data"),
        (b"date,head_count,absences\n", "has a header and no rows"),
        (b"date,head_count,absences\n2025-01-06,12\n", "must have 3 fields"),
    ],
)
def test_files_that_are_no_tables(tmp_path, held, said):
    (tmp_path / "a.csv").write_bytes(held)
    assert said in refused([tmp_path / "a.csv"])[0][1]
    assert "No such file" in refused([tmp_path / "b.csv"])[0][1]


# --- patterns ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count, low, high", [(0, 0, 1.841), (1, 0.173, 3.300), (10, 6.891, 14.267)])
def test_poisson_errors_are_garwoods(count, low, high):
    """68.3 % limits as tabulated by Gehrels 1986, Astrophysical Journal 303:336, tables 1 and 2 (S = 1)."""
    assert poisson_error(count) == pytest.approx((high - low) / 2, abs=0.002)


@pytest.mark.parametrize("rho, least", [(0.0, 0.87), (0.5, 0.87), (0.88, 0.81)])
def test_errors_of_means_cover_what_they_promise(rho, least):
    """Means of 220 days of a first-order autoregression: the interval of ± 1.645 errors holds the true mean in some 90 %; with days that hang together over
    weeks in a few points less, since so short a series does not show it. 400 trials; the bound is that share less two standard errors."""
    draws, held = np.random.default_rng(7), 0
    for _ in range(400):
        steps = np.sqrt(1 - rho**2) * draws.normal(size=220)
        series = np.empty(220)
        series[0] = draws.normal()
        for day in range(1, 220):
            series[day] = rho * series[day - 1] + steps[day]
        held += abs(series.mean()) < 1.645 * mean_error(series)[0]
    assert least <= held / 400 <= 0.97


def test_independent_days_give_the_usual_error():
    series = np.random.default_rng(1).normal(size=400)
    assert mean_error(series)[0] == pytest.approx(series.std(ddof=1) / 20, rel=0.25) and block_length(series) <= 5
    assert mean_error(np.ones(30)) == (0.0, 1)


def test_patterns_of_known_figures(tmp_path):
    table = rows(100, absences=[0, 1, 2, 3] * 25, leavers=[1] + [0] * 99, incidents=[0] * 100, contacts=[100, 120] * 50)
    staff = read_staff([write(tmp_path / "a.csv", table)])
    made = {one.measure: one for one in patterns(staff, 220)}
    assert made["absence_rate"].value == pytest.approx(100 * 1.5 / 12) and made["leavers"].value == pytest.approx(2.2)
    assert made["leavers"].error == pytest.approx(2.2 * poisson_error(1)) and made["leavers"].method == "exact Poisson"
    assert made["incidents_reported"].value == 0 and made["incidents_reported"].error == pytest.approx(poisson_error(0) / 100 * 220 / 12)
    assert made["daily.headcount"].error == 0.5 and made["daily.contacts"].value == 110
    assert all(one.error > 0 for one in made.values())


def test_events_in_clusters_are_less_sure_than_poisson(tmp_path):
    events = ([0] * 40 + [4] * 10) * 4
    staff = read_staff([write(tmp_path / "a.csv", rows(200, incidents=events))])
    one = patterns(staff, 220)[-1]
    assert one.method == "serial correlation" and one.error > 1.5 * poisson_error(160) / 160 * one.value


def test_days_without_a_figure_are_left_out_not_taken_for_zero(tmp_path):
    table = rows(40, incidents=[1.0] * 20 + [None] * 20)
    staff = read_staff([write(tmp_path / "a.csv", table)])
    assert patterns(staff, 220)[-1].value == pytest.approx(220 / 12) and patterns(staff, 220)[-1].days == 20
    assert any("nothing recorded on 20 of 40 days" in text for text in remarks(staff, patterns(staff, 220), 220))


def test_the_page_says_what_the_data_cannot_tell(tmp_path):
    table = rows(100, absences=0, leavers=0, incidents=1)
    table = pd.concat([table[:50], table[70:]])
    table.loc[table.index > 80, "head_count"] = 11
    staff = read_staff([write(tmp_path / "a.csv", table)])
    made = patterns(staff, 220)
    told = " ".join(remarks(staff, made, 220))
    for said in (
        "are a share of the episodes",
        "nothing about why",
        "does not identify talk",
        "do not tell their cause",
        "less than a year",
        "Absences: not one in 80 days",
        "over ten days without a row",
        "falls on 1 days",
    ):
        assert said in told, said
    for lang in ("en", "fr"):
        page = report(staff, made, 220, "p.csv", lang)
        assert page.count("<li>") == len(remarks(staff, made, 220, lang)) and "data = &quot;p.csv&quot;" in page
