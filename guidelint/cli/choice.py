"""A choice between words, where a mistyped one is answered with the nearest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from guidelint.suggest import did_you_mean

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class Choice(click.Choice[str]):
    """As `click.Choice`, with a suggestion in the message."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return `value` if it is one of the words."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            hint = did_you_mean(str(value), [str(choice) for choice in self.choices])
            raise click.BadParameter(error.message.rstrip(".") + hint, ctx, param) from error


color_option = click.option(
    "--color",
    type=Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="When to use colour: auto follows the terminal, NO_COLOR and FORCE_COLOR.",
)


def text_or_json(name: str) -> Callable[[Decorated], Decorated]:
    """Return the option ``--output-format`` of a command with these two formats; it is passed as `name`."""
    return click.option(
        "--output-format",
        name,
        type=Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="For people, or for scripts.",
    )
