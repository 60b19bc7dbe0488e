"""Mechanism 6, talk: who says what to whom when people are together, and what it does."""

from .compile import rule
from .numeric import exponential

SOLUTION, VENT, CO_RUMINATION = range(3)
"""Positions in `order.TALKS`."""

STORIES_KEPT = 3
"""Open stories that a person keeps in mind."""


@rule
def company_needed(u):
    """Give how much company somebody needs before bringing up the next thing: E = -log(1 - u).

    Company is rate x minutes, added up over all company of the day, whatever the place and the length of the step; what is brought up
    is then a Poisson process of that rate, exactly (time change, as for arrivals). Unit: expected things. Source: Çinlar 1975, theorem 4.7.
    """
    return exponential(u, 1.0)


@rule
def candour(base, tie, w_tie, manager_there, chill, meeting, meeting_factor):
    """Give the chance that something true is said: (base + w_tie x tie), less when the manager listens, less in a compulsory meeting.

    All in [0, 1]. Source: seed S0; Bernstein 2012 (evidence.md D35); psychological safety, S90.
    """
    c = base + w_tie * tie
    if c > 1.0:
        c = 1.0
    if manager_there:
        c = c * (1.0 - chill)
    if meeting:
        c = c * meeting_factor
    return c


@rule
def topic(u, solution, vent, strain):
    """Choose what is told: a solution, a vent, or co-rumination. Strain of a point or more pulls a third of solutions to venting.

    solution, vent: shares; strain in points. Source: McCance 2013, Boren 2014 (evidence.md D28).
    """
    pull = strain if strain < 1.0 else 1.0
    s = solution * (1.0 - pull / 3.0)
    if u < s:
        return SOLUTION
    if u < solution + vent:
        return VENT
    return CO_RUMINATION


@rule
def told(tacitness):
    """Give the share of a practice that can be put into words: 1 - 0.7 tacitness. Source: Miller et al. 2006."""
    return 1.0 - 0.7 * tacitness


@rule
def learns(mastery, teller_mastery, rate, tacitness, candour_now, weight):
    """Give a listener's mastery after a telling: m + rate x (1 - 0.7 tacitness) x candour x weight x (teller - m), never less than m.

    weight: 1 in the circle of talk, less for a newcomer not yet admitted. Source: evidence.md D37; Miller et al. 2006 for tacitness.
    """
    gap = teller_mastery - mastery
    if gap <= 0.0:
        return mastery
    return mastery + rate * told(tacitness) * candour_now * weight * gap


@rule
def variant_after(variant, teller_variant, own_way, conform, keep):
    """Move a variant towards the teller's (common reference) and back a little to one's own way: both in [-1, 1] (seed S0)."""
    v = variant + conform * (teller_variant - variant)
    return v + keep * (own_way - v)


@rule
def refined(quality, rate, diversity):
    """Give the quality of a practice after a telling between different people: q + rate x diversity x (1 - q)."""
    return quality + rate * diversity * (1.0 - quality)


@rule
def tie_after(tie, growth):
    """Grow a tie: t + growth x (1 - t), in [0, 1]."""
    return tie + growth * (1.0 - tie)


@rule
def diversity(tenure_a, tenure_b, same_team):
    """Say how different two people's experience is, in [0, 1]: 0.7 |ta - tb| / (ta + tb + 1 year) + 0.3 if of different teams.

    Tenures in working days. Source: Brown & Duguid 1991; March 1991.
    """
    gap = tenure_a - tenure_b
    if gap < 0.0:
        gap = -gap
    d = 0.7 * gap / (tenure_a + tenure_b + 220.0)
    if not same_team:
        d = d + 0.3
    return d
