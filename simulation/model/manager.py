"""The manager: a budget of attention, and what presence and discretion do with it."""

from mesa.discrete_space import CellAgent

from ..rules.draws import LISTEN, MANAGER_PLACE, uniform
from ..rules.management import AWAY, CONDITIONS, FLOOR, LISTENING, REST_ROOM, place, steps_in, trust_up
from ..rules.order import BREAK, IDLE
from . import places

_CELL = {FLOOR: places.FLOOR, REST_ROOM: places.REST_ROOM, LISTENING: places.OFFICE, CONDITIONS: places.OFFICE, AWAY: places.OUTSIDE}


class Manager(CellAgent):
    """One manager, whose attention is drawn round by round from the shares of the scenario; rooms are visited in turn."""

    def __init__(self, model):
        super().__init__(model)
        self.where, self.room = AWAY, 0
        self.busy_until = 0.0
        self.conditions_minutes = 0.0
        self.attention_minutes = 0.0
        self.voiced = 0
        self.cell = model.places.cells[places.OUTSIDE]

    def goes(self, t, round_number):
        """Go, for the next round, where attention leads: decide the place and do there what can be done."""
        model, p = self.model, self.model.p
        if t < self.busy_until:  # still with a user: nowhere else
            self.attention_minutes += p.manager_round_minutes
            return
        u = uniform(model.seed, MANAGER_PLACE, 0, model.day, round_number)
        self.where = place(u, p.manager_floor, p.manager_rest_room, p.manager_listening, p.manager_conditions)
        self.room = round_number % p.desks_rooms
        self.cell = model.places.cells[_CELL[self.where]]
        if self.where != AWAY:
            self.attention_minutes += p.manager_round_minutes
        if self.where == CONDITIONS:
            self.conditions_minutes += p.manager_round_minutes
        elif self.where == LISTENING:
            self.listens(t, round_number)

    def listens(self, t, round_number):
        """Listen one to one to the most strained of those who are idle or on a break (ties: the lowest seat)."""
        model, p = self.model, self.model.p
        free = [e for e in model.staff if e is not None and e.status in (IDLE, BREAK)]
        if not free:
            return
        for e in free:
            e.settle(t)
        chosen = max(free, key=lambda e: (e.strain, -e.seat))
        chosen.strain = chosen.strain * (1.0 - p.manager_listen_relief)
        voiced = uniform(model.seed, LISTEN, chosen.seat, model.day, round_number) < p.manager_voice * chosen.trust
        chosen.trust = trust_up(chosen.trust, p.manager_trust_gain)
        self.voiced += voiced
        model.tally.listened += 1
        model.tally.voiced += voiced
        model.tally.care_staff += p.manager_listen_minutes
        model.log("listening", chosen.person, value=1.0 if voiced else 0.0, t=t)
        if chosen.status == IDLE:
            chosen.is_held(t, p.manager_listen_minutes)

    def steps_in(self, employee, u, severity, t):
        """Decide whether to step into an episode; where the employee is, free, willing."""
        p = self.model.p
        if not p.mechanisms_management:
            return False
        return bool(steps_in(u, self.watches(employee), t >= self.busy_until, severity, p.manager_step_in_severity, p.manager_willing))

    def watches(self, employee):
        """Tell whether the manager is on the floor of an employee's room; nobody watches those who work from home or in homes."""
        return self.where == FLOOR and not employee.remote and not employee.alone and employee.room == self.room
