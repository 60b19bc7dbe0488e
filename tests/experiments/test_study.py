"""Study files: what they come to, and every error told before anything runs, with its line."""

import json

import numpy as np
import pandas as pd
import pytest
from little_study import GRID, HEAD, STUDY, write

from simulation.experiments.calibration.form import is_calibration, read_calibration
from simulation.experiments.study_read import read_study
from simulation.measures.outcomes import OUTCOMES
from simulation.scenario import ScenarioError, load, studies
from simulation.scenario.load import shipped_files


def study(tmp_path, text=STUDY, **given):
    return read_study(write(tmp_path / "little.toml", text, **given))


def design(kind, *axes, more=""):
    """The text of a study with a design of a kind."""
    return HEAD + f'[design]\nkind = "{kind}"\n{more}\n' + "".join(f"[[axes]]\n{axis}\n" for axis in axes).replace("{", "{{").replace("}", "}}")


LOAD, FLOOR = 'key = "demand.load"\nlow = 0.5\nhigh = 1.5', 'key = "manager.floor"\nvalues = [0.0, 0.2]'


def test_a_grid_crosses_its_axes_and_the_policies(tmp_path):
    found = study(tmp_path)
    assert (found.points, found.days, found.replicates) == (12, 4, 4)
    assert found.table.policy.tolist() == ["present", "discreet"] * 6 and found.table["demand.load"].tolist()[::4] == [0.7, 1.0, 1.3]
    assert found.outcomes == tuple(outcome.key for outcome in OUTCOMES)
    one = found.scenario(3)
    assert one.policy == "discreet" and one.values["rest_room.exists"] is False
    assert one.values["demand.population"] == 400 and one.digest == found.scenario(3).digest != found.scenario(1).digest


@pytest.mark.parametrize("design, axis", [('kind = "sobol"\npoints = 9', '[[axes]]\nkey = "demand.lod"\nlow = 1\nhigh = 2'), ('kind = "table"\nfile = "t.csv"', "")])
def test_faults_of_all_parts_are_told_at_once(tmp_path, design, axis):
    """A head with a fault does not hide what is wrong with the office, the policies, the outcomes, the design, the axes or the table."""
    (tmp_path / "t.csv").write_text("demand.lod\n1\n")
    (tmp_path / "a.toml").write_text(f"""[study]
name = "a"
title_en = "A"
title_fr = "A"
office = "call_center"
policies = ["presnt"]
outcomes = ["exhaustio"]
[design]
{design}
{axis}
""")
    with pytest.raises(ScenarioError) as raised:
        read_study(tmp_path / "a.toml")
    wanted = {"study.replicates", "study.office", "study.policies", "study.outcomes", *(["design.points", "axes.1.key"] if axis else ["demand.lod"])}
    assert {problem.key for problem in raised.value.problems} == wanted


def test_each_shipped_study_is_good():
    assert {one.name for one in studies()} == set(shipped_files("study"))
    for name in shipped_files("study"):
        found = read_calibration(name) if is_calibration(name) else read_study(name)
        assert found.name == name and found.table.iloc[:, 5:].notna().all().all()


def test_linked_whole_numbers_flags_choices_and_lists(tmp_path):
    found = study(tmp_path, design(
        "grid", 'keys = ["rest_room.comfort", "breaks.count"]\nlow = [0.2, 0]\nhigh = [0.8, 2]\nsteps = 3', 'key = "staff.buddy"\nvalues = [true, false]',
        'key = "staff.shift_share"\nvalues = [[1]]', 'key = "desks.rooms"\nlow = 1\nhigh = 2'))
    table = found.table[found.table.policy == "present"]
    assert found.points == 3 * 2 * 2 * 2
    assert sorted(set(zip(table["rest_room.comfort"], table["breaks.count"]))) == [(0.2, 0), (0.5, 1), (0.8, 2)]
    assert table["breaks.count"].dtype == np.int64 and table["staff.buddy"].dtype == bool and set(table["staff.shift_share"]) == {"[1.0]"}
    assert found.scenario(0).values["staff.shift_share"] == (1.0,)


def test_one_at_a_time_starts_from_what_each_policy_has(tmp_path):
    table = study(tmp_path, design("one_at_a_time", FLOOR, 'key = "breaks.overlap"\nlow = 0.0\nhigh = 1.0\nsteps = 3')).table
    assert len(table) == 2 * (1 + 2 + 3)
    assert table.role.tolist()[::2] == ["base", *["manager.floor"] * 2, *["breaks.overlap"] * 3]
    assert table["manager.floor"].tolist()[:2] == [load(policy=policy).values["manager.floor"] for policy in ("present", "discreet")]
    assert table["breaks.overlap"].tolist()[-6:] == [0.0, 0.0, 0.5, 0.5, 1.0, 1.0]


@pytest.mark.parametrize("kind, more, points", [
    ("sobol", "points = 8", 8), ("latin_hypercube", "points = 10", 10), ("saltelli", "points = 4", 16), ("saltelli", "points = 4\nsecond_order = true", 24),
    ("morris", "trajectories = 5", 15)])
def test_sampled_designs_stay_within_their_ranges(tmp_path, kind, more, points):
    found = study(tmp_path, design(kind, 'key = "demand.load"\nlow = 0.01\nhigh = 1.0\nscale = "log"', 'key = "desks.rooms"\nlow = 1\nhigh = 4', more=more))
    assert found.points == 2 * points
    assert found.table["demand.load"].between(0.01, 1.0).all() and set(found.table["desks.rooms"]) <= {1, 2, 3, 4}
    assert sorted(found.order) == list(range(found.points))


def test_pairs_of_policies_run_one_after_the_other_and_replicates_share_seeds(tmp_path):
    found = study(tmp_path)
    assert all(a == b for a, b in found.table["sample"].to_numpy()[found.order].reshape(-1, 2))
    assert [found.seed_of(point, 2) for point in range(3)] == [3, 3, 3]
    own = study(tmp_path, STUDY.replace("[set]", 'seeds = "independent"\n[set]'))
    assert len({own.seed_of(point, replicate) for point in range(12) for replicate in range(50)}) == 600
    assert all(0 <= own.seed_of(point, 0) < 2**63 for point in range(12))


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_given_table(tmp_path, suffix):
    rows = pd.DataFrame({"demand.load": [0.8, 1.1], "desks.rooms": [1, 3], "staff.buddy": [True, False], "staff.shift_share": ["[1.0]", "[1.0]"],
                         "policy": ["discreet", "present"]})
    if suffix == "csv":
        rows.to_csv(tmp_path / "points.csv", index=False)
    else:
        rows.assign(**{"staff.shift_share": [[1.0], [1.0]]}).to_parquet(tmp_path / "points.parquet")
    found = study(tmp_path, HEAD + f'[design]\nkind = "table"\nfile = "points.{suffix}"\n')
    assert found.points == 2 and found.table.policy.tolist() == ["discreet", "present"]
    assert found.settings(1) == (0, {"demand.load": 1.1, "desks.rooms": 3, "staff.buddy": False, "staff.shift_share": (1.0,)})
    assert json.loads(json.dumps(found.description))


def test_a_table_without_policies_is_crossed_with_them(tmp_path):
    (tmp_path / "points.csv").write_text("demand.load\n1\n2\n")
    assert study(tmp_path, HEAD + '[design]\nkind = "table"\nfile = "points.csv"\n').table["demand.load"].tolist() == [1.0, 1.0, 2.0, 2.0]


def test_the_digest_does_not_depend_on_sizes_or_titles(tmp_path):
    first = study(tmp_path)
    assert study(tmp_path, STUDY.replace('"Little"', '"Small"'), replicates=9).digest == first.digest
    assert study(tmp_path, STUDY.replace("1.3]", "1.4]")).digest != first.digest != study(tmp_path, years=0.1).digest


def test_all_problems_are_told_at_once_with_their_lines(tmp_path):
    text = STUDY.replace('"present", "discreet"', '"present", "discret"').replace("demand.load", "demand.laod").replace("[true, false]", "[1, 2]")
    with pytest.raises(ScenarioError) as error:
        study(tmp_path, text.replace("demand.population = 400", "demand.population = 0"))
    said = str(error.value)
    assert "did you mean demand.load?" in said and "did you mean discreet?" in said and "set.demand.population: must be at least 1 (given 0)" in said
    assert said.count("rest_room.exists: must be true or false") == 2
    lines = (tmp_path / "little.toml").read_text().split("\n")
    for problem in error.value.problems:
        if problem.line:
            assert any(word in lines[problem.line - 1] for word in ("laod", "[1, 2]", "population", "discret\""))


BIG = "low = 0.5\nhigh = 1.5\nsteps = 10000"


@pytest.mark.parametrize("text, said", [
    ("", "is empty"),
    ("[study", "is not valid TOML"),
    (GRID, "the file has no [study] table"),
    (STUDY + "[sets]\na = 1\n", "sets: is not known here"),
    (HEAD, "design.kind: is missing; write [design] and kind = one of grid, one_at_a_time"),
    (design("gird", FLOOR), "is not a known design (given \"gird\"); did you mean grid?"),
    (design("grid"), "axes: there is no axis"),
    (design("grid", FLOOR, more="points = 3"), "design.points: is not known here"),
    (design("sobol", LOAD, more="points = 100"), "must be a power of two: 64 or 128"),
    (design("sobol", LOAD), "design.points: is missing"),
    (design("morris", LOAD, more="trajectories = 4\nlevels = 5"), "must be an even number"),
    (design("grid", LOAD), "axes.1.steps: is missing: a grid needs to know how many levels"),
    (design("sobol", LOAD + "\nsteps = 3", more="points = 4"), "steps: has no meaning in a design of the kind sobol"),
    (design("grid", 'key = "demand.load"\nvalues = [1.0]\nlow = 1.0'), "an axis has either values, or low and high"),
    (design("grid", 'key = "demand.load"\nlow = 1.0'), "an axis has either values, or low and high"),
    (design("grid", 'key = "demand.load"\nlow = 2.0\nhigh = 1.0\nsteps = 2'), "low must be below high"),
    (design("grid", 'key = "demand.load"\nvalues = [1.0, 7.0]'), "axes.1.demand.load: must be at most 5 (given 7.0)"),
    (design("grid", 'key = "demand.load"\nvalues = [1.0, inf]'), "must be a finite number"),
    (design("grid", 'key = "demand.load"\nvalues = []'), "axes.1.values: must have at least 1 item"),
    (design("grid", 'key = "demand.load"\nvalues = ["high"]'), "must be a number from 0 to 5 (given \"high\")"),
    (design("grid", 'key = "desks.rooms"\nlow = 1\nhigh = 3\nsteps = 4'), "there are only 3 whole numbers from low to high"),
    (design("grid", 'key = "desks.rooms"\nvalues = [1.5]'), "must be a whole number from 1 to 200 (given 1.5)"),
    (design("grid", 'key = "staff.buddy"\nlow = false\nhigh = true'), "staff.buddy has no range"),
    (design("sobol", 'key = "demand.growth_per_year"\nlow = -0.1\nhigh = 0.1\nscale = "log"', more="points = 4"), "scale: needs numbers over 0"),
    (design("grid", 'keys = ["demand.load", "manager.floor"]\nvalues = [[1.0, 0.1], [1.0]]'), "must hold, each time, a list of 2 values"),
    (design("grid", 'keys = ["demand.load"]\nvalues = [[1.0]]'), "keys: must have at least 2 items"),
    (design("grid", 'values = [1.0]'), "an axis has a key, or keys that are linked"),
    (design("grid", FLOOR, FLOOR), "is on two axes"),
    (design("grid", 'key = "policy"\nvalues = ["present"]'), "is not an axis of its own"),
    (design("grid", FLOOR) + "[set]\nmanager.floor = 0.1\n", "is set here and by the axis manager.floor"),
    (design("grid", 'key = "demand.load"\n' + BIG, 'key = "talk.vent"\nlow = 0.1\nhigh = 0.2\nsteps = 10000'), "must be at most 10,000,000"),
    (design("grid", 'key = "manager.floor"\nvalues = [0.2, 0.9]'), "the manager's attention must sum to at most 1 (given floor 0.9 + "),
    (design("grid", 'key = "phone.posts"\nvalues = [0, 3]', 'key = "staff.blend"\nvalues = [1.0, 0.0]'),
     "phone.per_day: the phone channel has demand that nobody serves (given 270 contacts a day and no post, at point 2: phone.posts = 0, staff.blend = 0.0"),
    (STUDY.replace('["present", "discreet"]', '["present", "present"]'), "each policy can be named once"),
    (STUDY.replace("[set]", 'outcomes = ["exhaustoin"]\n[set]'), 'is not a known outcome (given "exhaustoin"); did you mean exhaustion?'),
    (STUDY.replace("[set]", 'office = "social_agancy"\n[set]'), "did you mean social_agency?"),
    (STUDY.replace("years = {years}", "years = 0"), "study.years: must be greater than 0 (given 0)"),
    (STUDY.replace("{replicates}", "0"), "study.replicates: must be greater than or equal to 1"),
    (STUDY.replace("{replicates}", "1000000").replace("values = [0.7, 1.0, 1.3]", "low = 0.5\nhigh = 1.5\nsteps = 900"), "must be at most 1,000,000,000 runs"),
    (STUDY.replace('"little"', '"../little"'), "must be letters, digits"),
    (HEAD + '[design]\nkind = "table"\nfile = "none.csv"\n', "there is no such file"),
    (design("table", FLOOR, more='file = "none.csv"'), "must not be given with a table"),
    (HEAD.replace("[study]", "[[study]]") + GRID, "little.toml:2: study: must be one [study] table"),
    (HEAD + GRID.replace("[design]", "[[design]]"), "little.toml:10: design: must be one [design] table"),
    (design("grid", FLOOR).replace('kind = "grid"', "kind = 3"), "little.toml:10: design.kind: is not a known design (given 3)"),
    (HEAD + '[design]\nkind = "grid"\n[axes]\nkey = "demand.load"\n', "little.toml:11: axes: must be [[axes]] tables"),
    (design("grid", FLOOR + "\nvales = [1]"), "axes.1.vales: is not known here (given [1]); did you mean values?"),
    (design("grid", 'key = "demand.load"\nvalues = 1.0'), "little.toml:14: axes.1.values: must be a valid list"),
    (design("grid", 'key = "demand.load"\nlow = nan\nhigh = 2.0\nsteps = 2'), "little.toml:14: axes.1.demand.load: must be a finite number"),
    (design("grid", 'key = "demand.load"\nvalues = [1.0, 1.2, 1]'), "little.toml:14: axes.1.values: each value can be there once"),
    (design("grid", 'key = "demand.load"\nlow = 1.0\nhigh = 2.0\nsteps = 1'), "axes.1.steps: must be greater than or equal to 2 (given 1)"),
    (design("grid", LOAD + '\nsteps = 2\nscale = "ln"'), "axes.1.scale: must be 'linear' or 'log' (given \"ln\")"),
    (design("grid", 'keys = ["demand.load", "manager.floor"]\nlow = [1.0]\nhigh = [2.0, 0.1]\nsteps = 2'), "axes.1.low: must hold, each time, a list of 2 values"),
    (design("grid", 'keys = ["demand.load", "demand.load"]\nvalues = [[1.0, 1.0]]'), 'little.toml:13: axes.1.keys: is named twice (given "demand.load")'),
    (design("grid", FLOOR + '\nname = "x"', LOAD + '\nsteps = 2\nname = "x"'), 'little.toml:21: axes.2.name: is on two axes (given "x")'),
    (design("grid", 'key = "demand"\nvalues = [1.0]'), "axes.1.key: is a group of settings, not a setting (given \"demand\"); its settings are demand."),
    (design("grid", 'key = "load"\nvalues = [1.0]'), 'axes.1.key: is not a known setting (given "load"); did you mean demand.load?'),
    (design("morris", 'key = "demand.load"\nvalues = [1.0]', more="trajectories = 2"), "a design of the kind morris needs two values or more on each axis"),
    (design("sobol", LOAD, more="points = 0"), "design.points: must be greater than or equal to 1 (given 0)"),
    (STUDY.replace('"discreet"', '"discret"'), 'little.toml:6: study.policies: there is no such policy file (given "discret"); did you mean discreet?'),
    (STUDY.replace('"discreet"', '""'), 'little.toml:6: study.policies: names no policy (given "")'),
    (STUDY.replace('"discreet"', '"none.toml"'), 'little.toml:6: study.policies: there is no such policy file (given "none.toml")'),
    (STUDY.replace("[set]", 'office = "nowhere"\n[set]'), 'study.office: there is no such office file (given "nowhere")'),
    (STUDY.replace("[set]", 'office = "/tmp"\n[set]'), 'study.office: is a directory (given "/tmp")'),
    (STUDY.replace("demand.population = 400", "manager.floor = 0.9\nmanager.listening = 0.9"), "set.manager.floor: the manager's attention must sum to at most 1"),
    (STUDY.replace("[set]", "seed = -1\n[set]"), "study.seed: must be greater than or equal to 0 (given -1)"),
    (STUDY.replace("[set]", "seed = 9223372036854775807\n[set]"), "study.seed: must be less than or equal to"),
    (STUDY.replace("[set]", "seed = 1.5\n[set]"), "study.seed: must be a valid integer (given 1.5)"),
    (STUDY.replace("[set]", 'seeds = "comon"\n[set]'), "study.seeds: must be 'common' or 'independent' (given \"comon\")"),
    (STUDY.replace("{replicates}", "2.0"), "study.replicates: must be a valid integer (given 2.0)"),
    (STUDY.replace("replicates = {replicates}\n", ""), "study.replicates: is missing"),
    (STUDY.replace("years = {years}", "years = nan"), "study.years: must be a finite number (given nan)"),
    (STUDY.replace("years = {years}", "yeers = 1"), "study.yeers: is not known here (given 1); did you mean years?"),
    (STUDY.replace("[set]", "outcomes = []\n[set]"), 'study.outcomes: must be "all", or a list of names of outcomes (given [])'),
    (STUDY.replace("[set]", 'outcomes = "leavers"\n[set]'), 'study.outcomes: must be "all", or a list of names of outcomes (given "leavers")'),
    (design("grid", 'key = "demand.load"\nlow = 0\nhigh = 50\nscale = "log"\nsteps = 3'), "axes.1.scale: needs numbers over 0 that are not whole numbers"),
    (HEAD + '[design]\nkind = "table"\n', "design.file: is missing"),
    (HEAD + '[design]\nkind = "table"\nfile = "points.xlsx"\n', "design.file: must be a .csv or a .parquet file"),
    (HEAD + '[design]\nkind = "table"\nfile = "sub.csv"\n', "little.toml:11: design.file: cannot be read as CSV"),
    (STUDY + "[[changes]]\nday = 1\n", "changes: is not known here"),
])
def test_what_is_wrong_is_said(tmp_path, text, said):
    (tmp_path / "sub.csv").mkdir()
    with pytest.raises(ScenarioError) as error:
        study(tmp_path, text)
    first = " ".join(str(error.value).split())
    assert said in first, first
    anywhere = ("is empty", "is not valid TOML", "the file has no [study] table", "there is no axis", "design.kind: is missing", "changes: is not known here",
                "sets: is not known here", "must not be given with a table")
    assert all(problem.line for problem in error.value.problems) or any(one in said for one in anywhere), first


def test_axes_after_very_many_faults_are_judged_too(tmp_path):
    many = ", ".join(str(9 + n) for n in range(150))
    with pytest.raises(ScenarioError, match="must be at most 5"):
        study(tmp_path, design("grid", f'key = "demand.load"\nvalues = [{many}]', 'key = "breaks.overlap"\nvalues = ["abc", 1.0]'))


@pytest.mark.parametrize("rows, said", [
    ("demand.load\n1\n9\n", "points.csv:3: demand.load: must be at most 5 (given 9)"),
    ("demand.load\nmuch\n", "points.csv:2: demand.load: must be a number from 0 to 5"),
    ("demand.laod\n1\n", "did you mean demand.load?"),
    ("demand.load,policy\n1,care\n", "is not among the policies of the study"),
    ("demand.load\n", "must have a column and a row"),
    ("demand.load\n1,2,3\n1\n", "Expected 1 fields in line 2, saw 3"),
    ("demand.load,manager.floor\n1.0,0.1\n1.0\n", 'points.csv:3: manager.floor: must be a number from 0 to 1 (given "")'),
    ("demand.load,demand.load\n1,2\n", "points.csv:1: demand.load: is the name of two columns"),
    ("manager.floor,manager.listening\n0.1,0.1\n0.9,0.9\n", "points.csv:3: manager.floor: the manager's attention must sum to at most 1"),
    ("", "little.toml:11: design.file: cannot be read as CSV: No columns to parse"),
])
def test_what_is_wrong_with_a_table_is_said(tmp_path, rows, said):
    (tmp_path / "points.csv").write_text(rows)
    with pytest.raises(ScenarioError, match=".*") as error:
        study(tmp_path, HEAD + '[design]\nkind = "table"\nfile = "points.csv"\n')
    assert said in str(error.value)


def test_a_blank_line_in_a_table_is_told_by_its_number_and_one_at_the_end_is_none(tmp_path):
    study = 'name = "s"\ntitle_en = "S"\ntitle_fr = "S"\n[design]\nkind = "table"\nfile = "t.csv"\n'
    (tmp_path / "s.toml").write_text(f"[study]\n{study}", encoding="utf-8")
    (tmp_path / "t.csv").write_text("demand.load,breaks.overlap\n1.0,0.5\n\n1.2,0.5\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="line 3 is blank; remove it"):
        read_study(tmp_path / "s.toml")
    (tmp_path / "t.csv").write_text("demand.load,breaks.overlap\n1.0,0.5\n9.0,0.5\n\n\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="t.csv:3: demand.load"):
        read_study(tmp_path / "s.toml")


def test_files_beside_a_study_are_found(tmp_path):
    (tmp_path / "mine.toml").write_text('[policy]\nname = "mine"\ntitle_en = "Mine"\ntitle_fr = "La mienne"\n[manager]\nfloor = 0.3\n')
    found = study(tmp_path, STUDY.replace('"discreet"', '"mine.toml"'))
    assert found.table.policy.tolist()[:2] == ["present", "mine"] and found.scenario(1).values["manager.floor"] == 0.3


def test_the_set_table_lies_beneath_the_axes(tmp_path):
    assert study(tmp_path).scenario(0).values["counter.posts"] == 2
