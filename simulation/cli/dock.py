"""``guichet dock``: does the model, restricted to them, give the relations that other models have shown?"""

import shlex
import time
from datetime import datetime
from pathlib import Path

import click

from ..experiments import DEFAULT_SEED
from . import RunFailed
from .folder import bar, csv, made_with, paragraphs, place, rows, terms, with_manifest, write, written
from .options import put, with_engine, with_json, with_lang

DEFAULT_REPLICATES = 20
"""That of `experiments.docking`, which is too slow to import for --help; a test holds them together."""

WORDS = {
    "en": {"start": "{runs} runs: {names}; {time} with {workers}, {engine} engine.", "worker": "{n} worker", "workers": "{n} workers", "runs": "runs",
           "facts": ("Command", "Version", "Seeds")},
    "fr": {"start": "{runs} simulations : {names} ; {time} avec {workers}, moteur {engine}.", "worker": "{n} exécutant", "workers": "{n} exécutants",
           "runs": "simulations",
           "facts": ("Commande", "Version", "Graines")},
}


@click.command()
@click.argument("relations", nargs=-1, metavar="[RELATION]...")
@click.option("--replicates", type=int, default=DEFAULT_REPLICATES, show_default=True, help="Worlds for each setting: more of them narrow the intervals.")
@click.option("--seed", type=int, default=DEFAULT_SEED, show_default=True, help="Seed of the first world; the next ones add 1 each.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder to make for the results.  [default: results/docking-…]")
@with_engine
@click.option("--workers", type=int, metavar="N", help="Runs side by side.  [default: one a core]")
@with_lang("the answer and the report")
@click.option("--no-report", is_flag=True, help="Write no report.html.")
@with_json
def dock(relations, replicates, seed, out, engine, workers, lang, no_report, as_json):
    """Restrict the model to what another model is made of, and see whether it gives the relation which that one has shown.

    Relations: march (some turnover, slow learning), henrich (small groups lose skill), oliva_sterman (a passing overload leaves a lasting
    deficit), guechtouli (novices learn from those who are available). All if none is named, in six minutes on two cores.

    Writes means.csv, tests.csv, values.csv, and a page with a figure for each relation.
    """
    from ..experiments import docking as job
    from ..experiments.compare import check_size
    from ..experiments.parallel import WorkersDied, cores
    asked = {"relations": list(relations), "replicates": replicates, "seed": seed, "engine": engine, "lang": lang, "no_report": no_report}
    check_size(1, replicates, seed, workers, engine, "dock")
    laid = {relation.key: job.lay_out(relation) for relation in job.chosen(relations)}
    started = datetime.now().astimezone()
    out = place(out, "docking", started)
    workers, clock = min(workers or cores(), job.how_many(laid, replicates)), time.monotonic()
    click.echo(_start(job, laid, asked, workers), err=True)
    try:
        with bar(WORDS[lang]["runs"]) as progress:
            found = job.dock_scenarios(laid, replicates, seed, workers, progress, engine)
    except WorkersDied as error:
        raise RunFailed(str(error)) from None
    if found.values.empty:
        raise RunFailed("nothing can be told: " + _broken(found))
    facts = {"command": _command(asked, laid), "started": started, "seconds": round(time.monotonic() - clock, 1), "workers": workers}
    files = _contents(found, laid, asked, facts)
    write(out, files)
    _tell(found, out, files, lang, as_json)
    if len(found.failures):
        raise RunFailed(_broken(found))


def _start(job, laid, asked, workers):
    """The first line: how many runs, of what, and roughly how long."""
    from ..charts.words import ENGINES, duration, listed, number
    words, lang = WORDS[asked["lang"]], asked["lang"]
    return words["start"].format(
        runs=number(job.how_many(laid, asked["replicates"]), lang), names=listed(laid, lang), engine=ENGINES[lang][asked["engine"]],
        time=duration(job.guess_seconds(laid, asked["replicates"], workers, asked["engine"]), lang),
        workers=words["workers" if workers > 1 else "worker"].format(n=workers))


def _broken(found):
    """What is said of runs that broke."""
    first = found.failures.iloc[0]
    return f"{len(found.failures)} runs broke; the first: {first.relation}, {first.arm.strip(', ')}, seed {first.seed}, at {first.stage}: {first.message}"


def _command(asked, laid):
    """The command that gives the same again, with nothing left to defaults."""
    words = ["guichet", "dock", *laid, "--replicates", str(asked["replicates"]), "--seed", str(asked["seed"]), "--engine", asked["engine"], "--lang",
             asked["lang"]]
    return shlex.join(words + ["--no-report"] * asked["no_report"])


def _contents(found, laid, asked, facts):
    """The files to write, by name."""
    import pandas as pd

    from ..experiments.docking import CELLS, CONTRASTS
    files = {"means.csv": csv(found.cells), "tests.csv": csv(found.contrasts), "values.csv": csv(found.values),
             "data_dictionary.csv": csv(pd.DataFrame(terms({"means": CELLS, "tests": CONTRASTS})))}
    if len(found.failures):
        files["failures.csv"] = csv(found.failures)
    if not asked["no_report"]:
        from ..charts.docking_report import report
        files["report.html"] = report(found, asked["lang"], _facts(found, asked, facts), facts["started"])
    return with_manifest("guichet dock", facts, asked["engine"], files, {
        "replicates": found.replicates, "seed": found.seed, "verdicts": {relation.key: found.verdict(relation) for relation in found.relations},
        "digests": {key: {name: scenario.digest for name, scenario in arms.items()} for key, arms in laid.items()},
        "failures": found.failures.to_dict("records")})


def _facts(found, asked, facts):
    """What the report says of where it comes from."""
    return list(zip(WORDS[asked["lang"]]["facts"], (facts["command"], made_with(asked["engine"]), f"{found.seed} – {int(found.values.seed.max())}")))


def _tell(found, out, files, lang, as_json):
    """Print the answer, or one JSON object."""
    from ..charts.docking_report import answer
    told = answer(found, lang)
    if as_json:
        put({"relations": [{"key": relation.key, "source": relation.source, "verdict": found.verdict(relation), "answer": sentence}
                           for relation, sentence in zip(found.relations, told)],
             "replicates": found.replicates, "seed": found.seed, "tests": rows(found.contrasts), "means": rows(found.cells),
             "failures": rows(found.failures), "out": str(out), "files": list(files)})
        return
    paragraphs(told)
    written(out, files, lang)
