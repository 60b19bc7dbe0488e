"""``guichet ablate``: each mechanism of the model switched off in turn, and two at a time: what does each contribute?"""

import shlex
import time
from datetime import datetime
from pathlib import Path

import click

from ..experiments import DEFAULT_OFFICE, DEFAULT_SEED
from . import RunFailed, over_ensemble, remark
from .folder import bar, csv, made_with, paragraphs, place, rows, terms, with_manifest, write, written
from .options import put, with_engine, with_json, with_lang
from .over_ensemble import with_ensemble

DEFAULT_YEARS, DEFAULT_REPLICATES = 1, 20
"""Those of `experiments.ablation`, which is too slow to import for --help; a test holds them together."""

WORDS = {
    "en": {"start": "{runs} runs: {variants} variants ({on} mechanisms off in turn{pairs}) × {worlds} of {span}; {time} with {workers}, {engine} engine.",
           "pairs": ", and two at a time", "worker": "{n} worker", "workers": "{n} workers", "runs": "runs", "none": "none",
           "facts": ("Command", "Version", "Office", "Policy", "Values set by hand", "Seeds", "Fingerprint of the scenario")},
    "fr": {"start": "{runs} simulations : {variants} variantes ({on} mécanismes coupés tour à tour{pairs}) × {worlds} de {span} ; {time} avec {workers}, "
                    "moteur {engine}.",
           "pairs": ", puis deux par deux", "worker": "{n} exécutant", "workers": "{n} exécutants", "runs": "simulations", "none": "aucune",
           "facts": ("Commande", "Version", "Service", "Politique", "Valeurs données à la main", "Graines", "Empreinte du scénario")},
}


@click.command()
@click.argument("office", default=DEFAULT_OFFICE)
@click.option("--policy", metavar="P", help="A policy to lay over the office: a shipped name or a file.")
@click.option("--pairs/--no-pairs", default=True, show_default=True, help="Also switch off two mechanisms at a time: six times the runs.")
@click.option("--years", type=float, default=DEFAULT_YEARS, show_default=True, help="Length of a run; may be a fraction.")
@click.option("--replicates", type=int, default=DEFAULT_REPLICATES, show_default=True, help="Twin worlds: more of them narrow the intervals.")
@click.option("--seed", type=int, default=DEFAULT_SEED, show_default=True, help="Seed of the first world; the next ones add 1 each.")
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Set a value by hand, over office and policy. May be repeated.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder to make for the results.  [default: results/ablate-OFFICE-…]")
@with_ensemble
@with_engine
@click.option("--workers", type=int, metavar="N", help="Runs side by side.  [default: one a core]")
@with_lang("the answer and the report")
@click.option("--no-report", is_flag=True, help="Write no report.html.")
@with_json
def ablate(office, policy, pairs, years, replicates, seed, overrides, out, ensemble, members, engine, workers, lang, no_report, as_json):
    """Switch off each mechanism of the model in turn, in the same worlds, and say what each contributes to each main outcome.

    Writes contributions.csv, interactions.csv, all outcomes, and a page with a waterfall. About a minute on two cores; --no-pairs takes a
    sixth of it.
    """
    from ..experiments import ablation as job
    from ..experiments.compare import check_size, working_days
    from ..experiments.parallel import WorkersDied, cores
    asked = {"office": office, "policy": policy, "pairs": pairs, "years": years, "replicates": replicates, "seed": seed, "overrides": list(overrides),
             "engine": engine, "lang": lang, "no_report": no_report}
    if ensemble or members:
        over_ensemble.run("ablate", asked, ensemble, members, out, workers, as_json)
        return
    check_size(years, replicates, seed, workers, engine, "ablate")
    base, scenarios = job.lay_out(office, policy, pairs, overrides)
    remark([(base.name, base)], working_days(base, years), lang, overrides)
    started = datetime.now().astimezone()
    out = place(out, f"ablate-{base.office}", started)
    workers, clock = min(workers or cores(), len(scenarios) * replicates), time.monotonic()
    click.echo(_start(scenarios, asked, workers), err=True)
    try:
        with bar(WORDS[lang]["runs"]) as progress:
            found = job.ablate_scenarios(base, scenarios, pairs, years, replicates, seed, workers, progress, engine)
    except WorkersDied as error:
        raise RunFailed(str(error)) from None
    if not (found.outcomes.off == "").any():
        raise RunFailed("nothing can be told: " + _broken(found))
    facts = {"command": _command(asked), "started": started, "seconds": round(time.monotonic() - clock, 1), "workers": workers}
    files = _contents(found, asked, facts)
    write(out, files)
    _tell(found, out, files, lang, as_json)
    if len(found.failures):
        raise RunFailed(_broken(found))


def _start(scenarios, asked, workers):
    """The first line: how many runs, and roughly how long."""
    from ..charts.words import ENGINES, duration, span, twin_worlds
    from ..experiments.compare import Arm, guess_seconds
    words, lang, runs = WORDS[asked["lang"]], asked["lang"], len(scenarios) * asked["replicates"]
    arms = [Arm(str(off), "", "", scenario) for off, scenario in scenarios.items()]
    seconds = guess_seconds(arms, asked["years"], asked["replicates"], workers, asked["engine"])
    return words["start"].format(
        runs=runs, variants=len(scenarios), on=sum(len(off) == 1 for off in scenarios), pairs=words["pairs"] if asked["pairs"] else "",
        worlds=twin_worlds(asked["replicates"], lang), span=span(asked["years"], lang), time=duration(seconds, lang),
        workers=words["workers" if workers > 1 else "worker"].format(n=workers), engine=ENGINES[lang][asked["engine"]])


def _broken(found):
    """What is said of runs that broke."""
    first = found.failures.iloc[0]
    off = f"without {first.off.replace('+', ' and ')}" if first.off else "with nothing switched off"
    return (f"{len(found.failures)} of {len(found.failures) + len(found.outcomes)} runs broke; the first: {off}, "
            f"twin world {first.replicate} (seed {first.seed}), at {first.stage}: {first.message}")


def _command(asked):
    """The command that gives the same again, with nothing left to defaults."""
    words = ["guichet", "ablate", asked["office"], *(["--policy", asked["policy"]] if asked["policy"] else []),
             "--pairs" if asked["pairs"] else "--no-pairs", "--years", f"{asked['years']:g}", "--replicates", str(asked["replicates"]),
             "--seed", str(asked["seed"]), "--engine", asked["engine"], "--lang", asked["lang"]]
    words += [word for value in asked["overrides"] for word in ("--set", value)] + ["--no-report"] * asked["no_report"]
    return shlex.join(words)


def _contents(found, asked, facts):
    """The files to write, by name."""
    import pandas as pd

    from ..experiments.ablation import CONTRIBUTIONS, INTERACTIONS
    from ..measures.outcomes import OUTCOMES, dictionary
    units = {outcome.key: outcome.unit for outcome in OUTCOMES}
    files = {"outcomes.csv": csv(found.outcomes), "contributions.csv": csv(found.contributions.assign(unit=found.contributions.outcome.map(units)))}
    if asked["pairs"]:
        files["interactions.csv"] = csv(found.interactions.assign(unit=found.interactions.outcome.map(units)))
    files["data_dictionary.csv"] = csv(pd.DataFrame(dictionary() + terms({"contributions": CONTRIBUTIONS, "interactions": INTERACTIONS})))
    if len(found.failures):
        files["failures.csv"] = csv(found.failures)
    if not asked["no_report"]:
        from ..charts.ablation_report import report
        files["report.html"] = report(found, asked["lang"], _facts(found, asked, facts), facts["started"])
    return with_manifest("guichet ablate", facts, asked["engine"], files, _about(found, asked))


def _facts(found, asked, facts):
    """What the report says of where it comes from."""
    words = WORDS[asked["lang"]]
    return list(zip(words["facts"], (
        facts["command"], made_with(asked["engine"]), asked["office"], asked["policy"] or words["none"], ", ".join(asked["overrides"]) or words["none"],
        f"{found.seed} – {found.seed + found.replicates - 1}", found.office.digest[:12])))


def _about(found, asked):
    """What the manifest says of the ablation."""
    from ..scenario.schema import plain
    return {
        "office": asked["office"], "policy": asked["policy"], "set_by_hand": asked["overrides"], "mechanisms": list(found.mechanisms),
        "pairs": asked["pairs"], "years": found.years, "days": found.days, "replicates": found.replicates,
        "seeds": [found.seed, found.seed + found.replicates - 1], "failures": found.failures.to_dict("records"),
        "digest": found.office.digest, "values": {key: plain(value) for key, value in found.office.values.items()},
    }


def _tell(found, out, files, lang, as_json):
    """Print the answer, or one JSON object."""
    from ..charts.ablation_report import answer
    told = answer(found, lang)
    if as_json:
        put({"office": found.office.office, "policy": found.office.policy, "mechanisms": list(found.mechanisms), "years": found.years, "days": found.days,
             "replicates": found.replicates, "seed": found.seed, "answer": told, "contributions": rows(found.contributions),
             "interactions": rows(found.interactions), "failures": rows(found.failures), "out": str(out), "files": list(files)})
        return
    paragraphs(told)
    written(out, files, lang)
