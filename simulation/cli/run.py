"""``guichet run``: one office, once; its tables, its event log, and what happened in a few lines."""

import math
import shlex
from contextlib import contextmanager
from pathlib import Path

import click

from . import BadInput, RunFailed
from .scenarios import as_json, put, with_engine

MOST_YEARS = 100


@click.command()
@click.argument("office", metavar="OFFICE")
@click.option("--policy", metavar="P", help="A policy to lay over the office: a shipped name or a file.")
@click.option("--years", type=float, default=1.0, show_default=True, metavar="N",
              help="Years to run; decimals are allowed (0.1 is 22 days of a usual year).")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, metavar="S",
              help="The same seed gives the same run.")
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE",
              help="Set a value, e.g. breaks.overlap=1; may be given again. `guichet explain` lists them.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder for the tables.  [default: results/run-SCENARIO-seedS]")
@with_engine
@click.option("--force", is_flag=True, help="Write even into a folder that holds other things; they are left as they are.")
@as_json
def run(office, policy, years, seed, overrides, out, engine, force, as_json):
    """Run one office once, e.g. `guichet run social_agency --years 0.5`.

    Writes the daily figures, the event log, and tables of practices, people and ties as Parquet, with a data dictionary and all that
    is needed to repeat the run. `guichet story` then tells the life of a practice, or a person's year.
    """
    from ..scenario import load

    scenario = load(office, policy=policy, overrides=list(overrides))
    days = _days(years, scenario.values["calendar.days_per_year"])
    out = out or Path("results") / f"run-{scenario.name}-seed{seed}"
    command = ["guichet", "run", office, *(["--policy", policy] if policy else []), "--years", f"{years:g}", "--seed", str(seed), "--engine", engine,
               *(part for text in overrides for part in ("--set", text))]
    found = _run(scenario, days, seed, engine, out, force, command)
    if as_json:
        put({"out": str(out), "scenario": scenario.name, "seed": seed, "days": days, "digest": scenario.digest} | _plain(found))
        return
    from .run_told import told
    click.echo(told(found, scenario, days, seed))
    click.echo(f"\nWritten to {out}: tables as Parquet, data_dictionary.csv says what each column is.")
    click.echo(f"Stories:  guichet story {shlex.quote(str(out))}")


def _days(years, days_per_year):
    """Turn years into working days."""
    days = round(years * days_per_year) if math.isfinite(years) else 0
    if not 1 <= days <= MOST_YEARS * days_per_year:
        raise BadInput(f"--years: must be between one day (1/{days_per_year} year) and {MOST_YEARS} years (given {years:g})")
    return days


def _run(scenario, days, seed, engine, out, force, command):
    """Run and write; give the tables and figures."""
    from ..experiments import run as runs

    try:
        runs.check_target(out, force)
        with _bar(days) as each_day:
            made = _simulated(scenario, days, seed, engine, each_day)
        runs.save(out, made, scenario, runs.about(scenario, days, seed, engine, command), force)
    except runs.RunFolderError as error:
        raise BadInput(str(error)) from None
    except OSError as error:
        raise RunFailed(f"cannot write the tables to {out}: {error.strerror or error}") from None
    return {"tables": made, **runs.figures(made, scenario)}


def _simulated(scenario, days, seed, engine, each_day):
    """Run; what breaks is told with the day on which it broke."""
    from ..experiments.detail import run_in_full

    done = -1

    def count(day):
        nonlocal done
        done = day
        each_day(day)

    try:
        return run_in_full(scenario, days, seed, count, engine)
    except Exception as error:
        where = "while it was set up" if done < 0 else f"on day {done + 1}" if done < days else "when its tables were made"
        raise RunFailed(f"the run broke {where}: {type(error).__name__}: {error}; nothing was written. "
                        "Please report this with the command") from error


@contextmanager
def _bar(days):
    """Show a progress bar with the time left on standard error, if that is a terminal; give what to call after each day."""
    from tqdm import tqdm

    form = "{l_bar}{bar}| day {n_fmt} of {total_fmt}, {remaining} left"
    with tqdm(total=days, unit="day", disable=None, leave=False, bar_format=form) as bar:
        yield lambda day: bar.update(day - bar.n)


def _plain(found):
    """Give the figures as plain data; what is not defined is null."""
    from ..measures.outcomes import BY_KEY

    practices = found["tables"].practices
    columns = ["practice", "name", "kind", "inventor", "born", "named", "died", "uses", "holders", "learners"]
    return {
        "outcomes": {key: {"value": value if math.isfinite(value) else None, "unit": BY_KEY[key].unit}
                     for key, value in found["outcomes"].items()},
        "totals": found["totals"],
        "practices": practices[columns].astype({"kind": str}).to_dict("records"),
    }
