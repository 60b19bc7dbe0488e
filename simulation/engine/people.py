"""People: what they are doing, who is free, who is in the room, strain and ties; mirrors `model/employee.py`."""

from ..rules import strain
from ..rules.draws import PERSON_TRAITS, TALK_SPEAK, uniform2, uniform4
from ..rules.learning import experience, more_experience, performance
from ..rules.management import FLOOR
from ..rules.numeric import normal_quantile
from ..rules.order import ABSENT, BREAK, BREATHER, DECREED, HELD_BACK, HELPING, IDLE, IMPROVEMENT, MEAL, OFF, SHORT
from ..rules.talk import company_needed, tie_after
from ..rules.turnover import belonging
from .calendar import push
from .kernel import kernel
from .layout import AT_DESK, AT_HOME, CHANNEL_COUNT, FULL_DUE, IN_MEETING, IN_REST_ROOM, KIND_COUNT, NOT_IDLE, OUTSIDE, RANK_BACK
from .repertoire import best_practice

# --- coming to be -------------------------------------------------------------------------------------------------------------


@kernel
def takes_seat(s, seat, generation, tenure):
    """Let a person come to be on a seat, knowing nobody and nothing."""
    o = s.office[0]
    p, e = s.params[o.segment], s.staff[seat]
    post = s.posts[o.segment * len(s.staff) + seat]
    e.exists, e.generation, e.person = 1, generation, o.payroll
    o.payroll += 1
    e.channel, e.team, e.shift, e.room = post.channel, post.team, post.shift, post.room
    e.alone = post.alone
    takes_post(e, post)
    a, b = uniform2(o.seed, PERSON_TRAITS, seat, 0, generation)
    e.disposition = normal_quantile(a) if a > 0.0 else -6.0
    e.own_way = 2.0 * b - 1.0
    e.tenure = tenure
    e.strain, e.strain_at, e.fade_half_life = 0.0, o.now, p.strain_work_half_life
    e.exhaustion = p.exhaustion_trait * e.disposition if p.mechanisms_strain else 0.0
    e.trust = p.manager_trust_base
    e.held_first = -1
    for kind in range(KIND_COUNT):
        e.kind_first[kind] = -1
    e.tie_sum = 0.0
    for other in range(len(s.staff)):
        s.ties[seat, other] = 0.0
    e.stories_count = e.due_count = 0
    e.status, e.contact, e.on_duty, e.duty_ends = OFF, -1, 0, 0.0
    e.break_kind, e.break_ends, e.company, e.after_episode = SHORT, 0.0, 0, 0
    e.absent_until = e.training_until = e.last_practice = -1
    e.group = -1
    e.duty_starts = 0.0
    e.things = 0
    s.unsaid[seat] = 0.0
    e.experience = experience(float(tenure), p.learning_months) if p.mechanisms_learning else 1.0
    wakes(s, p, e, seat)
    e.place = home_place(e)


@kernel
def takes_post(e, post):
    """Let a person do what the post asks for from today."""
    e.remote, e.blended, e.serves_count = post.remote, post.blended, post.serves_count
    for i in range(CHANNEL_COUNT):
        e.serves[i] = post.serves[i]


@kernel
def buddy_cost(s, p, seat):
    """Give the share of working time that an employee loses as somebody's buddy: the seat after each newcomer's is the buddy's."""
    if not p.staff_buddy:
        return 0.0
    before = s.staff[seat - 1 if seat > 0 else len(s.staff) - 1]
    return p.staff_buddy_cost if before.exists and len(s.staff) > 1 and before.tenure < p.calendar_days_per_year // 2 else 0.0


@kernel
def wakes(s, p, e, seat):
    """Work out, for the day, what changes slowly: speed (less what being a buddy costs), know-how, belonging."""
    alone = performance(e.experience, p.learning_year_gain) if p.mechanisms_learning else 1.0
    e.performance = alone * (1.0 - buddy_cost(s, p, seat))
    e.belonging = belonging(e.tie_sum)
    _, know_how = best_practice(s, p, e, seat, 0)
    _, other = best_practice(s, p, e, seat, 1)
    e.know_how = other if other > know_how else know_how


@kernel
def gains_experience(p, e):
    """Gain a day of tenure and of experience, the faster with a buddy."""
    if p.mechanisms_learning:
        buddy = p.learning_peer_speedup if p.staff_buddy and e.tenure < p.calendar_days_per_year // 2 else 0.0
        e.experience = more_experience(e.experience, p.learning_months, buddy)
    e.tenure += 1


@kernel
def begins_to_talk(s, e, seat):
    """Begin the day with nothing said."""
    e.things = -1
    s.unsaid[seat] = 0.0
    thinks_of_next(s, e, seat)


@kernel
def thinks_of_next(s, e, seat):
    """Think of the next thing to say: `things` have been said today, and `unsaid` is the company still needed before the next comes up."""
    o = s.office[0]
    e.things += 1
    u, e.u_partner, e.u_candour, e.u_topic = uniform4(o.seed, TALK_SPEAK, seat, o.day, e.things)
    s.unsaid[seat] += company_needed(u)


@kernel
def home_place(e):
    """Give the place where the person works."""
    return AT_HOME if e.remote or e.alone else AT_DESK


@kernel
def serves(e, channel):
    """Tell whether a person serves a channel."""
    for i in range(e.serves_count):
        if e.serves[i] == channel:
            return True
    return False


@kernel
def newcomer(p, e):
    """Tell whether the person has not yet been admitted to the circle of talk."""
    return e.tenure < p.talk_admission_days * (0.5 if p.staff_buddy else 1.0)


@kernel
def watches(o, e):
    """Tell whether the manager is on the floor of an employee's room; nobody watches those who work from home or in homes."""
    return o.manager_where == FLOOR and not e.remote and not e.alone and e.room == o.manager_room


# --- strain and ties ------------------------------------------------------------------------------------------------------------


@kernel
def settle(p, e, t):
    """Bring strain up to date: it has faded since it was last looked at, at the pace of work or of the break."""
    if t > e.strain_at:
        if e.strain > 0.0:
            half_life = e.fade_half_life
            if e.status == BREAK:
                half_life = break_half_life(p, e)
            e.strain = strain.faded(e.strain, t - e.strain_at, half_life)
        e.strain_at = t


@kernel
def break_half_life(p, e):
    """Give the half-life of strain on this break; a meeting restores no more than work does."""
    if e.break_kind == DECREED or e.break_kind == IMPROVEMENT:
        return p.strain_work_half_life
    return strain.break_half_life(p.strain_break_half_life, p.rest_room_comfort, p.rest_room_zen, e.place == IN_REST_ROOM, e.company,
                                  p.breaks_autonomy, p.talk_tiring)


@kernel
def strains(p, e, points, t):
    """Take on strain now."""
    if p.mechanisms_strain and points != 0.0:
        settle(p, e, t)
        e.strain += points


@kernel
def ties_with(s, p, seat, other):
    """Grow the tie between two colleagues."""
    before = s.ties[seat, other]
    after = tie_after(before, p.talk_tie_growth)
    s.ties[seat, other] = after
    s.ties[other, seat] = after
    s.staff[seat].tie_sum += after - before
    s.staff[other].tie_sum += after - before


# --- who is free ----------------------------------------------------------------------------------------------------------------


@kernel
def nobody_idle(s):
    """Count no idle neighbour for anybody, and nobody as idle."""
    for seat in range(len(s.staff)):
        s.idle_near[seat] = -NOT_IDLE


@kernel
def is_seen_idle(s, seat, change):
    """Count one more or one less idle neighbour for all within earshot of a seat, whose own count is low while its holder is not idle."""
    post = s.posts[s.office[0].segment * len(s.staff) + seat]
    s.idle_near[seat] += change * NOT_IDLE
    for i in range(post.near_first, post.near_end):
        s.idle_near[s.near[i]] += change


@kernel
def nobody_free(s):
    """Empty the rings of those who are free."""
    for place in range(len(s.free)):
        s.free[place].next = s.free[place].previous = place
        s.free_blended[place].next = s.free_blended[place].previous = place


@kernel
def is_idle(s, e, seat):
    """Put someone among those who are free, the longest free first."""
    n = len(s.staff)
    place, end = s.free[seat], s.free[n + e.channel]
    place.next, place.previous = n + e.channel, end.previous
    s.free[end.previous].next = seat
    end.previous = seat
    s.channels[e.channel].idle_count += 1
    is_seen_idle(s, seat, 1)
    if e.blended:
        place, end = s.free_blended[seat], s.free_blended[n]
        place.next, place.previous = n, end.previous
        s.free_blended[end.previous].next = seat
        end.previous = seat


@kernel
def not_idle(s, e, seat):
    """Take someone from among those who are free."""
    s.free[s.free[seat].previous].next = s.free[seat].next
    s.free[s.free[seat].next].previous = s.free[seat].previous
    s.channels[e.channel].idle_count -= 1
    is_seen_idle(s, seat, -1)
    if e.blended:
        s.free_blended[s.free_blended[seat].previous].next = s.free_blended[seat].next
        s.free_blended[s.free_blended[seat].next].previous = s.free_blended[seat].previous


@kernel
def becomes(s, p, e, seat, status, t):
    """Change what the person is doing, and be seen doing it."""
    if e.status == IDLE:
        not_idle(s, e, seat)
    if e.status == BREAK or status == BREAK:  # from here on strain fades at another pace
        settle(p, e, t)
    e.status = status
    e.token += 1
    if status == IDLE:
        is_idle(s, e, seat)


@kernel
def free_for(s, channel):
    """Give who takes the next user of a channel: the longest free of its own posts, else of those who serve others too; -1 if nobody."""
    n = len(s.staff)
    first = s.free[n + channel].next
    if first < n:
        return first
    seat = s.free_blended[n].next
    while seat < n:
        if serves(s.staff[seat], channel):
            return seat
        seat = s.free_blended[seat].next
    return -1


# --- breaks and company ---------------------------------------------------------------------------------------------------------


@kernel
def adds_due(s, e, seat, kind, minutes, sure):
    """Let a break be due after the others."""
    room = len(s.due) // len(s.staff)
    if e.due_count >= room:
        s.office[0].status = FULL_DUE
        return
    due = s.due[seat * room + e.due_count]
    due.kind, due.minutes, due.sure = kind, minutes, sure
    e.due_count += 1


@kernel
def puts_due_first(s, e, seat, kind, minutes):
    """Let a break be due before the others, for sure."""
    room = len(s.due) // len(s.staff)
    if e.due_count >= room:
        s.office[0].status = FULL_DUE
        return
    for i in range(e.due_count, 0, -1):
        s.due[seat * room + i] = s.due[seat * room + i - 1]
    due = s.due[seat * room]
    due.kind, due.minutes, due.sure = kind, minutes, 1
    e.due_count += 1


@kernel
def joins_group(s, e, seat, group):
    """Let someone join a group of people, as the last to come."""
    g = s.groups[group]
    e.group, e.group_next, e.group_previous = group, -1, g.last
    if g.last >= 0:
        s.staff[g.last].group_next = seat
    else:
        g.first = seat
    g.last = seat
    g.count += 1


@kernel
def leaves_company(s, p, e):
    """Let someone leave the room."""
    if e.group < 0:
        return
    g = s.groups[e.group]
    if e.group_previous >= 0:
        s.staff[e.group_previous].group_next = e.group_next
    else:
        g.first = e.group_next
    if e.group_next >= 0:
        s.staff[e.group_next].group_previous = e.group_previous
    else:
        g.last = e.group_previous
    g.count -= 1
    e.group = -1
    if g.count == 1:  # the one who is left is alone from now on
        settle(p, s.staff[g.first], s.office[0].now)
        s.staff[g.first].company = 0


@kernel
def joins_company(s, p, e, seat, rooms):
    """Let someone on a break or in a meeting join those who are there; without a room or a seat, they are alone."""
    if e.break_kind == IMPROVEMENT:
        e.place = IN_MEETING
        return
    if e.break_kind == DECREED:
        e.place = IN_MEETING
        joins_group(s, e, seat, rooms + e.team)
        return
    if not p.rest_room_exists or e.remote or e.alone or s.groups[e.room].count >= p.rest_room_seats:
        e.place = AT_HOME if e.remote or e.alone else OUTSIDE
        return
    joins_group(s, e, seat, e.room)
    e.place = IN_REST_ROOM
    if s.groups[e.room].count >= 2:
        now = s.office[0].now
        other = s.groups[e.room].first
        while other >= 0:
            f = s.staff[other]
            if not f.company:
                settle(p, f, now)
                f.company = 1
            other = f.group_next


@kernel
def takes_break(s, p, e, seat, t, kind, minutes):
    """Leave the post for a break, a meal or a meeting."""
    o, y = s.office[0], s.tally[0]
    becomes(s, p, e, seat, BREAK, t)
    e.break_kind, e.break_ends, e.company = kind, t + minutes, 0
    joins_company(s, p, e, seat, o.rooms)
    push(s, e.break_ends, RANK_BACK, seat, seat, 0, e.token, 0.0)
    if kind == DECREED or kind == IMPROVEMENT:
        y.meeting_minutes += minutes
    else:
        y.care_staff += minutes
        if kind != MEAL:
            y.break_minutes += minutes
    if kind == SHORT:
        y.breaks_taken += 1


@kernel
def returns_from_break(s, p, e, t):
    """Come back from a break, with the strain that it has taken away."""
    settle(p, e, t)
    leaves_company(s, p, e)
    e.place = home_place(e)


@kernel
def off_duty(s, p, e, seat, t):
    """Let someone go home."""
    if e.status == BREAK:
        cuts_break_short(s, p, e, t)
    elif e.status == HELPING:
        s.office[0].helping -= 1
    becomes(s, p, e, seat, ABSENT if e.absent_until > s.office[0].day and not e.on_duty else OFF, t)
    e.place = OUTSIDE


@kernel
def is_held(s, p, e, seat, t, minutes):
    """Be kept from the post for some minutes."""
    becomes(s, p, e, seat, HELD_BACK, t)
    push(s, t + minutes, RANK_BACK, seat, seat, 0, e.token, 0.0)


@kernel
def helps(s, p, e, seat, t, minutes):
    """Drop what one is free to drop and help a colleague."""
    o = s.office[0]
    if e.status == BREAK:
        gives_up_break(s, p, e, seat, t, t + minutes)
    becomes(s, p, e, seat, HELPING, t)
    o.helping += 1
    s.tally[0].busy_minutes += minutes
    push(s, t + minutes, RANK_BACK, seat, seat, 0, e.token, 0.0)


@kernel
def cuts_break_short(s, p, e, t):
    """Come back before a break is over; what is left of it was not taken."""
    y, left = s.tally[0], e.break_ends - t
    returns_from_break(s, p, e, t)
    if e.break_kind == DECREED or e.break_kind == IMPROVEMENT:
        y.meeting_minutes -= left
        return
    y.care_staff -= left
    if e.break_kind != MEAL:
        y.break_minutes -= left


@kernel
def gives_up_break(s, p, e, seat, t, until):
    """Break off a break to help; what would be left of it afterwards is taken then."""
    cuts_break_short(s, p, e, t)
    if e.break_ends > until and e.break_kind != DECREED and e.break_kind != IMPROVEMENT:
        puts_due_first(s, e, seat, MEAL if e.break_kind == MEAL else BREATHER, e.break_ends - until)
