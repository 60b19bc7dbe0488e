"""``guichet compare``: the main job. Policies in twin worlds, a table, an answer in plain words, and a folder of results."""

import shlex
import time
from datetime import datetime
from pathlib import Path

import click

from ..experiments import DEFAULT_OFFICE, DEFAULT_POLICIES, DEFAULT_REPLICATES, DEFAULT_SEED, DEFAULT_YEARS
from . import RunFailed, over_ensemble, remark
from .folder import bar, csv, finite, made_with, paragraphs, place, rows, terms, with_manifest, write, written
from .options import put, with_engine, with_json, with_lang
from .over_ensemble import with_ensemble

WORDS = {
    "en": {
        "start": (
            "{runs} runs: {policies} policies × {worlds} of {span} ({days} working days each); {time} with {workers}, "
            "{engine} engine."),
        "worker": "{n} worker",
        "workers": "{n} workers",
        "runs": "runs",
        "question": "Differences from {baseline}, with the 80 % interval of their mean",
        "facts": ("Command", "Version", "Office", "Policies", "Values set by hand", "Seeds", "Fingerprint of the scenarios"),
        "none": "none",
    },
    "fr": {
        "start": (
            "{runs} simulations : {policies} politiques × {worlds} de {span} ({days} jours ouvrés chacune) ; {time} avec "
            "{workers}, moteur {engine}."),
        "worker": "{n} exécutant",
        "workers": "{n} exécutants",
        "runs": "simulations",
        "question": "Différences avec {baseline}, et intervalle à 80 % de leur moyenne",
        "facts": ("Commande", "Version", "Service", "Politiques", "Valeurs données à la main", "Graines", "Empreinte des scénarios"),
        "none": "aucune",
    },
}


@click.command()
@click.argument("office", default=DEFAULT_OFFICE)
@click.option("--policies", default=",".join(DEFAULT_POLICIES), metavar="A,B,…",
              help=f"Policies by name or path; the first is the baseline.  [default: {', '.join(DEFAULT_POLICIES)}]")
@click.option("--years", type=float, default=DEFAULT_YEARS, show_default=True, help="Length of a run; may be a fraction.")
@click.option("--replicates", type=int, default=DEFAULT_REPLICATES, show_default=True,
              help="Twin worlds: more of them narrow the intervals.")
@click.option("--seed", type=int, default=DEFAULT_SEED, show_default=True, help="Seed of the first world; the next ones add 1 each.")
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE",
              help="Set a value by hand, over office and policy. May be repeated.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR",
              help="Folder to make for the results.  [default: results/compare-OFFICE-…]")
@with_ensemble
@with_engine
@click.option("--workers", type=int, metavar="N", help="Runs side by side.  [default: one a core]")
@with_lang("the table, the answer and the report")
@click.option("--no-report", is_flag=True, help="Write no report.html.")
@with_json
def compare(office, policies, years, replicates, seed, overrides, out, ensemble, members, engine, workers, lang, no_report, as_json):
    """Compare policies over OFFICE (a shipped name or a file) in twin worlds: the same users, the same bad days.

    Without arguments: the social-security agency under laissez-faire, a present manager, a discreet one, and both; about half a minute on two
    cores.
    """
    from ..experiments import compare as job
    from ..experiments.parallel import WorkersDied, cores
    asked = {"office": office, "policies": [name.strip() for name in policies.split(",") if name.strip()], "years": years,
             "replicates": replicates,
             "seed": seed, "overrides": list(overrides), "engine": engine, "lang": lang, "no_report": no_report}
    if ensemble or members:
        over_ensemble.run("compare", asked, ensemble, members, out, workers, as_json, asked["policies"])
        return
    job.check_size(years, replicates, seed, workers)
    whole, arms = job.lay_out(office, asked["policies"], overrides)
    remark([(whole.office, whole), *((arm.name, arm.scenario) for arm in arms)], job.working_days(whole, years), lang, overrides)
    started = datetime.now().astimezone()
    out = place(out, f"compare-{whole.office}", started)
    runs, clock = len(arms) * replicates, time.monotonic()
    workers = min(workers or cores(), runs)
    click.echo(_start(job, whole, arms, years, replicates, workers, engine, lang), err=True)
    try:
        with bar(WORDS[lang]["runs"]) as progress:
            found = job.compare_arms(whole, arms, years, replicates, seed, workers, progress, engine)
    except WorkersDied as error:
        raise RunFailed(str(error)) from None
    if set(found.policies) - set(found.outcomes.policy):
        raise RunFailed("nothing can be compared: " + found.broken)
    facts = {"command": _command(asked), "started": started, "seconds": round(time.monotonic() - clock, 1), "workers": workers}
    files = _contents(found, asked, facts)
    write(out, files)
    _tell(found, out, files, lang, as_json)
    if found.broken:
        raise RunFailed(found.broken)


def _start(job, whole, arms, years, replicates, workers, engine, lang):
    """The first line: how many runs, and roughly how long."""
    from ..charts.words import ENGINES, duration, span, twin_worlds
    words = WORDS[lang]
    return words["start"].format(
        runs=len(arms) * replicates, policies=len(arms), worlds=twin_worlds(replicates, lang), span=span(years, lang),
        days=job.working_days(whole, years), time=duration(job.guess_seconds(arms, years, replicates, workers, engine), lang),
        workers=words["workers" if workers > 1 else "worker"].format(n=workers), engine=ENGINES[lang][engine])


def _command(asked):
    """The command that gives the same again, with nothing left to defaults."""
    words = ["guichet", "compare", asked["office"], "--policies", ",".join(asked["policies"]), "--years", f"{asked['years']:g}",
             "--replicates", str(asked["replicates"]), "--seed", str(asked["seed"]), "--engine", asked["engine"], "--lang", asked["lang"]]
    words += [word for value in asked["overrides"] for word in ("--set", value)] + ["--no-report"] * asked["no_report"]
    return shlex.join(words)


def _contents(found, asked, facts):
    """The files to write, by name."""
    import pandas as pd

    from ..experiments.paired import COLUMNS
    from ..measures.outcomes import dictionary
    files = {"outcomes.csv": csv(found.long_outcomes()), "differences.csv": csv(found.with_units),
             "data_dictionary.csv": csv(pd.DataFrame(dictionary() + terms({"differences": COLUMNS})))}
    if len(found.failures):
        files["failures.csv"] = csv(found.failures)
    if not asked["no_report"]:
        from ..charts.report import report
        files["report.html"] = report(found, asked["lang"], _facts(found, asked, facts), facts["started"])
    return with_manifest("guichet compare", facts, asked["engine"], files, _about(found, asked))


def _facts(found, asked, facts):
    """What the report says of where it comes from."""
    words = WORDS[asked["lang"]]
    told = (facts["command"], made_with(asked["engine"]), asked["office"],
            ", ".join(found.policies), ", ".join(asked["overrides"]) or words["none"],
            f"{found.seed} – {found.seed + found.replicates - 1}",
            ", ".join(f"{arm.name} {arm.scenario.digest[:12]}" for arm in found.arms))
    return list(zip(words["facts"], told))


def _about(found, asked):
    """What the manifest says of the comparison."""
    from ..scenario.schema import plain, plain_change
    scenarios = {arm.name: {
        "title_en": arm.title_en, "digest": arm.scenario.digest,
        "values": {key: plain(value) for key, value in arm.scenario.values.items()},
        "changes": [plain_change(change) for change in arm.scenario.changes]} for arm in found.arms}
    return {
        "office": asked["office"], "policies": found.policies, "baseline": found.baseline, "set_by_hand": asked["overrides"], "years": found.years,
        "days": found.days, "replicates": found.replicates, "seeds": [found.seed, found.seed + found.replicates - 1],
        "failures": found.failures.to_dict("records"), "scenarios": scenarios,
    }


def _tell(found, out, files, lang, as_json):
    """Print the table and the answer, or one JSON object."""
    from ..charts.answer import answer
    from ..charts.summary import as_text
    from ..charts.words import quoted
    told = answer(found, lang)
    if as_json:
        put(_as_data(found, out, files, told))
        return
    words = WORDS[lang]
    click.echo(words["question"].format(baseline=quoted(found.arms[0].title(lang), lang)) + "\n\n" + as_text(found, lang) + "\n")
    paragraphs(told)
    written(out, files, lang)


def _as_data(found, out, files, told):
    """The comparison as plain data."""
    means = found.outcomes.drop(columns=["twin_world", "seed"]).groupby("policy").mean()
    return {
        "office": found.office.office, "policies": found.policies, "baseline": found.baseline, "years": found.years, "days": found.days,
        "replicates": found.replicates, "seed": found.seed, "answer": told,
        "means": {policy: {key: finite(value) for key, value in means.loc[policy].items()} for policy in found.policies},
        "differences": rows(found.differences),
        "failures": found.failures.to_dict("records"), "out": str(out), "files": list(files),
    }
