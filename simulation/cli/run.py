"""``guichet run``: one office, once; its tables, its event log, and what happened in a few lines."""

import math
import shlex
from contextlib import contextmanager
from pathlib import Path

import click

from ..rules.order import LARGEST_SEED
from . import BadInput, RunFailed, remark
from .folder import filed
from .options import put, with_engine, with_json
from .over_ensemble import DEFAULT_MEMBERS


@click.command()
@click.argument("office", metavar="OFFICE", required=False)
@click.option("--policy", metavar="P", help="A policy to lay over the office: a shipped name or a file.")
@click.option("--years", type=float, default=1.0, show_default=True, metavar="N",
              help="Years to run; decimals are allowed (0.1 is 22 days of a usual year).")
@click.option("--seed", type=click.IntRange(0, LARGEST_SEED), default=1, show_default=True, metavar="S",
              help="The same seed gives the same run.")
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE",
              help="Set a value, e.g. breaks.overlap=1; may be given again. `guichet explain` lists them.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder for the tables.  [default: results/run-SCENARIO-seedS]")
@click.option("--ensemble", type=click.Path(path_type=Path), metavar="DIR",
              help="Run the office of what `guichet calibrate` kept, once as it is, and with members of it in worlds of their own: how far it spreads.")
@click.option("--members", type=click.IntRange(2, 10_000), metavar="N",
              help=f"With --ensemble: so many members, drawn by their weights.  [default: {DEFAULT_MEMBERS}]")
@with_engine
@click.option("--force", is_flag=True, help="Write even into a folder that holds other things; they are left as they are.")
@with_json
def run(office, policy, years, seed, overrides, out, ensemble, members, engine, force, as_json):
    """Run one office once, e.g. `guichet run social_agency --years 0.5`.

    Writes the daily figures, the event log, and tables of practices, people and ties as Parquet, with a data dictionary and all that
    is needed to repeat the run. `guichet story` then tells the life of a practice, or a person's year.
    """
    from ..experiments.compare import check_size, working_days
    from ..scenario import load
    kept = _kept(office, policy, ensemble, members, overrides)
    given, office = office, str(kept.folder / "office.toml") if kept else office
    scenario = load(office, policy=policy, overrides=list(overrides))
    check_size(years, 1, seed, engine=engine, job="run", members=len(kept.values) if kept else 1)
    days = working_days(scenario, years)
    name = filed(f"run-{kept.manifest['study'] if kept else scenario.name}")
    remark([(scenario.name, scenario)], days, "en", overrides)
    out = out or Path("results") / f"{name}-seed{seed}"
    what = ["--ensemble", str(ensemble), "--members", str(len(kept.values))] if kept else [given]
    command = ["guichet", "run", *what, *(["--policy", policy] if policy else []), "--years", f"{years:g}", "--seed", str(seed), "--engine", engine,
               *(part for text in overrides for part in ("--set", text))]
    whole = load(office, overrides=list(overrides)) if kept else None
    found = _run(scenario, days, seed, engine, out, force, command, kept, whole)
    if as_json:
        put({"out": str(out), "scenario": scenario.name, "seed": seed, "days": days, "digest": scenario.digest} | _plain(found))
    else:
        from .run_told import told
        click.echo(told(found, scenario, days, seed))
        click.echo(f"\nWritten to {out}: tables as Parquet{', members.csv,' * bool(kept)} data_dictionary.csv says what each column is.")
        click.echo(f"Stories:  guichet story {shlex.quote(str(out))}")
    broken = (found["members"].stage != "").sum() if kept else 0
    if broken:
        first = found["members"][found["members"].stage != ""].iloc[0]
        raise RunFailed(f"{broken} of {len(found['members'])} runs over the ensemble broke and are left out; the first: {first.stage}: {first.message}")


def _kept(office, policy, ensemble, members, overrides):
    """The members that were chosen of an ensemble, if one was given; it is run on its own office."""
    if not ensemble:
        if members:
            raise BadInput("--members: belongs to --ensemble DIR")
        if not office:
            raise click.MissingParameter(param_type="argument", param_hint="'OFFICE'", ctx=click.get_current_context())
        return None
    if office:
        raise BadInput(f"OFFICE: given {office}; an ensemble is run on the office to which it was fitted: leave OFFICE out, and change values with --set")
    from ..experiments.calibration import ensemble as job
    from ..scenario import load
    kept = job.read(ensemble).chosen(members or DEFAULT_MEMBERS)
    own = str(kept.folder / "office.toml")
    job.check(kept, [load(own), *([load(own, policy)] if policy else [])], overrides)
    return kept


def _run(scenario, days, seed, engine, out, force, command, kept, whole):
    """Run and write; give the tables and figures."""
    from ..experiments import run as runs

    try:
        runs.check_target(out, force)
        with _bar(days) as each_day:
            made = _simulated(scenario, days, seed, engine, each_day)
        members = _members(kept, scenario, whole, days, seed, engine) if kept else None
        runs.save(out, made, scenario, runs.about(scenario, days, seed, engine, command), force, members)
    except runs.RunFolderError as error:
        raise BadInput(str(error)) from None
    except OSError as error:
        raise RunFailed(f"cannot write the tables to {out}: {error.strerror or error}") from None
    return {"tables": made, **runs.figures(made, scenario)} | ({"members": members[0]} if members else {})


def _members(kept, scenario, whole, days, seed, engine):
    """What members gave, and what the columns mean."""
    from ..experiments.calibration import ensemble as job
    from ..experiments.parallel import WorkersDied, cores
    from ..measures.outcomes import MAIN
    from ..scenario import PARAMETERS
    from .folder import bar

    try:
        with bar("runs") as progress:
            table = job.run_over(kept, scenario, whole, days, seed, cores(), progress, engine)
    except WorkersDied as error:
        raise RunFailed(str(error)) from None
    meanings = {name: ("", meaning) for name, meaning in job.SIDES.items()}
    meanings |= {key: (PARAMETERS[key].unit, PARAMETERS[key].en) for key in kept.values} | {outcome.key: (outcome.unit, outcome.meaning_en) for outcome in MAIN}
    return table, meanings


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
    from ..experiments.calibration.ensemble import spread
    from ..measures.outcomes import BY_KEY
    from .folder import rows

    practices = found["tables"].practices
    columns = ["practice", "name", "kind", "inventor", "born", "named", "died", "uses", "holders", "learners"]
    return {
        "outcomes": {key: {"value": value if math.isfinite(value) else None, "unit": BY_KEY[key].unit}
                     for key, value in found["outcomes"].items()},
        "totals": found["totals"],
        "practices": practices[columns].astype({"kind": str}).to_dict("records"),
    } | ({"members": rows(found["members"]), "spread": rows(spread(found["members"]))} if "members" in found else {})
