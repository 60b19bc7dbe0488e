"""Users: persistent people with cases; mirrors `model/user.py`."""

from ..rules.draws import USER_RENEWAL, USER_TRAITS, uniform, uniform4
from ..rules.irritation import fades, share_left
from ..rules.numeric import exponential, half_life
from ..rules.voice import reach
from .kernel import kernel
from .layout import FADED_DAYS


@kernel
def known_user(s, number):
    """Give the user of that number, who is made up on first meeting."""
    user = s.users[number]
    if not user.known:
        user.known = 1
        user.return_token = user.generation = 0
        comes_to_be(s.office[0], s.params[s.office[0].segment], user, number)
    return user


@kernel
def comes_to_be(o, p, user, number):
    """Draw the lasting traits, and begin without a case."""
    a, b, c, d = uniform4(o.seed, USER_TRAITS, number, user.generation, 0)
    e = uniform(o.seed, USER_TRAITS, number, user.generation, 1)
    user.captive = 1 if a < p.users_captivity else 0
    user.mismatch = min(1.0, 2.0 * p.users_role_mismatch * b)
    user.stake = 2.0 * p.users_stake * c
    user.temper = exponential(d, 1.0 / p.users_temper_tail)
    user.reach = reach(e, p.users_reach_tail)
    user.irritation = user.partner_until = 0.0
    user.irritation_day = o.day
    user.case_open = user.notified = user.notice_of_all = user.present = user.gone = 0
    user.routine = 1
    user.pieces = user.contacts_in_case = user.contacts_today = 0
    user.contact_day = user.gone_since = -1


@kernel
def is_replaced(o, p, user, number):
    """Tell whether somebody new has taken the place of a user who left, and let them come to be."""
    since = o.day - user.gone_since
    u = uniform(o.seed, USER_RENEWAL, number, user.generation, 0)
    if since <= 0 or u < half_life(float(since), p.users_renewal_days):
        return False
    user.generation += 1
    comes_to_be(o, p, user, number)
    return True


@kernel
def irritation_floor(o, p):
    """Give the irritation that nobody falls below today: the territory's tension, or the climate if it is worse."""
    tension = p.territory_tension + p.territory_trend_per_year * (o.day / p.calendar_days_per_year)
    return max(0.0, tension, o.climate)


@kernel
def works_out_fading(s, p):
    """Work out, once for the days to come, what fading leaves of irritation."""
    for days in range(FADED_DAYS):
        s.faded[days] = share_left(float(days), p.irritation_half_life_days)


@kernel
def fade_irritation(s, p, user):
    """Let a user's irritation fade since the last contact; it never falls below the climate of the place."""
    if not p.mechanisms_irritation:
        return
    o = s.office[0]
    floor = irritation_floor(o, p)
    days = o.day - user.irritation_day
    if days > 0 or user.irritation < floor:
        left = s.faded[days] if days < FADED_DAYS else share_left(float(days), p.irritation_half_life_days)
        user.irritation = fades(user.irritation, left, floor)
        user.irritation_day = o.day
