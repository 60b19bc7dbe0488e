"""Henrich 2004: small groups lose skill (and what Powell, Shennan and Thomas 2009 and Derex et al. 2013 made of it).

In Henrich's model everybody copies the most skilled, imperfectly; most copies are worse, a few are lucky and better, and the larger the group, the better
its luckiest copy. Below some size the group cannot make good what it loses.

What takes the place of his terms: skill is the share of episodes that end well; a copy is a telling, which never brings a listener up to the teller;
generations are leavers and newcomers; a lucky copy is a telling that refines the practice. All groups begin with the same equipment, one practice for each
kind of situation, in which everybody was trained; talk is in pairs, so that each person is told as much in a small group as in a large one.
"""

from ...rules.order import KINDS
from ...scenario.declare import Change
from .form import (
    ALIKE,
    DAYS_PER_YEAR,
    NO_EXPERIENCE,
    NO_RULE_CHANGES,
    POINTS,
    REPLACED_AT_ONCE,
    Arm,
    Contrast,
    Panel,
    Relation,
    Restriction,
    Said,
    ending_well,
    mean_of,
    one_counter,
    only,
    sweep,
)

YEARS = 10
LATE = (YEARS - 2) * DAYS_PER_YEAR, YEARS * DAYS_PER_YEAR
SIZES = (2, 4, 8, 16, 32)
TRAINED = KINDS[:-1]
"""The kinds in which all are trained on the first day: all but the call-out, which does not come to a counter."""

LEAVE = 0.3
"""Leavers a year and head, as in a call centre (evidence D44: 20 to 45 %): in ten years staff is renewed three times."""

LINES = {"no invention": Said("nothing is invented", "rien n'est inventé"), "invention": Said("people invent, too", "on invente aussi")}


def _arm(line, x):
    return f"{line}, {x:g} people"


def _values(line, size):
    return one_counter(size, 15.0) | {"mechanisms.invention": line == "invention"}


HENRICH = Relation(
    key="henrich",
    title=Said("Small groups lose skill", "Les petits groupes perdent leur savoir-faire"),
    source="Henrich 2004, American Antiquity 69(2): 197-214; Powell, Shennan & Thomas 2009, Science 324: 1298-1301; Derex et al. 2013, Nature 503: 389-391",
    claim=Said("Where what is learned from others is learned imperfectly, the larger the group, the more skill it keeps; small groups lose it.",
               "Quand on apprend imparfaitement des autres, plus le groupe est grand, plus il garde de savoir-faire ; les petits groupes le perdent."),
    restrictions=(
        Restriction(only("episode", "answer", "talk", "learning", "turnover") | {"invention.initial_practices": 0.0, "turnover.leave_per_year": LEAVE},
                    Said("One counter, with as many users for each person whatever the size. On: episodes, practices as answers, talk, learning and "
                         "forgetting, turnover (30 % a year), and, "
                         "for one of the lines, invention. All are trained on the first day in one practice for each of seven kinds of situation.",
                         "Un guichet, autant d'usagers par agent quelle que soit la taille. Actifs : épisodes, pratiques, échanges, apprentissage et oubli, "
                         "rotation (30 % par an) et, pour l'une des "
                         "courbes, invention. Tous sont formés le premier jour à une pratique pour chacun des sept types de situation.")),
        Restriction({"talk.table_size": 2, "talk.rate_desk": 0.0, "talk.candour_tie": 0.0, "talk.candour_base": 0.6, "breaks.overlap": 1.0,
                     "talk.naming": 0.0},
                    Said("Breaks are common and talk is in pairs, as frank among strangers as among friends: otherwise a large group would talk more for "
                         "each person, or, its ties being weaker, less frankly.",
                         "Les pauses sont communes et l'on parle à deux, aussi franchement entre inconnus qu'entre amis : sinon un grand groupe parlerait "
                         "plus par personne, ou, ses liens étant plus "
                         "faibles, moins franchement.")),
        ALIKE, NO_EXPERIENCE, NO_RULE_CHANGES, REPLACED_AT_ONCE),
    days=YEARS * DAYS_PER_YEAR,
    columns=("episodes", "episodes_failed", "practices"),
    arms=tuple(Arm(_arm(line, x), _values(line, x), tuple(Change(0, action="train", amount=1.0,
                                                                 situation=kind) for kind in TRAINED)) for line in LINES for x in SIZES),
    panels=(
        Panel("skill", Said("Skill after ten years", "Le savoir-faire après dix ans"), Said("people", "agents"),
              Said("episodes that end well, %", "épisodes bien terminés, %"), LINES, sweep(LINES, SIZES, _arm, ending_well(*LATE)), log="x", ticks=SIZES),
        Panel("kept", Said("Practices that are alive after ten years", "Les pratiques vivantes après dix ans"), Said("people", "agents"),
              Said("practices (at first 7)", "pratiques (7 au départ)"), LINES, sweep(LINES, SIZES, _arm, mean_of("practices", LATE[1] - 20,
                                                                                                                  LATE[1])), log="xy", ticks=SIZES)),
    contrasts=(
        Contrast("skill", ((1, "skill", "no invention", 32), (-1, "skill", "no invention", 2)), POINTS,
                 Said("32 people have more skill than 2 after ten years ({value})", "32 agents ont plus de savoir-faire que 2 après dix ans ({value})"),
                 Said("32 people have no more skill than 2 after ten years ({value})",
                      "32 agents n'ont pas plus de savoir-faire que 2 après dix ans ({value})")),
        Contrast("kept", ((1, "kept", "no invention", 32), (-1, "kept", "no invention", 2)), Said("of 7 practices", "des 7 pratiques"),
                 Said("they have kept more of what all began with ({value})", "ils ont gardé davantage de ce que tous avaient au départ ({value})"),
                 Said("they have not kept more of what all began with ({value})",
                      "ils n'ont pas gardé davantage de ce que tous avaient au départ ({value})")),
        Contrast("doubling", ((1, "skill", "no invention", 8), (-1, "skill", "no invention", 4)), POINTS,
                 Said("already 8 have more than 4 ({value})", "8 en ont déjà plus que 4 ({value})"),
                 Said("8 cannot be told from 4 ({value})", "8 ne se distinguent pas de 4 ({value})")),
        Contrast("inventing", ((1, "skill", "invention", 32), (-1, "skill", "invention", 2)), POINTS,
                 Said("with invention, too, 32 people have more skill than 2 ({value})",
                      "avec l'invention aussi, 32 agents ont plus de savoir-faire que 2 ({value})"),
                 Said("with invention 32 people have no more skill than 2 ({value})",
                      "avec l'invention, 32 agents n'ont pas plus de savoir-faire que 2 ({value})"))),
    why=Said("A pair that loses both its members loses all; and a practice is refined by tellings, of which a large group has more, while a refinement serves "
             ""
             "everybody who holds it. With invention, large groups have many more practices, but hardly more skill than middling ones: talk about each is "
             "diluted.",
             "Un duo qui perd ses deux membres perd tout ; et une pratique s'affine par les récits, plus nombreux dans un grand groupe, l'amélioration "
             "servant à tous ses détenteurs. Avec "
             "l'invention, les grands groupes ont bien plus de pratiques, mais guère plus de savoir-faire que les moyens : on parle moins de chacune."))
