"""Options that several commands share, and what they make of the configuration."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from guidelint.checks.registry import ALL_FAMILIES
from guidelint.cli.status import USAGE
from guidelint.config.errors import ConfigurationError
from guidelint.config.layer import Layer
from guidelint.config.link_services import EVERY, ServiceSettings
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


def complete_rules(_context: click.Context, _parameter: click.Parameter, start: str) -> list[str]:
    """Complete the name of a rule or a family in a shell, the last one of several with commas."""
    before, comma, last = start.rpartition(",")
    names = [*rule_names(), *ALL_FAMILIES]
    return [f"{before}{comma}{name}" for name in names if name.startswith(last)]


def complete_presets(_context: click.Context, _parameter: click.Parameter, start: str) -> list[str]:
    """Complete the name of a preset in a shell."""
    return [name for name in preset_names() if name.startswith(start)]


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


def services_for(*, switched_off: bool) -> tuple[ServiceSettings, ...]:
    """Return what ``--no-services`` says about services."""
    return (ServiceSettings(EVERY, enabled=False),) if switched_off else ()


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    context.meta[f"{__name__}.{parameter.name}"] = value


def _remembered(name: str, default: Any) -> Any:
    context = click.get_current_context(silent=True)
    return context.meta.get(f"{__name__}.{name}", default) if context else default


def isolated() -> bool:
    """Tell whether the command line says that no configuration file is to be read."""
    return bool(_remembered("isolated", default=False))


def configuration_options(command: Decorated) -> Decorated:
    """Add ``--preset``, ``--config``, ``--plugin`` and ``--isolated``.

    The command gets the first two; `settings_from` knows the last two by itself.
    """
    for option in (
        click.option(
            "--isolated",
            is_flag=True,
            expose_value=False,
            callback=_remember,
            help="Read no configuration file.",
        ),
        click.option(
            "--plugin",
            multiple=True,
            metavar="NAME",
            expose_value=False,
            callback=_remember,
            help="Use the rules of an installed plugin.",
        ),
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
    if config and isolated():
        raise UsageProblem("--isolated reads no configuration; leave --config out")

    def overrides(names: Collection[str]) -> Layer:
        selection = Selection(
            select=parse_selectors(select, names) if select else None, ignore=parse_selectors(ignore, names)
        )
        return Layer(selection=selection, links=links or LinkSettings())

    try:
        plugins = _remembered("plugin", default=())
        return load_settings(Path.cwd(), config, presets, overrides, plugins=plugins, isolated=isolated())
    except (ConfigurationError, UnknownSelectorError) as error:
        raise UsageProblem(str(error)) from error
