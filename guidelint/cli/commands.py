"""Commands that say more: help in sections, and the nearest name for one that is mistyped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

OTHERS = "Other options"


class SuggestingGroup(click.Group):
    """A group that answers a mistyped command with the nearest name."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command in `args`."""
        names = self.list_commands(ctx)
        if args and args[0] not in names and not args[0].startswith("-"):
            from guidelint.suggest import did_you_mean  # noqa: PLC0415 - difflib is for mistakes only

            raise click.UsageError(f'no command is called "{args[0]}"{did_you_mean(args[0], names)}', ctx)
        return super().resolve_command(ctx, args)


class SectionedCommand(click.Command):
    """A command with so many options that its help shows them in `sections`, by the names of parameters."""

    def __init__(self, *args: Any, sections: Mapping[str, Sequence[str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.sections = sections

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options in their sections; those that are in none come last."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = {param.name: record for param in options if (record := param.get_help_record(ctx))}
        listed = {name for names in self.sections.values() for name in names}
        others = [name for name in records if name not in listed]
        for title, names in {**self.sections, OTHERS: others}.items():
            rows = [records[name] for name in names if name in records]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)
