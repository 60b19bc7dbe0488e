"""What an auditor who stands in the office would write down: who did what from when to when, and what must hold at every minute."""

import math
from collections import Counter

from simulation.measures.daily import NAMES
from simulation.measures.events import CODE, EVENT_NAMES
from simulation.model import Employee, FrontOffice, places
from simulation.rules.order import BREAK, DECREED, HELPING, IDLE, IMPROVEMENT, IN_SERVICE, MEAL, SERVING, STATUSES, WAITING

DAY, MINUTE, EVENT, WHO, WHOM, PRACTICE, _, PARENT, VALUE = range(9)
LIVE_CHANNELS = (0, 1, 3)
TAUGHT_BY = {"trick", "invention", "telling", "training", "overheard", "guide"}
"""Events by which a person may come to hold a practice."""


class Watched(Employee):
    """An employee whose changes of status are written down."""

    def __init__(self, model, *rest):
        self.log_of_status = []
        super().__init__(model, *rest)
        model.everybody.append(self)

    def becomes(self, status, t):
        super().becomes(status, t)
        self.log_of_status.append((t, status, self.break_kind))

    def takes_break(self, t, kind, minutes):
        super().takes_break(t, kind, minutes)
        self.log_of_status[-1] = (t, BREAK, kind)


class Audited(FrontOffice):
    """A front office that also counts the cases it closes and keeps everyone who ever worked there."""

    def __init__(self, *args, **kwargs):
        self.everybody, self.attention_most = [], 0.0
        super().__init__(*args, employee_class=Watched, record_contacts=True, **kwargs)


def column(model, name):
    """A column of the daily table."""
    k = NAMES.index(name)
    return [row[k] for row in model.daily]


def total(model, *names):
    """The sum of some columns over all days."""
    return math.fsum(math.fsum(column(model, name)) for name in names)


def events(model, *names):
    """The rows of the log with those names."""
    codes = {CODE[name] for name in names}
    return [e for e in model.events if e[EVENT] in codes]


def name_of(event):
    """The name of an event."""
    return EVENT_NAMES[event[EVENT]]


def minute_faults(model):
    """What is wrong at this minute: nobody in two places, and every count equal to what it counts."""
    staff = [e for e in model.staff if e is not None]
    by_status = Counter(e.status for e in staff)
    if by_status[SERVING] != model.serving:
        yield f"{by_status[SERVING]} serve, counted {model.serving}"
    if by_status[HELPING] != model.helping:
        yield f"{by_status[HELPING]} help, counted {model.helping}"
    idle = sorted(seat for group in model.idle for seat in group)
    if idle != sorted(e.seat for e in staff if e.status == IDLE):
        yield "the list of the idle is wrong"
    if not set(model.idle_blended) <= set(idle):
        yield "someone who is not idle is listed as idle"
    served = [e.contact for e in staff if e.status == SERVING]
    if len({id(c) for c in served}) != len(served) or any(c is None or c.state != IN_SERVICE for c in served):
        yield "a contact is served twice, or someone serves nobody"
    if any(e.contact is not None for e in staff if e.status != SERVING):
        yield "someone who does not serve holds a contact"
    waiting = [Counter(c.state for c in queue)[WAITING] for queue in model.queues]
    if waiting != model.waiting:
        yield f"{waiting} wait, counted {model.waiting}"
    present = [c.user.number for c in served] + [c.user.number for queue in model.queues for c in queue if c.state == WAITING]
    if len(set(present)) != len(present):
        yield "a user is in two queues at once"
    if {u.number for u in model.users.values() if u.present} != set(present):
        yield "the users present are not those who wait or are served"
    in_groups = [e for groups in (model.rest_rooms, model.meetings) for group in groups.values() for e in group]
    if len({id(e) for e in in_groups}) != len(in_groups) or any(e.status != BREAK or e not in staff for e in in_groups):
        yield "someone is in two rooms, or in a room while not on a break"
    for groups, name in ((model.rest_rooms, places.REST_ROOM), (model.meetings, places.MEETING)):
        if any(e.cell is not model.places.cells[name] for group in groups.values() for e in group):
            yield f"someone in the {name} stands elsewhere"
    for room, group in model.rest_rooms.items():
        if len(group) > model.p.rest_room_seats:
            yield f"{len(group)} sit on {model.p.rest_room_seats} seats"
    for e in staff:
        if e.cell is None or e not in list(e.cell.agents):
            yield "someone's place does not know of them"
        if e.status in (SERVING, IDLE) and e.cell is not e.home_cell():
            yield f"someone who is {STATUSES[e.status]} is not at their post"
    for e in staff:
        if e.status == SERVING and e.contact.started > model.day_start:
            begins, ends = on_hours(model, e)
            if not begins - 1e-9 <= e.contact.started <= ends + 1e-9:
                yield f"someone off duty began to serve at {e.contact.started - model.day_start:.2f} of day {model.day}"
    if model.day_open:
        model.attention_most = max(model.attention_most, model.manager.attention_minutes - (model.closes - model.opens))


def state_faults(model):
    """What is out of its range at the end of a day."""
    tiny = 1e-9
    for e in model.staff:
        if e is None:
            continue
        if not (e.strain >= 0.0 and math.isfinite(e.strain) and math.isfinite(e.exhaustion)):
            yield f"strain {e.strain}, exhaustion {e.exhaustion}"
        if not (0.0 <= e.trust <= 1.0 and 0.0 <= e.belonging <= 1.0 and 0.0 <= e.experience <= 1.0 and 0.0 < e.performance <= 1.0):
            yield f"trust {e.trust}, belonging {e.belonging}, experience {e.experience}, performance {e.performance}"
        if not all(0.0 <= h.mastery <= 1.0 and -1.0 <= h.variant <= 1.0 for h in e.held.values()):
            yield "mastery or variant out of range"
        if not all(0.0 <= tie <= 1.0 for tie in e.ties.values()) or e.seat in e.ties:
            yield "a tie out of range, or to oneself"
        if abs(e.tie_sum - math.fsum(e.ties.values())) > 1e-6:
            yield f"sum of ties {e.tie_sum}, ties {math.fsum(e.ties.values())}"
        for seat, tie in e.ties.items():
            other = model.staff[seat]
            if other is None or abs(other.ties.get(e.seat, -1.0) - tie) > tiny:
                yield "a tie with nobody, or on one side only"
    if not all(0.0 <= q.quality <= 1.0 and 0.0 <= q.tacitness <= 1.0 for q in model.practices):
        yield "quality or tacitness out of range"
    if not (0.0 <= model.conditions <= 1.0 and model.climate >= 0.0 and math.isfinite(model.climate)):
        yield f"conditions {model.conditions}, climate {model.climate}"
    if not all(math.isfinite(u.irritation) and u.irritation >= 0.0 for u in model.users.values()):
        yield "irritation of a user below nought or without bound"
    if not all(math.isfinite(x) for x in model.daily[-1]):
        yield f"not a number in the daily table: {[n for n, x in zip(NAMES, model.daily[-1]) if not math.isfinite(x)]}"


def knowledge_faults(model):
    """What is wrong with who knows what, and how they came to know it."""
    holders = Counter(n for e in model.staff if e is not None for n, h in e.held.items() if h.holds)
    for number, q in enumerate(model.practices):
        if q.holders != holders[number]:
            yield f"practice {number} counts {q.holders} holders and has {holders[number]}"
        if q.alive != (holders[number] > 0):
            yield f"practice {number} is {'alive' if q.alive else 'dead'} with {holders[number]} holders"
        if (number in model.alive) != q.alive:
            yield f"practice {number} is in the wrong list"
        if not q.alive and not any(e[PRACTICE] == number for e in events(model, "death")):
            yield f"practice {number} died unnoticed"
    for e in model.staff:
        for number, held in e.held.items() if e is not None else ():
            if number not in e.by_kind[model.practices[number].kind]:
                yield "a practice is held but not filed by its kind"
            if held.holds:
                row = model.events[held.event]
                if name_of(row) != "learned" or row[WHO] != e.person or row[PRACTICE] != number:
                    yield f"person {e.person} holds practice {number} by {row}"
                else:
                    source = model.events[row[PARENT]]
                    from_solver = name_of(source) == "learned" and source[WHO] == row[WHOM] and source[PRACTICE] == number
                    if row[PARENT] < 0 or name_of(source) not in TAUGHT_BY and not from_solver:
                        yield f"person {e.person} learned practice {number} from nothing"
    for position, event in enumerate(model.events):
        if not -1 <= event[PARENT] < position:
            yield f"event {position} comes from event {event[PARENT]}"
        elif event[PARENT] >= 0 and name_of(event) in ("learned", "telling"):
            source = model.events[event[PARENT]]
            if source[PRACTICE] not in (event[PRACTICE], -1):
                yield f"event {event} comes from another practice: {source}"
    shift = [(a, b) for a, b in zip(model.practices, model.practices[1:]) if a.born > b.born]
    if shift:
        yield "practices are not in order of birth"


def flow_faults(model):
    """What does not add up between what came in and what went out."""
    came = total(model, "contacts")
    went = total(model, "resolved", "refused", "deferred", "redirected", "abandoned", "turned_away")
    left = sum(model.waiting) + model.serving
    if came != went + left:
        yield f"{came} contacts came, {went} went, {left} are there"
    if (column(model, "waiting_now")[-1], column(model, "in_service_now")[-1]) != (sum(model.waiting), model.serving):
        yield "the last row of the table does not say who is there"
    if came != math.fsum(total(model, f"contacts_{c}") for c in ("counter", "phone", "mail", "home", "social")):
        yield "contacts by channel do not sum to contacts"
    if total(model, "served") != total(model, "resolved", "refused", "deferred", "redirected"):
        yield "served contacts ended in no way, or in two"
    open_now = sum(u.case_open for u in model.users.values())
    if open_now != model.cases_open or open_now != column(model, "cases_open")[-1]:
        yield f"{open_now} cases are open, counted {model.cases_open}"
    closed = total(model, "new_cases") - total(model, "cases_dropped") - open_now
    answered = total(model, "resolved", "refused")
    if not answered - total(model, "callouts") <= closed <= answered:
        yield f"{closed} cases closed by {answered} answers, of which at most {total(model, 'callouts')} call-outs without a case"
    rows = model.contact_log
    if len(rows) != total(model, "served", "abandoned", "turned_away"):
        yield "contacts that ended are not those recorded"
    if any(wait < 0.0 or minutes < 0.0 for _, _, _, _, wait, _, minutes in rows):
        yield "a negative wait or service"
    live = [r for r in rows if r[2] in LIVE_CHANNELS]
    if abs(math.fsum(r[4] for r in live) - total(model, "live_wait")) > 1e-6 * (1 + total(model, "live_wait")) and not model.serving:
        yield "waits do not sum to the total wait"
    if total(model, "episodes") != math.fsum(total(model, n) for n in NAMES if n.startswith("means_")) or \
            total(model, "episodes") != math.fsum(total(model, n) for n in NAMES if n.startswith("episodes_") and n not in (
                "episodes_reminder", "episodes_failed")) or total(model, "episodes") != len(events(model, "episode")):
        yield "episodes by kind, by means and in the log differ"
    if total(model, "episodes") - total(model, "episodes_failed") != math.fsum(total(model, n) for n in NAMES if n.startswith("success_")):
        yield "successes by means do not sum to episodes that ended well"
    if any(u.gone and u.case_open for u in model.users.values()):
        yield "a user who left for good still has a case open"


def head_count_faults(model, at_start):
    """What does not add up among those employed."""
    there = sum(e is not None for e in model.staff)
    if there != at_start + total(model, "joined") - total(model, "left"):
        yield f"{at_start} at the start + {total(model, 'joined'):g} joined - {total(model, 'left'):g} left is not {there}"
    if (len(events(model, "start")), len(events(model, "hire")), len(events(model, "exit"))) != (
            at_start, total(model, "joined"), total(model, "left")):
        yield "starts, hires and exits in the log are not those counted"
    previous = at_start
    for count, joined, left, absent, on_duty in zip(*(column(model, n) for n in ("headcount", "joined", "left", "absent", "on_duty"))):
        if count != previous + joined - left:
            yield f"headcount {previous:g} + {joined:g} - {left:g} became {count:g}"
        if absent + on_duty > previous:
            yield f"{absent:g} absent and {on_duty:g} on duty of {previous:g}"
        previous = count
    if any(v < 0 for v in column(model, "vacancies")):
        yield "fewer than no vacancies"
    people = [e for e in model.agents if isinstance(e, Employee)]
    if {id(e) for e in people} != {id(e) for e in model.staff if e is not None}:
        yield "the agents of the model are not its staff"


def spells(employee, until):
    """The spells (from, to, status, kind of break) of a person, up to a time."""
    log = employee.log_of_status
    for (t, status, kind), (after, *_) in zip(log, [*log[1:], (until, None, None)]):
        yield t, after, status, kind


def time_faults(model):
    """What does not add up between the minutes that the table counts and the minutes that people spent."""
    spent, tiny = Counter(), 1e-6
    for e in model.everybody:
        log = e.log_of_status
        if any(b[0] < a[0] - tiny for a, b in zip(log, log[1:])):
            yield f"person {e.person} goes back in time"
        for start, end, status, kind in spells(e, model.now):
            spent[status] += end - start
            if status == BREAK:
                spent["meeting" if kind in (DECREED, IMPROVEMENT) else "meal" if kind == MEAL else "break"] += end - start
    in_service = [e for e in model.staff if e is not None and e.status in (SERVING, HELPING)]
    if not in_service:  # services are counted in full when they begin
        if abs(spent[SERVING] + spent[HELPING] - total(model, "busy_minutes")) > tiny * (1.0 + spent[SERVING]):
            yield f"busy {spent[SERVING]:.3f} + helping {spent[HELPING]:.3f} min, counted {total(model, 'busy_minutes'):.3f}"
        if abs(spent[SERVING] - total(model, "care_users")) > tiny * (1.0 + spent[SERVING]):
            yield f"busy {spent[SERVING]:.3f}, care of users {total(model, 'care_users'):.3f}"
    for name, counted in (("meeting", "meeting_minutes"), ("break", "break_minutes")):
        if abs(spent[name] - total(model, counted)) > tiny * (1.0 + spent[name]):
            yield f"{name} {spent[name]:.3f} min, counted {total(model, counted):.3f}"
    if model.attention_most > tiny:
        yield f"the manager's attention exceeds opening hours by {model.attention_most} min"


def on_hours(model, e):
    """From when to when a person may begin to serve today, by the roster and not by what they do: (inf, inf) for not at all."""
    p = model.p
    if not e.on_duty or e.absent_until > model.day or e.training_until > model.day:
        return math.inf, math.inf
    start, end = (model.day_start + 60.0 * hours[e.shift] for hours in (p.staff_shift_start, p.staff_shift_end))
    if end >= model.closes:
        return start, math.inf
    return start, end + (p.staff_late_minutes if p.staff_lateness_tolerated else 0.0)


def event_faults(model):
    """What is wrong with the times of the log."""
    for event in model.events:
        if event[MINUTE] < 0.0:
            yield f"an event before midnight: {name_of(event)} {event}"
    day, latest = 0, 0.0
    for event in model.events:
        if event[DAY] < day:
            yield f"the log goes back from day {day} to {event}"
        if event[DAY] > day:
            day, latest = event[DAY], 0.0
        if name_of(event) == "join":  # those who come arrive a little later than they are called
            continue
        if event[MINUTE] < latest - model.p.calendar_step_minutes - 1e-6:
            yield f"the log goes back from minute {latest} to {event}"
        latest = max(latest, event[MINUTE])
