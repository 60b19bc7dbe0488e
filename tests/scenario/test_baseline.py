"""The baseline file is written from the declaration: `python tests/scenario/test_baseline.py` writes it anew after a default has changed."""

from simulation.scenario import DEFAULTS, load, shipped
from simulation.scenario.write import replace_file

HEAD = """\
# The baseline: the default office, with every key that can be set. Above each key: what it means in English and in French; its unit, what is
# allowed and the default; its source and grade of evidence (S0-S4: the seeds; D1-D49 and S5-S118: rows and sources of the evidence file;
# F112-F118: rows of the feature list). Other offices state only what differs from this one. It is written from the declaration of the
# parameters (simulation/scenario/parameters/): change a default there, then run `python tests/scenario/test_baseline.py`.
"""
FILE = shipped() / "offices" / "social_agency.toml"


def written():
    """Give the text of the baseline: the head of the file, and every default with its comment."""
    scenario = load("social_agency")
    return HEAD + scenario.with_values(dict(DEFAULTS)).to_toml(full=True)


def test_the_baseline_states_every_default():
    assert FILE.read_text(encoding="utf-8") == written()


if __name__ == "__main__":
    replace_file(FILE, written())
