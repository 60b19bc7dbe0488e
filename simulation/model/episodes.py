"""How an episode is answered: the chain of means, the crew, those who overhear, and what it leaves behind."""

from ..rules import answer, crew, invention, overhearing, strain
from ..rules.answer import GUARDED_FROM
from ..rules.draws import AROUND_EPISODE, EPISODE, OVERHEAR, uniform, uniform4
from ..rules.episode import weight
from ..rules.management import trust_up
from ..rules.order import ALLOWED, AT_WORK, BREAK, BREATHER, COUNTER, CREWED_FROM, EXCEPTION_ASKED, HINDERING, IDLE, MANAGER, MEANS, SERVING
from ..rules.strain import VIOLENT_FROM
from ..rules.talk import STORIES_KEPT
from . import asking


def draw_kind(p, channel, irritation, callout, u):
    """Draw the kind of an episode: shares that the channel allows, tilted by irritation. A call-out is one."""
    if callout:
        return len(p.episode_severity) - 1
    allowed, total = ALLOWED[channel], 0.0
    weights = []
    for kind, severity in enumerate(p.episode_severity):
        if allowed[kind]:
            total += weight(p.episode_kind_shares[kind], severity, p.episode_tilt, irritation)
        weights.append(total)
    target = u * total
    for kind, cumulated in enumerate(weights):
        if target < cumulated:
            return kind
    return 2


def face(employee, contact, reminder, t):
    """Let an employee answer an episode, and give the minutes that it adds to the contact. Consequences are applied at once."""
    model, p, user = employee.model, employee.model.p, contact.user
    irritation = user.irritation
    u_kind, u_success, u_desk, u_exception = uniform4(model.seed, EPISODE, user.number, contact.day, contact.rank)
    u_steps_in, u_report, u_leave, u_breather = uniform4(model.seed, AROUND_EPISODE, user.number, contact.day, contact.rank)
    kind = draw_kind(p, contact.channel, irritation, contact.callout, u_kind)
    severity = p.episode_severity[kind]
    employee.settle(t)

    best, value = employee.best_practice(kind) if p.mechanisms_answer else (-1, 0.0)
    name = employee.named_crew_practice(kind) if p.mechanisms_crew and p.crew_contain[kind] > 0 else -1
    manager = model.manager.steps_in(employee, u_steps_in, severity, t)
    helper, lent, worth = (None, -1, 0.0) if manager else asking.about_episode(employee, contact, kind, value)
    desk = p.mechanisms_answer and u_desk < p.power_support_desk
    may_except = (p.mechanisms_answer and kind == EXCEPTION_ASKED and u_exception < p.power_exception_right
                  and model.budget >= p.power_exception_cost)
    crew_there = name >= 0 and contact.channel in CREWED_FROM
    means = employee.choose_means(kind, value, crew_there, manager, helper is not None, desk, may_except)
    if means not in range(len(MEANS)):  # a subclass may choose anything
        raise ValueError(f"{type(employee).__name__}.choose_means gave {means!r}; it must give a position in simulation.rules.order.MEANS, 0 to {len(MEANS) - 1}: {', '.join(MEANS)}")
    if not (best >= 0, crew_there, manager, helper is not None, desk, may_except, True)[int(means)]:
        means = answer.IMPROVISE
    asked = means == answer.COLLEAGUE
    used = best if means == answer.PRACTICE else name if means == answer.CREW else -1
    row = model.log("episode", employee.person, whom=user.number, situation=kind, t=t, practice=lent if asked else used)
    helpers, complete, minutes_to_reach, agreement = (), 0.0, 0.0, 1.0
    if means == answer.CREW:
        helpers, complete, minutes_to_reach, agreement = call_crew(employee, name, kind, row, t)
    watched = model.manager.watches(employee)
    guarded = p.answer_guard and contact.channel == COUNTER and severity >= GUARDED_FROM
    chance = _chance(employee, means, severity, worth if asked else value, complete, agreement, watched, guarded)
    success = u_success < chance
    extra = answer.extra_minutes(p.answer_minutes[means], severity, complete, means == answer.CREW) + minutes_to_reach

    model.count_episode(kind, means, success, reminder, u_report)
    model.set_event_value(row, 1.0 if success else 0.0)
    contact.episode, contact.success = row, success
    contact.failed = not success and kind in HINDERING
    _pay(employee, means, t, extra, row)
    protected = False
    if means in (answer.PRACTICE, answer.COLLEAGUE):
        valence = model.practices[lent if asked else best].valence
        protected = valence != invention.RESOLVING
        if valence == invention.SUBVERSIVE:
            contact.failed = True
    if used >= 0:
        employee.uses(used)
    if asked:
        asking.tells(helper, employee, lent, t)
    ended = not success and employee.ends_contact(kind)
    if p.mechanisms_irritation:
        user.irritation = answer.user_after(irritation, success, p.answer_calm, p.answer_failure_irritation, ended)
    shock = strain.episode_cost(p.strain_per_episode[kind], success, p.strain_success_share, len(helpers) > 0 or means == answer.MANAGER,
                                p.strain_shared_share, protected, p.strain_protective_share, ended,
                                guarded)
    comforters = helpers[p.crew_contain[kind]:]
    if p.mechanisms_overhearing:
        shock = overhear(employee, contact, severity, shock, used, row, t)
    shock = crew.comforted(shock, len(comforters), p.crew_comfort_relief)
    employee.strains(shock, t)
    employee.after_episode = 1 if p.mechanisms_strain else 0
    _leaves_behind(employee, kind, means, success, u_leave, watched, row)
    if comforters:
        employee.due.append((BREATHER, p.crew_comfort_minutes, True))
    elif employee.wants_breather(severity, u_breather):
        employee.due.append((BREATHER, p.breaks_breather_minutes, True))
    for i, helper in enumerate(helpers):
        contains = i < p.crew_contain[kind]
        helper.helps(t, extra if contains else max(extra, p.crew_comfort_minutes))
        employee.ties_with(helper)
        if name in helper.held:
            helper.uses(name)
    return extra


def _chance(employee, means, severity, value, complete, agreement, watched, guarded):
    """Give the chance that an episode ends well, by the means that were chosen; value: that of the practice, one's own or a colleague's."""
    p = employee.model.p
    if means == answer.MANAGER:
        return p.manager_step_in_success
    gain = p.answer_experience * employee.experience
    if means in (answer.PRACTICE, answer.COLLEAGUE):
        gain += p.answer_practice * value
    elif means == answer.CREW:
        gain += crew.gain(p.answer_crew, complete, agreement)
    elif means == answer.SUPPORT_DESK:
        gain += p.answer_desk
    elif means == answer.EXCEPTION:
        gain += p.answer_exception_gain
    if guarded:
        gain += p.answer_guard_gain
    own = means in (answer.PRACTICE, answer.IMPROVISE)
    return answer.success_chance(p.answer_base, severity, p.answer_severity, employee.strain, p.answer_strain, employee.exhaustion, p.answer_exhaustion, gain,
                                 watched and own, p.manager_watched_tax)


def _pay(employee, means, t, extra, row):
    """Take what the chosen means uses up: the manager's time and trust, the budget, the support desk's fee."""
    model, p = employee.model, employee.model.p
    if means == answer.MANAGER:
        model.manager.busy_until = t + extra
        employee.trust = trust_up(employee.trust, p.manager_trust_gain)
        model.tally.step_ins += 1
        model.log("step_in", MANAGER, whom=employee.person, t=t, parent=row)
    elif means == answer.EXCEPTION:
        model.budget -= p.power_exception_cost
        model.tally.cost_levers += p.power_exception_cost
    elif means == answer.SUPPORT_DESK:
        model.tally.cost_levers += p.money_desk_per_call


def _leaves_behind(employee, kind, means, success, u_leave, watched, row):
    """Let an episode leave a trick (an improvised success) or an open story (a failure); next to nothing after a step-in."""
    model, p = employee.model, employee.model.p
    if not p.mechanisms_invention:
        return
    relative = p.manager_step_in_learning if means == answer.MANAGER else 1.0
    if success and means in (answer.IMPROVISE, answer.MANAGER):
        if invention.leaves_trick(u_leave, p.invention_trick, p.invention_salience, p.episode_severity[kind], watched, p.manager_watched_invention, relative):
            model.invents(employee, kind, "trick", row)
    elif not success and invention.leaves_story(u_leave, p.invention_story, p.invention_salience, p.episode_severity[kind], relative):
        story = model.log("story", employee.person, situation=kind, parent=row)
        model.tally.stories += 1
        employee.stories.append((kind, story))
        if len(employee.stories) > STORIES_KEPT:  # the least grave is told no more; of equals, the oldest
            employee.stories.remove(min(employee.stories, key=lambda s: p.episode_severity[s[0]]))


def call_crew(employee, name, kind, row, t):
    """Call a crew by a practice's name. Give (helpers: those who contain first, then those who comfort; completeness; minutes until the first
    arrived; agreement of their variants). Only those who know the name, are free and near enough come; the nearest first, ties by seat."""
    model, p = employee.model, employee.model.p
    near = []
    for other in model.staff:
        if other is None or other is employee or other.status not in (IDLE, BREAK) or other.remote or other.alone:
            continue
        held = other.held.get(name)
        if held is None or not held.name_known or other.room != employee.room:
            continue
        on_break = other.status == BREAK and p.rest_room_exists
        metres = p.rest_room_distance_m if on_break else model.places.metres_to_counter(other.seat)
        minutes = crew.response_minutes(metres, p.crew_walk_m_per_minute)
        if minutes <= p.crew_reach_minutes:
            near.append((minutes, other.seat, other))
    near.sort(key=lambda item: item[:2])
    contain, comfort = p.crew_contain[kind], p.crew_comfort[kind]
    chosen = near[:contain + comfort]
    holding = min(len(chosen), contain)
    complete = crew.completeness(float(holding), contain, float(len(chosen) - holding), comfort)
    agreement = 1.0
    if chosen:
        mine, apart = employee.held[name].variant, 0.0
        for _, _, other in chosen:
            apart += abs(other.held[name].variant - mine)
        agreement = 1.0 - apart / len(chosen) / 2.0
    tally = model.tally
    tally.crew_calls += 1
    tally.crew_joined += len(chosen)
    tally.crew_complete += len(chosen) == contain + comfort
    call = model.log("call", employee.person, practice=name, situation=kind, parent=row, value=complete, t=t)
    if chosen:
        tally.crew_answered += 1
        tally.crew_minutes += chosen[0][0]
    for i, (minutes, _, other) in enumerate(chosen):
        model.log("join", other.person, whom=employee.person, practice=name, parent=call, value=0.0 if i < contain else 1.0, t=t + minutes)
    return [other for _, _, other in chosen], complete, chosen[0][0] if chosen else 0.0, agreement


def overhear(employee, contact, severity, shock, practice, row, t):
    """Let those within earshot notice: they learn a little, are shaken a little, and one who is idle comforts at once. Give the shock that is left."""
    model, p, user = employee.model, employee.model.p, contact.user
    remaining = shock
    for seat in employee.model.places.neighbours[employee.seat]:
        other = model.staff[seat]
        if other is None or other.status not in (IDLE, SERVING):
            continue
        u = uniform(model.seed, OVERHEAR, seat, model.day, user.number)
        if not overhearing.notices(u, p.overhearing_notice, severity):
            continue
        model.tally.overheard += 1
        event = model.log("overheard", other.person, whom=employee.person, situation=contact_kind(model, row), parent=row, t=t)
        other.strains(overhearing.shock(shock, p.overhearing_shock), t)
        if other.status == IDLE:
            remaining = crew.comforted(remaining, 1, p.overhearing_comfort)
            employee.ties_with(other)
        if practice >= 0 and p.mechanisms_learning:
            model.transmits(employee, other, practice, p.talk_transmit * p.overhearing_learning, 1.0, event)
    if severity >= VIOLENT_FROM:
        for other in model.staff:
            if other is not None and other is not employee and not other.remote and not other.alone and other.status in AT_WORK:
                other.strains(overhearing.shock(shock, p.overhearing_site_shock), t)
    return remaining


def contact_kind(model, row):
    """Give the situation kind of an episode's event."""
    return model.events[row][6]


