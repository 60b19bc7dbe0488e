"""The shelf `reference/`: pages that are made from the declarations and hold nothing else."""

from ..measures.daily import COLUMNS
from ..measures.events import EVENTS, FIELDS
from ..measures.outcomes import GROUPS as OUTCOME_GROUPS
from ..scenario import GROUPS, PARAMETERS, offices, policies, studies
from ..scenario.declare import ACTIONS
from . import tables
from .commands import commands
from .results import results
from .tables import cell, markdown
from .words import EVENT_NAMES_SAID

MADE = "<!-- Made from {source} by `python -m simulation.docs.tables`: change it there. -->\n"


def page(title, source, *parts):
    """A page: its title, where it is made from, and its parts."""
    return "\n".join([f"# {title}\n", MADE.format(source=source), *parts]).rstrip() + "\n"


def parameters():
    """Every parameter, group by group, in both languages."""
    intro = (f"All {len(PARAMETERS)} things that can be set in a file of an office, a policy or a study, or with `--set KEY=VALUE`; `guichet explain KEY` tells one of them, with the shipped files that set it.\n"
             "A *lever* is what a manager or an organisation could decide. Grades: measured in this setting, measured in a like one (analogous), or assumed. Sources: S0 to S4 are the five seed documents; D1 to D49 and S5 to "
             "S118 rows and sources of the evidence file.\n")
    groups = [f"## {en} · {fr}\n\n" + markdown(("key", "default", "allowed", "unit", "meaning", "sens", "source; grade"), [
        (f"`{p.key}`" + " *(lever)*" * p.lever, tables.number(p.default), cell(p.allowed), p.unit, cell(p.en), cell(p.fr), f"{cell(p.source)}; {p.grade}")
        for p in PARAMETERS.values() if p.group == name]) for name, (en, fr) in GROUPS.items()]
    happens = "## Actions on a date\n\nA `[[changes]]` table of a scenario may name one of these actions, with an amount:\n\n" + markdown(
        ("action", "least amount", "greatest amount", "whole number"), [(f"`{name}`", f"{low:g}", f"{high:g}", "yes" if whole else "no") for name, (low, high, whole) in ACTIONS.items()])
    return page("Parameters · Paramètres", "`simulation/scenario/parameters/`", intro, *groups, happens)


def outcomes():
    """Every outcome, group by group, in both languages."""
    groups = [f"## {en} · {fr}\n\n" + markdown(("key", "title", "titre", "unit", "better", "meaning", "sens"), [
        (f"`{o.key}`", cell(o.title_en), cell(o.title_fr), o.unit, o.better or "", cell(o.meaning_en), cell(o.meaning_fr)) for o in held]) for _, en, fr, held in OUTCOME_GROUPS]
    return page("Outcomes · Résultats", "`simulation/measures/outcomes.py`", (
        "What a run is judged by: columns of `outcomes.csv`, of a sweep's parts, and what a study may keep. What is not defined in a run (nobody called a crew) is empty, never zero. Where no direction is given, "
        "neither is better in itself. A column of the [daily table](daily.md) serves as an outcome, too, written `daily.COLUMN`.\n"), *groups)


def purposes():
    """What random numbers are drawn for."""
    return page("Random draws", "`simulation/rules/draws.py`", (
        "Every random number is a function of the seed and of a key (who, when, n, purpose), by Philox4x32-7: no draw depends on how many were made before. The purposes, by number:\n"), tables.purposes())


def daily():
    """The columns of the daily table."""
    adds = {"sum": "added up", "mean": "averaged", "last": "the last day's"}
    return page("The daily table", "`simulation/measures/daily.py`", (
        "One row for each working day: `daily.parquet` of `guichet run`, the Mesa model's data collector, and what outcomes are computed from. *Over a run* says how days become one figure.\n"),
        markdown(("column", "unit", "over a run", "meaning"), [(f"`{c.name}`", c.unit, adds[c.how], cell(c.meaning)) for c in COLUMNS]))


def events():
    """The event log."""
    return page("The event log", "`simulation/measures/events.py`", (
        "`events.parquet` of `guichet run`, `model.events` of the Mesa model. The identity of an event is its row in the log; `parent` refers to the event that led to it, so that a story can be told backwards.\n"),
        "## Fields\n", markdown(("field", "meaning"), [(f"`{name}`", cell(meaning)) for name, meaning in FIELDS]),
        "## Kinds of events\n", markdown(("kind", "name", "nom", "what happened"), [(f"`{name}`", *EVENT_NAMES_SAID[name], cell(meaning)) for name, meaning in EVENTS]))


def shipped():
    """The shipped offices, policies and studies."""
    kinds = (("Offices · Services", offices()), ("Policies · Politiques", policies()), ("Studies · Études", studies()))
    return page("Shipped scenarios · Scénarios fournis", "`scenarios/`", "Names that commands know without a path. What is particular about each is told in [scenarios/](../../../scenarios/README.md).\n", *(
        f"## {title}\n\n" + markdown(("name", "title", "titre"), [(f"`{one.name}`", cell(one.title_en), cell(one.title_fr)) for one in held]) for title, held in kinds))


PAGES = {"parameters.md": parameters, "outcomes.md": outcomes, "commands.md": lambda: page("Commands", "`simulation/cli/`", *commands()), "draws.md": purposes, "daily.md": daily, "events.md": events,
         "results.md": lambda: page("Files of results", "the tables' own declarations", *results()), "shipped.md": shipped}
"""The pages of the shelf, by name."""
