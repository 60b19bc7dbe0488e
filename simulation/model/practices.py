"""Practices: what the repertoire is made of."""


class Practice:
    """A way of answering one kind of situation.

    kind: position in `order.KINDS`; quality, tacitness in [0, 1]; valence: position in `order.VALENCES`; crewed: it is used by
    calling others; named: the day it got a name, or -1; inventor: person; born: day; origin: event; parents: practices; holders: number of people
    who hold it now; shared: whether it ever had two holders; written: whether it is in the guide; alive.
    """

    __slots__ = ("number", "kind", "quality", "tacitness", "valence", "crewed", "named", "inventor", "born", "origin", "parents",
                 "holders", "shared", "written", "alive", "uses", "died")

    def __init__(self, number, kind, quality, tacitness, valence, crewed, inventor, born, origin, parents=()):
        self.number, self.kind, self.quality, self.tacitness = number, kind, quality, tacitness
        self.valence, self.crewed, self.inventor, self.born, self.origin = valence, crewed, inventor, born, origin
        self.parents = parents
        self.named, self.died = -1, -1
        self.holders = self.uses = 0
        self.shared = self.written = False
        self.alive = True


class Held:
    """One person's hold on a practice: mastery in [0, 1], the personal variant in [-1, 1], the day of last use, whether the name
    is known, and the event by which it was learned."""

    __slots__ = ("mastery", "variant", "used", "name_known", "event", "holds")

    def __init__(self, mastery, variant, day, event):
        self.mastery, self.variant, self.used, self.event = mastery, variant, day, event
        self.name_known = False
        self.holds = False
