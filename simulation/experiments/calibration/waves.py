"""Run a calibration: wave after wave, each stored as a sweep's runs are, until sets enough are within the tolerance, or the budget is spent.

`evaluations/` in the folder is a store like that of a sweep (`experiments.store`): parts that are whole or not there, resumed by the same command, refused if
the study or the program was edited. What a wave consists of follows from the seed and from the results of the waves before it, so that after any interruption
the same waves are found again.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from .. import COMPILED, designs, parquet
from ..parallel import cores, in_threads
from ..store import DESIGN, MANIFEST, PART, StoreError
from ..study import NO_POLICY, values_at
from ..sweep import Chunk, sweep, work
from . import abc
from .form import Calibration

EVALUATIONS = "evaluations"
"""The folder of the runs, inside that of the calibration."""

NEAR_SHARE = 0.25
"""The next wave is drawn about so many effective sets, as a share of a wave."""

FAR = 3.0
"""A mean distance, in standard deviations, beyond which a set is implausible (three-sigma rule of Pukelsheim 1994, as in history matching)."""

LEVEL = 0.9
"""Level of the intervals of the ensemble."""

CHECK_SEED = 2**61
"""The ensemble is run in worlds of its own, from this seed on."""


class CalibrationError(Exception):
    """The calibration cannot go on; the text says why, and what to do."""


class Step(NamedTuple):
    """How far the waves had come after one of them. sets, runs: so far; failed: sets without a value for some pattern."""

    wave: int
    sets: int
    runs: int
    failed: int
    epsilon: float
    effective: float
    nearest: float


@dataclass(frozen=True)
class Found:
    """What a calibration found. places: of the members, set x parameter, between 0 and 1; origin: the evaluation of each; checked: member x replicate x
    pattern, the members run once more in new worlds; first: what the first wave gave, evaluation x pattern; steps: a row for each wave."""

    study: Calibration
    state: abc.State
    places: np.ndarray
    origin: np.ndarray
    checked: np.ndarray
    first: np.ndarray
    steps: tuple[Step, ...]

    @property
    def runs(self) -> int:
        """Runs of the model in all, those of the check among them."""
        return self.steps[-1].runs + self.checked.shape[0] * self.checked.shape[1]

    @cached_property
    def whole(self) -> np.ndarray:
        """Which members gave a value for every pattern when they were run once more."""
        return np.isfinite(self.checked).all(axis=(1, 2))

    @cached_property
    def ensemble(self) -> pd.DataFrame:
        """A row for each member: member, weight (they sum to 1), evaluation it comes from, and a column for each parameter."""
        values = values_at(self.study.axes, self.places)
        table = pd.DataFrame({"member": np.arange(len(self.places)), "weight": self.whole / max(1, self.whole.sum()), "evaluation": self.origin, **values})
        table = table[self.whole].reset_index(drop=True)
        return table.assign(member=np.arange(len(table))).infer_objects()

    @cached_property
    def parameters(self) -> pd.DataFrame:
        """A row for each axis: median and interval of the ensemble (values of its first key), and how much narrower than the prior it is."""
        rows = []
        for axis, at in zip(self.study.axes, self.places[self.whole].T):
            low, middle, high = interval(at)
            shown = axis.columns(np.array([0.0, 1.0, low, middle, high]))[axis.keys[0]]
            narrower = max(0.0, 1.0 - (high - low) / LEVEL)
            rows.append((axis.name, *shown, low, high, narrower, "no" if narrower < 0.2 else "hardly" if narrower < 0.5 else "yes"))
        return pd.DataFrame(
            rows, columns=["parameter", "prior_low", "prior_high", "low", "median", "high", "place_low", "place_high", "narrower", "identified"]
        )

    @cached_property
    def correlations(self) -> pd.DataFrame:
        """Spearman's rank correlation of each two parameters over the ensemble, strongest first."""
        names, ranks = [axis.name for axis in self.study.axes], pd.DataFrame(self.places[self.whole]).rank()
        held = ranks.corr().to_numpy()
        rows = [(names[i], names[j], held[i, j]) for i in range(len(names)) for j in range(i)]
        return pd.DataFrame(rows, columns=["parameter", "other", "correlation"]).sort_values(
            "correlation", key=lambda column: -column.abs(), ignore_index=True
        )

    @cached_property
    def fit(self) -> pd.DataFrame:
        """A row for each pattern: what was observed, what the members give (means over their replicates), and whether that is reproduced: the observed lies
        within the interval of the members, both widened by what is not known of the pattern."""
        rows, means = [], self.checked[self.whole].mean(axis=1)
        for pattern, members, first in zip(self.study.patterns, means.T, self.first.T):
            low, _, high = interval(members)
            reach = pattern.half_width if pattern.even else 1.645 * pattern.error
            noise = float(np.sqrt(np.nanmean(self.checked[:, :, len(rows)].var(axis=1, ddof=1)) / self.checked.shape[1]))
            rows.append(
                (
                    pattern.measure,
                    pattern.value,
                    pattern.error,
                    pattern.value - reach,
                    pattern.value + reach,
                    float(members.mean()),
                    low,
                    high,
                    *np.nanquantile(first, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]),
                    noise,
                    bool(low <= pattern.value + reach and high >= pattern.value - reach),
                )
            )
        return pd.DataFrame(
            rows,
            columns=["measure", "value", "error", "observed_low", "observed_high", "mean", "low", "high", "prior_low", "prior_high", "noise", "reproduced"],
        )

    @property
    def reached(self) -> bool:
        """Whether there are sets enough within the tolerance."""
        return self.state.reached and self.state.effective >= self.study.options.members

    @property
    def nearest(self) -> float:
        """The least distance of any evaluation from the patterns, in standard deviations."""
        return self.steps[-1].nearest


def interval(values: np.ndarray) -> np.ndarray:
    """Low end, median and high end of the interval that holds one more draw with probability `LEVEL`, over the first axis of values. Of n draws, the k-th has
    k / (n + 1) below it on average (Hyndman & Fan 1996, Am. Stat. 50:361, definition 6)."""
    return np.quantile(values, [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2], axis=0, method="weibull")


def targets(study: Calibration) -> abc.Targets:
    """The patterns as arrays."""
    return abc.Targets(*(np.array(column) for column in zip(*((one.value, one.error, one.even) for one in study.patterns))))


def begun(study: Calibration, folder) -> Calibration:
    """The study with all waves that its folder holds already."""
    folder = Path(folder) / EVALUATIONS
    if not (folder / MANIFEST).exists():
        return study
    try:
        table = parquet.frame(folder / DESIGN)
    except (OSError, pa.ArrowException) as error:
        raise StoreError(f"{folder / DESIGN} cannot be read ({error}); remove {folder.parent} and begin again") from None
    alike = list(table) == list(study.table) and all(table[name].dtype.kind == known.dtype.kind for name, known in study.table.items() if known.dtype.kind in "ifb")
    return replace(study, table=table) if alike and len(table) > study.points else study


def calibrate(
    study: Calibration,
    folder,
    workers: int | None = None,
    run_seconds: float | None = None,
    cluster: str | None = None,
    told: Callable[[str, int], Callable] = lambda what, total: lambda done: None,
    command=(),
) -> Found:
    """Go on with a calibration until it is done; give what it found.

    told: called with what is run next ("wave 3", "check") and how many runs that is in all; gives a function of the runs done. Raises what `sweep.sweep`
    raises, and CalibrationError; each leaves a folder from which the same call goes on.
    """

    def run():
        progress = told(f"wave {study.points // study.options.wave}", study.points * study.replicates)
        sweep(study, Path(folder) / EVALUATIONS, workers, cluster=cluster, run_seconds=run_seconds, progress=lambda now: progress(now.done), command=command)

    waves, steps = [(None, designs.sobol(study.options.wave, len(study.axes), study.head.seed).places)], []
    study = begun(study, folder)
    run()
    while True:
        if len(waves) * study.options.wave > study.points:
            study = replace(study, table=_table(study, waves))
            run()
        values = _results(study, folder)[: len(waves) * study.options.wave]
        _same(study, waves, folder)
        state = _weigh(study, waves, values)
        steps.append(_step(study, len(waves), values, state))
        if state.reached and state.effective >= study.options.members or (len(waves) + 1) * study.options.wave > study.options.budget:
            return _checked(study, state, values, steps, workers, told)
        waves.append(abc.propose(state, study.options.wave, _seed(study, len(waves))))


def _seed(study, number):
    return int(np.random.SeedSequence([study.head.seed, number]).generate_state(1)[0])


def _weigh(study, waves, values):
    """What is known after these waves; raises CalibrationError if it is nothing."""
    places, wave = np.concatenate([held for _, held in waves]), np.repeat(np.arange(len(waves)), study.options.wave)
    enough = max(NEAR_SHARE * study.options.wave, 3.0 * (len(study.patterns) + 1))
    state = abc.infer(places, [mixture for mixture, _ in waves], wave, values, targets(study), study.options.tolerance, enough, study.head.seed)
    if state.counted < len(study.patterns) + 2:
        silent = [one.measure for one, column in zip(study.patterns, np.moveaxis(values, 2, 0)) if not np.isfinite(column).all(axis=1).any()]
        raise CalibrationError(
            f"of {len(values)} parameter sets {state.counted} give a value for every pattern in every replicate"
            + (f" ({', '.join(silent)} never has one)" if silent else "")
            + "; take longer runs, or leave out patterns that are often undefined"
        )
    return state


def _step(study, number, values, state):
    return Step(number, len(values), len(values) * study.replicates, len(values) - state.counted, state.epsilon, state.effective, float(state.distance.min()))


def _table(study, waves):
    """The design table of these waves: what `Study.table` is."""
    first, places = study.table.iloc[: study.options.wave], np.concatenate([held for _, held in waves])
    numbers = np.arange(len(places))
    columns = values_at(study.axes, places)
    return pd.DataFrame(
        {"point": numbers, "sample": numbers, "policy": study.bases[0].policy or NO_POLICY, "block": numbers // study.options.wave, "role": "", **columns}
    ).astype(first.dtypes.to_dict())


def _same(study, waves, folder):
    """Refuse a folder whose waves are not those that follow from its results: another version of the libraries, or of this module, made them."""
    held, made = study.table.iloc[: len(waves) * study.options.wave], _table(study, waves)
    for key in study.keys:
        if not np.allclose(held[key].to_numpy(float), made[key].to_numpy(float), rtol=1e-6, atol=1e-9):
            raise StoreError(f"{folder} was begun by a program that proposed other parameter sets (other versions of numpy or scipy?); choose another --out")


def _results(study, folder):
    """The patterns' measures in each run: set x replicate x pattern."""
    keys = [pattern.measure for pattern in study.patterns]
    found = np.full((study.points, study.replicates, len(keys)), np.nan)
    for part in sorted((Path(folder) / EVALUATIONS).glob(f"{PART}*.parquet")):
        table = parquet.frame(part, ["point", "replicate", *keys])
        found[table["point"].to_numpy(), table["replicate"].to_numpy()] = table[keys].to_numpy()
    return found


def _checked(study, state, values, steps, workers, told):
    """Draw the ensemble, and run it once more in new worlds."""
    places, origin = abc.sample(state, study.options.members, study.head.seed)
    progress = told("check", len(places) * study.replicates)
    progress(0)
    found = np.empty((len(places), study.replicates, len(study.patterns)))
    with closing(in_threads(work, _chunks(study, places), workers or cores())) as results:
        for done, (member, given) in enumerate(results, 1):
            found[member] = given.values
            progress(done * study.replicates)
    if not np.isfinite(found).all(axis=(1, 2)).any():
        raise CalibrationError("no member of the ensemble gives a value for every pattern when it is run once more; take longer runs")
    return Found(study, state, places, origin, found, values[: study.options.wave].mean(axis=1), tuple(steps))


def _chunks(study, places):
    """The runs of each member, in worlds of their own."""
    columns = values_at(study.axes, places)
    first = CHECK_SEED + study.head.seed % CHECK_SEED
    return [
        (
            Chunk(
                study.bases,
                ((member, 0, {key: values[member] for key, values in columns.items()}),),
                (tuple((replicate, first + replicate * len(places) + member) for replicate in range(study.replicates)),),
                study.days,
                study.outcomes,
                COMPILED,
            ),
        )
        for member in range(len(places))
    ]
