"""Asking a colleague who is free within earshot: for an answer to an episode, or for a case that is not routine; mirrors `model/asking.py`."""

from ..rules import answer, asking
from ..rules.draws import ASK, uniform2
from ..rules.order import IDLE, SUBSTANCE_KINDS
from .kernel import kernel
from .people import helps, ties_with
from .repertoire import best_practice, transmits


@kernel
def who_knows(s, p, e, seat, kind):
    """Give the seat of the colleague who is free within earshot and relies on a practice for a kind of situation that is worth most when it is told, that practice and that
    worth; (-1, -1, 0) if there is none."""
    best, chosen, worth = -1, -1, 0.0
    post = s.posts[s.office[0].segment * len(s.staff) + seat]
    for i in range(post.near_first, post.near_end):
        other = s.near[i]
        f = s.staff[other]
        if not f.exists or f.status != IDLE:
            continue
        slot, value = best_practice(s, p, f, other, kind)
        if not answer.relied_on(value, p.answer_threshold):
            continue
        practice, held = s.practices[slot], s.held[other * len(s.practices) + slot]
        told = asking.lent(answer.value(practice.quality, held.mastery, held.variant, e.own_way, p.answer_fit_weight), practice.tacitness)
        if told > worth:
            best, chosen, worth = other, slot, told
    return best, chosen, worth


@kernel
def about_episode(s, p, e, seat, c, kind, value):
    """Give whom an employee asks about an episode, the practice that they tell and its worth; (-1, -1, 0) if nobody. value: that of the employee's own best practice."""
    if not p.mechanisms_asking or not p.mechanisms_answer or answer.relied_on(value, p.answer_threshold) or p.episode_severity[kind] < p.asking_severity:
        return -1, -1, 0.0
    helper, slot, worth = who_knows(s, p, e, seat, kind)
    if helper >= 0:
        u, _ = uniform2(s.office[0].seed, ASK, c.user, c.day, c.rank)
        if asking.asks(u, float(e.tenure), p.talk_ask_novice):
            return helper, slot, worth
    return -1, -1, 0.0


@kernel
def about_case(s, p, e, seat, c, t):
    """Let an employee ask about a case that is not routine and could be closed now: what is told adds to what they know, and the time that it takes is spared on the case."""
    o, user = s.office[0], s.users[c.user]
    if not p.mechanisms_asking or user.routine or user.pieces > 0 or user.partner_until > o.day:
        return
    helper, slot, worth = -1, -1, 0.0
    for kind in range(SUBSTANCE_KINDS):
        other, known, told = who_knows(s, p, e, seat, kind)
        if told > worth:
            helper, slot, worth = other, known, told
    if helper < 0:
        return
    _, u = uniform2(o.seed, ASK, c.user, c.day, c.rank)
    if not asking.asks(u, float(e.tenure), p.talk_ask_novice):
        return
    c.told = worth
    tells(s, p, helper, e, seat, slot, t)


@kernel
def tells(s, p, helper, e, seat, slot, t):
    """Let a colleague who was asked tell a practice: the one who asked learns as from any telling, their tie grows, and the helper is away from the post for a while."""
    f = s.staff[helper]
    s.tally[0].asked += 1.0
    if p.mechanisms_learning:
        transmits(s, p, f, helper, e, seat, slot, p.talk_transmit, 1.0, -1)
    ties_with(s, p, seat, helper)
    helps(s, p, f, helper, t, p.asking_minutes)
