"""Three instruments look at one virtual office: none says more than is so of what can be counted, the run is that of any command, more holds less."""

import dataclasses
import json
import math
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from terminal import guichet

from simulation.charts import four_views, views_report
from simulation.charts.views_words import WORDS
from simulation.cli import views as command
from simulation.experiments import paired
from simulation.experiments import run as runs
from simulation.experiments.detail import run_in_full
from simulation.experiments.views import job
from simulation.experiments.views.documents import documents
from simulation.experiments.views.facts import BY_KEY, FACTS, estimates
from simulation.experiments.views.interviews import interviewees, interviews
from simulation.experiments.views.observation import observation, observed_room, room_of, witnessed
from simulation.experiments.views.office import ASSUMED, ASSUMPTIONS, BASES, INSTRUMENTS, TIERS, TRUTH, VIEWS, Office, View
from simulation.experiments.views.truth import what_is_so
from simulation.model.places import desk_plan
from simulation.model.posts import channels_of_seats, plan_posts
from simulation.rules.order import KINDS
from simulation.scenario import ScenarioError, load

DAYS = 60
ALL_SEEN = job.assume({"notice_episode": 1, "notice_talk": 1, "notice_call": 1, "notice_overheard": 1, "recognised": 1, "hours": 24, "plain_salience": 1})


def made(name="social_agency", policy=None, seed=3, days=DAYS, observed=20, overrides=None):
    """A run that is over, laid out to be studied."""
    scenario = load(name, policy, overrides)
    return Office(scenario, run_in_full(scenario, days, seed), seed, observed)


@pytest.fixture(scope="module")
def agency():
    """The default office."""
    return made()


@pytest.fixture(scope="module")
def booths():
    """A call centre in four boxes."""
    return made("call_centre")


@pytest.fixture(scope="module")
def found():
    """The instruments of three small worlds."""
    return job.views(years=30 / 220, replicates=3, seed=4)


# --- none says more than is so ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("office", ["agency", "booths"])
def test_no_study_sees_what_is_not_there(office, request):
    office = request.getfixturevalue(office)
    truth = what_is_so(office)
    for view in (documents(office), interviews(office, 30), observation(office, 20), observation(office, 20, ALL_SEEN)):
        assert view.practices <= truth.practices and view.named <= truth.named
        assert (view.holdings or frozenset()) <= truth.holdings and (view.names or frozenset()) <= truth.names
        assert view.shared <= view.practices and estimates(office, truth, view)["visible"] <= 100


def test_documents_count_no_more_than_happened_and_know_absence(agency):
    truth, seen = what_is_so(agency), documents(agency)
    assert all(seen.episodes[tier] <= truth.episodes[tier] for tier in TIERS) and sum(truth.episodes.values()) > 100
    assert seen.absence == truth.absence and not seen.practices and seen.learned is None
    told = estimates(agency, truth, seen)
    assert told["visible"] == 0 and told["groups"] == 2 and told["groups_as_teams"] == 100
    assert all(math.isnan(told[key]) for key in ("bad", "agreement", "exhaustion", "lag", "calls", "learned_talk", "answers"))


def test_documents_show_what_is_written_and_taught():
    office = made(policy="written_guide", days=100)
    seen, truth = documents(office), what_is_so(office)
    assert seen.practices == {q.practice for q in office.practices if q.written} and len(seen.practices) > 3 and not seen.named
    assert estimates(office, truth, seen)["visible"] > 20 and estimates(office, truth, seen)["learned_taught"] == 100


def test_the_observer_sees_one_room_on_some_days_at_some_hours(booths):
    room, e = observed_room(booths), booths.events
    assert {room_of(booths, person) for person in room} == {0} and 0 < len(room) < len(booths.people)
    for days in (1, 5, 20):
        rows = np.flatnonzero(witnessed(booths, days))
        assert len(rows) and (e.day[rows] >= DAYS - days).all() and set(e.who[rows].tolist()) <= room
        opens = 60 * booths.scenario.values["calendar.open_hour"][0]
        assert (e.minute[rows] >= opens).all() and (e.minute[rows] < opens + 60 * 7).all()
        told = np.isin(e.event[rows], ("telling", "join", "overheard"))
        assert set(e.whom[rows][told].tolist()) <= room
    seen = observation(booths, 20)
    assert {person for person, _ in seen.holdings} <= room and {one for pair in seen.links for one in pair} <= room


def test_an_observer_who_misses_nothing_counts_right(agency):
    seen, last = observation(agency, 20, ALL_SEEN), agency.tables.daily.iloc[-20:]
    for tier, kinds in TIERS.items():
        if all(agency.severity(kind) >= 0.5 for kind in kinds):  # with less, 0.5 + severity is under 1
            felt = sum(last[f"episodes_{kind}"].sum() for kind in kinds)
            assert seen.episodes[tier] == pytest.approx(felt / last.headcount.sum() * 220)
    assert seen.absence == pytest.approx(last.absent.sum() / last.headcount.sum())
    assert seen.calls == pytest.approx(last.crew_calls.sum() / 20 * 220)


def test_interviewees_who_remember_and_say_all_count_right(agency):
    frank = Office(load("social_agency", None, ["talk.candour_base=1", "manager.chill=0"]), agency.tables, agency.seed)
    all_told = job.assume({"tell_unnamed": 1, "practice_half_life": 10_000, "plain_salience": 1, "telescoping": 0, "good_told": 1, "half_life_everyday": 10_000,
                           "half_life_hostile": 10_000, "half_life_grave": 10_000, "questionnaire_error": 0, "window_everyday": DAYS, "window_hostile": DAYS})
    assert len(interviewees(frank, 99)) >= 14
    seen, e = interviews(frank, 99, all_told), frank.events
    for tier, kinds in TIERS.items():
        faced = sum(int(((e.event == "episode") & (e.who == who) & (e.day <= day) & np.isin(e.situation, kinds)).sum()) for who, day in interviewees(frank, 99))
        asked = sum(day + 1 for _, day in interviewees(frank, 99)) / 220
        assert seen.episodes[tier] == pytest.approx(faced / asked, rel=0.02)
    there = [agency.people[who].exhaustion for who, _ in interviewees(frank, 99)]
    assert seen.exhaustion == pytest.approx(np.mean(there))
    words = {number for _, number in frank.held_on(DAYS - 20, DAYS - 1) if frank.practices[number].tacitness < 0.05}
    assert words <= seen.practices or not words


# --- edges --------------------------------------------------------------------------------------------------------------------


def test_no_interviews_and_no_days_say_nothing(agency):
    assert interviews(agency, 0) == View() and observation(agency, 0) == View() and interviewees(agency, 0) == []
    assert all(map(math.isnan, estimates(agency, what_is_so(agency), View()).values()))


def test_alone_in_homes_there_is_nothing_to_observe():
    office = made("field_technicians", days=30)
    assert observed_room(office) == frozenset() and observation(office, 20) == View()


def test_a_run_of_one_day_can_be_studied():
    office = made(days=1)
    assert office.begins == 0 and len(interviewees(office, 12)) == 12 and {day for _, day in interviewees(office, 12)} == {0}
    for view in job.seen(office, 12, 20).values():
        estimates(office, what_is_so(office), view)


def test_people_in_rooms_as_the_drivers_lay_them_out(booths):
    for office in (booths, made(policy="remote_work", days=2), made(policy="one_more_post", days=2)):
        p, seats = office.scenario.params_at(office.days - 1), channels_of_seats(office.scenario.segments())
        posts, present = plan_posts(p, seats), sum(p.channel_posts) + p.staff_extra_posts
        plan = desk_plan(len(seats), present, p.desks_columns, p.desks_spacing_m, p.desks_rooms)
        for one in office.people.values():
            away = posts[one.seat].remote or posts[one.seat].alone
            assert room_of(office, one.person) == (None if away else plan[one.seat][2]), one


# --- the same runs, the same draws --------------------------------------------------------------------------------------------


def test_the_run_is_that_of_guichet_run(tmp_path):
    told = guichet("run", "social_agency", "--policy", "present", "--years", "0.1", "--seed", "7", "--out", str(tmp_path / "run"))
    assert told.exit_code == 0, told.output
    tables = runs.read(tmp_path / "run").tables
    office = made(policy="present", seed=7, days=22)
    for name in tables._fields:
        again = pd.DataFrame(getattr(office.tables, name)).astype(getattr(tables, name).dtypes)
        pd.testing.assert_frame_equal(getattr(tables, name), again, check_exact=True, check_categorical=False)
    before = office.tables.events.copy()
    job.seen(office, 12, 20)
    pd.testing.assert_frame_equal(before, office.tables.events)  # no instrument changes the run
    outcomes = runs.figures(office.tables, office.scenario)["outcomes"]
    assert outcomes["groups_vs_teams"] == pytest.approx(estimates(office, what_is_so(office), what_is_so(office))["groups_as_teams"] / 100)


def test_again_and_larger_studies_hold_smaller_ones(agency):
    assert interviews(agency, 5) == interviews(agency, 5) and observation(agency, 5) == observation(agency, 5)
    few, many = interviews(agency, 4), interviews(agency, 12)
    assert interviewees(agency, 12)[:4] == interviewees(agency, 4)
    assert few.holdings <= many.holdings and few.practices <= many.practices and few.people < many.people
    short, long = observation(agency, 5), observation(agency, 20)
    assert short.holdings <= long.holdings and short.names <= long.names
    other = Office(agency.scenario, agency.tables, agency.seed + 1)
    assert interviewees(other, 12) != interviewees(agency, 12)


def test_both_drivers_are_studied_alike(tiny):
    scenario = load("social_agency", None, tiny)
    both = [job.seen(Office(scenario, run_in_full(scenario, 8, 2, engine=engine), 2), 5, 4) for engine in ("compiled", "mesa")]
    assert repr(both[0]) == repr(both[1])


def test_a_summary_is_over_worlds(found):
    assert list(found.summary.columns) == list(job.SUMMARY) and len(found.summary) == len(FACTS) * len(VIEWS) and found.failures.empty
    assert list(found.estimates.columns) == list(job.ESTIMATES) and set(found.estimates.seed) == {4, 5, 6}
    told, values = found.row("absence", "interviews"), found.by_world("absence", "interviews")
    apart = values - found.by_world("absence", TRUTH)
    assert told["mean"] == pytest.approx(values.mean()) and (told.low, told.high) == pytest.approx(paired.interval(values))
    assert told.error == pytest.approx(apart.mean()) and told.miss == pytest.approx(np.sqrt((apart**2).mean())) and told.worlds == 3
    assert found.row("bad", "documents").worlds == 0 and math.isnan(found.row("bad", "documents")["mean"])
    shared = found.practices.groupby("replicate").size()
    assert list(shared) == list(found.by_world("shared", TRUTH)) and not found.practices.documents.any()
    seen = 100 * found.practices.groupby("replicate").observation.mean()
    assert list(seen) == pytest.approx(list(found.by_world("visible", "observation")))


def test_a_world_that_breaks_is_told_and_the_others_go_on(monkeypatch):
    whole = job.run_in_full

    def broken(scenario, days, seed, **named):
        if seed == 5:
            raise MemoryError("no room")
        return whole(scenario, days, seed, **named)

    monkeypatch.setattr(job, "run_in_full", broken)
    found = job.views(years=5 / 220, replicates=3, seed=4)
    assert list(found.failures.seed) == [5] and found.failures.message[0] == "MemoryError: no room" and set(found.estimates.seed) == {4, 6}


@pytest.mark.parametrize("given, said", [
    ({"interviews": -1}, "views: interviews: must be a whole number from 0 (given -1)"), ({"observed": -3}, "days-observed: must be"),
    ({"replicates": 0}, "replicates: must be"), ({"assumed": {"recognized": 0.3}}, "did you mean recognised?"),
    ({"assumed": {"recognised": 2.0}}, "must be a number from 0 to 1 (chance) (given 2)"), ({"assumed": {"hours": 0.0}}, "must be a number from 0.5 to 24"),
    ({"assumed": {"telescoping": math.nan}}, "must be a number from 0 to 10"),
])
def test_bad_input_is_refused_before_anything_runs(given, said, monkeypatch):
    monkeypatch.setattr(job, "run_in_full", None)
    with pytest.raises(ScenarioError, match=re.escape(said)):
        job.views(**given)


# --- what is declared, in both languages --------------------------------------------------------------------------------------


def test_all_is_declared_once_and_in_both_languages():
    assert len(BY_KEY) == len(FACTS) and len(vars(ASSUMED)) == len(ASSUMPTIONS) and {kind for kinds in TIERS.values() for kind in kinds} == set(KINDS)
    for fact in FACTS:
        assert fact.title_en and fact.title_fr and fact.meaning_en.endswith(".") and fact.meaning_fr.endswith(".")
    for one in ASSUMPTIONS:
        assert one.least <= one.value <= one.most and one.en and one.fr and one.basis in BASES and bool(one.source) == (one.basis != "assumed")
    assert _shape(WORDS["en"]) == _shape(WORDS["fr"])
    assert (command.DEFAULT_YEARS, command.DEFAULT_REPLICATES, command.DEFAULT_INTERVIEWS, command.DEFAULT_DAYS) == (
        job.DEFAULT_YEARS, job.DEFAULT_REPLICATES, job.DEFAULT_INTERVIEWS, job.DEFAULT_DAYS)
    assert _shape(command.WORDS["en"]) == _shape(command.WORDS["fr"])


def _shape(said):
    """Keys, lengths and slots of what is said."""
    if isinstance(said, dict):
        return {key: _shape(inside) for key, inside in said.items()}
    return [_shape(inside) for inside in said] if isinstance(said, (tuple, list)) else sorted(set(re.findall(r"\{\w*\}", said)))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_says_what_was_found(found, lang):
    page = views_report.report(found, lang, [("Command", "guichet <views>")])
    words, panels = WORDS[lang], four_views.numbers(found, lang)
    assert f'<html lang="{lang}">' in page and ">&lt;views&gt;<" in page and "nan" not in re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert all(one.key in page for one in ASSUMPTIONS) and all(words["views"][view] in page for view in VIEWS)
    assert panels[0].key == "visible" and [point.instrument for point in panels[0].points] == list(INSTRUMENTS) and panels[0].truth == 100
    assert panels[0].points[1].mean == found.row("visible", "interviews")["mean"]
    assert len(views_report.answer(found, lang)) == 5 and words["silent"] in page
    assert len(four_views.figure(panels, lang).data) > len(panels)


def test_the_order_of_the_seed_is_told_only_if_it_is_so(found):
    def seen(documents, interviews, observation):
        share = {"documents": documents, "interviews": interviews, "observation": observation}
        table = found.estimates.copy()
        for instrument, value in share.items():
            rows = (table.fact == "visible") & (table["view"] == instrument)
            table.loc[rows, "value"] = value + np.arange(rows.sum()) * 0.1
        return views_report.answer(dataclasses.replace(found, estimates=table))[1]

    assert seen(0, 20, 50).startswith("That is the order that seed 003 tells of")
    assert seen(0, 60, 30).endswith("here: documents < observation < interviews.")
    assert "cannot be told: documents < interviews ≈ observation, where" in seen(0, 30, 30)
    assert seen(90, 30, 40).endswith("here: interviews < observation < documents.")


# --- the command --------------------------------------------------------------------------------------------------------------

SMALL = ["social_agency", "--years", "0.05", "--replicates", "2", "--interviews", "4", "--days-observed", "5"]


def test_the_command_tells_and_writes_a_whole_folder(here):
    told = guichet("views", *SMALL, "--out", "a", "--json", "--assume", "recognised=0.25")
    assert told.exit_code == 0, told.output
    said = json.loads(told.stdout)
    assert said["assumed"]["recognised"] == 0.25 and len(said["answer"]) == 5 and len(said["summary"]) == len(FACTS) * len(VIEWS)
    assert sorted(path.name for path in (here / "a").iterdir()) == sorted(said["files"])
    manifest = json.loads((here / "a" / "manifest.json").read_text(encoding="utf-8"))
    named = pd.read_csv(here / "a" / "data_dictionary.csv")
    for name in ("estimates", "summary", "practices"):
        assert list(pd.read_csv(here / "a" / f"{name}.csv").columns) == list(named.name[named.table == name])
    again = guichet("views", *manifest["command"].split()[2:], "--out", "b")
    assert again.exit_code == 0 and "Of the " in again.stdout and "open " in again.stdout
    for name in ("summary.csv", "estimates.csv", "practices.csv", "assumptions.csv"):
        assert (here / "a" / name).read_bytes() == (here / "b" / name).read_bytes()


def test_the_command_in_french_and_with_nothing_asked(here):
    told = guichet("views", *SMALL, "--lang", "fr", "--interviews", "0", "--days-observed", "0", "--no-report", "--out", "c")
    assert told.exit_code == 0 and "Non demandé, ou impossible ici\u00a0: entretiens et observation" in told.stdout, told.output
    assert "–" not in told.stdout and "aucun entretien et aucune observation" in told.stderr and not (here / "c" / "report.html").exists()


@pytest.mark.parametrize("args, said", [(["--assume", "recognised=much"], "must be KEY=NUMBER"), (["--interviews", "-1"], "must be a whole number from 0"),
                                        (["--policy", "presant"], "did you mean present?")])
def test_the_command_refuses(here, args, said):
    told = guichet("views", *SMALL, *args)
    assert told.exit_code == 2 and said in told.stderr and not (here / "results").exists()


VIEWS_ROW = re.compile(r"^\| `guichet views([^`]*)` \| (\d+) \| (\S+) % .*?\| (\d+) %[^|]*\| (\d+) %[^|]*\| (\d+) % \|$", re.MULTILINE)


@pytest.mark.slow
def test_findings_come_out_again_in_other_worlds(tmp_path):
    """Each row of the table, in six worlds of its own: within four standard errors of both (an 80 % interval of 20 worlds has 1.33 to either side), and rounding."""
    rows = VIEWS_ROW.findall((Path(__file__).parents[2] / "simulation/docs/findings.md").read_text(encoding="utf-8"))
    assert len(rows) == 8
    for number, (asked, *told) in enumerate(rows):
        result = guichet("views", *asked.split(), "--replicates", "6", "--seed", "5001", "--no-report", "--out", str(tmp_path / str(number)))
        assert result.exit_code == 0, result.output
        found = pd.read_csv(tmp_path / str(number) / "summary.csv").set_index(["fact", "view"])
        for (fact, view), value in zip((("shared", "truth"), ("visible", "documents"), ("visible", "interviews"), ("visible", "observation"), ("visible_room", "observation")), told):
            row = found.loc[(fact, view)]
            error = (row.high - row.low) / 2 / 1.476  # of six worlds
            assert abs(row["mean"] - float(value)) <= 4 * error * math.sqrt(1 + 6 / 20) + 0.6, (asked, fact, view, row["mean"], value)
