"""Every message about bad input: it names the place, what was given and what is allowed, and how to mend it."""

import pickle
import sys
import time
from pathlib import Path

import pytest

from simulation.scenario import PARAMETERS, ScenarioError, check_file, load
from simulation.scenario.declare import Parameter
from simulation.scenario.load import LARGEST_FILE
from simulation.scenario.messages import Problem, faulty_value, line_index, near_key, shown, unknown_key


def problems(path, *args, **named):
    """What load says of a file, as lines without the folder."""
    with pytest.raises(ScenarioError) as caught:
        load(path, *args, **named)
    return str(caught.value).replace(f"{Path(path).parent}/", "").splitlines()


def only(path, *args, **named):
    (line,) = problems(path, *args, **named)
    return line


@pytest.mark.parametrize("body, said", [
    ("[breaks]\noverlap = 1.5", "office.toml:6: breaks.overlap: must be at most 1 (given 1.5); allowed is a number from 0 to 1 (share): "),
    ("[breaks]\noverlap = -1", "office.toml:6: breaks.overlap: must be at least 0 (given -1); allowed is a number from 0 to 1"),
    ("[breaks]\noverlap = nan", "office.toml:6: breaks.overlap: must be a finite number (given nan); allowed is a number from 0 to 1"),
    ("[breaks]\noverlap = inf", "office.toml:6: breaks.overlap: must be"),
    ("[breaks]\noverlap = true", "office.toml:6: breaks.overlap: must be a number from 0 to 1 (given true); "),
    ('[breaks]\noverlap = "half"', 'office.toml:6: breaks.overlap: must be a number from 0 to 1 (given "half"); '),
    ("[breaks.overlap]\nx = 1", "office.toml:5: breaks.overlap: must be a number from 0 to 1 (given a table); "),
    ("[breaks]\noverlap = 1979-05-27", "office.toml:6: breaks.overlap: must be a number from 0 to 1 (given 1979-05-27); "),
    ("[calendar]\ndays_per_week = 4.5", "office.toml:6: calendar.days_per_week: must be a whole number from 1 to 7 (given 4.5); "),
    ("[calendar]\ndays_per_week = true", "office.toml:6: calendar.days_per_week: must be a whole number from 1 to 7 (given true); "),
    ("[rest_room]\nexists = 1", "office.toml:6: rest_room.exists: must be true or false (given 1); "),
    ("[calendar]\nopen_hour = 8", "office.toml:6: calendar.open_hour: must be a list of"),
    ("[calendar]\nopen_hour = [8, 99]", "office.toml:6: calendar.open_hour, item 2: must be at most 24 (given 99); allowed is a list of"),
    ("[calendar]\nopen_hour = []", "office.toml:6: calendar.open_hour: must have"),
    ("[breaks]\noverlpa = 0.5", "office.toml:6: breaks.overlpa: is not a known setting (given 0.5); did you mean breaks.overlap?"),
    ("[brakes]\noverlap = 0.5", "office.toml:6: brakes.overlap: is not a known setting (given 0.5); did you mean breaks.overlap?"),
    ("[manager]\noverlap = 0.5", "office.toml:6: manager.overlap: is not a known setting (given 0.5); did you mean breaks.overlap?"),
    ("[brakes]", "office.toml:5: brakes: is not a known setting (given a table); did you mean breaks?"),
    ("[qqqq]\nzzzz = 0.5", "office.toml:6: qqqq.zzzz: is not a known setting (given 0.5); `guichet explain` lists all settings"),
    ("[breaks]\noverlap = 0.5\n[[changes]]\nday = 1\nset = { breaks = 3 }",
     "office.toml:9: changes.1.set.breaks: is a group and must be a table"),
    ("[[changes]]\nday = -1\naction = 'crisis'\namount = 1", "office.toml:6: changes.1.day: must be greater than or equal to 0 (given -1)"),
    ("[[changes]]\nday = 1.5\naction = 'crisis'\namount = 1", "office.toml:6: changes.1.day: must be a valid integer"),
    ("[[changes]]\naction = 'crisis'\namount = 1", "office.toml:5: changes.1.day: is missing; write day = … here"),
    ("[[changes]]\nday = 1", "office.toml:6: changes.1.day: the change does nothing; give it set"),
    ("[[changes]]\nday = 1\naction = 'trian'",
     "office.toml:7: changes.1.action: must be 'train', 'rule_changes' or 'crisis' (given \"trian\")"),
    ("[[changes]]\nday = 1\naction = 'crisis'",
     "office.toml:5: changes.1.amount: must be a whole number from 1 to 10000; train: the share"),
    ("[[changes]]\nday = 1\naction = 'rule_changes'\namount = 1.5",
     "office.toml:8: changes.1.amount: must be a whole number from 1 to 1000 (given 1.5)"),
    ("[[changes]]\nday = 1\naction = 'train'\namount = 30\nsituation = 'threat'",
     "office.toml:8: changes.1.amount: must be a number from 0 to 1 (given 30.0)"),
    ("[[changes]]\nday = 1\naction = 'train'\namount = 0.3",
     'office.toml:5: changes.1.situation: belongs to action = "train", and only to it; it names'),
    ("[[changes]]\nday = 1\naction = 'crisis'\namount = 3\nsituation = 'threat'",
     'office.toml:9: changes.1.situation: belongs to action = "train"'),
    ("[[changes]]\nday = 1\nset = { staff.blend = 0 }\n[[changes]]\nday = 1\nset = { staff.blend = 1 }", "office.toml:10: staff.blend: is set twice on day 1 (given 0.0, 1.0); keep one"),
    ("[offise]\nposts = 3", "office.toml:6: offise.posts: is not a known setting (given 3); is [office] misspelt?"),
    ("[[changes]]\nday = 1\namount = 3\nset = { staff.blend = 0 }",
     "office.toml:7: changes.1.amount: belongs to an action (given 3.0); add action"),
    ("[[changes]]\nday = 1\nsett = { staff.blend = 0 }\naction = 'crisis'\namount = 3",
     "office.toml:7: changes.1.sett: is not known here (given a table); did you mean set?"),
    ("[[changes]]\nday = 1\nset = 3", "office.toml:7: changes.1.set: must be a valid dictionary (given 3)"),
    ("[changes]\nday = 1", "office.toml:5: changes: must be [[changes]] tables (given a table); write [[changes]] above each change"),
    ("[[changes]]\nday = 9\n[changes.set]\nbreaks.overlap = 2", "office.toml:8: changes.1.set.breaks.overlap: must be at most 1 (given 2)"),
])
def test_what_is_said_of_a_value(office, body, said):
    assert only(office(body)).startswith(said)


@pytest.mark.parametrize("head, said", [
    ("[office]\ntitle_en = 'a'\ntitle_fr = 'a'\n", "office.toml:1: office.name: is missing; write name = … here"),
    ("[office]\nname = 'a/b'\ntitle_en = 'a'\ntitle_fr = 'a'\n",
     'office.toml:2: office.name: must be letters, digits and . _ + - without spaces (given "a/b")'),
    ("[office]\nname = 'a'\ntitle_en = 3\ntitle_fr = 'a'\n", "office.toml:3: office.title_en: must be a valid string (given 3)"),
    ("[office]\nname = 'a'\ntitle_en = ''\ntitle_fr = 'a'\n", 'office.toml:3: office.title_en: must have at least 1 character (given "")'),
    ("[office]\nname = 'a'\ntitle_en = 'a'\ntitle_fr = 'a'\nneeds_channel = []\n",
     "office.toml:5: office.needs_channel: is not known here (given []); known are"),
    ("office = 'a'\n", 'office.toml:1: office: must be a table (given "a"); write [office] on a line of its own'),
    ("[offcie]\n", "office.toml: has no [office] table; is [offcie] misspelt? begin the file with that table"),
    ("# nothing\n", "office.toml: has no [office] table; begin the file with that table"),
    ("[policy]\nname = 'a'\ntitle_en = 'a'\ntitle_fr = 'a'\n",
     "office.toml: must be a file with [office] (given a file with [policy]); this is a policy: give it with --policy"),
    ("[policy]\n[office]\n", "office.toml: has both an [office] and a [policy] table; keep one"),
    (" \n\n", "office.toml: is empty; `guichet explain` lists what can be set"),
    ("[office\nname = 1", "office.toml:1: is not valid TOML: "),
    ("[office]\n[breaks]\noverlap = 0,5\n", "office.toml:3: is not valid TOML: Expected newline or end of document after a statement (at line 3, column 12); numbers are written with a point: 2.5"),
    ("[office]\nname = 'a'\nname = 'b'\n", "office.toml:3: is not valid TOML: Cannot overwrite a value"),
    ("[office]\nname = \"\"\"a\n\n", "office.toml:4: is not valid TOML: "),
    ("[office]\nname = " + "9" * 5000, "office.toml: is not valid TOML: "),
    ("x = " + "[" * 100_000, "office.toml: is nested too deeply; "),
])
def test_what_is_said_of_a_file(office, head, said):
    assert any(line.startswith(said) for line in problems(office(head=head)))


def test_an_office_given_as_policy(office):
    path = office()
    assert only(path, path).startswith("office.toml: must be a file with [policy] (given a file with [office]); this is an office: give")


@pytest.mark.parametrize("held, said", [
    (b"", "is empty"),
    (b"\x7fELF\x00\x01", "is not a text file in UTF-8; give a scenario file in TOML, saved as UTF-8"),
    ("[office]\nname = 'é'".encode("latin-1"), "is not a text file in UTF-8"),
    (b"#" * (LARGEST_FILE + 1), "is larger than 1,000 kB; a scenario file takes a few kB"),
])
def test_what_is_said_of_bytes(tmp_path, held, said):
    path = tmp_path / "x.toml"
    path.write_bytes(held)
    with pytest.raises(ScenarioError, match=said):
        check_file(path)


def test_a_missing_file_a_directory_and_an_impossible_name(tmp_path):
    with pytest.raises(ScenarioError, match=r"nowhere.toml: there is no such scenario file; .*give the path of a .toml file"):
        check_file(tmp_path / "nowhere.toml")
    with pytest.raises(ScenarioError, match="is a directory; name a .toml file in it"):
        check_file(tmp_path)
    for name in ("a\0b", "x" * 5000):
        with pytest.raises(ScenarioError, match="there is no such office file"):
            load(name)


def test_an_unreadable_file(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")
    path = tmp_path / "x.toml"
    path.write_text("")
    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(ScenarioError, match="cannot be read: Permission denied; check the path"):
        check_file(path)


def test_a_misspelt_name_gets_the_near_match_and_the_list(office, tmp_path, monkeypatch):
    (tmp_path / "offices").mkdir()
    office().rename(tmp_path / "offices" / "call_centre.toml")
    monkeypatch.setattr(sys.modules["simulation.scenario.load"], "shipped", lambda: tmp_path)
    assert load("call_centre").name == "my_office"
    with pytest.raises(ScenarioError, match="^call_center: there is no such office file; did you mean call_centre. shipped"):
        load("call_center")
    with pytest.raises(ScenarioError, match="^present: there is no such policy file; shipped are none"):
        load("call_centre", "present")


@pytest.mark.parametrize("body, said", [
    ("[manager]\nrest_room = 0.1\nfloor = 0.9\nlistening = 0.1\nconditions = 0",
     "office.toml:7: manager.floor: the manager's attention must sum to at most 1 (given floor 0.9 + rest_room 0.1 + "),
    ("[social]\nper_day = 9\nposts = 0\n[staff]\nblend = 0",
     "office.toml:6: social.per_day: the social channel has demand that nobody serves (given 9 contacts a day and no post); set"),
    ("[calendar]\ndays_per_week = 5\nopen_hour = [8, 8]\nclose_hour = [17]",
     "office.toml:7: calendar.open_hour: must have 1 element or as many as calendar.days_per_week (5) (given 2 hours"),
    ("[calendar]\ndays_per_week = 2\nopen_hour = [8, 17]\nclose_hour = [17]\n[demand]\nweekday_profile = [1.0]",
     "office.toml:8: calendar.close_hour: the office must close after it opens (given open 17, close 17 on day 2 of the week)"),
    ("[calendar]\ndays_per_week = 6",
     "office.toml:6: demand.weekday_profile: must have 1 element or as many as calendar.days_per_week (6) (given 5 elements for a week of 6 days)"),
    ("[talk]\nsolution = 0.7\nvent = 0.6",
     "office.toml:6: talk.solution: talk.solution and talk.vent must sum to at most 1 (given 0.7 + 0.6 = 1.3)"),
    ("[staff]\nshift_start = [8, 9]\nshift_end = [16]\nshift_share = [1]",
     "office.toml:6: staff.shift_start: the lists of shift starts, ends and shares must be equally long (given 2 starts, 1 ends"),
    ("[staff]\nshift_start = [8, 12]\nshift_end = [12, 12]\nshift_share = [0.5, 0.5]",
     "office.toml:7: staff.shift_end: a shift must end after it starts (given start 12, end 12 of shift 2)"),
    ("[staff]\nshift_start = [8, 9]\nshift_end = [16, 17]\nshift_share = [0.5, 0.4]",
     "office.toml:8: staff.shift_share: the shares of the shifts must sum to 1 (given 0.9); lower or raise one of them"),
])
def test_what_does_not_go_together(office, body, said):
    assert only(office(body)).startswith(said)


def test_an_office_without_posts(office):
    body = "".join(f"[{channel}]\nper_day = 0\nposts = 0\n" for channel in ("counter", "phone", "mail", "home", "social"))
    assert only(office(body)).startswith("office.toml:7: counter.posts: the office has no posts at all; set one of counter.posts")


def test_a_conflict_that_comes_with_a_change_is_told_there_and_once(office):
    change = "[[changes]]\nday = {}\nset = {{ 'manager.floor' = 0.9, 'manager.listening' = 0.9 }}\n"
    said = only(office(change.format(4) + change.format(8)))
    assert said.startswith("office.toml:7: manager.floor: the manager's attention must sum to at most 1 from day 4 (given")


def test_a_conflict_between_files_is_told_of_the_last(office, policy):
    body = "[manager]\nfloor = {}\nrest_room = 0\nlistening = {}\nconditions = 0\n"
    laid = policy("[manager]\nlistening = 0.5\n")
    assert only(office(body.format(0.75, 0.25)), laid).startswith("policy.toml:6: manager.floor: the manager's attention must sum")


def test_a_policy_that_does_not_fit(office, policy):
    laid = policy(head='[policy]\nname = "soothe"\ntitle_en = "S"\ntitle_fr = "S"\nneeds_channel = ["social"]\n')
    off, on = "[social]\nper_day = 0\n", "[social]\nper_day = 5\nposts = 1\n"
    said = only(office(off), laid)
    assert said.startswith('policy.toml: policy.needs_channel: the policy "soothe" does not fit: it needs an office with demand on the')
    assert said.endswith('(given office "my_office"); choose another office, or set social.per_day and social.posts')
    assert load(office(on), laid).policy == "soothe"
    assert check_file(laid).head.needs_channel == ["social"]


@pytest.mark.parametrize("overrides, said", [
    (["breaks.overlap"], '--set: must be key=value (given "breaks.overlap"); for example'),
    (["=3"], "--set: must be key=value"),
    (["breaks.overlap=high"], '--set: breaks.overlap: must be a number from 0 to 1 (given "high")'),
    (["breaks.overlap=0.5\nx=3"], "--set: breaks.overlap: must be a number from 0 to 1 (given "),
    (["breaks.overlap=" + "[" * 100_000], "--set: breaks.overlap: must be a number"),
    ({"breaks.overlap": float("nan")}, "overrides: breaks.overlap: must be a finite number (given nan)"),
    ({"breaks.overlap": None}, "overrides: breaks.overlap: must be a number"),
    ({3: 4}, "overrides: 3: is not a known setting (given 4)"),
])
def test_what_is_said_of_values_set_by_hand(office, overrides, said):
    assert only(office(), overrides=overrides).startswith(said)


def test_all_problems_are_listed_by_line_over_all_files(office, policy):
    path = office("[breaks]\noverlap = 2\noverlpa = 1\n[manager]\nfloor = 0.9\nrest_room = 0.9\n[rest_room]\nexists = 0\n")
    said = problems(path, policy("[staff]\nblend = 'x'\n"), overrides=["mechanisms.talk=3"])
    places = [line.split(": ")[0] for line in said]
    assert places == ["office.toml:6", "office.toml:7", "office.toml:12", "policy.toml:6", "--set", "office.toml:9"]


def test_a_key_set_in_two_ways(office):
    head = '"staff.blend" = 0.5\n[staff]\nblend = 0.25\n[office]\nname = "x"\ntitle_en = "x"\ntitle_fr = "x"\n'
    assert only(office(head=head)) == "office.toml:3: staff.blend: is set twice (given 0.25); keep one"


def test_a_wrong_value_is_not_told_twice_as_a_conflict(office):
    assert "must be at most 1" in only(office("[manager]\nfloor = 1.5\nlistening = 0.9\n"))


def test_very_many_problems_are_counted(office):
    said = problems(office("[breaks]\n" + "".join(f"overlap_{n} = 1\n" for n in range(300))))
    assert len(said) == 101 and said[-1] == "office.toml: has 200 more problems; mend those listed first"
    said = problems("social_agency", overrides=[f"breaks.overlap_{n}=1" for n in range(105)])
    assert len(said) == 101 and said[-1] == "--set: has 5 more problems; mend those listed first"


def test_too_many_changes(office):
    said = only(office("[[changes]]\nday = 1\naction = 'crisis'\namount = 1\n" * 1001))
    assert said == "office.toml:4005: changes: must be at most 1000 (given 1001); put what changes on one day into one table"


def test_a_large_bad_file_is_refused_in_seconds_of_work(office):
    for body in ("[breaks]\n" + "".join(f"o{n} = 1\n" for n in range(80_000)), "[breaks]\noverlap = [" + "'a'," * 200_000 + "]",
                 "[calendar]\nopen_hour = [" + "'a'," * 200_000 + "]", f"[breaks]\n{'o' * 900_000} = 1", "[[changes]]\nx = 1\n" * 40_000):
        start = time.process_time()
        said = problems(office(body))
        assert time.process_time() - start < 10 and sum(map(len, said)) < 30_000


def test_no_control_characters_reach_the_terminal(office):
    said = only(office('[breaks]\n"a\\u001b[31m\\n" = "\\u001b[31m"\n'))
    assert said.isprintable() and said.startswith(r'office.toml:5: breaks.a\x1b[31m\n: is not a known setting (given "\x1b[31m")')


def test_an_error_carries_its_problems(office):
    with pytest.raises(ScenarioError) as caught:
        load(office("[breaks]\noverlap = 2\n"))
    (problem,) = caught.value.problems
    assert (problem.line, problem.key, problem.given, problem.allowed) == (6, "breaks.overlap", "2", "must be at most 1")
    assert problem.as_dict()["message"] == str(problem) == str(caught.value)
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems
    assert str(Problem("f", allowed="is empty")) == "f: is empty"


def test_all_faults_of_a_dated_change_are_told(office):
    said = [line.partition(" (given")[0] for line in problems(office("[[changes]]\nday = -1\naction = 'crisis'\namount = 20000\nset = { 'demand.load' = 9 }\n"))]
    assert [" ".join(line.split(": ")[1:]) for line in said] == [
        "changes.1.day must be greater than or equal to 0", "changes.1.amount must be a whole number from 1 to 10000", "changes.1.set.demand.load must be at most 5"]


def test_lines_are_found_past_quotations_and_in_repeated_tables():
    text = '[a]\nx = """\n[b]\ny = 1\n"""\n[[changes]]\nday = 1\n[[changes]]\n"q.r" = 1\n[changes.set]\nb . c = 2\nd = [\n 1,\n]\n'
    assert line_index(text) == {("a",): 1, ("a", "x"): 2, ("changes", 0): 6, ("changes", 0, "day"): 7, ("changes", 1): 8,
                                ("changes", 1, "q.r"): 9, ("changes", 1, "set"): 10, ("changes", 1, "set", "b"): 11, ("changes", 1, "set", "b", "c"): 11,
                                ("changes", 1, "set", "d"): 12}


@pytest.mark.parametrize("value, text", [
    (True, "true"), ("a", '"a"'), ("a\n\x1b[1m", '"a\\n\\x1b[1m"'), ({"a": 1}, "a table"), ([1, "b"], '[1, "b"]'),
    (list(range(20)), "[0, 1, 2, 3, 4, 5, 6, 7, …]"), (10**400, "a number of over 30 digits"), ("x" * 99, '"' + "x" * 58 + "…"),
])
def test_values_are_shown_as_written_and_cut_short(value, text):
    assert shown(value) == text


def test_near_keys():
    assert near_key("braeks.overlap", PARAMETERS) == near_key("breaks.overlpa", PARAMETERS) == "breaks.overlap"
    assert near_key("x" * 10_000, PARAMETERS) == ""
    assert unknown_key("breaks", 3, PARAMETERS)["allowed"] == "is a group and must be a table of settings"


def test_choices_are_listed():
    parameter = Parameter("a.b", "x", None, None, "", "A choice.", "Un choix.", "S0", "assumed", choices=("x", "y"))
    said = faulty_value(parameter, {"type": "literal_error", "input": "z"})
    assert said == {"given": '"z"', "allowed": 'must be one of "x", "y"', "hint": "A choice."}
