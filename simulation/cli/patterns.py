"""``guichet patterns``: is what was observed in the world found in the model?"""

import shlex
import time
from datetime import datetime
from pathlib import Path

import click

from ..experiments import LARGEST_FIRST_SEED
from . import BadInput, RunFailed
from .folder import bar, csv, place, rows, terms, with_manifest, write, written
from .options import put, with_json, with_lang

DEFAULT_WORLDS, DEFAULT_MEMBERS = 12, 20
THEORIES = ("full", "none", "support", "contagion", "own")
"""Those of `experiments.patterns.theories`, which is too slow to import for --help; a test holds them together."""


@click.command()
@click.argument("rows", nargs=-1, metavar="[ROW]...")
@click.option("--theory", type=click.Choice(THEORIES), default="full", show_default=True, help="What the model is reduced to.")
@click.option("--theories", "rivals", is_flag=True, help="All rival theories on the same patterns: which explains which?")
@click.option("--ensemble", "ensembles", multiple=True, type=click.Path(path_type=Path), metavar="DIR",
              help="With members of what `guichet calibrate` kept, laid over the office that was fitted. May be repeated, for several offices.")
@click.option("--members", type=click.IntRange(1, 1000), metavar="N", help=f"With --ensemble: so many members.  [default: {DEFAULT_MEMBERS}]")
@click.option("--keep", type=click.Path(path_type=Path), metavar="DIR",
              help="With one --ensemble: write the members that no fitted pattern rules out as an ensemble.")
@click.option("--worlds", type=click.IntRange(2, 10_000), default=DEFAULT_WORLDS, show_default=True, help="Worlds of each study; more make figures surer.")
@click.option("--seed", type=click.IntRange(0, LARGEST_FIRST_SEED), default=1, show_default=True, help="Seed of the first world; the next ones add 1 each.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder to make for the results.  [default: results/patterns-…]")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Worlds side by side.  [default: one a core]")
@with_lang("the answer and the page")
@click.option("--no-report", is_flag=True, help="Write no report.html.")
@with_json
def patterns(**asked):
    """Carry out the virtual studies that look for what was observed: each pattern's figures, with their bands, pass or fail.

    Patterns to which defaults are fitted and patterns that were kept aside to test them are counted apart. ROW: only these, as C2 or C12a. Two to four minutes on two
    cores.
    """
    import pandas as pd

    from ..charts import patterns_report as charts
    from ..experiments import patterns as job
    from ..experiments.parallel import cores
    chosen, lang = _chosen(job, asked["rows"]), asked["lang"]
    if asked["members"] and not asked["ensembles"]:
        raise BadInput("--members: belongs to --ensemble DIR")
    if asked["keep"] and (len(asked["ensembles"]) != 1 or asked["rivals"]):
        raise BadInput("--keep DIR: belongs to one --ensemble DIR")
    if asked["rivals"] and (asked["ensembles"] or asked["theory"] != "full"):
        raise BadInput("--theories: runs all of them with the defaults; leave out --theory and --ensemble")
    started, clock = datetime.now().astimezone(), time.monotonic()
    out = place(asked["out"], "patterns", started)
    keep = place(asked["keep"], "", started, "--keep") if asked["keep"] else None
    if keep and (keep.resolve() == out.resolve() or keep.resolve() in out.resolve().parents or out.resolve() in keep.resolve().parents):
        raise BadInput(f"--keep {keep}: lies where the report goes, {out}; choose a folder of its own")
    lab = job.Lab(asked["worlds"], asked["seed"], asked["workers"] or cores())
    kept = [job.ensemble.read(folder) for folder in asked["ensembles"]]
    for folder, one in zip(asked["ensembles"], kept):
        if one.manifest["office"] not in job.OFFICES:
            raise BadInput(f"--ensemble {folder}: was fitted to {one.manifest['office']}; the studies look at {' and '.join(job.OFFICES)}, where it would change nothing")
    with bar(charts.WORDS[lang]["studies"]) as progress:
        arms = job.arms(lab, kept, asked["members"] or DEFAULT_MEMBERS, job.THEORIES if asked["rivals"] else [job.THEORY[asked["theory"]]])
        found = job.examine_all(arms, chosen, progress)
    facts = {"command": _command(asked), "started": started, "seconds": round(time.monotonic() - clock, 1), "workers": lab.workers}
    table = job.table_of(found, lang)
    files = {"patterns.csv": csv(table), "data_dictionary.csv": csv(pd.DataFrame(terms({"patterns": job.TABLE})))}
    if not asked["no_report"]:
        files["report.html"] = charts.report(found, lang, facts["command"], started)
    files = with_manifest("guichet patterns", facts, "compiled", files, {
        "rows": [pattern.key for pattern in chosen], "worlds": lab.worlds, "seeds": [lab.seed, lab.seed + lab.worlds - 1],
        "counts": {name: {use: list(job.count(examined, use)) for use in (job.FIT, job.KEPT)} for name, examined in found.items()}})
    write(out, files)
    if keep:
        left = job.screened(kept[0], found, facts)
        if not left:
            raise RunFailed(f"every member is ruled out by a fitted pattern: nothing is written to {keep}; {out} says which")
        write(keep, left)
    if asked["as_json"]:
        put({"counts": {name: {use: job.count(examined, use) for use in (job.FIT, job.KEPT)} for name, examined in found.items()}, "findings": rows(table), "out": str(out),
             "files": list(files)})
    else:
        click.echo(charts.text(found, lang))
        written(out, files, lang)
    broken = [one for examined in found.values() for one in examined if one.failure]
    if broken:
        raise RunFailed(f"{len(broken)} of {sum(map(len, found.values()))} virtual studies broke, and are told as patterns that do not hold; the first, {broken[0].pattern.key}: {broken[0].failure}")


def _chosen(job, rows):
    """The patterns asked for, all if none is."""
    wanted = [row[:1].upper() + row[1:].lower() for row in rows]
    for row in wanted:
        if row not in {name for key in job.BY_KEY for name in (key, key.rstrip("ab"))}:
            raise BadInput(f"there is no pattern {row!r}; there are {', '.join(job.BY_KEY)}")
    return [pattern for pattern in job.PATTERNS if not rows or pattern.key in wanted or pattern.key.rstrip("ab") in wanted]


def _command(asked):
    """The command that gives the same again."""
    words = ["guichet", "patterns", *asked["rows"]]
    words += ["--theories"] * asked["rivals"] + (["--theory", asked["theory"]] if asked["theory"] != "full" else [])
    words += [word for folder in asked["ensembles"] for word in ("--ensemble", str(folder))] + (["--members", str(asked["members"])] if asked["members"] else [])
    words += (["--keep", str(asked["keep"])] if asked["keep"] else []) + ["--worlds", str(asked["worlds"]), "--seed", str(asked["seed"]), "--lang", asked["lang"]]
    return shlex.join(words + ["--no-report"] * asked["no_report"])
