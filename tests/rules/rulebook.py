"""Every rule of the rulebook, found by looking, and the range of each of its arguments (from the bounds of the declaration)."""

import importlib
import inspect
import os
import pkgutil
import subprocess
import sys
from pathlib import Path
from random import Random

import simulation.rules

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("bits", "numeric", "draws", "compile", "order")
"""Files with tests of their own."""

MODULES = {m.name: importlib.import_module(f"simulation.rules.{m.name}") for m in pkgutil.iter_modules(simulation.rules.__path__)}


def plain(rule):
    """The plain Python function of a rule, compiled or not."""
    return getattr(rule, "py_func", rule)


def rules(modules):
    """Name and function of each public rule that is written in these modules."""
    return {
        f"{name}.{key}": f
        for name in modules
        for key, f in vars(MODULES[name]).items()
        if callable(f)
        and not key.startswith("_")
        and not inspect.isclass(f)
        and getattr(plain(f), "__module__", "") == MODULES[name].__name__
    }


RULES = rules([name for name in MODULES if name not in TOOLS])

LAST_BELOW_ONE = 1.0 - 2.0 ** -53
FLAG, COUNT = "flag", "count"

RANGES = {
    "u": (0.0, LAST_BELOW_ONE),
    "variant": (-1.0, 1.0),
    "own_way": (-1.0, 1.0),
    "teller_variant": (-1.0, 1.0),
    "base": (-15.0, 10.0),
    "strain": (0.0, 60.0),
    "exhaustion": (-8.0, 12.0),
    "w_severity": (0.0, 10.0),
    "w_strain": (0.0, 5.0),
    "w_exhaustion": (0.0, 5.0),
    "gain": (-5.0, 20.0),
    "minutes": (0.0, 1500.0),
    "irritation": (0.0, 80.0),
    "failure": (0.0, 5.0),
    "waiting": (0.0, 500.0),
    "at_work": COUNT,
    "limit": (0.0, 100.0),
    "climate": (0.0, 50.0),
    "days_constant": (0.5, 3500.0),
    "distance_m": (0.0, 500.0),
    "pace": (1.0, 300.0),
    "contain": (0.0, 10.0),
    "contain_needed": COUNT,
    "comfort_needed": COUNT,
    "full_gain": (0.0, 10.0),
    "shock": (0.0, 20.0),
    "comforters": COUNT,
    "w_irritation": (0.0, 5.0),
    "temper": (0.0, 30.0),
    "w_mismatch": (0.0, 5.0),
    "channel_odds": (-5.0, 5.0),
    "crowding": (0.0, 500.0),
    "w_crowding": (0.0, 1.0),
    "w_reminder": (0.0, 5.0),
    "tilt": (0.0, 10.0),
    "pieces_missing": COUNT,
    "pieces": COUNT,
    "salience": (0.0, 10.0),
    "days": (0.0, 400.0),
    "half_life_days": (0.1, 1000.0),
    "floor": (0.0, 3.0),
    "wait": (0.0, 5000.0),
    "per_minute": (0.0, 1.0),
    "stake": (0.0, 10.0),
    "announced_limit": (0.1, 300.0),
    "per_unresolved": (0.0, 5.0),
    "burden_weight": (0.0, 5.0),
    "per_bad": (0.0, 5.0),
    "per_refusal": (0.0, 5.0),
    "hindrance": (0.0, 2.0),
    "tenure_days": (0.0, 20_000.0),
    "months": (0.1, 60.0),
    "speedup": (0.0, 0.95),
    "year_gain": (0.0, 3.0),
    "half_life_weeks": (0.5, 500.0),
    "days_per_week": (1.0, 7.0),
    "hours": (0.0, 24.0),
    "voiced": (0.0, 100.0),
    "protects": (0.0, 20.0),
    "strain_cost": (0.0, 20.0),
    "mean": (0.0, 480.0),
    "cv": (0.0, 5.0),
    "scale": (0.0, 100_000.0),
    "shape": (0.2, 5.0),
    "performance": (0.25, 1.0),
    "extra": (0.0, 30.0),
    "partner_days": (-100.0, 200.0),
    "half_life_minutes": (1.0, 100_000.0),
    "surface": (0.0, 5.0),
    "cost": (0.0, 20.0),
    "load": (0.0, 60.0),
    "reference": (0.0, 20.0),
    "trait": (0.0, 2.0),
    "disposition": (-8.0, 8.0),
    "neighbours_mean": (-8.0, 12.0),
    "bad_day": (0.0, 50.0),
    "rate": (0.0, 5.0),
    "tenure_a": (0.0, 20_000.0),
    "tenure_b": (0.0, 20_000.0),
    "mean_days": (1.0, 200.0),
    "per_year": (0.0, 2.0),
    "days_per_year": (1.0, 366.0),
    "w_belonging": (0.0, 3.0),
    "w_trust": (0.0, 3.0),
    "w_newcomer": (0.0, 3.0),
    "exits": (0.0, 10.0),
    "w_exit": (0.0, 1.0),
    "noise": (0.0, 10.0),
    "tie_sum": (0.0, 200.0),
    "per_hour": (0.0, 2.0),
    "reach": (0.0, 50.0),
    "tail": (1.05, 10.0),
    **{
        name: FLAG
        for name in (
            "crew_can_be_called",
            "manager_steps_in",
            "colleague_tells",
            "desk_answers",
            "may_except",
            "watched",
            "is_crew",
            "success",
            "ended_by_employee",
            "reminder",
            "informed",
            "good",
            "refused",
            "of_substance",
            "on_floor",
            "free",
            "is_exponential",
            "after_episode",
            "routine",
            "shared",
            "protected",
            "ended",
            "guard_half",
            "room",
            "in_company",
            "manager_there",
            "meeting",
            "same_team",
            "captive",
            "personal",
        )
    },
    "irritation.received_well.base": (0.0, 1.0),
    "strain.break_half_life.base": (1.0, 100_000.0),
    "queueing.handling_minutes.base": (0.0, 480.0),
    "talk.candour.base": (0.0, 1.0),
    "management.trust_drifts.base": (0.0, 1.0),
    "circle.break_is_cut.protected": (0.0, 1.0),
    "circle.climate_after.gain": (0.0, 50.0),
    "management.trust_up.gain": (0.0, 1.0),
    "management.conditions_after.gain": (0.0, 1.0),
    "management.place.floor": (0.0, 0.25),
    "management.place.rest_room": (0.0, 0.25),
    "management.place.listening": (0.0, 0.25),
    "management.place.conditions": (0.0, 0.25),
    "management.conditions_after.extra": (0.0, 2.0),
    "strain.exhaustion_after.gain": (0.0, 5.0),
    "turnover.absence_chance.share": (0.0, 0.5),
    "crew.completeness.comfort": (0.0, 10.0),
    "voice.calls_out.chance": (0.0, 50.0),
    "talk.learns.rate": (0.0, 1.0),
    "talk.refined.rate": (0.0, 1.0),
    "learning.by_doing.rate": (0.0, 1.0),
}
"""Ranges by name of the argument, or by rule and name where one name means several things; all others are shares in [0, 1]."""


def argument(rng, rule, name):
    """An argument of a rule: often at an end of its range."""
    low_high = RANGES.get(f"{rule}.{name}", RANGES.get(name, (0.0, 1.0)))
    if low_high == FLAG:
        return rng.randint(0, 1)
    if low_high == COUNT:
        return rng.choice((0, 1, 2, rng.randint(0, 10)))
    low, high = low_high
    style = rng.random()
    return low if style < 0.2 else high if style < 0.4 else rng.uniform(low, high)


def transcript(many, seed=2026):
    """What every rule gives on so many drawn sets of arguments each: lines of text, floats as hexadecimal, faults by name."""
    lines = []
    for rule, function in sorted(RULES.items()):
        rng = Random(f"{seed} {rule}")
        names = list(inspect.signature(plain(function)).parameters)
        for _ in range(many):
            arguments = [argument(rng, rule, name) for name in names]
            try:
                value = function(*arguments)
            except ArithmeticError as fault:
                value = repr(fault)
            shown = value.hex() if isinstance(value, float) else str(value) if isinstance(value, str) else str(int(value))
            lines.append(f"{rule}{tuple(arguments)} = {shown}")
    return lines


def lines(program) -> list[str]:
    """The `lines` that a program makes here, of compiled rules."""
    names = {}
    exec(program, names)
    return names["lines"]


def plain_lines(program, function) -> list[str]:
    """The `lines` that a program makes in a process of its own, of rules in plain Python; function: one that is looked at."""
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)}
    whole = program + f"\nassert not hasattr({function}, 'py_func')\nprint('\\n'.join(lines))"
    plain = subprocess.run([sys.executable, "-W", "error::RuntimeWarning", "-c", whole], env=environment, capture_output=True, text=True)
    assert plain.returncode == 0, plain.stderr
    return plain.stdout.split()


GRID = [(k + 0.5) / 10_000 for k in range(10_000)]


def share(rule, *arguments) -> float:
    """How often a rule says yes, over draws spread evenly."""
    return sum(rule(u, *arguments) for u in GRID) / len(GRID)
