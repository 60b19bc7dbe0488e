"""From a frozen scenario to the arrays of a run, and how large they are."""

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from ..measures.daily import NAMES
from ..rules.management import AWAY
from ..rules.order import KINDS
from ..scenario.declare import ACTIONS
from . import layout as lay

WEEK = 7


@dataclass(frozen=True)
class Capacity:
    """How many of each sort of thing a run has room for; a run that needs more is repeated with twice as many."""

    contacts: int = 256
    calendar: int = 1024
    practices: int = 64
    returns: int = 1024
    due: int = 16
    events: int = 0

    @property
    def total(self):
        """All places together."""
        return self.contacts + self.calendar + self.practices + self.returns + self.due + self.events

    def doubled(self, status):
        """Give the capacity after a run that ended with a status other than `FINE`."""
        name = {lay.FULL_CONTACTS: "contacts", lay.FULL_CALENDAR: "calendar", lay.FULL_PRACTICES: "practices", lay.FULL_RETURNS: "returns",
                lay.FULL_DUE: "due", lay.FULL_EVENTS: "events"}[status]
        return replace(self, **{name: 2 * getattr(self, name)})


def records(count, kind):
    """Give an array of records, all zero, whose fields are attributes."""
    return np.zeros(count, kind).view(np.recarray)


class Plan:
    """What a scenario fixes for all its runs: parameters, posts, places, shapes of days, dated changes."""

    def __init__(self, scenario):
        from ..model import places, posts  # late: they bring Mesa
        from ..model.clock import Clock
        self.scenario = scenario
        found = scenario.segments()
        seat_channels = posts.channels_of_seats(found)
        self.seats = n = len(seat_channels)
        self.params, self.segments = records(len(found), lay.PARAMS), records(len(found), lay.SEGMENT)
        self.posts, self.shapes = records(len(found) * n, lay.POST), records(len(found) * WEEK, lay.SHAPE)
        near, clock = [], Clock(0)
        for i, (first, p) in enumerate(found):
            self._fill_params(self.params[i], p)
            made = posts.plan_posts(p, seat_channels)
            self.segments[i].first = first
            are_open = posts.open_seats(p, seat_channels)
            self.segments[i].open_posts = are_open.count(True)
            plan = places.desk_plan(n, are_open.count(True), p.desks_columns, p.desks_spacing_m, p.desks_rooms)
            self.segments[i].serves[:] = self._serves(p, made, are_open)
            deaf = {seat for seat, post in enumerate(made) if post.remote or post.alone}
            heard = places.within_earshot(plan, p.desks_earshot_m, deaf)
            for seat, (post, is_open) in enumerate(zip(made, are_open)):
                self._fill_post(self.posts[i * n + seat], post, is_open, plan[seat], heard[seat], near)
            for weekday in range(p.calendar_days_per_week):
                shape, to = clock.shape(p, weekday), self.shapes[i * WEEK + weekday]
                to.count = len(shape.edges)
                to.edges[:to.count] = shape.edges
                to.shares[:to.count] = shape.shares
        self.near = np.array(near or [0], np.int64)
        self.changes = records(len(scenario.changes), lay.CHANGE)
        for to, change in zip(self.changes, scenario.changes):
            to.day, to.share, to.amount = change.day, change.amount, int(change.amount)
            to.action = tuple(ACTIONS).index(change.action) if change.action else lay.NO_ACTION
            to.situation = KINDS.index(change.situation) if change.situation else -1
        self.rooms = max(p.desks_rooms for _, p in found)
        self.teams = max(p.staff_teams for _, p in found)
        self.population = max(p.demand_population for _, p in found)

    @staticmethod
    def _fill_params(to, p):
        for name in lay.PARAMS.names:
            if hasattr(p, name):
                value = getattr(p, name)
                if isinstance(value, tuple):
                    to[name][:len(value)] = value
                    to[f"{name}_count"] = len(value)
                else:
                    to[name] = value

    @staticmethod
    def _serves(p, posts, are_open):
        """Tell for each channel whether anybody serves it (`FrontOffice.serves`)."""
        return [any(post.channel == c and is_open for post, is_open in zip(posts, are_open)) or (p.staff_blend > 0.0 and c != lay.HOME and p.channel_per_day[c] > 0.0)
                for c in range(lay.CHANNEL_COUNT)]

    @staticmethod
    def _fill_post(to, post, is_open, place, heard, near):
        to.channel, to.team, to.shift, to.blended = post.channel, post.team, post.shift, post.blended
        to.remote, to.alone, to.open, to.room = post.remote, post.alone, is_open, place[2]
        to.serves_count = len(post.serves)
        to.serves[:len(post.serves)] = post.serves
        to.metres = math.sqrt(place[0] * place[0] + place[1] * place[1])
        to.near_first = len(near)
        near.extend(heard)
        to.near_end = len(near)

    @cached_property
    def group_count(self):
        """How many groups of people there can be: rest rooms and meetings."""
        return self.rooms + self.teams

    def state(self, seed, days, capacity, rows=None):
        """Give the arrays of a run of so many days, all as on its eve; rows: of how many last days the daily table is kept."""
        n, c = self.seats, capacity
        counts = np.zeros(len(NAMES))
        state = lay.State(
            params=self.params, segments=self.segments, posts=self.posts, near=self.near, shapes=self.shapes, changes=self.changes,
            office=records(1, lay.OFFICE), tally=counts.view(lay.TALLY).view(np.recarray), counts=counts, daily=np.zeros((rows or days, len(NAMES))), sums=np.zeros(len(NAMES)),
            events=records(c.events, lay.EVENT), channels=records(lay.CHANNEL_COUNT + 1, lay.CHANNEL),
            groups=records(self.group_count, lay.GROUP), staff=records(n, lay.STAFF), due=records(n * c.due, lay.DUE),
            stories=records(n * (lay.STORIES_KEPT + 1), lay.STORY), ties=np.zeros((n, n)), held=records(n * c.practices, lay.HELD),
            practices=records(c.practices, lay.PRACTICE), users=records(self.population, lay.USER), contacts=records(c.contacts, lay.CONTACT),
            calendar=records(c.calendar, lay.EVENT_DUE), slots=np.zeros(2 * 1440 * (1 + n // 32), np.int64), returns=records(c.returns, lay.RETURN), return_days=np.full((days + 1, 2), -1),
            picks=records(3 * n, lay.PICK))
        office = state.office[0]
        office.seed, office.rooms, office.manager_where = seed, self.rooms, AWAY
        for name in ("practices_free", "alive_first", "alive_last", "guide_first", "guide_last", "contacts_free", "returns_free"):
            office[name] = -1
        for chain in (state.channels, state.groups):
            for name in chain.dtype.names:
                if name.endswith(("first", "last")):
                    chain[name] = -1
        return state
