"""``guichet sweep``: run a study. Says first how much it is; goes on from where it was, however it ended."""

import shlex
import shutil
import signal
import threading
from contextlib import contextmanager
from pathlib import Path

import click

from . import BadInput, RunFailed
from .scenarios import as_json as json_option
from .scenarios import put, with_engine


@click.command()
@click.argument("study", metavar="STUDY")
@click.option("--dry-run", is_flag=True, help="Say how many runs, how long and how large; run and write nothing.")
@click.option("--workers", type=click.IntRange(1, 1024), metavar="N", help="Chunks of runs side by side.  [default: one a core]")
@with_engine
@click.option("--cluster", metavar="ADDRESS", help="Run on an existing Dask cluster, e.g. tcp://10.0.0.1:8786; needs guichet[cluster].")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the results.  [default: results/STUDY]")
@json_option
def sweep(study, dry_run, workers, engine, cluster, out, as_json):
    """Run STUDY (a shipped name or a file): all runs that its folder does not hold yet.

    Stop it as you like, with Ctrl-C or worse: the same command goes on. Read the results, also meanwhile, with
    pandas.read_parquet("results/STUDY"); _dictionary.csv says what each column is.
    """
    from ..experiments import sweep as job
    from ..experiments.parallel import WorkersDied, cores
    from ..experiments.store import DiskFull, Store, StoreError
    from ..experiments.study import read_study

    if cluster and workers:
        raise BadInput("--workers: belongs to this machine; the workers of a cluster are started with `dask worker`")
    read = read_study(study)
    out = out or Path("results") / read.name
    command = ["guichet", "sweep", study, "--engine", engine, *(["--workers", str(workers)] if workers else []),
               *(["--cluster", cluster] if cluster else []), "--out", str(out)]
    try:
        with _stops():
            there = Store(out, read)
            there.check()
            there.look()
            about = job.estimate(read, there.left, workers or cores(), engine) if there.left else None
            click.echo(_said(read, there, about, out, cluster), err=True)
            if dry_run:
                if as_json:
                    put(_plain(read, there, out) | {"dry_run": True, "seconds": about.seconds if about else 0.0, "bytes": about.bytes_left if about else 0})
                return
            _refuse_if_too_large(out, about)
            with _bar(read.points * read.replicates) as progress:
                done = job.sweep(read, out, workers, engine, cluster, about and about.run_seconds, progress, command)
    except StoreError as error:
        raise BadInput(str(error)) from None
    except job.Interrupted:
        _left(out, read)
        raise click.exceptions.Exit(130) from None
    except DiskFull as error:
        raise RunFailed(f"cannot write into {out}: {error.strerror}. What was finished is there; make room and give the same command again") from None
    except (job.Lost, WorkersDied) as error:
        raise RunFailed(f"{error}. What was finished is in {out}; the same command goes on") from None
    except OSError as error:
        raise RunFailed(f"cannot write into {out}: {error.strerror or error}") from None
    _tell(read, done, out, as_json, shlex.join(command))


def _said(study, store, about, out, cluster):
    """What there is to do, how long it takes, how large it is."""
    from ..charts.words import duration
    policies = f" under {len(study.bases)} policies" if len(study.bases) > 1 else ""
    runs = study.points * study.replicates
    lines = [f"{study.name}: {study.points:,} points ({study.head_kind.replace('_', ' ')}{policies}) × {study.replicates:,} replicates of {study.days:,} days"
             f" = {runs:,} runs."]
    if store.left < runs:
        lines.append(f"{out} holds {runs - store.left:,} of them; {store.left:,} are left.")
    if store.set_aside:
        lines.append(f"{len(store.set_aside)} damaged parts are set aside and run again: " + "; ".join(f"{name}: {why}" for name, why in store.set_aside[:3]))
    if about:
        where = "measured on one worker of this machine" if cluster else f"with {about.workers} worker{'s' * (about.workers > 1)} on this machine"
        lines.append(f"About {duration(about.seconds, 'en').removeprefix('about ')} {where} ({about.run_seconds * 1000:.3g} ms a run, measured); "
                     f"at most {_size(about.bytes_left)} on disk.")
    return "\n".join(lines)


def _size(number):
    return f"{number / 1e9:.1f} GB" if number >= 1e9 else f"{number / 1e6:.1f} MB" if number >= 1e6 else f"{max(1, round(number / 1e3))} kB"


def _refuse_if_too_large(out, about):
    """Refuse what surely will not fit."""
    free = shutil.disk_usage(next(path for path in (out, *out.absolute().parents) if path.exists())).free
    if about and free < about.bytes_left / 4:
        raise BadInput(f"--out {out}: there are {_size(free)} free, and the results take up to {_size(about.bytes_left)}; make room or choose another folder")


@contextmanager
def _stops():
    """Take a request to end, as batch systems send it, like Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _bar(total):
    """Draw a progress bar with rate, time left and failures, from when all is set up; none is drawn where nobody looks."""
    from tqdm import tqdm
    bar = []

    def progress(now):
        if not bar:
            bar.append(tqdm(total=total, initial=now.done, unit=" runs", disable=None, dynamic_ncols=True, leave=False, smoothing=0.1,
                            bar_format="{percentage:3.0f}% |{bar}| {n_fmt}/{total_fmt}{unit}, {rate_fmt}, {elapsed}<{remaining}{postfix}"))
        bar[0].update(now.done - bar[0].n)
        if now.failed:
            bar[0].set_postfix_str(f"{now.failed} failed")

    try:
        yield progress
    finally:
        for each in bar:
            each.close()


def _left(out, study):
    """Say how far an interrupted sweep is."""
    from ..experiments.store import Store
    there = Store(out, study)
    there.look()
    runs = study.points * study.replicates
    click.echo(f"\nInterrupted. {out} holds {runs - there.left:,} of {runs:,} runs; the same command goes on.", err=True)


def _plain(study, store, out):
    """Figures as plain data."""
    runs = study.points * study.replicates
    return {"study": study.name, "out": str(out), "points": study.points, "replicates": study.replicates, "runs": runs, "done": runs - store.left,
            "failed": store.failed, "parts": store.parts, "set_aside": [name for name, _ in store.set_aside], "digest": study.digest}


def _tell(study, store, out, as_json, command):
    """Say what is there."""
    if as_json:
        put(_plain(study, store, out) | {"dry_run": False, "command": command})
    else:
        failed = f", {store.failed:,} of them failed" if store.failed else ""
        click.echo(f"{out}: {study.points * study.replicates:,} runs in {store.parts} parts{failed}.")
        click.echo(f'Read them with pandas.read_parquet("{out}"); {out}/_dictionary.csv says what each column is.')
    if store.failed:
        raise RunFailed(f"{store.failed:,} of {study.points * study.replicates:,} runs failed: their rows have a stage and a message")
