"""What ``--ensemble`` makes of `guichet compare` and `guichet ablate`: the same with each member of an ensemble, and which conclusions hold over it."""

import shlex
import time
from datetime import datetime
from pathlib import Path

import click
from click.core import ParameterSource

from . import BadInput, RunFailed, remark
from .folder import bar, csv, made_with, paragraphs, place, rows, terms, with_manifest, write, written
from .options import put

DEFAULT_MEMBERS, DEFAULT_REPLICATES = 20, 10
"""Members that are run, and twin worlds of each, if nothing is said."""


def with_ensemble(command):
    """The options of a command that can be run over an ensemble."""
    command = click.option(
        "--members",
        type=click.IntRange(2, 10_000),
        metavar="N",
        help=f"With --ensemble: so many members, drawn by their weights.  [default: {DEFAULT_MEMBERS}]",
    )(command)
    return click.option(
        "--ensemble",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help=f"Run it with members of what `guichet calibrate` kept, on its office, {DEFAULT_REPLICATES} worlds each, and say which conclusions hold over it.",
    )(command)


def run(kind, asked, ensemble, members, out, workers, as_json, policies=None):
    """Do it. kind: "compare" or "ablate"; asked: what the command was asked for."""
    from ..charts.ensemble_report import Told, report
    from ..experiments.calibration import ensemble as job
    from ..experiments.compare import check_size
    from ..experiments.parallel import cores

    if not ensemble:
        raise BadInput("--members: belongs to --ensemble DIR")
    asked = _given(asked)
    lang = asked["lang"]
    kept = job.read(ensemble).chosen(members or DEFAULT_MEMBERS)
    workers = workers or cores()
    check_size(asked["years"], asked["replicates"], asked["seed"], workers, asked["engine"], kind, len(kept.values))
    started, clock = datetime.now().astimezone(), time.monotonic()
    out = place(out, f"{kind}-{kept.manifest['study']}", started)
    found, table = _found(kind, asked, kept, workers, policies)
    runs = sum(len(one.outcomes) for one in found)
    if not runs:
        raise RunFailed(f"nothing can be told: all runs broke; the first: {found[0].failures.iloc[0].message}")
    told = Told(kind, table, found[0].office, kept.manifest["study"], bool(kept.manifest["reached"]), len(found), asked["replicates"], asked["years"], runs)
    facts = {"command": _command(kind, asked, ensemble, len(found)), "started": started, "seconds": round(time.monotonic() - clock, 1), "workers": workers}
    files = _contents(kind, found, kept, table.drop(columns=["who", "whom"]), job)
    if not asked["no_report"]:
        files["report.html"] = report(told, lang, _facts(asked, kept, len(found), facts), started)
    failures = sum(len(one.failures) for one in found)
    about = {
        "ensemble": str(ensemble),
        "ensemble_digest": kept.manifest["digest"],
        "members": len(found),
        "replicates": asked["replicates"],
        "years": asked["years"],
        "seed": asked["seed"],
        "set_by_hand": asked["overrides"],
        "failures": failures,
    }
    write(out, with_manifest(f"guichet {kind} --ensemble", facts, asked["engine"], files, about))
    _tell(told, ensemble, out, files, lang, as_json)
    if failures:
        raise RunFailed(f"{failures} of {failures + runs} runs broke and are left out")


def _given(asked):
    """What was asked for; without a word on it, fewer worlds than usual; an office of one's own is refused."""
    context = click.get_current_context()
    if context.get_parameter_source("office") is ParameterSource.COMMANDLINE:
        raise BadInput(
            f"OFFICE: given {asked['office']}; an ensemble is run on the office to which it was fitted: leave OFFICE out, and change values with --set"
        )
    if context.get_parameter_source("pairs") is ParameterSource.COMMANDLINE and asked["pairs"]:
        raise BadInput("--pairs: is not run over an ensemble; leave it out")
    fewer = context.get_parameter_source("replicates") is ParameterSource.DEFAULT
    return asked | ({"replicates": DEFAULT_REPLICATES} if fewer else {})


def _start(kind, asked, kept, office, words):
    """The first line: how many runs."""
    from ..charts.words import span, twin_worlds
    from ..experiments.ablation import lay_out

    cells = len(asked["policies"]) if kind == "compare" else len(lay_out(office, asked["policy"], False, asked["overrides"])[1])
    members = len(kept.values)
    return words["start"].format(
        runs=members * cells * asked["replicates"],
        members=members,
        cells=cells,
        what=words["what"][kind],
        worlds=twin_worlds(asked["replicates"], asked["lang"]),
        span=span(asked["years"], asked["lang"]),
    )


def _found(kind, asked, kept, workers, policies):
    """Run it: what each member gave, and the conclusions."""
    from ..charts.ensemble_words import WORDS
    from ..experiments.calibration import ensemble as job
    from ..experiments.parallel import WorkersDied

    words, lang, office = WORDS[asked["lang"]], asked["lang"], str(kept.folder / "office.toml")
    shared = (asked["years"], asked["replicates"], asked["seed"], asked["overrides"], workers)
    _remark(kind, asked, office, policies)
    try:
        with bar(words["runs"]) as progress:
            click.echo(_start(kind, asked, kept, office, words), err=True)
            if kind == "compare":
                found = job.compare_over(kept, office, policies, *shared, progress, asked["engine"])
                return found, _policies(job, found, kept, lang)
            found = job.ablate_over(kept, office, asked["policy"], *shared, progress, asked["engine"])
            return found, _mechanisms(job, found, kept, lang)
    except WorkersDied as error:
        raise RunFailed(str(error)) from None


def _remark(kind, asked, office, policies):
    """Say what is probably not meant of the office of the ensemble, and of each policy laid over it."""
    from ..experiments.compare import working_days
    from ..scenario import load

    laid = [load(office, policy, asked["overrides"]) for policy in (None, *(policies if kind == "compare" else filter(None, [asked["policy"]])))]
    remark([(scenario.policy or scenario.name, scenario) for scenario in laid], working_days(laid[0], asked["years"]), asked["lang"], asked["overrides"])


def _policies(job, found, kept, lang):
    """The conclusions on every two policies that are told of: each against the first."""
    titles = {arm.name: arm.title(lang) for arm in found[0].arms}
    tables = [one.against(one.baseline) for one in found]
    table = job.conclusions(tables, kept.weight, "difference", ("policy", "against", "outcome"))
    return table.assign(who=table.policy.map(titles), whom=table.against.map(titles))


def _mechanisms(job, found, kept, lang):
    """The conclusions on each mechanism."""
    from ..charts.ablation_words import title

    table = job.conclusions([one.contributions for one in found], kept.weight, "contribution", ("mechanism", "outcome"))
    return table.assign(who=[title(name, lang) for name in table.mechanism], whom="")


def _contents(kind, found, kept, table, job):
    """The tables to write: what holds, what each member gave, and which members these are."""
    import pandas as pd

    from ..experiments.ablation import CONTRIBUTIONS
    from ..experiments.paired import COLUMNS
    from ..measures.outcomes import dictionary

    by_member = pd.concat(
        [(one.differences if kind == "compare" else one.contributions).assign(member=member) for member, one in enumerate(found)], ignore_index=True
    )
    told = terms({"conclusions": job.CONCLUSIONS, "by_member": COLUMNS if kind == "compare" else CONTRIBUTIONS})
    return {
        "conclusions.csv": csv(table),
        "by_member.csv": csv(by_member),
        "members.csv": csv(kept.values.assign(weight=kept.weight)),
        "data_dictionary.csv": csv(pd.DataFrame(dictionary() + told)),
    }


def _facts(asked, kept, members, facts):
    """What the page says of where it comes from."""
    from ..charts.ensemble_words import WORDS

    words = WORDS[asked["lang"]]
    told = (
        facts["command"],
        made_with(asked["engine"]),
        f"{kept.manifest['study']} {kept.manifest['digest'][:12]}",
        ", ".join(asked["overrides"]) or words["none"],
        f"{asked['seed']} – {asked['seed'] + members * asked['replicates'] - 1}",
    )
    return list(zip(words["facts"], told))


def _tell(told, ensemble, out, files, lang, as_json):
    """Print the answer, or one JSON object."""
    from ..charts.ensemble_report import answer

    if as_json:
        put(
            {
                "ensemble": str(ensemble),
                "members": told.members,
                "replicates": told.replicates,
                "answer": answer(told, lang),
                "conclusions": rows(told.table.drop(columns=["who", "whom"])),
                "out": str(out),
                "files": list(files),
            }
        )
        return
    paragraphs(answer(told, lang))
    written(out, files, lang)


def _command(kind, asked, ensemble, members):
    """The command that gives the same again."""
    words = [
        "guichet",
        kind,
        "--ensemble",
        str(ensemble),
        "--members",
        str(members),
        "--years",
        f"{asked['years']:g}",
        "--replicates",
        str(asked["replicates"]),
        "--seed",
        str(asked["seed"]),
        "--engine",
        asked["engine"],
        "--lang",
        asked["lang"],
    ]
    words += ["--policies", ",".join(asked["policies"])] if kind == "compare" else ["--policy", asked["policy"]] if asked["policy"] else []
    return shlex.join(words + [word for value in asked["overrides"] for word in ("--set", value)] + ["--no-report"] * asked["no_report"])
