"""Mechanism 2, the episode: whether a contact goes out of bounds, and how far."""

from .compile import rule
from .numeric import exp, logistic

MOST_TILT = 50.0
"""Largest exponent of `weight`: beyond it the severest kinds have all the weight anyhow."""


@rule
def log_odds(base, irritation, w_irritation, temper, mismatch, w_mismatch, channel_odds, crowding, w_crowding, reminder, w_reminder,
             exhaustion, w_exhaustion):
    """Give the log odds that a contact becomes an episode: the sum of its causes, as in base + w x cause.

    irritation (points), temper (log odds, exponential among users so that odds are Pareto), mismatch of roles [0, 1], the channel (log odds), people
    waiting, a reminder of the rules (0 or 1), and the employee's exhaustion above average (SD).
    Source: evidence.md D5, D10-D12, D14, D15, D19; seed S1.
    """
    tired = exhaustion if exhaustion > 0.0 else 0.0
    return (base + w_irritation * irritation + temper + w_mismatch * mismatch + channel_odds + w_crowding * crowding
            + w_reminder * reminder + w_exhaustion * tired)


@rule
def happens(u, odds):
    """Tell whether a contact becomes an episode, with the probability 1 / (1 + e^-x) of its log odds x.

    Most contacts do not, which u (2 + y + y^2/2 + y^3/6) >= 1 tells for y = -x > 0 without an exponential (Taylor's lower bound of e^y).
    """
    y = -odds
    if y > 0.0 and u * (2.0 + y * (1.0 + y * (0.5 + y / 6.0))) >= 1.0:
        return 0
    return 1 if u < logistic(odds) else 0


@rule
def weight(share, severity, tilt, irritation):
    """Weigh a kind of episode: share x exp(tilt x severity x (irritation - 1)), so that anger tilts towards the severe (exponent capped at 50).

    Kinds that the channel excludes have share 0. Source: evidence.md C1 (the pyramid of severity), seed S1.
    """
    tilted = tilt * severity * (irritation - 1.0)
    return share * exp(tilted if tilted < MOST_TILT else MOST_TILT)


@rule
def is_reminder(u, pieces_missing, share_missing, share_complete):
    """Tell whether the employee reminds the user of a rule: more often when a piece is missing. About one episode in five starts so (S15)."""
    return 1 if u < (share_missing if pieces_missing > 0 else share_complete) else 0
