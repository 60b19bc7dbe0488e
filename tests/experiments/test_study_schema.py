"""The JSON Schema of study files agrees with what the reader takes."""

import tomllib

import pytest
from jsonschema import Draft4Validator
from little_study import HEAD, STUDY, write
from test_study import FLOOR, LOAD, design

from simulation.experiments.study import read_study
from simulation.experiments.study_schema import schema
from simulation.scenario import PARAMETERS, ScenarioError
from simulation.scenario.load import shipped_files


def faults(text):
    return [error.message for error in Draft4Validator(schema()).iter_errors(tomllib.loads(text.format(years=0.02, replicates=4)))]


def test_it_is_a_schema_in_which_every_entry_is_explained():
    made = schema()
    Draft4Validator.check_schema(made)
    tables = [made["properties"]["study"], made["properties"]["axes"]["items"], *made["properties"]["design"]["oneOf"]]
    assert all("\n" in entry["description"] for table in tables for entry in table["properties"].values())
    assert set(made["properties"]["axes"]["items"]["properties"]["key"]["enum"]) == set(PARAMETERS)


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
