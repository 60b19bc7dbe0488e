"""The formulas of the outcomes as data, for drivers that are not Python: each is evaluated once with symbols in place of numbers, and what it did to them is kept."""

from types import SimpleNamespace

from .daily import COLUMNS
from .outcomes import OUTCOMES, STRONG_TIE, groups_against_teams


class Symbol:
    """A number that is not known yet; what is done to it is kept as a tree: ``[operation, operand, …]``, a leaf being a number or ``[what, which column]``."""

    def __init__(self, tree):
        self.tree = tree

    def __add__(self, other):
        return _done("+", self, other)

    def __radd__(self, other):
        return _done("+", other, self)

    def __sub__(self, other):
        return _done("-", self, other)

    def __rsub__(self, other):
        return _done("-", other, self)

    def __mul__(self, other):
        return _done("*", self, other)

    def __rmul__(self, other):
        return _done("*", other, self)

    def __truediv__(self, other):
        return _done("/", self, other)

    def divides(self, part, times):
        """What `outcomes.per` gives with this in the place of the whole: times × part / this, and not a number unless this is over zero."""
        return _done("per", part, self, times)

    def __bool__(self):
        raise TypeError("a formula may not decide by a number: it could not be written down; use `outcomes.per`")

    __lt__ = __gt__ = __le__ = __ge__ = lambda self, other: bool(self)


def _done(operation, *operands):
    return Symbol([operation, *(one.tree if isinstance(one, Symbol) else float(one) for one in operands)])


def formulas() -> dict[str, list]:
    """The tree of each outcome. Leaves: ``["sum", i]`` the i-th column of the daily table added up over the days, ``["last", i]`` on the last day,
    ``["end", i]`` its mean over the last `outcomes.LAST_DAYS` days, ``["days"]``, ``["years"]``, ``["months"]``, ``["machine_failure"]``,
    ``["groups", tie]`` what `outcomes.groups_against_teams` finds among ties above that strength."""
    known = _symbols()
    return {outcome.key: ["groups", STRONG_TIE] if outcome.compute is groups_against_teams else outcome.compute(known).tree for outcome in OUTCOMES}


def _symbols():
    """What `outcomes.totals` gives, in symbols; tests hold the two together."""
    days = Symbol(["days"])
    ways = {"sum": lambda i: Symbol(["sum", i]), "mean": lambda i: Symbol(["sum", i]) / days, "last": lambda i: Symbol(["last", i])}
    whole = {column.name: ways[column.how](i) for i, column in enumerate(COLUMNS)}
    end = SimpleNamespace(**{column.name: Symbol(["end", i]) for i, column in enumerate(COLUMNS)})
    return SimpleNamespace(**whole | {"end": end, "days": days, "years": Symbol(["years"]), "months": Symbol(["months"]),
                                      "run": SimpleNamespace(machine_failure=Symbol(["machine_failure"]))})
