"""Mechanism 12, management: what presence and discretion each do."""

from .compile import rule
from .numeric import towards

FLOOR, REST_ROOM, LISTENING, CONDITIONS, AWAY = range(5)
"""Where the manager's attention may be."""


@rule
def place(u, floor, rest_room, listening, conditions):
    """Say where the manager spends the next round: attention shares are probabilities; what is left is spent elsewhere (the brief)."""
    if u < floor:
        return FLOOR
    if u < floor + rest_room:
        return REST_ROOM
    if u < floor + rest_room + listening:
        return LISTENING
    if u < floor + rest_room + listening + conditions:
        return CONDITIONS
    return AWAY


@rule
def steps_in(u, on_floor, free, severity, from_severity, willing):
    """Tell whether the manager steps into an episode: on the floor, free, severe enough, and willing (evidence.md D34)."""
    if not on_floor or not free or severity < from_severity:
        return 0
    return 1 if u < willing else 0


@rule
def trust_up(trust, gain):
    """Raise trust: t + gain x (1 - t)."""
    return trust + gain * (1.0 - trust)


@rule
def trust_down(trust, loss):
    """Lower trust: t x (1 - loss)."""
    return trust * (1.0 - loss)


@rule
def trust_drifts(trust, base, days_constant):
    """Let trust drift back: t + (base - t) (1 - exp(-1 / tau)), tau in working days."""
    return towards(trust, base, days_constant)


@rule
def conditions_after(done, hours, gain, voiced, extra, days_constant):
    """Give the share of removable irritants that are removed, after a day.

    k + (1 - k) x min(1, gain x hours x (1 + voiced) + extra), k = d exp(-1 / tau); hours spent on conditions, irritants voiced that day, extra from improvement
    work of teams. In [0, 1]. Source: seeds S0, S2; voice S90.
    """
    step = gain * hours * (1.0 + voiced) + extra
    if step > 1.0:
        step = 1.0
    kept = towards(done, 0.0, days_constant)
    return kept + (1.0 - kept) * step


@rule
def protection(lever, conditions_share, protects):
    """Give the chance that a break is kept under a long queue: 1 - (1 - lever)(1 - min(1, protects x conditions share))."""
    p = protects * conditions_share
    if p > 1.0:
        p = 1.0
    return 1.0 - (1.0 - lever) * (1.0 - p)
