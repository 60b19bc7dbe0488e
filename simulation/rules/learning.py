"""Mechanism 9, learning and forgetting."""

from .compile import rule
from .numeric import exp, half_life, towards


@rule
def more_experience(experience_now, months, speedup):
    """Give experience after another day: x + (1 - x)(1 - exp(-1 / tau)), tau = months x 18.3 working days x (1 - speedup); the buddy's speed-up is S51's."""
    return towards(experience_now, 1.0, months * 220.0 / 12.0 * (1.0 - speedup))


@rule
def experience(tenure_days, months):
    """Give experience in [0, 1): 1 - exp(-tenure / tau), tau = months x 18.3 working days.

    Source: De Grip, Sauermann & Sieben 2016 (S51): concave, steep in the first months.
    """
    return 1.0 - exp(-tenure_days / (months * 220.0 / 12.0))


@rule
def performance(experience_now, year_gain):
    """Give working speed relative to an expert: (1 + g x experience) / (1 + g), so that a year adds about g = 64 % (S51, D39)."""
    return (1.0 + year_gain * experience_now) / (1.0 + year_gain)


@rule
def by_doing(mastery, rate):
    """Grow mastery with a use: m + rate x (1 - m)."""
    return mastery + rate * (1.0 - mastery)


@rule
def share_kept(days, half_life_weeks, days_per_week):
    """Give the share of unused mastery that is not forgotten: 2^(-days / half-life). Source: Darr, Argote & Epple 1995 (evidence.md D40)."""
    return half_life(days, half_life_weeks * days_per_week)


@rule
def obsolete(u, of_substance, share):
    """Tell whether a rule change touches a practice: share for one of substance, a third of it for one of form (seed S0)."""
    return 1 if u < (share if of_substance else share / 3.0) else 0


@rule
def read_mastery(guide_mastery, tacitness):
    """Give the mastery that reading the guide yields: guide_mastery x (1 - tacitness); what is tacit is lost in writing. In [0, 1]. Source: F114, C5."""
    return guide_mastery * (1.0 - tacitness)
