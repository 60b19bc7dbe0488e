"""What is loaded can be written back unchanged, short or with every key explained."""

import pytest

from simulation.scenario import PARAMETERS, load
from simulation.scenario.write import comment, literal, replace_file

BODY = """
[breaks]
overlap = 0.5
[calendar]
open_hour = [8, 8, 8, 8, 9]
[[changes]]
day = 20
set = { "breaks.overlap" = 0.75, "rest_room.exists" = false, "calendar.open_hour" = [9] }
[[changes]]
day = 5
action = "train"
amount = 0.3
situation = "outburst"
[[changes]]
day = 5
action = "crisis"
amount = 40
"""


@pytest.mark.parametrize("full", [False, True])
def test_written_and_loaded_it_is_the_same(office, policy, tmp_path, full):
    scenario = load(office(BODY), policy('[manager]\nfloor = 0.25\n[[changes]]\nday = 7\naction = "rule_changes"\namount = 2\n'))
    path = tmp_path / "again.toml"
    path.write_text(scenario.to_toml(full=full), encoding="utf-8")
    again = load(path)
    assert again == scenario and again.digest == scenario.digest
    assert again.to_toml(full=full) == scenario.to_toml(full=full)


def test_the_short_file_holds_only_what_differs(office):
    text = load(office("[breaks]\noverlap = 0.515625\n")).to_toml()
    assert text == '[office]\nname = "my_office"\ntitle_en = "My office"\ntitle_fr = "Mon office"\n\n[breaks]\noverlap = 0.515625\n'


def test_the_full_file_explains_every_key(office):
    lines = load(office()).to_toml(full=True).splitlines()
    for parameter in PARAMETERS.values():
        above = lines.index(comment(parameter)[0])
        assert lines[above:above + len(comment(parameter))] == comment(parameter)
        assert lines[above + len(comment(parameter))].startswith(f"{parameter.name} = ")
    assert all(len(line) <= 140 for line in lines if not line.startswith("text"))


def test_a_comment_says_it_all():
    said = " ".join(comment(PARAMETERS["breaks.overlap"]))
    parameter = PARAMETERS["breaks.overlap"]
    for part in (parameter.en.split()[0], parameter.fr.split()[0], parameter.unit, parameter.allowed, parameter.source, parameter.grade):
        assert part in said


@pytest.mark.parametrize("value, text", [
    (True, "true"), (3, "3"), (1e-07, "1e-07"), ("é\n\"\x7f", '"é\\n\\"\\u007f"'), ((1.0, 2.5), "[1.0, 2.5]"), ((), "[]"),
])
def test_literals(value, text):
    assert literal(value) == text


def test_long_lists_are_broken_into_lines():
    text = literal(tuple(float(n) for n in range(60)))
    assert text.startswith("[\n  0.0, 1.0") and text.endswith(",\n]") and max(map(len, text.splitlines())) <= 120
    assert "\n" not in literal(tuple(range(60)), wrap=False)


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "a.json"
    replace_file(path, "old\n")
    assert path.read_bytes() == b"old\n"

    def stop(*_):
        raise KeyboardInterrupt
    monkeypatch.setattr("os.replace", stop)
    with pytest.raises(KeyboardInterrupt):
        replace_file(path, "new\n")
    assert [one.name for one in tmp_path.iterdir()] == ["a.json"] and path.read_text() == "old\n"
