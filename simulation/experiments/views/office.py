"""A run laid out to be studied, what an instrument sees of it, and all that the instruments assume.

The run is over when it is studied, so that no instrument changes it (nobody behaves otherwise for being watched by the observer). Instruments draw from
NumPy's generator, keyed by the run's seed, the instrument and the person: a draw does not depend on how many people are asked or how many days are watched,
and more of either holds the less.
"""

from collections.abc import Iterable
from functools import cached_property
from math import nan
from types import SimpleNamespace
from typing import NamedTuple

from ...measures import lineage
from ...measures.story_names import practice_names
from ...measures.tables import Tables
from ...rules.order import KINDS
from ...scenario import Scenario

TRUTH, DOCUMENTS, INTERVIEWS, OBSERVATION = "truth", "documents", "interviews", "observation"
INSTRUMENTS = (DOCUMENTS, INTERVIEWS, OBSERVATION)
VIEWS = (TRUTH, *INSTRUMENTS)

TIERS = {"everyday": ("confidential", "exception", "incivility"), "hostile": ("insult", "callout"), "grave": ("threat", "outburst", "assault")}
"""Kinds of situations by how grave they are (`episode.severity`: up to 0.3, about 0.5, from 0.7)."""

FIELD_DAYS = 20
"""Interviews are held, and the community's practices are looked for, in the last working month at least."""


class Assumption(NamedTuple):
    """A constant of an instrument: name, value, unit, what it says; what it rests on (one of `BASES`), and whose work that is."""

    key: str
    value: float
    unit: str
    en: str
    fr: str
    basis: str
    source: str = ""

    @property
    def least(self) -> float:
        """The least that it may be."""
        return BOUNDS[self.unit][0]

    @property
    def most(self) -> float:
        """The most that it may be."""
        return BOUNDS[self.unit][1]


BASES = ("assumed", "direction", "form", "source")
"""Assumed; the direction from a source and the size assumed; the form likewise; the size from a source. Sources are recalled, not read again."""

BOUNDS = {"chance": (0, 1), "working days": (1, 10_000), "share of the window": (0, 10), "people": (0, 100), "SD": (0, 10), "hours a day": (0.5, 24)}
"""Between which numbers a constant may lie, by its unit."""

ASSUMPTIONS = (
    Assumption("tell_named", 1.0, "chance", "Interviews: a practice whose name one knows is mentioned, if all else helps.",
               "Entretiens : une pratique que l'on sait nommer est évoquée, si tout le reste s'y prête.", "direction", "S0"),
    Assumption("tell_unnamed", 0.5, "chance", "The same, of a practice without a name.", "De même, pour une pratique sans nom.", "assumed"),
    Assumption("practice_half_life", 40.0, "working days",
               "Interviews: after so long without using, telling or hearing of it, a practice comes to mind half as often.",
               "Entretiens : après ce délai sans l'employer, la dire ni l'entendre, une pratique revient deux fois moins à l'esprit.", "assumed"),
    Assumption("plain_salience", 0.5, "chance", "Interviews: what is least grave comes to mind with this chance; severity is added, up to 1.",
               "Entretiens : le moins grave revient à l'esprit avec cette probabilité ; la gravité s'y ajoute, jusqu'à 1.",
               "form", "rules.overhearing.notices"),
    Assumption("window_everyday", 5.0, "working days", "Interviews: “how often in the past week?”, of everyday episodes.",
               "Entretiens : « combien de fois la semaine passée ? », pour les épisodes courants.", "assumed"),
    Assumption("window_hostile", 20.0, "working days", "“In the past month?”, of insults and call-outs.",
               "« Le mois passé ? », pour les insultes et interpellations.", "assumed"),
    Assumption("window_grave", 220.0, "working days", "“In the past year?”, of threats, outbursts, assaults, crews, absences.",
               "« Depuis un an ? », pour les menaces, éclats, agressions, renforts et absences.", "assumed"),
    Assumption("half_life_everyday", 10.0, "working days", "Interviews: time after which half of everyday episodes are forgotten.",
               "Entretiens : délai au bout duquel la moitié des épisodes courants sont oubliés.", "assumed"),
    Assumption("half_life_hostile", 40.0, "working days", "The same, of insults and call-outs.", "De même, insultes et interpellations.", "assumed"),
    Assumption("half_life_grave", 220.0, "working days", "The same, of grave episodes, crews and absences.", "De même, épisodes graves, renforts et absences.",
               "assumed"),
    Assumption("telescoping", 0.2, "share of the window", "Interviews: what lies so much before the window is told as within it.",
               "Entretiens : ce qui précède la période de cette part est raconté comme en faisant partie.",
               "direction", "Neter & Waksberg 1964, JASA 59"),
    Assumption("good_told", 0.6, "chance", "Interviews: an episode that ended well is told so often as one that ended badly.",
               "Entretiens : un épisode bien terminé est raconté dans cette proportion de ceux qui finissent mal.",
               "direction", "Baumeister et al. 2001, Review of General Psychology 5"),
    Assumption("source_told", 0.6, "chance", "Interviews: that one learned something in talk is remembered.",
               "Entretiens : on se souvient d'avoir appris quelque chose en parlant.", "direction", "Eraut 2004, Instruments in Continuing Education 26"),
    Assumption("source_overheard", 0.2, "chance", "The same, of what was overheard.", "De même, en entendant un collègue.",
               "direction", "Eraut 2004, Instruments in Continuing Education 26"),
    Assumption("source_taught", 0.9, "chance", "The same, of training or a guide.", "De même, par une formation ou un guide.",
               "direction", "Eraut 2004, Instruments in Continuing Education 26"),
    Assumption("colleagues", 5.0, "people", "Interviews: “whom do you turn to?” brings up to so many names.",
               "Entretiens : « à qui vous adressez-vous ? » donne au plus ce nombre de noms.", "source", "Burt 1984, Social Networks 6"),
    Assumption("colleague_named", 0.8, "chance", "Each of them is named with this chance.", "Chacun est nommé avec cette probabilité.", "assumed"),
    Assumption("questionnaire_error", 0.33, "SD", "Interviews: error of an exhaustion questionnaire (reliability 0.9).",
               "Entretiens : erreur d'un questionnaire d'épuisement (fidélité de 0,9).",
               "source", "Maslach & Jackson 1981, Journal of Occupational Behaviour 2"),
    Assumption("hours", 7.0, "hours a day", "Observation: from opening, for so long.", "Observation : dès l'ouverture, pendant cette durée.", "assumed"),
    Assumption("notice_episode", 0.5, "chance", "Observation: an episode of the room is noticed with this times (0.5 + severity), up to 1.",
               "Observation : un épisode de la pièce est remarqué avec ceci, multiplié par (0,5 + gravité), jusqu'à 1.",
               "form", "rules.overhearing.notices"),
    Assumption("notice_talk", 0.3, "chance", "Observation: that something is told is noticed.", "Observation : on remarque que quelque chose se dit.",
               "assumed"),
    Assumption("notice_call", 0.9, "chance", "Observation: that a crew is called, or comes, is noticed.",
               "Observation : on remarque l'appel ou l'arrivée d'un renfort.", "assumed"),
    Assumption("notice_overheard", 0.1, "chance", "Observation: that somebody learns from a neighbour's case is noticed.",
               "Observation : on remarque qu'un agent apprend du cas d'un voisin.", "assumed"),
    Assumption("recognised", 0.5, "chance", "Observation: what is noticed is recognised as this practice and no other.",
               "Observation : ce qui est remarqué est reconnu comme telle pratique et non une autre.", "assumed"),
)
"""All that the instruments assume, declared once. How frank people are is the model's own rule with its own parameters (`rules.talk.candour`)."""

ASSUMED = SimpleNamespace(**{one.key: one.value for one in ASSUMPTIONS})


class View(NamedTuple):
    """What an instrument has seen; None or NaN where it says nothing.

    practices: seen at all; shared: seen to be held by two or more; named: heard to have a name; holdings: (person, practice); names: (person, practice)
    of those known to use the name; people: looked at; key: those taken for the ones who know most; links: (person, person) to strength; learned: how often
    each way of learning; episodes: per employee-year by tier; bad: share that ended badly; calls: for a crew, a year; lag: days; exhaustion: SD; burnt_out,
    absence: shares.
    """

    practices: frozenset = frozenset()
    shared: frozenset = frozenset()
    named: frozenset = frozenset()
    holdings: frozenset | None = None
    names: frozenset | None = None
    people: frozenset = frozenset()
    key: frozenset = frozenset()
    links: dict | None = None
    learned: dict | None = None
    episodes: dict | None = None
    bad: float = nan
    calls: float = nan
    lag: float = nan
    exhaustion: float = nan
    burnt_out: float = nan
    absence: float = nan


class Office:
    """A run that is over, laid out to be studied: its tables, its scenario, and the period of the fieldwork, from day `begins` to the end."""

    def __init__(self, scenario: Scenario, tables: Tables, seed: int, observed: int = FIELD_DAYS):
        self.scenario, self.tables, self.seed = scenario, tables, seed
        self.days, self.year = len(tables.daily), scenario.values["calendar.days_per_year"]
        self.begins = max(0, self.days - max(FIELD_DAYS, observed))
        self.people = {one.person: one for one in tables.people.itertuples(index=False)}
        self.practices = list(tables.practices.itertuples(index=False))
        self.log = lineage.rows(tables.events.astype({"event": object, "situation": object}).fillna({"situation": ""}))
        self.lives = lineage.lives(self.log, [q.origin for q in self.practices])

    @cached_property
    def names(self):
        """What stories call each practice."""
        return practice_names([q.kind for q in self.practices], [e.practice for e in self.log if e.event == "naming"])

    @cached_property
    def events(self):
        """The columns of the log as arrays."""
        table, names = self.tables.events, ("event", "situation")
        columns = {name: table[name].to_numpy() for name in table if name not in names}
        return SimpleNamespace(**columns, **{name: table[name].astype(object).fillna("").to_numpy(str) for name in names})

    @cached_property
    def held(self):
        """Who held which practice, from which day to which, both counted: (person, practice, first, last)."""
        found = []
        for number, life in enumerate(self.lives):
            since = {}
            for one in sorted([*life.learnings, *life.losses], key=lambda one: one.row):
                if isinstance(one, lineage.Learning):
                    since.setdefault(one.who, one.day)
                elif one.who in since:
                    found.append((one.who, number, since.pop(one.who), one.day))
            found += [(who, number, day, self.days) for who, day in since.items()]
        return found

    def held_on(self, first, last=None) -> frozenset:
        """Who held which practice at some time in these days."""
        last = first if last is None else last
        return frozenset((who, number) for who, number, begins, ends in self.held if begins <= last and ends >= first)

    @cached_property
    def knew_name(self) -> dict:
        """The day from which a person knew the name of a practice, as far as the log tells: who named it, and who learned from one who knew it."""
        found, just_told = {}, {}
        for e in self.log:
            if e.event == "telling":
                just_told.setdefault((e.who, e.practice, e.day, e.minute), []).append(e.whom)
                if (e.who, e.practice) in found:
                    found.setdefault((e.whom, e.practice), e.day)
            elif e.event == "naming":
                for who in (e.who, *just_told.get((e.who, e.practice, e.day, e.minute), ())):
                    found.setdefault((who, e.practice), e.day)
        return found

    def knows_name(self, person, practice, day) -> bool:
        """Whether someone knows the name of a practice on a day, as far as the log tells."""
        return self.knew_name.get((person, practice), self.days) <= day

    @cached_property
    def absences(self) -> list:
        """Spells of absence: (person, first day, last day), cut at the end of the run."""
        return [(e.who, e.day + 1, min(e.day + int(e.value), self.days - 1)) for e in self.log if e.event == "absence" and e.day + 1 < self.days]

    def employed(self, person, day) -> bool:
        """Whether someone is employed on a day."""
        one = self.people[person]
        return one.hired <= day and (one.left < 0 or day <= one.left)

    def days_employed(self, person, first, last) -> int:
        """For how many of these days someone is employed."""
        one = self.people[person]
        return max(0, (last if one.left < 0 else min(last, one.left)) - max(first, one.hired, 0) + 1)

    def away(self, person, day) -> bool:
        """Whether someone is ill on a day."""
        return any(who == person and first <= day <= last for who, first, last in self.absences)

    @property
    def cutoff(self) -> float:
        """Exhaustion from which someone counts as burnt out, at the end of the run."""
        return self.scenario.params_at(self.days - 1).exhaustion_cutoff

    def severity(self, kind) -> float:
        """How grave a kind of situation is."""
        return self.scenario.values["episode.severity"][KINDS.index(kind)]

    def salience(self, kind, assumed) -> float:
        """How readily what belongs to a kind of situation comes to mind or to the ear."""
        return min(1.0, assumed.plain_salience + self.severity(kind))


def count(items: Iterable) -> dict:
    """How often each item comes."""
    found = {}
    for item in items:
        found[item] = found.get(item, 0) + 1
    return found


def ways(learnings: Iterable) -> dict:
    """How often something was learned from others, by way: in talk, by overhearing, taught. One's own inventions are left out."""
    return count(way for one in learnings if (way := way_of(one)))


def way_of(learning) -> str:
    """The way of a learning; empty for one's own invention."""
    return {"telling": "talk", "solving": "talk", "overhearing": "overhearing", "training": "taught", "guide": "taught"}.get(learning.how, "")


def most(counts: dict) -> frozenset:
    """Those with the highest count, several if they tie."""
    top = max(counts.values(), default=0)
    return frozenset(one for one, number in counts.items() if number == top)


def ratio(part, whole) -> float:
    """A ratio; NaN where there is nothing to divide by."""
    return float(part) / float(whole) if whole > 0 else nan
