"""The life of a practice: how it began, who learned it from whom, what it was called, when it was used, who lost it."""

from .story import SHOWN, Node, Section, Story, pruned
from .story_words import HOW, KINDS, VALENCES

FEW = 8
"""Lines of a section where less is enough."""


def practice_story(log, number):
    """Tell the life of a practice."""
    q, name, plain_name = log.practices[number], log.practice(number), log.plain(number)
    sections = (
        log.section("began", _birth(log, q)), log.section("spread", _learned(log, q)), log.section("changes", _changes(log, q), FEW),
        log.section("calls", _calls(log, q), FEW), log.section("use", _uses(log, q)), log.section("losses", _losses(log, q)),
        _family(log, q), _tree(log, q))
    life = log.lives[number]
    about = {"practice": number, "name": name, "plain_name": plain_name, "names": log.names[number]._asdict(), "kind": q.kind,
             "inventor": q.inventor, "inventor_name": log.person(q.inventor), "learners": life.learners,
             "holders": sorted(life.holders)}
    return Story(name if name == plain_name else f"{name} ({plain_name})", tuple(_facts(log, q)), sections, about)


def _facts(log, q):
    """Say what it is and what became of it."""
    crewed = log.say("crewed") if q.crewed else ""
    yield log.say("answers", kinds=KINDS[log.lang][q.kind].several, crewed=crewed, valence=VALENCES[log.lang][q.valence])
    staff = sum(one.left < 0 for one in log.people.values())
    yield log.say("died", day=q.died + 1) if q.died >= 0 else log.say("alive", n=len(log.lives[q.practice].holders), staff=staff)


def _birth(log, q):
    """Tell the events that led to it, the first one first."""
    birth = log.events[q.origin]
    if birth.event == "training":
        yield log.line(birth, "organised")
        return
    parent = log.events[birth.parent] if birth.parent >= 0 else None
    if log.brought(q):
        yield log.line(birth, "brought", parent, days=log.number(parent.value))
        return
    if episode := log.around(birth):
        yield log.line(episode, "episode", kind=log.kind(episode.situation), user=log.user(episode.whom), end=log.ended(episode))
        yield from (log.line(e, "stepped", episode) for e in log.after.get(episode.row, ()) if e.event == "step_in")
    if birth.event == "invention":
        if parent is not None and parent.event == "story":
            yield log.line(parent, "kept")
        yield log.line(birth, "invention", practice=log.practice(q.practice))
    else:
        yield log.line(birth, "trick", practice=log.practice(q.practice))
    if parents := log.parents(q):
        yield log.line(birth, "made_from", parents=log.listed(map(log.practice, parents)))


def _learned(log, q):
    """Tell who learned it."""
    seen = set()
    for one in log.lives[q.practice].learnings:
        if one.how != "inventing":
            yield learning_line(log, one, one.who in seen)
        seen.add(one.who)


def learning_line(log, one, again=False):
    """Tell one learning: from whom, by what means."""
    event = log.events[one.row]
    parent = log.events[event.parent]
    slots = {"again": log.say("again") if again else ""}
    if one.how == "telling":
        heard = tellings_heard(log, event)
        return log.line(event, "learned_tellings" if len(heard) > 1 else "learned_telling", *heard, times=log.times(len(heard)), **slots)
    if one.how == "overhearing":
        episode = log.around(parent)
        slots |= {"kind": log.kind(episode.situation), "user": log.user(episode.whom)}
        return log.line(event, "learned_overhearing", parent, episode, **slots)
    line = log.line(event, f"learned_{one.how}", parent, **slots)
    return line._replace(when=log.when(event, nightly=True)) if one.how == "guide" else line


def tellings_heard(log, event):
    """Give the tellings of a practice that its learner heard before they began to hold it, since they last forgot it if they did."""
    rows = [e for e in log.of_practice[event.practice] if e.row < event.row]
    since = max((e.row for e in rows if e.event == "forgotten" and e.who == event.who), default=-1)
    return [e for e in rows if e.event == "telling" and e.whom == event.who and e.row > since]


def _changes(log, q):
    """Tell namings, refinements, what rules made obsolete, and writing."""
    keys = {"naming": "named", "refinement": "refined", "obsolete": "obsolete", "guide": "written"}
    told = log.of_practice.get(q.practice, ())
    for e in told:
        if e.event in keys:
            causes = [log.events[e.parent]] if e.parent >= 0 else []
            yield log.line(e, keys[e.event], *causes, n=int(e.value), value=log.number(e.value, 2), practice=log.practice(q.practice))
        elif e.event == "training" and e.who < 0:
            yield log.line(e, "taught_all")


def _calls(log, q):
    """Tell the calls for help by its name."""
    for e in log.of_practice.get(q.practice, ()):
        if e.event == "call":
            yield call_line(log, e, "called")


def call_line(log, call, key):
    """Tell one call for help: who came, in which role, and how the episode ended."""
    episode = log.events[call.parent]
    came, joins = log.came(call)
    return log.line(call, key, episode, *joins, kind=log.kind(call.situation), user=log.user(episode.whom), came=came,
                    end=log.ended(episode), practice=log.practice(call.practice))


def _uses(log, q):
    """Tell the first and the last use, and add up all."""
    uses = [e for e in log.of_practice.get(q.practice, ()) if e.event == "episode"]
    if not uses:
        yield log.total("unused", ())
        return
    users = list(dict.fromkeys(log.person(e.who) for e in uses))
    by = log.listed(users) if len(users) <= 3 else log.say("people", n=len(users))
    well = log.number(sum(e.value == 1.0 for e in uses))
    yield log.total("uses", uses, times=log.times(len(uses)), by=by, n=log.number(len(uses)), well=well)
    for key, e in [("first_use", uses[0]), ("last_use", uses[-1])][:len(uses)]:
        yield log.line(e, key, kind=log.kind(e.situation), user=log.user(e.whom), end=log.ended(e))


def _losses(log, q):
    """Tell who forgot it or left with it, and its end."""
    life = log.lives[q.practice]
    for loss in life.losses:
        yield log.line(log.events[loss.row], "forgot" if loss.how == "forgotten" else "took")
    if life.death >= 0:
        death = log.events[life.death]
        if life.losses:
            last = log.events[life.losses[-1].row]
            yield log.line(death, "last_holder", last, who=log.person(last.who))
        else:
            yield log.line(death, "never_held")


def _family(log, q):
    """Name the practices that it was made from, and draw those that were made from it, each once, under the first of its parents."""
    parents = log.parents(q)
    births = [log.events[log.practices[n].origin] for n in parents]
    above = log.total("parents", births, parents=log.listed(_node_text(log, n) for n in parents))
    below, waiting = {}, {q.practice}
    for one in log.practices[q.practice:]:
        known = [number for number in log.parents(one) if number in waiting]
        if known:
            below.setdefault(known[0], []).append(one.practice)
            waiting.add(one.practice)

    def node(number):
        """A practice and, under it, those that were made from it."""
        return Node(_node_text(log, number), log.practices[number].origin, tuple(map(node, below.get(number, ()))))

    kept, cut = pruned([node(q.practice)] if below else [], len(log.practices) if log.full else SHOWN)
    return Section("family", log.say("family"), (above,) if parents else (), cut, kept)


def _node_text(log, number):
    """Say a practice with its inventor and day of birth."""
    one = log.practices[number]
    return log.say("node_practice", practice=log.practice(number), who=log.person(one.inventor), day=log.born(one))


def _tree(log, q):
    """Draw who taught whom, from the inventor on."""
    life = log.lives[q.practice]
    lost = {loss.who: loss.how for loss in life.losses if loss.who not in life.holders}
    below = {}
    for one in life.learnings:
        below.setdefault(one.parent, []).append(one)


    def node(one):
        """Somebody who learned the practice and, under them, those who learned it through that."""
        fate = log.say(f"no_more_{lost[one.who]}") if one.who in lost else ""
        brought = one.how == "inventing" and log.brought(q)
        said = log.say("node", who=log.person(one.who), day=log.born(q) if brought else log.day(one.day),
                       how=HOW[log.lang]["bringing" if brought else one.how] + fate)
        return Node(said, one.row, tuple(node(child) for child in below.get(one.row, ())))

    roots = [node(one) for one in below.get(-1, ())]
    if len(life.learnings) < 2:
        return Section("tree", log.say("tree"), ())
    kept, cut = pruned(roots, len(life.learnings) if log.full else SHOWN)
    return Section("tree", log.say("tree"), (), cut, kept)
