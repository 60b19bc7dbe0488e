"""``guichet import-log``: from a log of contacts to an office scenario and a report of the fit."""

from pathlib import Path

import click

from ..rules.order import CHANNELS
from . import BadInput
from .folder import OFFICE, PAGE, files_written, for_files, write_files
from .options import put, with_json, with_lang


@click.command("import-log")
@click.argument("calls", metavar="CALLS.csv[.gz]", type=click.Path(path_type=Path))
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="OURS=THEIRS",
    help="What they call one of our columns (arrival, outcome, queue_seconds, service_seconds; "
    "date, customer, service_start, server), or an outcome: outcome.agent=answered.",
)
@click.option("--channel", type=click.Choice(CHANNELS), default="phone", show_default=True, help="The channel that the contacts came by.")
@click.option("--from", "first", metavar="DATE", help="First date to use (year-month-day).")
@click.option("--to", "last", metavar="DATE", help="Last date to use.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="OFFICE.toml", help="The office to write.")
@click.option("--own-days", "own", type=click.Path(path_type=Path, dir_okay=False), metavar="DAYS.toml",
              help="Also write the office with the demand and staff of each date of the log.")
@click.option("--people", is_flag=True, help="Write the office with the people, breaks and mechanisms of the default office, so that policies can be compared on it; "
              "without it, it is the queue alone.")
@click.option(
    "--report",
    "page",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="REPORT.html",
    help="Also write a report of the fit: one page, works offline.",
)
@click.option(
    "--replicates",
    type=click.IntRange(0, 200),
    default=5,
    show_default=True,
    help="Simulations of the log's own days to put beside it; 0: none.",
)
@with_lang("the answer, the report and the notes in the office")
@with_json
def import_log(calls, mapping, channel, first, last, out, own, people, page, replicates, lang, as_json):
    """Fit an office to a log of contacts, write it as a scenario, and simulate the log's own days beside it.

    The log is a CSV file, one row a contact: when it came, how long it waited for a person, how it ended (agent: served; hang: gave up;
    phantom: ignored) and how long the service took. Customer codes show who calls again; server codes, who works when.
    """
    from ..intake.clean import clean
    from ..intake.fit import fit_log
    from ..intake.mapping import parse_mapping
    from ..intake.office import office, office_name, office_text, with_people
    from ..intake.read import read_log

    for_files([calls], (out, OFFICE, "office"), (own, OFFICE, "office"), (page, PAGE, "page"))
    columns = parse_mapping(mapping)
    log = clean(read_log(calls, columns), columns, calls, first, last)
    fit = fit_log(log)
    scenario, fitted = office(fit, office_name(out), channel)
    comparison = _compare(fit, scenario, channel, replicates, lang, quiet=as_json)
    texts = {out: office_text(with_people(scenario, channel) if people else scenario, fitted, lang)}
    if own:
        from ..intake.own_days import own_days
        from ..scenario.declare import MOST_CHANGES
        own_scenario = own_days(scenario, fit)
        if len(own_scenario.changes) > MOST_CHANGES:
            raise BadInput(f"--own-days: the log has {fit.week.run_days:,} days, and a file holds at most {MOST_CHANGES:,} dated changes, one a day; give a shorter stretch with --from and --to")
        texts[own] = own_scenario.to_toml()
    if page:
        from ..intake.report import report
        texts[page] = report(fit, fitted, comparison, lang)
    write_files(texts)
    found = summary(fit, fitted, comparison) | {"written": [str(path) for path in texts]}
    if as_json:
        put(found)
        return
    click.echo(_told(fit, fitted, comparison, lang))
    files_written(texts, lang)


def _compare(fit, scenario, channel, replicates, lang, quiet):
    """Simulate the log's dates, with a progress bar unless quiet."""
    if not replicates:
        return None
    from tqdm import tqdm

    from ..intake.compare import compare, with_model
    from ..intake.log_words import WORDS
    with tqdm(total=2 * replicates, desc=WORDS[lang]["answer"]["progress"], disable=True if quiet else None, leave=False) as bar:
        return compare(fit, scenario, with_model(channel), replicates, lambda done, total: bar.update(1))


def summary(fit, fitted, comparison) -> dict:
    """What was found, as plain data, in English: times in the units of the parameters, waits in seconds."""
    from ..intake.log_words import WORDS
    from ..intake.remarks import kinds_of_rows
    return {
        "log": {
            "file": fit.log.name,
            "rows": fit.log.rows,
            "contacts": len(fit.contacts),
            "first": f"{fit.week.dates[0]:%Y-%m-%d}",
            "last": f"{fit.week.dates[-1]:%Y-%m-%d}",
            "working_days": len(fit.week.dates),
            "week": list(fit.week.names()),
            "mean_wait_seconds": 60 * fit.mean_wait,
            "share_who_hang_up": fit.gave_up,
            "known_customers_share": fit.known_share,
            "repeats_share": fit.repeats,
        },
        "set_aside": kinds_of_rows(fit.log.set_aside),
        "remarks": kinds_of_rows(fit.log.remarks),
        "outside_hours": fit.outside,
        "fitted": {
            one.key: {
                "value": list(one.value) if isinstance(one.value, tuple) else one.value,
                "standard_error": _number(one.error),
                "from": WORDS["en"]["sources"][one.source],
            }
            for one in fitted
        },
        "comparison": _worlds(comparison) if comparison else None,
    }


def _worlds(comparison):
    """The measures of the log and of each world: mean, and standard deviation from one simulation to another."""
    means, spread = comparison.means(), comparison.spread()
    return {
        world: {name: {"mean": _number(means.loc[world, name]), "sd": _number(spread.loc[world, name])} for name in means.columns}
        for world in means.index
    }


def _number(value):
    """A float that JSON can hold, or None."""
    return float(value) if value is not None and value == value and abs(value) != float("inf") else None


def _told(fit, fitted, comparison, lang):
    """The same for people, in their language."""
    from ..charts.words import date, number, numbers, percent, significant
    from ..intake.log_words import WORDS
    from ..intake.remarks import kinds_of_rows
    words, dates = WORDS[lang]["answer"], fit.week.dates
    contacts = {"rows": number(fit.log.rows, lang), "contacts": number(len(fit.contacts), lang), "days": len(dates)}
    lines = [words["first"].format(**contacts, first=date(dates[0], lang), last=date(dates[-1], lang))]
    kinds = kinds_of_rows({**fit.log.set_aside, **fit.log.remarks, "outside": fit.outside}, lang)
    lines += [f"  {number(count, lang):>7}  {kind}" for kind, count in kinds.items()]
    for one in fitted:
        values = one.value if isinstance(one.value, tuple) else (one.value,)
        shown = words["values"].format(n=len(values)) if len(values) > 12 else numbers(values, lang, 6)
        lines.append(f"  {one.key:28}{shown}{'' if one.error is None else f' ± {significant(one.error, lang, 2)}'}")
    if comparison:
        lines.append("\n" + " " * 18 + "".join(f"{column:>18}" for column in words["columns"]))
        for world, row in comparison.means().iterrows():
            cells = (number(row["contacts"], lang), number(row["wait"], lang, 1), percent(row["gone"], lang, 1))
            lines.append(f"  {WORDS[lang]['worlds'][world]:16}" + "".join(f"{cell:>18}" for cell in cells))
    return "\n".join(lines)
