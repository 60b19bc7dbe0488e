"""Guechtouli 2006: those who know must be available for novices to learn.

In her models of a community of practice, people learn by asking; how fast depends on how available the others are.

What takes the place of her terms: a quarter of the staff are trained in one practice on the first day; the others are novices and can only be told. Those
who know are available when they share a break, or sit idle beside a novice. Measured is after how many days half of the novices can rely on the practice.
"""

import numpy as np

from ...rules.order import KINDS
from ...scenario.declare import Change
from .form import DAYS_PER_YEAR, Arm, Contrast, Panel, Relation, Restriction, Said, Series, one_counter, only, sweep

YEARS = 4
TAUGHT = "incivility"
OVERLAP = (0.0, 0.25, 0.5, 0.75, 1.0)
USERS = (6, 12, 18, 24, 30)
"""Users a day and person: staff are busy from a fifth to seven eighths of the time."""

MEAL = {"no meal": 0.0, "meal": 45.0}
BREAKS = {"no meal": Said("two short breaks alone", "deux pauses courtes seulement"), "meal": Said("and a meal of 45 minutes", "et un repas de 45 minutes")}
IDLE = {"idle": Said("talk between idle neighbours alone", "échanges entre voisins inoccupés seulement")}
DAYS = Said("days until half of the novices know", "jours avant que la moitié des novices sachent")


def half_know(series: Series) -> float:
    """Days until half of those who were not trained can rely on the practice; all days of the run if that never comes."""
    share = len(KINDS) * series["coverage"]
    learned = (share - share[0]) / max(1e-9, 1.0 - share[0])
    return float(np.argmax(learned >= 0.5)) if (learned >= 0.5).any() else float(len(share))


def _overlap(line, x):
    return f"{line}, overlap {x:g}"


def _users(line, x):
    return f"{x:g} users"


_TRAINED = (Change(0, action="train", amount=0.25, situation=TAUGHT),)

GUECHTOULI = Relation(
    key="guechtouli",
    title=Said("Novices learn from those who are available", "Les novices apprennent de qui est disponible"),
    source="Guechtouli 2006, GREQAM document de travail 2006-45; 2008, 2008-55",
    claim=Said("The more available those who know, the faster novices learn.", "Plus ceux qui savent sont disponibles, plus vite les novices apprennent."),
    restrictions=(
        Restriction(one_counter(16, 15.0) | only("answer", "talk"),
                    Said("One counter of 16 people. On: practices and talk, nothing else: nobody invents, forgets, leaves or tires, and one learns by being "
                         "told alone.",
                         "Un guichet de 16 agents. Actifs : pratiques et échanges, rien d'autre : nul n'invente, n'oublie, ne part ni ne s'use, et l'on "
                         "n'apprend qu'en écoutant.")),
        Restriction({"staff.novice_share": 0.0, "talk.admission_days": 0.0, "talk.naming": 0.0, "talk.refine": 0.0, "breaks.meal_minutes": 0.0},
                    Said("All belong to the circle of talk from the first day, and the practice neither changes nor gets a name: what differs is who is "
                         "there.",
                         "Tous sont du cercle dès le premier jour, et la pratique ne change ni ne reçoit de nom : seul diffère qui est là."))),
    days=YEARS * DAYS_PER_YEAR,
    columns=("coverage",),
    arms=(*(Arm(_overlap(line, x), {"breaks.overlap": x, "breaks.meal_minutes": MEAL[line], "talk.rate_desk": 0.0},
                _TRAINED) for line in MEAL for x in OVERLAP),
          *(Arm(_users("", x), {"counter.per_day": 16.0 * x, "breaks.count": 0}, _TRAINED) for x in USERS)),
    panels=(
        Panel("breaks", Said("Breaks together: no talk at desks", "Des pauses communes : on ne parle pas aux bureaux"),
              Said("overlap of breaks (0 staggered, 1 common)", "simultanéité des pauses (0 échelonnées, 1 communes)"), DAYS, BREAKS,
              sweep(MEAL, OVERLAP, _overlap, half_know), log="y", ticks=OVERLAP),
        Panel("idle", Said("Idle time at desks: no breaks", "Du temps libre aux bureaux : pas de pauses"), Said("users a day and person",
                                                                                                                "usagers par jour et par agent"), DAYS, IDLE,
              sweep(IDLE, USERS, _users, half_know), log="y", ticks=USERS)),
    contrasts=(
        Contrast("breaks", ((1, "breaks", "no meal", 0.0), (-1, "breaks", "no meal", 1.0)), Said("days", "jours"),
                 Said("where breaks are common novices know sooner than where they are staggered ({value})",
                      "quand les pauses sont communes, les novices savent plus tôt que quand elles sont "
                      "échelonnées ({value})"),
                 Said("common breaks do not make novices know sooner ({value})", "des pauses communes ne font pas savoir plus tôt ({value})")),
        Contrast("idle", ((1, "idle", "idle", 30), (-1, "idle", "idle", 6)), Said("days", "jours"),
                 Said("where neighbours are idle they know sooner than where they are busy ({value})",
                      "quand les voisins sont libres, ils savent plus tôt que quand ils sont occupés ({value})"),
                 Said("idle neighbours do not make them know sooner ({value})", "des voisins libres ne les font pas savoir plus tôt ({value})"))),
    why=Said("A telling needs two who are free at once. A meal of 45 minutes brings people together whatever the breaks, so that their overlap then hardly "
             "matters.",
             "Un récit demande deux personnes libres en même temps. Un repas de 45 minutes réunit de toute façon, si bien que la simultanéité des pauses ne "
             "compte alors guère."))
