"""The virtual studies of C5, C6, C21, C23 and C24: their instruments give known answers on made-up data, and each can fail."""

from dataclasses import replace

import numpy as np
import pytest

from simulation.experiments.patterns import BY_KEY, community, company, examine, recovery, support
from simulation.experiments.patterns.declare import KEPT, Finding
from simulation.experiments.patterns.lab import Lab, jackknife, mean

ROWS = ("C5", "C6", "C21", "C23", "C24")
SMALL = Lab(worlds=2, workers=2)


@pytest.mark.parametrize("key", ROWS)
def test_study_at_small_size(key):
    """Each study runs and gives numbers, with names in both languages; none of these rows may be fitted to."""
    pattern = BY_KEY[key]
    assert pattern.use == KEPT and pattern.source.startswith(f"{key}: S")
    (examined,) = examine(SMALL, [pattern])
    assert not examined.failure
    for finding in examined.findings:
        assert np.isfinite([finding.value, finding.error]).all(), finding
        assert finding.name_en and finding.name_fr and finding.name_en != finding.name_fr
        assert np.isfinite([finding.low, finding.high]).any(), "a band has an end"


def test_nothing_has_no_direction():
    """A difference of exactly nothing is neither more nor less; a band with two ends may hold it."""
    assert not Finding("", "", "", 0.0, 0.0, 0.0).holds
    assert not Finding("", "", "", 0.0, 0.0, -np.inf, 0.0).holds
    assert Finding("", "", "", 0.0, 0.0, 0.0, 0.04).holds


def test_jackknife_of_a_mean():
    """It gives the standard error of a mean; of one world there is none."""
    x = np.array([3.0, 1.0, 4.0, 1.0, 5.0])
    assert jackknife(lambda places: x[places].mean(), len(x)) == pytest.approx(mean(x))
    assert np.isnan(jackknife(lambda places: x[places].mean(), 1)[1])


def test_a_world_that_is_begun_again_is_seen_once(monkeypatch):
    """Where a world needs more room than there was, what was seen of the first attempt does not count."""
    monkeypatch.setattr("simulation.engine.run.EVENTS_AT_FIRST", 64)
    for seen, made in SMALL.watched(SMALL.office("social_agency"), 5, lambda state: int(state.office[0].day)):
        assert seen == [0, 1, 2, 3, 4, 5] and len(made.events) > 64
    assert [seen for seen, _ in SMALL.watched(SMALL.office("social_agency"), 5, lambda state: int(state.office[0].day), every=2)] == [[0, 2, 4, 5]] * 2


# --- C5 ---------------------------------------------------------------------------------------------------------------------------


def made_up_diary(night, weekend, people=80, days=10):
    """People who keep a share `night` of their evening's strain, and `weekend` less of it over a weekend; each has a level of their own, and strain comes from episodes."""
    rng = np.random.default_rng(1)
    who = np.repeat(np.arange(people), days)
    day = np.tile(np.arange(days), people)
    episodes = rng.poisson(5.0, who.size) + who % 3
    evening = 0.2 * episodes + rng.normal(0.0, 0.1, who.size) + who / people
    friday = (day % 5 == 4).astype(float)
    morning = evening * night - weekend * friday + who / people
    return who, episodes.astype(float), evening, morning, friday


def test_diary_finds_what_is_there():
    """A weekend that takes away 0.1 points is found to take away 0.1 points, whatever people's levels; one that does nothing is not found; a night that makes up for all leaves nothing to be seen."""
    diary = made_up_diary(0.3, 0.1)
    who, morning = diary[0], diary[3]
    spread = (morning - (np.bincount(who, morning) / np.bincount(who))[who]).std()
    worse, better = recovery.diary_tells(*diary)
    assert worse > 0.5 and better == pytest.approx(0.1 / spread)
    assert recovery.diary_tells(*made_up_diary(0.3, 0.0))[1] == pytest.approx(0.0, abs=1e-9)
    steady = (*diary[:3], np.ones(len(who)), diary[4])
    assert np.isnan(recovery.diary_tells(*steady)).all()
    assert recovery.diary_tells(*made_up_diary(-0.3, 0.0))[0] < 0.0


def test_faded_out():
    """An exponential fade is out after tau log(1 / share left); between weeks it goes straight; what lasts longer than was asked is infinite, and no gain does not fade."""
    weeks = np.arange(23)
    assert recovery.faded_out(np.exp(-weeks / 2.0)) == pytest.approx(2.0 * np.log(0.43 / 0.05), abs=0.1)
    assert recovery.faded_out(np.array([1.0, 0.5, 0.0])) == pytest.approx(2.0 - recovery.LEFT_WHEN_FADED / 0.5)
    assert recovery.faded_out(np.ones(5)) == np.inf
    assert np.isnan(recovery.faded_out(np.array([0.0, 0.1])))


def test_holiday_can_pass_and_fail():
    """With an exhaustion of two weeks the gain fades within the band; where strain does not exhaust there is no gain to speak of."""
    (gain, _), (fade, _) = recovery.holiday(Lab(8, workers=2, laid={"exhaustion.weeks": 2.0}))
    assert gain > 0.0 and 1.5 <= fade <= 6.0
    (gain, _), (fade, _) = recovery.holiday(replace(SMALL, laid={"exhaustion.load": 0.0}))
    assert gain == pytest.approx(0.0, abs=0.01)
    (slow_gain, _), (slow, _) = recovery.holiday(Lab(4, workers=2, laid={"exhaustion.weeks": 26.0}))
    assert slow_gain > 0.0 and slow > 6.0


def test_bad_day_needs_a_night_that_leaves_something():
    """If a night makes up for any day, the diary has nothing to tell, and the pattern fails."""
    laid = {"strain.night_recovery": 1.0, "strain.bad_night_recovery": 1.0}
    (examined,) = examine(replace(SMALL, laid=laid), [BY_KEY["C5"]])
    assert not examined.holds and (examined.failure or not examined.findings[0].holds)


# --- C6 ---------------------------------------------------------------------------------------------------------------------------


def test_survey_estimators():
    """The correlation is that within trades, though trades differ the other way; a buffer of known size is found, and none where there is none."""
    rng = np.random.default_rng(2)
    trade = np.repeat(np.arange(4.0), 5000)
    support_given, stressors, tenure = rng.normal(size=(3, trade.size))
    alone = rng.normal(size=trade.size)
    exhaustion = -0.3 * support_given + np.sqrt(1.0 - 0.09) * alone
    assert support.averaged(trade, exhaustion + 3.0 * trade, support_given + 3.0 * trade) == pytest.approx(-0.3, abs=0.02)
    assert np.isnan(support.averaged(trade, exhaustion, np.zeros(trade.size)))
    assert support.buffer(trade, exhaustion, support_given, stressors, tenure) == pytest.approx(0.0, abs=0.001)
    buffered = exhaustion + 0.5 * stressors - 0.2 * support_given * stressors
    share = 0.04 / (1.0 + 0.25 + 0.04)
    assert support.buffer(trade, buffered, support_given, stressors, tenure) == pytest.approx(share, abs=0.005)


def test_support_shows_where_there_is_more_of_it(monkeypatch):
    """If belonging and trust halve the load and more, the survey's correlation is lower."""
    monkeypatch.setattr(support, "OFFICES", ("social_agency",))
    lab = Lab(12, workers=2)
    as_is, strong = (support.survey(replace(lab, laid=laid))[0].value for laid in ({}, {"exhaustion.support": 1.0, "exhaustion.manager_support": 1.0}))
    assert strong < as_is


# --- C21 --------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rate", community.EXIT_RATES)
def test_exit_rates_are_what_they_are_called(rate):
    """So many leave in a month as the arm of the study says, once those who follow others do."""
    office, year = community.left_to_itself(SMALL, community.EXIT_RATES[rate])
    lab = replace(SMALL, worlds=8)
    left, staff = lab.daily(office, 2 * year, ("left", "headcount"))[:, year:].sum(1).T
    months = lab.worlds * staff.mean() / year * 12.0
    assert left.sum() / months == pytest.approx(rate, abs=3.0 * np.sqrt(rate / months) + 0.05 * rate)


def test_falls():
    """Five people hold 40, 30, 15, 10 and 5; the one who holds most leaves on the second day, the one who holds least on the third."""
    people = np.tile(np.arange(5), (4, 1))
    stock = np.array([[40.0, 30.0, 15.0, 10.0, 5.0]] * 2 + [[0.0, 30.0, 15.0, 10.0, 5.0], [0.0, 30.0, 15.0, 10.0, 0.0]])
    assert community.falls(people, stock, [[], [0], [4]]) == pytest.approx([0.4, 5.0 / 60.0, 0.0])
    assert np.isnan(community.falls(people, stock, [[], [], []])[:2]).all()


def test_where_nobody_leaves_turnover_forgets_nothing():
    """Without turnover the three arms are one, and no expert leaves: the pattern fails."""
    findings = community.forgets(replace(SMALL, laid={"mechanisms.turnover": False}))
    assert [finding.value for finding in findings[:2]] == [0.0, 0.0] and np.isnan(findings[3].value)
    assert not any(findings[place].holds for place in (0, 1, 3, 4))


# --- C23 --------------------------------------------------------------------------------------------------------------------------


def test_distance_of_rooms():
    """Rooms that each know their own are further apart by all of it; where all know the same, by nothing; people who hold nothing are not asked."""
    held = np.array([[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 0, 0]], bool)
    room = np.array([0, 0, 1, 1, 1])
    assert community.further(held, room) == 1.0
    assert community.further(np.ones((4, 3), bool), room[:4]) == 0.0
    assert community.further(held[:, :3], np.array([0, 1, 0, 1, 0])) < 0.0
    assert np.isnan(community.further(held[:2], room[:2]))


def test_conversations_are_counted_from_ties():
    """Three conversations of two people grow their tie three times, and the night fades it; someone new on a seat begins without ties."""
    keep, growth = 0.98, 0.006
    were = np.array([[0.0, 0.4, 0.2], [0.4, 0.0, 0.0], [0.2, 0.0, 0.0]])
    ties = were * keep
    ties[0, 1] = ties[1, 0] = (1.0 - 0.6 * (1.0 - growth) ** 3) * keep
    person = np.array([7, 8, 9])
    assert list(community.talked(person, were, person, ties, keep, growth)) == [3.0, 3.0, 0.0]
    ties[0, 2] = ties[2, 0] = growth * keep
    assert list(community.talked(np.array([7, 8, 5]), were, person, ties, keep, growth)) == [4.0, 3.0, 1.0]


def test_lag_of_those_let_in_after_ten_days():
    """Who is kept out for ten days and is then one of them has missed ten days of talk."""
    theirs = np.full(community.HALF_A_YEAR, 15.0)
    assert community.missed(np.where(np.arange(community.HALF_A_YEAR) < 10, 0.0, theirs), theirs) == pytest.approx(10.0)
    assert community.missed(theirs, theirs) == 0.0 and np.isnan(community.missed(theirs, 0.0 * theirs))


def test_rooms_do_not_differ_where_nobody_talks():
    """Without talk, overhearing and asking all that people hold is their own, the same boxes' as other boxes': the pattern fails."""
    findings = community.rooms(replace(SMALL, laid={"mechanisms.talk": False, "mechanisms.overhearing": False, "mechanisms.asking": False}))
    assert findings[0].value == pytest.approx(0.0, abs=0.02) and not any(finding.holds for finding in findings)


# --- C24 --------------------------------------------------------------------------------------------------------------------------


def test_the_sign_of_lunch_in_company_does_not_flip_by_itself():
    """Without the tiring of unfree company, freedom makes no difference to what company does: one of the two signs is wrong."""
    lab = Lab(24, workers=2, laid={"talk.tiring": 0.0})
    (low, low_error), (high, high_error) = (mean(company.lunches(lab, freedom)) for freedom in company.FREEDOM.values())
    assert low == pytest.approx(high, abs=4.0 * np.hypot(low_error, high_error)) and low * high > 0.0


def test_only_talk_tells_regimes_apart():
    """Where talk is switched off in all of them, regimes are one."""
    rest = company.regime(SMALL, company.REGIMES["none"])
    for name in ("vent", "solution"):
        assert (company.regime(SMALL, {**company.REGIMES[name], "mechanisms.talk": False}) == rest).all()
        assert (company.regime(SMALL, company.REGIMES[name]) != rest).any()
