"""Asking a colleague: who dares to, what an answer is worth when it is only told, and what one asks about when prompted."""

from .compile import rule
from .talk import told

NOVICE_DAYS = 220.0
"""Tenure up to which a person counts as a novice who may or may not dare to ask."""


@rule
def asks(u, tenure, novice):
    """Tell whether somebody asks without being prompted: with chance `novice` in the first year, else one half. Tenure in working days.

    Source: Sandvik et al. 2020, the seeker's cost of beginning (S46, S47; evidence.md D36).
    """
    return 1 if u < (novice if tenure < NOVICE_DAYS else 0.5) else 0


@rule
def lent(value, tacitness):
    """Give what a practice is worth to somebody who is told it in the middle of a contact: value x (1 - 0.7 tacitness), in [0, 1].

    value: that of `answer.value` with the teller's mastery and variant and the asker's own way. Source: S80, S81; Miller et al. 2006 for tacitness.
    """
    return value * told(tacitness)


@rule
def together(mine, told_by_another):
    """Give the know-how of two about a case: mine + (1 - mine) x told, in [0, 1]; what one of them does not know the other may."""
    return mine + (1.0 - mine) * told_by_another


@rule
def need(share, severity, theirs, mine):
    """Say how much somebody has to ask of a partner about a kind of situation: share x severity x (theirs - mine), their values; what is frequent, hard, and better known there.

    Source: pairs who interview each other about what they find hard (Sandvik et al. 2020, S46).
    """
    return share * severity * (theirs - mine)
