"""Mechanism 13, the circle closes: queues cut breaks, waits irritate, exhaustion breeds episodes, bad endings sour the climate."""

from .compile import rule
from .numeric import towards


@rule
def break_is_cut(u, waiting, at_work, limit, protected):
    """Tell whether a break that is due is cut: waiting >= limit x at_work, and u >= protected.

    Counts of people; limit in users for each person at work; protected in [0, 1]. Source: the brief, levers (break protection).
    """
    if at_work <= 0 or waiting < limit * at_work:
        return 0
    return 0 if u < protected else 1


@rule
def climate_after(climate, bad_share, gain, days_constant):
    """Update the endemic climate towards gain x share of the day's contacts that ended in a bad episode: c + (g b - c) (1 - exp(-1 / tau)) (seed S1)."""
    return towards(climate, gain * bad_share, days_constant)
