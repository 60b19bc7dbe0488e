"""From a frozen scenario to the tables of a run, and how large they are."""

from dataclasses import asdict, dataclass, replace

import numpy as np

from ..rules.order import KINDS
from ..scenario.declare import ACTIONS
from . import layout as lay
from .office import run


@dataclass(frozen=True)
class Capacity:
    """How many of each sort of thing a run has room for; a run that needs more is repeated with twice as many."""

    contacts: int = 256
    calendar: int = 1024
    practices: int = 64
    returns: int = 1024
    due: int = 16
    near: int = 256
    events: int = 0
    steps: int = 1

    @property
    def total(self):
        """All places together."""
        return sum(asdict(self).values())

    def doubled(self, status):
        """Give the capacity after a run that ended with a status other than `FINE`."""
        name = lay.GROWS[status]
        return replace(self, **{name: 2 * getattr(self, name)})


class Native:
    """The machine that runs the entry as numba compiled it, on NumPy arrays."""

    def state(self, sizes):
        """Give a state with tables of these sizes, all zero."""
        return lay.State({name: np.zeros(lay.shape(name, sizes), lay.TABLES[name][0]) for name in lay.TABLES if name not in lay.SAME})

    def run(self, state, job, days=0):
        """Do a job and give the status."""
        return int(run(state, job, days))


class Plan:
    """A scenario as the engine takes it: parameters, first days and dated changes. The engine itself works out the rest."""

    def __init__(self, scenario, machine=None, used=None):
        """used: a state that may be written over while it is counted what this plan needs."""
        self.scenario, self.machine = scenario, machine or Native()
        found = scenario.segments()
        self.params, self.firsts = np.zeros(len(found), lay.PARAMS), [first for first, _ in found]
        for segment, (_, params) in enumerate(found):
            self.params[segment] = self._params(params)
        self.changes = np.array([self._change(change) for change in scenario.changes], lay.CHANGE)
        self.sizes = {"segments": len(found), "changes": len(self.changes)}
        state = used if used and self._fits(used) else self.machine.state(dict.fromkeys(lay.SIZES, 0) | self.sizes)
        self._fill(state)
        if self.machine.run(state, lay.COUNT) == lay.IMPOSSIBLE:
            scenario.with_values({})  # says what is wrong
            raise ValueError("no office can follow this scenario; simulation.scenario.load checks what it loads")
        self.sizes |= {name: int(state.request[0][name]) for name in lay.COUNTED}
        self.seats = self.sizes["seats"]

    @staticmethod
    def _params(params):
        """A parameter set as a record; one tuple is laid down ten times as fast as field by field."""
        held = dict.fromkeys(lay.PARAMS.names, 0)
        for name in lay.PARAMS.names:
            if hasattr(params, name):
                value = held[name] = getattr(params, name)
                if isinstance(value, tuple):
                    held[name] = (*value, *(0,) * (lay.PARAMS[name].shape[0] - len(value)))
                    held[f"{name}_count"] = len(value)
        return tuple(held.values())

    @staticmethod
    def _change(change):
        values = {"day": change.day, "share": change.amount, "amount": int(change.amount),
                  "action": tuple(ACTIONS).index(change.action) if change.action else lay.NO_ACTION,
                  "situation": KINDS.index(change.situation) if change.situation else -1}
        return tuple(values[name] for name in lay.CHANGE.names)

    def _fits(self, state):
        """Whether the scenario's own tables are as long as this scenario asks."""
        return len(state.params) == len(self.params) and len(state.changes) == len(self.changes)

    def _fill(self, state):
        """Write the scenario into a state."""
        state.params[...], state.segments.first[...], state.changes[...] = self.params, self.firsts, self.changes

    def state(self, days, capacity, rows, seen=None):
        """Give a state, planned, for runs of so many days, and the status. rows: of how many last days the daily table is kept; seen: the first and last day
        of the trail."""
        sizes = self.sizes | asdict(capacity) | {"days": days, "rows": rows}
        state = self.machine.state(sizes)
        self._fill(state)
        for name, size in sizes.items():
            state.request[0][name] = size
        state.request[0].first_seen, state.request[0].last_seen = seen or (-1, -1)
        return state, self.machine.run(state, lay.PLAN)
