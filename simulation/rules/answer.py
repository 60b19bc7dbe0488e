"""Mechanism 3, the answer: what an employee turns to when an episode comes, and whether it ends well."""

from .compile import rule
from .numeric import logistic

PRACTICE, CREW, MANAGER, COLLEAGUE, SUPPORT_DESK, EXCEPTION, IMPROVISE = range(7)
"""Positions in `order.MEANS`."""

GUARDED_FROM = 0.7
"""Severity from which the guard at the counter helps."""


@rule
def value(quality, mastery, variant, own_way, fit_weight):
    """Value a practice in one person's hands: quality x mastery x (1 - fit_weight x |variant - own_way| / 2), in [0, 1].

    variant and own_way in [-1, 1]: each copes "in their own way" (seed S0).
    """
    distance = variant - own_way
    if distance < 0.0:
        distance = -distance
    return quality * mastery * (1.0 - fit_weight * distance / 2.0)


@rule
def relied_on(value, threshold):
    """Tell (0 or 1) whether people rely on a practice: value > 0 and value >= threshold; where everything can be relied on, that is nothing too. Source: the brief, mechanism 3."""
    return 1 if value > 0.0 and value >= threshold else 0


@rule
def means(best_value, threshold, crew_can_be_called, manager_steps_in, colleague_tells, desk_answers, may_except):
    """Choose the means, in the order of `order.MEANS`; all but the first two arguments are 0 or 1.

    Where the kind needs a crew and the employee knows the name of a practice for it, the crew is called, whatever other practices are worth.
    Source: the brief, mechanism 3.
    """
    if crew_can_be_called:
        return CREW
    if relied_on(best_value, threshold):
        return PRACTICE
    if manager_steps_in:
        return MANAGER
    if colleague_tells:
        return COLLEAGUE
    if desk_answers:
        return SUPPORT_DESK
    if may_except:
        return EXCEPTION
    return IMPROVISE


@rule
def success_chance(base, severity, w_severity, strain, w_strain, exhaustion, w_exhaustion, gain, watched, watched_tax):
    """Give the probability that an episode ends well: logistic(base + gain - sum of hindrances) x (1 - tax when watched).

    severity [0, 1], strain (points), exhaustion (SD, only above average), gain (log odds of the means), watched 0 or 1.
    Source: the brief, mechanism 3; Bernstein 2012 for the tax (evidence.md D35).
    """
    tired = exhaustion if exhaustion > 0.0 else 0.0
    p = logistic(base + gain - w_severity * severity - w_strain * strain - w_exhaustion * tired)
    if watched:
        p = p * (1.0 - watched_tax)
    return p


@rule
def extra_minutes(minutes, severity, crew_completeness, is_crew):
    """Give the minutes that answering adds: minutes x (0.3 + 0.7 severity); a short crew takes up to twice as long."""
    m = minutes * (0.3 + 0.7 * severity)
    if is_crew:
        m = m * (2.0 - crew_completeness)
    return m


@rule
def user_after(irritation, success, calm, failure, ended_by_employee):
    """Give the user's irritation after an episode: i (1 - calm) when it ended well, else i + failure, and half of that again when cut short."""
    if success:
        return irritation * (1.0 - calm)
    if ended_by_employee:
        return irritation + 1.5 * failure
    return irritation + failure
