"""``guidelint baseline``: the list of findings that a site lives with for now."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec import Struct
from msgspec.structs import replace

from guidelint.asking import asking_for
from guidelint.baseline.file import write_baseline
from guidelint.baseline.model import Baseline, Entry, Match, entries_of
from guidelint.checks.catalogue import load_rules
from guidelint.checks.registry import Scope
from guidelint.cli.commands import SuggestingGroup
from guidelint.cli.network import progress_on, unusable_options
from guidelint.cli.options import UsageProblem, complete_rules, configuration_options, settings_from
from guidelint.cli.output import note
from guidelint.cli.pages import directory_in_repository, site_problems, workspace_for
from guidelint.cli.paths import paths_argument
from guidelint.cli.standings import is_judged, opened, shown_entries, today
from guidelint.cli.status import DEFECT, NETWORK, OK
from guidelint.config.errors import ConfigurationError
from guidelint.engine import check_links, make_plan, report_unused
from guidelint.external import are_wanted, ask
from guidelint.pipeline import check_pages
from guidelint.report.model import plural

if TYPE_CHECKING:
    from guidelint.engine import Plan, Run
    from guidelint.workspace import Workspace

FILE_NAME = "guidelint-baseline.toml"
SCOPES = (Scope.PAGE, Scope.SITE, Scope.LINKS)
Decorated = TypeVar("Decorated", bound=Callable[..., Any])

EPILOG = """\b
Examples:
  guidelint baseline create --offline                       # write down what there is now
  guidelint check --offline --baseline guidelint-baseline.toml   # report what is not in it
  guidelint baseline prune --offline                        # take out what is fixed
"""
CREATE_EPILOG = """\b
Examples:
  guidelint baseline create --offline           # guidelint-baseline.toml, of the whole site
  guidelint baseline create --only link-dead    # of one rule; servers are asked
"""
UPDATE_EPILOG = """\b
Examples:
  guidelint baseline update --offline
  guidelint baseline update --offline docs/tides.md    # only the entries of one page
"""
PRUNE_EPILOG = """\b
Examples:
  guidelint baseline prune --offline
"""


class Options(Struct, frozen=True):
    """What a command over a baseline is told: where it is, and what is checked."""

    paths: tuple[Path, ...]
    file: Path
    offline: bool
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    presets: tuple[str, ...]
    config: Path | None


class Now(Struct, frozen=True):
    """What the pages have now. `asked` tells that servers were asked about links."""

    workspace: Workspace
    plan: Plan
    run: Run
    asked: bool


@click.group("baseline", cls=SuggestingGroup, epilog=EPILOG)
def command() -> None:
    """Keep a list of findings that the site lives with for now.

    check --baseline FILE reports only what is not on it. An entry is a finding in a file, known by its
    rule and its cause, so that it stays the same when lines move. It may have a reason, and a day until
    which it holds.
    """


def baseline_options(function: Decorated) -> Decorated:
    """Add what all commands over a baseline have."""
    for option in (
        click.option("--offline", is_flag=True, help="Do not ask any server about external links."),
        click.option(
            "--ignore",
            multiple=True,
            metavar="RULE,…",
            shell_complete=complete_rules,
            help="Leave rules out.",
        ),
        click.option(
            "--select",
            "--only",
            "select",
            multiple=True,
            metavar="RULE,…",
            shell_complete=complete_rules,
            help="Look at these rules only; entries of others stay as they are.",
        ),
        click.option(
            "--file",
            type=click.Path(path_type=Path, dir_okay=False),
            default=FILE_NAME,
            show_default=True,
            help="The baseline.",
        ),
        configuration_options,
        paths_argument,
    ):
        function = option(function)
    return function


forgetting = click.option(
    "--forget-reasons", is_flag=True, help="Take entries out although somebody gave a reason for them."
)


@command.command("create", epilog=CREATE_EPILOG)
@baseline_options
def create_command(**arguments: Any) -> int:
    """Write down all findings that there are now."""
    options = Options(**arguments)
    if os.path.lexists(options.file):
        raise UsageProblem(
            f'"{options.file}" exists already; "guidelint baseline update" keeps what is in it'
        )
    now = _check(options)
    entries = entries_of(now.run.findings)
    _write(options.file, Baseline(entries, directory_in_repository(now.workspace.base)))
    note(f"Wrote {options.file}: {_sum(entries)}.")
    return _status(now)


@command.command("update", epilog=UPDATE_EPILOG)
@baseline_options
@forgetting
def update_command(*, forget_reasons: bool, **arguments: Any) -> int:
    """Write down what there is now, and take out what is fixed; days and reasons stay."""
    options = Options(**arguments)
    baseline = opened(options.file)
    now = _check(options)
    covers = is_judged(now.workspace, now.plan, everything=not options.paths, asked=now.asked)
    present = entries_of(now.run.findings, baseline.entries)
    others = [entry for entry in baseline.entries if not covers(entry)]
    merged = {entry.key: entry for entry in (*others, *present)}
    kept_reasons = {(entry.fingerprint, entry.reason) for entry in merged.values()}
    gone = [entry for entry in baseline.entries if entry.key not in merged]
    lost = [entry for entry in gone if (entry.fingerprint, entry.reason) not in kept_reasons]
    _refuse_to_forget(options.file, lost, forget_reasons=forget_reasons)
    added = [entry for entry in merged.values() if entry.key not in {old.key for old in baseline.entries}]
    _write(options.file, replace(baseline, entries=tuple(merged.values())))
    note(
        f"Wrote {options.file}: {_sum(list(merged.values()))}; {len(added):,} added, {len(gone):,} taken out."
    )
    return _status(now)


@command.command("prune", epilog=PRUNE_EPILOG)
@baseline_options
@forgetting
def prune_command(*, forget_reasons: bool, **arguments: Any) -> int:
    """Take out what is fixed, and add nothing."""
    options = Options(**arguments)
    baseline = opened(options.file)
    now = _check(options)
    covers = is_judged(now.workspace, now.plan, everything=not options.paths, asked=now.asked)
    match = Match(baseline, today())
    match.sift(now.run.findings)
    fixed = {entry.key: entry.count for entry in match.left_over(covers)}
    left = [
        replace(entry, count=entry.count - fixed.get(entry.key, 0))
        for entry in baseline.entries
        if entry.count > fixed.get(entry.key, 0)
    ]
    gone = [entry for entry in baseline.entries if entry.key not in {kept.key for kept in left}]
    _refuse_to_forget(options.file, gone, forget_reasons=forget_reasons)
    if fixed:
        _write(options.file, replace(baseline, entries=tuple(left)))
    note(f"{options.file}: {_sum(left)}; {len(gone):,} taken out.")
    return _status(now)


def _check(options: Options) -> Now:
    settings = settings_from(options.config, options.presets, options.select, options.ignore)
    workspace = workspace_for(settings, options.paths)
    try:
        plan = make_plan(settings, load_rules(settings.families), workspace.base)
        is_asking = not options.offline and are_wanted(plan)
        asking = asking_for(settings, os.environ) if is_asking else None
    except ConfigurationError as error:
        raise UsageProblem(str(error)) from error
    if site_problems(workspace):
        raise UsageProblem("nothing is written before the configuration of the site can be read")
    outcome = check_pages(workspace, plan)
    if asking is not None and outcome.links:
        with progress_on(sys.stderr, quiet=False) as on_progress, unusable_options():
            answers = ask(outcome.links, asking, on_progress)
        if answers.network_down or answers.interrupted:
            note(f"error: {answers.network_down or 'interrupted'}; nothing is written")
            raise click.exceptions.Exit(NETWORK)
        check_links(outcome.run, answers.judged)
        report_unused(outcome.run, SCOPES)
    outcome.run.settle()
    return Now(workspace, plan, outcome.run, asking is not None)


def _refuse_to_forget(file: Path, gone: Sequence[Entry], *, forget_reasons: bool) -> None:
    with_reasons = [entry for entry in gone if entry.reason]
    if with_reasons and not forget_reasons:
        raise UsageProblem(
            f"nothing is written: {file} gives reasons for what is fixed now; take these entries out "
            f"yourself, or add --forget-reasons\n{shown_entries(with_reasons)}"
        )


def _write(file: Path, baseline: Baseline) -> None:
    try:
        write_baseline(file, baseline)
    except OSError as error:
        raise UsageProblem(f'cannot write "{file}": {error.strerror or error}') from error


def _sum(entries: Sequence[Entry]) -> str:
    total = sum(entry.count for entry in entries)
    return f"{plural(total, 'finding')} in {plural(len({entry.path for entry in entries}), 'file')}"


def _status(now: Now) -> int:
    for crash in now.run.crashes[:1]:
        note(f"error: {crash.rule} failed on {crash.path}; guidelint check says more")
    return DEFECT if now.run.crashes else OK
