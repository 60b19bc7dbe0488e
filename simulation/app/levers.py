"""The levers that the page shows first, in plain words; all others stand under "all settings" with the words of their declaration."""

from typing import NamedTuple


class Lever(NamedTuple):
    """A parameter under a short name. low, high: the span of its slider, where the declared bounds are wider than what offices do."""

    key: str
    en: str
    fr: str
    low: float | None = None
    high: float | None = None


GROUPS = (
    ("manager", "The manager's time", "Le temps du manager", (
        Lever("manager.floor", "Present on the floor", "Présent sur le terrain"),
        Lever("manager.listening", "Listens one to one", "Écoute en tête à tête"),
        Lever("manager.conditions", "Works behind the scenes", "Agit en coulisses"),
        Lever("manager.rest_room", "Sits in the rest room", "S'assied en salle de repos"),
        Lever("manager.willing", "Readily steps in", "Intervient volontiers"),
    )),
    ("rest", "Rest and talk", "Repos et parole", (
        Lever("rest_room.exists", "Rest room", "Salle de repos"),
        Lever("rest_room.comfort", "Comfort of the room", "Confort de la salle"),
        Lever("breaks.count", "Short breaks a day", "Pauses courtes par jour", 0, 4),
        Lever("breaks.minutes", "Length of a break", "Durée d'une pause", 0, 30),
        Lever("breaks.overlap", "Breaks in common", "Pauses communes"),
        Lever("breaks.protection", "Breaks are protected", "Pauses protégées"),
        Lever("breaks.autonomy", "Free to choose their breaks", "Pauses libres"),
        Lever("meetings.decreed_minutes", "Compulsory meetings", "Réunions obligatoires", 0, 120),
        Lever("meetings.prompted", "… in which people ask in twos", "… où l'on s'interroge à deux"),
    )),
    ("means", "Means", "Moyens", (
        Lever("staff.extra_posts", "Posts added", "Postes ajoutés", 0, 4),
        Lever("staff.buddy", "A buddy for each newcomer", "Un tuteur par nouvel agent"),
        Lever("staff.remote_share", "Work from home", "Télétravail"),
        Lever("power.exception_right", "Staff may make exceptions", "Dérogations permises"),
        Lever("learning.guide", "Written guide", "Guide écrit"),
        Lever("cases.simplification", "Simpler procedure", "Procédure simplifiée"),
    )),
    ("demand", "Users and load", "Usagers et charge", (
        Lever("demand.load", "Workload", "Charge", 0.5, 1.6),
        Lever("demand.deflection", "Simple contacts to a machine", "Contacts simples à une machine"),
        Lever("territory.tension", "Tension of the territory", "Tension du territoire"),
        Lever("territory.rule_changes_per_month", "Changes of the rules", "Changements de règles", 0, 3),
    )),
)
"""Groups of levers: name, titles, levers."""

SERIES = (
    ("exhaustion", 1.0, "exhaustion"), ("coverage", 100.0, "coverage"), ("practices_shared", 1.0, "shared_practices"), ("practices_named", 1.0, "named_practices"),
    ("burnt_out", 100.0, "burnt_out"), ("trust", 1.0, "trust"), ("belonging", 1.0, "belonging"), ("isolated", 100.0, "isolation"),
)
"""Columns of the daily table that the page draws day by day: column, factor, the outcome whose title and unit they have."""
