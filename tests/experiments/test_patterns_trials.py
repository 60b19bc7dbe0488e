"""Virtual trials of the patterns that are kept aside: estimators give the answer that was put in, studies give figures, and can fail."""

from dataclasses import replace
from math import isfinite, isnan

import numpy as np
import pytest

from simulation.experiments.patterns import BY_KEY, bosses, observing, proficiency, prompting, proximity, waiting
from simulation.experiments.patterns.declare import KEPT
from simulation.experiments.patterns.lab import DIARY, Diary, Lab
from simulation.experiments.patterns.twins import by_person, dated, episodes, gain, jackknife, joined, seen
from simulation.measures.events import CODE, FIELDS
from simulation.rules.order import KINDS
from simulation.scenario import ScenarioError

LAB = Lab(worlds=2, seed=11, workers=1)
OURS = ("C12b", "C14", "C16", "C17", "C18", "C19")

EVENT = np.dtype([(name, "f8" if name in ("minute", "value") else "i8") for name, _ in FIELDS])
SEAT = np.dtype([(name, "f8") if name in ("performance", "experience") else (name, "i8") for name in DIARY])


def log(*rows):
    """An event log of (day, event, who, situation, value)."""
    made = np.zeros(len(rows), EVENT)
    for row, (day, event, who, situation, value) in zip(made, rows):
        row["day"], row["event"], row["who"], row["situation"], row["value"] = day, CODE[event], who, KINDS.index(situation), value
    return made


def seats(*days):
    """What a diary holds of seats: for each day, (person, team, tenure, performance) of each seat, None where nobody sits."""
    made = np.zeros((len(days), len(days[0])), SEAT)
    for i, day in enumerate(days):
        for k, one in enumerate(day):
            if one is not None:
                made[i, k]["exists"] = 1
                made[i, k]["person"], made[i, k]["team"], made[i, k]["tenure"], made[i, k]["performance"] = one
    return made


# --- what trials share ----------------------------------------------------------------------------------------------------------------


def test_dated_values_hold_from_their_day_on_and_are_checked():
    office = dated(LAB.office("call_centre"), (3, {"manager.floor": 0.0}), (5, {"manager.floor": 0.5}))
    assert [office.params_at(day).manager_floor for day in (2, 3, 4, 5)] == [0.3, 0.0, 0.0, 0.5]
    with pytest.raises(ScenarioError, match="attention"):
        dated(office, (7, {"manager.floor": 1.0}))


def test_twin_worlds_are_alike_up_to_the_day():
    office = LAB.office("call_centre")
    plain, changed = (LAB.daily(scenario, 6, ("served", "busy_minutes"))
                      for scenario in (office, dated(office, (4, {"phone.per_day": 200.0}))))
    assert np.array_equal(plain[:, :4], changed[:, :4])
    assert not np.array_equal(plain[:, 4:], changed[:, 4:])


def test_a_diary_has_a_row_for_each_day_though_runs_begin_anew_for_want_of_memory():
    for diary in Lab(worlds=2, workers=2).diaries(LAB.office("social_landlord"), 30, ("exists", "tenure")):
        assert len(diary.seats) == 31
        assert np.all(np.diff(diary.seats["tenure"][:, 0]) <= 1)


def test_jackknife_of_a_mean_is_its_standard_error():
    values = [1.0, 2.0, 4.0, 9.0]
    value, error = jackknife(np.mean, values)
    assert (value, error) == (pytest.approx(4.0), pytest.approx(np.std(values, ddof=1) / 2.0))
    assert isnan(jackknife(np.mean, [3.0])[1])


def test_gain_is_that_of_the_ratio_of_sums():
    value, error = gain([12.0, 24.0], [10.0, 20.0], [10.0, 20.0], [10.0, 20.0])
    assert (value, error) == (pytest.approx(20.0), pytest.approx(0.0))


def test_no_difference_at_all_is_not_of_the_right_sign():
    assert isnan(seen((0.0, 0.0))[0]) and isnan(seen((1e-17, 1e-17))[0])
    assert seen((0.0, 0.3)) == (0.0, 0.3)


def test_people_their_first_day_and_their_episodes():
    rows = [(0, "start", 0, "insult", 7), (0, "start", 1, "insult", 3), (9, "hire", 2, "insult", 1), (2, "episode", 0, "insult", 1),
            (3, "episode", 0, "threat", 0), (4, "episode", 2, "threat", 1), (5, "episode", -1, "threat", 1)]
    diary = Diary(seats([(0, 0, 7, 1.0), (1, 0, 3, 1.0)]), log(*rows), np.zeros((0, 0)))
    assert joined(diary).tolist() == [-7, -3, 9]
    assert len(episodes(diary, 3, 9)) == 2
    faced, well = by_person(episodes(diary, 0, 9), [0, 2, 5])
    assert faced.tolist() == [2, 1, 0] and well.tolist() == [1, 1, 0]


# --- estimators on data with a known answer -------------------------------------------------------------------------------------------


def test_months_to_proficiency_run_from_hiring_to_the_first_week_at_the_line():
    days = [[(0, 0, 500 + day, 1.0), None if day < 10 else (1, 0, day - 10, 0.5 if day < 65 else 0.95)] for day in range(120)]
    assert proficiency.months_to(0.9, seats(*days)) == [pytest.approx(55 / 220 * 12)]
    assert proficiency.months_to(0.99, seats(*days)) == [pytest.approx(110 / 220 * 12)]  # not reached while watched


def test_pairs_are_those_of_a_team():
    people, partners = prompting.panel(seats([(4, 0, 1, 1), (5, 1, 1, 1), (6, 2, 1, 1), (7, 0, 1, 1), None, (8, 2, 1, 1)])[0])
    assert people.tolist() == [4, 5, 6, 7, 8]
    assert partners.tolist() == [3, -1, 4, 0, 2]


def trial(rng, shares_met, shares, before=None):
    """A world of the trial of talk in pairs with so many agents' shares of success after it, met and not."""
    n, many = len(shares), 4000
    windows = len(prompting.WINDOWS)
    arms = []
    for after in (shares_met, shares):
        arm = np.full((windows, 2, n), float(many))
        for window in range(windows):
            chances = after if window else (before if before is not None else shares)
            arm[window, prompting.WELL] = rng.binomial(many, chances)
        arms.append(arm)
    return (*arms, np.arange(n) ^ 1)


def test_dispersion_is_that_of_people_and_not_of_chance():
    rng = np.random.default_rng(1)
    assert prompting.spread(np.full(20_000, 30.0), rng.binomial(30, 0.7, 20_000).astype(float)) == pytest.approx(0.0, abs=2e-4)
    shares = np.linspace(0.4, 0.8, 10_000)
    faced = np.full(10_000, 50.0)
    assert prompting.spread(faced, rng.binomial(50, shares).astype(float)) == pytest.approx(shares.var(), rel=0.08)  # 5 errors
    shares = shares[::50]
    worlds = [trial(rng, 0.6 + (shares - 0.6) / 2.0, shares) for _ in range(3)]
    assert prompting.dispersion(worlds) == pytest.approx(-50.0, abs=2.0)


def test_a_strong_partner_gives_more():
    before = np.tile([0.5, 0.7], 50)  # pairs of a weak agent and a strong one
    shares = np.full(100, 0.6)
    met = shares + np.tile([0.10, 0.04], 50)  # the weak, whose partner is strong, gain ten points; the strong gain four
    assert prompting.by_partner([trial(np.random.default_rng(2), met, shares, before)]) == pytest.approx(6.0, abs=0.5)


def counts(all_bad, urgent_bad, novices_bad, others_bad):
    """Endings of a hundred episodes of each group."""
    return np.array([[100.0] * 4, [all_bad, urgent_bad, novices_bad, others_bad]])


def test_ratio_of_the_urgent_to_all_and_of_novices_to_others():
    worlds = [(counts(19.6, 72.0, 18.0, 20.0), counts(20.0, 80.0, 24.0, 20.0))] * 2
    assert proximity.average(worlds) == pytest.approx(2.0)
    assert proximity.urgent(worlds) == pytest.approx(10.0)
    assert proximity.urgent_to_all(worlds) == pytest.approx(10.0 - 3.0 * 2.0)
    assert proximity.novices_to_others(worlds) == pytest.approx(25.0)


def test_endings_by_urgency_tenure_and_week():
    rows = [(0, "start", 0, "insult", 900), (0, "start", 1, "insult", 0), (115, "episode", 0, "threat", 0), (116, "episode", 1, "insult", 0),
            (120, "episode", 1, "insult", 1), (105, "episode", 1, "threat", 0)]
    diary = Diary(seats([(0, 0, 900, 1.0), (1, 0, 0, 1.0)]), log(*rows), np.zeros((0, 0)))
    assert proximity.endings(diary).tolist() == [[3, 1, 2, 1], [2, 1, 1, 1]]
    assert proximity.endings(diary, 1).tolist() == [[2, 1, 1, 1], [2, 1, 1, 1]]
    assert proximity.endings(diary, 0).tolist() == [[1, 0, 1, 0], [0, 0, 0, 0]]


def test_what_a_boss_is_worth():
    arm = {"left": 20.0, "headcount": 100.0, "resolved": 900.0, "refused": 100.0, "busy_minutes": 5000.0, "duty_minutes": 8000.0}
    poor, good = arm, {**arm, "left": 10.0, "resolved": 940.0, "duty_minutes": 8400.0}
    worlds = [[[one[name] for name in bosses.COLUMNS] for one in (good, poor)]] * 3
    assert bosses.leavers(worlds) == pytest.approx(-10.0)
    assert bosses.output(worlds) == pytest.approx(100.0 * (1.04 * 1.05 - 1.0))
    assert bosses.attrition_first(worlds) == pytest.approx(50.0 - 4.0)


def test_regressions_of_the_survey_find_what_was_put_in():
    rng = np.random.default_rng(3)

    def answers(announced):
        wait, crowd = rng.exponential(8.0, 40_000), rng.poisson(4.0, 40_000)
        answer = 0.3 + 0.02 * wait + announced * (-0.05 + 0.01 * wait) + rng.normal(0.0, 0.1, 40_000)
        return np.column_stack([wait, crowd, answer, rng.random(40_000) < 0.1 + 0.01 * crowd])

    worlds = [(answers(0.0), answers(1.0)) for _ in range(2)]
    assert waiting.by_wait(worlds) == pytest.approx(0.2, abs=0.01)
    assert waiting.by_crowd(worlds) == pytest.approx(10.0, abs=2.5)  # 4 errors
    assert waiting.at_short(worlds) == pytest.approx(-0.05, abs=0.01)  # a deviation below the mean is no wait
    assert waiting.at_long(worlds) == pytest.approx(-0.05 + 0.16, abs=0.01)


# --- studies at small size --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found():
    """What each study finds in two worlds, looked up when asked for."""
    kept = {}

    def of(key):
        if key not in kept:
            kept[key] = {finding.name_en: finding for finding in BY_KEY[key].study(LAB)}
        return kept[key]

    return of


@pytest.mark.parametrize("key", OURS)
def test_studies_give_figures_with_names(key, found):
    pattern = BY_KEY[key]
    assert pattern.use == KEPT and pattern.study.__doc__ and pattern.title_en != pattern.title_fr
    for finding in found(key).values():
        assert finding.name_en and finding.name_fr and finding.name_en != finding.name_fr and finding.unit
        assert isfinite(finding.value) and isfinite(finding.error)
        assert isfinite(finding.low) or isfinite(finding.high)
        for mark in ":;?!%":
            assert f" {mark}" not in finding.name_fr + pattern.title_fr  # a space that does not break


def without(key, **laid):
    """What a study finds where mechanisms are off or parameters nought."""
    lab = replace(LAB, laid={name.replace("__", "."): value for name, value in laid.items()})
    return {finding.name_en: finding for finding in BY_KEY[key].study(lab)}


def test_without_what_a_buddy_does_nobody_is_quicker():
    (finding,) = without("C12b", learning__peer_speedup=0.0).values()
    assert not finding.holds and finding.value >= 0.0


def test_where_nothing_passes_between_people_the_room_makes_no_difference():
    off = without("C16", mechanisms__talk=False, mechanisms__overhearing=False, mechanisms__crew=False, mechanisms__asking=False, mechanisms__strain=False)
    assert not any(finding.holds for finding in off.values())
    assert off["Time that those who help lose"].value == 0.0


def test_where_being_watched_costs_nothing_the_curtain_gives_less(found):
    name = "Episodes that end well"
    off = without("C17", manager__watched_tax=0.0, manager__watched_invention=0.0, manager__chill=0.0)[name]
    assert found("C17")[name].value - off.value > 5.0 and not off.holds


def test_where_managers_do_nothing_one_is_as_good_as_the_other():
    off = without("C18", mechanisms__management=False)
    assert not any(finding.holds for finding in off.values())


@pytest.mark.slow
def test_where_nothing_irritates_no_wait_does():
    off = without("C19", mechanisms__irritation=False, episode__crowding=0.0)
    assert not any(finding.holds for name, finding in off.items() if name.startswith("Irritation"))


def test_where_people_learn_nothing_from_talk_the_trial_of_pairs_is_not_passed(found):
    off = without("C14", mechanisms__talk=False)
    names = [name for name, finding in found("C14").items() if finding.low == 8.0]
    assert len(names) == 2 and not any(off[name].holds for name in names)
    assert any(off[name].value != found("C14")[name].value for name in names)


def test_the_curtain_is_the_only_thing_that_differs():
    office = LAB.office("call_centre", values=observing.WATCHED)
    later = dated(office, (observing.DRAWN, observing.CURTAIN)).params_at(observing.DRAWN)
    differ = [name for name in office.params.__slots__ if getattr(office.params, name) != getattr(later, name)]
    assert differ == ["manager_floor"]
