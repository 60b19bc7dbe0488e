"""What holds in any run of any valid scenario, asked of the compiled engine: of its daily table, sums, log, ties and outcomes. Faults are told in words, none if all is well."""

from random import Random

import numpy as np

from simulation.engine.run import Engine
from simulation.measures.daily import CHANNEL_COLUMNS, COLUMNS, KIND_COLUMNS, MEANS_COLUMNS, NAMES, REPORT_COLUMNS, SUCCESS_COLUMNS
from simulation.measures.events import CODE
from simulation.measures.outcomes import LAST_DAYS, OUTCOMES, Run, added, outcomes_of
from simulation.rules.order import MEANS
from simulation.scenario.declare import Values

ENDS = ("resolved", "refused", "deferred", "redirected", "abandoned", "turned_away")
SIGNED = ("exhaustion", "promoter_score")
"""Columns that may be below zero."""

INDEX = ("trust", "belonging", "own_way")
LEVERS = ("manager_per_hour", "rest_room_per_day", "guard_per_hour", "desk_per_call", "machine_per_contact", "system_per_day", "remote_per_day", "training_per_person", "simplify_per_day",
          "guide_per_practice")
"""Prices of levers, which change nothing but what is paid."""

COUNTED = {"episodes": "episode", "left": "exit", "joined": "hire", "crew_calls": "call", "crew_joined": "join", "step_ins": "step_in", "overheard": "overheard", "breaks_cut": "break_cut",
           "listened": "listening", "stories": "story", "refinements": "refinement", "namings": "naming", "practices_lost": "death", "callouts": "callout", "users_left": "user_exit"}
"""Columns that count what the log tells, event by event."""

TINY = 1e-9


def close(a, b, scale=1.0):
    """Whether two figures are the same but for rounding."""
    return abs(a - b) <= TINY * (abs(a) + abs(b) + scale)


def table_faults(daily):
    """What does not add up in a daily table."""
    day = {name: daily[:, place] for place, name in enumerate(NAMES)}
    for column in COLUMNS:
        values = day[column.name]
        if not np.isfinite(values).all():
            yield f"{column.name} is not finite"
        if column.name not in SIGNED and (values < 0).any():
            yield f"{column.name} is {values.min():g}"
        if (column.unit == "share" or column.name in INDEX) and (values > 1 + TINY).any():
            yield f"{column.name} is {values.max():g}"
        if column.unit not in ("min", "euros", "share", "points", "SD", "index") and (values % 1 != 0).any():
            yield f"{column.name} counts parts"
    if (np.abs(day["promoter_score"]) > 100).any():
        yield "a promoter score beyond 100"
    if (day["day"] != np.arange(len(daily))).any():
        yield "days are not counted"
    held = np.concatenate([[0.0], day["waiting_now"] + day["in_service_now"]])
    for what, left, right in (
        ("contacts in and out", day["contacts"] + held[:-1], sum(day[name] for name in ENDS) + held[1:]),
        ("contacts by channel", day["contacts"], sum(day[name] for name in CHANNEL_COLUMNS)),
        ("served contacts", day["served"], sum(day[name] for name in ENDS[:4])),
        ("episodes by kind", day["episodes"], sum(day[name] for name in KIND_COLUMNS)),
        ("episodes by means", day["episodes"], sum(day[name] for name in MEANS_COLUMNS)),
        ("successes", day["episodes"] - day["episodes_failed"], sum(day[name] for name in SUCCESS_COLUMNS)),
    ):
        if (left != right).any():
            yield f"{what}: {left[left != right][0]:g} are not {right[left != right][0]:g} on day {np.flatnonzero(left != right)[0]}"
    closed = (day["new_cases"] - day["cases_dropped"]).cumsum() - day["cases_open"]
    answered, callouts = (day["resolved"] + day["refused"]).cumsum(), day["callouts"].cumsum()
    if (closed > answered).any() or (closed < answered - callouts).any():
        yield "cases that closed are not those answered"
    for less, more in (("first_contacts", "served"), ("first_resolved", "first_contacts"), ("first_contacts_nonroutine", "first_contacts"), ("first_resolved_nonroutine", "first_resolved"),
                       ("first_resolved_nonroutine", "first_contacts_nonroutine"), ("live_given_up", "live_contacts"), ("episodes_failed", "episodes"), ("episodes_reminder", "episodes"),
                       ("crew_complete", "crew_calls"), ("crew_answered", "crew_calls"), ("crew_answered", "crew_joined"), ("step_ins", "episodes"), ("good_receptions", "served"),
                       ("practices_shared", "practices"), ("practices_named", "practices"), ("care_users", "busy_minutes"),
                       *zip(REPORT_COLUMNS, KIND_COLUMNS), *zip(SUCCESS_COLUMNS, MEANS_COLUMNS)):
        if (day[less] > day[more] * (1 + TINY) + TINY).any():
            yield f"more {less} than {more}"
    before = np.concatenate([[day["headcount"][0] - day["joined"][0] + day["left"][0]], day["headcount"][:-1]])
    if (day["headcount"] != before + day["joined"] - day["left"]).any():
        yield "head count: before + joined - left is another"
    if (day["absent"] + day["on_duty"] > before).any():
        yield "more are absent or on duty than are employed"


def log_faults(result):
    """What in the log cannot be, or is not what the table counts."""
    log = result.events
    kinds = {name: log["event"] == CODE[name] for name in CODE}
    total = dict(zip(NAMES, result.sums))
    if (np.diff(log["day"]) < 0).any() or (log["minute"] < 0).any() or not np.isfinite(log["value"]).all():
        yield "the log goes back in time, or holds what is no number"
    if (log["parent"] >= np.arange(len(log))).any() or (log["parent"] < -1).any():
        yield "an event comes from a later one"
    for column, event in COUNTED.items():
        if total[column] != kinds[event].sum():
            yield f"{total[column]:g} {column} counted, {kinds[event].sum()} in the log"
    births = (kinds["trick"] & ((log["day"] > 0) | (log["minute"] > 0.0))).sum() + kinds["invention"].sum()
    if total["inventions"] != births:
        yield f"{total['inventions']:g} inventions counted, {births} in the log"
    start = kinds["start"].sum()
    if start != result.daily[0, NAMES.index("headcount")] - result.daily[0, NAMES.index("joined")] + result.daily[0, NAMES.index("left")]:
        yield "those there at the start are not those of the first day"


def state_faults(result, days_per_year, machine_failure):
    """What is wrong with sums, ties and outcomes."""
    daily = result.daily
    if any(added(daily[:, place]) != total for place, total in enumerate(result.sums)) or (result.tail != daily[-LAST_DAYS:]).any():
        yield "sums or the last days are not those of the table"
    there = result.teams >= 0
    if there.sum() != daily[-1, NAMES.index("headcount")]:
        yield "those on the seats at the end are not the head count"
    ties = result.ties[np.ix_(there, there)]
    if not ((ties >= 0) & (ties <= 1)).all() or (ties != ties.T).any() or ties.diagonal().any():
        yield "a tie out of range, on one side only, or to oneself"
    run = Run(len(daily), days_per_year, tuple(result.sums), tuple(map(tuple, result.tail)), tuple(result.teams.tolist()), result.ties, machine_failure)
    found = outcomes_of(run)
    for outcome in OUTCOMES:
        value = found[outcome.key]
        most = np.inf if outcome.key == "occupancy" else 100.0 + 1e-6  # who stays after hours is busy, and not on duty
        if np.isinf(value) or (outcome.unit.startswith("% of") and not np.isnan(value) and not -TINY <= value <= most):
            yield f"{outcome.key} is {value}"
    if not close(found["cost_total"], found["cost_running"] + found["cost_replacement"]) or not close(found["cost_running"] * run.days / days_per_year, run.sums[NAMES.index("cost_staff")] + run.sums[NAMES.index("cost_levers")]):
        yield "costs are not the sum of their parts"
    shares = [found[f"share_{means}"] for means in MEANS]
    if not np.isnan(shares).any() and not close(sum(shares), 100.0):
        yield "shares of means do not sum to 100 %"


def same(a, b):
    """Whether two runs gave the same bits."""
    return all(one.tobytes() == other.tobytes() for one, other in ((a.daily, b.daily), (a.sums, b.sums), (a.tail, b.tail), (a.ties[a.teams >= 0], b.ties[b.teams >= 0]), (a.teams, b.teams)))


class Stopped(Exception):
    """Somebody did not want to wait."""


def repeat_faults(drawn, seed, first, engine, other):
    """What is not the same when a run is made again: alone, after it was stopped, after another scenario, without the log, for fewer days. other: another scenario."""
    scenario, days, number = drawn
    if not same(engine.one(seed), first):
        yield "the same seed again gives other bits"
    engine.one(seed + 1)

    def stop(state):
        if state.office[0].day > days // 2:
            raise Stopped

    try:
        engine.one(seed, stop)
        yield "a run that was to be stopped went on"
    except Stopped:
        pass
    again = engine.one(seed)
    if not same(again, first) or again.events.tobytes() != first.events.tobytes():
        yield "a run that was stopped and begun again gives other bits"
    silent = Engine(other, days)
    silent.one(seed)
    silent.turn_to(scenario)
    if not same(silent.one(seed), first):
        yield "after another scenario, and without the log, it gives other bits"
    fewer = max(1, days // 2)
    if Engine(scenario, fewer).one(seed).daily.tobytes() != first.daily[:fewer].tobytes():
        yield "a shorter run does not begin as the longer one does"


def price_faults(drawn, seed, first):
    """Prices change costs alone, and the cost of two sets of levers is the sum of the costs of each."""
    scenario, days, number = drawn
    held = [f"money.{name}" for name in LEVERS]
    mine = {key for key in held if Random(f"{number} {key}").random() < 0.5}

    def with_prices(keys):
        zero = {key: 0.0 for key in held if key not in keys}
        made = scenario.with_values({})  # never the drawn one itself
        return Engine(type(made)(made.name, made.title_en, made.title_fr, Values({**made.values, **zero}), made.changes), days).one(seed)

    parts = [with_prices(keys).daily for keys in (mine, {*held} - mine, set())]
    place = NAMES.index("cost_levers")
    for daily in parts:
        if (np.delete(daily, place, 1) != np.delete(first.daily, place, 1)).any():
            yield "a price of a lever changes what happens"
    a, b, none = (daily[:, place] for daily in parts)
    if not all(close(x + y - z, whole) for x, y, z, whole in zip(a, b, none, first.daily[:, place])):
        yield "the cost of levers is not the sum of its parts"


def faults(drawn, seed, other):
    """All faults of a run of a drawn scenario."""
    scenario, days, _ = drawn
    engine = Engine(scenario, days, events=True)
    first = engine.one(seed)
    yield from table_faults(first.daily)
    yield from log_faults(first)
    yield from state_faults(first, scenario.values["calendar.days_per_year"], scenario.values["demand.deflection_failure"])
    yield from repeat_faults(drawn, seed, first, engine, other)
    yield from price_faults(drawn, seed, first)
