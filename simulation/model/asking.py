"""Asking a colleague who is free within earshot: for an answer to an episode, or for a case that is not routine."""

from ..rules import answer, asking
from ..rules.draws import ASK, uniform2
from ..rules.order import IDLE, SUBSTANCE_KINDS


def who_knows(employee, kind):
    """Give the colleague who is free within earshot and relies on a practice for a kind of situation that is worth most when it is told, that practice and that worth; (None, -1, 0) if there is none."""
    model, p = employee.model, employee.model.p
    best, number, worth = None, -1, 0.0
    for seat in model.places.neighbours[employee.seat]:
        other = model.staff[seat]
        if other is None or other.status != IDLE:
            continue
        theirs, value = other.best_practice(kind)
        if not answer.relied_on(value, p.answer_threshold):
            continue
        practice, held = model.practices[theirs], other.held[theirs]
        told = asking.lent(answer.value(practice.quality, held.mastery, held.variant, employee.own_way, p.answer_fit_weight), practice.tacitness)
        if told > worth:
            best, number, worth = other, theirs, told
    return best, number, worth


def about_episode(employee, contact, kind, value):
    """Give whom an employee asks about an episode, the practice that they tell and its worth; (None, -1, 0) if nobody. value: that of the employee's own best practice."""
    model, p = employee.model, employee.model.p
    if not (p.mechanisms_asking and p.mechanisms_answer) or answer.relied_on(value, p.answer_threshold) or p.episode_severity[kind] < p.asking_severity:
        return None, -1, 0.0
    found = who_knows(employee, kind)
    if found[0] is None:
        return found
    u, _ = uniform2(model.seed, ASK, contact.user.number, contact.day, contact.rank)
    return found if employee.asks(u) else (None, -1, 0.0)


def about_case(employee, contact, t):
    """Let an employee ask about a case that is not routine and could be closed now: what is told adds to what they know, and the time that it takes is spared on the case."""
    model, p, user = employee.model, employee.model.p, contact.user
    if not p.mechanisms_asking or user.routine or user.pieces > 0 or user.partner_until > model.day:
        return
    helper, number, worth = None, -1, 0.0
    for kind in range(SUBSTANCE_KINDS):
        found = who_knows(employee, kind)
        if found[2] > worth:
            helper, number, worth = found
    if helper is None:
        return
    _, u = uniform2(model.seed, ASK, user.number, contact.day, contact.rank)
    if not employee.asks(u):
        return
    contact.told = worth
    tells(helper, employee, number, t)


def tells(helper, employee, number, t):
    """Let a colleague who was asked tell a practice: the one who asked learns as from any telling, their tie grows, and the helper is away from the post for a while."""
    model, p = employee.model, employee.model.p
    model.tally.asked += 1
    if p.mechanisms_learning:
        model.transmits(helper, employee, number, p.talk_transmit, 1.0, -1)
    employee.ties_with(helper)
    helper.helps(t, p.asking_minutes)
