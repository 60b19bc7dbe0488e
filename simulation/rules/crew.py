"""Mechanism 4, the crew: the call that only those who know the name understand."""

from .compile import rule


@rule
def response_minutes(distance_m, pace):
    """Give the time to reach a colleague: distance / pace, in minutes (m, m/min)."""
    return distance_m / pace


@rule
def completeness(contain, contain_needed, comfort, comfort_needed):
    """Say how complete a crew is: 0.7 of the containing role plus 0.3 of the comforting one, each at most full.

    Two run to the counter, three stay with the shaken colleague (seed S0). Counts of people; result in [0, 1].
    """
    held = 1.0
    if contain_needed > 0:
        held = contain / contain_needed
    soothed = 1.0
    if comfort_needed > 0:
        soothed = comfort / comfort_needed
    return 0.7 * (held if held < 1.0 else 1.0) + 0.3 * (soothed if soothed < 1.0 else 1.0)


@rule
def gain(full_gain, complete, agreement):
    """Give the log odds that a crew adds: full_gain x completeness x (0.6 + 0.4 agreement).

    agreement in [0, 1] is the common reference: how alike the variants of those who act are (seed S0, coordination).
    """
    return full_gain * complete * (0.6 + 0.4 * agreement)


@rule
def comforted(shock, comforters, relief):
    """Reduce a shock by what each comforter takes away: shock x (1 - relief)^comforters, in points."""
    for _ in range(comforters):
        shock = shock * (1.0 - relief)
    return shock
