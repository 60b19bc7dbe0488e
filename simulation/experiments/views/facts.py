"""The facts that every instrument estimates, declared once: title, unit, meaning, and how each follows from what an instrument has seen."""

from collections.abc import Callable
from dataclasses import dataclass
from math import nan

from ...measures.groups import louvain
from ...measures.outcomes import mutual_information
from ...measures.units import unit_in
from ...rules.order import KINDS
from ...scenario.said import Described
from ..paired import mean
from .observation import observed_room
from .office import Office, View
from .truth import shared

TACIT_FROM = 0.5
"""Practices of such a tacitness or more are called tacit."""

USED_FROM = 2
"""Practices used so often in a run are called in use."""


@dataclass(frozen=True)
class Fact(Described):
    """Something that may be known of an office. compute: of the office, what is so, and what was seen; NaN where an instrument says nothing."""

    key: str
    title_en: str
    title_fr: str
    unit: str
    meaning_en: str
    meaning_fr: str
    compute: Callable[[Office, View, View], float]

    def unit_in(self, lang):
        """The unit in a language."""
        return unit_in(self.unit, lang)


def visible(office: Office, truth: View, view: View) -> float:
    """Practices of the community that an instrument has seen, in percent."""
    return _part(view, truth.shared)


def _visible_tacit(office, truth, view):
    tacit = {number for number in truth.shared if office.practices[number].tacitness >= TACIT_FROM}
    return _part(view, tacit)


def _visible_used(office, truth, view):
    return _part(view, {number for number in truth.shared if office.practices[number].uses >= USED_FROM})


def _visible_room(office, truth, view):
    return _part(view, shared(office, observed_room(office)))


def _agreement(office, truth, view):
    """Of those seen with a practice that has a name, the share who were heard to use it; what is so, the daily table knows better than the log."""
    if view is truth:
        daily = office.tables.daily.iloc[office.begins:]
        return 100.0 * mean(daily.agreement[daily.practices_named > 0])
    if view.names is None or view.holdings is None:
        return nan
    with_name = {(person, number) for person, number in view.holdings if number in view.named and number in truth.shared}
    return _percent(len(with_name & view.names), len(with_name))


def _answers(office, truth, view):
    """Of people × kinds, the share in which a person was seen to hold a practice."""
    if view.holdings is None or not view.people:
        return nan
    found = {(person, office.practices[number].kind) for person, number in view.holdings}
    return _percent(len(found), len(view.people | {person for person, _ in found}) * len(KINDS))


def _most_held(office, truth, view):
    """The share of all holdings that were seen with the person seen with most."""
    if not view.holdings:
        return nan
    held = [person for person, _ in view.holdings]
    return _percent(max(map(held.count, set(held))), len(held))


def _key_found(office, truth, view):
    """Whether the one taken for the best is: with several, the chance that one of them is."""
    return _percent(len(view.key & truth.key), len(view.key))


def _learned(way):
    def share(office, truth, view):
        return _percent(view.learned.get(way, 0), sum(view.learned.values())) if view.learned else nan
    return share


def _episodes(tier):
    return lambda office, truth, view: view.episodes[tier] if view.episodes else nan


def grouping(office: Office, view: View) -> dict[int, int] | None:
    """The group of each person in the network that was seen (Louvain), by person; the team where an instrument knows the chart alone."""
    if not view.people:
        return None
    if view.links is None:
        return {person: office.people[person].team for person in view.people}
    there = {person for person in view.people if office.people[person].left < 0} | {person for pair in view.links for person in pair}
    people = sorted(there, key=lambda person: (office.people[person].seat, person))
    place = {person: number for number, person in enumerate(people)}
    edges = sorted((*sorted((place[one], place[other])), strength) for (one, other), strength in view.links.items())
    if not edges:
        return None
    return dict(zip(people, louvain(len(people), *zip(*edges))))


def _groups(office, truth, view):
    found = grouping(office, view)
    return float(len(set(found.values()))) if found else nan


def _as_teams(office, truth, view):
    found = grouping(office, view)
    return 100.0 * mutual_information(found.values(), [office.people[person].team for person in found]) if found else nan


F = Fact

FACTS = (
    F("visible", "Shared practices seen", "Pratiques partagées vues", "% of shared practices",
      "Practices that two people or more held during the fieldwork, and that the instrument has seen at all.",
      "Pratiques que deux agents au moins détenaient pendant l'enquête, et que l'instrument a vues.", visible),
    F("visible_tacit", "Tacit ones seen", "Dont tacites, vues", "% of shared practices", f"The same, of practices with a tacitness of {TACIT_FROM:g} or more.",
      "La même part, parmi les pratiques au caractère tacite marqué (0,5 ou plus).", _visible_tacit),
    F("visible_used", "Those in use", "Dont employées", "% of shared practices", f"The same, of practices used {USED_FROM} times or more in the run.",
      f"La même part, parmi les pratiques employées {USED_FROM} fois au moins.", _visible_used),
    F("visible_room", "Those of the observed room", "Dont celles de la pièce observée", "% of shared practices",
      "The same, of practices that two people or more of the observed room hold.",
      "La même part, parmi celles que détiennent deux agents au moins de la pièce observée.", _visible_room),
    F("shared", "Shared practices", "Pratiques partagées", "practices", "Practices seen to be held by two people or more.",
      "Pratiques dont on voit que deux agents au moins les détiennent.", lambda office, truth, view: float(len(view.shared)) if view.people else nan),
    F("named", "Named practices", "Pratiques nommées", "practices", "Practices that were heard to have a name.", "Pratiques dont on a entendu le nom.",
      lambda office, truth, view: float(len(view.named)) if view.people else nan),
    F("agreement", "Who knows the names", "Qui connaît les noms", "% of holders", "Of those seen with a named practice, who were heard to know its name.",
      "Parmi les détenteurs vus d'une pratique nommée, ceux dont on sait qu'ils en connaissent le nom.", _agreement),
    F("answers", "Kinds answered", "Types couverts", "% of staff × kinds", "Share of staff × situation kinds for which a person was seen to hold a practice.",
      "Part des couples agent × type de situation pour lesquels on a vu une pratique.", _answers),
    F("key_share", "Held by the one with most", "Chez celui qui en a le plus", "% of holdings",
      "Share of all holdings (person × practice) with the person who has most.",
      "Part des détentions (agent × pratique) chez l'agent qui en a le plus.", _most_held),
    F("key_found", "Key person found", "Personne clé trouvée", "% of worlds",
      "Whether the one taken for the one who knows most does (documents: by tenure; interviews: whom colleagues learned from; observation: seen with most).",
      "Si celui qu'on croit le plus savant l'est (documents : l'ancienneté ; entretiens : de qui on a appris ; observation : vu avec le plus).",
      _key_found),
    F("learned_talk", "Learned in talk", "Appris en parlant", "% of what is learned", "Of what was learned from others, what colleagues told.",
      "Parmi ce qui vient d'autrui, ce que des collègues ont dit.", _learned("talk")),
    F("learned_overhearing", "Learned by overhearing", "Appris en entendant", "% of what is learned", "Of what was learned from others, what was overheard.",
      "Parmi ce qui vient d'autrui, ce qu'on a entendu à côté.", _learned("overhearing")),
    F("learned_taught", "Taught", "Enseigné", "% of what is learned", "Of what was learned from others, what came by training or a guide.",
      "Parmi ce qui vient d'autrui, ce qui vient d'une formation ou d'un guide.", _learned("taught")),
    *(F(f"episodes_{tier}", *titles, "per employee-year", f"Episodes: {en}.", f"Épisodes : {fr}.", _episodes(tier)) for tier, titles, en, fr in (
        ("everyday", ("Everyday episodes", "Épisodes courants"),
         "incivility, pressure, confidential requests", "incivilités, pressions, demandes confidentielles"),
        ("hostile", ("Insults and call-outs", "Insultes et interpellations"), "insults, public call-outs", "insultes, interpellations publiques"),
        ("grave", ("Grave episodes", "Épisodes graves"), "threats, outbursts, assaults", "menaces, éclats, agressions"))),
    F("bad", "Episodes that end badly", "Épisodes qui finissent mal", "% of episodes", "Share of episodes that end badly.",
      "Part des épisodes qui finissent mal.", lambda office, truth, view: 100.0 * view.bad),
    F("calls", "Crew calls", "Appels de renfort", "calls/year", "How often a crew is called.", "Nombre d'appels de renfort.",
      lambda office, truth, view: view.calls),
    F("groups", "Groups", "Groupes", "groups", "Groups in the network of ties, as far as seen (Louvain); in the documents, the teams.",
      "Groupes dans le réseau des liens, tel que vu (Louvain) ; dans les documents, les équipes.", _groups),
    F("groups_as_teams", "Groups are the teams", "Les groupes sont les équipes", "index, 0 to 100",
      "Normalised mutual information of groups and teams: 100 if they are the same.",
      "Information mutuelle normalisée des groupes et des équipes : 100 s'ils coïncident.", _as_teams),
    F("lag", "Newcomers' lag", "Délai des nouveaux", "days", "Days from hire to the first practice held.",
      "Jours entre l'embauche et la première pratique détenue.", lambda office, truth, view: view.lag),
    F("exhaustion", "Exhaustion", "Épuisement", "SD", "Mean exhaustion of staff at the end.", "Épuisement moyen des agents à la fin.",
      lambda office, truth, view: view.exhaustion),
    F("burnt_out", "Burnt out", "En burn-out", "% of staff", "Share of staff above the cut-off at the end.",
      "Part des agents au-dessus du seuil à la fin.", lambda office, truth, view: 100.0 * view.burnt_out),
    F("absence", "Absence", "Absences", "% of person-days", "Days lost to sickness.", "Jours d'absence pour maladie.",
      lambda office, truth, view: 100.0 * view.absence),
)
"""In the order in which they are told; the first is the main one."""

BY_KEY = {fact.key: fact for fact in FACTS}


def estimates(office: Office, truth: View, view: View) -> dict[str, float]:
    """What an instrument says of each fact, by key."""
    return {fact.key: float(fact.compute(office, truth, view)) for fact in FACTS}


def _part(view, practices):
    """The share of some practices that was seen; NaN where nobody was asked or watched."""
    return _percent(len(view.practices & practices), len(practices)) if view.people else nan


def _percent(part, whole):
    return 100.0 * part / whole if whole else nan

