"""The page of files of results: which command writes which tables, and what their columns mean, from the declarations that data dictionaries are made from."""

from ..experiments import ablation, docking, patterns, store, when
from ..experiments import run as run_job
from ..experiments.analysis import columns as analysis
from ..experiments.calibration import columns as calibration
from ..experiments.calibration import ensemble
from ..experiments.paired import COLUMNS as DIFFERENCES
from ..experiments.views import job as views
from ..measures import tables as run_tables
from .tables import cell, markdown


def _files(tables):
    """Tables by the name of their file."""
    return {f"{name}.csv": columns for name, columns in tables.items()}


DICTIONARY = "`data_dictionary.csv` says what each column is, `manifest.json` the command, seeds and versions that made the folder, with a digest of each file."

WRITTEN = (
    ("compare", f"`outcomes.csv`: a row for each run and [outcome](outcomes.md), with policy, twin world and seed; `report.html` opens without a network. {DICTIONARY}", _files({"differences": DIFFERENCES})),
    ("compare --ensemble", "`members.csv` holds the parameter sets, `by_member.csv` the differences of each with a column `member`. `ablate --ensemble` writes the same of contributions.",
     _files({"conclusions": ensemble.CONCLUSIONS})),
    ("ablate", "`outcomes.csv` has a row for each run, with what was switched off.", _files({"contributions": ablation.CONTRIBUTIONS, "interactions": ablation.INTERACTIONS})),
    ("views", "`assumptions.csv` holds the constants of the instruments; the facts are told in the data dictionary.", _files({"summary": views.SUMMARY, "estimates": views.ESTIMATES, "practices": views.PRACTICES})),
    ("when", "", _files(when.DICTIONARY)),
    ("dock", "`values.csv` holds the same world by world.", _files({"means": docking.CELLS, "tests": docking.CONTRASTS})),
    ("patterns", "", _files({"patterns": patterns.TABLE})),
    ("calibrate", "`ensemble.parquet` has a further column for each key, `members.csv` these alone (a sweep runs it as a design of the kind `table`); `office.toml` is the office that was fitted; `evaluations/` is a "
     "folder as `guichet sweep` writes it.", {f"{name}.{'parquet' if name == 'ensemble' else 'csv'}": columns for name, columns in calibration.COLUMNS.items()}),
    ("analyse", "Which tables there are follows from the design.", _files(analysis.COLUMNS)),
)
"""Each kind of folder: its command, what is said of it, and its tables."""


def results():
    """The parts of the page."""
    yield "Where files are, and how to read them: [results/](../../../results/README.md). Tables are CSV or Parquet, with a head; what is not defined is empty.\n"
    yield f"## guichet run\n\n`{'`, `'.join(run_job.FILES)}`. The daily table has [a page of its own](daily.md), and so have [kinds of events](events.md).\n"
    for name, fields in run_tables.DECLARED.items():
        if name == "daily":
            continue
        yield f"### {name}.parquet\n\n" + markdown(("column", "type", "unit", "meaning"), [(f"`{f.name}`", f.type, f.unit, cell(f.meaning)) for f in fields])
    yield (f"## guichet sweep\n\n`{store.PART}….parquet`: a row for each run, with a column for each key of each axis ([parameters](parameters.md)) and each [outcome](outcomes.md) that the study keeps; "
           f"`{store.DESIGN}`: a row for each point; `{store.DICTIONARY}`: what each column is; `{store.MANIFEST}`: the study, its scenarios, versions, sessions.\n\n" + _meanings(store.MEANINGS))
    for command, said, tables in WRITTEN:
        yield f"## guichet {command}\n" + f"\n{said}\n" * bool(said)
        for file, columns in tables.items():
            yield f"### {file}\n\n" + _meanings(columns)


def _meanings(columns):
    return markdown(("column", "meaning"), [(f"`{name}`", cell(meaning)) for name, meaning in columns.items()])
