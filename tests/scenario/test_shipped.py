"""The scenario files that are shipped: each loads, fits, runs and says why."""

import re
import tomllib
from dataclasses import replace

import pytest

from simulation.model import FrontOffice
from simulation.scenario import DEFAULTS, ScenarioError, load, offices, policies, shipped

OFFICES = [office.name for office in offices()]
POLICIES = [policy.name for policy in policies()]
FILES = sorted(path for kind in ("offices", "policies") for path in shipped().glob(f"{kind}/*.toml"))

WANTED_OFFICES = {"social_agency", "social_landlord", "field_technicians", "insurer", "airline", "theme_park", "call_centre",
                  "social_media"}
COMMUNITY = {"laissez_faire", "present", "discreet", "present_and_discreet", "discreet_and_prompting", "decreed", "care"}
RIVALS = {"one_more_post", "simpler_procedure", "written_guide", "machine_triage", "remote_work"}
EVENTS = {"rest_room_closed": 120, "training_day": 200, "crisis": 60, "rule_wave": 100}
ATTENTION = ("manager.floor", "manager.rest_room", "manager.listening", "manager.conditions")


def said(path):
    """What a file says, without its head."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {key: value for key, value in table.items() if key not in ("office", "policy")}


def head(policy):
    """The ``[policy]`` table of a shipped policy."""
    return tomllib.loads((shipped() / "policies" / f"{policy}.toml").read_text(encoding="utf-8"))["policy"]


def settings(name):
    """What a policy sets from day 0, by key."""
    found = said(shipped() / "policies" / f"{name}.toml")
    return {f"{group}.{key}": value for group, inside in found.items() if group != "changes" for key, value in inside.items()}


def fitting():
    """Every office with every policy that fits it."""
    for office in OFFICES:
        for policy in POLICIES:
            if all(load(office).values[f"{channel}.per_day"] > 0 for channel in head(policy).get("needs_channel", [])):
                yield office, policy


PAIRS = list(fitting())


def run(office, policy, days):
    """Run an office under a policy, with its dated changes brought forward to the first days, and give the model."""
    scenario = load(office, policy)
    scenario = replace(scenario, changes=tuple(replace(change, day=min(change.day, days - 1)) for change in scenario.changes))
    model = FrontOffice(scenario, seed=1)
    model.run(days)
    return model


def test_all_that_is_wanted_is_shipped():
    assert set(OFFICES) == WANTED_OFFICES
    assert COMMUNITY | RIVALS | set(EVENTS) <= set(POLICIES)
    assert [path.stem for path in FILES] == [load(path).office for path in FILES[:len(OFFICES)]] + POLICIES


@pytest.mark.parametrize("office", OFFICES)
@pytest.mark.parametrize("policy", POLICIES)
def test_every_policy_can_be_laid_over_every_office(office, policy):
    if (office, policy) in PAIRS:
        assert load(office, policy).policy == policy
    else:
        wrong = f'the policy "{policy}" does not fit: it needs an office with demand on the social channel'
        with pytest.raises(ScenarioError, match=wrong):
            load(office, policy)


def test_only_policies_about_social_media_need_a_channel():
    assert {policy for office in OFFICES for policy in POLICIES if (office, policy) not in PAIRS} == {"crisis", "open_files"}


@pytest.mark.parametrize("place", range(0, len(PAIRS), 9))
def test_a_sample_of_offices_and_policies_runs(place):
    office, policy = PAIRS[place]
    assert run(office, policy, 1).daily[0][0] == 0.0


@pytest.mark.slow
@pytest.mark.parametrize("office, policy", PAIRS)
def test_every_office_runs_under_every_policy(office, policy):
    assert len(run(office, policy, 2).daily) == 2


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_file_speaks_both_languages(path):
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    named = table.get("office") or table["policy"]
    assert named["name"] == path.stem
    assert all(named[key].strip() for key in ("title_en", "title_fr", "text_en", "text_fr"))
    assert named["title_en"] != named["title_fr"] and named["text_en"] != named["text_fr"]


@pytest.mark.parametrize("office", [office for office in OFFICES if office != "social_agency"])
def test_an_office_states_what_differs(office):
    """A value of its own may happen to be the default's, as defaults are calibrated; an office that repeats them is another matter."""
    stated = {f"{group}.{key}" for group, inside in said(shipped() / "offices" / f"{office}.toml").items() for key in inside}
    same = {key for key in stated if load(office).values[key] == DEFAULTS[key]}
    assert len(same) <= len(stated) / 8, f"{office} repeats the default of {', '.join(sorted(same))}"


@pytest.mark.parametrize("office", [office for office in OFFICES if office != "social_agency"])
def test_each_value_of_an_office_says_why(office):
    lines = (shipped() / "offices" / f"{office}.toml").read_text(encoding="utf-8").partition("\n\n")[2].split("\n")
    bare = [line for above, line in zip(["", *lines], lines)
            if re.match(r"\w+ = ", line) and "  # " not in line and not above.startswith("# ")]
    assert not bare


@pytest.mark.parametrize("policy", POLICIES)
def test_what_touches_management_states_the_whole_budget(policy):
    touched = [key for key in settings(policy) if key.startswith("manager.")]
    assert not touched or {*ATTENTION, "manager.willing"} <= set(touched)


def test_present_discreet_and_both_have_the_same_manager_hours():
    same = ("present", "discreet", "present_and_discreet", "care")
    hours = {policy: round(sum(settings(policy)[key] for key in ATTENTION), 9) for policy in same}
    assert len(set(hours.values())) == 1, hours


def test_both_has_the_rooms_and_breaks_of_discreet():
    discreet, both = ({key: value for key, value in settings(policy).items() if not key.startswith("manager.")}
                      for policy in ("discreet", "present_and_discreet"))
    assert discreet == both


@pytest.mark.parametrize("policy", sorted(RIVALS | {"decreed"}))
def test_a_rival_is_laissez_faire_and_its_lever(policy):
    base, mine = settings("laissez_faire"), settings(policy)
    assert base.items() <= mine.items()
    assert 1 <= len(mine) - len(base) <= 2


def test_laissez_faire_gives_nothing():
    assert set(settings("laissez_faire").values()) == {0.0}


@pytest.mark.parametrize("policy, day", EVENTS.items())
def test_what_happens_on_a_date(policy, day):
    scenario = load("social_media", policy)
    assert [change.day for change in scenario.changes] == [day]
    assert not settings(policy)
