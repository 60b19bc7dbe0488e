"""March 1991: exploration and exploitation in organizational learning.

In March's model nobody invents: individuals learn from an organisation's code, the code from those who know better, and what is new comes in with
newcomers. Learning fast from the code makes people alike before the code has learned from their differences; under turbulence those who stay grow old with
what they know, so that some turnover pays.

What takes the place of his terms: dimensions of reality are kinds of situation; a belief is a practice; knowledge is the share of episodes that end well;
turbulence is rule changes that spoil practices; turnover is leaving; learning from the code is being told (`talk.transmit`) and conforming to the teller's
variant (`talk.conform`).
"""

from .form import (
    ALIKE,
    DAYS_PER_YEAR,
    NO_EXPERIENCE,
    POINTS,
    REPLACED_AT_ONCE,
    Arm,
    Contrast,
    Panel,
    Relation,
    Restriction,
    Said,
    ending_well,
    one_counter,
    only,
    sweep,
)

YEARS = 10
LATE = (YEARS - 5) * DAYS_PER_YEAR, YEARS * DAYS_PER_YEAR
"""The five years that are measured: by then levels stand still."""

LEAVE = (0.0, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Leavers a year and head: a social agency loses 1 to 4 %, a call centre 20 to 45 % (evidence D44); beyond that, the worst ones (pattern 21)."""

CHANGES = {"stable": 0.0, "turbulent": 1.0}
"""Rule changes a month: none, and about the eleven a year of the family branch (evidence D42)."""

TOLD = (0.02, 0.05, 0.12, 0.3)
"""Share of the gap in mastery that one telling closes: the range over which calibration searches."""

CONFORM = (0.05, 0.15, 0.3, 0.6, 0.9)

KNOWLEDGE = Said("episodes that end well, %", "épisodes bien terminés, %")
CLOSED = {"turnover.leave_per_year": 0.0, "territory.rule_changes_per_month": 0.0}
WHEN = {"first": Said("in the first year", "la première année"), "late": Said("in years 6 to 10", "de la 6e à la 10e année")}
_WHEN = {"first": ending_well(0, DAYS_PER_YEAR), "late": ending_well(*LATE)}


def _left(line, x):
    return f"{line}, {x:g} leave"


def _told(line, x):
    return f"told {x:g}"


def _conform(line, x):
    return f"conform {x:g}"


MARCH = Relation(
    key="march",
    title=Said("Some turnover, slow learning", "Un peu de rotation, un apprentissage lent"),
    source="March 1991, Organization Science 2(1): 71-87",
    claim=Said("Where rules change, a moderate turnover keeps more useful knowledge than none or much; and those who learn slowly from the group end up "
               "knowing more than those who learn fast.",
               "Quand les règles changent, une rotation modérée garde plus de savoir utile que l'absence de rotation ou une forte rotation ; et qui apprend "
               "lentement du groupe finit par en savoir plus que qui apprend vite."),
    restrictions=(
        Restriction(one_counter(16, 15.0) | only("episode", "answer", "invention", "talk", "learning", "turnover") | {"staff.novice_share": 0.0},
                    Said("One counter of 16 people. On: episodes, practices as answers, invention, talk, learning and forgetting, turnover. Off: whatever "
                         "makes knowledge depend "
                         "on strain, on users' anger or on the manager.",
                         "Un guichet de 16 agents. Actifs : épisodes, pratiques, invention, échanges, apprentissage et oubli, rotation. Coupé : ce qui ferait "
                         ""
                         "dépendre le savoir de la tension, de la colère des usagers ou du manager.")),
        ALIKE, NO_EXPERIENCE, REPLACED_AT_ONCE),
    days=YEARS * DAYS_PER_YEAR,
    columns=("episodes", "episodes_failed"),
    arms=(*(Arm(_left(line, x), {"turnover.leave_per_year": x, "territory.rule_changes_per_month": changes}) for line,
            changes in CHANGES.items() for x in LEAVE),
          *(Arm(_told("", x), CLOSED | {"talk.transmit": x}) for x in TOLD), *(Arm(_conform("", x), CLOSED | {"talk.conform": x}) for x in CONFORM)),
    panels=(
        Panel("turnover", Said("Turnover, with and without rule changes", "La rotation, avec et sans changements de règles"),
              Said("leavers a year, share of staff", "départs par an, part des agents"), KNOWLEDGE,
              {"turbulent": Said("one rule change a month", "un changement de règle par mois"), "stable": Said("no rule change",
                                                                                                               "aucun changement de règle")},
              sweep(CHANGES, LEAVE, _left, ending_well(*LATE)), ticks=LEAVE[:1] + LEAVE[2:]),
        Panel("telling", Said("How much a telling teaches", "Ce qu'un récit apprend"),
              Said("share of the gap in mastery that a telling closes", "part de l'écart de maîtrise comblée par un récit"), KNOWLEDGE, WHEN,
              sweep(WHEN, TOLD, _told, _WHEN), log="x", ticks=TOLD),
        Panel("conforming", Said("How far a listener conforms", "Jusqu'où l'auditeur se conforme"),
              Said("share of the way to the teller's variant", "part du chemin vers la variante du conteur"), KNOWLEDGE, WHEN,
              sweep(WHEN, CONFORM, _conform, _WHEN), ticks=CONFORM[:1] + CONFORM[2:])),
    contrasts=(
        Contrast("more_than_none", ((1, "turnover", "turbulent", 0.1), (-1, "turnover", "turbulent", 0.0)), POINTS,
                 Said("where rules change, 10 % of leavers a year beat none ({value})",
                      "quand les règles changent, 10 % de départs par an valent mieux qu'aucun ({value})"),
                 Said("where rules change, 10 % of leavers a year do not beat none ({value})",
                      "quand les règles changent, 10 % de départs par an ne valent pas mieux qu'aucun ({value})")),
        Contrast("more_than_many", ((1, "turnover", "turbulent", 0.1), (-1, "turnover", "turbulent", 0.8)), POINTS,
                 Said("and beat 80 % ({value})", "et mieux que 80 % ({value})"), Said("and do not beat 80 % ({value})", "et pas mieux que 80 % ({value})")),
        Contrast("slow_conforming", ((1, "conforming", "late", 0.05), (-1, "conforming", "late", 0.9)), POINTS,
                 Said("conforming little beats conforming much ({value}), but because one's own way fits better, not because differences teach the group",
                      "se conformer peu vaut mieux que se conformer beaucoup ({value}), mais parce que sa propre façon va mieux à chacun, non parce que les "
                      "différences instruisent le groupe"),
                 Said("conforming little does not beat conforming much ({value})", "se conformer peu ne vaut pas mieux que se conformer beaucoup ({value})")),
        Contrast("slow_telling", ((1, "telling", "late", 0.02), (-1, "telling", "late", 0.3)), POINTS,
                 Said("learning slowly from tellings ends with more knowledge ({value})", "apprendre lentement des récits mène à plus de savoir ({value})"),
                 Said("learning slowly from tellings ends with less knowledge, not more ({value})",
                      "apprendre lentement des récits mène à moins de savoir, non à plus ({value})"),
                 Said("In March's model a new belief takes the place of the old one, and errors are adopted with the rest. Here one learns a practice without "
                      "losing another, knows "
                      "how good each is, and uses the best; so the variety that fast learning destroys is not missed.",
                      "Chez March, une croyance nouvelle remplace l'ancienne, et les erreurs sont adoptées avec le reste. Ici on apprend une pratique sans en "
                      "perdre une autre, on sait "
                      "ce que vaut chacune et l'on emploie la meilleure ; la variété que détruit un apprentissage rapide ne manque donc à personne."))),
    why=Said("Those who stay rely on practices that rule changes have spoilt as long as they are worth anything; newcomers, who know none, try again and "
             "invent, and the others learn from them.",
             "Ceux qui restent se fient à des pratiques abîmées par les changements de règles tant qu'elles valent quelque chose ; les nouveaux, qui n'en ont "
             ""
             "aucune, essaient et inventent, et les autres l'apprennent d'eux."))
