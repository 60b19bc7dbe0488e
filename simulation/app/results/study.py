"""A study as plain data: its facts, its points with their means, its runs, and the tables that `guichet analyse` makes of it."""

import json
import math

import numpy as np
import pandas as pd
import pyarrow as pa

from ...charts import analysis_words, study_names
from ...charts.words import DESIGNS
from ...experiments import parquet, sources
from ...experiments.analysis import results as job
from ...experiments.analysis.measured import AnalysisError
from ...experiments.analysis.replicates import FEWEST, by_point, enough, spread
from ...measures.outcomes import BY_KEY
from ...measures.story_words import LANGUAGES
from ...measures.units import unit_in
from ...scenario import PARAMETERS
from . import runs
from .folders import STUDY, Folder, Trouble, command_told, whole

MOST_ANALYSED = 400_000
"""Runs above which a page would wait too long; `guichet analyse` takes more."""

MOST_POINTS, MOST_RUNS = 4000, 20_000
"""Points and runs that a page is given; of more, some that lie evenly among them."""

MOST_FAILURES, LONGEST_MESSAGE = 100, 500
EXACT = 2**53
"""Whole numbers below are exact on a page."""


def study(folder: Folder, outcomes=(), room: int | None = None) -> dict:
    """All that the page shows of a study. outcomes: as `guichet analyse` takes them; room: letters that it may take as JSON, for which fewer points and runs are given. Raises Trouble."""
    found = _analysed(folder, outcomes)
    failures = _failures(folder) if found.results.failed else []
    points, held = (min(most, many) for most, many in ((MOST_POINTS, len(found.results.design)), (MOST_RUNS, len(found.results.rows))))
    while True:
        made = _plain(found, folder.name, failures, points, held)
        if room is None or len(json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")) <= room:
            return made
        if points < 8:
            raise Trouble("room")
        points, held = (points, held // 2) if held > 2 * points else (points // 2, held // 2)


def _plain(found, name, failures, most_points, most_runs):
    """The same with at most so many points and runs."""
    read = found.results
    about = read.manifest["description"]
    points = _thinned(read.design, most_points)
    rows = read.rows[read.rows.point.isin(points.point)]
    held = rows.sort_values(["replicate", "point"]).head(most_runs)  # the first replicates of all points
    keys = [key for key in read.design.columns if key not in job.HEAD]
    return {
        "kind": STUDY, "name": name, "study": str(read.name), "title": [str(read.manifest.get(f"title_{lang}") or read.name) for lang in LANGUAGES],
        "facts": _facts(read), "design": {"kind": read.kind, "title": [DESIGNS[lang].get(read.kind, read.kind) for lang in LANGUAGES]},
        "axes": _axes(read), "keys": keys, "policies": _policies(read), "outcomes": [told_outcome(key) for key in read.outcomes], "kept": [told_outcome(key) for key in about["outcomes"]],
        "points": {name: column(points[name]) for name in ("point", "sample", "policy", "role")} | {"values": {key: column(points[key], _list_of(key)) for key in keys}},
        "means": _means(rows, read.outcomes, points.point.tolist()),
        "runs": {"point": column(held.point), "replicate": column(held.replicate), "seed": _seeds(held.seed), "values": {key: column(held[key]) for key in read.outcomes}},
        "shown": {"points": len(points), "of_points": len(read.design), "runs": len(held), "of_runs": len(read.rows)},
        "tables": {name: table(held) for name, held in found.tables.items() if name != "replicates"}, "enough": _enough(found), "eps": found.eps, "fewest": FEWEST,
        "notes": _notes(found), "failures": failures,
        "words": [analysis_words.WORDS[lang] for lang in LANGUAGES],
    }


def _analysed(folder, outcomes, tries=3):
    """The analysis; a folder that a sweep is writing may change while it is read, then it is read again."""
    for attempt in range(tries):
        whole(folder)
        try:
            read = job.read(folder.path, outcomes)
            if len(read.rows) > MOST_ANALYSED:
                raise Trouble("runs", n=len(read.rows), most=MOST_ANALYSED, folder=folder.name)
            return job.analyse(read)
        except job.NoRuns:
            raise Trouble("no_runs", folder=folder.name) from None
        except job.OfCalibration:
            raise Trouble("calibration", folder=folder.name) from None
        except AnalysisError as error:
            gone = isinstance(error.__context__, FileNotFoundError) and attempt + 1 < tries
            if not gone:
                raise Trouble("unreadable", why=str(error).replace(f"{folder.path}", folder.name)) from None


def _facts(read):
    """What the manifest says, and how far the sweep is."""
    told, sessions = read.manifest, read.manifest.get("sessions") or [{}]
    about = told["description"]
    return {"office": told.get("office"), "days": about["days"], "runs": told.get("runs"), "points": len(read.design), "replicates": told.get("replicates"), "done": len(read.rows) + read.failed,
            "failed": read.failed, "seeds": about.get("seeds"), "first_seed": str(about.get("seed")), "command": command_told(sessions[-1].get("command")),
            "started": sessions[0].get("started"), "version": (sessions[-1].get("versions") or {}).get("guichet"), "same_program": not sources.changed(told.get("sources") or {})}


def _axes(read):
    """Each axis: its name, title, keys, the column that stands for it, unit, whether it is logarithmic."""
    return [{"name": name, "title": [study_names.axis_title(name, keys, lang) for lang in LANGUAGES], "keys": keys, "column": read.axes[name], "log": read.axes[name] in read.log,
             "unit": told_unit(keys[0])} for name, keys in study_names.keys_of(read).items()]


def told_unit(key):
    """The unit of a parameter in both languages."""
    unit = PARAMETERS[key].unit if key in PARAMETERS else ""
    return [unit_in(unit, lang) for lang in LANGUAGES]


def _policies(read):
    """Each policy: its name, title, and how its scenario is said in an address."""
    titles = [study_names.titles(read, lang) for lang in LANGUAGES]
    laid = {one["policy"] or "": one for one in read.manifest.get("scenarios", ())}
    found = []
    for at, policy in enumerate(read.policies):
        plain = [analysis_words.WORDS[lang]["plain"] for lang in LANGUAGES]
        base = runs.from_toml(str(laid.get(policy, {}).get("toml", "")), read.manifest.get("office") or "", policy)
        found.append({"name": policy, "title": [(titles[i].get(policy) or policy) if policy else plain[i] for i in (0, 1)], "base": base})
    return found


def told_outcome(key):
    """An outcome as pages need it; of one that is not known here, its key."""
    held = BY_KEY.get(key)
    if held is None:
        return {"key": key, "title": [key, key], "unit": ["", ""], "better": None}
    return {"key": key, "title": [held.title(lang) for lang in LANGUAGES], "unit": [held.unit_in(lang) for lang in LANGUAGES], "better": held.better}


def _thinned(design, most):
    """The points, or so many that whole samples lie evenly among them."""
    samples = design["sample"].drop_duplicates()
    if len(design) <= most:
        return design
    each = max(1, math.ceil(len(design) / len(samples)))
    kept = samples.iloc[np.linspace(0, len(samples) - 1, max(1, most // each)).astype(int)]
    return design[design["sample"].isin(kept)]


def _means(rows, outcomes, points):
    """Of each outcome, for each point: how many replicates gave a value, their mean, its standard error."""
    found = {(point, outcome): spread(values) for point, outcome, values in by_point(rows, outcomes)}
    none = spread(np.empty(0))
    told = {outcome: [found.get((point, outcome), none) for point in points] for outcome in outcomes}
    return {outcome: {"n": [one["replicates"] for one in held], "mean": [finite(one["mean"]) for one in held],
                      "error": [finite(one["sd"] / math.sqrt(one["replicates"])) if one["replicates"] > 1 else None for one in held]} for outcome, held in told.items()}


def _enough(found):
    """Of each outcome: points whose coefficient of variation stands still, all points, and the most that one still needs."""
    return [one._asdict() for one in enough(found.tables["replicates"])] if "replicates" in found.tables else []


def _notes(found):
    """What could not be said, in both languages: outcome, sides, why."""
    from ...charts.analysis_report import notes_told
    return [[[title, sides, why] for title, sides, why in notes_told(found, lang)] for lang in LANGUAGES]


def _failures(folder):
    """Runs that broke: point, replicate, seed, where, why."""
    told = []
    for path in sorted(folder.path.glob(job.PARTS)):
        try:
            part = parquet.frame(path, ["point", "replicate", "seed", "stage", "message"])
        except (OSError, pa.ArrowException):
            continue
        for row in part[part.stage.fillna("") != ""].itertuples():
            told.append([int(row.point), int(row.replicate), str(row.seed), str(row.stage)[:80], str(row.message)[:LONGEST_MESSAGE]])
    return sorted(told)[:MOST_FAILURES]


def _seeds(seeds):
    """Seeds as numbers, or as texts where a page could not hold them exactly."""
    return column(seeds) if not len(seeds) or seeds.max() < EXACT else [str(seed) for seed in seeds.tolist()]


# --- plain data -------------------------------------------------------------------------------------------------------------


def _list_of(key):
    """How a cell of a list is read: the design holds lists as texts."""
    return json.loads if key in PARAMETERS and PARAMETERS[key].kind is tuple else None


def column(values, as_read=None) -> list:
    """A column as plain data; what is not there or not finite is null."""
    held = [value.item() if isinstance(value, np.generic) else value for value in pd.Series(values).tolist()]
    held = [None if value is None or value is pd.NA or isinstance(value, float) and not math.isfinite(value) else value for value in held]
    return [as_read(value) if as_read and isinstance(value, str) else value for value in held]


def finite(value):
    """A number as JSON has it."""
    return float(value) if value is not None and math.isfinite(value) else None


def table(frame: pd.DataFrame) -> dict:
    """A table as plain data, column by column."""
    return {str(name): column(frame[name]) for name in frame.columns}
