"""``guichet story``: the life of a practice, or a person's year, told from the event log of a run."""

import shlex
from pathlib import Path

import click

from . import BadInput
from .options import put, with_json, with_lang

LISTED, LISTED_PEOPLE = 10, 40
"""So many practices and people are listed unless all are asked for."""


@click.command()
@click.argument("run_dir", metavar="RUN_DIR", type=click.Path(path_type=Path))
@click.option("--practice", metavar="NAME",
              help="A practice: its code word (Hulk), kind and number (outburst-12), number, or the beginning of one.")
@click.option("--employee", metavar="NAME", help="A person: first name, number on the payroll, or the beginning of a name.")
@click.option("--year", type=click.IntRange(1), metavar="N", help="With --employee: only that year of the run, from 1.")
@with_lang("the story")
@click.option("--full", is_flag=True, help="Leave nothing out.")
@with_json
def story(run_dir, practice, employee, year, lang, full, as_json):
    """Tell the life of a practice, or a person's year, from the folder that `guichet run` has written.

    Without --practice and --employee, list what there is to tell.
    """
    if practice is not None and employee is not None:
        raise BadInput("--practice and --employee: one story at a time; give one of the two")
    if year is not None and employee is None:
        raise BadInput("--year: belongs to --employee; add --employee NAME")
    run = _read(run_dir)
    try:
        _tell(run, run_dir, practice, employee, year, lang, full, as_json)
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:  # of a log that no run has written, whatever its checksum
        raise BadInput(f"{run_dir}: its log cannot be told ({type(error).__name__}: {error}); make the run again, and report this if it is told again") from error


def _read(run_dir):
    """Read a run."""
    from ..experiments.run import RunFolderError, read

    try:
        return read(run_dir)
    except RunFolderError as error:
        raise BadInput(str(error)) from None


def _tell(run, run_dir, practice, employee, year, lang, full, as_json):
    """Tell what was asked for."""
    from ..measures.story import Log, plain, text

    log = Log(run.tables, run.manifest, lang, full)
    if practice is None and employee is None:
        _list(log, run_dir, as_json)
        return
    told = _practice(log, practice) if practice is not None else _person(log, employee, year)
    put(plain(told)) if as_json else click.echo(text(told, log))


def _practice(log, given):
    from ..measures.story_practice import practice_story

    return practice_story(log, _found(log.find_practice, "--practice", given))


def _person(log, given, year):
    from ..measures.story_person import person_story

    years = -(-log.days // log.year)
    if year is not None and year > years:
        raise BadInput(f"--year: this run has {years} year{'s' if years > 1 else ''} (given {year})")
    return person_story(log, _found(log.find_person, "--employee", given), year)


def _found(find, option, given):
    """Find what a name stands for."""
    from ..measures.story_names import NoSuchName
    from ..scenario.messages import shown

    try:
        return find(given)
    except NoSuchName as error:
        raise BadInput(f"{option}: {shown(given)} {error}") from None


def _list(log, run_dir, as_json):
    """List the practices with most to tell, and the people."""
    practices = log.richest() if log.full else log.richest()[:LISTED]
    if as_json:
        put({"practices": [_practice_facts(log, q) for q in practices], "all_practices": len(log.practices),
             "people": [_person_facts(one) for one in log.people.values()]})
        return
    folder = shlex.quote(str(run_dir))
    click.echo(log.say("list_practices", n=len(practices), all=len(log.practices)))
    click.echo(_table(log.say("cols_practice"), [_practice_row(log, q) for q in practices]))
    if practices:
        click.echo("  " + log.say("how_practice", folder=folder, name=log.practice(practices[0].practice)))
    click.echo("\n" + log.say("list_people"))
    people = list(log.people.values()) if log.full else list(log.people.values())[:LISTED_PEOPLE]
    click.echo(_table(log.say("cols_person"), [_person_row(log, one) for one in people]))
    if len(people) < len(log.people):
        click.echo("  " + log.say("more", n=len(log.people) - len(people)))
    if log.people:
        click.echo("  " + log.say("how_person", folder=folder, name=people[0].name))
    click.echo("\n" + log.say("note"))


def _practice_facts(log, q):
    """Give a practice of the list as plain data."""
    names = log.names[q.practice]
    return {"practice": q.practice, "name": names.en, "name_fr": names.fr, "plain_name": names.plain, "kind": q.kind,
            "inventor": q.inventor, "born": q.born,
            "named": q.named, "died": q.died, "uses": q.uses, "learners": q.learners, "holders": q.holders, "calls": _calls(log, q)}


def _person_facts(one):
    """Give a person of the list as plain data."""
    names = ("person", "name", "channel", "team", "hired", "left", "episodes", "inventions", "learned", "taught", "helped")
    return {name: getattr(one, name) for name in names}


def _calls(log, q):
    return sum(e.event == "call" for e in log.of_practice.get(q.practice, ()))


def _practice_row(log, q):
    from ..measures.story_words import SHORT_FR

    fate = log.say("fate_died", day=q.died + 1) if q.died >= 0 else log.say("fate_alive", n=q.holders)
    kind = SHORT_FR[q.kind] if log.lang == "fr" else q.kind
    return log.practice(q.practice), kind, log.person(q.inventor), log.born(q), q.learners, q.uses, _calls(log, q), fate


def _person_row(log, one):
    from ..measures.story_words import CHANNELS

    first = log.say("start") if one.hired < 0 else log.say("day_n", n=one.hired + 1)
    last = log.say("to_end") if one.left < 0 else log.say("day_n", n=one.left + 1)
    return (one.name, CHANNELS[log.lang][one.channel], log.say("from_to", first=first, last=last), one.episodes, one.inventions,
            one.learned, one.taught, one.helped)


def _table(heads, rows):
    """Lay out a table: texts to the left, numbers to the right."""
    table = [heads.split("|"), *[[f"{cell:,}" if isinstance(cell, int) else cell for cell in row] for row in rows]]
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
    right = [bool(rows) and isinstance(rows[0][i], int) for i in range(len(widths))]

    def laid_out(row):
        return "  " + "  ".join(cell.rjust(w) if r else cell.ljust(w) for cell, w, r in zip(row, widths, right)).rstrip()

    return "\n".join(map(laid_out, table))
