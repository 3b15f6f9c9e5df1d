"""The entry point: which commands there are, and what the process leaves with.

Exit statuses: 0 nothing that fails the run, 1 findings that do, 2 wrong usage or configuration,
3 a defect in guidelint, 4 the network is down and links were asked for, 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from io import StringIO
from pathlib import Path

import click

from guidelint import __version__
from guidelint.cli.commands import SuggestingGroup
from guidelint.cli.status import DEFECT, INTERRUPTED, OK, USAGE
from guidelint.cli.streams import OutputError

COMMANDS = {
    "baseline": "Keep a list of findings that the site lives with for now.",
    "cache": "Show or clear what earlier runs have kept.",
    "check": "Check pages and the links on them.",
    "config": "Show the configuration, and where each value comes from.",
    "explain": "Show the page of the rule book about a rule.",
    "fix": "Pin the headings of a tree of pages.",
    "init": "Write a configuration for this repository.",
    "inspect": "Show what guidelint sees on each page.",
    "links": "Show where links lead, ask about some, or look up their past.",
    "rules": "List the rules.",
    "schema": "Print the JSON Schema of configurations, for editors.",
    "translations": "Show how far each language is, and what to mend first.",
}


EPILOG = """\b
Examples:
  guidelint check                # the whole site, and every external link on it
  guidelint check --offline      # the same without asking any server
  guidelint explain GL502        # what a rule checks, and what to write instead
  guidelint check --help         # all options of a command, with examples

Next: guidelint init  # write a configuration for this repository
"""


class LazyGroup(SuggestingGroup):
    """A group that imports the module of a command only when that command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's interface
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command `cmd_name`, None if there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"guidelint.cli.{cmd_name}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"guidelint.cli.{cmd_name}.command is no command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing one of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EPILOG,
)
@click.version_option(__version__, "-V", "--version", prog_name="guidelint", message="%(prog)s %(version)s")
def cli() -> None:
    """Check Markdown documentation: what is broken on a page, and where."""


def main(arguments: Sequence[str]) -> int:
    """Run the command line `arguments` and return the exit status."""
    try:
        _working_directory()
        status = cli.main(list(arguments), prog_name="guidelint", standalone_mode=False, obj=tuple(arguments))
        _flush()
    except click.ClickException as error:
        _show(error)
        return USAGE
    except OutputError:
        raise
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except Exception:  # noqa: BLE001 - whatever went wrong, the user gets a report and not a traceback alone
        from guidelint.cli.crash import show_crash  # noqa: PLC0415 - for defects only

        show_crash(arguments)
        return DEFECT
    return status if isinstance(status, int) else OK


def _working_directory() -> None:
    try:
        Path.cwd()
    except OSError as error:
        raise click.ClickException(f"the working directory cannot be used: {error.strerror}") from error


def _show(error: click.ClickException) -> None:
    """Write the message of `error` to standard error; what it quotes does nothing there."""
    from guidelint.report.plain import encodable, logged  # noqa: PLC0415 - for mistakes only

    text = StringIO()
    error.show(text)
    for line in text.getvalue().removesuffix("\n").split("\n"):
        click.echo(encodable(logged(line), sys.stderr), err=True)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        if stream and not stream.closed:
            stream.flush()
