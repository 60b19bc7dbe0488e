"""The baseline file is written from the declaration: `python tests/scenario/test_baseline.py` writes it anew after a default has changed."""

from simulation.scenario import DEFAULTS, load, shipped
from simulation.scenario.write import replace_file

FILE = shipped() / "offices" / "social_agency.toml"


def written():
    """Give the text of the baseline: the head of the file, and every default with its comment."""
    scenario = load("social_agency")
    return scenario.with_values(dict(DEFAULTS)).to_toml(full=True)


def test_the_baseline_states_every_default():
    assert FILE.read_text(encoding="utf-8") == written()


if __name__ == "__main__":
    replace_file(FILE, written())
