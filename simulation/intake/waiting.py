"""Who was waiting when, who had to wait, and who hung up at once because of it.

A log of a centre with a voice unit holds callers who hang up in the unit, before any wait for a person. Some of them would
have left anyway; others leave because they learn that they must wait. Both are recorded as having hung up after no wait. They
are told apart by when it happens: the share of the first kind does not depend on whether others are waiting. Half-hours in
which very many hang up after no wait (the voice unit broke down) are left out of this.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

AT_ONCE = 1 / 60
"""Hanging up within this time (min; the resolution of a log) is hanging up at once."""


@dataclass(frozen=True)
class Leavers:
    """``machine`` is the share of contacts that leave before wanting a person; ``balk`` the share of those who must wait who leave at
    once; ``weight`` says of each contact how far it counts as wanting a person (1; 0 to 1 for those who hung up after no wait);
    ``at_once`` is the expected number that balked; ``outages`` lists
    (date, hour, number who hung up after no wait) of half-hours left out; ``balk_error``: standard error of ``balk`` from this split."""

    machine: float
    balk: float
    weight: np.ndarray
    at_once: float
    outages: tuple = ()
    balk_error: float = 0.0


def others_waiting(contacts: pd.DataFrame) -> np.ndarray:
    """How many others were waiting for a person when each contact began to."""
    found = np.zeros(len(contacts), dtype=int)
    for rows in contacts.groupby("day").indices.values():
        part = contacts.iloc[rows]
        joined, left = part["joined"].to_numpy(), (part["joined"] + part["wait"]).to_numpy()
        waits = part["wait"].to_numpy() > 0
        before = np.searchsorted(np.sort(joined[waits]), joined, "left")
        gone = np.searchsorted(np.sort(left[waits]), joined, "right")
        found[rows] = np.maximum(before - gone, 0)
    return found


def find_leavers(contacts: pd.DataFrame) -> Leavers:
    """Split those who hung up after no wait.

    With m the share lost in the machine and b the share who balk, of contacts that found nobody (0) or somebody (1) waiting the
    share that hung up after no wait is ``h = m + (1 - m) w b``, where w is the share who had to wait: two equations in m and b.
    """
    crowded = others_waiting(contacts) > 0
    gone = ((contacts["outcome"] == "hang") & (contacts["wait"] == 0)).to_numpy()
    waited = (contacts["wait"] > 0).to_numpy()
    broken, outages = _outages(contacts, gone)
    sides = [_side(gone[side], waited[side]) for side in (~crowded & ~broken, crowded & ~broken)]
    machine, balk = _solve(*sides)
    weight = np.where(gone, 0.0, 1.0)
    for side, (left, _) in zip((~crowded & ~broken, crowded & ~broken), sides):
        if left:
            weight[side & gone] = max(0.0, 1 - machine / left)
    return Leavers(
        machine,
        balk,
        weight,
        float(weight[gone].sum()),
        outages,
        _balk_error(sides, (~crowded & ~broken).sum(), (crowded & ~broken).sum()),
    )


def _outages(contacts, gone):
    """Contacts of half-hours in which far more hang up after no wait than in all others, and what those half-hours are."""
    cell = pd.factorize(contacts["day"])[0] * 48 + (contacts["arrival"].to_numpy() // 30).astype(np.int64)
    _, group = np.unique(cell, return_inverse=True)
    total, left = np.bincount(group), np.bincount(group, weights=gone)
    usual = left / total <= np.quantile(left / total, 0.9)
    expected = total * left[usual].sum() / total[usual].sum()
    broken = (left > 4 * expected + 15)[group]
    found = contacts[broken & gone].groupby([contacts["day"], contacts["arrival"] // 30 / 2]).size()
    return broken, tuple((day, float(hour), int(count)) for (day, hour), count in found.items())


def _side(gone, waited):
    """Share that hung up after no wait, and share of the others who waited."""
    stayed = len(gone) - gone.sum()
    return (float(gone.mean()) if len(gone) else 0.0, float(waited.sum() / stayed) if stayed else 0.0)


def _solve(calm, busy):
    """m and b of the two equations, by repeated substitution; all to the machine if waiting makes no difference."""
    machine, balk = calm[0], 0.0
    for _ in range(200):
        must = [_must_wait(waited, balk) for _, waited in (calm, busy)]
        if must[1] - must[0] < 0.02:
            return machine, balk
        slope = max(0.0, (busy[0] - calm[0]) / (must[1] - must[0]))
        machine = min(max(0.0, calm[0] - slope * must[0]), 1.0)
        balk = min(slope / max(1 - machine, 1e-9), 1.0)
    return machine, balk


def _balk_error(sides, *sizes):
    """Standard error of b = (h1 - h0) / (w1 - w0) / (1 - m), for binomial shares h."""
    noise = sum(left * (1 - left) / max(size, 1) for (left, _), size in zip(sides, sizes))
    gap = sides[1][1] - sides[0][1]
    return float(np.sqrt(noise) / gap) if gap > 0.02 else 0.0


def _must_wait(waited, balk):
    """Share who had to wait, from the share of those who stayed who did: waited = w (1 - b) / (1 - w b)."""
    return waited / (1 - balk + waited * balk)
