"""When does discretion pay? A present and a discreet manager at equal cost, over maps of conditions, over an ensemble, in twin worlds; what each mechanism
adds to the difference; and how much each policy may be regretted, over members and bad futures.

The two arms are the shipped policies `present` and `discreet`, with the same room (`ALIKE`): as many manager hours, as many minutes of break granted. What still
differs is where attention goes, how breaks lie, and which of them are cut. A side is said to pay only by the rule of `told`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from math import isfinite, isnan, nan, sqrt
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from ..measures.outcomes import BY_KEY, MAIN, outcomes_of
from ..rules.order import MECHANISMS
from ..scenario import Problem, Scenario, ScenarioError, load
from . import DEFAULT_OFFICE, DEFAULT_SEED, search
from .analysis.measured import AnalysisError
from .analysis.power import smallest_effect, worlds_for
from .calibration import ensemble as kept
from .compare import check_size, working_days
from .drivers import runs
from .parallel import cores

PRESENT, DISCREET = ARMS = ("present", "discreet")
ALIKE = {"rest_room.exists": True, "rest_room.comfort": 0.8}
"""Laid over both arms: the room of the discreet manager. Manager hours and minutes of break are the same as shipped; `costs` counts them."""

LEVEL, POWER, MEMBER_LEVEL = 0.99, 0.95, 0.95
"""Level of intervals (1 − α), power that a claim needs, and level at which a single member is said to show a sign of its own."""

FLIPS, OPEN = "flips", "open"
ZONES = (DISCREET, PRESENT, FLIPS, OPEN)
"""What can be said of a point: either side pays; members show opposite signs; nothing."""

DEFAULT_GRID, DEFAULT_MEMBERS, DEFAULT_REPLICATES, DEFAULT_YEARS = 5, 8, 4, 1.0
REFERENCE = Path(__file__).parents[2] / "results" / "reference" / "social_agency"
"""The ensemble that is taken if none is named and it is there; else the shipped defaults are the only member."""

DEFAULTS = "defaults"
"""In the place of a folder: no ensemble, the shipped defaults as the only member."""


RANGES = "ranges"
"""In the place of a folder: members from a scrambled Sobol sequence over the ranges of the evidence (`search.RANGES`), fitted to nothing, with equal weights."""


class Map(NamedTuple):
    """Two axes with their bounds, those of evidence.md, section D."""

    across: str
    across_bounds: tuple[float, float]
    up: str
    up_bounds: tuple[float, float]


MAPS = {
    "workload_deviance": Map("demand.load", (0.7, 1.2), "episode.base", (-5.0, -2.8)),  # D2, D3; D5
    "novices_turnover": Map("staff.novice_share", (0.05, 0.5), "turnover.leave_per_year", (0.01, 0.45)),  # B4; D44
    "captivity_tension": Map("users.captivity", (0.5, 1.0), "territory.tension", (0.0, 0.8)),  # D18; S1
    # the home-isolated condition (S78): of desks that are cut into rooms people still come to one rest room; those at home do not
    "isolation_overlap": Map("staff.remote_share", (0.0, 1.0), "breaks.overlap", (0.0, 1.0)),
}
MECHANISM, REGRET = "mechanisms", "regret"
PARTS = (*MAPS, MECHANISM, REGRET)

POLICIES = ("laissez_faire", *ARMS, "present_and_discreet", "discreet_and_prompting", "decreed", "care", "one_more_post", "simpler_procedure", "written_guide")
"""The policies that are ranked, as shipped, rivals included."""

FROZEN_DAYS = 2000.0
AS_IT_IS, RULE_WAVE, TRIAGE, FREEZE = FUTURES = ("as_it_is", "rule_wave", "machine_triage", "hiring_freeze")
"""Futures that befall whatever policy is chosen: six rule changes on day 100; a machine takes a quarter of the simple needs; nobody is replaced."""

JUDGED = tuple(outcome.key for outcome in MAIN)
KEPT = (*JUDGED, "breaks_cut")

_TOLD = {
    "outcome": "key of the outcome",
    "members": "members of the ensemble",
    "worlds": "twin worlds over all members",
    "difference": "weighted mean over members of the mean paired difference, in the unit of the outcome: discreet less present",
    "low": f"lower end of its {LEVEL:.0%} t interval, worlds being drawn anew within each member",
    "high": "upper end of that interval",
    "least": "least of the members' mean differences",
    "most": "greatest of them",
    "share_discreet": "share of the ensemble (by weight) in which discretion did better",
    "share_present": "share in which presence did better",
    "shown_discreet": f"share in which the member's own {MEMBER_LEVEL:.0%} interval says so",
    "shown_present": "the same for presence",
    "sd": "standard deviation of the paired difference between worlds, within members",
    "smallest_effect": f"smallest true difference that so many worlds show with power {POWER:.2f} at α {1 - LEVEL:.2f}",
    "worlds_needed": "worlds that this power asks for a true difference of the size found; empty if over ten million, or if nothing differs",
    "zone": "discreet, present: that side pays; flips: members show opposite signs; open: nothing can be said",
    "why": "why nothing can be said: interval (holds zero), worlds (too few for the power), members (fewer than nine in ten agree), undefined (in some run)",
}
MAP_COLUMNS = {"map": "name of the map", "across": "key of the axis across", "x": "its value", "up": "key of the axis up", "y": "its value",
               "present": "mean under the present manager", "discreet": "mean under the discreet one", **_TOLD}
MECHANISM_COLUMNS = {"mechanism": "mechanism that was switched off in both arms; empty: none, the difference itself", **_TOLD,
                     "difference": "what the mechanism adds to the difference: difference with all mechanisms, less the difference without it"}
REGRET_COLUMNS = {
    "outcome": "key of the outcome", "policy": "policy",
    "future": f"future ({', '.join(FUTURES)}), or all", "value": "mean of the outcome",
    "regret": "mean over members (and futures) of: value less the best policy's value with the same member and future; at least 0",
    "worst": "greatest of these over members (and futures)", "worst_future": "future in which that is", "rank": "rank by mean regret, over all futures",
    "against": "policy of the least mean regret over all futures", "difference": "value less that policy's value, mean over members and worlds (and futures)",
    "low": f"lower end of its {LEVEL:.0%} interval", "high": "upper end", "worlds": "twin worlds over all members",
    "smallest_effect": _TOLD["smallest_effect"], "worlds_needed": _TOLD["worlds_needed"],
    "told": "whether the difference can be told from zero with the power asked for",
}
COST_COLUMNS = {
    "part": "map", "policy": "arm", "manager_hours": "hours a day that the manager gives to the four kinds of attention",
    "break_minutes": "minutes of short break granted to each person and day", "meal_minutes": "minutes of the meal",
    "room_euros": "cost of the rest room a day", "breaks_cut": "% of breaks that were cut, mean over the map",
    "minutes_kept": "minutes of break that were left, mean over the map",
}
DICTIONARY = {"maps": MAP_COLUMNS, "mechanisms": MECHANISM_COLUMNS, "regret": REGRET_COLUMNS, "costs": COST_COLUMNS}


class Members(NamedTuple):
    """Parameter sets over which a question is asked. office: name or path; ensemble: None for the office as it is; weight: of each."""

    office: str
    ensemble: kept.Ensemble | None
    weight: np.ndarray

    @property
    def name(self) -> str:
        """What the parameter sets are called."""
        return self.ensemble.manifest["study"] if self.ensemble else DEFAULTS


class Setting(NamedTuple):
    """A point of a part: what it is called, and what is laid over each arm."""

    label: tuple
    values: dict
    future: str = AS_IT_IS


class Found(NamedTuple):
    """What was found. runs: a row for each run; the others have the columns of `DICTIONARY`."""

    members: Members
    parts: tuple[str, ...]
    grid: int
    years: float
    replicates: int
    seed: int
    runs: pd.DataFrame
    maps: pd.DataFrame
    mechanisms: pd.DataFrame
    regret: pd.DataFrame
    costs: pd.DataFrame


def members(folder=None, number: int = DEFAULT_MEMBERS) -> Members:
    """So many members of an ensemble: a folder, `DEFAULTS` or `RANGES`; the reference if none is named, the defaults alone if there is none."""
    if folder is None:
        folder = REFERENCE if (REFERENCE / kept.TABLE).exists() else DEFAULTS
    if str(folder) == DEFAULTS:
        return Members(DEFAULT_OFFICE, None, np.ones(1))
    if str(folder) == RANGES:
        drawn = pd.DataFrame(search.points(number))
        return Members(DEFAULT_OFFICE, kept.Ensemble(Path(RANGES), {"study": RANGES, "digest": None}, drawn, np.full(number, 1.0 / number)), np.full(number, 1.0 / number))
    found = kept.read(folder).chosen(number)
    return Members(str(found.folder / "office.toml"), found, found.weight / found.weight.sum())


def chosen(parts: Iterable[str]) -> tuple[str, ...]:
    """The parts asked for in their order, all if none is."""
    parts = tuple(parts)
    wrong = [part for part in parts if part not in PARTS]
    if wrong:
        raise ScenarioError([Problem("when", key="MAP", given=", ".join(wrong), allowed=f"must be of {', '.join(PARTS)}")])
    return tuple(part for part in PARTS if not parts or part in parts)


def settings(part: str, grid: int = DEFAULT_GRID) -> list[Setting]:
    """The points of a part."""
    if part in MAPS:
        laid = MAPS[part]
        steps = [[float(round(value, 6)) for value in np.linspace(*bounds, grid)] for bounds in (laid.across_bounds, laid.up_bounds)]
        return [Setting((x, y), {laid.across: x, laid.up: y}) for y in steps[1] for x in steps[0]]
    if part == MECHANISM:
        return [Setting(("",), {}), *(Setting((name,), {f"mechanisms.{name}": False}) for name in MECHANISMS)]
    return [Setting((future,), {}, future) for future in FUTURES]


def arms_of(part: str) -> tuple[str, ...]:
    """The policies that are run at each point of a part."""
    return POLICIES if part == REGRET else ARMS


def scenarios(group: Members, member: int, part: str, points: Sequence[Setting], overrides: Mapping | None = None) -> list[list[Scenario]]:
    """For each point the scenario of each arm, with the values of a member. What the point sets goes before what the member, and what the policy has set."""
    shared = {**(overrides or {}), **({} if part == REGRET else ALIKE)}
    whole, found = load(group.office, None, overrides), []
    bases = [load(group.office, arm, shared) for arm in arms_of(part)]
    if group.ensemble:
        kept.check(group.ensemble, [whole, *bases], [f"{key}={value}" for key, value in (overrides or {}).items()])
        bases = [group.ensemble.over(member, base, whole) for base in bases]
    for point in points:
        found.append([befallen(base.with_values(point.values) if point.values else base, point.future) for base in bases])
    return found


def befallen(scenario: Scenario, future: str) -> Scenario:
    """The same scenario in one of the `FUTURES`."""
    if future == RULE_WAVE:
        return replace(scenario, changes=tuple(sorted((*scenario.changes, *load(policy=RULE_WAVE).changes), key=lambda change: change.day)))
    if future == TRIAGE:
        return scenario.with_values({"demand.deflection": load(policy=TRIAGE).values["demand.deflection"]})
    return scenario.with_values({"staff.hiring_days": FROZEN_DAYS}) if future == FREEZE else scenario


def carry_out(group: Members, part: str, points: Sequence[Setting], years=DEFAULT_YEARS, replicates=DEFAULT_REPLICATES, seed=DEFAULT_SEED,
              overrides: Mapping | None = None, workers=None, progress: Callable[[int], None] = lambda done: None) -> pd.DataFrame:
    """Run a part: a row for each run, with its part, point (position), policy, member, world, and the outcomes `KEPT`. Each member has worlds of its own, the
    same at all points and in all arms."""
    rows = []
    for member in range(len(group.weight)):
        laid = [scenario for arms in scenarios(group, member, part, points, overrides) for scenario in arms]
        first, arms = seed + member * replicates, arms_of(part)
        tasks = [(which, first + world) for which in range(len(laid)) for world in range(replicates)]
        made = [None] * len(tasks)
        with closing(runs(laid, tasks, working_days(laid[0], years), workers=workers or cores())) as results:
            for position, found in results:
                which, with_seed = tasks[position]
                point, policy = points[which // len(arms)], arms[which % len(arms)]
                if found.failure:
                    raise RuntimeError(f"{part}, {point.label}, {policy}, member {member}, seed {with_seed}, at {found.failure.stage}: {found.failure.message}")
                made[position] = {"part": part, "point": which // len(arms), "policy": policy, "member": member, "world": with_seed - first,
                                  "seed": with_seed, **outcomes_of(found.run, KEPT)}
                progress(1)
        rows += made
    return pd.DataFrame(rows)


def when(parts: Iterable[str] = (), group: Members | None = None, grid: int = DEFAULT_GRID, years: float = DEFAULT_YEARS, replicates: int = DEFAULT_REPLICATES,
         seed: int = DEFAULT_SEED, overrides: Mapping | None = None, workers: int | None = None, progress: Callable[[int, int], None] | None = None) -> Found:
    """Carry out all parts that are asked for, and say what they tell."""
    parts, group = chosen(parts), group or members()
    check(group, parts, years, replicates, seed, workers, overrides)
    total, done = size(parts, len(group.weight), replicates, grid), [0]
    progress = progress or (lambda done, total: None)

    def one(more):
        done[0] += more
        progress(done[0], total)

    progress(0, total)
    ran = {part: carry_out(group, part, settings(part, grid), years, replicates, seed, overrides, workers, one) for part in parts}
    mapped = [part for part in parts if part in MAPS]
    return Found(group, parts, grid, years, replicates, seed, pd.concat(ran.values(), ignore_index=True),
                 _table([row for part in mapped for row in mapped_rows(part, settings(part, grid), ran[part], group.weight)], MAP_COLUMNS),
                 _table(mechanism_rows(ran[MECHANISM], group.weight) if MECHANISM in ran else [], MECHANISM_COLUMNS),
                 _table(regret_rows(ran[REGRET], group.weight) if REGRET in ran else [], REGRET_COLUMNS),
                 _table([row for part in mapped for row in costs(group, part, ran[part], overrides)], COST_COLUMNS))


def check(group: Members, parts: Iterable[str], years: float, replicates: int, seed: int, workers: int | None = None, overrides: Mapping | None = None) -> None:
    """Raise ScenarioError for a number that is not allowed, or values that do not go together."""
    check_size(years, replicates, seed, workers, job="when", members=len(group.weight))
    if replicates < 2:
        raise ScenarioError([Problem("when", key="replicates", given=str(replicates), allowed="must be at least 2, or nothing is known of how worlds differ")])
    for part in parts:
        scenarios(group, 0, part, settings(part)[:1], overrides)


def size(parts: Iterable[str], members: int, replicates: int, grid: int = DEFAULT_GRID) -> int:
    """How many runs that takes."""
    return sum(len(settings(part, grid)) * len(arms_of(part)) for part in parts) * members * replicates


def _table(rows, columns):
    return pd.DataFrame(rows, columns=list(columns))


def _values(rows, point, policy, outcome, shape):
    """Values of an outcome, member x world."""
    part = rows[(rows.point == point) & (rows.policy == policy)].sort_values(["member", "world"])
    return part[outcome].to_numpy(float).reshape(shape)


def _shape(rows):
    return rows.member.max() + 1, rows.world.max() + 1


def mapped_rows(part: str, points: Sequence[Setting], rows: pd.DataFrame, weight: np.ndarray):
    """A row for each point and main outcome."""
    shape, laid = _shape(rows), MAPS[part]
    for at, point in enumerate(points):
        for outcome in JUDGED:
            present, discreet = (_values(rows, at, arm, outcome, shape) for arm in ARMS)
            yield {"map": part, "across": laid.across, "x": point.label[0], "up": laid.up, "y": point.label[1], "outcome": outcome,
                   "present": float(weight @ present.mean(axis=1)), "discreet": float(weight @ discreet.mean(axis=1)),
                   **told(discreet - present, weight, BY_KEY[outcome].better)}


def mechanism_rows(rows: pd.DataFrame, weight: np.ndarray):
    """A row for each mechanism and main outcome: what it adds to the difference between the arms."""
    shape = _shape(rows)
    for outcome in JUDGED:
        apart = [_values(rows, at, DISCREET, outcome, shape) - _values(rows, at, PRESENT, outcome, shape) for at in range(1 + len(MECHANISMS))]
        for name, without in zip(("", *MECHANISMS), apart):
            yield {"mechanism": name, "outcome": outcome, **told(apart[0] - without if name else without, weight, BY_KEY[outcome].better)}


def told(apart: np.ndarray, weight: np.ndarray, better: str = "lower") -> dict:
    """What can be said of differences (member x world, discreet less present) by the declared rule.

    A side pays if the interval of the weighted mean leaves zero out, the worlds are as many as the power asks for a difference of that size, and the mean
    difference has that sign in at least nine tenths of the ensemble. The zone flips if some member's own interval shows the one sign, and another's the other.
    """
    count, replicates = apart.shape
    means = apart.mean(axis=1)
    spread = apart.var(axis=1, ddof=1) if replicates > 1 else np.full(count, nan)
    mean, error = float(weight @ means), sqrt(float(weight**2 @ spread) / replicates)
    half = error * stdtrit(count * (replicates - 1), 0.5 + LEVEL / 2) if isfinite(error) else nan
    own = np.sqrt(spread / replicates) * stdtrit(max(1, replicates - 1), 0.5 + MEMBER_LEVEL / 2)
    gained = means if better == "higher" else -means
    sides = [(gained > 0, gained > own), (gained < 0, -gained > own)]
    (discreet, discreet_shown), (present, present_shown) = ((float(weight[one].sum()), float(weight[two].sum())) for one, two in sides)
    sd = sqrt(float(weight @ spread)) if isfinite(error) else nan
    worlds = apart.size
    least = smallest_effect(worlds, sd, POWER, LEVEL) if sd > 0 else 0.0 if sd == 0 else nan
    zone, why = _zone(mean, half, least, discreet if (mean > 0) == (better == "higher") else present, discreet_shown, present_shown, better)
    return {"members": count, "worlds": worlds, "difference": mean, "low": mean - half, "high": mean + half, "least": means.min(), "most": means.max(),
            "share_discreet": discreet, "share_present": present, "shown_discreet": discreet_shown, "shown_present": present_shown, "sd": sd,
            "smallest_effect": least, "worlds_needed": needed(mean, sd), "zone": zone, "why": why}


def _zone(mean, half, least, share, discreet_shown, present_shown, better):
    """The zone of a point, and why nothing can be said."""
    if discreet_shown > 0 and present_shown > 0:
        return FLIPS, ""
    if isnan(mean):
        return OPEN, "undefined"
    if not abs(mean) > half:
        return OPEN, "interval"
    if abs(mean) < least:
        return OPEN, "worlds"
    if share < kept.FIRM - 1e-9:
        return OPEN, "members"
    return (DISCREET if (mean > 0) == (better == "higher") else PRESENT), ""


def needed(effect: float, sd: float) -> float:
    """How many twin worlds show such a difference with the power asked for."""
    if not (sd > 0 and effect):
        return nan
    try:
        return worlds_for(effect, sd, POWER, LEVEL)
    except AnalysisError:
        return nan


def regret_rows(rows: pd.DataFrame, weight: np.ndarray):
    """A row for each outcome that is defined in every run, policy and future, and for all futures together; ranked by mean regret."""
    shape = _shape(rows)
    for outcome in JUDGED:
        sign = -1.0 if BY_KEY[outcome].better == "higher" else 1.0
        values = sign * np.array([[_values(rows, at, policy, outcome, shape) for at in range(len(FUTURES))] for policy in POLICIES])
        if np.isnan(values).any():
            continue
        means = values.mean(axis=3)  # policy x future x member
        regret = means - means.min(axis=0)
        mean = np.einsum("pfm,m->p", regret, weight) / len(FUTURES)
        leader, order = int(mean.argmin()), mean.argsort(kind="stable").argsort(kind="stable") + 1
        for i, policy in enumerate(POLICIES):
            for future, at in (("all", slice(None)), *((name, slice(j, j + 1)) for j, name in enumerate(FUTURES))):
                part, apart = regret[i, at], (values[i, at] - values[leader, at]).mean(axis=0) * sign
                said = told(apart, weight, BY_KEY[outcome].better)
                worst = np.unravel_index(part.argmax(), part.shape)
                yield {"outcome": outcome, "policy": policy, "future": future, "value": float(sign * (means[i, at] @ weight).mean()),
                       "regret": float((part @ weight).mean()), "worst": float(part.max()), "worst_future": FUTURES[worst[0]] if future == "all" else future,
                       "rank": int(order[i]), "against": POLICIES[leader],
                       **{name: said[name] for name in ("difference", "low", "high", "worlds", "smallest_effect", "worlds_needed")},
                       "told": i != leader and (said["low"] > 0 or said["high"] < 0) and abs(said["difference"]) >= said["smallest_effect"]}


def costs(group: Members, part: str = "workload_deviance", rows: pd.DataFrame | None = None, overrides: Mapping | None = None):
    """What the two arms cost, and what they kept of their breaks if they were run."""
    for arm, scenario in zip(ARMS, scenarios(group, 0, part, settings(part, 2)[:1], overrides)[0]):
        v = scenario.values
        day = float(np.mean(np.subtract(v["calendar.close_hour"], v["calendar.open_hour"])))
        granted = v["breaks.count"] * v["breaks.minutes"]
        cut = float(rows[rows.policy == arm].breaks_cut.mean()) if rows is not None else nan
        yield {"part": part, "policy": arm, "manager_hours": day * sum(v[f"manager.{kind}"] for kind in ("floor", "rest_room", "listening", "conditions")),
               "break_minutes": granted, "meal_minutes": v["breaks.meal_minutes"],
               "room_euros": v["rest_room.exists"] * v["money.rest_room_per_day"] * (v["rest_room.comfort"] + v["rest_room.zen"]),
               "breaks_cut": cut, "minutes_kept": granted * (1.0 - cut / 100.0)}
