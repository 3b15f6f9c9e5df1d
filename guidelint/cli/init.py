"""``guidelint init``."""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guidelint.adopt.files import foreign_settings
from guidelint.adopt.proposal import Proposal, propose, render
from guidelint.adopt.repository import look_at
from guidelint.checks.catalogue import load_rules
from guidelint.cli.banner import first_line
from guidelint.cli.crash import show_crash
from guidelint.cli.init_hook import add_hook
from guidelint.cli.next_step import CHECK, line
from guidelint.cli.options import UsageProblem
from guidelint.cli.output import note, write_lines
from guidelint.cli.pages import site_problems
from guidelint.cli.status import DEFECT, OK
from guidelint.config.errors import ConfigurationError
from guidelint.config.load import find_configuration, settings_of
from guidelint.discovery import repository_top
from guidelint.engine import make_plan
from guidelint.pipeline import check_pages
from guidelint.report.model import plural
from guidelint.site.discover import find_base
from guidelint.workspace import open_workspace

if TYPE_CHECKING:
    from guidelint.config.settings import Settings

FILE_NAME = "guidelint.toml"

Say = Callable[[str], None]


EPILOG = """\b
Examples:
  guidelint init               # write guidelint.toml
  guidelint init --dry-run     # print it
  guidelint init --hook        # let git commit check what it commits
"""


@click.command("init", epilog=EPILOG)
@click.option("--force", is_flag=True, help=f"Replace a {FILE_NAME} that is there.")
@click.option(
    "--stdout", "--dry-run", "preview", is_flag=True, help="Print the configuration; write nothing."
)
@click.option(
    "--hook", is_flag=True, help="Add guidelint to the hooks of pre-commit instead, and install them."
)
def command(*, force: bool, preview: bool, hook: bool) -> int:
    """Write a configuration for this repository.

    What it says comes from the configuration of the site, and from the settings of other link
    checkers: markdown-link-check, lychee, LinkChecker and linkinator, in workflows too.
    """
    if hook:
        return add_hook(Path.cwd(), preview=preview)
    folder = find_base(Path.cwd()) or Path.cwd()
    top = repository_top(folder) or folder
    path = folder / FILE_NAME
    if not preview:
        _refuse_existing(path, force=force)
    places = dict.fromkeys((top, folder))
    adopted = [found for place in places for found in foreign_settings(place)]
    proposal = propose(look_at(folder, top), adopted)
    text = render(proposal)
    settings = settings_of(text, path)
    say: Say = note if preview else _print
    if preview:
        write_lines(text.splitlines(), sys.stdout, colour=False)
    else:
        _write(path, text, force=force)
        say(f"Wrote {os.path.relpath(path)}.")
    _say_carried(proposal, say)
    return _say_findings(settings, say)


def _refuse_existing(path: Path, *, force: bool) -> None:
    try:
        existing = find_configuration(path.parent)
    except ConfigurationError as error:
        raise UsageProblem(str(error)) from error
    if existing and existing.name != FILE_NAME:
        reason = f"{os.path.relpath(existing)} configures guidelint already; take [tool.guidelint] out first"
        raise UsageProblem(reason)
    if existing and not force:
        shown = os.path.relpath(existing)
        raise UsageProblem(f"{shown} is there already (--force replaces it, --stdout shows what it would be)")


def _write(path: Path, text: str, *, force: bool) -> None:
    """Write a new file, or put it in the place of one; a symbolic link there is never followed."""
    try:
        if force:
            _replace(path, text)
        else:
            with path.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
    except OSError as error:
        raise UsageProblem(f"cannot write {os.path.relpath(path)}: {error.strerror or error}") from error


def _replace(path: Path, text: str) -> None:
    descriptor, name = tempfile.mkstemp(prefix=".guidelint-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _say_carried(proposal: Proposal, say: Say) -> None:
    for sentence in proposal.repository.found:
        say(f"Found {sentence}")
    origins = [*proposal.ignores.values(), *proposal.accepts.values(), *proposal.timeouts.values()]
    origins += [origin for _, origin in proposal.aliases.values()]
    for name, count in Counter(origin.rpartition(" line ")[0] for origin in origins).items():
        say(f"Carried over {plural(count, 'setting')} from {name}")
    for what, why in proposal.left:
        note(f"not carried over: {what}: {why}")


def _say_findings(settings: Settings, say: Say) -> int:
    workspace = open_workspace(settings, (), Path.cwd())
    plan = make_plan(settings, load_rules(settings.families), workspace.base)
    outcome = check_pages(workspace, plan)
    say(first_line(workspace))
    site_problems(workspace)
    counts = Counter((finding.code, finding.rule) for finding in outcome.run.take())
    if not workspace.targets:
        say("There are no pages yet.")
    elif counts:
        say(f"{plural(counts.total(), 'finding')} left:")
    else:
        say("No findings: all pages are clean.")
    for (code, name), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        say(f"{count:6,}  {code}  {name}")
    note(line(*CHECK))
    for crash in outcome.run.crashes[:1]:
        show_crash(sys.argv[1:], crash.traceback, f"{crash.rule} on {crash.path}")
    return DEFECT if outcome.run.crashes else OK


def _print(text: str) -> None:
    write_lines([text], sys.stdout, colour=False)
