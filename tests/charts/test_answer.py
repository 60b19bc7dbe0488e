"""The answer in words: it says what the intervals allow, and no more."""

import re

import pytest

from simulation.charts.answer import answer, caution
from simulation.charts.summary import as_text, summary
from simulation.measures.outcomes import MAIN
from simulation.scenario import PARAMETERS

SURE, UNSURE = (-2.0, 0.5), (-0.1, 3.0)


def lead(comparison, lang="en"):
    return answer(comparison, lang)[1]


def test_nothing_is_told_where_every_interval_holds_zero(made):
    comparison = made({"present": {o.key: UNSURE for o in MAIN}, "discreet": {o.key: (0.1, -3.0) for o in MAIN}})
    assert lead(comparison).startswith("These runs cannot tell a discreet manager from a present one: on none of the 6 main outcomes")
    assert "ne départagent pas" in lead(comparison, "fr")
    assert not re.search(r"did (better|worse)", " ".join(answer(comparison)))


def test_one_that_does_better_is_named_only_where_it_does(made):
    comparison = made({"discreet": {"exhaustion": SURE, "live_wait": UNSURE}})
    assert lead(comparison) == (
        "“Discreet manager” did better than “Present manager” on exhaustion. On wait, these runs cannot tell them apart. On absence, leavers, episodes that end badly and cost per resolved "
        "case, they came out the same in every twin world.")
    french = lead(comparison, "fr").replace("\u00a0", " ")
    assert french.startswith("« Manager discret » fait mieux que « Manager présent » sur : épuisement.")


def test_a_mixed_result_depends_on_what_counts(made):
    comparison = made({"present": {"exhaustion": SURE}, "discreet": {"cost_per_case": SURE, "live_wait": SURE}})
    assert lead(comparison).startswith("It depends on what counts: “Discreet manager” did better on wait and cost per resolved case; "
                                       "“Present manager” did better on exhaustion.")


@pytest.mark.parametrize("policies", [("present", "discreet"), ("discreet", "present"), ("laissez_faire", "discreet", "present")])
def test_the_order_of_policies_does_not_change_who_did_better(made, policies):
    comparison = made({"present": {"exhaustion": SURE}}, policies=policies)
    assert lead(comparison).startswith("“Present manager” did better than “Discreet manager” on exhaustion.")


def test_each_policy_is_told_with_size_direction_and_cost(made):
    comparison = made({"present": {"exhaustion": (0.3, 0.01), "leavers": UNSURE, "cost_running": (1000.0, 1.0), "live_wait": (-1.0, 0.01)}})
    said = next(text for text in answer(comparison) if text.startswith("Against “Laissez-faire”, “Present manager”"))
    assert "did better on wait (−1.000 min, −10\u00a0%)" in said
    assert "did worse on exhaustion (+0.300 SD)" in said and "cannot be told apart on leavers" in said
    assert "changed nothing in any twin world on absence" in said and said.endswith("costs 1,000 euros a year more in wages and levers.")


def test_without_the_two_there_is_no_question(made):
    comparison = made({}, policies=("laissez_faire", "care"))
    assert len(answer(comparison)) == 3 and "tell a discreet manager" not in " ".join(answer(comparison))


@pytest.mark.parametrize("lang, few, short", [("en", "6 twin worlds give rough intervals", "Half a year is a short time"),
                                              ("fr", "6 mondes jumeaux donnent des intervalles grossiers", "C'est court (six mois)")])
def test_the_caution_is_about_time_worlds_chance_and_evidence(made, lang, few, short):
    said = caution(made({}), lang)
    assert few in said and short in said and str(len(PARAMETERS)) in said and "12" in said
    assert few not in caution(made({}, worlds=30, years=3.0), lang) and short not in caution(made({}, worlds=30, years=3.0), lang)


def test_one_world_tells_nothing(made):
    comparison = made({"present": {o.key: SURE for o in MAIN}}, worlds=1)
    assert "cannot tell" in lead(comparison) and "One world gives no interval" in caution(comparison)


def test_failures_are_admitted(made):
    failures = [{"policy": "present", "twin_world": 0, "seed": 1, "stage": "day 3", "message": "no"}]
    assert "1 of 19 runs broke and are left out" in caution(made({}, failures=failures))


def test_the_table_tells_direction_interval_and_count(made):
    text = as_text(made({"present": {"exhaustion": (-2.0, 0.5), "live_wait": (0.1, 3.0)}}), "en")
    assert "Exhaustion, SD (lower is better)" in text
    assert re.search(r"Present manager +−2\.00 +\[−2\.23 to −1\.77\] +better +better in 6 of 6 twin worlds", text)
    assert re.search(r"Present manager +\+0\.1 +\[−1\.3 to \+1\.5\] +cannot tell +better in 3 of 6 twin worlds", text)
    assert re.search(r"Discreet manager +0\.00 .* no difference +equal in all 6 twin worlds", text)


def test_the_table_speaks_french(made):
    text = as_text(made({"present": {"exhaustion": (-2.0, 0.5)}}), "fr")
    assert re.search(r"Manager présent +−2,00 +\[de −2,23 à −1,77\] +mieux +mieux dans 6 des 6 mondes jumeaux", text)


def test_the_summary_can_show_any_outcome(made):
    block, = summary(made({}), "en", against="present", keys=["coverage"])
    assert block.outcome.key == "coverage" and [line.title for line in block.lines] == ["Discreet manager"]
