"""A study that was read: an office under some policies, axes over declared parameters, a design, replicates. `study_read.py` reads it from a file.

A design gives *samples*; each is run under each policy: these pairs are the *points*, each under the seeds of all replicates. Samples that a larger design
adds come after those that were there, so that points keep their numbers.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..scenario import PARAMETERS, Scenario
from ..scenario.schema import plain
from . import designs
from .study_form import SIZES, StudyHead

HEAD = ("point", "sample", "policy", "block", "role")
"""The columns of a design table before those of the axes."""

NO_POLICY = ""
"""What stands in the column `policy` where the office is run as it is."""

MOST_RUNS = 1_000_000_000

SCRAMBLE = 20_090_101
"""Seed of the order in which points are run."""


class Axis(NamedTuple):
    """Keys that move together. levels: a tuple of values, one a key, for each level; or none, and then each key runs from low to high."""

    name: str
    keys: tuple[str, ...]
    levels: tuple[tuple, ...]
    low: tuple
    high: tuple
    steps: int
    log: bool

    @property
    def count(self):
        """How many levels a grid takes."""
        return len(self.levels) or self.steps

    def columns(self, places) -> dict[str, list]:
        """The values of each key at places from 0 to 1, None where the place is NaN."""
        there = ~np.isnan(places)
        found = {}
        for i, key in enumerate(self.keys):
            values = np.full(len(places), None, object)
            values[there] = self._levels(i, places[there]) if self.levels else self._between(key, self.low[i], self.high[i], places[there])
            found[key] = values.tolist()
        return found

    def _levels(self, i, places):
        chosen = np.minimum((places * len(self.levels)).astype(int), len(self.levels) - 1)
        values = np.empty(len(self.levels), object)
        values[:] = [level[i] for level in self.levels]
        return values[chosen]

    def _between(self, key, low, high, places):
        if PARAMETERS[key].number is int:
            return low + np.minimum((places * (high - low + 1)).astype(int), high - low)
        if self.log:  # a power may differ in its last bit from machine to machine; 12 digits do not
            return [float(f"{low * (high / low) ** place:.12g}") for place in places.tolist()]
        return np.minimum(low + (high - low) * places, max(low, high))


def values_at(axes: Sequence[Axis], places: np.ndarray) -> dict[str, list]:
    """The values of all keys at places, sample x axis."""
    return {key: values for axis, at in zip(axes, places.T) for key, values in axis.columns(at).items()}


@dataclass(frozen=True)
class Study:
    """A study that was read and checked. bases: the scenario of each policy; table: the design, a row for each point, with `HEAD` and a column a key;
    added: how many of the replicates its file does not ask for."""

    head: StudyHead
    text: str
    bases: tuple[Scenario, ...]
    axes: tuple[Axis, ...]
    design: object
    table: pd.DataFrame
    days: int
    outcomes: tuple[str, ...]
    added: int = 0

    @property
    def name(self):
        """The name, under which results are filed."""
        return self.head.name

    @property
    def replicates(self):
        """Runs of each point."""
        return self.head.replicates

    def with_replicates(self, replicates: int) -> "Study":
        """The same study with more replicates than its file asks for."""
        return replace(self, head=self.head.model_copy(update={"replicates": replicates}), added=self.added + replicates - self.replicates)

    @property
    def points(self):
        """How many points there are."""
        return len(self.table)

    @cached_property
    def keys(self):
        """The parameters that the design sets."""
        return tuple(self.table.columns[len(HEAD):])

    @cached_property
    def _columns(self):
        return [(key, self.table[key].tolist()) for key in self.keys]

    @cached_property
    def _policy(self):
        names = [base.policy or NO_POLICY for base in self.bases]
        return [names.index(name) for name in self.table.policy]

    def settings(self, point: int) -> tuple[int, dict]:
        """The place of a point's scenario among the bases, and the values that are laid over it."""
        return self._policy[point], {key: _from_table(key, column[point]) for key, column in self._columns}

    def scenario(self, point: int) -> Scenario:
        """The scenario of a point."""
        which, values = self.settings(point)
        return self.bases[which].with_values(values)

    def seed_of(self, point: int, replicate: int) -> int:
        """The seed of a run: the same for all points of a replicate, or one of its own."""
        if self.head.seeds == "common":
            return self.head.seed + replicate
        told = f"{self.head.seed} {point} {replicate}".encode()
        return int.from_bytes(hashlib.blake2b(told, digest_size=8).digest()) >> 1

    @cached_property
    def order(self) -> np.ndarray:
        """The points in the order in which they are run: blocks in a scrambled order, or in their own where every beginning is a design."""
        block = self.table.block.to_numpy()
        if self.head_kind in designs.NESTED:
            return np.argsort(block, kind="stable")
        rank = np.random.default_rng(SCRAMBLE).permutation(int(block.max()) + 1)
        return np.argsort(rank[block], kind="stable")

    @property
    def head_kind(self):
        """The kind of design."""
        return self.design.kind

    @cached_property
    def description(self) -> dict:
        """What must be the same for runs to belong together, as plain data. Not its sizes: replicates and points may grow."""
        head = self.head
        return {
            "name": head.name, "days": self.days, "seed": head.seed, "seeds": head.seeds,
            "first_seeds": [self.seed_of(0, 0), self.seed_of(1, 1)], "outcomes": list(self.outcomes),
            "policies": [base.policy or NO_POLICY for base in self.bases], "scenarios": [base.digest for base in self.bases],
            "design": {key: value for key, value in self.design.model_dump().items() if key not in (*SIZES, "file")},
            "axes": [{"name": axis.name, "keys": list(axis.keys), "levels": [list(map(plain, level)) for level in axis.levels], "low": list(axis.low),
                      "high": list(axis.high), "steps": axis.steps, "log": axis.log} for axis in self.axes],
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the description."""
        return hashlib.sha256(json.dumps(self.description, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _from_table(key, value):
    """A value of the design table as scenarios take it: lists stand there as texts."""
    return tuple(json.loads(value)) if PARAMETERS[key].kind is tuple else value
