"""The options that several commands take, and how their data are printed."""

import json

import click

from ..experiments import DEFAULT_ENGINE, ENGINES
from ..measures.story_words import LANGUAGES
from .streams import holds_all_signs

with_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object, nothing else.")
with_engine = click.option("--engine", type=click.Choice(ENGINES), default=DEFAULT_ENGINE, show_default=True,
                           help="The driver: compiled, or the Mesa model, which gives the same figures far more slowly.")


def with_lang(what):
    """The option of the language in which a command answers. what: what is in that language."""
    return click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True, help=f"Language of {what}.")


def put(data) -> None:
    """Print one JSON object on standard output."""
    click.echo(json.dumps(data, ensure_ascii=not holds_all_signs(), indent=2, allow_nan=False))
