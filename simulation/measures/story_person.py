"""A person's year, or whole time in a run: episodes, help, what they learned from whom and taught to whom, absences, leaving."""

from collections import Counter

from ..rules.order import KINDS as KIND_NAMES
from . import lineage
from .story import Story
from .story_practice import call_line, learning_line
from .story_words import CHANNELS, KINDS, of

GRAVE = KIND_NAMES[4:7]
"""Kinds of episodes that are told one by one: threats, outbursts, assaults."""

FEW = 8


def person_story(log, number, year=None):
    """Tell a person's time in the run, or one year of it (from 1)."""
    one = log.people[number]
    first, last = (0, log.days) if year is None else ((year - 1) * log.year, min(year * log.year, log.days))
    mine = [e for e in log.of_person.get(number, ()) if first <= e.day < last]
    sections = (
        log.section("p_episodes", _episodes(log, mine)), log.section("p_hard", _grave(log, mine), FEW),
        log.section("p_help", _help(log, mine), FEW),
        log.section("p_invented", _invented(log, mine), FEW), log.section("p_learned", _learned(log, number, first, last)),
        log.section("p_taught", _taught(log, number, first, last)), log.section("p_lost", _forgotten(log, mine), FEW),
        log.section("p_care", _care(log, mine), FEW), log.section("p_exit", _exit(log, mine)))
    about = {"person": number, "name": one.name, "seat": one.seat, "team": one.team, "channel": one.channel,
             "hired": one.hired, "left": one.left, **({"year": year} if year is not None else {})}
    return Story(one.name, tuple(_facts(log, one, year, first, last)), sections, about)


def _facts(log, one, year, first, last):
    """Say who it is, since when, until when."""
    team = log.say("team", n=one.team + 1) if one.team >= 0 else ""
    yield log.say("person", who=one.name, n=one.person, channel=CHANNELS[log.lang][one.channel], team=team)
    came = log.say("there", days=log.number(one.tenure_start)) if one.hired < 0 else log.say("hired", day=one.hired + 1)
    yield came + " " + (log.say("stayed_on") if one.left < 0 else log.say("gone", day=one.left + 1))
    if year is not None:
        yield log.say("year", year=year, first=first + 1, last=last)


def _episodes(log, mine):
    """Add up the episodes that the person faced, by kind and by practice used."""
    faced = [e for e in mine if e.event == "episode"]
    if faced:
        kinds = Counter(e.situation for e in faced)
        said = log.listed(log.say("kind_count", n=log.number(n), kind=_noun(log, kind, n)) for kind, n in kinds.most_common())
        well = sum(e.value == 1.0 for e in faced)
        yield log.total("faced", faced, n=log.number(len(faced)), well=log.number(well), kinds=said)
    for practice, n in Counter(e.practice for e in faced if e.practice >= 0).most_common(3):
        used = [e for e in faced if e.practice == practice]
        yield log.total("leaned", used, n=log.number(n), practice=log.practice(practice),
                        well=log.number(sum(e.value == 1.0 for e in used)))
    if stepped := [s for e in faced for s in log.after.get(e.row, ()) if s.event == "step_in"]:
        yield log.total("stepped_in", stepped, times=log.times(len(stepped)))
    if heard := [e for e in mine if e.event == "overheard"]:
        yield log.total("noticed", heard, n=log.number(len(heard)))
    if kept := [e for e in mine if e.event == "story"]:
        answered = [a for e in kept for a in log.after.get(e.row, ()) if a.event == "invention"]
        yield log.total("stories", kept + answered, n=len(kept), m=len(answered))


def _noun(log, kind, n):
    """Give a kind of situation in the number that fits, without its article."""
    noun = KINDS[log.lang][kind]
    return noun.several if n != 1 else noun.one.partition(" ")[2] if noun.one.startswith(("a ", "an ", "un ", "une ")) else noun.one


def _grave(log, mine):
    """Tell the gravest episodes one by one, the gravest kind first."""
    grave = [e for e in mine if e.event == "episode" and e.situation in GRAVE]
    for e in sorted(grave, key=lambda e: -GRAVE.index(e.situation)):
        yield log.line(e, "episode", kind=log.kind(e.situation), user=log.user(e.whom), end=log.ended(e))


def _help(log, mine):
    """Tell the calls for help that the person made and those that they answered."""
    for e in mine:
        if e.event == "call":
            yield call_line(log, e, "calls_made")
        elif e.event == "join":
            role = "joined_contain" if e.value == 0.0 else "joined_comfort"
            yield log.line(e, role, log.events[e.parent], practice=log.practice(e.practice))


def _invented(log, mine):
    """Tell the practices that the person came up with."""
    for e in mine:
        if e.event not in lineage.BIRTHS:
            continue
        practice, parent = log.practice(e.practice), log.events[e.parent]
        if e.event == "invention":
            yield log.line(e, "p_invention", parent, practice=practice)
        elif parent.event == "episode":
            yield log.line(e, "p_trick", parent, practice=practice, user=log.user(parent.whom))
        else:
            yield log.line(e, "p_brought", parent, practice=practice)


def _learned(log, number, first, last):
    """Tell what the person learned from others, in order of time."""
    lines, seen = [], set()
    found = sorted((one for life in log.lives for one in life.learnings if one.who == number), key=lambda one: one.row)
    for one in found:
        practice = log.events[one.row].practice
        if one.how != "inventing" and first <= one.day < last:
            line = learning_line(log, one, practice in seen)
            lines.append(line._replace(text=log.say("p_learned_line", practice=log.practice(practice), text=line.text)))
        seen.add(practice)
    return lines


def _taught(log, number, first, last):
    """Tell who learned what from the person, pupil by pupil."""
    pupils = {}
    for life in log.lives:
        for one in life.learnings:
            if one.source == number and first <= one.day < last:
                pupils.setdefault(one.who, []).append(log.events[one.row])
    for who, events in sorted(pupils.items(), key=lambda item: (-len(item[1]), item[0])):
        events.sort(key=lambda e: e.row)
        names = list(dict.fromkeys(log.practice(e.practice) for e in events))
        yield log.total("pupil", events, who=log.person(who), practices=log.listed(names), teacher=log.person(number),
                        of_teacher=of(log.person(number)))


def _forgotten(log, mine):
    """Tell what the person forgot."""
    return [log.line(e, "p_forgot", practice=log.practice(e.practice)) for e in mine if e.event == "forgotten"]


def _care(log, mine):
    """Tell absences and accidents; add up listening and lost breaks."""
    if talks := [e for e in mine if e.event == "listening"]:
        yield log.total("listened", talks, times=log.times(len(talks)), voiced=log.times(sum(e.value == 1.0 for e in talks)))
    if cut := [e for e in mine if e.event == "break_cut"]:
        yield log.total("cut", cut, times=log.times(len(cut)))
    for e in mine:
        if e.event == "absence":
            yield log.line(e, "ill_one" if e.value == 1.0 else "ill", n=int(e.value))
        elif e.event == "life_event":
            yield log.line(e, "accident")


def _exit(log, mine):
    """Tell the leaving, and what was lost with the person."""
    for e in mine:
        if e.event != "exit":
            continue
        yield log.line(e, "left", days=log.number(e.value))
        lost = [life for life in log.lives if life.death >= 0 and life.losses and life.losses[-1].row == e.row]
        if lost:
            deaths = [log.events[life.death] for life in lost]
            yield log.line(e, "left_with", *deaths, practices=log.listed(log.practice(d.practice) for d in deaths))
