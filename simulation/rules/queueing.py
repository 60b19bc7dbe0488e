"""The plain queue beneath the mechanisms: when users arrive, how long they wait and how long they are served."""

from .compile import rule
from .numeric import exponential, is_below_exp, lognormal, weibull

OPEN, GRANTED, REFUSED = range(3)


@rule
def arrival_gap(u):
    """Give the next gap of a unit-rate Poisson process: E = -log(1 - u).

    Arrival k of a day falls where the integrated demand of the day reaches the sum of the first k gaps (time change of a
    non-homogeneous Poisson process). Unit: expected contacts. Source: Çinlar 1975, theorem 4.7.
    """
    return exponential(u, 1.0)


@rule
def service_minutes(u, mean, variance, is_exponential):
    """Draw the minutes that an expert needs for a contact.

    Lognormal with the given mean (min) and variance of its logarithm (`numeric.log_variance`), or exponential for comparison with queueing theory.
    Source: Brown et al. 2005, JASA 100:36-50 (service times of a call centre are close to lognormal).
    """
    if is_exponential:
        return exponential(u, mean)
    return lognormal(u, mean, variance)


@rule
def patience(u, scale, shape, balk_share):
    """Draw how many minutes a user is ready to wait; a negative number means for ever.

    A share `balk_share` leaves at once; the others have Weibull patience P(T > t) = exp(-(t / scale)^shape); scale in minutes, 0 means that
    nobody gives up. Shape 1 is the exponential patience of Erlang A. Source: Brown et al. 2005; Garnett, Mandelbaum & Reiman 2002.
    """
    if u < balk_share:
        return 0.0
    if scale <= 0.0:
        return -1.0
    return weibull((u - balk_share) / (1.0 - balk_share), scale, shape)


@rule
def handling_minutes(base, performance, after_episode, penalty, extra):
    """Turn an expert's minutes into those of this employee, now: base / performance x (1 + penalty x after_episode) + extra.

    performance in (0, 1], after_episode 0 or 1, penalty a share, extra in minutes. Source: evidence.md D23, D39.
    """
    return base / performance * (1.0 + penalty * after_episode) + extra


@rule
def resolves(u, pieces, partner_days, experience, novice, expert, routine, nonroutine_factor, know_how, strain, refusal_share):
    """Tell what a contact does to the case: leave it open, grant it, or refuse it (`OPEN`, `GRANTED`, `REFUSED`).

    Never closed while a piece or a partner is missing; else with probability q = (novice + (expert - novice) x experience) x c, where c = 1 for a
    routine case and nonroutine_factor + (1 - nonroutine_factor) x know_how for another; tired people close a little less
    (q exp(-0.02 strain)). A share of what is closed is closed with a no. experience, know_how in [0, 1]; strain in points.
    Source: evidence.md D13; seed S3 (non-routine cases rest on shared know-how).
    """
    if pieces > 0 or partner_days > 0.0:
        return OPEN
    q = novice + (expert - novice) * experience
    if not routine:
        q = q * (nonroutine_factor + (1.0 - nonroutine_factor) * know_how)
    if not is_below_exp(u, q, 0.02 * strain):
        return OPEN
    return REFUSED if is_below_exp(u, q * refusal_share, 0.02 * strain) else GRANTED


@rule
def gives_notice_of_all(u, one_notice):
    """Tell whether the notice sent to the user names all missing pieces (1) or one of them (0). Source: seed S0, the n-th postponement."""
    return 1 if u < one_notice else 0
