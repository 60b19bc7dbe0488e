"""Folders that commands other than a sweep have written, as plain data: maps of `guichet when`, patterns and rival theories, ensembles, comparisons, any tables."""

import io
import math
from pathlib import Path

import pandas as pd

from ...charts.ablation_words import MECHANISMS
from ...charts.when_words import WORDS as WHEN_WORDS
from ...measures.outcomes import MAIN
from ...measures.story_words import LANGUAGES
from ...measures.units import unit_in
from ...scenario import DEFAULTS, PARAMETERS, Change, ScenarioError, Values
from ...scenario.load import policies
from . import folders, runs
from .folders import Folder, Trouble, held, manifest
from .study import EXACT, column, finite, table, told_outcome, told_unit

MOST_ROWS, MOST_COLUMNS = 20_000, 1000
"""Rows of a table that a page is given, and columns that a table may have."""

MOST_POINTS = 3000
"""Points of maps of which a run is offered: no page gets rows of more."""

MOST_CELLS = 200
"""Rows of a table of an unknown kind that are shown."""


def report(folder: Folder) -> dict:
    """What such a folder holds. Raises Trouble."""
    made = {folders.WHEN: when, folders.PATTERNS: patterns, folders.ENSEMBLE: ensemble, folders.COMPARISON: comparison, folders.TABLES: tables}[folder.kind](folder)
    told = manifest(folder)
    facts = {"command": folders.command_told(told.get("command")), "started": told.get("started"), "version": (told.get("versions") or {}).get("guichet")}
    return {"kind": folder.kind, "name": folder.name, "facts": facts} | made


def csv(folder: Folder, name: str, needed=()) -> pd.DataFrame:
    """A CSV table, its numbers to the last bit whatever the version of pandas. Raises Trouble where it is none, lacks a column, or is too large."""
    text = held(folder, name)
    columns = text.partition(b"\n")[0].count(b",") + 1
    if columns > MOST_COLUMNS:
        raise Trouble("unreadable", why=f"{name}: {columns:,} > {MOST_COLUMNS:,}")
    try:
        found = pd.read_csv(io.BytesIO(text), dtype=str, keep_default_na=False, nrows=MOST_ROWS + 1)
    except (ValueError, UnicodeError, OSError) as error:
        raise Trouble("unreadable", why=f"{name}: {error}") from None
    lacking = [column for column in needed if column not in found.columns]
    if lacking:
        raise Trouble("unreadable", why=f"{name}: {lacking[0]} ?")
    if len(found) > MOST_ROWS:
        raise Trouble("rows", name=name, most=MOST_ROWS)
    return found.apply(_typed)


def _typed(texts):
    """A column of texts as yes and no, whole numbers, numbers, or else as it is; empty where nothing is said."""
    said = [text for text in texts if text]
    for kind in ({"True": True, "False": False}.__getitem__, int, float):
        try:
            read = [kind(text) for text in said]
        except (KeyError, ValueError):
            continue
        if all(isinstance(one, bool) or abs(one) < EXACT or kind is float for one in read):
            given = iter(read)
            return pd.Series([next(given) if text else None for text in texts], texts.index, dtype=None if len(read) == len(texts) else float if kind in (int, float) else object)
    return pd.Series([text or None for text in texts], texts.index, dtype=object)


# --- guichet when -----------------------------------------------------------------------------------------------------------


def when(folder):
    """Maps, mechanisms, regret and costs, with a run of the first member at each point."""
    maps = csv(folder, "maps.csv", ("map", "across", "x", "up", "y", "outcome", "difference", "low", "high", "zone", "why"))
    rest = {name: table(csv(folder, f"{name}.csv")) for name in ("mechanisms", "regret", "costs") if f"{name}.csv" in folder.files}
    return {"title": [WHEN_WORDS[lang]["title"] for lang in LANGUAGES], "tables": {"maps": table(maps.assign(at=_place(maps), why=maps.why.fillna(""))), **rest}, "outcomes": [told_outcome(outcome.key) for outcome in MAIN],
            "policies": {one.name: [one.title_en, one.title_fr] for one in policies()}, "mechanisms": {key: list(pair) for key, pair in MECHANISMS.items()},
            "words": [WHEN_WORDS[lang] for lang in LANGUAGES], "runs": _when_runs(folder, maps), "about": {key: value for key, value in manifest(folder).items() if key in ("members", "replicates", "years", "seed", "ensemble")}}


def _when_runs(folder, maps):
    """Of each point of the maps, in order: both arms as sides and the seed, of the first member in its first world; none where the ensemble is not beside it."""
    from ...experiments import when as job
    told = manifest(folder)
    if told.get("set_by_hand"):
        return {}
    try:
        group = _members(job, folder, told)
        if group is None:
            return {}
        found = {}
        drawn = [part for part in dict.fromkeys(maps["map"]) if part in job.MAPS]
        if len(drawn) * int(told["grid"]) ** 2 > MOST_POINTS:
            return {}
        for part in drawn:
            points = job.settings(part, int(told["grid"]))
            for point, arms in zip(points, job.scenarios(group, 0, part, points)):
                sides = [runs.side(one.values, one.changes, "social_agency", arm) for arm, one in zip(job.ARMS, arms)]
                found[f"{part} {point.label[0]} {point.label[1]}"] = {"sides": sides, "seed": int(told["seed"]), "years": float(told["years"])}
        return found
    except (ScenarioError, KeyError, TypeError, ValueError, OSError):
        return {}


def _place(maps):
    """What a point of a map is known by."""
    return [f"{row[0]} {row[1]} {row[2]}" for row in zip(maps["map"], maps.x.astype(float), maps.y.astype(float))]


def _members(job, folder, told):
    """The parameter sets of the maps: the ensemble that lies beside the folder and has the digest, or none."""
    if told.get("ensemble_digest") is None:
        return job.members(job.DEFAULTS) if told.get("ensemble") in (None, job.DEFAULTS) else None
    for near in (folder.path.parent, Path(job.REFERENCE).parent):
        for path in sorted(near.glob(f"*/{job.kept.MANIFEST}"))[:100]:
            beside = folders.only(path.parent) if not path.is_symlink() and path.is_file() else None
            if beside and beside.kind == folders.ENSEMBLE and manifest(beside).get("digest") == told["ensemble_digest"]:
                return job.members(beside.path, int(told["members"]))
    return None


# --- patterns ---------------------------------------------------------------------------------------------------------------

COLUMNS = ("arm", "pattern", "title", "use", "finding", "unit", "value", "error", "low", "high", "holds", "close", "source")


def patterns(folder):
    """The pattern report, and rival theories where they were examined; further tables by name."""
    from ...charts.patterns_report import WORDS
    from ...experiments.patterns import BY_KEY, THEORIES
    named = [name for name in ("patterns.csv", "theories.csv") if name in folder.files]
    made = {}
    for name in named:
        found = csv(folder, name, COLUMNS).fillna({"arm": "", "title": "", "finding": "", "unit": "", "source": ""})
        french = found.finding_fr.fillna(found.finding) if "finding_fr" in found else found.finding  # files of before have none
        made[name.removesuffix(".csv")] = table(found.assign(holds=_told(found.holds), close=_told(found.close), finding_fr=french, unit_fr=[unit_in(unit, "fr") for unit in found.unit]))
    titles = {key: [pattern.title(lang) for lang in LANGUAGES] for key, pattern in BY_KEY.items()}
    theories = {one.key: {"title": [one.title_en, one.title_fr], "meaning": [one.meaning_en, one.meaning_fr]} for one in THEORIES}
    return {"title": [WORDS[lang]["title"] for lang in LANGUAGES], "tables": made, "patterns": titles, "theories": theories, "words": [WORDS[lang] for lang in LANGUAGES],
            "others": _others(folder, {*named, "data_dictionary.csv"})}


def _told(values):
    """Yes and no as CSV has them."""
    return values.astype(str).str.lower() == "true"


# --- ensembles --------------------------------------------------------------------------------------------------------------


def ensemble(folder):
    """The members of an ensemble: weight and value of each parameter, the patterns that they were fitted to, and the office that was fitted."""
    from ...experiments.calibration import ensemble as kept
    for name in (kept.TABLE, kept.MANIFEST):
        held(folder, name)
    try:
        found = kept.read(folder.path)
    except ScenarioError as error:
        raise Trouble("unreadable", why="; ".join(f"{problem.allowed} ({problem.hint})" for problem in error.problems)) from None
    about, text = found.manifest, held(folder, "office.toml", folders.LARGEST_TEXT).decode("utf-8") if "office.toml" in folder.files else ""
    base = runs.from_toml(text, str(about.get("office") or ""), "") if text else {"problem": "scenario"}
    keys = list(found.values.columns)
    from ...charts.study_names import axis_title
    return {"title": [str(about.get("study"))] * 2, "base": base, "weight": column(found.weight), "seed": about.get("seed"), "days": about.get("days"), "office": about.get("office"),
            "axes": [{"name": key, "keys": [key], "column": key, "log": False, "title": [axis_title(key, [key], lang) for lang in LANGUAGES], "unit": told_unit(key)} for key in keys],
            "values": {key: column(found.values[key].map(PARAMETERS[key].kind) if key in PARAMETERS else found.values[key]) for key in keys},
            "patterns": [{**told_outcome(str(one.get("measure"))), "value": finite(one.get("value", math.nan)), "error": finite(one.get("error", math.nan)), "source": str(one.get("source", ""))}
                         for one in about.get("patterns", ())[:100]]}


# --- comparisons ------------------------------------------------------------------------------------------------------------


def comparison(folder):
    """Policies side by side: every run, and the paired differences as the command wrote them."""
    told = manifest(folder)
    rows = csv(folder, "outcomes.csv", ("policy", "twin_world", "seed", "outcome", "value"))
    apart = csv(folder, "differences.csv", ("outcome", "policy", "against", "difference", "low", "high", "verdict"))
    names = [name for name in told.get("policies") or dict.fromkeys(rows.policy) if isinstance(name, str)]
    rows = rows[rows.policy.isin(names)].assign(point=rows.policy.map({name: at for at, name in enumerate(names)}))
    keys = list(dict.fromkeys(rows.outcome))
    if len(keys) > MOST_COLUMNS:  # each is a column for every run
        raise Trouble("unreadable", why=f"outcomes.csv: {len(keys):,} > {MOST_COLUMNS:,}")
    wide = rows.pivot(index=["twin_world", "point", "seed"], columns="outcome", values="value").sort_index().reindex(columns=keys).reset_index()
    return {"title": [folder.name] * 2, "policies": [_arm(told, name) for name in names], "outcomes": [told_outcome(str(key)) for key in keys],
            "points": {"point": list(range(len(names))), "sample": [0] * len(names), "policy": names, "values": {}}, "axes": [], "keys": [],
            "runs": {"point": column(wide.point), "replicate": column(wide.twin_world), "seed": column(wide.seed), "values": {key: column(wide[key]) for key in keys}},
            "tables": {"differences": table(apart)}, "days": told.get("days"), "office": told.get("office")}


def _arm(told, name):
    """A policy of a comparison, with its scenario as a side."""
    held = (told.get("scenarios") or {}).get(name) or {}
    known = {one.name: [one.title_en, one.title_fr] for one in policies()}
    try:
        values = {**DEFAULTS, **{key: PARAMETERS[key].kind(value) for key, value in held["values"].items()}}
        changes = [Change(int(one["day"]), Values({key: PARAMETERS[key].kind(value) for key, value in (one.get("set") or {}).items()}), one.get("action"), float(one.get("amount") or 0.0),
                          one.get("situation")) for one in held.get("changes") or ()]
        base = runs.side(values, changes, str(told.get("office") or ""), name)
    except (KeyError, TypeError, ValueError, AttributeError):
        base = {"problem": "scenario"}
    return {"name": name, "title": known.get(name) or [str(held.get("title_en") or name), str(held.get("title_fr") or held.get("title_en") or name)], "base": base}


# --- anything else ----------------------------------------------------------------------------------------------------------


def tables(folder):
    """Tables of an unknown kind, as they are."""
    return {"title": [folder.name] * 2, "others": _others(folder, {"data_dictionary.csv"})}


def _others(folder, but):
    """The beginnings of further tables, by name."""
    made = {}
    for name in sorted(folder.files):
        if name.endswith(".csv") and name not in but and len(made) < 12:
            found = csv(folder, name)
            made[name] = {"rows": len(found), "table": table(found.head(MOST_CELLS))}
    return made
