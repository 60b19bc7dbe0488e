"""Mechanism 5, invention: tricks from improvised successes, open stories from failures, practices from talk."""

from .compile import rule
from .numeric import exp

RESOLVING, PROTECTIVE, SUBVERSIVE = range(3)
"""Positions in `order.VALENCES`."""


@rule
def leaves_trick(u, chance, salience, severity, watched, prevented, relative):
    """Tell whether an improvised success leaves a trick of one's own: chance x exp(salience x severity) x (1 - prevented if watched) x relative.

    What was grave is remembered. relative is 1 when the employee faced it alone and `manager.step_in_learning` when the manager stepped in. Source: Bernstein 2012; seed S0.
    """
    p = chance * exp(salience * severity) * relative
    if watched:
        p = p * (1.0 - prevented)
    return 1 if u < p else 0


@rule
def leaves_story(u, chance, salience, severity, relative):
    """Tell whether a failure leaves an open story to be told: chance x exp(salience x severity) x relative (Orr 1996, war stories)."""
    return 1 if u < chance * exp(salience * severity) * relative else 0


@rule
def solves_story(u, chance, diversity, candour):
    """Tell whether a listener turns an open story into a practice: chance x (0.5 + diversity) x candour.

    diversity in [0, 1]: how different the experiences of teller and listener are. Source: Brown & Duguid 1991.
    """
    return 1 if u < chance * (0.5 + diversity) * candour else 0


@rule
def quality(u, low, high):
    """Draw the quality of a new practice, uniform in [low, high]."""
    return low + (high - low) * u


@rule
def valence(u, protective, subversive):
    """Draw whether a new practice resolves, protects the employee, or works against the organisation (Raz 2007, S21)."""
    if u < subversive:
        return SUBVERSIVE
    if u < subversive + protective:
        return PROTECTIVE
    return RESOLVING
