"""``guichet import-staff``: from daily figures of a house to patterns for `guichet calibrate`."""

import textwrap
from pathlib import Path

import click

from ..scenario import DEFAULTS
from .folder import PAGE, files_written, for_files, write_files
from .options import put, with_json, with_lang


@click.command("import-staff")
@click.argument("files", nargs=-1, required=True, metavar="FILES.csv...", type=click.Path(path_type=Path))
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="OURS=THEIRS",
    help="What they call one of our columns: date, head_count, absences, leavers, incidents, contacts, team.",
)
@click.option(
    "--mapping", "file", type=click.Path(path_type=Path, dir_okay=False), metavar="MAP.toml", help='The same from a file: ours = "theirs" under [columns].'
)
@click.option("--team", metavar="NAME", help="Take this team only, as an office of its own.  [default: all teams added up]")
@click.option(
    "--days-per-year",
    type=click.IntRange(1, 366),
    default=DEFAULTS["calendar.days_per_year"],
    show_default=True,
    help="Working days a year, as calendar.days_per_year of the office to be calibrated.",
)
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="PATTERNS.csv", help="The patterns to write.")
@click.option(
    "--report",
    "page",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="REPORT.html",
    help="Also write a page: the days, the patterns, what they cannot tell.",
)
@with_lang("the answer and the page")
@with_json
def import_staff(files, mapping, file, team, days_per_year, out, page, lang, as_json):
    """Check daily figures of staff, and make of them patterns with standard errors.

    CSV files with a row a day (or a day and team): date, head_count, and what there is of absences, leavers, incidents, contacts. Groups under five people,
    and columns that name people, are refused. Name the result in a study, under [calibration]: data = "PATTERNS.csv".
    """
    from ..charts.words import significant
    from ..intake import staff as job
    from ..intake.staff_patterns import Made, patterns
    from ..intake.staff_report import lead, remarks, report
    from ..measures.outcomes import measure

    for_files([*files, file] if file else files, (out, (",".join(Made._fields),), "table of patterns"), (page, PAGE, "page"))
    staff = job.read_staff(files, job.read_mapping(mapping, file), team)
    made = patterns(staff, days_per_year)
    texts = {out: _csv(staff, made)} | ({page: report(staff, made, days_per_year, out, lang)} if page else {})
    write_files(texts)
    told = [lead(staff, made, lang), *remarks(staff, made, days_per_year, lang)]
    if as_json:
        put(
            {
                "days": len(staff.days),
                "teams": list(staff.teams),
                "patterns": [one._asdict() for one in made],
                "said": told,
                "written": [str(path) for path in texts],
            }
        )
        return
    click.echo(textwrap.fill(told[0], 100, break_on_hyphens=False) + "\n")
    for one in made:
        click.echo(f"  {one.measure:20} {significant(one.value, lang, 4):>10} ± {significant(one.error, lang, 3):<8} {measure(one.measure).unit_in(lang)}")
    click.echo("\n" + "\n".join(textwrap.fill(line, 100, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False) for line in told[1:]))
    files_written(texts, lang)


def _csv(staff, made):
    """The patterns as a table that a study can name."""
    import pandas as pd

    source = f"{', '.join(staff.names)}, {staff.days.date.iloc[0]:%Y-%m-%d} to {staff.days.date.iloc[-1]:%Y-%m-%d}"
    return pd.DataFrame([one._asdict() | {"source": source} for one in made]).to_csv(index=False, lineterminator="\n")
