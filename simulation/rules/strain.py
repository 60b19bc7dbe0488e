"""Mechanism 8, strain and exhaustion: two speeds, minutes to days and weeks to months."""

from .compile import rule
from .numeric import half_life, towards

VIOLENT_FROM = 0.9
"""Severity from which an episode shakes everybody on the site, not only those who overhear it."""


@rule
def faded(strain, minutes, half_life_minutes):
    """Let strain fade: s 2^(-minutes / half_life). Exact for any step, in points."""
    return strain * half_life(minutes, half_life_minutes)


@rule
def contact_cost(per_contact, surface, irritation):
    """Give the strain of an ordinary contact: per_contact x (1 + (surface - 1) x min(irritation, 1)), in points.

    An irritated user must be smiled at (surface acting). Source: Hülsheger & Schewe 2011 (evidence.md D21).
    """
    i = irritation if irritation < 1.0 else 1.0
    return per_contact * (1.0 + (surface - 1.0) * i)


@rule
def episode_cost(cost, success, success_share, shared, shared_share, protected, protective_share, ended, guarded):
    """Give the strain of an episode: its kind's cost, less when it ends well, was faced together, behind a protective practice, before a guard, or cut short.

    All flags 0 or 1, shares multiply; ending the contact halves a failure, a guard takes a fifth off. In points. Source: evidence.md D20; seed S0.
    """
    c = cost
    if success:
        c = c * success_share
    elif ended:
        c = c * 0.5
    if shared:
        c = c * shared_share
    if protected:
        c = c * protective_share
    if guarded:
        c = c * 0.8
    return c


@rule
def break_half_life(base, comfort, zen, room, in_company, autonomy, tiring):
    """Give the half-life of strain on a break, in minutes; smaller restores more.

    base / (1 + 0.6 comfort (in a room) + 0.5 zen (in a room)) and, in company, divided by 1 + tiring x (2 autonomy - 1): company on a socially unfree
    break tires, on a free one restores. Source: Trougakos et al. 2014 (S19, evidence.md D24, D25).
    """
    strength = 1.0
    if room:
        strength = strength + 0.6 * comfort + 0.5 * zen
    if in_company:
        strength = strength * (1.0 + tiring * (2.0 * autonomy - 1.0))
    if strength < 0.01:  # company may undo the break, never more than that
        strength = 0.01
    return base / strength


@rule
def nights(day, days_per_week):
    """Give how many nights pass before the next working day: 1, and after the last of a week as many more as the week has free days. day from 0.

    Source: the brief, mechanism 8: evenings and weekends restore.
    """
    if (day + 1) % days_per_week == 0:
        return int(8 - days_per_week)
    return 1


@rule
def after_night(strain, calm_recovery, bad_recovery, bad_day):
    """Give the strain of the next morning: one night is enough after a calm day, not after a bad one.

    s (1 - r), r falling linearly from calm_recovery at 0 to bad_recovery at the strain of a bad day and beyond. Source: S35, S36 (D26).
    """
    x = 1.0
    if strain < bad_day:
        x = strain / bad_day
    return strain * (1.0 - (calm_recovery + (bad_recovery - calm_recovery) * x))


@rule
def exhaustion_after(exhaustion, load, reference, gain, trait, disposition, days_constant, belonging, support, trust, manager_support):
    """Integrate a day's evening strain into exhaustion: e + (target - e) (1 - exp(-1 / tau)).

    target = trait x disposition + gain x (load x (1 - support x belonging) (1 - manager_support x trust) - reference); e in SD, load and reference in
    points, tau in days. Source: Guthier et al. 2020, Swider & Zimmerman 2010 (D22, D27, D32, D33).
    """
    felt = load * (1.0 - support * belonging) * (1.0 - manager_support * trust)
    target = trait * disposition + gain * (felt - reference)
    return towards(exhaustion, target, days_constant)


@rule
def contagion(exhaustion, neighbours_mean, rate_per_day, closeness):
    """Pull exhaustion towards that of close colleagues: e + rate x closeness x (mean - e) (Bakker; S25; evidence.md D31)."""
    return exhaustion + rate_per_day * closeness * (neighbours_mean - exhaustion)
