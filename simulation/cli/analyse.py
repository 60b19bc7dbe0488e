"""``guichet analyse``: what a folder of results tells, as its design allows: tables and a page."""

import shlex
import time
from datetime import datetime
from pathlib import Path

import click

from ..experiments import DEFAULT_EPS
from . import BadInput
from .folder import bar, csv, place, rows, terms, with_manifest, write, written
from .options import put, with_json, with_lang


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@click.option("--outcomes", metavar="A,B,…", help="Outcomes to analyse, or all.  [default: the main ones of those kept]")
@click.option("--eps", type=float, default=DEFAULT_EPS, show_default=True, help="How far a coefficient of variation may still move for replicates to be enough.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder to make for tables and page.  [default: results/analysis-STUDY-…]")
@with_lang("the answer and the page")
@click.option("--no-report", is_flag=True, help="Write no report.html.")
@with_json
def analyse(folder, outcomes, eps, out, lang, no_report, as_json):
    """Analyse FOLDER, the results of a study, also while the study is running.

    Saltelli designs give Sobol indices, Morris designs elementary effects, one at a time a tornado, any other design main effects and
    interactions; two axes that are crossed, under two policies, a map of where which does better. All say whether the replicates are enough.
    """
    import pandas as pd

    from ..experiments.analysis import results as job
    from ..experiments.analysis.columns import COLUMNS
    from ..experiments.analysis.measured import AnalysisError

    started, clock = datetime.now().astimezone(), time.monotonic()
    asked = [name.strip() for name in (outcomes or "").split(",") if name.strip()]
    try:
        read = job.read(folder, asked)
        out = place(out, f"analysis-{read.name}", started)
        with bar("outcomes") as progress:
            progress(0, 1)
            found = job.analyse(read, eps, lambda done, total: progress(done / total, 1))
    except AnalysisError as error:
        raise BadInput(str(error)) from None
    command = shlex.join(["guichet", "analyse", str(folder), *(["--outcomes", outcomes] if outcomes else []), "--eps", f"{eps:g}", "--lang", lang,
                          *["--no-report"] * no_report])
    tables = found.tables | {"notes": found.notes}
    files = {f"{name}.csv": csv(table) for name, table in tables.items()}
    files["data_dictionary.csv"] = csv(pd.DataFrame(terms({name: COLUMNS[name] for name in tables})))
    from ..charts.analysis_report import report
    from ..charts.analysis_words import WORDS
    if not no_report:
        files["report.html"] = report(found, lang, [(WORDS[lang]["command"], command)], started)
    facts = {"command": command, "started": started, "seconds": round(time.monotonic() - clock, 1), "workers": 1}
    files = with_manifest("guichet analyse", facts, None, files, {"study": read.manifest})
    write(out, files)
    if as_json:
        put({"study": read.name, "design": read.kind, "axes": list(read.axes), "policies": list(read.policies), "outcomes": list(read.outcomes),
             "runs": len(read.rows), "failed": read.failed, "tables": {name: rows(table) for name, table in found.tables.items()}, "notes": rows(found.notes),
             "out": str(out), "files": list(files)})
        return
    _tell(found, out, files, lang)


def _tell(found, out, files, lang):
    """Say what was analysed, what could not be said, and where the tables are."""
    from ..charts.analysis_report import notes_told, weights_told
    from ..charts.analysis_words import WORDS
    from ..charts.words import DESIGNS, number
    words, read = WORDS[lang]["command_line"], found.results
    click.echo(words["read"].format(name=read.name, kind=DESIGNS[lang].get(read.kind, read.kind), points=number(len(read.design), lang),
                                    runs=number(len(read.rows), lang), axes=", ".join(read.axes),
                                    failed=words["failed"].format(n=number(read.failed, lang)) if read.failed else ""))
    for line in weights_told(found, lang):
        click.echo(line)
    for title, policies, why in notes_told(found, lang):
        click.echo(words["note"].format(title=f"{title} ({policies})" if policies else title, why=why))
    written(out, files, lang)
