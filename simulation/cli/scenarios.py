"""The commands about scenario files: ``scenarios``, ``check``, ``explain``, ``schema``."""

import json
from pathlib import Path

import click

from ..scenario import GROUPS, PARAMETERS, ScenarioError, check_file, is_study, load, offices, policies, studies
from ..scenario import explain as told
from ..scenario.remarks import remarks
from ..scenario.schema import schema as make_schema
from ..scenario.write import replace_file
from . import problems_told, remarked
from .options import put, with_json, with_lang


@click.command()
@with_json
def scenarios(as_json):
    """List the offices, policies and studies that are shipped."""
    listed = {"offices": offices(), "policies": policies(), "studies": studies()}
    if as_json:
        put({kind: [one._asdict() for one in named] for kind, named in listed.items()})
        return
    for kind, named in listed.items():
        click.echo(f"{kind.capitalize()}:")
        for one in named:
            click.echo(f"  {one.name:24}{one.title_en} / {one.title_fr}")


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@with_lang("what is said")
@with_json
@click.pass_context
def check(ctx, files, lang, as_json):
    """Check files of offices, policies and studies by path or shipped name. All problems are listed; the exit code is 2 if there are any."""
    found = [_checked(file) for file in files]
    if as_json:
        put({"files": [one | {"problems": [problem.as_dict() for problem in one["problems"]]} for one in found]})
    else:
        for one in found:
            if one["ok"]:
                click.echo(_good(one, lang))
                remarked(one["file"], one["remarks"], lang)
            else:
                click.echo(problems_told(one["problems"], lang == "fr"), err=True)
    if not all(one["ok"] for one in found):
        ctx.exit(2)


GOOD = {
    "en": {"good": "{file}: good; {kind} {name}, {what}", "office": "office", "policy": "policy", "study": "study", "runs": "{points} points, {runs} runs",
           "most": "at most {points} points, {runs} runs", "settings": ("{n} setting", "{n} settings"), "changes": ("{n} dated change", "{n} dated changes")},
    "fr": {"good": "{file} : bon ; {kind} {name}, {what}", "office": "service", "policy": "politique", "study": "étude", "runs": "{points} points, {runs} simulations",
           "most": "au plus {points} points, {runs} simulations", "settings": ("{n} réglage", "{n} réglages"), "changes": ("{n} changement daté", "{n} changements datés")},
}
"""What is said of a good file."""


def _good(one, lang):
    """A line on a file without problems."""
    from ..charts.words import number
    words = GOOD[lang]
    if one["kind"] == "study":
        what = words["most" if one["fitted"] else "runs"].format(points=number(one["points"], lang), runs=number(one["runs"], lang))
    else:
        what = ", ".join(words[name][one[name] > 1 or (lang == "en" and not one[name])].format(n=one[name]) for name in ("settings", "changes"))
    return words["good"].format(file=one["file"], kind=words[one["kind"]], name=one["name"], what=what)


def _checked(file):
    """What there is to say of one file."""
    try:
        if is_study(file):
            from ..experiments.calibration.form import is_calibration, read_calibration
            from ..experiments.study_read import read_study
            fitted = is_calibration(file)
            study = read_calibration(file) if fitted else read_study(file)
            points = study.options.budget if fitted else study.points
            return {"file": file, "ok": True, "kind": "study", "name": study.name, "fitted": fitted, "points": points,
                    "runs": points * study.replicates, "problems": [],
                    "remarks": [remark for base in study.bases for remark in remarks(base, study.days, axes=study.keys)]}
        document = check_file(file)
    except ScenarioError as error:
        return {"file": file, "ok": False, "problems": error.problems}
    return {"file": document.file, "ok": True, "kind": document.kind, "name": document.head.name, "settings": len(document.values),
            "changes": len(document.changes), "problems": [], "remarks": remarks(load(file)) if document.kind == "office" else []}


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY...]")
@with_json
def explain(keys, as_json):
    """Explain the setting KEY: meaning in English and French, unit, default, bounds, source, what was published on it, grade, and who sets it.

    KEY may also be that of an outcome. Without KEY, list all groups and settings; with a group's name, list its settings. Of several, --json gives a list.
    """
    found = [_explained(key) for key in keys or [None]]
    if as_json:
        put(found[0][0] if len(found) == 1 else [data for data, _ in found])
    else:
        click.echo("\n\n".join(text for _, text in found))


def _explained(key):
    """What is said of a key, a group or (None) all: as data, and as text."""
    if key and key not in GROUPS and key not in PARAMETERS:
        from ..measures.outcomes import dictionary
        outcome = next((row for row in dictionary() if row["table"] == "outcomes" and row["name"] == key), None)
        if outcome:
            return outcome, _outcome_told(outcome)
    if key and key not in GROUPS:
        return told.explain(key), told.explain_text(key)
    groups = {name: group for name, group in told.keys_by_group().items() if key in (None, name)}
    lines = [[f"\n[{name}] {group['title_en']} / {group['title_fr']}", *(f"  {one:38}{PARAMETERS[one].en}" for one in group["keys"])] for name, group in groups.items()]
    return {"groups": groups}, "\n".join(line for group in lines for line in group)


def _outcome_told(outcome):
    """An outcome for reading, in both languages."""
    better = outcome["better"] or "neither: it describes"
    return (f"{outcome['name']} (an outcome)\n\n  EN  {outcome['title_en']}: {outcome['meaning_en']}\n  FR  {outcome['title_fr']} : {outcome['meaning_fr']}\n\n"
            f"  unit    {outcome['unit'] or 'none'}\n  better  {better}")


KINDS = ("office", "policy", "study")


@click.command()
@click.option("--kind", type=click.Choice(KINDS), default=KINDS[0], show_default=True, help="The kind of file whose schema is printed.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Write the schemas of all kinds into this folder.")
@with_json
def schema(kind, out, as_json):
    """Print the JSON Schema of an office, a policy or a study file, or write all three into a folder for an editor."""
    if out is None:
        put(_schema(kind))
        return
    paths = {each: out / f"{each}.schema.json" for each in KINDS}
    try:
        out.mkdir(parents=True, exist_ok=True)
        for each, path in paths.items():
            replace_file(path, json.dumps(_schema(each), ensure_ascii=False, indent=2) + "\n")
    except OSError as error:
        raise click.UsageError(f"cannot write into {out}: {error.strerror}; choose another folder") from None
    if as_json:
        put({each: str(path) for each, path in paths.items()})
        return
    for each, path in paths.items():
        click.echo(f"{each}: {path}")


def _schema(kind):
    """The schema of a kind of file."""
    if kind == "study":
        from ..experiments.study_schema import schema as of_study
        return of_study()
    return make_schema(kind)
