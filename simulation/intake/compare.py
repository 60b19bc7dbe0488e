"""The log and its simulation side by side.

`simulate(scenario, seed, days)` gives the contacts of one channel as a table: ``day`` (0-based day of the run), ``arrival_minute`` (of
the day), ``wait_minutes``, ``served``, ``service_minutes``; `with_model` makes one from the Mesa model, tests bring their own. Waits are
those of all who wanted a person, whether served or not; the share who hang up counts those who left at once.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..rules.order import CHANNELS
from ..scenario import Scenario
from .fit import Fit
from .hours import HALVES, half_of
from .own_days import own_days

LOG = "log"
AVERAGE, OWN = "average week", "own days"
"""The worlds that are simulated: the office as fitted, and the same with the demand and staff of each date of the log."""

MEASURES = ("contacts", "wait", "gone", "delayed")
"""Contacts a day, mean wait (s), share who hang up, share who wait at all."""


@dataclass(frozen=True)
class Comparison:
    """Tables of `MEASURES` for the log and each world. ``overall``: rows (world, seed), seed -1 for the log; ``by_half``: (world,
    half-hour of day), ``by_day``: (world, day of the run), both means over seeds; ``seeds``: how many worlds of each were simulated."""

    overall: pd.DataFrame
    by_half: pd.DataFrame
    by_day: pd.DataFrame
    seeds: int

    def means(self) -> pd.DataFrame:
        """Each world's mean over seeds: rows worlds, columns measures."""
        return self.overall.groupby(level="world", sort=False).mean()

    def spread(self) -> pd.DataFrame:
        """Standard deviation from world to world (one run of the log's length each)."""
        return self.overall.groupby(level="world", sort=False).std()

    def shape(self, world: str, measure: str = "wait") -> float:
        """Correlation over the half-hours of the day between the log and a world."""
        both = pd.concat([self.by_half.loc[LOG, measure], self.by_half.loc[world, measure]], axis=1).dropna()
        return float(both.corr().iloc[0, 1]) if len(both) > 2 else float("nan")


def with_model(channel: str = "phone") -> Callable:
    """A `simulate` that runs the Mesa model and keeps one channel."""
    number = CHANNELS.index(channel)

    def simulate(scenario, seed, days):
        """Run once; give the contacts of the channel."""
        from ..model import FrontOffice
        model = FrontOffice(scenario, seed=seed, record_contacts=True)
        model.run(days)
        names = ["day", "arrival_minute", "channel", "user", "wait_minutes", "served", "service_minutes"]
        found = pd.DataFrame(model.contact_log, columns=names)
        model.close()
        return found[found["channel"] == number]

    return simulate


def compare(fit: Fit, scenario: Scenario, simulate: Callable, seeds: int = 5, progress: Callable = lambda done, total: None) -> Comparison:
    """Simulate the log's dates under several seeds, as average weeks and as they were, and measure both as the log is measured."""
    worlds = {AVERAGE: scenario, OWN: own_days(scenario, fit)}
    dates = set(fit.week.number(pd.Series(fit.week.dates)))
    tables = {(LOG, -1): log_table(fit)}
    for done, (world, seed) in enumerate((world, seed) for world in worlds for seed in range(1, seeds + 1)):
        run = simulate(worlds[world], seed, fit.week.run_days)
        tables[world, seed] = _table(run[run["day"].isin(dates)])
        progress(done + 1, seeds * len(worlds))
    index = pd.MultiIndex.from_tuples(tables, names=["world", "seed"])
    overall = pd.DataFrame([_measures(table, len(dates)) for table in tables.values()], index=index)
    return Comparison(overall, _by(tables, "half", range(HALVES), len(dates)), _by(tables, "day", sorted(dates), 1), seeds)


def log_table(fit: Fit) -> pd.DataFrame:
    """The contacts of the log in the form that is compared: day, half, wait (min), gone, weight."""
    contacts = fit.contacts
    return pd.DataFrame({"day": fit.week.number(contacts["day"]), "half": half_of(contacts, fit.week), "wait": contacts["wait"],
                         "gone": contacts["outcome"] == "hang", "weight": contacts["weight"]})


def of_log(fit: Fit) -> dict[str, float]:
    """`MEASURES` of the log itself."""
    return _measures(log_table(fit), len(set(fit.week.number(pd.Series(fit.week.dates)))))


def _table(run):
    """The same of a simulation."""
    return pd.DataFrame(
        {
            "day": run["day"],
            "half": _half(run["arrival_minute"]),
            "wait": run["wait_minutes"],
            "gone": ~run["served"].astype(bool),
            "weight": 1.0,
        }
    )


def _half(minutes):
    return np.clip(minutes.to_numpy() // 30, 0, HALVES - 1).astype(int)


def _measures(table, days):
    """The measures of one table. Who balks has waited no time, but would have had to: counts as delayed."""
    weight = table["weight"].to_numpy()
    total = weight.sum()
    if total == 0:
        return {"contacts": 0.0, "wait": np.nan, "gone": np.nan, "delayed": np.nan}
    share = {"wait": 60 * table["wait"], "gone": table["gone"], "delayed": (table["wait"] > 0) | table["gone"]}
    return {"contacts": float(total / days)} | {name: float((values.to_numpy() * weight).sum() / total) for name, values in share.items()}


def _by(tables, key, values, days):
    """The measures by half-hour or by day, mean over the seeds of each world."""
    rows = {}
    for (world, seed), table in tables.items():
        parts = dict(list(table.groupby(key)))
        for value in values:
            rows[world, seed, value] = _measures(parts[value] if value in parts else table.iloc[:0], days)
    frame = pd.DataFrame.from_dict(rows, orient="index")
    frame.index = pd.MultiIndex.from_tuples(rows, names=["world", "seed", key])
    return frame.groupby(level=["world", key], sort=False).mean()
