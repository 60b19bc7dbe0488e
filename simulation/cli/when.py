"""``guichet when``: when does discretion pay? Maps, what mechanisms add, and regret, at equal cost, over an ensemble."""

import shlex
import time
from datetime import datetime
from pathlib import Path

import click

from ..experiments import DEFAULT_SEED
from . import RunFailed, remark
from .folder import bar, csv, made_with, paragraphs, place, rows, terms, with_manifest, write, written
from .options import put, with_json, with_lang

DEFAULT_GRID, DEFAULT_MEMBERS, DEFAULT_REPLICATES, DEFAULT_YEARS = 5, 8, 4, 1.0
"""Those of `experiments.when`, which is too slow to import for --help; a test holds them together."""


@click.command()
@click.argument("parts", nargs=-1, metavar="[MAP]...")
@click.option("--ensemble", metavar="DIR", 
              help="What `guichet calibrate` kept; or defaults (one member); or ranges (members drawn from the ranges of the evidence).  [default: results/reference/social_agency if it is there, else defaults]")
@click.option("--members", type=click.IntRange(1, 10_000), default=DEFAULT_MEMBERS, show_default=True, metavar="N", help="Members of the ensemble, drawn by their weights.")
@click.option("--replicates", type=click.IntRange(2, 100_000), default=DEFAULT_REPLICATES, show_default=True, metavar="N", help="Twin worlds of each member.")
@click.option("--grid", type=click.IntRange(2, 100), default=DEFAULT_GRID, show_default=True, metavar="N", help="Values of each axis of a map.")
@click.option("--years", type=float, default=DEFAULT_YEARS, show_default=True, help="Length of a run; may be a fraction.")
@click.option("--seed", type=int, default=DEFAULT_SEED, show_default=True, help="Seed of the first world; the next ones add 1 each.")
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Set a value by hand, under what maps and members set. May be repeated.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder to make for the results.  [default: results/when-…]")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Runs side by side.  [default: one a core]")
@with_lang("the answer and the page")
@click.option("--no-report", is_flag=True, help="Write no report.html.")
@with_json
def when(**asked):
    """Where does a discreet manager do better than a present one of the same cost, where worse, and where can nothing be said?

    MAP: workload_deviance, novices_turnover, captivity_tension, isolation_overlap; mechanisms (what each adds to the difference); regret (which policy is least to be
    regretted, over futures). All if none is named.
    """
    from ..charts import when_report as charts
    from ..charts.when_words import WORDS
    from ..charts.words import span, twin_worlds
    from ..experiments import when as job
    from ..experiments.compare import working_days
    from ..experiments.parallel import cores
    from ..scenario import load
    from ..scenario.checks import given_values
    words, lang = WORDS[asked["lang"]], asked["lang"]
    parts, group = job.chosen(asked["parts"]), job.members(asked["ensemble"], asked["members"])
    office = load(group.office, None, list(asked["overrides"]))
    given = {key: office.values[key] for key in given_values(asked["overrides"], "--set").values}
    job.check(group, parts, asked["years"], asked["replicates"], asked["seed"], asked["workers"], given)
    remark([(office.name, office)], working_days(office, asked["years"]), lang, asked["overrides"])
    started, clock = datetime.now().astimezone(), time.monotonic()
    out, workers = place(asked["out"], "when", started), asked["workers"] or cores()
    count = len(group.weight)
    click.echo(words["start"].format(runs=job.size(parts, count, asked["replicates"], asked["grid"]), parts=", ".join(parts), members=words["members"][count > 1].format(n=count),
                                     worlds=twin_worlds(asked["replicates"], lang), span=span(asked["years"], lang)), err=True)
    try:
        with bar(words["runs"]) as progress:
            found = job.when(parts, group, asked["grid"], asked["years"], asked["replicates"], asked["seed"], given, workers, progress)
    except RuntimeError as error:
        raise RunFailed(str(error)) from None
    facts = {"command": _command(asked, parts, group), "started": started, "seconds": round(time.monotonic() - clock, 1), "workers": workers}
    files = {f"{name}.csv": csv(table.map(_short)) for name, table in (("maps", found.maps), ("mechanisms", found.mechanisms), ("regret", found.regret), ("costs", found.costs)) if len(table)}
    files["data_dictionary.csv"] = _dictionary(job, files)
    if not asked["no_report"]:
        values = ", ".join(asked["overrides"]) or words["nothing_set"]
        told = (facts["command"], made_with("compiled"), f"{group.name}: {words['members'][count > 1].format(n=count)}", values, f"{asked['seed']} – {asked['seed'] + count * asked['replicates'] - 1}")
        files["report.html"] = charts.report(found, lang, list(zip(words["facts"], told)), started)
    about = {"parts": list(parts), "ensemble": group.name, "ensemble_digest": group.ensemble.manifest["digest"] if group.ensemble else None, "members": count,
             "replicates": asked["replicates"], "grid": asked["grid"], "years": asked["years"], "seed": asked["seed"], "set_by_hand": list(asked["overrides"]), "runs": len(found.runs)}
    write(out, with_manifest("guichet when", facts, "compiled", files, about))
    if asked["as_json"]:
        put({**about, "answer": charts.answer(found, lang), **{name: rows(getattr(found, name)) for name in ("maps", "mechanisms", "regret", "costs")}, "out": str(out), "files": list(files)})
        return
    paragraphs(charts.answer(found, lang))
    written(out, files, lang)


def _short(value):
    """A figure with seven digits, so that the files stay small and the last bits of sums do not show."""
    return float(f"{value:.7g}") if isinstance(value, float) else value


def _dictionary(job, files):
    """What the columns mean."""
    import pandas as pd

    from ..measures.outcomes import dictionary
    told = terms({name: columns for name, columns in job.DICTIONARY.items() if f"{name}.csv" in files})
    return csv(pd.DataFrame([row for row in dictionary() if row["table"] == "outcomes" and row["name"] in job.KEPT] + told))


def _command(asked, parts, group):
    """The command that gives the same again."""
    from ..experiments.when import DEFAULTS, PARTS
    named = list(parts) if parts != PARTS else []
    ensemble = asked["ensemble"] or (str(group.ensemble.folder) if group.ensemble else DEFAULTS)
    try:
        ensemble = str(Path(ensemble).relative_to(Path.cwd()))
    except ValueError:
        pass
    words = ["guichet", "when", *named, "--ensemble", ensemble, *(["--members", str(asked["members"])] if group.ensemble else []), "--replicates", str(asked["replicates"]),
             "--grid", str(asked["grid"]), "--years", f"{asked['years']:g}", "--seed", str(asked["seed"]), "--lang", asked["lang"]]
    return shlex.join(words + [word for value in asked["overrides"] for word in ("--set", value)] + ["--no-report"] * asked["no_report"])
