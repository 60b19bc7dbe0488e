"""Mechanism 1, irritation: what users carry from one contact to the next."""

from .compile import rule
from .numeric import half_life, is_below_exp


@rule
def fades(irritation, share_left, floor):
    """Let irritation fade between contacts towards a floor: f + (i - f) x share left, of `share_left`; never below the floor (seed S1).

    The floor is the larger of the territory's tension and the endemic climate. Units: points, a share.
    """
    if irritation <= floor:
        return floor
    return floor + (irritation - floor) * share_left


@rule
def share_left(days, half_life_days):
    """Give the share of irritation that is left after some days: 2^(-days / half_life)."""
    return half_life(days, half_life_days)


@rule
def after_wait(irritation, wait, per_minute, stake, informed, relief, announced_limit):
    """Add the irritation of a wait: i + per_minute x wait x stake.

    When waits are announced (informed = 1), short ones irritate less by `relief` and ones beyond `announced_limit` minutes more by as
    much. Units: points, minutes. Source: Efrat-Treister 2020 (evidence.md D15, D16).
    """
    added = per_minute * wait * stake
    if informed:
        if wait <= announced_limit:
            added = added * (1.0 - relief)
        else:
            added = added * (1.0 + relief)
    return irritation + added


@rule
def after_unresolved(irritation, per_unresolved, burden_weight, pieces_missing, stake):
    """Add the irritation of a contact that settled nothing; a burden (a piece asked again) weighs more than mere delay.

    i + per_unresolved x stake x (burden_weight if a piece is missing, else 1). Source: Hattke et al. 2020 (evidence.md D14, D17).
    """
    weight = burden_weight if pieces_missing > 0 else 1.0
    return irritation + per_unresolved * stake * weight


@rule
def after_reception(irritation, good, relief, per_bad, refused, per_refusal, stake):
    """Apply how the user was received: a good reception soothes even when the answer is no; a bad one and a refusal irritate.

    good: i (1 - relief), else i + per_bad x stake; refused and not well received adds per_refusal x stake. Source: Doucet 2004; seed S0.
    """
    if good:
        return irritation * (1.0 - relief)
    irritation = irritation + per_bad * stake
    if refused:
        irritation = irritation + per_refusal * stake
    return irritation


@rule
def received_well(u, base, strain, hindrance):
    """Tell whether the user is received well: with chance base x exp(-hindrance x strain); strain in points (Groth & Grandey 2012, S102)."""
    return is_below_exp(u, base, hindrance * strain)
