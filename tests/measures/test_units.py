"""Units: every one that something is declared in has its French, or is written alike; none is translated that nothing has."""

from pathlib import Path

import pandas as pd

from simulation.experiments.views.facts import FACTS
from simulation.experiments.views.office import ASSUMPTIONS
from simulation.measures.outcomes import DAILY_COLUMNS, OUTCOMES, measure
from simulation.measures.units import FRENCH, SAME, unit_in
from simulation.scenario import PARAMETERS

FOUND = Path(__file__).parents[2] / "results" / "reference" / "patterns.csv"


def test_every_unit_is_told_in_french_and_no_other():
    declared = {one.unit for whole in (PARAMETERS.values(), OUTCOMES, map(measure, DAILY_COLUMNS), FACTS, ASSUMPTIONS) for one in whole}
    declared |= set(pd.read_csv(FOUND, keep_default_na=False).unit)  # those of findings are in the texts of the virtual studies
    assert len(declared) > 100 and not set(FRENCH) & set(SAME)
    missing, left = declared - set(FRENCH) - set(SAME), (set(FRENCH) | set(SAME)) - declared
    assert not missing, f"say them in French, in simulation/measures/units.py: {sorted(missing)}"
    assert not left, f"nothing has them: {sorted(left)}"


def test_a_unit_in_a_language():
    assert unit_in("people", "fr") == "personnes" and unit_in("people", "en") == "people" and unit_in("min", "fr") == "min"
