"""Employees: they serve, face episodes, take breaks, learn, tire. Each decision is a method that a subclass may override."""

from typing import TYPE_CHECKING

from mesa.discrete_space import CellAgent

from ..rules import answer, asking, strain
from ..rules.draws import PERSON_TRAITS, TALK_SPEAK, uniform2, uniform4
from ..rules.learning import by_doing, experience, more_experience, performance
from ..rules.numeric import normal_quantile
from ..rules.order import BREAK, BREATHER, DECREED, HELD_BACK, HELPING, IDLE, IMPROVEMENT, MEAL, OFF, SHORT
from ..rules.talk import company_needed, tie_after
from ..rules.turnover import belonging
from . import places
from .practices import Held

if TYPE_CHECKING:
    from .office import FrontOffice


class Employee(CellAgent):
    """A person on a seat. A leaver's successor on the same seat is another `Employee`.

    seat: place on the plan and identity of the post; person: number on the payroll; strain (points) as of `strain_at` (min); exhaustion (SD); trust,
    experience in [0, 1]; held: practices by number; ties: strength by seat; stories: open stories (kind, event); vented: events of those that were vented before.
    """

    def __init__(self, model: "FrontOffice", seat: int, generation: int, tenure: int) -> None:
        super().__init__(model)
        p = model.p
        post = model.posts[seat]
        self.seat, self.generation, self.person = seat, generation, model.next_person()
        self.channel, self.team, self.shift, self.blended = post.channel, post.team, post.shift, post.blended
        self.remote, self.alone, self.serves = post.remote, post.alone, post.serves
        self.room = model.places.plan[seat][2]
        a, b = uniform2(model.seed, PERSON_TRAITS, seat, 0, generation)
        self.disposition = normal_quantile(a) if a > 0.0 else -6.0
        self.own_way = 2.0 * b - 1.0
        self.tenure = tenure
        self.experience = experience(float(tenure), p.learning_months) if p.mechanisms_learning else 1.0
        self.strain, self.strain_at, self.fade_half_life = 0.0, model.now, p.strain_work_half_life
        self.exhaustion = p.exhaustion_trait * self.disposition if p.mechanisms_strain else 0.0
        self.trust = p.manager_trust_base
        self.held = {}
        self.by_kind = [[] for _ in p.episode_severity]
        self.ties = {}
        self.tie_sum = 0.0
        self.stories, self.vented = [], set()
        self.status, self.contact, self.token = OFF, None, 0
        self.on_duty = False
        self.duty_starts = self.duty_ends = 0.0
        self.due = []
        self.break_kind, self.break_ends, self.company = SHORT, 0.0, False
        self.after_episode = 0
        self.absent_until = -1
        self.training_until = -1
        self.last_practice = -1
        self.things, self.unsaid = 0, 0.0
        self.wakes()

    # --- what lasts a day -------------------------------------------------------------------------------------------------

    def gains_experience(self):
        """Gain a day of tenure and of experience, the faster with a buddy."""
        p = self.model.p
        if p.mechanisms_learning:
            buddy = p.learning_peer_speedup if p.staff_buddy and self.tenure < p.calendar_days_per_year // 2 else 0.0
            self.experience = more_experience(self.experience, p.learning_months, buddy)
        self.tenure += 1

    def wakes(self):
        """Work out, for the day, what changes slowly: speed, know-how, belonging."""
        p = self.model.p
        self.performance = performance(self.experience, p.learning_year_gain) if p.mechanisms_learning else 1.0
        self.belonging = belonging(self.tie_sum)
        self.know_how = self.best_practice(0)[1]
        other = self.best_practice(1)[1]
        if other > self.know_how:
            self.know_how = other

    def begins_to_talk(self):
        """Begin the day with nothing said."""
        self.things = -1
        self.unsaid = 0.0
        self.thinks_of_next()

    def thinks_of_next(self):
        """Think of the next thing to say: `things` have been said today, and `unsaid` is the company still needed before the next comes up."""
        self.things += 1
        u, self.u_partner, self.u_candour, self.u_topic = uniform4(self.model.seed, TALK_SPEAK, self.seat, self.model.day, self.things)
        self.unsaid += company_needed(u)

    @property
    def newcomer(self):
        """Whether the person has not yet been admitted to the circle of talk."""
        return self.tenure < self.model.p.talk_admission_days * (0.5 if self.model.p.staff_buddy else 1.0)

    # --- strain -----------------------------------------------------------------------------------------------------------

    def settle(self, t):
        """Bring strain up to date: it has faded since it was last looked at, at the pace of work or of the break."""
        if t > self.strain_at:
            if self.strain > 0.0:
                half_life = self.fade_half_life
                if self.status == BREAK:
                    half_life = self.break_half_life()
                self.strain = strain.faded(self.strain, t - self.strain_at, half_life)
            self.strain_at = t

    def break_half_life(self):
        """Give the half-life of strain on this break; a meeting restores no more than work does."""
        p = self.model.p
        if self.break_kind in (DECREED, IMPROVEMENT):
            return p.strain_work_half_life
        in_room = self.cell is self.model.places.cells[places.REST_ROOM]
        return strain.break_half_life(p.strain_break_half_life, p.rest_room_comfort, p.rest_room_zen, in_room, self.company,
                                      p.breaks_autonomy, p.talk_tiring)

    def strains(self, points, t):
        """Take on strain now."""
        if self.model.p.mechanisms_strain and points != 0.0:
            self.settle(t)
            self.strain += points

    # --- the repertoire ---------------------------------------------------------------------------------------------------

    def value_of(self, number):
        """Value a practice in this person's hands, in [0, 1]."""
        practice, held = self.model.practices[number], self.held[number]
        return answer.value(practice.quality, held.mastery, held.variant, self.own_way, self.model.p.answer_fit_weight)

    def best_practice(self, kind):
        """Give the number and value of the best practice that this person holds for a kind of situation; (-1, 0) if none."""
        best, best_value = -1, 0.0
        for number in self.by_kind[kind]:
            if self.held[number].holds:
                value = self.value_of(number)
                if value > best_value:
                    best, best_value = number, value
        return best, best_value

    def named_crew_practice(self, kind):
        """Give the practice of that kind whose name this person knows and can call; -1 if none."""
        for number in self.by_kind[kind]:
            held = self.held[number]
            if held.holds and held.name_known and self.model.practices[number].crewed:
                return number
        return -1

    def learns(self, number, mastery, variant, event, source=-1):
        """Come to know a practice, or know it better; log the moment at which the person begins to hold it. Give whether that is now."""
        model = self.model
        held = self.held.get(number)
        if held is None:
            held = self.held[number] = Held(mastery, variant, model.day, event)
            kind = model.practices[number].kind
            self.by_kind[kind].append(number)
            self.by_kind[kind].sort()
        elif mastery > held.mastery:
            held.mastery = mastery
            held.used = model.day
        if not held.holds and held.mastery >= model.p.learning_forgotten_below:
            held.holds = True
            held.event = model.log("learned", self.person, whom=source, practice=number, parent=event, value=held.mastery)
            practice = model.practices[number]
            practice.holders += 1
            if practice.holders >= 2:
                practice.shared = True
            return True
        return False

    def loses(self, number):
        """Forget a practice altogether."""
        held = self.held.pop(number)
        self.by_kind[self.model.practices[number].kind].remove(number)
        if held.holds:
            self.model.practices[number].holders -= 1

    def uses(self, number):
        """Use a practice: mastery grows by doing."""
        held, p = self.held[number], self.model.p
        if p.mechanisms_learning:
            held.mastery = by_doing(held.mastery, p.learning_by_doing)
        held.used = self.model.day
        self.last_practice = number
        self.model.practices[number].uses += 1

    def ties_with(self, other):
        """Grow the tie with a colleague, both ways."""
        before = self.ties.get(other.seat, 0.0)
        after = tie_after(before, self.model.p.talk_tie_growth)
        self.ties[other.seat] = other.ties[self.seat] = after
        self.tie_sum += after - before
        other.tie_sum += after - before

    # --- decisions that a subclass may override -----------------------------------------------------------------------------

    def asks(self, u: float) -> bool:
        """Decide whether to ask a colleague when nobody prompts. u: uniform in [0, 1), drawn for this question."""
        return asking.asks(u, float(self.tenure), self.model.p.talk_ask_novice)

    def choose_means(self, kind: int, best_value: float, crew: int, manager: int, colleague: int, desk: int, exception: int) -> int:
        """Choose how to answer an episode (position in `order.MEANS`), given which means are there (0 or 1). kind: position in `order.KINDS`; best_value: of the
        best practice held for it, in [0, 1], 0 for none."""
        return answer.means(best_value, self.model.p.answer_threshold, crew, manager, colleague, desk, exception)

    def ends_contact(self, kind: int) -> bool:
        """Decide whether to end a contact that turned bad, where there is a right to. kind: position in `order.KINDS`."""
        return self.model.p.answer_end_contact and self.model.p.episode_severity[kind] >= 0.4

    def wants_breather(self, severity: float, u: float) -> bool:
        """Decide whether to take a breather after a hard episode, where one is free to. severity: in [0, 1]; u: uniform in [0, 1), drawn for this question."""
        return severity >= 0.4 and u < self.model.p.breaks_autonomy

    # --- posts, breaks, help --------------------------------------------------------------------------------------------------

    def becomes(self, status, t):
        """Change what the person is doing, and be seen doing it."""
        if self.status == IDLE:
            self.model.not_idle(self)
        if self.status == BREAK or status == BREAK:  # from here on strain fades at another pace
            self.settle(t)
        self.status = status
        self.token += 1
        if status == IDLE:
            self.model.is_idle(self)

    def home_cell(self):
        """Give the cell of the person's own place of work."""
        model = self.model
        return model.places.cells[places.HOME] if self.remote or self.alone else model.places.desks[self.seat]

    def is_held(self, t, minutes):
        """Be kept from the post for some minutes."""
        self.becomes(HELD_BACK, t)
        self.model.push(t + minutes, "back", self.seat, (self, self.token))

    def takes_break(self, t, kind, minutes):
        """Leave the post for a break, a meal or a meeting."""
        model = self.model
        self.becomes(BREAK, t)
        self.break_kind, self.break_ends, self.company = kind, t + minutes, False
        model.joins_company(self)
        model.push(self.break_ends, "back", self.seat, (self, self.token))
        if kind in (DECREED, IMPROVEMENT):
            model.tally.meeting_minutes += minutes
        else:
            model.tally.care_staff += minutes
            if kind != MEAL:
                model.tally.break_minutes += minutes
        if kind == SHORT:
            model.tally.breaks_taken += 1

    def returns_from_break(self, t):
        """Come back from a break, with the strain that it has taken away."""
        self.settle(t)
        self.model.leaves_company(self)
        self.cell = self.home_cell()

    def helps(self, t, minutes):
        """Drop what one is free to drop and help a colleague."""
        if self.status == BREAK:
            self.gives_up_break(t, t + minutes)
        self.becomes(HELPING, t)
        self.model.helping += 1
        self.model.tally.busy_minutes += minutes
        self.model.push(t + minutes, "back", self.seat, (self, self.token))

    def cuts_break_short(self, t):
        """Come back before a break is over; what is left of it was not taken."""
        tally, left = self.model.tally, self.break_ends - t
        self.returns_from_break(t)
        if self.break_kind in (DECREED, IMPROVEMENT):
            tally.meeting_minutes -= left
            return
        tally.care_staff -= left
        if self.break_kind != MEAL:
            tally.break_minutes -= left

    def gives_up_break(self, t, until):
        """Break off a break to help; what would be left of it afterwards is taken then."""
        self.cuts_break_short(t)
        if self.break_ends > until and self.break_kind not in (DECREED, IMPROVEMENT):
            self.due.insert(0, (MEAL if self.break_kind == MEAL else BREATHER, self.break_ends - until, True))
