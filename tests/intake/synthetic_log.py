"""A made-up log whose parameters are known: a small queue of its own, so that the fits are not tested against the model that they feed."""

import heapq

import numpy as np
import pandas as pd

from simulation.intake.clean import clean
from simulation.intake.mapping import parse_mapping
from simulation.intake.read import read_log

OPEN, CLOSE, FRIDAY = 8, 18, 14
"""Hours of opening and closing, and closing on Friday. Saturday and Sunday are closed."""

TRUE = {
    "per_day": 640.0,
    "weekday": (1.25, 1.1, 1.0, 1.05, 0.6),
    "service_minutes": 3.0,
    "service_cv": 1.1,
    "patience_minutes": 4.0,
    "patience_shape": 0.8,
    "balk": 0.05,
    "calls_again": 0.5,
    "again_minutes": 25.0,
    "returns": 0.12,
    "return_days": 0.3,
    "population": 6000,
    "known": 0.6,
    "shifts": ((8.0, 14.0, 3), (11.0, 18.0, 3)),
    "machine": 0.03,
}

HOURS = np.r_[
    np.zeros(16), [0.6, 0.9, 1.2, 1.4, 1.5, 1.4, 1.2, 1.0, 0.8, 0.9, 1.1, 1.2, 1.1, 1.0, 0.9, 0.8, 0.7, 0.5, 0.4, 0.4], np.zeros(12)
]
"""Weights of the half-hours."""


def closing(day):
    """Hour of closing of a day of the week (0 Monday)."""
    return FRIDAY if day == 4 else CLOSE


def expected(day, per_day=TRUE["per_day"]):
    """New contacts by half-hour on a day of the week."""
    halves = np.arange(48) / 2
    shape = HOURS * ((halves >= OPEN) & (halves < closing(day)))
    return per_day * TRUE["weekday"][day] / np.mean(TRUE["weekday"]) * shape / shape.sum()


def capacity(minute, shifts=TRUE["shifts"]):
    """People at work at a minute of the day."""
    return sum(people for start, end, people in shifts if 60 * start <= minute < 60 * end)


class Office:
    """A first-come-first-served queue with people who come and go, impatience, retries and returns."""

    def __init__(self, rng, true=TRUE):
        self.rng, self.true, self.rows, self.later = rng, true, [], {}
        self.spread = np.sqrt(np.log1p(true["service_cv"] ** 2))
        self.log_mean = np.log(true["service_minutes"]) - self.spread**2 / 2

    def day(self, number):
        """Simulate a working day."""
        week_day, rng = number % 5, self.rng
        self.number, self.opens, self.closes = number, 60 * OPEN, 60 * closing(week_day)
        self.events, self.queue, self.busy, self.count = [], [], 0, 0
        for half, mean in enumerate(expected(week_day, self.true["per_day"])):
            for minute in rng.uniform(30 * half, 30 * half + 30, rng.poisson(mean)):
                self.push(minute, "arrive", int(rng.integers(self.true["population"])))
        for share, user in self.later.pop(number, []):
            self.push(self.opens + share * (self.closes - self.opens), "arrive", user)
        for start, end, _ in self.true["shifts"]:
            for hour in (start, end):
                self.push(60 * hour, "shift", None)
        while self.events:
            minute, _, what, payload = heapq.heappop(self.events)
            getattr(self, what)(minute, payload)

    def push(self, minute, what, payload):
        """Put an event on the calendar."""
        self.count += 1
        heapq.heappush(self.events, (minute, self.count, what, payload))

    def shift(self, minute, _):
        """Somebody came or went."""
        self.pull(minute)

    def at_work(self, minute):
        """People at work; after closing those of the last shift stay."""
        return capacity(min(minute, self.closes - 0.01), self.true["shifts"])

    def pull(self, minute):
        """Serve those who wait, as far as people are free."""
        while self.queue and self.busy < self.at_work(minute):
            joined, user = self.queue.pop(0)
            self.serve(minute, joined, user)

    def serve(self, minute, joined, user):
        """Begin a service."""
        self.busy += 1
        length = self.rng.lognormal(self.log_mean, self.spread)
        self.rows.append((self.number, joined, minute - joined, "agent", minute, length, user))
        self.push(minute + length, "end", user)

    def end(self, minute, user):
        """End a service; perhaps the user will be back."""
        self.busy -= 1
        self.pull(minute)
        if self.rng.random() < self.true["returns"]:
            self.back(user, minute, self.rng.exponential(self.true["return_days"]))

    def arrive(self, minute, user):
        """Join the queue, be served at once, or leave."""
        rng, true = self.rng, self.true
        if rng.random() < true["machine"]:
            self.rows.append((self.number, minute, 0.0, "hang", np.nan, 0.0, user))
        elif self.busy < self.at_work(minute) and not self.queue:
            self.serve(minute, minute, user)
        elif rng.random() < true["balk"]:
            self.rows.append((self.number, minute, 0.0, "hang", np.nan, 0.0, user))
            self.try_again(user, minute)
        else:
            self.queue.append((minute, user))
            self.push(minute + true["patience_minutes"] * rng.weibull(true["patience_shape"]), "give_up", (minute, user))

    def give_up(self, minute, entry):
        """Leave the queue, if still in it."""
        if entry in self.queue:
            self.queue.remove(entry)
            self.rows.append((self.number, entry[0], minute - entry[0], "hang", np.nan, 0.0, entry[1]))
            self.try_again(entry[1], minute)

    def try_again(self, user, minute):
        """Perhaps call again after a while of opening time."""
        if self.rng.random() < self.true["calls_again"]:
            self.back(user, minute, self.rng.exponential(self.true["again_minutes"]) / (self.closes - self.opens))

    def back(self, user, minute, days):
        """Come back after some working days with a fraction."""
        target = (minute - self.opens) / (self.closes - self.opens) + days
        if target < 1:
            self.push(self.opens + target * (self.closes - self.opens), "arrive", user)
        else:
            self.later.setdefault(self.number + int(target), []).append((target % 1, user))


def made_log(days=60, seed=1, start="2024-01-01", **changed):
    """A log of so many working days from a Monday, in our columns; times to the second."""
    rng = np.random.default_rng(seed)
    office = Office(rng, TRUE | changed)
    for number in range(days):
        office.day(number)
    frame = pd.DataFrame(office.rows, columns=["number", "arrival", "wait", "outcome", "began", "length", "user"])
    date = pd.Timestamp(start) + pd.to_timedelta(frame["number"] // 5 * 7 + frame["number"] % 5, unit="D")
    known = rng.random(office.true["population"]) < office.true["known"]
    return pd.DataFrame(
        {
            "date": date.dt.strftime("%Y-%m-%d"),
            "arrival": _clock(frame["arrival"]),
            "customer": np.where(known[frame["user"]], frame["user"] + 1, 0),
            "queue_seconds": _seconds(frame["wait"]),
            "outcome": frame["outcome"],
            "service_start": _clock(frame["began"]),
            "service_seconds": np.maximum(np.round(60 * frame["length"]), frame["outcome"] == "agent").astype(int),
        }
    ).sort_values(["date", "arrival"], kind="stable", ignore_index=True)


def _seconds(minutes):
    """Whole seconds; a wait of any length is at least one."""
    return np.where(minutes > 1e-9, np.maximum(1, np.round(60 * minutes)), 0).astype(int)


def _clock(minutes):
    """h:mm:ss, or empty."""
    seconds = np.floor(60 * minutes.fillna(0)).astype(int)
    text = seconds.map(lambda s: f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}")
    return text.where(minutes.notna(), "")


def cleaned(path, items=(), first=None, last=None):
    """A file as a table of contacts."""
    mapping = parse_mapping(items)
    return clean(read_log(path, mapping), mapping, path, first, last)
