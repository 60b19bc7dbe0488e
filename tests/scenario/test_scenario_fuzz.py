"""Whatever bytes or tables a file holds, it is either good or refused with a message."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation.scenario import PARAMETERS, Scenario, ScenarioError, check_file, load
from simulation.scenario.said import Both, Said
from simulation.scenario.write import literal

RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

KNOWN = [part for key in PARAMETERS for part in (key, *key.split("."))] + ["office", "policy", "changes", "set", "day"]
NAMES = st.one_of(st.sampled_from(KNOWN), st.text(max_size=6))
LEAVES = st.one_of(st.booleans(), st.integers(), st.just(10**400), st.floats(), st.text(max_size=8), st.datetimes())
TABLES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5), max_leaves=20)


def write_toml(value):
    """Any value as TOML writes it inline."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {write_toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(write_toml, value)) + "]"
    return value.isoformat() if hasattr(value, "isoformat") else literal(value)


def settle(path):
    """Check a file; the only error allowed is the one with messages, each of which names the file."""
    try:
        check_file(path)
    except ScenarioError as error:
        assert error.problems and all(problem.file == str(path) and problem.allowed for problem in error.problems)
        assert len(str(error).split("\n")) == len(error.problems)
        for problem in error.problems:  # so that pages can say it in French
            assert isinstance(problem.allowed, Said) and isinstance(problem.hint, (Said, Both)), problem


@RELAXED
@given(held=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_any_bytes(tmp_path, held):
    path = tmp_path / "any.toml"
    path.write_bytes(held)
    settle(path)


@RELAXED
@given(table=st.dictionaries(NAMES, TABLES, max_size=6), kind=st.sampled_from(["office", "policy", ""]))
def test_any_tables(tmp_path, table, kind):
    head = {"name": "x", "title_en": "x", "title_fr": "x"}
    path = tmp_path / "any.toml"
    whole = table | ({kind: head} if kind else {})
    path.write_bytes("".join(f"{json.dumps(key)} = {write_toml(value)}\n" for key, value in whole.items()).encode("utf-8", "replace"))
    settle(path)


def one_value(parameter):
    """Values that a parameter may take."""
    number = st.integers(parameter.low, parameter.high) if parameter.number is int else st.floats(parameter.low or 0, parameter.high or 0)
    if parameter.kind is bool:
        return st.booleans()
    if parameter.kind is str:
        return st.sampled_from(parameter.choices)
    if parameter.kind is tuple:
        lengths = st.sampled_from(parameter.lengths or (1, 2, 12))
        return lengths.flatmap(lambda length: st.lists(number, min_size=length, max_size=length).map(tuple))
    return number


@RELAXED
@given(data=st.data())
def test_any_scenario_is_written_and_loaded_unchanged(tmp_path, data):
    keys = data.draw(st.lists(st.sampled_from(list(PARAMETERS)), unique=True, max_size=8))
    base = tmp_path / "base.toml"
    text = data.draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
    base.write_bytes(f'[office]\nname = "base"\ntitle_en = {literal(text)}\ntitle_fr = "x"\n'.encode())
    try:
        scenario = load(base, overrides={key: data.draw(one_value(PARAMETERS[key])) for key in keys})
    except ScenarioError as error:
        assert not any("must be a" in problem.allowed or "known" in problem.allowed for problem in error.problems)
        return
    assert isinstance(scenario, Scenario)
    for full in (False, True):
        again = tmp_path / "again.toml"
        again.write_bytes(scenario.to_toml(full=full).encode())
        assert load(again) == scenario


@pytest.mark.parametrize("line", [
    "x = [[", '"a', "[a", "[[a]]\na=1\n[a]\n", "a.b = 1\na = 2", "= 1", "[]", "[[]]", "a = '''", "\ufeff\ufeff", "a = 1\r",
])
def test_awkward_texts(tmp_path, line):
    path = tmp_path / "any.toml"
    path.write_bytes(line.encode())
    settle(path)
