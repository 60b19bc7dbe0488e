"""The JSON Schema and the explanations agree with what the loader takes, and the shipped files with all of them."""

import sys
import tomllib

import pytest
from jsonschema import Draft4Validator

from simulation.scenario import GROUPS, PARAMETERS, Parameter, ScenarioError, check_file, load, offices, policies
from simulation.scenario.explain import explain, explain_text, keys_by_group
from simulation.scenario.load import shipped_files
from simulation.scenario.schema import parameter_schema, schema

SHIPPED = [(kind, path) for kind in ("office", "policy") for path in shipped_files(kind).values()]
NAMES = [f"{kind}-{path.stem}" for kind, path in SHIPPED]


def faults(kind, text):
    return [error.message for error in Draft4Validator(schema(kind)).iter_errors(tomllib.loads(text))]


@pytest.mark.parametrize("kind", ["office", "policy"])
def test_the_schema_is_a_schema_and_tells_every_parameter(kind):
    made = schema(kind)
    Draft4Validator.check_schema(made)
    assert set(made["properties"]) == {kind, "changes", *GROUPS}
    for parameter in PARAMETERS.values():
        told = made["properties"][parameter.group]["properties"][parameter.name]
        assert parameter.en in told["description"] and parameter.fr in told["description"] and "default" in told


@pytest.mark.parametrize("kind, path", SHIPPED, ids=NAMES)
def test_shipped_files_pass_the_schema_and_the_check(kind, path):
    assert faults(kind, path.read_text(encoding="utf-8")) == []
    document = check_file(path)
    assert (document.kind, document.head.name) == (kind, path.stem)
    assert document.head.text_en and document.head.text_fr


@pytest.mark.parametrize("office", shipped_files("office"))
@pytest.mark.parametrize("policy", shipped_files("policy"))
def test_every_shipped_policy_can_be_laid_over_every_shipped_office_that_it_fits(office, policy):
    needed = check_file(shipped_files("policy")[policy]).head.needs_channel
    values = load(office).values
    if all(values[f"{channel}.per_day"] > 0 for channel in needed):
        assert load(office, policy).policy == policy
    else:
        with pytest.raises(ScenarioError, match="does not fit"):
            load(office, policy)


def test_the_shipped_files_are_named_in_both_languages():
    named = [*offices(), *policies()]
    assert [one.name for one in named] == [path.stem for _, path in SHIPPED]
    assert all(one.title_en and one.title_fr for one in named)


HEAD = '[office]\nname = "a"\ntitle_en = "a"\ntitle_fr = "a"\n'


@pytest.mark.parametrize("body", [
    "[breaks]\noverlap = 1.5", "[breaks]\noverlpa = 0.5", "[breaks]\noverlap = true", "[rest_room]\nexists = 1",
    "[calendar]\nopen_hour = 8",
    "[calendar]\nopen_hour = []", "[calendar]\ndays_per_week = 4.5", "[[changes]]\nset = {}", "[[changes]]\nday = 1\naction = 'x'",
    "[brakes]",
    "[[changes]]\nday = 1\nset = { 'breaks.overlap' = 2 }", "[[changes]]\nday = 1\nset = { breaks = { overlap = 2 } }",
])
def test_what_the_loader_refuses_the_schema_refuses(office, body):
    assert faults("office", HEAD + body)
    with pytest.raises(ScenarioError):
        load(office(body))


def test_what_the_loader_takes_the_schema_takes(office):
    body = "[breaks]\noverlap = 1\n[[changes]]\nday = 3\nset = { 'breaks.overlap' = 0, rest_room = { exists = true } }\n"
    body += "[[changes]]\nday = 3\naction = 'train'\namount = 0.5\nsituation = 'threat'\n"
    assert faults("office", HEAD + body) == []
    assert faults("office", load(office(body)).to_toml(full=True)) == []


def test_choices_and_lengths_reach_the_schema():
    choice = Parameter("a.b", "x", None, None, "", "A.", "A.", "S0", "assumed", choices=("x", "y"))
    sized = Parameter("a.b", (0.5,), 0, 1, "", "A.", "A.", "S0", "assumed", lengths=(1, 7))
    assert parameter_schema(choice)["enum"] == ["x", "y"]
    assert (parameter_schema(sized)["minItems"], parameter_schema(sized)["maxItems"]) == (1, 7)


@pytest.mark.parametrize("key", PARAMETERS)
def test_everything_can_be_explained(key):
    parameter, text = PARAMETERS[key], explain_text(key)
    for part in (key, parameter.en, parameter.fr, parameter.allowed, parameter.source, parameter.grade):
        assert part in text


def test_an_explanation_names_the_files_that_set_it(office, policy, tmp_path, monkeypatch):
    for kind, write in (("offices", office), ("policies", policy)):
        (tmp_path / kind).mkdir()
        write("[breaks]\noverlap = 0.5\n[[changes]]\nday = 9\nset = { 'breaks.overlap' = 0.25 }\n").rename(tmp_path / kind / "one.toml")
    monkeypatch.setattr(sys.modules["simulation.scenario.load"], "shipped", lambda: tmp_path)
    assert explain("breaks.overlap")["set_by"] == [
        {"kind": kind, "name": "one", "value": value, "day": day}
        for kind in ("office", "policy") for value, day in ((0.5, None), (0.25, 9))]
    assert "office one: 0.25 from day 9" in explain_text("breaks.overlap")
    assert "all use the default" in explain_text("staff.blend")


@pytest.mark.parametrize("key, said", [
    ("breaks.overlpa", r"there is no such setting \(given \"breaks.overlpa\"\); did you mean breaks.overlap\?"),
    ("overlap", r"did you mean breaks.overlap\?"),
    ("brakes", r"did you mean breaks\?"),
    ("breaks", "it is a group; its settings are breaks."),
    ("zzzzzzz", "`guichet explain` lists all settings"),
])
def test_an_unknown_setting_gets_a_near_match(key, said):
    with pytest.raises(ScenarioError, match=said):
        explain(key)


def test_all_keys_are_listed_by_group():
    assert [key for group in keys_by_group().values() for key in group["keys"]] == list(PARAMETERS)
