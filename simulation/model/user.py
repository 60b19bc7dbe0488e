"""Users: persistent people with cases, not anonymous arrivals."""

import mesa

from ..rules.draws import USER_TRAITS, uniform2
from ..rules.irritation import fades
from ..rules.numeric import exponential
from ..rules.voice import reach


class User(mesa.Agent):
    """A user of the office: traits that last, irritation that comes and goes, and at most one open case.

    captive, mismatch [0, 1], stake, temper (log odds), reach: lasting; irritation (points) as of `irritation_day`; pieces: missing pieces of the open
    case (-1: no case open); partner_until: day (with fraction) until which a partner is awaited.
    """

    def __init__(self, model, number):
        super().__init__(model)
        p, seed = model.p, model.seed
        self.number = number
        a, b = uniform2(seed, USER_TRAITS, number, 0, 0)
        c, d = uniform2(seed, USER_TRAITS, number, 0, 1)
        e, _ = uniform2(seed, USER_TRAITS, number, 0, 2)
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
        self.gone = False
        self.return_token = 0

    def current_irritation(self):
        """Give irritation now, after it has faded since the last contact; it never falls below the climate of the place."""
        model = self.model
        floor = model.irritation_floor
        if not model.p.mechanisms_irritation:
            return floor
        days = model.day - self.irritation_day
        if days > 0 or self.irritation < floor:
            self.irritation = fades(self.irritation, float(days), model.p.irritation_half_life_days, floor)
            self.irritation_day = model.day
        return self.irritation
