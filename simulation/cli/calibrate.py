"""``guichet calibrate``: which parameter sets give the patterns of a study. Goes on from where it was, however it ended."""

import io
import os
import shlex
import time
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import click

from ..experiments import COMPILED
from . import BadInput, remark
from .folder import csv, kept, made_with, paragraphs, rows, terms, with_manifest, written
from .options import put, with_json, with_lang


@click.command()
@click.argument("study", metavar="STUDY")
@click.option("--dry-run", is_flag=True, help="Say how many runs at most and how long; run and write nothing.")
@click.option("--workers", type=click.IntRange(1, 1024), metavar="N", help="Chunks of runs side by side.  [default: one a core]")
@click.option("--cluster", metavar="ADDRESS", help="Run on an existing Dask cluster, e.g. tcp://10.0.0.1:8786; needs guichet[cluster].")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the results.  [default: results/STUDY]")
@with_lang("the answer and the page")
@click.option("--no-report", is_flag=True, help="Write no report.html.")
@with_json
def calibrate(study, dry_run, workers, cluster, out, lang, no_report, as_json):
    """Fit the parameters of STUDY (a shipped name or a file) to its patterns, and keep all sets that fit: an ensemble.

    Runs waves of parameter sets, each closer to the patterns. Stop it as you like: the same command goes on. Writes ensemble.parquet, tables and a page;
    `guichet compare --ensemble DIR` and `guichet ablate --ensemble DIR` say which conclusions hold over it.
    """
    from ..experiments import sweep as sweeps
    from ..experiments.calibration import form, waves
    from ..experiments.parallel import cores
    from ..scenario.write import replace_file

    read = form.read_calibration(study)
    out = out or Path("results") / read.name
    command = [
        "guichet",
        "calibrate",
        study,
        *(["--workers", str(workers)] if workers else []),
        *(["--cluster", cluster] if cluster else []),
        "--out",
        str(out),
        "--lang",
        lang,
        *["--no-report"] * no_report,
    ]
    started, clock = datetime.now().astimezone(), time.monotonic()
    try:
        with kept(out):
            _check_place(out)
            there, about = _ahead(read, out, workers or cores())
            click.echo(_said(read, there, about, cluster), err=as_json or not dry_run)  # of a dry run it is the answer
            remark([(base.name, base) for base in read.bases], read.days, lang, axes=read.keys)
            if dry_run:
                if as_json:
                    most = read.options.budget * read.replicates
                    put(
                        {"study": read.name, "out": str(out), "done": int(there.done.sum()), "most_runs": most, "seconds": about.seconds, "dry_run": True}
                    )
                return
            with ExitStack() as bars:
                found = waves.calibrate(read, out, workers, about.run_seconds, cluster, _bars(bars), command)
            facts = {"command": shlex.join(command), "started": started, "seconds": round(time.monotonic() - clock, 1), "workers": workers or cores()}
            files = _contents(found, lang, no_report, facts)
            for name, held in files.items():
                replace_file(out / name, held)
    except waves.CalibrationError as error:
        raise BadInput(str(error)) from None
    except sweeps.Interrupted:
        click.echo(f"\nInterrupted. What was finished is in {out}; the same command goes on.", err=True)
        raise click.exceptions.Exit(130) from None
    _tell(found, out, files, lang, as_json)


def _check_place(out):
    """Refuse a folder that holds something else."""
    if os.path.lexists(out) and not out.is_dir():
        raise BadInput(f"--out {out}: is a file; give a folder, which is made if it is not there")
    if out.is_dir() and any(out.iterdir()) and not (out / "evaluations").is_dir():
        raise BadInput(f"--out {out}: is not empty and holds no calibration; choose another folder")


def _ahead(study, out, workers):
    """What the folder holds, and how long the rest takes at most, the check of the members with it."""
    from ..experiments import sweep as sweeps
    from ..experiments.calibration import waves
    from ..experiments.store import Store

    begun, options = waves.begun(study, out), study.options
    there = Store(out / waves.EVALUATIONS, begun)
    there.check()
    there.look()
    left = max(0, options.budget // options.wave * options.wave * study.replicates - int(there.done.sum()))
    return there, sweeps.estimate(begun, left + options.members * study.replicates, workers)


def _said(study, store, about, cluster):
    """What there is to do, and how long it takes at most."""
    from ..charts.words import duration

    options, most = study.options, study.options.budget // study.options.wave
    lines = [
        f"{study.name}: {len(study.axes)} parameters, {len(study.patterns)} patterns; waves of {options.wave:,} parameter sets × {study.replicates} replicates of "
        f"{study.days:,} days, {most} waves at most = {most * options.wave * study.replicates:,} runs; then {options.members:,} members are checked."
    ]
    if store.done.any():
        lines.append(f"{store.folder} holds {int(store.done.sum()):,} runs already.")
    if store.set_aside:
        lines.append(f"{len(store.set_aside)} damaged parts are set aside and run again: " + "; ".join(f"{name}: {why}" for name, why in store.set_aside[:3]))
    where = "measured on one worker of this machine" if cluster else f"with {about.workers} worker{'s' * (about.workers > 1)} on this machine"
    lines.append(
        f"At most {duration(about.seconds, 'en')} {where} ({about.run_seconds * 1000:.3g} ms a run, measured); fewer if the tolerance is reached sooner."
    )
    return "\n".join(lines)


def _bars(stack):
    """Give what draws a progress bar for each wave; none is drawn where nobody looks."""
    from tqdm import tqdm

    def told(what, total):
        stack.pop_all().close()
        bar = stack.enter_context(tqdm(total=total, desc=what, unit=" runs", disable=None, dynamic_ncols=True, leave=False))
        return lambda done: bar.update(done - bar.n)

    return told


def _contents(found, lang, no_report, facts):
    """The files to write, by name; the manifest is the last."""
    import pandas as pd

    from ..experiments.calibration.columns import COLUMNS

    held = io.BytesIO()
    found.ensemble.to_parquet(held, index=False)
    keys = list(found.ensemble.columns[3:])
    files = {
        "ensemble.parquet": held.getvalue(),
        "members.csv": csv(found.ensemble[keys]),
        "parameters.csv": csv(found.parameters),
        "fit.csv": csv(found.fit),
        "correlations.csv": csv(found.correlations),
        "waves.csv": csv(pd.DataFrame(found.steps)),
        "data_dictionary.csv": csv(pd.DataFrame(terms(COLUMNS))),
        "office.toml": found.study.office.to_toml(),
    }
    if not no_report:
        from ..charts.calibration_report import report

        files["report.html"] = report(found, lang, _facts(found, lang, facts), facts["started"])
    return with_manifest("guichet calibrate", facts, COMPILED, files, _about(found))


def _facts(found, lang, facts):
    """What the page says of where it comes from."""
    from ..charts.calibration_words import WORDS

    study = found.study
    return list(zip(WORDS[lang]["facts"], (facts["command"], made_with(COMPILED), study.name, study.bases[0].name, str(study.head.seed), study.digest[:12])))


def _about(found):
    """What the manifest says of the calibration."""
    study, base = found.study, found.study.bases[0]
    return {
        "format": "guichet ensemble",
        "format_version": 1,
        "study": study.name,
        "digest": study.digest,
        "office": study.head.office,
        "policy": base.policy,
        "scenario_digest": base.digest,
        "days": study.days,
        "replicates": study.replicates,
        "seed": study.head.seed,
        "parameters": list(study.keys),
        "patterns": [pattern._asdict() for pattern in study.patterns],
        "tolerance": study.options.tolerance,
        "epsilon": found.state.epsilon,
        "reached": found.reached,
        "effective": found.state.effective,
        "nearest": found.nearest,
        "sets": found.steps[-1].sets,
        "runs": found.runs,
        "members": len(found.ensemble),
        "study_toml": study.text,
    }


def _tell(found, out, files, lang, as_json):
    """Print the answer, or one JSON object."""
    from ..charts.calibration_report import answer

    told = answer(found, lang)
    if as_json:
        put(
            {
                "study": found.study.name,
                "answer": told,
                "sets": found.steps[-1].sets,
                "runs": found.runs,
                "epsilon": found.state.epsilon,
                "reached": found.reached,
                "members": len(found.ensemble),
                "parameters": rows(found.parameters),
                "fit": rows(found.fit),
                "correlations": rows(found.correlations),
                "waves": [step._asdict() for step in found.steps],
                "out": str(out),
                "files": list(files),
                "dry_run": False,
            }
        )
        return
    paragraphs(told, "\n")
    width = max(len(name) for name in found.parameters.parameter)
    for row in found.parameters.itertuples():
        click.echo(f"  {row.parameter:{width}}  {row.low:>9.4g} – {row.high:<9.4g} ({row.prior_low:g} – {row.prior_high:g})")
    click.echo()
    written(out, files, lang)
