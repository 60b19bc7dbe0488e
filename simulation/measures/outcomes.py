"""The one declaration of outcomes: what a run is judged by, each with title, unit, better direction, meaning and formula.

A formula reads what `totals` gives: every column of the daily table added up over the run as `daily.Column.how` says, and what the run left behind.
An outcome that is not defined in a run (no crew was called, so nobody was slow to come) is NaN, never zero.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import nan
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from ..rules.order import KINDS, MEANS
from ..scenario.said import Described
from .daily import COLUMNS, KIND_COLUMNS, NAMES, REPORT_COLUMNS
from .units import unit_in

STRONG_TIE = 0.05
"""Ties above this strength make the network in which groups are sought."""

LAST_DAYS = 20
"""Working days (a month) over which a state at the end of a run is averaged."""


class Run(NamedTuple):
    """What a run leaves, as plain data that can be sent between processes; rows of numbers are tuples or arrays.

    sums: each of `daily.COLUMNS` added up from the first day to the last; tail: the rows of the last `LAST_DAYS` days; teams: the team of each
    seat, -1 where nobody sits; ties: their strength, lower seat x higher seat, of no meaning where a seat is empty; machine_failure: share of needs sent to the
    machine that come back.
    """

    days: int
    days_per_year: int
    sums: Sequence[float]
    tail: Sequence[Sequence[float]]
    teams: tuple[int, ...] = ()
    ties: np.ndarray = np.zeros((0, 0))
    machine_failure: float = 0.0


def run_of(daily, values, teams=(), ties=()) -> Run:
    """Make a `Run` of the rows of a daily table and the values of its scenario. ties: (lower seat, higher seat, strength) of each pair."""
    teams = tuple(teams)
    strength = np.zeros((len(teams), len(teams)))
    for first, second, tie in ties:
        strength[first, second] = tie
    return Run(len(daily), values["calendar.days_per_year"], tuple(map(added, zip(*daily))), tuple(map(tuple, daily[-LAST_DAYS:])),
               teams, strength, values["demand.deflection_failure"])


def added(numbers) -> float:
    """Add numbers from left to right, as the compiled engine does; from Python 3.12 on, `sum` does not."""
    total = 0.0
    for number in numbers:
        total += number
    return total


@dataclass(frozen=True)
class Outcome(Described):
    """An outcome. better: "lower", "higher" or None where neither is better in itself; main: one of the few shown first."""

    key: str
    title_en: str
    title_fr: str
    unit: str
    better: str | None
    meaning_en: str
    meaning_fr: str
    compute: Callable[[SimpleNamespace], float]
    main: bool = False

    def unit_in(self, lang):
        """The unit in a language."""
        return unit_in(self.unit, lang)


def totals(run: Run) -> SimpleNamespace:
    """What the formulas read: each column by its name, the columns at the end of the run under `end`, and days, years, months and the run itself."""
    ways = {"sum": run.sums, "mean": [total / run.days for total in run.sums], "last": run.tail[-1]}
    whole = {column.name: ways[column.how][i] for i, column in enumerate(COLUMNS)}
    years = run.days / run.days_per_year
    return SimpleNamespace(**whole, end=_End(run.tail), days=run.days, years=years, months=12.0 * years, run=run)


class _End:
    """The columns at the end of a run, by name; few are asked for."""

    def __init__(self, tail):
        self.tail = tail

    def __getattr__(self, name):
        place = NAMES.index(name)
        return added(day[place] for day in self.tail) / len(self.tail)


def outcomes_of(run: Run, keys: Sequence[str] = ()) -> dict[str, float]:
    """Outcomes of a run by key: those asked for, all if none is named."""
    whole = totals(run)
    return {outcome.key: float(outcome.compute(whole)) for outcome in _chosen(keys)}


def _chosen(keys):
    if unknown := [key for key in keys if measure(key) is None]:
        raise ValueError(f"there is no outcome or column {', '.join(map(repr, unknown))}; simulation.outcomes() lists outcomes, a column of the daily table is daily.NAME")
    return [measure(key) for key in keys] or OUTCOMES


def outcomes_of_many(runs: Sequence[Run], keys: Sequence[str] = ()) -> np.ndarray:
    """Outcomes of runs over as many days, run x outcome: to the bit what `outcomes_of` gives for each, but formulas are evaluated once for all."""
    first, chosen = runs[0], _chosen(keys)
    sums, tail = np.array([run.sums for run in runs], float), np.array([run.tail for run in runs], float)
    facts = SimpleNamespace(machine_failure=np.array([run.machine_failure for run in runs]))
    per_year = np.array([run.days_per_year for run in runs])
    whole = totals(Run(first.days, per_year, tuple(sums.T), tuple(day.T for day in tail.swapaxes(0, 1))))
    whole.run = facts
    found = np.empty((len(runs), len(chosen)))
    for i, outcome in enumerate(chosen):
        one_by_one = outcome.compute is groups_against_teams
        found[:, i] = [outcome.compute(SimpleNamespace(run=run)) for run in runs] if one_by_one else outcome.compute(whole)
    return found


def per(part, whole, times=1.0):
    """A ratio; NaN when there is nothing to divide by. Numbers, arrays of them, or symbols (`formulas`)."""
    if hasattr(whole, "divides"):
        return whole.divides(part, times)
    if isinstance(whole, np.ndarray):
        return np.divide(times * part, whole, out=np.full(whole.shape, nan), where=whole > 0)
    return times * part / whole if whole > 0 else nan


def percent(part, whole):
    """A ratio in percent."""
    return per(part, whole, 100.0)


def cost(t):
    """Total cost in euros: wages, levers, replacement."""
    return t.cost_staff + t.cost_levers + t.cost_replacement


def settled(t):
    """Cases settled with a yes by a person, and needs that the machine handled, less those expected to come back from it."""
    return t.resolved + t.machine * (1.0 - t.run.machine_failure)


def reports(t):
    """Reported episodes of all kinds."""
    return sum(getattr(t, name) for name in REPORT_COLUMNS)


REPORTED_AS = {
    "incivility": ("confidential", "exception", "incivility", "callout"),
    "verbal": ("insult", "threat"),
    "distress": ("outburst",),
    "physical": ("assault",),
}
"""The categories of the reporting tools of CAF and France Travail (S7b, S14), and the kinds of situation that they hold. Insults and threats are verbal; an outburst is what CAF calls psychological and France
Travail behavioural; pressure, indiscreet requests and call-outs, if reported at all, are incivilities. Property and suicidal statements are not in the model."""


def reported_as(t, category):
    """Reports that fall under a category of the reporting tools."""
    columns = dict(zip(KINDS, REPORT_COLUMNS))
    return sum(getattr(t, columns[kind]) for kind in REPORTED_AS[category])


def grave(t, columns):
    """Threats, outbursts and assaults, as felt or as reported."""
    return sum(getattr(t, name) for name, kind in zip(columns, KINDS) if kind in ("threat", "outburst", "assault"))


def mutual_information(first, second):
    """Normalised mutual information of two groupings of the same people: 2 I(X;Y) / (H(X) + H(Y)); NaN when neither divides them."""
    return _mutual_information(tuple(first), tuple(second))


@lru_cache(maxsize=1 << 14)  # in many runs of a small office, the same few groupings come again and again
def _mutual_information(first, second):
    from ..rules.numeric import log
    n = len(first)
    entropy = [-added(c / n * log(c / n) for c in _counts(group).values()) for group in (first, second)]
    both = -added(c / n * log(c / n) for c in _counts(list(zip(first, second))).values())
    whole = added(entropy)
    return 2.0 * (whole - both) / whole if whole > 0.0 else nan


def _counts(labels):
    counts = {}
    for label in labels:
        counts[label] = counts.get(label, 0) + 1
    return counts


def groups_against_teams(t):
    """How far the groups that the tie network forms (Louvain communities, ties above STRONG_TIE) are the teams of the chart."""
    from .groups import groups
    group = groups(t.run.ties, t.run.teams, STRONG_TIE)
    return mutual_information(group, [team for team in t.run.teams if team >= 0]) if group else nan


O = Outcome

_MAIN = (
    O("exhaustion", "Exhaustion", "Épuisement", "SD", "lower",
      "Mean exhaustion of all employed, over the days of the run; 0 is the average of the trade; a difference under 0.2 is called small.",
      "Épuisement moyen des agents sur la durée ; 0 est la moyenne du métier ; un écart de moins de 0,2 est dit petit.",
      lambda t: t.exhaustion, True),
    O("absence_rate", "Absence", "Absences", "% of person-days", "lower", "Days lost to sickness, of all days of people employed.",
      "Jours d'absence pour maladie, rapportés aux jours des agents en poste.", lambda t: percent(t.absent, t.headcount * t.days), True),
    O("leavers", "Leavers", "Départs", "people/year", "lower", "People who leave for good.", "Agents qui partent définitivement.",
      lambda t: t.left / t.years, True),
    O("bad_endings", "Episodes that end badly", "Épisodes qui finissent mal", "per 1,000 contacts", "lower",
      "Episodes that end badly, per 1,000 contacts that reach the office.", "Épisodes mal terminés pour 1 000 contacts reçus.",
      lambda t: per(t.episodes_failed, t.contacts, 1000.0), True),
    O("live_wait", "Wait", "Attente", "min", "lower",
      "Mean wait at the counter, by phone and at home, of those served and those who gave up.",
      "Attente moyenne au guichet, au téléphone et à domicile, abandons compris.", lambda t: per(t.live_wait, t.live_contacts), True),
    O("cost_per_case", "Cost per resolved case", "Coût par dossier résolu", "euros/case", "lower",
      "Wages, levers and replacement, per case settled with a yes by a person or (net of expected failures) by a machine.",
      "Salaires, leviers et remplacements, par dossier résolu par un agent ou, déduction faite des échecs attendus, par une machine.",
      lambda t: per(cost(t), settled(t)), True),
)

_REPERTOIRE = (
    O("coverage", "Coverage of the repertoire", "Couverture du répertoire", "% of staff × kinds", "higher",
      "Share of staff × situation kinds with a practice that can be relied on, mean over the days.",
      "Part des couples agent × type de situation dotés d'une pratique fiable, en moyenne sur la durée.", lambda t: 100.0 * t.coverage),
    O("coverage_end", "Coverage at the end", "Couverture à la fin", "% of staff × kinds", "higher", "The same over the last 20 days.",
      "La même sur les 20 derniers jours.", lambda t: 100.0 * t.end.coverage),
    O("practices", "Living practices", "Pratiques vivantes", "practices", None, "Practices that anybody holds, mean over the days.",
      "Pratiques détenues par au moins un agent, en moyenne.", lambda t: t.practices),
    O("shared_practices", "Shared practices", "Pratiques partagées", "practices", "higher", "Practices with two holders or more.",
      "Pratiques détenues par deux agents ou plus.", lambda t: t.practices_shared),
    O("named_practices", "Named practices", "Pratiques nommées", "practices", "higher",
      "Practices with a name, by which help can be called.",
      "Pratiques qui ont un nom, par lequel on peut appeler à l'aide.", lambda t: t.practices_named),
    O("reach", "Reach of a shared practice", "Diffusion d'une pratique partagée", "% of staff", "higher",
      "Mean share of staff who hold a shared practice.", "Part moyenne des agents qui détiennent une pratique partagée.",
      lambda t: 100.0 * t.reach),
    O("agreement", "Common reference", "Référence commune", "% of holders", "higher", "Holders of named practices who know the name.",
      "Détenteurs des pratiques nommées qui en connaissent le nom.", lambda t: 100.0 * t.agreement),
    O("own_way", "Own way", "Manière personnelle", "index, 0 to 1", None,
      "Mean distance of personal variants from the mean variant of a practice.",
      "Distance moyenne des variantes personnelles à la variante moyenne.", lambda t: t.own_way),
    O("concentration", "Concentration of know-how", "Concentration du savoir-faire", "% of mastery", "lower",
      "Share of all mastery held by the one who knows most.", "Part de la maîtrise totale détenue par celui qui en sait le plus.",
      lambda t: 100.0 * t.concentration),
    O("inventions", "Inventions", "Inventions", "per employee-month", "higher", "Practices born, per employee and month.",
      "Pratiques nées, par agent et par mois.", lambda t: per(t.inventions, t.headcount * t.months)),
    O("practices_lost", "Practices lost", "Pratiques perdues", "practices/year", "lower", "Practices that lose their last holder.",
      "Pratiques qui perdent leur dernier détenteur.", lambda t: t.practices_lost / t.years),
    O("talk_of_solutions", "Talk of solutions", "Échanges de solutions", "per employee-day", "higher", "Talks in which a solution is told.",
      "Échanges où une solution est racontée.", lambda t: per(t.talk_solution, t.on_duty)),
    O("tellings", "Tellings", "Transmissions", "per employee-day", "higher", "Times a listener learns from a telling.",
      "Fois où un auditeur apprend d'un récit.", lambda t: per(t.tellings, t.on_duty)),
    O("groups_vs_teams", "Groups found, against teams", "Groupes observés et équipes", "index, 0 to 1", None,
      "Normalised mutual information of the communities in the network of ties above 0.05 at the end (Louvain) and the teams of the chart:"
      " 1 the same, 0 unrelated.",
      "Information mutuelle normalisée entre communautés du réseau des liens supérieurs à 0,05 à la fin (Louvain) et équipes de"
      " l'organigramme : 1 identiques, 0 sans rapport.", groups_against_teams),
)

_STAFF = (
    O("exhaustion_end", "Exhaustion at the end", "Épuisement à la fin", "SD", "lower", "Mean exhaustion over the last 20 days.",
      "Épuisement moyen des 20 derniers jours.", lambda t: t.end.exhaustion),
    O("burnt_out", "Burnt out", "En burn-out", "% of staff", "lower", "Staff whose exhaustion is above the cut-off.",
      "Agents dont l'épuisement dépasse le seuil.", lambda t: 100.0 * t.burnt_out),
    O("promoter_score", "Employee Promoter Score", "Score de recommandation des agents", "points", "higher",
      "Mean of the weekly survey: % of staff who answer 9 or 10 to “would you recommend working here?”, less % who answer 6 or below.",
      "Moyenne du sondage hebdomadaire : % d'agents répondant 9 ou 10 à « recommanderiez-vous d'y travailler ? », moins % répondant 6 ou moins.",
      lambda t: t.promoter_score),
    O("trust", "Trust in the manager", "Confiance dans le manager", "index, 0 to 1", "higher", "Mean trust in the manager.",
      "Confiance moyenne dans le manager.", lambda t: t.trust),
    O("belonging", "Belonging", "Appartenance", "index, 0 to 1", "higher", "Mean belonging, from the ties that each has.",
      "Appartenance moyenne, selon les liens de chacun.", lambda t: t.belonging),
    O("isolation", "Isolated", "Isolés", "% of staff", "lower", "Staff with no tie above 0.1.", "Agents sans lien supérieur à 0,1.",
      lambda t: 100.0 * t.isolated),
    O("felt_episodes", "Episodes felt", "Épisodes vécus", "per employee-day", "lower",
      "Episodes of all kinds, per employee at work and day.",
      "Épisodes de tous types, par agent présent et par jour.", lambda t: per(t.episodes, t.on_duty)),
    O("breaks_cut", "Breaks cut", "Pauses supprimées", "% of breaks", "lower", "Short breaks cut under a long queue.",
      "Pauses courtes supprimées quand la file s'allonge.", lambda t: percent(t.breaks_cut, t.breaks_cut + t.breaks_taken)),
    O("occupancy", "Occupancy", "Taux d'occupation", "% of time", None,
      "Time spent with users or helping colleagues, against rostered time; over 100 where people stay after hours.",
      "Temps passé avec les usagers ou à aider, rapporté aux heures prévues ; dépasse 100 quand on reste après l'heure.", lambda t: percent(t.busy_minutes, t.duty_minutes)),
    O("care_of_staff", "Care received by staff", "Soin reçu par les agents", "min/hour", "higher",
      "Breaks, listening, comfort and talk that relieves, per hour on duty.",
      "Pauses, écoute, réconfort, parole qui soulage, par heure de service.",
      lambda t: per(t.care_staff, t.duty_minutes, 60.0)),
    O("care_of_users", "Care received by users", "Soin reçu par les usagers", "min/hour", "higher",
      "Minutes of service given to users, per hour on duty.",
      "Minutes consacrées aux usagers, par heure de service.", lambda t: per(t.care_users, t.duty_minutes, 60.0)),
    O("symmetry_gap", "Symmetry gap", "Écart de symétrie", "min/hour", None,
      "Care received by users less care received by staff, both in minutes per hour of staff on duty (seed S2): 0 is full symmetry of "
      "attentions.",
      "Soin reçu par les usagers moins soin reçu par les agents, en minutes par heure de service (S2) : 0 est la pleine symétrie des "
      "attentions.",
      lambda t: per(t.care_users - t.care_staff, t.duty_minutes, 60.0)),
)

_USERS = (
    O("first_contact", "Resolved at first contact", "Résolus au premier contact", "% of cases", "higher",
      "Served first contacts that close the case.", "Premiers contacts servis qui closent le dossier.",
      lambda t: percent(t.first_resolved, t.first_contacts)),
    O("first_contact_nonroutine", "The same, cases that are not routine", "Idem, dossiers non courants", "% of cases", "higher",
      "Served first contacts that close a non-routine case.", "Premiers contacts servis qui closent un dossier non courant.",
      lambda t: percent(t.first_resolved_nonroutine, t.first_contacts_nonroutine)),
    O("recontacts", "Contacts again", "Réitérations", "% of contacts", "lower",
      "Contacts by users who had contacted about the same need before.",
      "Contacts d'usagers déjà venus pour le même besoin.", lambda t: percent(t.recontacts, t.contacts)),
    O("abandonment", "Given up waiting", "Abandons", "% of contacts", "lower", "Live contacts that gave up or were turned away at closing.",
      "Contacts en direct abandonnés, ou renvoyés à la fermeture.", lambda t: percent(t.live_given_up, t.live_contacts)),
    O("irritation", "Irritation", "Irritation", "points", "lower", "Mean irritation of users when served.",
      "Irritation moyenne des usagers au moment où ils sont servis.", lambda t: per(t.irritation, t.served)),
    O("good_receptions", "Good receptions", "Bons accueils", "% of contacts", "higher", "Served contacts with a good reception.",
      "Contacts servis avec un bon accueil.", lambda t: percent(t.good_receptions, t.served)),
    O("exits", "Users gone", "Usagers perdus", "users/year", "lower", "Users who leave for good.", "Usagers partis définitivement.",
      lambda t: t.users_left / t.years),
    O("callouts", "Public call-outs", "Interpellations publiques", "call-outs/year", "lower", "Public call-outs.",
      "Interpellations en public.",
      lambda t: t.callouts / t.years),
    O("resolved", "Cases resolved", "Dossiers résolus", "cases/year", "higher", "Cases settled with a yes by a person.",
      "Dossiers résolus favorablement par un agent.", lambda t: t.resolved / t.years),
)

_EPISODES = (
    O("crew_response", "Crew response time", "Délai d'arrivée du renfort", "min", "lower",
      "Time until the first of those who contain arrives, over calls that brought any.",
      "Délai d'arrivée du premier collègue qui contient, sur les appels entendus.", lambda t: per(t.crew_minutes, t.crew_answered)),
    O("crew_complete", "Crews complete", "Renforts complets", "% of calls", "higher", "Calls that brought a complete crew.",
      "Appels qui ont réuni un renfort complet.", lambda t: percent(t.crew_complete, t.crew_calls)),
    O("crew_calls", "Calls for a crew", "Appels de renfort", "episodes/year", None, "Episodes in which a crew was called.",
      "Épisodes où un renfort a été appelé.", lambda t: t.crew_calls / t.years),
    O("step_ins", "Manager's step-ins", "Interventions du manager", "% of episodes", None, "Episodes that the manager takes over.",
      "Épisodes repris par le manager.", lambda t: percent(t.step_ins, t.episodes)),
)

_MEANS = {"practice": ("an own practice", "une pratique"), "crew": ("a crew", "un renfort"), "manager": ("the manager", "le manager"), "colleague": ("a colleague", "un collègue"),
          "support_desk": ("the support desk", "le support"), "exception": ("an exception", "une dérogation"),
          "improvise": ("improvising", "l'improvisation")}
_KINDS = {"confidential": ("confidential requests", "demandes confidentielles"),
          "exception": ("pressure for an exception", "pressions pour une dérogation"),
          "incivility": ("incivility", "incivilités"), "insult": ("insults", "insultes"), "threat": ("threats", "menaces"),
          "outburst": ("outbursts", "éclats"), "assault": ("assaults", "agressions"), "callout": ("public call-outs", "interpellations")}


def _by_means(means):
    """Two outcomes of a means: how many episodes it answers, and how many of these end well."""
    en, fr = _MEANS[means]
    count, well = f"means_{means}", f"success_{means}"
    return (
        O(f"share_{means}", f"Answered by {en}", f"Réponse par {fr}", "% of episodes", None, f"Episodes answered by {en}.",
          f"Épisodes traités par {fr}.", lambda t: percent(getattr(t, count), t.episodes)),
        O(well, f"Success by {en}", f"Succès par {fr}", "% of episodes", "higher", f"Episodes answered by {en} that end well.",
          f"Épisodes traités par {fr} qui finissent bien.", lambda t: percent(getattr(t, well), getattr(t, count))))


def _by_kind(kind):
    """An outcome of a kind: how often it is felt."""
    en, fr = _KINDS[kind]
    return O(f"felt_{kind}", f"Felt: {en}", f"Vécu : {fr}", "per employee-year", "lower", f"Episodes felt: {en}.",
             f"Épisodes vécus : {fr}.",
             lambda t: per(getattr(t, f"episodes_{kind}"), t.headcount * t.years))


_CATEGORIES = {"incivility": ("incivility", "incivilités"), "verbal": ("verbal aggression", "agressions verbales"),
               "distress": ("psychological or behavioural", "psychologiques ou comportementales"), "physical": ("physical", "physiques")}


def _by_category(category):
    """An outcome of a category of the reporting tools: its share of all reports."""
    en, fr = _CATEGORIES[category]
    kinds_en, kinds_fr = (", ".join(_KINDS[kind][i] for kind in REPORTED_AS[category]) for i in (0, 1))
    return O(f"reported_{category}", f"Reports: {en}", f"Signalements : {fr}", "% of reports", None, f"Share of all reports; of this category are {kinds_en}.",
             f"Part de tous les signalements ; relèvent de cette catégorie : {kinds_fr}.", lambda t: percent(reported_as(t, category), reports(t)))


_SEEN = (
    O("incidents_reported", "Incidents reported", "Incidents signalés", "per employee-year", None,
      "Episodes that staff report, per employee and year.",
      "Épisodes que les agents signalent, par agent et par an.", lambda t: per(reports(t), t.headcount * t.years)),
    O("incidents_reported_contacts", "Incidents reported, by contacts", "Incidents signalés, par contacts", "per 10,000 contacts", None,
      "Episodes that staff report, per 10,000 contacts.", "Épisodes signalés pour 10 000 contacts.",
      lambda t: per(reports(t), t.contacts, 10_000.0)),
    O("seen_share", "Episodes that the manager sees", "Épisodes que voit le manager", "% of episodes", None,
      "Reported episodes, of all that are felt: what the dashboard shows of what is so.",
      "Épisodes signalés parmi ceux qui sont vécus : ce que le tableau de bord montre du réel.", lambda t: percent(reports(t), t.episodes)),
    O("seen_share_grave", "Grave episodes that the manager sees", "Épisodes graves que voit le manager", "% of episodes", None,
      "Reported threats, outbursts and assaults, of all that are felt.",
      "Menaces, éclats et agressions signalés parmi ceux qui sont vécus.",
      lambda t: percent(grave(t, REPORT_COLUMNS), grave(t, KIND_COLUMNS))),
    *(_by_category(category) for category in REPORTED_AS),
    O("listened", "Talks one to one", "Entretiens en tête à tête", "talks/year", None,
      "Talks in which the manager listens to one employee.",
      "Entretiens où le manager écoute un agent.", lambda t: t.listened / t.years),
)

_MONEY = (
    O("cost_levers", "Cost of the levers", "Coût des leviers", "euros/year", "lower",
      "Manager's attention, rooms, budget, desk, guard, machine, procedure, guide.",
      "Attention du manager, salles, budget, support, vigile, machine, procédure, guide.", lambda t: t.cost_levers / t.years),
    O("cost_running", "Wages and levers", "Salaires et leviers", "euros/year", "lower",
      "Wages (absences and added posts included) and levers: what a policy costs to run.",
      "Salaires (absences et postes ajoutés compris) et leviers : ce que coûte une politique.",
      lambda t: (t.cost_staff + t.cost_levers) / t.years),
    O("cost_replacement", "Cost of replacing leavers", "Coût des remplacements", "euros/year", "lower",
      "Cost of replacing those who leave.",
      "Coût du remplacement des départs.", lambda t: t.cost_replacement / t.years),
    O("cost_total", "Total cost", "Coût total", "euros/year", "lower", "Wages (absences included), levers and replacement.",
      "Salaires (absences comprises), leviers et remplacements.", lambda t: cost(t) / t.years),
)

GROUPS = (
    ("main", "Main outcomes", "Résultats principaux", _MAIN),
    ("repertoire", "The repertoire and the community", "Le répertoire et la communauté", _REPERTOIRE),
    ("staff", "Staff", "Les agents", _STAFF),
    ("users", "Users", "Les usagers", _USERS),
    ("episodes", "Episodes and how they are answered", "Les épisodes et leurs réponses",
     _EPISODES + tuple(outcome for means in MEANS for outcome in _by_means(means)) + tuple(_by_kind(kind) for kind in KINDS)),
    ("seen", "What the manager sees", "Ce que voit le manager", _SEEN),
    ("money", "Money", "L'argent", _MONEY),
)
"""Groups of outcomes: name, titles, outcomes."""

OUTCOMES = tuple(outcome for *_, group in GROUPS for outcome in group)
MAIN = tuple(outcome for outcome in OUTCOMES if outcome.main)
BY_KEY = {outcome.key: outcome for outcome in OUTCOMES}

if twice := [outcome.key for outcome in OUTCOMES if BY_KEY[outcome.key] is not outcome]:
    raise ValueError(f"two outcomes have the same key: {', '.join(twice)}")
if strange := [outcome.key for outcome in OUTCOMES if outcome.better not in ("lower", "higher", None)]:
    raise ValueError(f'better must be "lower", "higher" or None: {", ".join(strange)}')

DAILY = "daily."
"""How the key of a measure begins that is a column of the daily table."""

_ADDED = {"sum": ("mean of a day", "moyenne d'un jour"), "mean": ("mean of a day", "moyenne d'un jour"), "last": ("on the last day", "au dernier jour")}


def measure(key: str) -> Outcome | None:
    """An outcome by its key, or a column of the daily table as ``daily.COLUMN``: what it is on a mean day (on the last one, where days do not add up).
    None if there is neither."""
    column = DAILY_COLUMNS.get(key)
    if column is None:
        return BY_KEY.get(key)
    en, fr = _ADDED[column.how]
    short = column.meaning.partition(":")[0]
    return Outcome(key, f"{short[:1].upper()}{short[1:]}, {en}", f"{key} ({fr})", column.unit + "/day" * (column.how == "sum"), None,
                   f"{column.meaning}: {en}", f"{key}\u00a0: {fr}",
                   lambda t: getattr(t, column.name) / t.days if column.how == "sum" else getattr(t, column.name))


DAILY_COLUMNS = {DAILY + column.name: column for column in COLUMNS if column.name != "day"}


def dictionary() -> list[dict]:
    """The data dictionary: every outcome, then every column of the daily table, with unit and meaning."""
    rows = [{"table": "outcomes", "name": o.key, "group": group, "unit": o.unit, "better": o.better or "", "main": o.main,
             "title_en": o.title_en,
             "title_fr": o.title_fr, "meaning_en": o.meaning_en, "meaning_fr": o.meaning_fr} for group, *_, held in GROUPS for o in held]
    rows += [{"table": "daily", "name": c.name, "group": "", "unit": c.unit, "better": "", "main": False, "title_en": "", "title_fr": "",
              "meaning_en": f"{c.meaning} (over a run: {c.how})", "meaning_fr": ""} for c in COLUMNS]
    return rows
