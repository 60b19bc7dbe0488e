"""Oliva and Sterman 2001: a passing overload leaves a lasting deficit.

In their bank, clerks under pressure spend less time on each customer; what they do becomes the standard by which they are measured, and the standard does
not come back when the pressure goes: quality is eroded for good by an overload that was not.

What takes the place of their terms: quality is the share of episodes that end badly; what may be worn down is staff (exhaustion), know-how (episodes met
with a practice, coverage) and the temper of users. Demand is half as high again for one quarter (55 working days) after a year; each office has a twin, in
the same world, that has no overload.
"""

from ...scenario.declare import Change, Values
from .form import DAYS_PER_YEAR, POINTS, Arm, Cell, Contrast, Panel, Relation, Restriction, Said, mean_of, one_counter, only

QUARTER = DAYS_PER_YEAR // 4
BEGINS = DAYS_PER_YEAR
OVER = 1.5
QUARTERS = tuple(range(-2, 13))
"""Quarters from the end of the overload: -1 is the overload itself, 0 the first with the load back to normal."""

BUSY = (20, 24, 28)
"""Users a day and person, recontacts not counted: staff are busy two thirds, three quarters and five sixths of the time (evidence D3: 15 to 40)."""

LINES = {f"{users}": Said(f"{users} users a day and person", f"{users} usagers par jour et par agent") for users in BUSY} | {
    "28, all stay": Said("28, and nobody falls ill or leaves", "28, et nul ne tombe malade ni ne part")}
OFFICES = {f"{users}": one_counter(16, float(users)) for users in BUSY} | {"28, all stay": one_counter(16, 28.0) | {"mechanisms.turnover": False}}


def _days(quarter):
    first = BEGINS + QUARTER * (quarter + 1)
    return first, first + QUARTER


def _share(column):
    """A measure of each quarter: the share of episodes that a column counts, in percent."""
    def of(quarter):
        first, last = _days(quarter)
        return lambda series: 100.0 * series[column][first:last].sum() / max(1.0, series["episodes"][first:last].sum())
    return of


def _course(measure):
    """The marks of a course: each quarter of each line, less its twin."""
    return tuple(Cell(line, quarter, f"{line}, overload", measure(quarter), f"{line}, twin") for line in LINES for quarter in QUARTERS)


def _mean(panel, quarters, sign=1.0, line="24"):
    """The mean over some quarters, as terms of a contrast."""
    return tuple((sign / len(quarters), panel, line, quarter) for quarter in quarters)


AFTER = Said("quarters since the load is back to normal (−1: the overload)", "trimestres depuis le retour à la normale (−1 : la surcharge)")

OLIVA_STERMAN = Relation(
    key="oliva_sterman",
    title=Said("A passing overload leaves a lasting deficit", "Une surcharge passagère laisse un déficit durable"),
    source="Oliva & Sterman 2001, Management Science 47(7): 894-914",
    claim=Said("An overload that passes wears down the quality of service for good: the deficit stays when the load is back to normal.",
               "Une surcharge passagère use la qualité du service pour de bon : le déficit reste quand la charge redevient normale."),
    restrictions=(
        Restriction(only("irritation", "episode", "answer", "invention", "talk", "strain", "learning", "turnover", "circle"),
                    Said("One counter of 16 people. On: all that can be worn down by load and wear down in turn: users' anger, episodes, the repertoire, "
                         "strain and exhaustion, absence and leaving, "
                         "breaks cut by queues. Off: crews, overhearing, public voice and the manager, who would repair or mask it.",
                         "Un guichet de 16 agents. Actif : tout ce que la charge peut user et qui use à son tour : colère des usagers, épisodes, répertoire, "
                         "tension et épuisement, absences et départs, "
                         "pauses coupées par la file. Coupés : renforts, écoute entre voisins, interpellations et manager, qui répareraient ou "
                         "masqueraient.")),),
    days=BEGINS + QUARTER * (QUARTERS[-1] + 2),
    columns=("episodes", "episodes_failed", "means_practice", "exhaustion", "coverage"),
    arms=tuple(Arm(f"{line}, {name}", values, changes) for line, values in OFFICES.items() for name, changes in (
        ("twin", ()), ("overload", (Change(BEGINS, set=Values({"demand.load": OVER})), Change(BEGINS + QUARTER, set=Values({"demand.load": 1.0})))))),
    panels=(
        Panel("bad", Said("Episodes that end badly", "Les épisodes qui finissent mal"), AFTER, Said("difference from the twin, points of %",
                                                                                                    "écart au jumeau, points de %"),
              LINES, _course(_share("episodes_failed"))),
        Panel("exhaustion", Said("Exhaustion", "L'épuisement"), AFTER, Said("difference from the twin, SD", "écart au jumeau, écarts-types"),
              LINES, _course(lambda quarter: mean_of("exhaustion", *_days(quarter)))),
        Panel("practised", Said("Episodes met with a practice", "Les épisodes abordés avec une pratique"), AFTER,
              Said("difference from the twin, points of %", "écart au jumeau, points de %"), LINES, _course(_share("means_practice"))),
        Panel("coverage", Said("Coverage of the repertoire", "La couverture du répertoire"), AFTER, Said("difference from the twin, points of %",
                                                                                                         "écart au jumeau, points de %"),
              LINES, _course(lambda quarter: mean_of("coverage", *_days(quarter), times=100.0)))),
    contrasts=(
        Contrast("outlives", _mean("bad", (1, 2, 3)), POINTS,
                 Said("where staff are busy three quarters of the time, more episodes still end badly in the second to fourth quarter after an overload of "
                      "one ({value})",
                      "là où les agents sont occupés trois quarts du temps, plus d'épisodes finissent encore mal du deuxième au quatrième trimestre après une "
                      ""
                      "surcharge d'un seul ({value})"),
                 Said("episodes end no worse from the second quarter after the overload ({value})",
                      "dès le deuxième trimestre après la surcharge, les épisodes ne finissent pas plus mal ({value})")),
        Contrast("second_year", _mean("bad", (4, 5, 6, 7)), POINTS,
                 Said("still in the second year ({value})", "encore la deuxième année ({value})"),
                 Said("no longer in the second year ({value})", "plus la deuxième année ({value})")),
        Contrast("busier", _mean("bad", (4, 5, 6, 7), line="28"), POINTS,
                 Said("where they are busy five sixths of the time, the deficit lasts into the second year ({value})",
                      "là où ils sont occupés cinq sixièmes du temps, le déficit dure la deuxième année ({value})"),
                 Said("where they are busy five sixths of the time, the deficit does not last into the second year either ({value})",
                      "là où ils sont occupés cinq sixièmes du temps, le déficit ne dure pas non plus la deuxième année ({value})")),
        Contrast("third_year", _mean("bad", (8, 9, 10, 11), line="28"), POINTS,
                 Said("and into the third ({value})", "et même la troisième ({value})"),
                 Said("but not into the third, even there ({value})", "mais plus la troisième, même là ({value})")),
        Contrast("practised", _mean("practised", (0, 1, 2, 3), -1.0), POINTS,
                 Said("know-how is worn down: in the year after, fewer episodes are met with a practice (twin less overload: {value})",
                      "le savoir-faire s'use : l'année d'après, moins d'épisodes sont abordés avec une pratique (jumeau moins surcharge : {value})"),
                 Said("know-how is not worn down: in the year after, no fewer episodes are met with a practice (twin less overload: {value})",
                      "le savoir-faire ne s'use pas : l'année d'après, autant d'épisodes sont abordés avec une pratique (jumeau moins surcharge : {value})")),
        Contrast("for_good", _mean("bad", (8, 9, 10, 11), line="28") + _mean("bad", (0, 1, 2, 3), -0.5, line="28"), POINTS,
                 Said("and at least half of the first year's deficit is there for good (third year less half of the first: {value})",
                      "et la moitié au moins du déficit de la première année reste pour de bon (troisième année moins la moitié de la première : {value})"),
                 Said("but the deficit fades: less than half of the first year's is left in the third (third year less half of the first: {value})",
                      "mais le déficit s'efface : moins de la moitié de celui de la première année reste la troisième (troisième année moins la moitié de la "
                      "première : {value})"),
                 Said("A standard that slips. Here exhaustion recovers in weeks, users' anger fades and newcomers learn; nobody's idea of good service "
                      "follows what was possible under pressure, and nobody saves on care to keep up with the queue, as Oliva and Sterman's clerks do.",
                      "Une norme qui glisse. Ici l'épuisement se répare en semaines, la colère retombe et les nouveaux apprennent ; l'idée que chacun se "
                      "fait d'un bon service ne suit pas ce qui fut possible sous pression, et l'on ne rogne pas sur le soin pour suivre la file, comme le "
                      "font les agents d'Oliva et Sterman."))),
    why=Said("Exhausted people leave, those who stay are left with novices and their work, and leave too: where staff are busy five sixths of the time, some offices "
             "never come back from it. Episodes end badly meanwhile, which sours the climate and angers users, who make more of them. Where nobody leaves, it "
             "is over within a year: what is lasting is turnover that feeds itself. Know-how is not what is worn down where staff are less busy.",
             "Des agents épuisés partent, ceux qui restent ont leur travail et des nouveaux, et partent aussi : là où l'on est occupé cinq sixièmes du temps, "
             "certains services n'en reviennent pas. Entre-temps des épisodes finissent mal, ce qui tend le climat et irrite les usagers, qui en font davantage. "
             "Là où nul ne part, c'est fini en moins d'un an : ce qui dure, ce sont des départs qui en entraînent d'autres. Là où l'on est moins occupé, ce "
             "n'est pas le savoir-faire qui s'use."),
    worlds=3)
