"""Recovery trials: parameters drawn from the prior, data made by the real engine, a calibration of them; do its regions hold what was drawn?

A trial draws three parameters of a tiny office from their priors, runs the office in `data_worlds` worlds, and hands the mean of four measures to the
calibration as patterns, with the standard error that means over so many worlds have (from 40 worlds of the same office). The joint region is
nearly an ellipsoid about the ensemble's mean in x = ln(u / (1 - u)); the intervals are those that the calibration itself tells.
"""

from typing import NamedTuple

import numpy as np

from simulation.experiments.calibration import abc
from simulation.experiments.calibration.form import read_calibration
from simulation.experiments.calibration.waves import calibrate
from simulation.experiments.drivers import runner
from simulation.measures.outcomes import outcomes_of_many
from simulation.scenario import load

AXES = (("episode.base", -5.5, -2.5), ("turnover.absence_share", 0.01, 0.2), ("cases.resolution_expert", 0.5, 1.0))
MEASURES = ("felt_episodes", "absence_rate", "first_contact", "recontacts")
TINY = {"counter.posts": 2, "counter.per_day": 25.0, "phone.posts": 2, "phone.per_day": 60.0, "mail.posts": 1, "mail.per_day": 10.0, "demand.population": 400}
LEVEL, SPREAD_WORLDS, YEARS = 0.9, 40, 0.25


class Trial(NamedTuple):
    """What a trial gave. inside: whether the joint region holds the truth; intervals: the same for each parameter; place: of the truth among the ensemble's
    values (0 to 1); sets: parameter sets that were run."""

    inside: bool
    intervals: tuple[bool, ...]
    place: tuple[float, ...]
    narrower: tuple[float, ...]
    sets: int


def trial(number: int, folder, data_worlds: int = 4, replicates: int = 4, wave: int = 64, budget: int = 512) -> Trial:
    """Do one trial; everything follows from its number."""
    draws = np.random.default_rng([2026, number])
    places = draws.uniform(0.0, 1.0, len(AXES))
    truth = {key: low + (high - low) * place for (key, low, high), place in zip(AXES, places)}
    study = read_calibration(_written(folder / f"trial_{number}.toml", number, *_data(truth, number, data_worlds), replicates, wave, budget))
    found = calibrate(study, folder / f"trial_{number}", workers=2, run_seconds=0.005)
    held = found.places[found.whole]
    low, high = found.parameters[["place_low", "place_high"]].to_numpy().T
    return Trial(
        within(abc.to_x(held), abc.to_x(places)),
        tuple(((low <= places) & (places <= high)).tolist()),
        tuple((held < places).mean(axis=0).tolist()),
        tuple(found.parameters.narrower),
        found.steps[-1].sets,
    )


def within(members, point) -> bool:
    """Whether a point lies within the members' region: among all of them, itself included, it is not one of the 1 - `LEVEL` farthest from the mean, by
    Mahalanobis' distance.

    So the region holds one more draw with probability `LEVEL` (full conformal prediction: Vovk, Gammerman & Shafer 2005). An ellipsoid through the 90th of 100
    members does so with 0.876 only (three normal parameters), since it was fitted to them and not to the point.
    """
    held = np.vstack([members, point])
    apart = held - held.mean(axis=0)
    size = np.einsum("si,ij,sj->s", apart, np.linalg.inv(np.cov(held, rowvar=False)), apart)
    return bool((size >= size[-1]).mean() > 1 - LEVEL)


def _data(truth, number, data_worlds):
    """Values and standard errors of the measures, from worlds that no calibration sees."""
    scenario = load("social_agency", None, TINY | truth)
    run = runner(scenario, round(YEARS * scenario.values["calendar.days_per_year"]))
    values = outcomes_of_many([run(10**9 + 1000 * number + world).run for world in range(SPREAD_WORLDS)], MEASURES)
    return values[:data_worlds].mean(axis=0), values.std(axis=0, ddof=1) / np.sqrt(data_worlds)


def _written(path, number, values, errors, replicates, wave, budget):
    """The study of a trial as a file."""
    lines = [
        "[study]",
        f'name = "trial_{number}"',
        'title_en = "Recovery"',
        'title_fr = "Recouvrement"',
        f"years = {YEARS}",
        f"replicates = {replicates}",
        f"seed = {number}",
        "[set]",
        *(f'"{key}" = {value}' for key, value in TINY.items()),
        "[calibration]",
        f"wave = {wave}",
        f"budget = {budget}",
        "members = 100",
    ]
    for key, low, high in AXES:
        lines += ["[[axes]]", f'key = "{key}"', f"low = {low}", f"high = {high}"]
    for measure, value, error in zip(MEASURES, values, errors):
        lines += ["[[patterns]]", f'measure = "{measure}"', f"value = {value!r}", f"error = {error!r}"]
    path.write_text("\n".join(line.replace("np.float64(", "").replace(")", "") for line in lines) + "\n", encoding="utf-8")
    return path
