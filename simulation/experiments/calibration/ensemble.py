"""An ensemble that was kept, laid under other commands: what holds over all parameter sets that the patterns allow, and what hangs on which of them is true.

Each member has worlds of its own, so that the luck of a few worlds is not taken for agreement of the members.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.types import is_numeric_dtype

from ...measures.outcomes import MAIN, outcomes_of
from ...scenario import PARAMETERS, Problem, Scenario, ScenarioError, files, load
from ...scenario.messages import tidy
from .. import DEFAULT_ENGINE, ablation, compare, drivers, manifests, parquet
from ..paired import BETTER, HIGHER, LOWER, WORSE

TABLE, MANIFEST, FORMAT = "ensemble.parquet", "manifest.json", "guichet ensemble"

MOST_BYTES = 64_000_000
"""Of a table of members."""

FIRM, LEANING = 0.9, 0.75
"""A conclusion holds if its sign is the same over so large a share of the ensemble; from the other on it leans that way."""

CONCLUSIONS = {
    "outcome": "key of the outcome",
    "members": "members in which the difference is known",
    "difference": "weighted mean over members of the mean paired difference, in the unit of the outcome",
    "low": "5 % of the members (by weight) have a smaller difference",
    "high": "5 % have a greater one",
    "share_up": "share of the ensemble (by weight) in which the difference is above zero",
    "share_down": "the same below zero; the rest is without any difference",
    "shown_up": "share in which it is above zero by the 80 % interval of that member's worlds",
    "shown_down": "the same below zero",
    "direction": "up or down, whichever has the larger share; none if neither has",
    "holds": f"yes if that share is at least {FIRM:.0%}, leaning from {LEANING:.0%}, open below",
}
"""Columns of the table of conclusions, after those that say what is compared."""


SIDES = {
    "member": "number of the member, from 0; -1: the office as it is",
    "seed": "seed of the run: the same for a member and for the office as it is beside it",
    "weight": "weight of the member; of the office as it is, that of the member beside it",
    "stage": "where the run broke; empty if it did not",
    "message": "what was said when it broke; empty if it did not",
}
"""Columns of the table of `run_over`, before the parameters of the ensemble and the main outcomes."""


class Ensemble(NamedTuple):
    """Members that were kept. values: a row for each, a column for each parameter; weight: of each, summing to 1."""

    folder: Path
    manifest: dict
    values: pd.DataFrame
    weight: np.ndarray

    def chosen(self, size: int) -> "Ensemble":
        """So many members with equal weights, drawn in proportion to theirs by equal steps; all of them if there are no more."""
        if size >= len(self.values):
            return self
        at = np.searchsorted(np.cumsum(self.weight), (np.arange(size) + 0.5) / size * self.weight.sum())
        at = np.minimum(at, len(self.weight) - 1)
        return self._replace(values=self.values.iloc[at].reset_index(drop=True), weight=np.full(size, 1.0 / size))

    def over(self, member: int, laid: Scenario, office: Scenario) -> Scenario:
        """A scenario with the values of a member; what the policy itself has set (it differs from the office) stays as the policy has it."""
        given = {key: PARAMETERS[key].kind(value) for key, value in self.values.iloc[member].items() if laid.values[key] == office.values[key]}
        return laid.with_values(given)


def read(folder) -> Ensemble:
    """Read and check the folder that `guichet calibrate` has written; raises ScenarioError with one message."""
    folder = Path(folder)

    def stop(allowed, hint="give the folder that `guichet calibrate` has written"):
        raise ScenarioError([Problem("--ensemble", given=str(folder), allowed=allowed, hint=hint)])

    try:
        manifest = manifests.read(folder / MANIFEST)
        held = files.held(folder / TABLE, MOST_BYTES)
    except OSError as error:
        stop(f"is no folder of an ensemble ({Path(error.filename or folder).name}: {error.strerror})")
    except ValueError:
        stop(f"{MANIFEST} cannot be read as JSON", "run `guichet calibrate` again")
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        stop(f"{MANIFEST} is not that of an ensemble")
    if wrong := manifests.fault(manifest, manifests.ENSEMBLE):
        stop(f"{MANIFEST} is not as `guichet calibrate` writes it ({wrong})")
    if hashlib.sha256(held).hexdigest() != manifest["sha256"].get(TABLE):
        stop(f"{TABLE} is not as it was written (its checksum differs)", "run `guichet calibrate` again: it goes on from the runs that are there")
    try:
        table = parquet.frame(held)
        keys = list(manifest["parameters"])
        found = Ensemble(folder, manifest, table[keys], table["weight"].to_numpy(float))
    except (OSError, ValueError, pa.ArrowException, KeyError, TypeError) as error:
        stop(f"{TABLE} does not hold what {MANIFEST} says ({error})", "run `guichet calibrate` again")
    if wrong := _fault(found):
        stop(f"{TABLE} does not hold members: {wrong}", "run `guichet calibrate` again")
    return found


def _fault(found):
    """What is wrong with members that somebody else may have made; "" if nothing is. What values may be is checked where they are laid over a scenario."""
    keys, weight = list(found.values), found.weight
    if not keys or len(set(keys)) < len(keys) or not len(weight):
        return "there is none, or a parameter twice"
    strange = [key for key in keys if key not in PARAMETERS or PARAMETERS[key].kind not in (int, float) or not is_numeric_dtype(found.values[key])]
    if strange:
        return f"{tidy(strange[0])} is no parameter of numbers"
    if not np.isfinite(found.values.to_numpy(float)).all() or not np.isfinite(weight).all() or (weight < 0).any() or not 0 < weight.sum() < np.inf:
        return "a value or a weight is not finite, or no weight is above zero"
    return ""


def check(ensemble: Ensemble, scenarios: Iterable[Scenario], overrides: Iterable[str] | Mapping = ()):
    """Raise ScenarioError where a value is set by hand that the ensemble sets, or where a scenario changes it on a date: the office, or a policy laid over it."""
    problems = []
    for given in overrides:
        key = str(given).partition("=")[0].strip()
        if key in ensemble.values:
            problems.append(
                Problem("--set", key=key, given=str(given), allowed="is set by the ensemble", hint="remove one of the two")
            )
    told = set()
    for scenario in scenarios:
        for day, key in [(change.day, key) for change in scenario.changes for key in change.set if key in ensemble.values]:
            if (day, key) not in told:
                told.add((day, key))
                where = f"the policy {scenario.policy}" if scenario.policy else "the office"
                problems.append(
                    Problem(
                        "--ensemble",
                        key=key,
                        given=f"set on day {day} by {where}",
                        allowed="a parameter of the ensemble must not change on a date",
                        hint=f"take the change out of {where}",
                    )
                )
    if problems:
        raise ScenarioError(problems)


def compare_over(
    ensemble: Ensemble,
    office,
    policies,
    years,
    replicates,
    seed,
    overrides=None,
    workers=None,
    progress: Callable | None = None,
    engine=DEFAULT_ENGINE,
) -> list[compare.Comparison]:
    """Compare policies over an office with each member of the ensemble: a comparison for each, in worlds of its own (replicates of them)."""
    whole, arms = compare.lay_out(office, policies, overrides)
    check(ensemble, [whole, *(arm.scenario for arm in arms)], overrides or ())
    laid = [
        (ensemble.over(member, whole, whole), [replace(arm, scenario=ensemble.over(member, arm.scenario, whole)) for arm in arms])
        for member in range(len(ensemble.values))
    ]
    return _each(
        laid,
        len(arms) * replicates,
        progress,
        lambda member, given, told: compare.compare_arms(*given, years, replicates, seed + member * replicates, workers, told, engine),
    )


def ablate_over(
    ensemble: Ensemble, office, policy, years, replicates, seed, overrides=None, workers=None, progress: Callable | None = None, engine=DEFAULT_ENGINE
) -> list[ablation.Ablation]:
    """Switch off each mechanism in turn with each member of the ensemble: an ablation for each, in worlds of its own."""
    base, scenarios = ablation.lay_out(office, policy, False, overrides)
    whole = load(office, None, overrides)
    check(ensemble, [whole, base], overrides or ())
    laid = [
        (ensemble.over(member, base, whole), {off: ensemble.over(member, scenario, whole) for off, scenario in scenarios.items()})
        for member in range(len(ensemble.values))
    ]
    return _each(
        laid,
        len(scenarios) * replicates,
        progress,
        lambda member, given, told: ablation.ablate_scenarios(*given, False, years, replicates, seed + member * replicates, workers, told, engine),
    )


def run_over(
    ensemble: Ensemble, scenario: Scenario, office: Scenario, days: int, seed: int, workers: int = 1, progress: Callable | None = None, engine=DEFAULT_ENGINE
) -> pd.DataFrame:
    """Run a scenario with each member of the ensemble, each in a world of its own, and as it is in the same worlds: a row for each run (`SIDES`, parameters,
    main outcomes). office: the scenario without its policy."""
    members, size = [-1, *range(len(ensemble.values))], len(ensemble.values)
    laid = [scenario, *(ensemble.over(member, scenario, office) for member in members[1:])]
    tasks = [(which, seed + world) for world in range(size) for which in (0, world + 1)]
    rows = [None] * len(tasks)
    if progress:
        progress(0, len(tasks))
    with closing(drivers.runs(laid, tasks, days, engine=engine, workers=workers)) as results:
        for done, (place, found) in enumerate(results, 1):
            which, its_seed = tasks[place]
            stage, message = found.failure or ("", "")
            measured = dict.fromkeys((outcome.key for outcome in MAIN), np.nan) if found.failure else outcomes_of(found.run, [outcome.key for outcome in MAIN])
            about = {"member": members[which], "seed": its_seed, "weight": ensemble.weight[its_seed - seed], "stage": stage, "message": message}
            rows[place] = about | {key: laid[which].values[key] for key in ensemble.values} | measured
            if progress:
                progress(done, len(tasks))
    return pd.DataFrame(rows)


def spread(found: pd.DataFrame) -> pd.DataFrame:
    """Of what `run_over` gave, for each main outcome: how many members it is defined in, and what 5, 50 and 95 % of the ensemble (by weight) have less of; the
    same of the office as it is, in the same worlds, which is the chance of single runs."""
    sides = (("", found[found.member >= 0]), ("plain_", found[found.member < 0]))
    rows = []
    for outcome in MAIN:
        row = {"outcome": outcome.key}
        for side, held in sides:
            held = held[np.isfinite(held[outcome.key])]
            row[f"{side}runs"] = len(held)
            row |= dict(zip((f"{side}low", f"{side}middle", f"{side}high"), _quantiles(held[outcome.key].to_numpy(), held.weight.to_numpy(), (0.05, 0.5, 0.95))))
        rows.append(row)
    return pd.DataFrame(rows)


def _quantiles(values, weight, shares):
    """Weighted quantiles; NaN of nothing."""
    if not len(values):
        return np.full(len(shares), np.nan)
    order = np.argsort(values)
    weight = weight[order] / weight.sum()
    return np.interp(shares, np.cumsum(weight) - weight / 2, values[order])


def _each(laid, runs, progress, job):
    """Do a job for each member, with one progress for all."""
    found = []
    for member, given in enumerate(laid):

        def told(done, total, before=member * runs):
            if progress and (done or not before):
                progress(before + done, len(laid) * runs)

        found.append(job(member, given, told))
    return found


def conclusions(tables: Sequence[pd.DataFrame], weight: np.ndarray, value: str, by: Sequence[str]) -> pd.DataFrame:
    """What holds over the ensemble: columns `by`, then `CONCLUSIONS`.

    tables: of each member, with the columns `by` (outcome among them), `value` (a difference) and verdict (of `paired.VERDICTS`); weight: of each member.
    """
    whole = pd.concat([table.assign(weight=each) for table, each in zip(tables, weight)], ignore_index=True)
    rows = []
    for label, held in whole.groupby(list(by), sort=False, dropna=False):
        held = held[np.isfinite(held[value].astype(float))]
        rows.append(dict(zip(by, label)) | _concluded(held[value].to_numpy(float), held.verdict.to_numpy(), held.weight.to_numpy(float)))
    columns = [*by, *(name for name in CONCLUSIONS if name not in by)]
    return pd.DataFrame(rows, columns=columns)


def _concluded(differences, verdicts, weight):
    """A row of the table of conclusions."""
    if not len(differences):
        return {"members": 0, "direction": "none", "holds": "open"}
    weight = weight / weight.sum()
    told = np.isin(verdicts, (BETTER, WORSE, HIGHER, LOWER))
    up, down = (float(weight[side].sum()) for side in (differences > 0, differences < 0))
    share = max(up, down)
    low, high = _quantiles(differences, weight, (0.05, 0.95))
    return {
        "members": len(differences),
        "difference": float(weight @ differences),
        "low": float(low),
        "high": float(high),
        "share_up": up,
        "share_down": down,
        "shown_up": float(weight[told & (differences > 0)].sum()),
        "shown_down": float(weight[told & (differences < 0)].sum()),
        "direction": "none" if up == down else "up" if up > down else "down",
        "holds": "yes" if share >= FIRM - 1e-9 else "leaning" if share >= LEANING - 1e-9 else "open",
    }
