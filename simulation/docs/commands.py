"""The page of commands, made from the commands themselves: what each says with --help, with every argument and option in a table."""

import re

import click

from ..cli import COMMANDS, main
from .tables import cell, markdown


def commands():
    """The parts of the page."""
    yield ("Every command has `--help`. Exit codes: 0 done, 1 a run failed, 2 bad input, 130 interrupted. `guichet --version` tells the version of the program, its commit in a checkout, and what it computes with.\n")
    yield markdown(("command", "what it does"), [(f"[`guichet {name}`](#guichet-{name})", cell(said)) for name, (_, said) in COMMANDS.items()])
    for name in COMMANDS:
        yield told(name, main.get_command(click.Context(main), name))


def told(name, command):
    """A command: its usage, what it says of itself, its arguments and options."""
    places = [param for param in command.params if isinstance(param, click.Argument)]
    options = [param for param in command.params if isinstance(param, click.Option) and not param.hidden]
    usage = " ".join(["guichet", name, *map(_place, places)])
    parts = [f"## guichet {name}\n", f"`{usage}`\n", prose(command.help)]
    if options:
        parts.append(markdown(("option", "value", "default", "what it says"), [(_names(param), _value(param), _default(param), cell(_help(param))) for param in options]))
    return "\n".join(parts)


def prose(text):
    """A help text as paragraphs."""
    paragraphs = re.split(r"\n\s*\n", (text or "").replace("\b", "").strip())
    return "\n".join(" ".join(paragraph.split()) + "\n" for paragraph in paragraphs)


def _place(param):
    """An argument as the usage writes it."""
    name = param.metavar or param.name.upper() + "..." * (param.nargs != 1)
    return name if param.required or name.startswith("[") else f"[{name}]"


def _names(param):
    """The names of an option, those that switch it off after a slash."""
    return ", ".join(f"`{name}`" for name in param.opts) + "".join(f" / `{name}`" for name in param.secondary_opts)


def _value(param):
    """What may be given."""
    if param.is_flag:
        return ""
    kind = param.type
    if isinstance(kind, click.Choice):
        said = " or ".join(f"`{choice}`" for choice in kind.choices)
    elif isinstance(kind, (click.IntRange, click.FloatRange)):
        said = " ".join(filter(None, (param.metavar or "a number", _span(kind))))
    else:
        said = param.metavar or {"path": "a path", "integer": "a whole number", "float": "a number"}.get(kind.name, kind.name)
    return cell(said) + "; may be repeated" * param.multiple


def _span(kind):
    """The bounds of a number."""
    low = "" if kind.min is None else f"{'over' if kind.min_open else 'from'} {kind.min:,}"
    high = "" if kind.max is None or kind.max > 2**62 else f"{'under' if kind.max_open else 'to'} {kind.max:,}"
    return " ".join(filter(None, (low, high)))


def _default(param):
    """The default that an option shows, or tells at the end of its help."""
    written = re.search(r"\[default: (.*)\]\s*$", param.help or "")
    if written:
        return cell(written[1])
    if not param.show_default or param.is_flag and not param.secondary_opts:
        return ""
    value = param.show_default if isinstance(param.show_default, str) else param.default
    if param.is_flag:
        return f"`{(param.opts if value else param.secondary_opts)[0]}`"
    return f"`{','.join(map(str, value)) if isinstance(value, (tuple, list)) else value}`"


def _help(param):
    """The help of an option without the default that stands beside it."""
    return " ".join(re.sub(r"\s*\[default: .*\]\s*$", "", param.help or "").split())
