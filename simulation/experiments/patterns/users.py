"""Users who call again (C20)."""

import numpy as np

from ...model import FrontOffice
from .declare import FIT, Finding, Pattern
from .lab import mean, ratio


def resolution(lab):
    """Statistics of a contact centre's calls (SQM, S92, S93) at the agency over half a year: served first contacts that close the case, and the share of contacts handled that
    come from people who contact twice or more about the same need. The latter is *not* the share of contacts that are repetitions: with a first-contact resolution of 70 % at each contact
    it is 1 − 0.70² = 51 % (the source says 52 %), while 30 % are repetitions."""
    office = lab.office("social_agency")
    first, closed = lab.daily(office, lab.days(office, 0.5), ("first_contacts", "first_resolved")).sum(1).T
    return [Finding("Resolved at first contact", "Résolus au premier contact", "% of cases", *(100.0 * x for x in ratio(closed, first)), 60.0, 80.0),
            Finding("Contacts of people who contact twice or more", "Contacts de personnes qui en ont deux ou plus", "% of contacts", *mean(_again(lab, office)), 35.0, 60.0)]


def _again(lab, office, worlds=4, settled=20, days=60):
    """The share of contacts handled after the first days that belongs to needs with two such contacts or more, in percent, by world: all but first contacts (of which there are as many as needs) that were
    not followed by a second. Only the Mesa model shows each contact with its user: few worlds, and short."""
    class Asked(FrontOffice):
        """Notes, of each contact handled, the how-manyth of its need it was."""

        def record(self, contact, wait, served, minutes):
            if served and self.day >= settled:
                asked.append(contact.user.contacts_in_case)

    found = []
    for seed in range(lab.seed, lab.seed + min(worlds, lab.worlds)):
        asked, model = [], Asked(office, seed=seed)
        try:
            model.run(days)
        finally:
            model.close()
        which = np.array(asked)
        found.append(100.0 * (1.0 - (np.sum(which == 1) - np.sum(which == 2)) / len(which)))
    return found


PATTERNS = (
    Pattern("C20", "Most cases are closed at once, yet half the contacts come from people who call again",
            "La plupart des dossiers sont clos d'emblée, et pourtant la moitié des contacts viennent de gens qui recommencent", FIT, "Q", True, "C20: S92, S93", resolution),
)
