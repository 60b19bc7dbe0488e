"""The declaration checks itself, and all that is declared is complete."""

import pickle

import pytest

from simulation.rules.order import CHANNELS, MECHANISMS
from simulation.scenario import DEFAULTS, GROUPS, PARAMETERS, Parameter, Params, Values
from simulation.scenario.checks import ATTENTION, HOURS, SHIFTS
from simulation.scenario.declare import GRADES, params_from, shared_names

GOOD = dict(key="breaks.overlap", default=0.4, low=0.0, high=1.0, unit="share", en="How far.", fr="Combien.", source="S0", grade="assumed")


def declare(**changed):
    return Parameter(**GOOD | changed)


@pytest.mark.parametrize("changed, said", [
    ({"key": "overlap"}, "key must be group.name"),
    ({"key": "Breaks.overlap"}, "key must be group.name"),
    ({"key": "breaks.long.overlap"}, "key must be group.name"),
    ({"key": "office.overlap"}, "group office is reserved"),
    ({"grade": "sure"}, "grade must be one of"),
    ({"en": ""}, "meaning in English"),
    ({"source": ""}, "and the source must be given"),
    ({"default": 1.5}, "default must lie from 0 to 1"),
    ({"low": None}, "two finite bounds"),
    ({"low": 2.0}, "two finite bounds"),
    ({"high": float("inf")}, "two finite bounds"),
    ({"default": float("nan")}, "default must lie"),
    ({"default": 1, "high": 1.5, "low": 0, "unit": "posts"}, "whole bounds"),
    ({"default": 0, "high": 1, "low": 0}, "a share is no whole number: write the default with a point"),
    ({"default": True}, "only numbers have bounds"),
    ({"default": "a", "low": None, "high": None}, "a text needs choices"),
    ({"default": "a", "low": None, "high": None, "choices": ("b",)}, "one of the choices"),
    ({"choices": ("b",)}, "choices belong to a text"),
    ({"default": (0.5, 1)}, "all whole or all with a point"),
    ({"default": ()}, "all whole or all with a point"),
    ({"default": (0.5, 0.5), "lengths": (1, 7)}, "must have 1 or 7 elements"),
    ({"default": (0.5, 0.5), "lengths": (3, 4, 5)}, "must have 3 to 5 elements"),
    ({"default": (0.5,) * 367}, "must have 1 to 366 elements"),
    ({"default": [0.5]}, "must be a bool, an int"),
])
def test_a_faulty_declaration_is_refused(changed, said):
    with pytest.raises(ValueError, match=said):
        declare(**changed)


@pytest.mark.parametrize("changed, allowed", [
    ({}, "a number from 0 to 1"),
    ({"default": 1, "low": 0, "high": 9, "unit": "posts"}, "a whole number from 0 to 9"),
    ({"default": True, "low": None, "high": None}, "true or false"),
    ({"default": "a", "low": None, "high": None, "choices": ("a", "b")}, 'one of "a", "b"'),
    ({"default": (0.5,), "lengths": (1, 7)}, "a list of 1 or 7 numbers from 0 to 1"),
    ({"default": (1,), "low": 0, "high": 9, "lengths": (1,), "unit": "posts"}, "a list of 1 whole number from 0 to 9"),
])
def test_what_is_allowed_is_said_in_words(changed, allowed):
    assert declare(**changed).allowed == allowed


def test_names():
    assert (declare().group, declare().name, declare().field) == ("breaks", "overlap", "breaks_overlap")


@pytest.mark.parametrize("key", PARAMETERS)
def test_every_parameter_is_complete(key):
    parameter = PARAMETERS[key]
    assert parameter.key == key
    assert parameter.en and parameter.fr and parameter.source
    assert parameter.grade in GRADES
    assert parameter.group in GROUPS


def test_fields_do_not_clash():
    fields = [parameter.field for parameter in PARAMETERS.values()] + [f"channel_{name}" for name in shared_names(PARAMETERS)]
    assert len(set(fields)) == len(fields)


def test_groups_have_titles_and_parameters():
    assert all(english and french for english, french in GROUPS.values())
    assert set(GROUPS) == {parameter.group for parameter in PARAMETERS.values()}


def test_what_the_checks_rely_on_is_declared():
    relied = [*ATTENTION, *SHIFTS, *HOURS, "staff.blend", "breaks.overlap", "rest_room.exists"]
    relied += [f"{channel}.{name}" for channel in CHANNELS for name in ("per_day", "posts")]
    relied += [f"mechanisms.{name}" for name in MECHANISMS]
    assert [key for key in relied if key not in PARAMETERS] == []


def test_params_have_an_attribute_for_each_parameter_and_a_tuple_for_each_channel_name():
    params = params_from(Params, PARAMETERS, DEFAULTS)
    assert all(getattr(params, parameter.field) == DEFAULTS[key] for key, parameter in PARAMETERS.items())
    assert params.channel_posts == tuple(DEFAULTS[f"{channel}.posts"] for channel in CHANNELS)
    assert not hasattr(params, "__dict__")
    assert pickle.loads(pickle.dumps(params)) == params
    with pytest.raises(AttributeError):
        params.breaks_overlap = 0.1


def test_values_are_compared_hashed_and_sent():
    values = Values({"a": 1, "b": (2.0,)})
    assert values == Values({"b": (2.0,), "a": 1}) and hash(values) == hash(Values({"b": (2.0,), "a": 1}))
    assert pickle.loads(pickle.dumps(values)) == values
    assert repr(values) == "Values({'a': 1, 'b': (2.0,)})"
    with pytest.raises(TypeError):
        values["a"] = 2
