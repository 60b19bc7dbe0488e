"""Users: persistent people with cases, not anonymous arrivals."""

import mesa

from ..rules.draws import USER_RENEWAL, USER_TRAITS, uniform, uniform4
from ..rules.irritation import fades, share_left
from ..rules.numeric import exponential, half_life
from ..rules.voice import reach


class User(mesa.Agent):
    """A user of the office: traits that last, irritation that comes and goes, and at most one open case.

    captive, mismatch [0, 1], stake, temper (log odds), reach: lasting; irritation (points) as of `irritation_day`; pieces: missing pieces of the open
    case (-1: no case open); partner_until: day (with fraction) until which a partner is awaited.
    """

    def __init__(self, model, number):
        super().__init__(model)
        self.number = number
        self.return_token = self.generation = 0
        self.comes_to_be()

    def comes_to_be(self):
        """Draw the lasting traits, and begin without a case."""
        model, p, seed, number, generation = self.model, self.model.p, self.model.seed, self.number, self.generation
        a, b, c, d = uniform4(seed, USER_TRAITS, number, generation, 0)
        e = uniform(seed, USER_TRAITS, number, generation, 1)
        self.captive = a < p.users_captivity
        self.mismatch = min(1.0, 2.0 * p.users_role_mismatch * b)
        self.stake = 2.0 * p.users_stake * c
        self.temper = exponential(d, 1.0 / p.users_temper_tail)
        self.reach = reach(e, p.users_reach_tail)
        self.irritation = 0.0
        self.irritation_day = model.day
        self.case_open = False
        self.case_channel = 0
        self.pieces = 0
        self.partner_until = 0.0
        self.routine = True
        self.notified = self.notice_of_all = False
        self.contacts_in_case = 0
        self.contact_day = -1
        self.contacts_today = 0
        self.present = False
        self.gone, self.gone_since = False, -1

    def is_replaced(self):
        """Tell whether somebody new has taken the place of a user who left, and let them come to be."""
        model, p = self.model, self.model.p
        since = model.day - self.gone_since
        u = uniform(model.seed, USER_RENEWAL, self.number, self.generation, 0)
        if since <= 0 or u < half_life(float(since), p.users_renewal_days):
            return False
        self.generation += 1
        self.comes_to_be()
        return True

    def current_irritation(self):
        """Give irritation now, after it has faded since the last contact; it never falls below the climate of the place."""
        model = self.model
        floor = model.irritation_floor
        if not model.p.mechanisms_irritation:
            return floor
        days = model.day - self.irritation_day
        if days > 0 or self.irritation < floor:
            self.irritation = fades(self.irritation, share_left(float(days), model.p.irritation_half_life_days), floor)
            self.irritation_day = model.day
        return self.irritation
