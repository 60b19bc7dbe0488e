"""Mechanism 10, absence and leaving."""

import math

from .compile import rule
from .numeric import exp, exponential, normal_quantile

EXITS_REMEMBERED_DAYS = 60
"""Days for which a colleague's leaving is felt."""

MOST_EXITS_FELT = 3.0
"""Leavers among ten colleagues beyond which one more makes no difference."""


@rule
def absence_chance(share, mean_days, exhaustion, w_exhaustion):
    """Give the daily chance of falling ill: share / ((1 - share) x mean_days) x exp(w x exhaustion).

    At average exhaustion a share `share` of days is then lost (alternating renewal). Source: evidence.md D46, S70, S74.
    """
    return share / ((1.0 - share) * mean_days) * exp(w_exhaustion * exhaustion)


@rule
def absence_length(u, mean_days):
    """Draw the length of an absence in whole working days, at least one: 1 + floor(Exp(mean_days - 1/2)) roughly keeps the mean."""
    return 1 + int(exponential(u, mean_days - 0.5 if mean_days > 0.5 else 0.0))


@rule
def leave_chance(per_year, days_per_year, exhaustion, w_exhaustion, belonging, w_belonging, trust, w_trust, tenure_days, w_newcomer, exits,
                 w_exit):
    """Give the daily chance of leaving for good.

    1 - exp(-per_year / days_per_year x exp(w_e e - w_b (belonging - 1/2) - w_t (trust - 1/2) + w_n exp(-tenure / 120) + w_x exits)), exits: recent leavers among ten colleagues.
    Source: evidence.md D44, D45; S58 (manager), S69 (newcomers), S76 (peers).
    """
    log_ratio = (w_exhaustion * exhaustion - w_belonging * (belonging - 0.5) - w_trust * (trust - 0.5)
                 + w_newcomer * exp(-tenure_days / 120.0) + w_exit * exits)
    return 1.0 - exp(-per_year / days_per_year * exp(log_ratio))


@rule
def promoter_answer(u, trust, belonging_now, exhaustion, noise):
    """Answer, from 0 to 10, how warmly one would recommend the office as a place to work: round(5.5 + 3 trust + 2 belonging - exhaustion + noise z).

    The Employee Promoter Score (seed S2) is the share of answers of 9 or 10 less that of 6 or below. trust, belonging in [0, 1]; exhaustion in SD; noise in points.
    """
    z = normal_quantile(u) if u > 0.0 else -4.0
    answer = math.floor(6.0 + 3.0 * trust + 2.0 * belonging_now - exhaustion + noise * z)
    if answer < 0.0:
        return 0
    if answer > 10.0:
        return 10
    return int(answer)


@rule
def belonging(tie_sum):
    """Give belonging from the sum of ties: s / (s + 1.5), in [0, 1)."""
    return tie_sum / (tie_sum + 1.5)
