"""A folder of results as tables, and all that its design lets be said of it.

Each policy of a study is analysed by itself, and what every other policy changes against the first, replicate by replicate, as an outcome
in its own right where replicates have common seeds: there an effect of an axis says where a policy helps.
"""

import json
import shlex
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.types import is_integer_dtype, is_numeric_dtype

from ...measures.outcomes import BY_KEY, MAIN
from ...scenario.messages import near
from .. import DEFAULT_EPS, manifests, parquet
from ..store import DESIGN, MANIFEST, PART
from ..study import HEAD
from ..study_form import MOST_AXES
from .effects import effects, one_at_a_time
from .measured import POINT, REPLICATE, SEED, AnalysisError, Measured, OnlyNoise, TooFew, Unmoved, measured
from .morris import morris
from .power import POWER, smallest_effect
from .regimes import regimes
from .replicates import has_zero, more_replicates
from .sobol import sobol

PARTS = f"{PART}*.parquet"

MOST_CELLS = 400
"""Pairs of values above which no regime map is drawn."""

LEAST_CROSSED = 0.5
"""Of all pairs of values so many must have been run: points that are scattered make no map."""

MOST_LACKING, LARGEST = 20, 1e100
"""Of points and replicates there may be so many times as many pairs as runs; figures are smaller than this, so that their squares are numbers."""


class Results(NamedTuple):
    """What a folder holds. kind: of the design; axes: the column of each axis (of linked keys the first that varies), by the axis' name;
    log: axes on a logarithmic scale; policies: names, the first the baseline ("": the office as it is); failed: runs that broke; manifest:
    as it was written."""

    name: str
    kind: str
    design: pd.DataFrame
    rows: pd.DataFrame
    axes: dict[str, str]
    log: tuple[str, ...]
    policies: tuple[str, ...]
    outcomes: tuple[str, ...]
    failed: int
    manifest: dict


class NoRuns(AnalysisError):
    """No run of a study is done yet."""


class OfCalibration(AnalysisError):
    """The runs are those of a calibration, which has no design."""


def read(folder, outcomes: Sequence[str] = ()) -> Results:
    """Read a folder, also while it is being written. outcomes: keys, or "all"; the main ones of those kept if not given."""
    folder = Path(folder)
    try:
        manifest = manifests.read(folder / MANIFEST, manifests.STUDY)
        design = parquet.frame(folder / DESIGN)
    except FileNotFoundError as error:
        half = (folder / MANIFEST).exists()
        lacking = f"is not whole: its {Path(error.filename).name} is gone" if half else "holds no study (it has no _manifest.json)" if folder.is_dir() else "does not exist"
        raise AnalysisError(f"{folder}: {lacking}; give " + ("the command of the sweep again, which writes it anew" if half else "a folder that `guichet sweep` made")) from None
    except NotADirectoryError:
        raise AnalysisError(f"{folder}: is a file; give the folder of results that `guichet sweep` made") from None
    except (OSError, ValueError, pa.ArrowException) as error:
        told = "its _manifest.json is broken" if isinstance(error, json.JSONDecodeError) else str(error)
        raise AnalysisError(f"{folder}: is no folder of results ({told}); give one that `guichet sweep` made") from None
    about = manifest["description"]
    kept, kind, laid, policies = about["outcomes"], about["design"]["kind"], about["axes"], tuple(about["policies"])
    if kind == "calibration":
        raise OfCalibration(f"{folder}: is of a calibration, whose sets crowd where the patterns are met: shares of variance over them would mislead; sweep a design")
    chosen = _chosen(list(outcomes), kept)
    parts = sorted(folder.glob(PARTS))
    if not parts:
        raise NoRuns(f"{folder}: no run is done yet; run the study first: {_begun(manifest)}")
    columns = [POINT, REPLICATE, SEED, "stage", *chosen]
    try:
        rows = pd.concat([parquet.frame(part, columns) for part in parts], ignore_index=True)
    except (OSError, ValueError, TypeError, pa.ArrowException) as error:
        raise AnalysisError(f"{folder}: a part cannot be read ({error}); `guichet sweep` sets it aside and runs it again") from None
    laid = laid or [{"name": key, "keys": [key]} for key in design.columns if key not in HEAD]
    if wrong := _fault(design, rows, chosen, laid, policies):
        raise AnalysisError(f"{folder}: its tables do not hold together: {wrong}; run the study again")
    broke = rows.stage.fillna("") != ""
    axes = {}
    for axis in laid:
        if varied := [key for key in axis["keys"] if design[key].nunique() > 1]:
            axes[axis["name"]] = _stands_for(axis["name"], varied, design, folder)
    log = tuple(axes[axis["name"]] for axis in laid if axis.get("log") and axis["name"] in axes)
    return Results(manifest["study"], kind, design, rows[~broke].drop(columns="stage"), axes, log, policies, tuple(chosen), int(broke.sum()), manifest)


def _stands_for(name, keys, design, folder):
    """The first of an axis' keys that tells its levels apart, under each policy."""
    levels = design.groupby("policy")[keys]
    told = next((key for key in keys if all(part[key].nunique() == len(part.drop_duplicates()) for _, part in levels)), None)
    if told is None:
        raise AnalysisError(f"{folder}: axis {name}: none of its keys {', '.join(keys)} tells its levels apart, so that none can stand for it; give one of them a value of its own at each level")
    return told


def _begun(manifest):
    """The command that began a study, as somebody would type it."""
    given = (manifest.get("sessions") or [{}])[-1].get("command")
    return shlex.join(map(str, given)) if isinstance(given, list) and given else f"guichet sweep {manifest['study']}"


def _fault(design, rows, outcomes, laid, policies):
    """What is wrong with tables that somebody else may have made; "" if nothing is."""
    keys = [key for axis in laid for key in axis["keys"]]
    if len(laid) > MOST_AXES or len(set(keys)) < len(keys) or len({axis["name"] for axis in laid}) < len(laid) or not all(axis["keys"] for axis in laid):
        return f"an axis has no key, or one that another has, too, or there are over {MOST_AXES}"
    if not policies or len(set(policies)) < len(policies):
        return "there is no policy, or one twice"
    lacking = [name for name in (*HEAD, *keys) if name not in design]
    if lacking:
        return f"the design has no column {lacking[0]}"
    if not all(_is_whole(table[name]) for table, names in ((design, (POINT, "sample")), (rows, (POINT, REPLICATE, SEED))) for name in names):
        return "points, samples, replicates and seeds are not whole numbers"
    if design[POINT].duplicated().any() or not rows[POINT].isin(design[POINT]).all() or rows.duplicated([POINT, REPLICATE]).any():
        return "a point or a run is there twice, or a run of no point"
    if not design["policy"].isin(policies).all() or design.duplicated(["sample", "policy"]).any():
        return "a point is of no policy of the study, or two are the same sample under it"
    if rows[POINT].nunique() * rows[REPLICATE].nunique() > MOST_LACKING * len(rows):
        return "hardly any replicate is there at several points"
    unfit = [name for name in keys if design[name].isna().any() or (is_numeric_dtype(design[name]) and not (np.abs(design[name].to_numpy(float)) < LARGEST).all())]
    unfit += [axis["keys"][0] for axis in laid if axis.get("log") and not all(is_numeric_dtype(design[key]) and (design[key] > 0).all() for key in axis["keys"])]
    unfit += [name for name in outcomes if not is_numeric_dtype(rows[name]) or (np.abs(rows[name].to_numpy(float)) >= LARGEST).any()]
    return f"{unfit[0]} has a value that cannot be" if unfit else ""


def _is_whole(column):
    return is_integer_dtype(column) and not column.isna().any()


def _chosen(asked, kept):
    """The outcomes to be analysed."""
    if asked == ["all"]:
        return kept
    unknown = [key for key in asked if key not in kept]
    if unknown:
        guess = near(unknown[0], kept)
        raise AnalysisError(f"outcomes: no {unknown[0]!r} in these results; " + (f"did you mean {guess}?" if guess else f"they have {', '.join(kept)}"))
    return asked or [outcome.key for outcome in MAIN if outcome.key in kept] or kept[:6]


class Analysis(NamedTuple):
    """Tables by name, each with columns outcome and policy (or "b − a") first; notes: what could not be said, of which outcome and policy, why, and as what
    kind (one of `KINDS`, or nothing); eps: by which replicates were judged."""

    results: Results
    tables: dict[str, pd.DataFrame]
    notes: pd.DataFrame
    eps: float


NEVER, UNMOVED, ALIKE, NO_ZERO, NOISE, FEW = KINDS = ("never", "unmoved", "alike", "no zero", "noise", "few")
"""Kinds of notes: an outcome is the same in all runs; differs between worlds, but not between points; is the same under two policies in every world; has no true
zero; differs between points no more than noise does; has too few points for shares."""

SAID = {
    NEVER: "is the same in all runs",
    UNMOVED: "differs between worlds, but no axis moves it",
    ALIKE: "is the same under both policies in every world",
    NO_ZERO: "has no true zero, so a coefficient of variation means nothing; judge its replicates by the table of power",
    NOISE: "differs between points by no more than noise: what share of it an axis has cannot be told; add replicates, or widen the axes",
    FEW: "has too few points for its noise: every axis might have nothing of the variance, or all; take more points, or replicates",
}

MINUS = " − "
"""Between two policies whose difference is analysed."""

def analyse(results: Results, eps: float = DEFAULT_EPS, progress: Callable[[int, int], None] | None = None) -> Analysis:
    """All that the design lets be said. What cannot be said of an outcome is noted, and the rest goes on."""
    names, method = METHODS.get(results.kind, (("effects", "shares"), _effects))
    notes = [(outcome, "", SAID[NEVER], NEVER) for outcome in results.outcomes if results.rows[outcome].nunique(dropna=False) == 1]
    told = {outcome for outcome, *_ in notes}
    results = results._replace(outcomes=tuple(outcome for outcome in results.outcomes if outcome not in told))
    sides = list(_sides(results))
    held, done = {name: [] for name in names}, 0
    for side, design, rows in sides:
        for outcome in results.outcomes:
            try:
                made = method(measured(design, rows, outcome, list(results.axes.values())))
                for name, table in zip(names, made):
                    if name == "shares" and table.low.isna().all():
                        notes.append((outcome, side, SAID[NOISE], NOISE))
                    else:
                        held[name].append(_named(table, results, outcome, side))
            except Unmoved:
                kind = ALIKE if MINUS in side and not rows[outcome].any() else UNMOVED
                notes.append((outcome, side, SAID[kind], kind))
            except OnlyNoise:
                notes.append((outcome, side, SAID[NOISE], NOISE))
            except TooFew:
                notes.append((outcome, side, SAID[FEW], FEW))
            except AnalysisError as error:
                notes.append((outcome, side, str(error), ""))
            done += 1
            if progress:
                progress(done, len(sides) * len(results.outcomes))
    tables = {name: pd.concat(found, ignore_index=True) for name, found in held.items() if found}
    maps = _maps(results, notes)
    if maps is not None:
        tables["regimes"] = maps
    zeroed = list(filter(has_zero, results.outcomes))
    notes += [(outcome, "", SAID[NO_ZERO], NO_ZERO) for outcome in results.outcomes if outcome not in zeroed]
    if zeroed:
        tables["replicates"] = more_replicates(results.rows, zeroed, eps)
    tables["power"] = _power(results)
    return Analysis(results, tables, pd.DataFrame(notes, columns=["outcome", "policy", "note", "kind"]), eps)


def _effects(found: Measured):
    """Main effects with interactions if there are points enough, else without."""
    try:
        made = effects(found)
    except AnalysisError:
        made = effects(found, interactions=False)
    return made.effects, made.shares.assign(explained=made.explained)


def _sobol(found: Measured):
    made = sobol(found)
    return [made.table.assign(stochastic=made.stochastic, base=made.base, replicates=made.replicates)]


METHODS = {
    "saltelli": (("sobol",), _sobol), "morris": (("morris",), lambda found: [morris(found).table]),
    "one_at_a_time": (("swings",), lambda found: [one_at_a_time(found)]),
}
"""What each kind of design is for: the names of the tables, and what makes them of what was measured; any other gets main effects and interactions."""


def _sides(results):
    """Design and rows of each policy, and of what each other one changes against the first; log axes as logarithms where steps are
    measured."""
    design = results.design.copy()
    if results.kind != "one_at_a_time":
        for key in results.log:
            design[key] = np.log10(design[key].astype(float))
    held = [*results.axes.values()]
    parts = {}
    for policy in results.policies:
        own = design[design.policy == policy]
        parts[policy] = own[[POINT, "sample", *held]]
        yield policy, own[[POINT, *held]], results.rows[results.rows[POINT].isin(own[POINT])]
    base, *others = results.policies
    if results.manifest["description"].get("seeds") != "common":
        return
    first = _by_sample(parts[base], results)
    for policy in others:
        twins = _by_sample(parts[policy], results).merge(first, on=["sample", REPLICATE, SEED], suffixes=("", "_base"))
        apart = twins[["sample", REPLICATE, SEED]].rename(columns={"sample": POINT})
        apart = apart.assign(**{outcome: twins[outcome] - twins[f"{outcome}_base"] for outcome in results.outcomes})
        yield f"{policy}{MINUS}{base}", parts[policy].drop(columns=POINT).rename(columns={"sample": POINT}), apart


def _by_sample(part, results):
    return results.rows.merge(part[[POINT, "sample"]], on=POINT).drop(columns=POINT)


def _named(table, results, outcome, side):
    """A table with outcome and policy first, and axes by their names."""
    names = {column: name for name, column in results.axes.items()}
    if "axis" in table:
        table = table.assign(axis=table.axis.map(names))
    if "term" in table:
        table = table.assign(term=table.term.map(lambda term: " × ".join(names[one] for one in term.split(" × "))))
    return table.assign(outcome=outcome, policy=side)[["outcome", "policy", *table.columns]]


def _maps(results, notes):
    """Regime maps of a study of two axes, in twin worlds: every other policy against the first; None if there is none to draw."""
    if len(results.axes) != 2 or len(results.policies) < 2 or results.manifest["description"].get("seeds") != "common":
        return None
    across, up = results.axes.values()
    cells, crossing = results.design[[across, up]].drop_duplicates().shape[0], results.design[across].nunique() * results.design[up].nunique()
    if cells > MOST_CELLS or cells < LEAST_CROSSED * crossing:
        return None
    made = []
    for policy in results.policies[1:]:
        for outcome in results.outcomes:
            try:
                table = regimes(results.design[[POINT, "policy", across, up]], results.rows, outcome, across, up, policy, results.policies[0])
                if table.difference.any():  # else it was said that they are alike
                    made.append(table.assign(outcome=outcome, policy=policy, against=results.policies[0])[["outcome", "policy", "against", *table.columns]])
            except AnalysisError as error:
                notes.append((outcome, f"{policy}{MINUS}{results.policies[0]}", str(error), ""))
    return pd.concat(made, ignore_index=True) if made else None


def _power(results) -> pd.DataFrame:
    """The smallest difference between two points that the replicates show with power `POWER`, in unlike worlds and, for policies, in twin
    ones."""
    rows = []
    sides = {side: (design, held) for side, design, held in _sides(results) if MINUS in side}
    for outcome in results.outcomes:
        wide = results.rows.pivot(index=POINT, columns=REPLICATE, values=outcome)
        rows.append(_shown(outcome, "", wide, False))
        rows += [_shown(outcome, side, held.pivot(index=POINT, columns=REPLICATE, values=outcome), True) for side, (_, held) in sides.items()]
    return pd.DataFrame(rows)


def _shown(outcome, side, wide, pairs):
    """A row of the table of power. The standard deviation is pooled over points that have two values or more."""
    values = wide.to_numpy(float)
    values = values[np.isfinite(values).sum(axis=1) > 1]
    worlds = int(np.median(np.isfinite(values).sum(axis=1))) if len(values) else 0
    sd = float(np.sqrt(np.nanmean(np.nanvar(values, axis=1, ddof=1)))) if len(values) else np.nan
    told = smallest_effect(worlds, sd, pairs=pairs) if worlds > 1 and sd > 0 else np.nan
    return {"outcome": outcome, "policy": side, "twins": pairs, "worlds": worlds, "sd": sd, "power": POWER, "smallest_effect": told,
            "unit": BY_KEY[outcome].unit if outcome in BY_KEY else ""}
