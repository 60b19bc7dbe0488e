"""Regime maps: where, over two axes, one policy does better than another, and where that cannot be told."""

import pandas as pd

from ...measures.outcomes import BY_KEY
from ..paired import paired
from .measured import POINT, REPLICATE, SEED, AnalysisError


def regimes(design: pd.DataFrame, rows: pd.DataFrame, outcome: str, across: str, up: str, policy: str, against: str,
            side: str = "policy") -> pd.DataFrame:
    """The paired difference of an outcome between two policies for each pair of values of two axes.

    across, up: axes of the design; side: the axis that holds the policies; policy, against: two of its values. Twins are the same replicate
    (and seed, if seeds are given) at points that differ in the policy alone; where there are further axes, differences are averaged over
    them, world by world. Points that differ in nothing and have common seeds are the same worlds: one of them counts.

    A row for each pair of values: across, up, points (pairs of points averaged) and what `paired.paired` tells: difference, policy less
    against, with its interval, verdict, twin_worlds. A pair of values where no twins ran has 0 twin worlds.
    """
    for table, name, needed in ((design, "design", (POINT, across, up, side)), (rows, "rows", (POINT, REPLICATE, outcome))):
        lacking = [column for column in needed if column not in table.columns]
        if lacking:
            raise AnalysisError(f"{name}: no column {lacking[0]}; it has {', '.join(map(str, table.columns[:12]))}")
    if len({across, up, side}) < 3:
        raise AnalysisError(f"axes: {across}, {up}, {side}: two different axes, and a third that holds the policies")
    for one in (policy, against):
        if one not in set(design[side]):
            raise AnalysisError(f"{side}: no {one!r} in the design; it has {', '.join(sorted(map(str, design[side].unique())))}")
    if policy == against:
        raise AnalysisError(f"{side}: {policy!r} cannot be compared with itself; name two of its values")
    others = [column for column in design.columns if column not in (POINT, side)]
    held = [POINT, REPLICATE, outcome] + [SEED] * (SEED in rows.columns)
    joined = design.merge(rows[held], on=POINT, validate="one_to_many")
    halves = [joined[joined[side] == one].drop(columns=[side, POINT]) for one in (policy, against)]
    if SEED in held:  # points that fell on the same whole numbers are the same worlds
        halves = [half.drop_duplicates([*others, REPLICATE, SEED]) for half in halves]
    if any(half.duplicated([*others, REPLICATE]).any() for half in halves):
        raise AnalysisError(f"design: two points differ in nothing; each combination of {', '.join([*others, side])} may be there once")
    twins = halves[0].merge(halves[1], on=[*others, REPLICATE], suffixes=("", "_against"))
    if SEED in held and (twins[SEED] != twins[f"{SEED}_against"]).any():
        raise AnalysisError("rows: the policies were run under different seeds, so there are no twins; run the study with seeds common to all points")
    twins = twins.dropna(subset=[outcome, f"{outcome}_against"])
    if twins.empty:
        raise AnalysisError(f"rows: no run of {policy} has a twin under {against} with a finite {outcome}")
    better = BY_KEY[outcome].better if outcome in BY_KEY else None
    cells = []
    for values in design[[across, up]].drop_duplicates().sort_values([across, up]).itertuples(index=False):
        cell = twins[(twins[across] == values[0]) & (twins[up] == values[1])]
        further = [column for column in others if column not in (across, up)]
        points = len(cell[further].drop_duplicates()) if further and len(cell) else min(1, len(cell))
        whole = cell.groupby(REPLICATE).filter(lambda world: len(world) == points) if len(cell) else cell
        worlds = whole.groupby(REPLICATE)[[outcome, f"{outcome}_against"]].mean()
        told = paired(worlds[outcome].to_numpy(float), worlds[f"{outcome}_against"].to_numpy(float), better)
        cells.append({across: values[0], up: values[1], "points": points, **told})
    return pd.DataFrame(cells)
