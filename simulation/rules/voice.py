"""Mechanism 11, voice and exit (Hirschman 1970; seed S4)."""

from .compile import rule
from .numeric import power

MOST_RECRUITS = 20
"""One call-out brings along no more than this many users."""


@rule
def leaves(u, captive, chance, irritation):
    """Tell whether a user who was let down goes elsewhere: never a captive one, else with chance x irritation (evidence.md D18)."""
    if captive:
        return 0
    return 1 if u < chance * irritation else 0


@rule
def calls_out(u, chance, irritation):
    """Tell whether a user who was let down calls out in public, with chance x irritation per point (seed S4)."""
    return 1 if u < chance * irritation else 0


@rule
def recruits(per_hour, reach, minutes, personal, relief):
    """Give the mean number of users whom a visible call-out brings along before it is answered.

    per_hour x reach x hours, less `relief` of it when the answer was personal and effective. Source: seed S4.
    """
    mean = per_hour * reach * minutes / 60.0
    if personal:
        mean = mean * (1.0 - relief)
    return mean


@rule
def reach(u, tail):
    """Draw how far a user's public voice carries: Pareto with mean 1 and the given tail, capped at 50.

    (tail - 1) / tail x (1 - u)^(-1 / tail); followers are few for most and many for a few (S107).
    """
    y = (tail - 1.0) / tail * power(1.0 - u, -1.0 / tail)
    return y if y < 50.0 else 50.0
