"""The repertoire: how practices are born, held, passed on and lost."""

from ..rules import invention, talk
from ..rules.draws import PRACTICE_TRAITS, VARIANT, uniform, uniform2
from ..rules.order import ORGANISATION, ORGANISATION_SEAT
from .practices import Practice


class Repertoire:
    """What a front office knows to do about situations; the part of `FrontOffice` that looks after practices."""

    def living(self):
        """Give the living practices, oldest first."""
        return [self.practices[n] for n in self.alive]

    def birth(self, kind, which=0):
        """Give the key of a birth: what the same person works out about the same kind in the same minute is the same in all worlds."""
        return (int(self.now - self.day_start) * 16 + which) * len(self.kinds) + kind

    def new_practice(self, kind, inventor, origin, seat=ORGANISATION_SEAT, which=0, quality=None, parents=()):
        """Add a practice to the repertoire and give its number."""
        p, number, birth = self.p, len(self.practices), self.birth(kind, which)
        u_quality, u_tacit = uniform2(self.seed, PRACTICE_TRAITS, seat, self.day, 2 * birth)
        u_valence, _ = uniform2(self.seed, PRACTICE_TRAITS, seat, self.day, 2 * birth + 1)
        if quality is None:
            quality = invention.quality(u_quality, p.invention_quality_low, p.invention_quality_high)
        valence = invention.valence(u_valence, p.invention_protective_share, p.invention_subversive_share)
        if inventor == ORGANISATION:
            valence = invention.RESOLVING
        self.practices.append(Practice(number, kind, quality, u_tacit, valence, p.crew_contain[kind] > 0, inventor, self.day, origin, parents))
        self.alive.append(number)
        return number

    def invents(self, employee, kind, event, parent, whom=-1, parents=(), which=0, count=True):
        """Let an employee come up with a practice: a private trick, or the answer to a colleague's story."""
        number = self.new_practice(kind, employee.person, -1, employee.seat, which, parents=parents)
        row = self.log(event, employee.person, whom=whom, practice=number, situation=kind, parent=parent,
                       value=self.practices[number].quality)
        self.practices[number].origin = row
        u = uniform(self.seed, VARIANT, employee.seat, self.day, self.birth(kind, which))
        variant = employee.own_way + 0.5 * (u - 0.5)
        employee.learns(number, self.p.invention_mastery, max(-1.0, min(1.0, variant)), row)
        if count:
            self.tally.inventions += 1
        self.dies_if_unheld(number)
        return number

    def transmits(self, teller, listener, number, rate, weight, event):
        """Let a listener learn from a teller. event: what taught it, or -1 to log a telling. Give the row of that event, or -1 if nothing was learned."""
        p = self.p
        theirs, practice = teller.held[number], self.practices[number]
        held = listener.held.get(number)
        before = held.mastery if held is not None else 0.0
        after = talk.learns(before, theirs.mastery, rate, practice.tacitness, weight, 1.0)
        if after <= before:
            return -1
        if event < 0:
            event = self.log("telling", teller.person, whom=listener.person, practice=number, parent=theirs.event, value=after - before)
            theirs.used = self.day  # who tells it keeps it in mind
        start = held.variant if held is not None else theirs.variant
        variant = talk.variant_after(start, theirs.variant, listener.own_way, p.talk_conform, p.talk_own_way)
        if held is not None:
            held.variant = variant
        listener.learns(number, after, variant, event, teller.person)
        return event

    def dies_if_unheld(self, number):
        """Let a practice die with its last holder."""
        practice = self.practices[number]
        if practice.alive and practice.holders == 0:
            practice.alive, practice.died = False, self.day
            self.alive.remove(number)
            for e in self.staff:
                if e is not None and number in e.held:
                    e.loses(number)
            self.tally.practices_lost += 1
            self.log("death", -1, practice=number, parent=practice.origin)
