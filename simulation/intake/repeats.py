"""Who calls again, how soon, and how many different people there are.

Only customers whose code is known can be followed. A known customer may call anyway, so that a call after another is not
yet a repeat: chance is read off the *same customer at the same hour of the same weekday* in other weeks of the log. With K the share
who call within a time and B the share who would by chance, the share who call because of the first call is

    1 - (1 - K) / (1 - B)

which holds whatever the differences between customers, as long as repeat and chance are independent. Times run in opening time:
minutes while the office is open, working days of the log.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from .hours import Week
from .patience import kaplan_meier

FEWEST = 100
"""With fewer known customers who gave up (or were served), their share that calls again is not fitted."""

FARTHEST = 4
"""Weeks before and after that tell what a customer does by chance."""

RETURN_WINDOW = 2.0
"""Working days within which a call after a served one counts as its consequence."""

SHORTEST_LOG = 9
"""Working days that a log must cover so that other weeks can tell chance."""

RETRY_MINUTES = np.array(
    [0.5, 1, 1.5, 2, 3, 4, 5, 7, 10, 13, 16, 20, 25, 30, 37, 45, 52, 60, 75, 90, 105, 120, 150, 180, 210, 240, 300, 360.0]
)
RETURN_DAYS = np.array(
    [
        0.002,
        0.005,
        0.01,
        0.02,
        0.035,
        0.05,
        0.075,
        0.1,
        0.15,
        0.2,
        0.275,
        0.35,
        0.425,
        0.5,
        0.625,
        0.75,
        0.875,
        1,
        1.25,
        1.5,
        1.75,
        2,
        2.25,
        2.5,
        2.75,
        3,
        3.5,
        4,
        4.5,
        5,
    ]
)

SAMPLES = 200
"""Bootstrap samples of customers, for the standard errors (fewer where a log is very long)."""


@dataclass(frozen=True)
class Again:
    """``share`` who call again because of this call, mean ``delay`` (min after giving up, working days after a service), their standard
    errors; the curves behind them by ``times``: ``seen``, ``chance`` and ``excess`` (shares); ``events`` followed."""

    share: float
    delay: float
    share_error: float
    delay_error: float
    times: np.ndarray
    seen: np.ndarray
    chance: np.ndarray
    excess: np.ndarray
    events: int


@dataclass(frozen=True)
class Sample:
    """Times followed: whose, how long, and whether a call ended it."""

    owner: np.ndarray
    time: np.ndarray
    called: np.ndarray

    def curve(self, times, weight=None):
        """Share that has not called by each time (Kaplan-Meier)."""
        moments, alive, _, _ = kaplan_meier(self.time, self.called, weight)
        return np.concatenate([[1.0], alive])[np.searchsorted(moments, times, "right")]


@dataclass(frozen=True)
class Calls:
    """The calls of known customers, sorted, in opening time: ``customer``, working ``day`` of the run, opening ``minute`` of that day,
    ``length`` (min) of the opening that day, ``clear`` (opening minute at which wait and service were over), ``served``, ``gave_up``,
    and ``service`` (min, NaN if none); ``week``: days of the week; ``last``: last day of the run."""

    customer: np.ndarray
    day: np.ndarray
    minute: np.ndarray
    length: np.ndarray
    clear: np.ndarray
    served: np.ndarray
    gave_up: np.ndarray
    service: np.ndarray
    week: int
    last: int

    def only_short(self, longest):
        """The same calls, with only services up to some length (min) counted as served."""
        return replace(self, served=self.served & (self.service <= longest))

    def next_after(self, customer, day, minute):
        """Index of the first call of a customer after a moment, and whether there is one."""
        keys = self._key(self.customer, self.day, self.minute)
        found = np.searchsorted(keys, self._key(customer, day, minute), "right")
        there = found < len(keys)
        found = np.minimum(found, len(keys) - 1)
        return found, there & (self.customer[found] == customer)

    def _key(self, customer, day, minute):
        return (customer * (self.last + 100.0) + day + 40) * 2000.0 + np.clip(minute, 0, 1999)


def known_calls(contacts: pd.DataFrame, week: Week) -> Calls:
    """The calls of customers whose code is known."""
    known = contacts[contacts["customer"] > 0].assign(number=lambda part: week.number(part["day"]))
    known = known.sort_values(["customer", "number", "arrival"], kind="stable")
    place = week.place(known["day"])
    opens, closes = (60 * np.array(edge)[place] for edge in (week.opens, week.closes))
    over = (known["began"] + known["service"].fillna(0)).fillna(known["joined"] + known["wait"]).to_numpy()
    served = (known["outcome"] == "agent").to_numpy()
    return Calls(
        known["customer"].to_numpy(),
        known["number"].to_numpy(),
        np.clip(known["arrival"].to_numpy() - opens, 0, closes - opens),
        closes - opens,
        over - opens,
        served,
        ~served & (known["wait"] > 0).to_numpy(),
        known["service"].to_numpy(),
        len(week),
        week.run_days - 1,
    )


def fit_retry(calls: Calls) -> Again | None:
    """Of those who gave up, the share who try again the same day, and after how many opening minutes on average.

    K and B are Kaplan-Meier curves, because closing time cuts some off.
    """
    events = np.flatnonzero(calls.gave_up & (calls.clear < calls.length))
    if len(events) < FEWEST or calls.last + 1 < SHORTEST_LOG:
        return None
    return _again(*_samples(calls, events, _same_day, 0), RETRY_MINUTES)


def _samples(calls, events, measure, window):
    """What followed some calls, and what followed the same customers' same hours in other weeks."""
    moved = [(events[_inside(calls, events, shift, window)], shift) for shift in _shifts(calls)]
    owners = np.concatenate([calls.customer[part] for part, _ in moved])
    measured = [np.concatenate(part) for part in zip(*(measure(calls, *pair) for pair in moved))]
    return _sorted(calls.customer[events], *measure(calls, events, 0)), _sorted(owners, *measured)


def _sorted(owner, time, called):
    """A sample in order of time, so that its curve is quick to draw again and again."""
    order = np.argsort(time, kind="stable")
    return Sample(owner[order], time[order], called[order])


def _shifts(calls):
    """Whole weeks before and after, as days."""
    weeks = min(calls.last // calls.week + 1, FARTHEST)
    return [sign * number * calls.week for number in range(1, weeks + 1) for sign in (-1, 1)]


def _inside(calls, events, shift, window=0):
    """Which events, moved by some days, still lie in the log with the whole window after them."""
    day = calls.day[events] + shift
    return (day >= 0) & (day + window <= calls.last)


def _same_day(calls, events, shift):
    """Minutes to the customer's next call on the same day (of another week, if moved), and whether there is one before closing."""
    day, minute = calls.day[events] + shift, np.minimum(calls.clear[events], calls.length[events])
    found, there = calls.next_after(calls.customer[events], day, minute)
    there = there & (calls.day[found] == day)
    return np.maximum(np.where(there, calls.minute[found], calls.length[events]) - minute, 0.02), there


def fit_return(calls: Calls, window: float = RETURN_WINDOW) -> Again | None:
    """Of those served, the share who come back within some working days because of it, and after how many on average."""
    events = np.flatnonzero(calls.served)
    whole = int(np.ceil(window))
    events = events[_inside(calls, events, 0, whole)]
    if len(events) < FEWEST or calls.last + 1 < SHORTEST_LOG:
        return None
    return _again(*_samples(calls, events, _working_days, whole), np.append(RETURN_DAYS[RETURN_DAYS < window], window))


def _working_days(calls, events, shift):
    """Working days (with fractions of the opening hours) to the customer's next call, and whether there is one."""
    day, minute = calls.day[events] + shift, np.minimum(calls.clear[events], calls.length[events])
    found, there = calls.next_after(calls.customer[events], day, minute)
    passed = calls.day[found] - day + calls.minute[found] / calls.length[found] - minute / calls.length[events]
    return np.where(there, np.maximum(passed, 0), 1e6), there


def _again(seen, chance, times) -> Again:
    """The share beyond chance, its mean delay and their standard errors."""
    curves = [1 - sample.curve(times) for sample in (seen, chance)]
    share, delay = _excess(*curves, times)
    return Again(share, delay, *_errors(seen, chance, times), times, *curves, _beyond(*curves), len(seen.time))


def _beyond(seen, chance):
    """The share beyond chance at each time; none where everybody calls by chance anyhow, since nothing can be told there."""
    return np.where(chance < 1, 1 - (1 - seen) / np.where(chance < 1, 1 - chance, 1.0), 0.0)


def _excess(seen, chance, times):
    """Height of the excess at the last of some times, and the area between curve and height over the height: the mean delay."""
    rise = np.concatenate([[0.0], _beyond(seen, chance)])
    share = max(float(rise[-1]), 0.0)
    if share == 0:
        return 0.0, float(times[-1])
    rise = np.minimum(np.maximum.accumulate(rise), share) / share
    return share, float((np.diff(times, prepend=0.0) * (1 - (rise[1:] + rise[:-1]) / 2)).sum())


def _errors(seen, chance, times):
    """Standard errors by bootstrap: customers are drawn with replacement, each with all their calls and chance calls."""
    rng = np.random.default_rng(1999)
    names = np.unique(seen.owner)
    drawn = []
    for _ in range(max(40, min(SAMPLES, 20_000_000 // (len(seen.time) + len(chance.time))))):
        times_drawn = np.bincount(rng.integers(0, len(names), len(names)), minlength=len(names))
        curves = [1 - sample.curve(times, times_drawn[np.searchsorted(names, sample.owner)]) for sample in (seen, chance)]
        drawn.append(_excess(*curves, times))
    return tuple(float(value) for value in np.std(drawn, axis=0, ddof=1))


def population(contacts: pd.DataFrame, repeats: float) -> tuple[int, int, float]:
    """Number of different users that the model needs, the distinct known ones, and the share of contacts that are known.

    The model draws the user of each new contact evenly from P users. Of n new contacts of known customers, D are of different people when
    ``D = P (1 - e^(-n/P))``; P is then scaled from known contacts to all. ``repeats`` is the share of contacts that are repeats.
    """
    known = contacts["customer"] > 0
    distinct = int(contacts.loc[known, "customer"].nunique())
    share = float(known.mean())
    if not distinct:
        return 0, 0, share
    new = max(known.sum() * (1 - repeats), distinct * 1.0001)
    low, high = 0.0, 60.0
    for _ in range(200):
        rate = (low + high) / 2
        low, high = (rate, high) if -np.expm1(-rate) / rate > distinct / new else (low, rate)
    return max(1, round(new / rate / share)), distinct, share
