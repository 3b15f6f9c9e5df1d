"""A choice between words, where a mistyped one is answered with the nearest."""

from __future__ import annotations

from typing import Any

import click

from guidelint.suggest import did_you_mean


class Choice(click.Choice[str]):
    """As `click.Choice`, with a suggestion in the message."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return `value` if it is one of the words."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            hint = did_you_mean(str(value), [str(choice) for choice in self.choices])
            raise click.BadParameter(error.message.rstrip(".") + hint, ctx, param) from error
