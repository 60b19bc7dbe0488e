"""How an episode is answered: the chain of means, the crew, those who overhear, and what it leaves behind; mirrors `model/episodes.py`."""

from ..rules import answer, crew, invention, overhearing, strain
from ..rules.answer import GUARDED_FROM
from ..rules.draws import AROUND_EPISODE, EPISODE, OVERHEAR, uniform, uniform4
from ..rules.episode import weight
from ..rules.management import trust_up
from ..rules.order import ABSENT, BREAK, BREATHER, COUNTER, EXCEPTION_ASKED, IDLE, MANAGER, OFF, SERVING, TRAINING
from ..rules.strain import VIOLENT_FROM
from ..rules.talk import STORIES_KEPT
from .asking import about_episode, tells
from .kernel import kernel
from .layout import (
    ALLOWED_KINDS,
    CALLS_CREW,
    E_CALL,
    E_EPISODE,
    E_JOIN,
    E_OVERHEARD,
    E_STEP_IN,
    E_STORY,
    E_TRICK,
    EPISODES_BY,
    HINDERS,
    KIND_COUNT,
    MEANS_BY,
    NEAR_CREW,
    REPORTED_BY,
    SUCCESS_BY,
)
from .log import log, log_at, set_event_value
from .manager import steps_in
from .people import adds_due, helps, settle, strains, ties_with, watches
from .repertoire import best_practice, invents, named_crew_practice, number_of, transmits, uses


@kernel
def draw_kind(o, p, channel, irritation, callout, u):
    """Draw the kind of an episode: shares that the channel allows, tilted by irritation. A call-out is one."""
    if callout:
        return KIND_COUNT - 1
    total, weights = 0.0, o.weights
    for kind in range(KIND_COUNT):
        if ALLOWED_KINDS[channel, kind]:
            total += weight(p.episode_kind_shares[kind], p.episode_severity[kind], p.episode_tilt, irritation)
        weights[kind] = total
    target = u * total
    for kind in range(KIND_COUNT):
        if target < weights[kind]:
            return kind
    return 2


@kernel
def face(s, p, e, seat, contact, reminder, t):
    """Let an employee answer an episode, and give the minutes that it adds to the contact. Consequences are applied at once."""
    o, user = s.office[0], s.users[contact.user]
    irritation = user.irritation
    u_kind, u_success, u_desk, u_exception = uniform4(o.seed, EPISODE, contact.user, contact.day, contact.rank)
    u_steps_in, u_report, u_leave, u_breather = uniform4(o.seed, AROUND_EPISODE, contact.user, contact.day, contact.rank)
    kind = draw_kind(o, p, contact.channel, irritation, contact.callout, u_kind)
    severity = p.episode_severity[kind]
    settle(p, e, t)

    best, value = -1, 0.0
    if p.mechanisms_answer:
        best, value = best_practice(s, p, e, seat, kind)
    name = -1
    if p.mechanisms_crew and p.crew_contain[kind] > 0:
        name = named_crew_practice(s, e, seat, kind)
    manager = steps_in(o, p, e, u_steps_in, severity, t)
    helper, lent, worth = -1, -1, 0.0
    if not manager:
        helper, lent, worth = about_episode(s, p, e, seat, contact, kind, value)
    desk = 1 if p.mechanisms_answer and u_desk < p.power_support_desk else 0
    may_except = 1 if (p.mechanisms_answer and kind == EXCEPTION_ASKED and u_exception < p.power_exception_right
                       and o.budget >= p.power_exception_cost) else 0
    means = answer.means(value, p.answer_threshold, 1 if name >= 0 and CALLS_CREW[contact.channel] else 0, manager, 1 if helper >= 0 else 0, desk, may_except)

    used = best if means == answer.PRACTICE else name if means == answer.CREW else -1
    row = log_at(o, s.events, t, E_EPISODE, e.person, contact.user, number_of(s, lent if means == answer.COLLEAGUE else used), kind, -1, 0.0)
    helpers, complete, minutes_to_reach, agreement = 0, 0.0, 0.0, 1.0
    if means == answer.CREW:
        helpers, complete, minutes_to_reach, agreement = call_crew(s, p, e, seat, name, kind, row, t)
    watched = 1 if watches(o, e) else 0
    guarded = 1 if p.answer_guard and contact.channel == COUNTER and severity >= GUARDED_FROM else 0
    chance = success_chance(p, e, means, severity, worth if means == answer.COLLEAGUE else value, complete, agreement, watched, guarded)
    success = 1 if u_success < chance else 0
    extra = answer.extra_minutes(p.answer_minutes[means], severity, complete, 1 if means == answer.CREW else 0) + minutes_to_reach

    count_episode(s, p, kind, means, success, reminder, u_report)
    set_event_value(s.events, row, 1.0 if success else 0.0)
    contact.success = success
    contact.failed = 1 if not success and HINDERS[kind] else 0
    pay(s, p, e, means, t, extra, row)
    protected = 0
    if means == answer.PRACTICE or means == answer.COLLEAGUE:
        valence = s.practices[lent if means == answer.COLLEAGUE else best].valence
        protected = 1 if valence != invention.RESOLVING else 0
        if valence == invention.SUBVERSIVE:
            contact.failed = 1
    if used >= 0:
        uses(s, p, e, seat, used)
    if means == answer.COLLEAGUE:
        tells(s, p, helper, e, seat, lent, t)
    ended = 1 if not success and p.answer_end_contact and severity >= 0.4 else 0
    if p.mechanisms_irritation:
        user.irritation = answer.user_after(irritation, success, p.answer_calm, p.answer_failure_irritation, ended)
    shared = 1 if helpers > 0 or means == answer.MANAGER else 0
    shock = strain.episode_cost(p.strain_per_episode[kind], success, p.strain_success_share, shared, p.strain_shared_share, protected,
                                p.strain_protective_share, ended, guarded)
    comforters = max(0, helpers - p.crew_contain[kind])
    if p.mechanisms_overhearing:
        shock = overhear(s, p, e, seat, contact.user, kind, severity, shock, used, row, t)
    shock = crew.comforted(shock, comforters, p.crew_comfort_relief)
    strains(p, e, shock, t)
    e.after_episode = 1 if p.mechanisms_strain else 0
    leaves_behind(s, p, e, seat, kind, means, success, u_leave, watched, row)
    if comforters > 0:
        adds_due(s, e, seat, BREATHER, p.crew_comfort_minutes, 1)
    elif severity >= 0.4 and u_breather < p.breaks_autonomy:
        adds_due(s, e, seat, BREATHER, p.breaks_breather_minutes, 1)
    for i in range(helpers):
        other = s.picks[NEAR_CREW * len(s.staff) + i].seat
        helps(s, p, s.staff[other], other, t, extra if i < p.crew_contain[kind] else max(extra, p.crew_comfort_minutes))
        ties_with(s, p, seat, other)
        if s.held[other * len(s.practices) + name].has:
            uses(s, p, s.staff[other], other, name)
    return extra


@kernel
def success_chance(p, e, means, severity, value, complete, agreement, watched, guarded):
    """Give the chance that an episode ends well, by the means that were chosen; value: that of the practice, one's own or a colleague's."""
    if means == answer.MANAGER:
        return p.manager_step_in_success
    own = means == answer.PRACTICE or means == answer.IMPROVISE
    gain = p.answer_experience * e.experience
    if means == answer.PRACTICE or means == answer.COLLEAGUE:
        gain += p.answer_practice * value
    elif means == answer.CREW:
        gain += crew.gain(p.answer_crew, complete, agreement)
    elif means == answer.SUPPORT_DESK:
        gain += p.answer_desk
    elif means == answer.EXCEPTION:
        gain += p.answer_exception_gain
    if guarded:
        gain += p.answer_guard_gain
    return answer.success_chance(p.answer_base, severity, p.answer_severity, e.strain, p.answer_strain, e.exhaustion, p.answer_exhaustion, gain,
                                 1 if watched and own else 0, p.manager_watched_tax)


@kernel
def count_episode(s, p, kind, means, success, reminder, u_report):
    """Count an episode as felt, and as reported if somebody reports it."""
    y, counts = s.tally[0], s.counts
    y.episodes += 1.0
    if not success:
        y.episodes_failed += 1.0
    if reminder:
        y.episodes_reminder += 1.0
    counts[EPISODES_BY + kind] += 1.0
    counts[MEANS_BY + means] += 1.0
    if success:
        counts[SUCCESS_BY + means] += 1.0
    if u_report < p.episode_report_share[kind]:
        counts[REPORTED_BY + kind] += 1.0


@kernel
def pay(s, p, e, means, t, extra, row):
    """Take what the chosen means uses up: the manager's time and trust, the budget, the support desk's fee."""
    o, y = s.office[0], s.tally[0]
    if means == answer.MANAGER:
        o.manager_busy_until = t + extra
        e.trust = trust_up(e.trust, p.manager_trust_gain)
        y.step_ins += 1.0
        log_at(o, s.events, t, E_STEP_IN, MANAGER, e.person, -1, -1, row, 0.0)
    elif means == answer.EXCEPTION:
        o.budget -= p.power_exception_cost
        y.cost_levers += p.power_exception_cost
    elif means == answer.SUPPORT_DESK:
        y.cost_levers += p.money_desk_per_call


@kernel
def leaves_behind(s, p, e, seat, kind, means, success, u_leave, watched, row):
    """Let an episode leave a trick (an improvised success) or an open story (a failure); next to nothing after a step-in."""
    if not p.mechanisms_invention:
        return
    o = s.office[0]
    relative = p.manager_step_in_learning if means == answer.MANAGER else 1.0
    severity = p.episode_severity[kind]
    if success and (means == answer.IMPROVISE or means == answer.MANAGER):
        if invention.leaves_trick(u_leave, p.invention_trick, p.invention_salience, severity, watched, p.manager_watched_invention, relative):
            invents(s, p, e, seat, kind, E_TRICK, row, -1, 0, 1)
    elif not success and invention.leaves_story(u_leave, p.invention_story, p.invention_salience, severity, relative):
        story = log(o, s.events, E_STORY, e.person, -1, -1, kind, row, 0.0)
        s.tally[0].stories += 1.0
        keeps_story(s, p, e, seat, kind, story)


@kernel
def keeps_story(s, p, e, seat, kind, event):
    """Keep an open story in mind; of too many, the least grave is told no more, and of equals the oldest."""
    base = seat * (STORIES_KEPT + 1)
    story = s.stories[base + e.stories_count]
    story.kind, story.event, story.vented = kind, event, 0
    e.stories_count += 1
    if e.stories_count > STORIES_KEPT:
        least = 0
        for i in range(1, e.stories_count):
            if p.episode_severity[s.stories[base + i].kind] < p.episode_severity[s.stories[base + least].kind]:
                least = i
        drops_story(s, e, seat, least)


@kernel
def drops_story(s, e, seat, which):
    """Let a story be told no more."""
    base = seat * (STORIES_KEPT + 1)
    for i in range(which, e.stories_count - 1):
        s.stories[base + i] = s.stories[base + i + 1]
    e.stories_count -= 1


@kernel
def call_crew(s, p, e, seat, name, kind, row, t):
    """Call a crew by a practice's name; those who come stand in the row `NEAR_CREW` of `State.picks`, the nearest first, ties by seat.

    Give how many came, the crew's completeness, the minutes until the first arrived, and the agreement of their variants.
    """
    o, y, n = s.office[0], s.tally[0], len(s.staff)
    many = near_crew(s, p, e, seat, name)
    contain, comfort, first = p.crew_contain[kind], p.crew_comfort[kind], NEAR_CREW * n
    chosen = min(many, contain + comfort)
    holding = min(chosen, contain)
    complete = crew.completeness(float(holding), contain, float(chosen - holding), comfort)
    agreement = 1.0
    if chosen > 0:
        mine, apart = s.held[seat * len(s.practices) + name].variant, 0.0
        for i in range(chosen):
            apart += abs(s.held[s.picks[first + i].seat * len(s.practices) + name].variant - mine)
        agreement = 1.0 - apart / chosen / 2.0
    y.crew_calls += 1.0
    y.crew_joined += chosen
    if chosen == contain + comfort:
        y.crew_complete += 1.0
    number = number_of(s, name)
    call = log_at(o, s.events, t, E_CALL, e.person, -1, number, kind, row, complete)
    minutes_to_reach = 0.0
    if chosen > 0:
        minutes_to_reach = s.picks[first].value
        y.crew_answered += 1.0
        y.crew_minutes += minutes_to_reach
    for i in range(chosen):
        pick = s.picks[first + i]
        log_at(o, s.events, t + pick.value, E_JOIN, s.staff[pick.seat].person, e.person, number, -1, call, 0.0 if i < contain else 1.0)
    return chosen, complete, minutes_to_reach, agreement


@kernel
def near_crew(s, p, e, seat, name):
    """Find who knows the name, is free and near enough, and sort them by the minutes they take, then by seat; give how many."""
    many, n = 0, len(s.staff)
    first, posts = NEAR_CREW * n, s.office[0].segment * n
    for other in range(n):
        f = s.staff[other]
        if not f.exists or other == seat or (f.status != IDLE and f.status != BREAK) or f.remote or f.alone:
            continue
        held = s.held[other * len(s.practices) + name]
        if not held.has or not held.name_known or f.room != e.room:
            continue
        metres = p.rest_room_distance_m if f.status == BREAK and p.rest_room_exists else s.posts[posts + other].metres
        minutes = crew.response_minutes(metres, p.crew_walk_m_per_minute)
        if minutes <= p.crew_reach_minutes:
            i = many
            while i > 0 and s.picks[first + i - 1].value > minutes:
                s.picks[first + i] = s.picks[first + i - 1]
                i -= 1
            s.picks[first + i].seat, s.picks[first + i].value = other, minutes
            many += 1
    return many


@kernel
def overhear(s, p, e, seat, user, kind, severity, shock, practice, row, t):
    """Let those within earshot notice: they learn a little, are shaken a little, and one who is idle comforts at once. Give the shock that is left."""
    o, remaining = s.office[0], shock
    post = s.posts[o.segment * len(s.staff) + seat]
    for i in range(post.near_first, post.near_end):
        other = s.near[i]
        f = s.staff[other]
        if not f.exists or (f.status != IDLE and f.status != SERVING):
            continue
        u = uniform(o.seed, OVERHEAR, other, o.day, user)
        if not overhearing.notices(u, p.overhearing_notice, severity):
            continue
        s.tally[0].overheard += 1.0
        event = log_at(o, s.events, t, E_OVERHEARD, f.person, e.person, -1, kind, row, 0.0)
        strains(p, f, overhearing.shock(shock, p.overhearing_shock), t)
        if f.status == IDLE:
            remaining = crew.comforted(remaining, 1, p.overhearing_comfort)
            ties_with(s, p, seat, other)
        if practice >= 0 and p.mechanisms_learning:
            transmits(s, p, e, seat, f, other, practice, p.talk_transmit * p.overhearing_learning, 1.0, event)
    if severity >= VIOLENT_FROM:
        shakes_site(s, p, seat, overhearing.shock(shock, p.overhearing_site_shock), t)
    return remaining


@kernel
def shakes_site(s, p, seat, points, t):
    """Let a violent episode shake everybody else in the house."""
    for other in range(len(s.staff)):
        f = s.staff[other]
        if f.exists and other != seat and not f.remote and not f.alone and f.status != OFF and f.status != ABSENT and f.status != TRAINING:
            strains(p, f, points, t)
