"""The JSON Schema of study files agrees with what the reader takes."""

import tomllib

import pytest
from jsonschema import Draft4Validator
from little_study import HEAD, STUDY, write
from test_study import FLOOR, LOAD, design

from simulation.experiments.calibration.form import read_calibration
from simulation.experiments.study_read import read_study
from simulation.experiments.study_schema import schema
from simulation.scenario import PARAMETERS, ScenarioError
from simulation.scenario.load import shipped_files


def faults(text):
    return [error.message for error in Draft4Validator(schema()).iter_errors(tomllib.loads(text.format(years=0.02, replicates=4)))]


def test_it_is_a_schema_in_which_every_entry_is_explained():
    made = schema()
    Draft4Validator.check_schema(made)
    parts = made["properties"]
    tables = [parts["study"], parts["axes"]["items"], *parts["design"]["oneOf"], parts["calibration"], parts["patterns"]["items"]]
    assert all("\n" in entry["description"] for table in tables for entry in table["properties"].values())
    assert set(parts["axes"]["items"]["properties"]["key"]["enum"]) == set(PARAMETERS)


@pytest.mark.parametrize("path", shipped_files("study").values(), ids=lambda path: path.stem)
def test_shipped_studies_pass(path):
    assert list(Draft4Validator(schema()).iter_errors(tomllib.loads(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("text", [
    STUDY, design("grid", FLOOR), design("sobol", LOAD + '\nname = "load"', more="points = 4\nseed = 3"), HEAD + '[design]\nkind = "table"\nfile = "a.csv"\n',
    design("saltelli", LOAD, more="points = 4\nsecond_order = true"), design("grid", 'keys = ["demand.load", "manager.floor"]\nvalues = [[1.0, 0.1], [1.0, 0.2]]'),
    STUDY.replace("[set]", 'outcomes = ["leavers"]\nseeds = "independent"\n[set]'),
])
def test_what_the_reader_takes_the_schema_takes(tmp_path, text):
    (tmp_path / "a.csv").write_text("demand.load\n1\n")
    read_study(write(tmp_path / "a.toml", text))
    assert faults(text) == []


@pytest.mark.parametrize("text", [
    HEAD, STUDY + "[sets]\na = 1\n", design("gird", FLOOR), design("grid", FLOOR, more="points = 3"), design("sobol", LOAD),
    design("grid", 'key = "demand.laod"\nvalues = [1.0]'), design("grid", 'key = "demand.load"\nvalues = [1.0]\nlow = 1.0\nhigh = 2.0'),
    design("grid", "values = [1.0]"), design("grid", 'keys = ["demand.load"]\nvalues = [[1.0]]'), design("grid", 'key = "demand.load"\nvalues = []'),
    STUDY.replace("[set]", 'outcomes = ["exhaustoin"]\n[set]'), STUDY.replace("years = {years}", "years = 0"), STUDY.replace("{replicates}", "0"),
    STUDY.replace("demand.population = 400", "demand.population = 0"), STUDY.replace('"little"', '"../little"'), STUDY.replace("[set]", 'seeds = "some"\n[set]'),
    design("sobol", LOAD.replace("key", "scale = \"logs\"\nkey"), more="points = 4"),
])
def test_what_the_schema_refuses_the_reader_refuses(tmp_path, text):
    assert faults(text)
    with pytest.raises(ScenarioError):
        read_study(write(tmp_path / "a.toml", text))


FITTED = HEAD.replace(', "discreet"', "") + """
[calibration]
wave = 16
[[axes]]
key = "demand.load"
low = 0.5
high = 1.5
[[patterns]]
measure = "absence_rate"
value = 5.0
error = 0.5
source = "house"
[[patterns]]
measure = "daily.headcount"
accept = [10.0, 12.0]
"""
PATTERNS = FITTED[FITTED.index("[[patterns]]"):]


@pytest.mark.parametrize("old, new", [
    ("wave = 16\n", ""), ("wave = 16", "wave = 16\nbudget = 64\ntolerance = 2\nmembers = 20"), ("{replicates}", '2\nseeds = "independent"'),
    (PATTERNS, ""), ("value = 5.0\nerror = 0.5", "value = 5\nerror = 1"), ("high = 1.5", 'high = 1.5\nscale = "log"'),
    ('key = "demand.load"\nlow = 0.5\nhigh = 1.5', 'keys = ["demand.load", "manager.floor"]\nlow = [0.5, 0.1]\nhigh = [1.5, 0.2]'),
])
def test_what_the_reader_of_calibrations_takes_the_schema_takes(tmp_path, old, new):
    (tmp_path / "p.csv").write_text("measure,value,error\nleavers,1.0,0.5\n")
    text = FITTED.replace(old, new) if new or old != PATTERNS else FITTED.replace(old, "").replace("wave = 16", 'wave = 16\ndata = "p.csv"')
    read_calibration(write(tmp_path / "a.toml", text))
    assert faults(text) == []


@pytest.mark.parametrize("old, new", [
    ("[calibration]\nwave = 16", ""), ("[calibration]", '[design]\nkind = "grid"\n[calibration]'), ("wave", "waves"), ("wave = 16", "budget = 15"),
    ("wave = 16", "tolerance = 0"), ("wave = 16", 'kind = "abc"'), (PATTERNS, ""), ("low = 0.5\nhigh = 1.5", "values = [0.5, 1.5]"), ("high = 1.5\n", ""),
    ("{replicates}", "1"), ("{replicates}", '2\nseeds = "common"'), ("{replicates}", '2\noutcomes = ["leavers"]'), ('"present"', '"present", "discreet"'),
    ("absence_rate", "absense_rate"), ("daily.headcount", "daily.headcounts"), ("error = 0.5\n", ""), ("error = 0.5", "error = 0.0"),
    ("error = 0.5", "error = 0.5\naccept = [1.0, 2.0]"), ("error = 0.5\n", "accept = [1.0, 2.0]\n"), ("[10.0, 12.0]", "[10.0]"), ("source", "sources"),
    ("[[axes]]", "[unknown]\na = 1\n[[axes]]"), (FITTED[FITTED.index("[[axes]]"):FITTED.index("[[patterns]]")], ""),
])
def test_what_the_schema_refuses_of_a_calibration_its_reader_refuses(tmp_path, old, new):
    text = FITTED.replace(old, new)
    assert text != FITTED and faults(text)
    with pytest.raises(ScenarioError):
        read_calibration(write(tmp_path / "a.toml", text))
