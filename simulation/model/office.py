"""The front office as a Mesa model: time, posts, the calendar of events, and the people that it brings together."""

import heapq
from collections import deque
from collections.abc import Sequence
from math import isfinite
from numbers import Real
from typing import TYPE_CHECKING

import mesa

from ..measures.daily import CHANNEL_COLUMNS, KIND_COLUMNS, MEANS_COLUMNS, REPORT_COLUMNS, SUCCESS_COLUMNS, TALK_COLUMNS, Tally
from ..measures.events import CODE
from ..rules.circle import break_is_cut
from ..rules.draws import BREAK, INITIAL_PRACTICE, TENURE, below, uniform2
from ..rules.management import REST_ROOM, protection, trust_down
from ..rules.numeric import exponential
from ..rules.order import (
    ABSENT,
    BEGINS,
    CHANNELS,
    DAY,
    DECREED,
    EVENT_RANK,
    GO_HOME,
    HELD_BACK,
    HELPING,
    HOME,
    IDLE,
    IMPROVEMENT,
    KINDS,
    LARGEST_SEED,
    LIVE_CHANNELS,
    OFF,
    SERVING,
    SHORT,
    WAITING,
)
from ..rules.order import (
    BREAK as ON_BREAK,
)
from . import conversation, day, flow, places
from .clock import Clock
from .collector import DailyCollector
from .employee import Employee
from .manager import Manager
from .posts import channels_of_seats, open_seats, plan_posts
from .repertoire import Repertoire
from .user import User

if TYPE_CHECKING:
    from ..scenario import Scenario


class Company:
    """People who are together and may talk."""

    __slots__ = ("people", "in_rest_room", "meeting", "manager_there")

    def __init__(self, people, in_rest_room, meeting, manager_there):
        self.people, self.in_rest_room, self.meeting, self.manager_there = people, in_rest_room, meeting, manager_there


def _is_whole(given):
    """Whether something is a whole number; 3.0 is one."""
    return isinstance(given, Real) and not isinstance(given, bool) and isfinite(given) and given == int(given)


class FrontOffice(Repertoire, mesa.Model):
    """A front office, run minute by minute from a `Scenario`.

    scenario: from `simulation.scenario.load`, or the name of a shipped office; seed: 0 to 2^63 - 1; employee_class: a subclass of `Employee` whose
    decisions differ; numbering: for tests, the order in which the first staff are created (it must change nothing but names).

    settings: values laid over the scenario, as `breaks__overlap=1.0`. Raises `ScenarioError` for what no scenario may hold, `ValueError` for a seed that is none.

    `step()` runs one step (a minute); `run(days)` runs on to the end of a day. `daily` holds a row of `measures.daily.COLUMNS` for each day,
    `events` a tuple of `measures.events.FIELDS` for each event; `datacollector.get_model_vars_dataframe()` gives the daily table as a data frame. `agents` are
    the employees, the manager and the users who came; `day` counts from 0, `now` is in minutes from the first midnight. `close()` lets go of a model that is no
    longer needed.
    """

    def __init__(self, scenario: "Scenario | str" = "social_agency", seed: int = 1, employee_class: type[Employee] = Employee, record_contacts: bool = False,
                 numbering: Sequence[int] | None = None, **settings: object) -> None:
        if not _is_whole(seed) or not 0 <= seed <= LARGEST_SEED:  # None is what Mesa 3.5's batch_run makes of a parameter of that name
            raise ValueError(f"seed must be a whole number from 0 to 2^63 - 1 (given {seed!r}); with mesa.batch_run give the seeds as rng=[1, 2, ...]")
        super().__init__(rng=0)  # Mesa's own generator is never drawn from
        if not (isinstance(employee_class, type) and issubclass(employee_class, Employee)):
            raise ValueError(f"employee_class must be a class made from Employee (given {employee_class!r})")
        if not hasattr(scenario, "segments") or settings:
            from ..scenario import Scenario, load
            base = scenario if isinstance(scenario, Scenario) else load(scenario)
            scenario = base.with_values({k.replace("__", "."): v for k, v in settings.items()}) if settings else base
        # not self.scenario: from 3.5 on Mesa keeps something of its own under that name
        self.frozen, self.seed, self.employee_class = scenario, int(seed), employee_class
        self.segments = list(scenario.segments())
        self.kinds = KINDS
        self.p = self.segments[0][1]
        self.day, self.day_open = 0, False
        self.day_start = self.now = 0.0
        self.clock = Clock()
        self.heap, self._pushes, self._serial, self._payroll = [], 0, 0, 0
        self.events, self.daily, self.contact_log = [], [], ([] if record_contacts else None)
        self.day_ends = []  # the step at which each day ended
        self.datacollector = DailyCollector(self)
        self.tally = Tally()
        self.users, self.cases_open, self.returns = {}, 0, {}
        self.practices, self.alive, self.guide = [], [], {}
        self.queues, self.waiting, self.serving, self.helping = [deque() for _ in CHANNELS], [0] * len(CHANNELS), 0, 0
        self.idle, self.idle_blended = [{} for _ in CHANNELS], {}
        self.rest_rooms, self.meetings = {}, {}
        self.climate = self.conditions = self.improvement = self.budget = 0.0
        self.recent_exits, self.forced_rule_changes, self.promoter_score = [], 0, 0.0
        self.lay_out()
        self._people(numbering)
        self.manager = Manager(self)

    # --- setting up ---------------------------------------------------------------------------------------------------------

    def lay_out(self):
        """Lay out posts, desks and earshot under the parameters of the day."""
        if not hasattr(self, "seat_channels"):
            self.seat_channels = channels_of_seats(self.segments)
        self.posts = plan_posts(self.p, self.seat_channels)
        self.open_seats = open_seats(self.p, self.seat_channels)
        self.open_posts = self.open_seats.count(True)
        deaf = {seat for seat, post in enumerate(self.posts) if post.remote or post.alone}
        self.places = places.Places(len(self.posts), self.open_posts, self.p, deaf)

    def _people(self, numbering):
        """Hire the first staff, with their tenure and the tricks that they bring."""
        p, n = self.p, len(self.posts)
        self.staff, self.vacant_until, self.generations = [None] * n, [0] * n, [0] * n
        for seat in (numbering if numbering is not None else range(n)):
            if not self.open_seats[seat]:
                self.vacant_until[seat] = int(p.staff_hiring_days)
                continue
            u_novice, u_tenure = uniform2(self.seed, TENURE, seat, 0, 0)
            if u_novice < p.staff_novice_share:
                tenure = int(u_tenure * 120.0)
            else:
                tenure = 120 + int(exponential(u_tenure, p.staff_tenure_years) * p.calendar_days_per_year)
            self.staff[seat] = self.employee_class(self, seat, 0, tenure)
        for e in self.staff:
            if e is None:
                continue
            e.cell = e.home_cell()
            row = self.log("start", e.person, value=float(e.tenure), t=0.0)
            if self.p.mechanisms_answer and self.p.mechanisms_invention:
                self._initial_tricks(e, row)

    def _initial_tricks(self, e, row):
        """Give a person of long tenure the private tricks that they have worked out before the run."""
        p = self.p
        u, _ = uniform2(self.seed, INITIAL_PRACTICE, e.seat, 0, 0)
        expected = p.invention_initial_practices * e.tenure / (e.tenure + 1.0 * p.calendar_days_per_year)
        for k in range(int(expected + u)):
            u_kind, _ = uniform2(self.seed, INITIAL_PRACTICE, e.seat, 0, 1 + k)
            self.invents(e, below(u_kind, len(KINDS) - 1), "trick", row, which=k % 16, count=False)

    # --- small services used everywhere -------------------------------------------------------------------------------------

    def push(self, t, kind, ident, payload):
        """Put an event on the calendar at an absolute minute; ties by `EVENT_RANK`, then identity, then order of entry."""
        self._pushes += 1
        heapq.heappush(self.heap, (t, EVENT_RANK[kind], ident, self._pushes, payload))

    def next_serial(self):
        """Number a contact."""
        self._serial += 1
        return self._serial

    def next_person(self):
        """Number a person on the payroll."""
        self._payroll += 1
        return self._payroll - 1

    def user(self, number):
        """Give the user of that number, who is made up on first meeting."""
        user = self.users.get(number)
        if user is None:
            user = self.users[number] = User(self, number)
        return user

    def log(self, event, who, whom=-1, practice=-1, situation=-1, parent=-1, value=0.0, t=None):
        """Write an event in the log and give its row."""
        minute = (self.now if t is None else t) - self.day_start
        self.events.append((self.day, minute, CODE[event], who, whom, practice, situation, parent, value))
        return len(self.events) - 1

    def set_event_value(self, row, value):
        """Complete an event whose value was not known when it began."""
        self.events[row] = (*self.events[row][:8], value)

    def record(self, contact, wait, served, minutes):
        """Keep a line for a contact that ended, if asked to."""
        if self.contact_log is not None:
            self.contact_log.append((contact.day, contact.arrived - DAY * contact.day, contact.channel, contact.user.number, wait, served,
                                     minutes))

    @property
    def irritation_floor(self):
        """The irritation that nobody falls below today: the territory's tension, or the climate if it is worse."""
        p = self.p
        tension = p.territory_tension + p.territory_trend_per_year * (self.day / p.calendar_days_per_year)
        return max(0.0, tension, self.climate)

    def serves(self, channel):
        """Whether anybody serves a channel."""
        if any(post.channel == channel and is_open for post, is_open in zip(self.posts, self.open_seats)):
            return True
        return self.p.staff_blend > 0.0 and channel != HOME and self.p.channel_per_day[channel] > 0.0

    def buddy_cost(self, employee):
        """Give the share of working time that an employee loses as somebody's buddy: the seat after each newcomer's is the buddy's."""
        p = self.p
        if not p.staff_buddy:
            return 0.0
        before = self.staff[employee.seat - 1]
        return p.staff_buddy_cost if before is not None and before is not employee and before.tenure < p.calendar_days_per_year // 2 else 0.0

    # --- counting -----------------------------------------------------------------------------------------------------------

    def count_contact(self, channel):
        """Count a contact that reached the office."""
        tally = self.tally
        tally.contacts += 1
        setattr(tally, CHANNEL_COLUMNS[channel], getattr(tally, CHANNEL_COLUMNS[channel]) + 1)

    def count_episode(self, kind, means, success, reminder, u_report):
        """Count an episode as felt, and as reported if somebody reports it."""
        tally = self.tally
        tally.episodes += 1
        tally.episodes_failed += not success
        tally.episodes_reminder += bool(reminder)
        for name in (KIND_COLUMNS[kind], MEANS_COLUMNS[means]):
            setattr(tally, name, getattr(tally, name) + 1)
        if success:
            setattr(tally, SUCCESS_COLUMNS[means], getattr(tally, SUCCESS_COLUMNS[means]) + 1)
        if u_report < self.p.episode_report_share[kind]:
            setattr(tally, REPORT_COLUMNS[kind], getattr(tally, REPORT_COLUMNS[kind]) + 1)

    def count_talk(self, topic):
        """Count a talk by its topic."""
        setattr(self.tally, TALK_COLUMNS[topic], getattr(self.tally, TALK_COLUMNS[topic]) + 1)

    # --- staff --------------------------------------------------------------------------------------------------------------

    def leaves(self, e):
        """Let someone leave for good; what they alone knew goes with them."""
        p, tally = self.p, self.tally
        self.log("exit", e.person, value=float(e.tenure))
        self.recent_exits.append(self.day)
        tally.left += 1
        opens, closes = self.clock.hours(p, self.day)
        tally.cost_replacement += p.money_replacement_share * p.money_wage_per_hour * p.calendar_days_per_year * (closes - opens) / 60.0
        e.becomes(OFF, self.now)
        for number in sorted(e.held):
            e.loses(number)
            self.dies_if_unheld(number)
        for other in self.staff:
            if other is not None and e.seat in other.ties:
                tie = other.ties.pop(e.seat)
                other.tie_sum = other.tie_sum - tie if other.ties else 0.0
        self.staff[e.seat] = None
        self.vacant_until[e.seat] = self.day + 1 + int(p.staff_hiring_days)
        e.remove()

    def hires(self, seat, day):
        """Fill a vacant seat with a newcomer, who knows nothing of the repertoire."""
        self.generations[seat] += 1
        e = self.employee_class(self, seat, self.generations[seat], 0)
        e.training_until = day + 1 + int(self.p.staff_training_days)
        e.cell = e.home_cell()
        self.staff[seat] = e
        self.log("hire", e.person, value=float(seat))

    def is_idle(self, e):
        """Put someone among those who are free, the longest free first."""
        self.idle[e.channel][e.seat] = e
        if e.blended:
            self.idle_blended[e.seat] = e

    def not_idle(self, e):
        """Take someone from among those who are free."""
        self.idle[e.channel].pop(e.seat, None)
        self.idle_blended.pop(e.seat, None)

    def free_for(self, channel):
        """Give who takes the next user of a channel: the longest free of its own posts, else of those who serve others too."""
        for e in self.idle[channel].values():
            return e
        for e in self.idle_blended.values():
            if channel in e.serves:
                return e
        return None

    def free(self, e, t):
        """Let someone who is free go off duty, take the break that is due, or take the next user."""
        if not e.duty_starts <= t < e.duty_ends:
            self.off_duty(e, t)
            return
        while e.due:
            kind, minutes, sure = e.due.pop(0)
            if sure or not self.break_is_lost(e, kind, t):
                e.takes_break(t, kind, minutes)
                return
        closed = t >= self.closes
        for channel in (LIVE_CHANNELS if closed else e.serves):
            if closed and (channel not in e.serves or t >= self.closes + self.p.calendar_overtime_minutes):
                continue
            queue = self.queues[channel]
            while queue:
                contact = queue.popleft()
                if contact.state == WAITING:
                    self.waiting[channel] -= 1
                    flow.starts(self, e, contact, t)
                    return
        if e.status != IDLE:
            e.becomes(IDLE, t)

    def off_duty(self, e, t):
        """Let someone go home."""
        if e.status == ON_BREAK:
            e.cuts_break_short(t)
        elif e.status == HELPING:
            self.helping -= 1
        e.becomes(ABSENT if e.absent_until > self.day and not e.on_duty else OFF, t)
        e.cell = self.places.cells[places.OUTSIDE]

    # --- breaks and company -----------------------------------------------------------------------------------------------------

    def break_is_lost(self, e, kind, t):
        """Tell whether a break that is due now is cut (or put off) because of a long queue."""
        p = self.p
        if kind != SHORT or not p.mechanisms_circle:
            return False
        protected = protection(p.breaks_protection, p.manager_conditions if p.mechanisms_management else 0.0, p.manager_protects)
        waiting = sum(self.waiting[c] for c in LIVE_CHANNELS if c in e.serves)
        at_work = self.serving + sum(len(group) for group in self.idle)
        u, u_later = uniform2(self.seed, BREAK, e.seat, self.day, e.breaks_met)
        e.breaks_met += 1
        if not break_is_cut(u, float(waiting), at_work, p.breaks_cut_queue, protected):
            return False
        if u_later < p.breaks_autonomy and e.breaks_met < 6:  # who is free to choose takes it later
            self.push(t + p.breaks_minutes, "break", e.seat, (e, SHORT, p.breaks_minutes))
            return True
        self.tally.breaks_cut += 1
        e.trust = trust_down(e.trust, p.manager_trust_loss)
        self.log("break_cut", e.person, t=t)
        return True

    def joins_company(self, e):
        """Let someone on a break or in a meeting join those who are there; without a room or a seat, they are alone."""
        if e.break_kind == IMPROVEMENT:
            e.cell = self.places.cells[places.MEETING]
            return
        if e.break_kind == DECREED:
            e.cell = self.places.cells[places.MEETING]
            self.meetings.setdefault(e.team, []).append(e)
            return
        group = self.rest_rooms.setdefault(e.room, [])
        if not self.p.rest_room_exists or e.remote or e.alone or len(group) >= self.p.rest_room_seats:
            e.cell = self.places.cells[places.HOME if e.remote or e.alone else places.OUTSIDE]
            return
        group.append(e)
        e.cell = self.places.cells[places.REST_ROOM]
        if len(group) >= 2:
            for other in group:
                if not other.company:
                    other.settle(self.now)
                    other.company = True

    def leaves_company(self, e):
        """Let someone leave the room."""
        for group in (self.rest_rooms.get(e.room), self.meetings.get(e.team)):
            if group and e in group:
                group.remove(e)
                if len(group) == 1:  # the one who is left is alone from now on
                    group[0].settle(self.now)
                    group[0].company = False

    def companies(self):
        """Give the groups of two or more who are together: rest rooms, then compulsory meetings."""
        visited = self.manager.room if self.manager.where == REST_ROOM else -1
        found = [Company(people, True, False, room == visited) for room, people in sorted(self.rest_rooms.items()) if len(people) > 1]
        found += [Company(people, False, True, False) for _, people in sorted(self.meetings.items()) if len(people) > 1]
        return found

    # --- time -------------------------------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Run one step: the events of this minute in time order, then the minute's talk. The first step of a day opens it, the last closes it."""
        if not self.day_open:
            day.open_day(self)
        p = self.p
        begin = self.day_start + self.minute
        end = begin + p.calendar_step_minutes
        if not self.after_hours and end > self.closes:
            end = self.closes
        heap, handlers = self.heap, self._HANDLERS
        while heap and heap[0][0] < end:
            t, rank, _, _, payload = heapq.heappop(heap)
            t = max(t, begin)  # what fell into the night happens at opening
            self.now = t
            handlers[rank](self, t, payload)
        self.now = end
        if p.mechanisms_talk and not self.after_hours:
            conversation.minute_of_talk(self, end - begin)
        self.minute = end - self.day_start
        if end >= self.closes:
            day.after_hours(self, end)

    def run(self, days: int) -> "FrontOffice":
        """Run until that many days have ended. Raises `ValueError` for what is no whole number of days."""
        if not _is_whole(days) or days < 0:
            raise ValueError(f"days must be a whole number, 0 or more (given {days!r})")
        while self.day < days:
            self.step()
        return self

    def _arrive(self, t, payload):
        if payload.__class__ is int:
            flow.new_need(self, payload, t)
            return
        user, channel, token, _ = payload
        if token < 0 or token == user.return_token:
            flow.comes_back(self, user, channel, t, token < 0)

    def _end(self, t, e):
        flow.ends(self, e, t)
        self.free(e, t)

    def _give_up(self, t, contact):
        flow.gives_up(self, contact, t)

    def _manager(self, t, round_number):
        self.manager.goes(t, round_number)

    def _break(self, t, payload):
        e, kind, minutes = payload
        if kind == GO_HOME:
            if e.status == IDLE and t >= e.duty_ends:
                self.off_duty(e, t)
        elif e.status == IDLE:
            e.due.append((kind, minutes, kind != SHORT))
            self.free(e, t)
        elif e.status in (SERVING, HELPING, HELD_BACK, ON_BREAK):
            e.due.append((kind, minutes, kind != SHORT))

    def _back(self, t, payload):
        e, token = payload
        if token == BEGINS:
            if e.status == OFF and e.on_duty and self.staff[e.seat] is e:
                e.cell = e.home_cell()
                self.free(e, t)
            return
        if token != e.token:
            return
        if e.status == ON_BREAK:
            if e.break_kind == IMPROVEMENT:
                self.improvement += self.p.meetings_improvement_gain * self.p.meetings_improvement_minutes / 60.0
            e.returns_from_break(t)
        elif e.status == HELPING:
            self.helping -= 1
            e.becomes(HELD_BACK, t)  # counted out: not to be counted again on going home
        self.free(e, t)

    def close(self) -> None:
        """Let go of everything, so that the model can be freed (Mesa 3.3 keeps a reference to each model)."""
        for agent in list(self.agents):
            agent.remove()
        self.users.clear()
        self.heap.clear()
        getattr(mesa.Agent, "_ids", {}).pop(self, None)  # 3.5 has no such register

    _HANDLERS = {EVENT_RANK["end"]: _end, EVENT_RANK["give_up"]: _give_up, EVENT_RANK["arrive"]: _arrive, EVENT_RANK["manager"]: _manager,
                 EVENT_RANK["break"]: _break, EVENT_RANK["back"]: _back}

