"""The command line: ``guichet COMMAND``. A command's module is imported only when the command is run.

Exit codes: 0 done, 1 a run failed, 2 bad input, 130 interrupted.
"""

import atexit
import difflib
import errno
import gc
import importlib
import itertools
import sys
from collections import Counter

import click

from .streams import let_go, prepare

COMMANDS = {
    "compare": ("simulation.cli.compare:compare", "Compare policies in twin worlds: the main job."),
    "run": ("simulation.cli.run:run", "Run one office once; write daily tables and the event log."),
    "sweep": ("simulation.cli.sweep:sweep", "Run a study: many runs over a design; stop and resume as you like."),
    "ablate": ("simulation.cli.ablate:ablate", "Switch off each mechanism in turn: what does each contribute?"),
    "views": ("simulation.cli.views:views", "What documents, interviews and an observer see, against what is so."),
    "analyse": ("simulation.cli.analyse:analyse", "What the results of a study tell: sensitivity, maps, replicates."),
    "calibrate": ("simulation.cli.calibrate:calibrate", "Fit parameters to what was observed; keep all sets that fit."),
    "when": ("simulation.cli.when:when", "When does discretion pay? Maps, mechanisms, regret, at equal cost."),
    "patterns": ("simulation.cli.patterns:patterns", "Is what was observed in the world found in the model?"),
    "dock": ("simulation.cli.dock:dock", "Ask the model for relations that other models have shown."),
    "app": ("simulation.cli.app:app", "Pages for managers, teachers and researchers, in a browser."),
    "export": ("simulation.cli.app:export", "The same pages as one HTML file that needs no server."),
    "story": ("simulation.cli.story:story", "Tell the life of a practice, or a person's year, from a run."),
    "scenarios": ("simulation.cli.scenarios:scenarios", "List the offices, policies and studies that are shipped."),
    "check": ("simulation.cli.scenarios:check", "Check scenario files; all problems are listed."),
    "explain": ("simulation.cli.scenarios:explain", "Explain a setting: meaning, unit, bounds, source."),
    "schema": ("simulation.cli.scenarios:schema", "Write the JSON Schema that editors use for scenario files."),
    "import-log": ("simulation.cli.import_log:import_log", "Make an office from a log of contacts."),
    "import-staff": ("simulation.cli.import_staff:import_staff", "Make patterns for `calibrate` from daily figures of staff."),
}
"""Each command: where it is, and its one line of help."""


class RunFailed(click.ClickException):
    """A run did not finish: message on standard error, exit code 1."""

    exit_code = 1


class BadInput(click.ClickException):
    """What was given cannot be used: message on standard error, exit code 2."""

    exit_code = 2

    def show(self, file=None):
        click.echo(self.message, file=file, err=file is None)


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports them when they are run."""

    def list_commands(self, ctx):
        """The names of all commands, in the order of ``COMMANDS``."""
        return list(COMMANDS)

    def get_command(self, ctx, name):
        """Import a command, or None if there is no such command."""
        if name not in COMMANDS:
            return None
        module, _, function = COMMANDS[name][0].partition(":")
        return getattr(importlib.import_module(module), function)

    def resolve_command(self, ctx, args):
        """Find the command asked for; a misspelt one gets the nearest name."""
        if ctx.resilient_parsing:  # a shell asks how a line could go on
            return super().resolve_command(ctx, args)
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            found = difflib.get_close_matches(args[0].lower(), COMMANDS, n=1)
            hint = f"did you mean {found[0]}?" if found else f"commands are {', '.join(COMMANDS)}"
            ctx.fail(f"there is no command {args[0]!r}; {hint}")
        found = super().resolve_command(ctx, args)
        _tell_what_is_twice(ctx, *found)
        return found

    def format_commands(self, ctx, formatter):
        """List the commands for ``--help`` without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (_, said) in COMMANDS.items()])

    def main(self, *args, **settings):
        """Begin: whatever is said can be said."""
        prepare()
        return super().main(*args, **settings)

    def invoke(self, ctx):
        """Run the command; bad input and Ctrl-C end with a message, not a traceback."""
        french = _asks_french([*ctx._protected_args, *ctx.args])
        gc.set_threshold(100_000, 20, 20)  # imports make a million objects that stay: looking through them for garbage,
        atexit.register(gc.freeze)  # also at the end, would take a quarter of a short command's time
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("\nInterrupted. No half-written file was left.", err=True)
            ctx.exit(130)
        except Exception as error:
            if _is_scenario_error(error):
                raise BadInput(problems_told(error.problems, french)) from error
            if isinstance(error, MemoryError):
                raise RunFailed(f"there is not enough memory ({error}); run less at a time, or something smaller") from error
            if isinstance(error, OSError) and error.errno != errno.EPIPE:  # click knows that nobody reads any more
                let_go()
                raise RunFailed(": ".join(map(str, filter(None, (error.filename, error.strerror or error))))) from error
            raise


def _tell_what_is_twice(parent, name, command, args):
    """Say of an option that takes one value and is given twice that the last counts, as command lines have it: nothing is dropped without a word."""
    ctx = command.context_class(command, parent=parent, info_name=name)
    try:
        *_, given = command.make_parser(ctx).parse_args(args=list(args))
    except click.UsageError:  # told where the command itself reads its options
        return
    for option, count in Counter(given).items():
        if isinstance(option, click.Option) and count > 1 and not (option.multiple or option.is_flag or option.count):
            click.echo(f"{option.opts[0]} is given {count} times; it takes one value: the last counts", err=True)


def _is_scenario_error(error):
    """Whether bad input was found, without importing what checks it: if that was not imported, it found nothing."""
    messages = sys.modules.get("simulation.scenario.messages")
    return messages is not None and isinstance(error, messages.ScenarioError)


def _asks_french(args):
    """Whether a command is asked to speak French."""
    return "--lang=fr" in args or any(pair == ("--lang", "fr") for pair in itertools.pairwise(args))


def problems_told(problems, french):
    """What is wrong, a problem a line; in French what can be said so."""
    if french:
        from ..app.texts.problems import in_french
    return "\n".join((french and in_french(problem)) or str(problem) for problem in problems)


def remarked(file, remarks, lang):
    """What is good and probably not meant, on standard error: it is run all the same."""
    from ..app.texts.problems import in_words
    for remark in dict.fromkeys(remarks):
        click.echo(f"{file}: {in_words(remark, lang)}" if lang != "fr" else f"{file} : {in_words(remark, lang)}", err=True)


def remark(scenarios, days, lang, overrides=(), axes=()):
    """Say of a run of so many days what is probably not meant: of the first scenario, then what each other adds to it. scenarios: pairs of name and scenario;
    overrides: what is set by hand; axes: the keys that a study moves."""
    from ..scenario.checks import given_values
    from ..scenario.remarks import remarks
    by_hand = given_values(list(overrides), "--set").values
    (first, told), *others = [(name, remarks(scenario, days, by_hand, axes)) for name, scenario in scenarios]
    remarked(first, told, lang)
    for name, more in others:
        remarked(name, [one for one in more if one not in told], lang)


def _versions(ctx, _, asked):
    """Print what is asked for by ``--version``, and end."""
    if asked and not ctx.resilient_parsing:
        from .version import told
        click.echo(told())
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_versions, help="Show the versions of the program and of what it computes with.")
def main():
    """Simulate a front office: present or discreet management?

    Begin with `guichet compare`. Every command explains itself with --help.
    """
