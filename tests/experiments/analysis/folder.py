"""Folders of results as `guichet sweep` writes them, of known numbers."""

import json

import numpy as np
import pandas as pd


def write(folder, kind, samples, value, policies=("a", "b"), replicates=4, seeds="common", failed=(), log=()):
    """Write a folder. samples: a frame with a column for each axis; value: outcome of (a row of axes, policy); failed: (point, replicate)
    that broke.

    Exhaustion and cost_total are 10 × world + value + a little noise."""
    folder.mkdir()
    rng, design, rows = np.random.default_rng(5), [], []
    for sample, axes in enumerate(samples.to_dict("records")):
        for policy in policies:
            point = len(design)
            design.append({"point": point, "sample": sample, "policy": policy, "block": sample, "role": "", **axes})
            for world in range(replicates):
                broke = (point, world) in failed
                told = np.nan if broke else 10.0 * world + value(axes, policy) + 0.01 * rng.normal()
                rows.append({"point": point, "sample": sample, "policy": policy, "replicate": world, "seed": world if seeds == "common" else len(rows), **axes,
                             "exhaustion": told, "cost_total": 100.0 + told, "stage": "running" if broke else "", "message": "MemoryError" if broke else ""})
    pd.DataFrame(design).to_parquet(folder / "_design.parquet", index=False)
    table = pd.DataFrame(rows)
    for number, part in enumerate(np.array_split(np.arange(len(table)), 3)):
        table.iloc[part].to_parquet(folder / f"part-{number}.parquet", index=False)
    axes = [{"name": f"the {key}", "keys": [key], "log": key in log} for key in samples.columns]
    (folder / "_manifest.json").write_text(json.dumps({
        "study": "mine", "title_en": "Mine <b>", "title_fr": "La mienne",
        "description": {"outcomes": ["exhaustion", "cost_total"], "design": {"kind": kind}, "axes": axes, "policies": list(policies), "seeds": seeds}}),
        encoding="utf-8")
    return folder
