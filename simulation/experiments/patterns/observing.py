"""What a group does that is not observed (C17)."""

import numpy as np

from .declare import KEPT, Finding, Pattern
from .twins import dated, gain, seen

WATCHED = {"desks.rooms": 1, "manager.floor": 0.9, "manager.willing": 0.0}
"""A floor on which everybody is in sight nearly all day, of people who look on and do not lend a hand: the line's own work is not taken
over in either arm."""

CURTAIN = {"manager.floor": 0.0}
"""A curtain drawn around the line: nobody looks on; else nothing changes."""

DRAWN, LAST = 110, 110 + 92
"""Working days: half a year in full sight, then five months behind the curtain, or not."""

COLUMNS = ("resolved", "refused", "busy_minutes", "episodes", "episodes_failed", "inventions", "on_duty")


def curtain(lab):
    """A field experiment on privacy (Bernstein 2012, S57): a group of twenty at the phone who work in full sight have a curtain drawn
    around them for five months; twin worlds in which it is not. There it was the output of a line in an hour, without what was faulty; the
    nearest here are cases closed in an hour of service, and the share of episodes that end well (what this group may experiment on). Both
    are asked for the band. That it came by experiments shows in the practices that are born per person at work."""
    office = lab.office("call_centre", values=WATCHED)
    behind, open_floor = (dict(zip(COLUMNS, lab.daily(scenario, LAST, COLUMNS)[:, DRAWN:].sum(1).T))
                    for scenario in (dated(office, (DRAWN, CURTAIN)), office))
    for arm in (behind, open_floor):
        arm["closed"], arm["well"] = arm["resolved"] + arm["refused"], arm["episodes"] - arm["episodes_failed"]

    def more(part, whole):
        return gain(*(np.asarray(arm[name]) for arm in (behind, open_floor) for name in (part, whole)))

    return [Finding("Cases closed in an hour of service", "Dossiers clos par heure de service", "% more", *more("closed", "busy_minutes"),
                    3.0, 15.0),
            Finding("Episodes that end well", "Épisodes qui finissent bien", "% more", *more("well", "episodes"), 3.0, 15.0),
            Finding("Practices born, per person at work", "Pratiques nées, par agent présent", "% more",
                    *seen(more("inventions", "on_duty")),
                    low=0.0)]


PATTERNS = (
    Pattern("C17", "A group that is not observed tries out more and does better",
            "Un groupe qui n'est pas observé essaie davantage et fait mieux", KEPT, "Q", False,
            "C17: S57; from a factory", curtain),
)
