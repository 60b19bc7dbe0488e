"""The one declaration of every parameter, gathered from its groups in the order in which the baseline file prints them."""

from ...rules.order import CHANNELS
from . import community, demand, people, users, work

_SECTIONS = (
    ("calendar", "Calendar", "Calendrier", demand.CALENDAR),
    ("demand", "Demand", "Demande", demand.DEMAND),
    *((name, *demand.CHANNEL_NAMES[name][:2], demand.CHANNEL_GROUPS[name]) for name in CHANNELS),
    ("service", "Service", "Service", demand.SERVICE),
    ("cases", "Cases", "Dossiers", demand.CASES),
    ("users", "Users", "Usagers", demand.USERS),
    ("territory", "Territory", "Territoire", demand.TERRITORY),
    ("irritation", "Irritation", "Irritation", users.IRRITATION),
    ("episode", "Episodes", "Épisodes", users.EPISODE),
    ("voice", "Voice and exit", "Prise de parole et défection", users.VOICE),
    ("staff", "Staff", "Agents", work.STAFF),
    ("desks", "Desks", "Bureaux", work.DESKS),
    ("rest_room", "Rest room", "Salle de repos", work.REST_ROOM),
    ("breaks", "Breaks", "Pauses", work.BREAKS),
    ("meetings", "Meetings", "Réunions", work.MEETINGS),
    ("answer", "Answers to episodes", "Réponses aux épisodes", community.ANSWER),
    ("power", "Power to act", "Pouvoir d'agir", community.POWER),
    ("crew", "The crew", "Le renfort", community.CREW),
    ("asking", "Asking a colleague", "Demander à un collègue", community.ASKING),
    ("invention", "Invention", "Invention", community.INVENTION),
    ("talk", "Talk", "Échanges", community.TALK),
    ("overhearing", "Overhearing", "Écoute de voisinage", community.OVERHEARING),
    ("learning", "Learning and forgetting", "Apprentissage et oubli", community.LEARNING),
    ("strain", "Strain", "Tension", people.STRAIN),
    ("exhaustion", "Exhaustion", "Épuisement", people.EXHAUSTION),
    ("turnover", "Absence and leaving", "Absences et départs", people.TURNOVER),
    ("manager", "Manager", "Manager", people.MANAGER),
    ("circle", "The circle", "Le cercle", people.CIRCLE),
    ("money", "Money", "Argent", people.MONEY),
    ("mechanisms", "Mechanisms (switches)", "Mécanismes (interrupteurs)", people.SWITCHES),
)

GROUPS = {key: (title, titre) for key, title, titre, _ in _SECTIONS}
"""Titles of the groups, English and French, in order."""

PARAMETERS = {p.key: p for _, _, _, group in _SECTIONS for p in group}
"""Every parameter by its key, in order."""

for key, *_, group in _SECTIONS:
    for p in group:
        if PARAMETERS[p.key] is not p:
            raise ValueError(f"the parameter {p.key} is declared twice")
        if p.group != key:
            raise ValueError(f"the parameter {p.key} stands in the section {key}; call it {key}.{p.name}, or move it")
