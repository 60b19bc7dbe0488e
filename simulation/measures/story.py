"""Stories told from the event log: the life of a practice, a person's year. Every line names the rows of the log that it rests on.

`Log` holds one run in a form that can be followed by parent links; `story_practice` and `story_person` write the stories; `text` and
`plain` put one out for people and for programs. Nothing is told that the log does not say.
"""

import textwrap
from typing import NamedTuple

from ..rules.order import MANAGER, ORGANISATION
from . import lineage
from . import story_words as words
from .story_names import NoSuchName, find, practice_names

SHOWN = 16
"""Lines of a section, and nodes of a tree, that are shown unless all are asked for."""

WIDTH = 118


class Line(NamedTuple):
    """Something that happened: when (day from 0, minute, in words; -1 and empty for what is added up), told how, by which rows."""

    day: int
    minute: float
    when: str
    text: str
    rows: tuple[int, ...]


class Node(NamedTuple):
    """A place in a tree: what is said there, the row of the log, what grows from it."""

    text: str
    row: int
    children: tuple["Node", ...]


class Section(NamedTuple):
    """A part of a story: its lines, and how many more there are."""

    key: str
    title: str
    lines: tuple[Line, ...]
    left_out: int = 0
    roots: tuple[Node, ...] = ()


class Story(NamedTuple):
    """A story: a title, facts in a few words, sections, and what it is about as plain data."""

    title: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]
    about: dict


class Log:
    """One run to tell from: its tables, its manifest (days, days_per_week, days_per_year). lang: "en" or "fr"; full: leave nothing out."""

    def __init__(self, tables, manifest, lang="en", full=False):
        self.lang, self.full = lang, full
        self.days, self.week, self.year = manifest["days"], manifest["days_per_week"], manifest["days_per_year"]
        self.events = lineage.rows(tables.events.astype({"event": object, "situation": object}).fillna({"situation": ""}))
        self.practices = list(tables.practices.itertuples(index=False))
        self.people = {one.person: one for one in tables.people.itertuples(index=False)}
        self.lives = lineage.lives(self.events, [q.origin for q in self.practices])
        self.names = practice_names([q.kind for q in self.practices], [e.practice for e in self.events if e.event == "naming"])
        self._index()

    def _index(self):
        """Note which events are about which practice or person, and which follow from which."""
        self.of_practice, self.of_person, self.after = {}, {}, {}
        for e in self.events:
            if e.practice >= 0:
                self.of_practice.setdefault(e.practice, []).append(e)
            if e.who >= 0:
                self.of_person.setdefault(e.who, []).append(e)
            if e.parent >= 0:
                self.after.setdefault(e.parent, []).append(e)
        self.children = {}
        for q in self.practices:
            for parent in self.parents(q):
                self.children.setdefault(parent, []).append(q.practice)

    # --- words ----------------------------------------------------------------------------------------------------------------

    def say(self, key, **slots):
        """Give a sentence in the language of the story."""
        return words.say(self.lang, key, **slots)

    def person(self, number):
        """Give what a person is called."""
        if number == ORGANISATION:
            return self.say("organisation")
        if number == MANAGER:
            return self.say("manager")
        return self.people[number].name if number in self.people else self.say("nobody")

    def practice(self, number):
        """Give what a practice is called."""
        return self.names[number].fr if self.lang == "fr" else self.names[number].en

    def plain(self, number):
        """Give the plain name of a practice: kind and number."""
        return self.names[number].plain_fr if self.lang == "fr" else self.names[number].plain

    def kind(self, name):
        """Give a kind of situation with its article."""
        return words.KINDS[self.lang][name].one

    def number(self, value, digits=0):
        """Write a number."""
        return words.number(self.lang, value, digits)

    def times(self, n):
        """Say how often."""
        return words.times(self.lang, n)

    def day(self, day):
        """Give a day, counted from 1."""
        return self.say("day_n", n=day + 1)

    def born(self, practice):
        """Say when a practice was born."""
        return self.say("before") if self.brought(practice) else self.day(practice.born)

    def user(self, number):
        """Give what a user is called."""
        return self.say("user", n=number)

    def ended(self, episode):
        """Say how an episode ended."""
        return self.say("well" if episode.value == 1.0 else "badly")

    def listed(self, names):
        """Give names as a list."""
        return words.listed(self.lang, names)

    def line(self, event, key, *others, **slots):
        """Tell an event by a sentence; others: the other events that it rests on. Who and whom are filled in."""
        slots = {"who": self.person(event.who), "whom": self.person(event.whom), "of_whom": words.of(self.person(event.whom))} | slots
        rows = tuple(sorted({event.row, *(one.row for one in others)}))
        return Line(event.day, event.minute, self.when(event), self.say(key, **slots), rows)

    def when(self, event, nightly=False):
        """Say when an event was. nightly: it was in the evening, though its kind need not be."""
        return words.when(self.lang, event._replace(event="guide") if nightly else event, self.week)

    def total(self, key, events, **slots):
        """Tell many events in one sentence, which belongs to no one day."""
        return Line(-1, 0.0, "", self.say(key, **slots), tuple(e.row for e in events))

    def section(self, key, lines, shown=SHOWN):
        """Make a section of lines, of which the first are shown unless all are asked for."""
        lines = tuple(lines)
        kept = lines if self.full or len(lines) <= shown else lines[:shown]
        return Section(key, self.say(key), kept, len(lines) - len(kept))

    # --- what came from what --------------------------------------------------------------------------------------------------

    def parents(self, practice):
        """Give the practices that one was made from."""
        return [int(number) for number in practice.parents.split()]

    def brought(self, practice):
        """Whether a practice was known before the run began."""
        parent = self.events[practice.origin].parent
        return parent >= 0 and self.events[parent].event in ("start", "hire")

    def around(self, event):
        """Give the episode that an event goes back to, by parent links; None if there is none."""
        return next((e for e in lineage.chain(self.events, event.row) if e.event == "episode"), None)

    def came(self, call):
        """Say who came when a crew was called, and give their events: those who contain, then those who comfort."""
        joins = [e for e in self.after.get(call.row, ()) if e.event == "join"]
        groups = [("ran", [e for e in joins if e.value == 0.0]), ("stayed", [e for e in joins if e.value == 1.0])]
        said = [self.say(key + "_one" * (len(group) == 1), people=self.listed(self.person(e.who) for e in group))
                for key, group in groups if group]
        return ", ".join(said) or self.say("no_one"), joins

    # --- finding --------------------------------------------------------------------------------------------------------------

    def find_practice(self, given):
        """Find a practice by code word (in either language), kind and number, number alone, or the beginning of one of these."""
        if given.strip().isascii() and given.strip().isdigit() and len(given) < 12:
            if int(given) < len(self.practices):
                return int(given)
            raise NoSuchName(f"is no practice of this run; it has {len(self.practices)}, numbered from 0")
        known = [(name, number) for number, names in enumerate(self.names) for name in dict.fromkeys(names)]
        return find(given, known, "practice")

    def find_person(self, given):
        """Find a person by name, number on the payroll, or the beginning of a name."""
        if given.strip().isascii() and given.strip().isdigit() and len(given) < 12:
            if int(given) in self.people:
                return int(given)
            raise NoSuchName(f"is no person of this run; it has {len(self.people)}, numbered from 0")
        return find(given, [(one.name, number) for number, one in self.people.items()], "person")

    def richest(self):
        """Give all practices, those with most to tell first: learners, descendants, a name, calls, refinements."""
        def weight(q):
            told = self.of_practice.get(q.practice, ())
            changes = sum(e.event in ("refinement", "obsolete", "call", "guide") for e in told)
            return 2 * q.learners + 3 * len(self.children.get(q.practice, ())) + 5 * (q.named >= 0) + min(changes, 20)
        return sorted(self.practices, key=lambda q: (-weight(q), q.practice))


# --- putting out ----------------------------------------------------------------------------------------------------------------


def text(story, log):
    """Write a story as text."""
    parts = [story.title, "=" * len(story.title), *(wrapped for fact in story.facts for wrapped in textwrap.wrap(fact, WIDTH))]
    for section in story.sections:
        if not section.lines and not section.roots:
            continue
        parts += ["", section.title]
        colon = "\u00a0: " if log.lang == "fr" else ": "
        parts += [_wrapped(line.when + colon + line.text if line.when else line.text) for line in section.lines]
        parts += [drawn for root in section.roots for drawn in _drawn(root)]
        if section.left_out:
            parts.append("  " + log.say("more", n=section.left_out))
    return "\n".join([*parts, "", log.say("note")])


def _wrapped(line):
    return textwrap.fill(line, WIDTH, initial_indent="  ", subsequent_indent="      ", break_on_hyphens=False)


def _drawn(node, lead="  ", mark="", below=""):
    """Draw a tree, one line a node."""
    yield lead + mark + node.text
    for i, child in enumerate(node.children):
        last = i == len(node.children) - 1
        yield from _drawn(child, lead + below, "└─ " if last else "├─ ", "   " if last else "│  ")


def pruned(roots, most):
    """Keep the first nodes of some trees, level by level; give the trees that are left, and how many nodes were cut."""
    level, kept = list(roots), set()
    size = 0
    while level:
        for node in level:
            size += 1
            if len(kept) < most:
                kept.add(id(node))
        level = [child for node in level for child in node.children]

    def cut(nodes):
        return tuple(node._replace(children=cut(node.children)) for node in nodes if id(node) in kept)

    return cut(roots), size - len(kept)


def plain(story):
    """Give a story as plain data."""
    return {**story.about, "title": story.title, "facts": list(story.facts), "sections": list(map(_plain_section, story.sections))}


def _plain_section(section):
    lines = [{**line._asdict(), "rows": list(line.rows)} for line in section.lines]
    tree = {"tree": list(map(_plain_node, section.roots))} if section.roots else {}
    return {"key": section.key, "title": section.title, "lines": lines, "left_out": section.left_out, **tree}


def _plain_node(node):
    return {"text": node.text, "row": node.row, "children": [_plain_node(child) for child in node.children]}
