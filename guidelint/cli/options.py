"""Options that several commands share, and what they make of the configuration."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from guidelint.cli.status import USAGE
from guidelint.config.errors import ConfigurationError
from guidelint.config.layer import Layer
from guidelint.config.links import LinkSettings
from guidelint.config.load import load_settings
from guidelint.config.selectors import Selection, UnknownSelectorError, parse_selectors
from guidelint.rulebook import preset_names, rule_names

if TYPE_CHECKING:
    from guidelint.config.settings import Settings


class UsageProblem(click.ClickException):
    """A mistake in what the user asked for or configured, where the usage line would not help."""

    exit_code = USAGE


Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def complete_rules(_context: click.Context, _parameter: click.Parameter, start: str) -> list[CompletionItem]:
    """Complete the name of a rule in a shell."""
    return [CompletionItem(name) for name in rule_names() if name.startswith(start)]


def complete_presets(
    _context: click.Context, _parameter: click.Parameter, start: str
) -> list[CompletionItem]:
    """Complete the name of a preset in a shell."""
    return [CompletionItem(name) for name in preset_names() if name.startswith(start)]


def networks(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the networks that the command line names; raise `click.BadParameter` for what is none."""
    for value in values:
        try:
            ipaddress.ip_network(value, strict=False)
        except ValueError as error:
            raise click.BadParameter(str(error)) from error
    return values


def configuration_options(command: Decorated) -> Decorated:
    """Add ``--preset`` and ``--config``."""
    for option in (
        click.option(
            "--preset",
            "presets",
            multiple=True,
            metavar="NAME",
            shell_complete=complete_presets,
            help="Add a preset to the configuration.",
        ),
        click.option(
            "--config",
            "config",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Use this configuration instead of the nearest guidelint.toml or pyproject.toml.",
        ),
    ):
        command = option(command)
    return command


def settings_from(
    config: Path | None,
    presets: Sequence[str],
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    links: LinkSettings | None = None,
) -> Settings:
    """Return the settings that the command line gives; a mistake in them is a usage error."""
    if config and not config.is_file():
        raise UsageProblem(f'the configuration "{config}" does not exist')
    names = rule_names()
    try:
        selection = Selection(
            select=parse_selectors(select, names) if select else None, ignore=parse_selectors(ignore, names)
        )
        return load_settings(
            Path.cwd(), config, presets, Layer(selection=selection, links=links or LinkSettings())
        )
    except (ConfigurationError, UnknownSelectorError) as error:
        raise UsageProblem(str(error)) from error
