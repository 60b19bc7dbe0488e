"""Loading: what an office, a policy and values set by hand come to, and what changes on which day."""

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import numpy
import pytest

import simulation
from simulation.scenario import DEFAULTS, ScenarioError, check_file, load, shipped
from simulation.scenario.declare import Change

DATED = """
[breaks]
overlap = 0.5
[[changes]]
day = 20
set = { "breaks.overlap" = 0.75, rest_room = { exists = false } }
[[changes]]
day = 5
action = "train"
amount = 0.3
situation = "outburst"
"""


def test_an_office_that_says_nothing_has_the_defaults(office):
    scenario = load(office())
    assert scenario.values == DEFAULTS
    assert (scenario.name, scenario.office, scenario.policy) == ("my_office", "my_office", None)
    assert scenario.segments() == ((0, scenario.params),)


def test_a_policy_replaces_and_changes_are_put_together_by_day(office, policy):
    laid = load(office(DATED), policy('[breaks]\noverlap = 0.25\n[[changes]]\nday = 10\naction = "rule_changes"\namount = 3\n'))
    assert laid.values["breaks.overlap"] == 0.25
    assert [change.day for change in laid.changes] == [5, 10, 20]
    assert laid.changes[0] == Change(5, laid.changes[0].set, "train", 0.3, "outburst")
    assert (laid.name, laid.policy) == ("my_office+my_policy", "my_policy")
    assert (laid.title_en, laid.title_fr) == ("My office: My policy", "Mon office : Mon policy")


def test_params_follow_the_days(office):
    scenario = load(office(DATED))
    assert [day for day, _ in scenario.segments()] == [0, 20]
    assert [scenario.params_at(day).breaks_overlap for day in (0, 19, 20, 500)] == [0.5, 0.5, 0.75, 0.75]
    assert scenario.params_at(20).rest_room_exists is False
    assert scenario.params.rest_room_exists is DEFAULTS["rest_room.exists"]


def test_a_change_on_day_0_is_in_the_first_stretch_and_one_day_makes_one_stretch(office):
    dated = ((0, "breaks.overlap"), (7, "manager.floor"), (7, "staff.blend"))
    body = "".join(f'[[changes]]\nday = {day}\nset = {{ "{key}" = 0.125 }}\n' for day, key in dated)
    scenario = load(office(body))
    assert [day for day, _ in scenario.segments()] == [0, 7]
    assert scenario.params.breaks_overlap == 0.125
    assert (scenario.params_at(7).manager_floor, scenario.params_at(7).staff_blend) == (0.125, 0.125)


@pytest.mark.parametrize("overrides", [
    {"breaks.overlap": 0.5, "counter.posts": 7, "rest_room.exists": False},
    ["breaks.overlap=0.5", "counter.posts = 7", "rest_room.exists=false"],
    {"breaks.overlap": numpy.float64(0.5), "counter.posts": numpy.int64(7), "rest_room.exists": numpy.bool_(False)},
])
def test_values_set_by_hand(office, overrides):
    scenario = load(office("[breaks]\noverlap = 0.9\n"), overrides=overrides)
    assert (scenario.values["breaks.overlap"], scenario.values["counter.posts"], scenario.values["rest_room.exists"]) == (0.5, 7, False)


def test_values_by_hand_may_be_grouped():
    assert load(overrides={"breaks": {"overlap": 0.5}}).values["breaks.overlap"] == 0.5
    for given, said in (({"breaks": {1: 2}}, "breaks.1: is not a known setting"), ({"breaks": {"overlap": 1.0}, "breaks.overlap": 0.5}, "breaks.overlap: is set twice")):
        with pytest.raises(ScenarioError, match=said) as error:
            load(overrides=given)
        assert len(error.value.problems) == 1


def test_whole_numbers_pass_for_numbers_and_lists_may_be_lists(office):
    scenario = load(office(), overrides={"breaks.overlap": 1, "calendar.open_hour": [8]})
    assert isinstance(scenario.values["breaks.overlap"], float)
    assert scenario.values["calendar.open_hour"] == (8.0,) and isinstance(scenario.values["calendar.open_hour"][0], float)


def test_keys_may_be_dotted_or_quoted(office):
    head = 'breaks.overlap = 0.5\n"staff.blend" = 0.25\n[office]\nname = "x"\ntitle_en = "x"\ntitle_fr = "x"\n'
    values = load(office(head=head)).values
    assert (values["breaks.overlap"], values["staff.blend"]) == (0.5, 0.25)


def test_windows_line_ends_and_byte_order_mark_are_taken(office):
    path = office(DATED)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(path).values["breaks.overlap"] == 0.5


def test_with_values_checks_anew(office):
    scenario = load(office(DATED))
    assert scenario.with_values({"breaks.overlap": 0.125}).values["breaks.overlap"] == 0.125
    assert scenario.values["breaks.overlap"] == 0.5
    with pytest.raises(ScenarioError, match=r"^with_values: breaks.overlap: must be at most 1 \(given 3\)"):
        scenario.with_values({"breaks.overlap": 3})
    with pytest.raises(ScenarioError, match="^with_values: manager.floor: the manager's attention must sum"):
        scenario.with_values({"manager.floor": 1.0, "manager.rest_room": 0.5})


def test_a_scenario_is_frozen_hashed_and_sent(office):
    scenario = load(office(DATED))
    again = pickle.loads(pickle.dumps(scenario))
    assert again == scenario and hash(again) == hash(scenario) and again.params == scenario.params
    with pytest.raises(AttributeError):
        scenario.name = "other"


def test_the_digest_knows_values_and_changes_not_names_nor_order(office):
    head = '[office]\nname = "other"\ntitle_en = "O"\ntitle_fr = "A"\n'
    one = load(office("[breaks]\noverlap = 0.5\n[manager]\nfloor = 0.25\n")).digest
    assert load(office("[manager]\nfloor = 0.25\n[breaks]\noverlap = 0.5\n", head)).digest == one
    assert load(office("[manager]\nfloor = 0.25\n")).digest != one
    crisis = "[[changes]]\nday = 1\naction = 'crisis'\namount = 1\n"
    assert load(office("[breaks]\noverlap = 0.5\n[manager]\nfloor = 0.25\n" + crisis)).digest != one


def test_the_digest_is_the_same_in_another_process(office):
    path = office(DATED)
    code = f"from simulation.scenario import load; print(load({str(path)!r}).digest)"
    for seed in ("1", "2"):
        told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                              env={"PYTHONHASHSEED": seed}, cwd=Path(simulation.__file__).parents[1])
        assert told.stdout.strip() == load(path).digest


def test_check_file_tells_the_kind(office, policy):
    assert check_file(office()).kind == "office"
    assert check_file(str(policy("[breaks]\noverlap = 0.5\n"))).values == {"breaks.overlap": 0.5}


def test_the_shipped_files_are_found_in_a_checkout_and_in_an_installed_package(tmp_path):
    package = Path(simulation.__file__).parent
    assert shipped() in (package.parent / "scenarios", package / "_scenarios")
    shutil.copytree(package / "scenario", tmp_path / "simulation" / "scenario")
    shutil.copy(package / "__init__.py", tmp_path / "simulation")
    (tmp_path / "simulation" / "rules").mkdir()
    shutil.copy(package / "rules" / "order.py", tmp_path / "simulation" / "rules")
    (tmp_path / "simulation" / "_scenarios").mkdir()
    code = "from simulation.scenario import shipped; print(shipped())"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path,
                          env={**os.environ, "PYTHONPATH": str(tmp_path)})
    assert Path(told.stdout.strip()) == (tmp_path / "simulation" / "_scenarios").resolve()


def test_of_an_office_and_a_policy_that_set_the_same_on_a_day_the_policy_counts(tmp_path):
    for kind, load_ in (("office", 0.5), ("policy", 1.5)):
        (tmp_path / f"{kind}.toml").write_text(f'[{kind}]\nname = "{kind}"\ntitle_en = "x"\ntitle_fr = "x"\n[[changes]]\nday = 3\nset = {{ "demand.load" = {load_} }}\n')
    both = load(tmp_path / "office.toml", tmp_path / "policy.toml")
    assert [dict(change.set) for change in both.changes] == [{"demand.load": 1.5}] and both.params_at(3).demand_load == 1.5
    (tmp_path / "both.toml").write_text(both.to_toml())
    assert load(tmp_path / "both.toml").digest == both.digest
