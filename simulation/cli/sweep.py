"""``guichet sweep``: run a study. Says first how much it is; goes on from where it was, however it ended."""

import shlex
import shutil
import signal
import threading
from contextlib import contextmanager
from pathlib import Path

import click

from ..experiments import DEFAULT_MOST_REPLICATES
from . import BadInput, RunFailed, remark
from .folder import kept
from .options import put, with_engine, with_json, with_lang
from .sweep_words import WORDS


@click.command()
@click.argument("study", metavar="STUDY")
@click.option("--dry-run", is_flag=True, help="Say how many runs, how long and how large; run and write nothing.")
@click.option("--retry-failed", is_flag=True, help="Run those that have failed again. Without it they stay as they are: a run that failed mostly fails again.")
@click.option("--until-stable", type=float, metavar="EPS",
              help="Add replicates until the coefficient of variation of the main outcomes stands still within EPS at every point.")
@click.option("--at-most", type=click.IntRange(1, 1_000_000), metavar="N", help=f"Replicates of a point at most, with --until-stable.  [default: {DEFAULT_MOST_REPLICATES}]")
@click.option("--workers", type=click.IntRange(1, 1024), metavar="N", help="Chunks of runs side by side.  [default: one a core]")
@with_engine
@click.option("--cluster", metavar="ADDRESS", help="Run on an existing Dask cluster, e.g. tcp://10.0.0.1:8786; needs guichet[cluster].")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the results.  [default: results/STUDY]")
@with_lang("what is said")
@with_json
def sweep(study, dry_run, retry_failed, until_stable, at_most, workers, engine, cluster, out, lang, as_json):
    """Run STUDY (a shipped name or a file): all runs that its folder does not hold yet.

    Stop it as you like, with Ctrl-C or worse: the same command goes on. Read the results, also meanwhile, with
    pandas.read_parquet("results/STUDY"); _dictionary.csv says what each column is.
    """
    from ..experiments import sweep as job
    from ..experiments.store import Store
    from ..experiments.study_read import read_study

    if cluster and workers:
        raise BadInput("--workers: belongs to this machine; the workers of a cluster are started with `dask worker`")
    if at_most and until_stable is None:
        raise BadInput("--at-most: belongs to --until-stable EPS; replicates are otherwise set in the study file")
    read = read_study(study)
    out = out or Path("results") / read.name
    asked = {"engine": engine, "workers": workers, "cluster": cluster, "retry": retry_failed, "out": out, "lang": lang}
    if until_stable is not None:
        asked |= {"until_stable": until_stable, "most": at_most or DEFAULT_MOST_REPLICATES}
    asked["command"] = _command(study, asked)
    try:
        with kept(out), _stops():
            read = Store(out, read).grown()
            found = _do(read, asked, dry_run, as_json)
    except (job.Interrupted, KeyboardInterrupt):  # the latter before runs have begun
        _left(Store(out, read), lang)
        raise click.exceptions.Exit(130) from None
    if found:
        _tell(*found, asked, as_json)


def _command(study, asked):
    """The command that goes on, with nothing left to defaults that may change."""
    return ["guichet", "sweep", study, "--engine", asked["engine"], *(["--workers", str(asked["workers"])] if asked["workers"] else []),
            *(["--cluster", asked["cluster"]] if asked["cluster"] else []), *["--retry-failed"] * asked["retry"],
            *(["--until-stable", f"{asked['until_stable']:g}", "--at-most", str(asked["most"])] if "most" in asked else []), "--out", str(asked["out"]), "--lang", asked["lang"]]


def _do(study, asked, dry_run, as_json):
    """Say what there is to do, and do it: give the study, its store and what it still needs to be stable, if that was asked; nothing for a dry run."""
    from ..experiments import stable
    from ..experiments import sweep as job
    from ..experiments.parallel import cores
    from ..experiments.store import Store
    out, lang = asked["out"], asked["lang"]
    if "most" in asked:
        stable.check(study, asked["until_stable"], asked["most"])
    there = Store(out, study, asked["retry"])
    there.check()
    if not dry_run:
        there.check_free()
    if asked["cluster"]:
        job.need_dask()
    there.look()
    about = job.estimate(study, there.left, asked["workers"] or cores(), asked["engine"]) if there.left else None
    click.echo(_said(study, there, about, asked), err=as_json or not dry_run)  # of a dry run it is the answer
    remark([(base.name, base) for base in study.bases], study.days, lang, axes=study.keys)
    if dry_run:
        if as_json:
            put(_plain(study, there) | {"dry_run": True, "seconds": about.seconds if about else 0.0, "bytes": about.bytes_left if about else 0})
        return None
    _refuse_if_too_large(out, about)

    def run(study):
        with _bar(study.points * study.replicates, lang) as progress:
            return job.sweep(study, out, asked["workers"], asked["engine"], asked["cluster"], about and about.run_seconds, progress, asked["command"],
                             asked["retry"] and study.added == before)

    before = study.added
    if "most" not in asked:
        return study, run(study), None
    return stable.until_stable(study, asked["until_stable"], asked["most"], run, lambda *told: click.echo(_adding(*told, asked), err=True))


def _said(study, store, about, asked):
    """What there is to do, how long it takes, how large it is."""
    from ..charts.words import DESIGNS, duration, listed, number
    lang, words = asked["lang"], WORDS[asked["lang"]]
    runs = study.points * study.replicates
    policies = words["policies"].format(n=len(study.bases)) if len(study.bases) > 1 else ""
    lines = [words["study"].format(name=study.name, points=number(study.points, lang), kind=DESIGNS[lang][study.head_kind], policies=policies,
                                   replicates=number(study.replicates, lang), days=number(study.days, lang), runs=number(runs, lang))]
    if study.added:
        lines.append(words["grown"].format(added=number(study.added, lang), asked=number(study.replicates - study.added, lang)))
    if store.left < runs:
        lines.append(words["holds"].format(out=store.folder, done=number(runs - store.left, lang), left=number(store.left, lang)))
    if store.failed:
        causes = listed([f"{stage}: {message} ({number(count, lang)})" for (stage, message), count in store.causes.most_common(3)], lang)
        lines.append(words["again" if store.retry else "failed_there"].format(n=number(store.failed, lang), causes=causes))
    if store.set_aside:
        told = "; ".join(f"{name}: {why}" for name, why in store.set_aside[:3])
        lines.append(words["damaged"].format(n=number(len(store.set_aside), lang), told=told))
    if about:
        where = words["one_worker"] if asked["cluster"] else words["worker" if about.workers == 1 else "workers"].format(n=about.workers)
        time = duration(about.seconds, lang)
        lines.append(words["about"].format(time=time[:1].upper() + time[1:], where=where, run=number(about.run_seconds * 1000, lang, 3 if about.run_seconds < 0.01 else 0),
                                           size=_size(about.bytes_left, lang)))
    if "most" in asked:
        lines.append(words["until"].format(eps=_eps(asked), most=number(asked["most"], lang), runs=number(study.points * asked["most"], lang)))
    return "\n".join(lines)


def _eps(asked):
    return f"{asked['until_stable']:g}".replace(".", "," if asked["lang"] == "fr" else ".")


def _adding(study, needs, more, asked):
    """What is said when replicates are added."""
    from ..charts.words import number
    lang = asked["lang"]
    return WORDS[lang]["adding"].format(n=number(needs.restless, lang), of=number(needs.judged, lang), worst=_worst(needs, lang), more=number(more, lang),
                                        replicates=number(study.replicates + more, lang))


def _worst(needs, lang):
    """The outcome that needs most, and where."""
    from ..measures.outcomes import BY_KEY
    outcome, point = needs.worst
    return WORDS[lang]["worst"].format(outcome=BY_KEY[outcome].title(lang), point=point)


def _size(number, lang):
    from ..charts.words import number as told
    units = WORDS[lang]["sizes"]
    return f"{told(number / 1e9, lang, 1)} {units[2]}" if number >= 1e9 else f"{told(number / 1e6, lang, 1)} {units[1]}" if number >= 1e6 else (
        f"{max(1, round(number / 1e3))} {units[0]}")


def _refuse_if_too_large(out, about):
    """Refuse what surely will not fit."""
    free = shutil.disk_usage(next(path for path in (out, *out.absolute().parents) if path.exists())).free
    if about and free < about.bytes_left / 4:
        raise BadInput(f"--out {out}: there are {_size(free, 'en')} free, and the results take up to {_size(about.bytes_left, 'en')}; make room or choose "
                       "another folder")


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
def _bar(total, lang):
    """Draw a progress bar with rate, time left and failures, from when all is set up; none is drawn where nobody looks."""
    from tqdm import tqdm
    tqdm.monitor_interval, bar = 0, []  # no thread of its own, which would have to be ended

    def progress(now):
        """Draw how far it is."""
        if not bar:
            bar.append(tqdm(total=total, initial=now.done, unit=f" {WORDS[lang]['runs']}", disable=None, dynamic_ncols=True, leave=False, smoothing=0.1,
                            bar_format="{percentage:3.0f}% |{bar}| {n_fmt}/{total_fmt}{unit}, {rate_fmt}, {elapsed}<{remaining}{postfix}"))
        bar[0].update(now.done - bar[0].n)
        if now.failed:
            bar[0].set_postfix_str(WORDS[lang]["failed"].format(n=now.failed))

    try:
        yield progress
    finally:
        for each in bar:
            each.close()


def _left(store, lang):
    """Say how far an interrupted sweep is."""
    from ..charts.words import number
    from ..experiments.store import Store
    there = Store(store.folder, store.grown())
    there.look()
    click.echo("\n" + WORDS[lang]["interrupted"].format(out=there.folder, done=number(int(there.done.sum()), lang), runs=number(there.done.size, lang)), err=True)


def _plain(study, store):
    """Figures as plain data."""
    return {"study": study.name, "out": str(store.folder), "points": study.points, "replicates": study.replicates, "added_replicates": study.added,
            "runs": store.done.size, "done": store.done.size - store.left, "failed": store.failed, "retried": store.retried, "parts": store.parts,
            "set_aside": [name for name, _ in store.set_aside], "digest": study.digest}


def _tell(study, store, needs, asked, as_json):
    """Say what is there."""
    from ..charts.words import number
    lang, words = asked["lang"], WORDS[asked["lang"]]
    if as_json:
        stable = {"until_stable": {"eps": asked["until_stable"], "at_most": asked["most"], "stable": not needs.more, **needs._asdict()}} if needs else {}
        put(_plain(study, store) | {"dry_run": False, "command": shlex.join(asked["command"])} | stable)
    else:
        failed = words["of_them_failed"].format(n=number(store.failed, lang)) if store.failed else ""
        click.echo(words["done"].format(out=store.folder, runs=number(store.done.size, lang), parts=words["parts"][store.parts > 1].format(n=number(store.parts, lang)), failed=failed))
        if needs:
            click.echo(_stability(study, needs, asked))
        click.echo(words["read"].format(out=store.folder, quoted=shlex.quote(str(store.folder))))
    if store.failed:
        (stage, message), _ = store.causes.most_common(1)[0]
        raise RunFailed(words["end_failed"].format(n=number(store.failed, lang), runs=number(store.done.size, lang), stage=stage, message=message))


def _stability(study, needs, asked):
    """Whether the replicates are enough now, and how many were added."""
    from ..charts.words import number
    lang, words = asked["lang"], WORDS[asked["lang"]]
    facts = {"eps": _eps(asked), "added": number(study.added, lang), "replicates": number(study.replicates, lang), "most": number(asked["most"], lang),
             "n": number(needs.restless, lang), "of": number(needs.judged, lang), "more": number(needs.more, lang)}
    said = words["unstable"].format(worst=_worst(needs, lang), **facts) if needs.more else words["stable"].format(**facts)
    return said + (" " + words["undefined"].format(n=number(needs.undefined, lang)) if needs.undefined else "")
