"""A command, given as in a terminal and run in this process."""

from click.testing import CliRunner, Result

from simulation.cli import main


def guichet(*args) -> Result:
    """What `guichet ARGS` gave: exit code, standard output and standard error."""
    return CliRunner().invoke(main, [str(arg) for arg in args], prog_name="guichet")


def printed(*args) -> str:
    """What `guichet ARGS` printed on standard output; it must go well."""
    told = guichet(*args)
    assert told.exit_code == 0, told.output
    return told.stdout
