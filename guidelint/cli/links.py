"""``guidelint links``: where links lead and what is known of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guidelint.asking import Asking, asking_for, history_path, service_options
from guidelint.cli.choice import text_or_json
from guidelint.cli.commands import SuggestingGroup
from guidelint.cli.crash import show_crash
from guidelint.cli.network import progress_on, unusable_options
from guidelint.cli.options import (
    UsageProblem,
    configuration_options,
    networks,
    services_for,
    settings_from,
)
from guidelint.cli.output import note, write_lines
from guidelint.cli.pages import site_problems, workspace_for
from guidelint.cli.paths import paths_argument
from guidelint.cli.status import DEFECT, FINDINGS, INTERRUPTED, NETWORK, OK, USAGE
from guidelint.config.errors import ConfigurationError
from guidelint.config.links import LinkSettings
from guidelint.external import ask
from guidelint.occurrences import Occurrence, external_links
from guidelint.report import links as report
from guidelint.report.plain import inert, is_unicode, json_text
from guidelint.source import UnreadableError

if TYPE_CHECKING:
    from guidelint.config.settings import Settings
    from guidelint.external import Answers
    from guidelint.workspace import Workspace

output_format = text_or_json("form")


EPILOG = """\b
Examples:
  guidelint links list docs             # every external link, and where it stands
  guidelint links check https://…       # one link, with all evidence for its verdict
  guidelint links history https://…     # what earlier runs learned about it
"""
LIST_EPILOG = """\b
Examples:
  guidelint links list                           # of the whole site
  guidelint links list --output-format json docs/tides.md
"""
CHECK_EPILOG = """\b
Examples:
  guidelint links check https://example.org/page
  guidelint links check --no-history --timeout 30 https://slow.example.org/
  guidelint links check --archive https://example.org/gone     # with an archived copy, if it is dead

\b
Exit status:
  0  none of the links is dead
  1  one is
"""
SERVICES_EPILOG = """\b
Examples:
  guidelint links services                       # of the whole site
  guidelint links services --output-format json docs
"""
HISTORY_EPILOG = """\b
Examples:
  guidelint links history https://example.org/page
"""


@click.group("links", cls=SuggestingGroup, epilog=EPILOG)
def command() -> None:
    """Show where links lead, ask about some, or look up their past."""


@command.command("list", epilog=LIST_EPILOG)
@paths_argument
@configuration_options
@output_format
def list_command(paths: tuple[Path, ...], presets: tuple[str, ...], config: Path | None, form: str) -> int:
    """Show every external link of the pages, and where it stands. Asks no server."""
    workspace = workspace_for(settings_from(config, presets), paths)
    links, complete = _collect(workspace)
    _print(report.list_data(links) if form == "json" else None, report.list_lines(links))
    if site_problems(workspace):
        return USAGE
    return OK if complete else FINDINGS


@command.command("services", epilog=SERVICES_EPILOG)
@paths_argument
@configuration_options
@output_format
def services_command(
    paths: tuple[Path, ...], presets: tuple[str, ...], config: Path | None, form: str
) -> int:
    """Show which API would be asked about how many links, or why none. Asks no server."""
    from guidelint.links.services.table import rows  # noqa: PLC0415 - as in the history below

    settings = settings_from(config, presets)
    workspace = workspace_for(settings, paths)
    links, complete = _collect(workspace)
    options = service_options(settings.links, {})
    found = {} if options is None else dict(rows(links, options))
    _print(report.services_data(found) if form == "json" else None, report.services_lines(found, len(links)))
    if site_problems(workspace):
        return USAGE
    return OK if complete else FINDINGS


def _collect(workspace: Workspace) -> tuple[dict[str, list[Occurrence]], bool]:
    """Return the external links of all pages, and whether every page could be read."""
    links: dict[str, list[Occurrence]] = {}
    complete = True
    for target in workspace.targets:
        try:
            page = workspace.read(target.path)
        except UnreadableError as error:
            note(f"error: {error}")
            complete = False
            continue
        for url, occurrence in external_links(page, workspace.site(target.path)):
            links.setdefault(url, []).append(occurrence)
    return links, complete


@command.command("check", epilog=CHECK_EPILOG)
@click.argument("urls", nargs=-1, required=True, metavar="URL…")
@configuration_options
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), metavar="S", help="Seconds for a request."
)
@click.option("--max-time", type=click.FloatRange(min=0, min_open=True), metavar="S", help="Seconds for all.")
@click.option(
    "--allow-network",
    multiple=True,
    metavar="CIDR",
    callback=networks,
    help="Allow requests to this private network.",
)
@click.option("--no-history", is_flag=True, help="Neither read nor write what is known of each link.")
@click.option("--archive", is_flag=True, help="Ask a web archive for copies of dead links.")
@click.option("--no-services", is_flag=True, help="Make plain requests only, and ask no API.")
@output_format
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
def check_command(
    *,
    urls: tuple[str, ...],
    presets: tuple[str, ...],
    config: Path | None,
    timeout: float | None,
    max_time: float | None,
    allow_network: tuple[str, ...],
    no_history: bool,
    archive: bool,
    no_services: bool,
    form: str,
    quiet: bool,
) -> int:
    """Ask about each URL and show the verdict with all its evidence.

    Leaves with 1 if one is dead. What the history knows for sure is not asked again: see --no-history.
    """
    options = LinkSettings(
        timeout=timeout,
        max_time=max_time,
        allow_network=allow_network,
        services=services_for(switched_off=no_services),
    )
    settings = settings_from(config, presets, links=options)
    asking = _asking(settings, history=not no_history, archive=archive)
    places: dict[str, Sequence[Occurrence]] = dict.fromkeys(urls, ())
    with progress_on(sys.stderr, quiet=quiet) as on_progress, unusable_options():
        answers = ask(places, asking, on_progress)
    for warning in answers.warnings:
        note(f"warning: {warning}")
    _print(report.check_data(answers.links) if form == "json" else None, report.check_lines(answers.links))
    return _status(answers)


def _asking(settings: Settings, *, history: bool, archive: bool) -> Asking:
    try:
        return asking_for(settings, os.environ, history=history, archive=archive)
    except ConfigurationError as error:
        raise UsageProblem(str(error)) from error


def _status(answers: Answers) -> int:
    for address, trace in answers.defects[:1]:
        show_crash(sys.argv[1:], trace, address)
    if answers.network_down:
        note(f"error: {answers.network_down}")
    if answers.interrupted:
        return INTERRUPTED
    if answers.defects:
        return DEFECT
    if any(link.result.verdict.value == "dead" for link in answers.links):
        return FINDINGS
    return NETWORK if answers.network_down else OK


@command.command("history", epilog=HISTORY_EPILOG)
@click.argument("url")
@configuration_options
@output_format
def history_command(url: str, presets: tuple[str, ...], config: Path | None, form: str) -> int:
    """Show what earlier runs learned about URL, the newest first. Asks no server."""
    from guidelint.links.history import History  # noqa: PLC0415 - SQLite is imported when it is needed
    from guidelint.links.urls import MalformedUrlError, Target, mask, read  # noqa: PLC0415

    settings = settings_from(config, presets)
    try:
        path = history_path(settings)
        target = read(url)
    except ConfigurationError as error:
        raise UsageProblem(str(error)) from error
    except MalformedUrlError as error:
        raise UsageProblem(f'"{mask(url)}" is no address: {error}') from error
    if not isinstance(target, Target):
        raise UsageProblem(f'"{url}" is never asked for: {target.reason}')
    if path is None:
        raise UsageProblem("there is no home directory to keep a history in; set XDG_CACHE_HOME")
    if not path.is_file():
        raise UsageProblem(f'there is no history yet: "{path}" does not exist')
    with closing(History.open(path)) as history:
        record, episodes = history.recall(target.record_key), history.episodes(target.record_key)
        for warning in history.warnings:
            note(f"warning: {inert(warning)}")
    past = record.past() if record else None
    shown = mask(url)
    _print(
        report.history_data(shown, past, episodes) if form == "json" else None,
        report.history_lines(shown, past, episodes),
    )
    return OK


def _print(data: object, lines: Sequence[str]) -> None:
    """Write `data` as JSON, else `lines`, to standard output."""
    if data is None:
        write_lines(lines, sys.stdout, colour=False)
    else:
        write_lines([json_text(data, ascii_only=not is_unicode(sys.stdout))], sys.stdout, colour=False)
