"""``guichet views``: what documents, interviews and participant observation show of one virtual office, against what is so."""

import shlex
import time
from datetime import datetime
from pathlib import Path

import click

from ..experiments import DEFAULT_OFFICE, DEFAULT_SEED
from . import BadInput, RunFailed, remark
from .folder import bar, csv, made_with, paragraphs, place, rows, terms, with_manifest, write, written
from .options import put, with_engine, with_json, with_lang

DEFAULT_YEARS, DEFAULT_REPLICATES, DEFAULT_INTERVIEWS, DEFAULT_DAYS = 1, 20, 12, 20
"""Those of `experiments.views.job`, which is too slow to import for --help; a test holds them together."""

WORDS = {
    "en": {"start": "{runs} ({span}), seen by documents, {interviews} and {days}; {time}, {engine} engine.",
           "interviews": ("no interviews", "{n} interview", "{n} interviews"), "days": ("no observation", "{n} day of observation", "{n} days of observation"),
           "runs": "worlds", "none": "none",
           "facts": ("Command", "Version", "Office", "Policy", "Values set by hand", "Assumed otherwise", "Seeds", "Fingerprint of the scenario")},
    "fr": {"start": "{runs} ({span}), vus par les documents, {interviews} et {days} ; {time}, moteur {engine}.",
           "interviews": ("aucun entretien", "{n} entretien", "{n} entretiens"),
           "days": ("aucune observation", "{n} jour d'observation", "{n} jours d'observation"),
           "runs": "mondes", "none": "aucune",
           "facts": ("Commande", "Version", "Service", "Politique", "Valeurs données à la main", "Hypothèses changées", "Graines",
                     "Empreinte du scénario")},
}


@click.command()
@click.argument("office", default=DEFAULT_OFFICE)
@click.option("--policy", metavar="P", help="A policy to lay over the office: a shipped name or a file.")
@click.option("--years", type=float, default=DEFAULT_YEARS, show_default=True, help="Length of a run; may be a fraction.")
@click.option("--interviews", type=int, default=DEFAULT_INTERVIEWS, show_default=True, metavar="N", help="Employees interviewed, once each; 0 for none.")
@click.option("--days-observed", type=int, default=DEFAULT_DAYS, show_default=True, metavar="N", help="Last days that an observer spends in one room.")
@click.option("--replicates", type=int, default=DEFAULT_REPLICATES, show_default=True, help="Worlds: more of them narrow the intervals.")
@click.option("--seed", type=int, default=DEFAULT_SEED, show_default=True, help="Seed of the first world; the next ones add 1 each.")
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Set a value by hand, over office and policy. May be repeated.")
@click.option("--assume", multiple=True, metavar="KEY=VALUE",
              help="Set a constant of the instruments, e.g. recognised=0.3; the page and assumptions.csv list them. May be repeated.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder to make for the results.  [default: results/views-OFFICE-…]")
@with_engine
@with_lang("the answer and the report")
@click.option("--no-report", is_flag=True, help="Write no report.html.")
@with_json
def views(office, policy, years, interviews, days_observed, replicates, seed, overrides, assume, out, engine, lang, no_report, as_json):
    """Hold what the manager sees against what is so: one virtual office seen through its documents, by interviews, and by an observer in a room.

    The instruments look at runs that are over, and change nothing in them: the run of a seed is that of `guichet run`. Writes what each says of each
    fact, world by world and over worlds, which practices each has seen, what the instruments assume, and a page with one figure. About twenty seconds.
    """
    from ..experiments.compare import working_days
    from ..experiments.views import job
    from ..scenario import load
    asked = {"office": office, "policy": policy, "years": years, "interviews": interviews, "days_observed": days_observed, "replicates": replicates,
             "seed": seed, "overrides": list(overrides), "assume": _numbers(assume), "engine": engine, "lang": lang, "no_report": no_report}
    job.check(years, interviews, days_observed, replicates, seed, engine)
    job.assume(asked["assume"])
    base = load(office, policy, asked["overrides"])
    remark([(base.name, base)], working_days(base, years), lang, overrides)
    started = datetime.now().astimezone()
    out, clock = place(out, f"views-{base.office}", started), time.monotonic()
    click.echo(_start(base, asked), err=True)
    with bar(WORDS[lang]["runs"]) as progress:
        found = job.views_of(base, years, interviews, days_observed, replicates, seed, asked["assume"], progress, engine)
    if found.estimates.empty:
        raise RunFailed("nothing can be told: " + _broken(found))
    facts = {"command": _command(asked), "started": started, "seconds": round(time.monotonic() - clock, 1), "workers": 1}
    files = _contents(found, asked, facts)
    write(out, files)
    _tell(found, out, files, lang, as_json)
    if len(found.failures):
        raise RunFailed(_broken(found))


def _numbers(given):
    """Constants of the instruments as numbers by key."""
    found = {}
    for text in given:
        key, _, value = text.partition("=")
        if key.strip() in found:
            raise BadInput(f"--assume {text}: {key.strip()} is given twice; keep one")
        try:
            found[key.strip()] = float(value)
        except ValueError:
            raise BadInput(f"--assume {text}: must be KEY=NUMBER, e.g. recognised=0.3") from None
    return found


def _start(base, asked):
    """The first line: what is done, and roughly how long it takes."""
    from ..charts.words import ENGINES, duration, span
    from ..experiments.compare import Arm, guess_seconds
    lang = asked["lang"]
    words, many = WORDS[lang], asked["replicates"]
    seconds = asked["replicates"] * asked["years"] * 0.4 + guess_seconds([Arm("", "", "", base)], asked["years"], many, 1, asked["engine"])
    counted = {key: words[key][min(2, asked[given])].format(n=asked[given]) for key, given in (("interviews", "interviews"), ("days", "days_observed"))}
    worlds = ("un monde" if many == 1 else f"{many} mondes") if lang == "fr" else ("1 world" if many == 1 else f"{many} worlds")
    return words["start"].format(runs=worlds, span=span(asked["years"], lang), time=duration(seconds, lang), engine=ENGINES[lang][asked["engine"]], **counted)


def _broken(found):
    """What is said of runs that broke."""
    first = found.failures.iloc[0]
    return (f"{len(found.failures)} of {found.replicates} worlds broke; the first: world {first.replicate} (seed {first.seed}), at {first.stage}: "
            f"{first.message}")


def _command(asked):
    """The command that gives the same again, with nothing left to defaults."""
    words = ["guichet", "views", asked["office"], *(["--policy", asked["policy"]] if asked["policy"] else []), "--years", f"{asked['years']:g}",
             "--interviews", str(asked["interviews"]), "--days-observed", str(asked["days_observed"]), "--replicates", str(asked["replicates"]),
             "--seed", str(asked["seed"]), "--engine", asked["engine"], "--lang", asked["lang"]]
    words += [word for value in asked["overrides"] for word in ("--set", value)]
    words += [word for key, value in asked["assume"].items() for word in ("--assume", f"{key}={value!r}")] + ["--no-report"] * asked["no_report"]
    return shlex.join(words)


def _contents(found, asked, facts):
    """The files to write, by name."""
    import pandas as pd

    from ..experiments.views.facts import FACTS
    from ..experiments.views.job import ESTIMATES, PRACTICES, SUMMARY
    from ..experiments.views.office import ASSUMPTIONS
    told = terms({"estimates": ESTIMATES, "summary": SUMMARY, "practices": PRACTICES})
    told += [{"table": "facts", "name": fact.key, "unit": fact.unit, "title_en": fact.title_en, "title_fr": fact.title_fr,
               "meaning_en": fact.meaning_en, "meaning_fr": fact.meaning_fr} for fact in FACTS]
    assumptions = [{"key": one.key, "value": getattr(found.assumed, one.key), "unit": one.unit, "meaning_en": one.en, "meaning_fr": one.fr,
                    "basis": one.basis, "source": one.source} for one in ASSUMPTIONS]
    files = {"summary.csv": csv(found.summary), "estimates.csv": csv(found.estimates), "practices.csv": csv(found.practices),
             "assumptions.csv": csv(pd.DataFrame(assumptions)), "data_dictionary.csv": csv(pd.DataFrame(told))}
    if len(found.failures):
        files["failures.csv"] = csv(found.failures)
    if not asked["no_report"]:
        from ..charts.views_report import report
        files["report.html"] = report(found, asked["lang"], _facts(found, asked, facts), facts["started"])
    return with_manifest("guichet views", facts, asked["engine"], files, _about(found, asked))


def _facts(found, asked, facts):
    """What the report says of where it comes from."""
    words = WORDS[asked["lang"]]
    otherwise = ", ".join(f"{key}={value:g}" for key, value in asked["assume"].items())
    return list(zip(words["facts"], (
        facts["command"], made_with(asked["engine"]), asked["office"], asked["policy"] or words["none"], ", ".join(asked["overrides"]) or words["none"],
        otherwise or words["none"], f"{found.seed} – {found.seed + found.replicates - 1}", found.office.digest[:12])))


def _about(found, asked):
    """What the manifest says of the views."""
    from ..scenario.schema import plain
    return {
        "office": asked["office"], "policy": asked["policy"], "set_by_hand": asked["overrides"], "assumed": vars(found.assumed), "years": found.years,
        "days": found.days, "interviews": found.interviews, "days_observed": found.observed, "replicates": found.replicates,
        "seeds": [found.seed, found.seed + found.replicates - 1], "failures": found.failures.to_dict("records"), "digest": found.office.digest,
        "values": {key: plain(value) for key, value in found.office.values.items()},
    }


def _tell(found, out, files, lang, as_json):
    """Print the answer, or one JSON object."""
    from ..charts.views_report import answer
    told = answer(found, lang)
    if as_json:
        put({"office": found.office.office, "policy": found.office.policy, "years": found.years, "days": found.days, "interviews": found.interviews,
             "days_observed": found.observed, "replicates": found.replicates, "seed": found.seed, "assumed": vars(found.assumed), "answer": told,
             "summary": rows(found.summary), "failures": rows(found.failures), "out": str(out), "files": list(files)})
        return
    paragraphs(told)
    written(out, files, lang)
