"""``guidelint check``."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guidelint.checks.catalogue import load_rules
from guidelint.cli.banner import first_line, summary_line
from guidelint.cli.caching import configured
from guidelint.cli.changes import ChangeOptions, change_options, sides_for
from guidelint.cli.check_help import EPILOG, SECTIONS
from guidelint.cli.choice import Choice, color_option
from guidelint.cli.commands import SectionedCommand
from guidelint.cli.fixes import (
    FixOptions,
    differs,
    finish,
    fix_options,
    fixed_part,
    fixes_line,
    judge_links,
    mending_for,
)
from guidelint.cli.network import progress_on, unusable_options
from guidelint.cli.next_step import after_check
from guidelint.cli.options import (
    UsageProblem,
    complete_rules,
    configuration_options,
    networks,
    services_for,
    settings_from,
)
from guidelint.cli.output import note
from guidelint.cli.outputs import output_options, outputs_from, refuse_overwriting
from guidelint.cli.pages import directory_in_repository, inputs_of, site_problems
from guidelint.cli.paths import STANDARD_INPUT, named_workspace, paths_argument
from guidelint.cli.printer import Printer
from guidelint.cli.standings import Standings, standings_for
from guidelint.cli.status import DEFECT, FINDINGS, INTERRUPTED, NETWORK, OK, USAGE
from guidelint.config.errors import ConfigurationError
from guidelint.config.links import LinkSettings
from guidelint.engine import Run, make_plan
from guidelint.external import Answers, are_wanted, ask, hosts_of, reports
from guidelint.findings import Finding, Severity, in_report_order
from guidelint.pipeline import check_pages
from guidelint.report.model import Report, fails, plural

if TYPE_CHECKING:
    from guidelint.asking import Asking
    from guidelint.checks.registry import Rule
    from guidelint.engine import Plan
    from guidelint.mending import Mending
    from guidelint.pipeline import Checker, Outcome
    from guidelint.report.model import Section
    from guidelint.workspace import Workspace

MAX_CRASHES = 5
NEVER = "never"
FAIL_ON = [*(level.value for level in Severity), NEVER]


@click.command("check", cls=SectionedCommand, sections=SECTIONS, epilog=EPILOG)
@paths_argument
@click.option(
    "--stdin-filename",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where the page from standard input (the path -) belongs.",
)
@click.option("--offline", is_flag=True, help="Do not ask any server about external links.")
@click.option(
    "--select",
    "--only",
    "select",
    multiple=True,
    metavar="RULE,…",
    shell_complete=complete_rules,
    help="Check these rules only: names, codes, beginnings of codes, families, or ALL.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULE,…",
    shell_complete=complete_rules,
    help="Leave these rules out.",
)
@configuration_options
@change_options
@fix_options
@output_options
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), metavar="S", help="Seconds for a request."
)
@click.option(
    "--max-time", type=click.FloatRange(min=0, min_open=True), metavar="S", help="Seconds for all links."
)
@click.option(
    "--allow-network",
    multiple=True,
    metavar="CIDR",
    callback=networks,
    help="Allow requests to this private network.",
)
@click.option("--no-cache", is_flag=True, help="Neither use nor keep results.")
@click.option(
    "--cache-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Keep results in FOLDER instead of the user's cache directory.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Check pages in N processes, instead of in as many as are worth it.",
)
@click.option("--no-history", is_flag=True, help="Neither read nor write what is known of each link.")
@click.option("--archive", is_flag=True, help="Ask a web archive for copies of dead links.")
@click.option("--no-services", is_flag=True, help="Make plain requests only, and ask no API.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule.")
@click.option(
    "--fail-on",
    type=Choice(FAIL_ON),
    default=Severity.ERROR.value,
    show_default=True,
    help="The least severity that makes the exit status 1. A finding that is only likely counts one less.",
)
@click.option("--exit-zero", is_flag=True, help="Leave with status 0 although there are findings.")
@color_option
@click.option("-q", "--quiet", is_flag=True, help="Print findings only.")
@click.option("-v", "--verbose", is_flag=True, help="Say what the cache was good for.")
def command(
    *,
    paths: tuple[Path, ...],
    stdin_filename: Path | None,
    offline: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    presets: tuple[str, ...],
    config: Path | None,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    changed_since: str | None,
    staged: bool,
    baseline: Path | None,
    output_format: str | None,
    outputs: tuple[str, ...],
    timeout: float | None,
    max_time: float | None,
    allow_network: tuple[str, ...],
    no_cache: bool,
    cache_dir: Path | None,
    jobs: int | None,
    verbose: bool,
    no_history: bool,
    archive: bool,
    no_services: bool,
    statistics: bool,
    fail_on: str,
    exit_zero: bool,
    color: str,
    quiet: bool,
) -> int:
    """Check pages and the links on them.

    Without PATHS every docs root of the repository is checked, else all its Markdown. A path is a file, a
    directory, @FILE for the paths that FILE lists, or - for a page from standard input.
    """
    started = time.monotonic()
    destinations = outputs_from(output_format, outputs)
    services = services_for(switched_off=no_services)
    links = LinkSettings(timeout=timeout, max_time=max_time, allow_network=allow_network, services=services)
    fixes = FixOptions(fix, unsafe_fixes, diff)
    settings, cache = configured(
        partial(settings_from, config, presets, select, ignore, links),
        cache_dir,
        is_on=not (fix or diff or STANDARD_INPUT in paths),
        is_kept=not no_cache,
        jobs=jobs,
    )
    sides = sides_for(ChangeOptions(changed_since, staged, fix or diff, quiet), settings, paths, cache)
    with cache.asking():
        workspace = (
            sides.after
            if sides
            else named_workspace(settings, paths, stdin_filename, fixing=fix or diff, known=cache.facts)
        )
    refuse_overwriting(destinations, partial(inputs_of, workspace))
    rules = load_rules(settings.families)
    plan, asking = planned(workspace, rules, offline=offline, history=not no_history, archive=archive)
    printer = Printer(
        destinations, color, workspace.base, silent=diff, edited=workspace.edited, extra=settings.extra
    )
    standings = standings_for(sides, rules, baseline, cache, links=asking is not None)
    with cache.asking():
        note(first_line(workspace), quiet=quiet)
        broken = site_problems(workspace)
        mending = mending_for(fixes, workspace, plan, reports=bool(output_format or outputs), broken=broken)
        outcome = checked(cache.checker(workspace, plan, links=asking is not None), mending, standings)
    findings = outcome.run.take()
    printer.show(findings)
    others = (fixed_part(mending), *standings.parts(outcome.run))
    line = summary_line(findings, outcome.run.suppressed, time.monotonic() - started, others=others)
    answers = Answers()
    if asking is not None and outcome.links:
        note(f"{line} {asking_about(list(outcome.links))} (--offline to skip) …", quiet=quiet)
        with progress_on(sys.stderr, quiet=quiet) as on_progress, unusable_options():
            answers = ask(outcome.links, asking, on_progress, standings.added(outcome.links))
        for warning in answers.warnings:
            note(f"warning: {warning}")
        standings.judge(answers)
        outcome, answers, findings, more = judge_links(outcome, answers, findings, mending)
        printer.show(more)
        findings = in_report_order([*findings, *more])
        seconds, verdicts = time.monotonic() - started, answers.verdicts
        others = (fixed_part(mending), *standings.parts(outcome.run))
        line = summary_line(findings, outcome.run.suppressed, seconds, verdicts, others)
    note(" ".join(filter(None, (line, fixes_line(findings, fixes)))), quiet=quiet)
    arguments = click.get_current_context().obj or ()
    step = after_check(findings, fixes, Path.cwd(), arguments, os.environ, differs=differs(mending))
    note(step, quiet=quiet or not step)
    printer.finish(
        Report(
            findings=tuple(findings),
            files=len(workspace.targets),
            suppressed=outcome.run.suppressed,
            seconds=time.monotonic() - started,
            links=reports(answers) if answers.links else (),
            fixed=mending.fixed if mending else None,
            known=standings.known(outcome.run),
            baselined=standings.baselined(outcome.run),
            directory=directory_in_repository(workspace.base),
            sections=_sections(workspace, [destination.format for destination in destinations]),
        )
    )
    does_more = (
        asking or mending or standings.sift or outputs or broken or workspace.edited or outcome.run.crashes
    )
    cache.finish(None if does_more else output_format or "text", verbose=verbose)
    standings.tell(workspace, plan, everything=not paths, asked=asking is not None, quiet=quiet)
    if statistics:
        note_statistics(findings)
    written = finish(mending, fixes, color)
    outcome.run.crashes += standings.crashes
    failing = differs(mending) if diff else fail_on != NEVER and fails(findings, Severity(fail_on))
    return exit_status(outcome.run, answers, broken=broken or not written, failing=failing and not exit_zero)


def asking_about(urls: Sequence[str]) -> str:
    """Return how many links and hosts are about to be asked for."""
    return f"Asking {plural(hosts_of(urls), 'host')} about {plural(len(urls), 'link')}"


def planned(
    workspace: Workspace, rules: Sequence[Rule], *, offline: bool, history: bool, archive: bool
) -> tuple[Plan, Asking | None]:
    """Return the plan of a run, and how links are asked for, None where they are not."""
    settings = workspace.settings
    try:
        plan = make_plan(settings, rules, workspace.base)
        asking = None
        if not offline and are_wanted(plan):
            from guidelint.asking import asking_for  # noqa: PLC0415 - only a run that asks pays for it

            asking = asking_for(settings, os.environ, history=history, archive=archive)
    except ConfigurationError as error:
        raise UsageProblem(str(error)) from error
    return plan, asking


def checked(checker: Checker, mending: Mending | None, standings: Standings) -> Outcome:
    """Check the pages, and fix them if they are to be fixed."""
    if mending:
        mending.sift = standings.sift
        return mending.check()
    outcome = check_pages(checker.workspace, checker.plan, checker)
    standings.keep(checker.workspace, outcome)
    outcome.run.sift = standings.sift
    return outcome


def _sections(workspace: Workspace, formats: Sequence[str]) -> tuple[Section, ...]:
    if "html" not in formats:
        return ()
    from guidelint.cli.translations import report_sections  # noqa: PLC0415 - only this format shows it

    return report_sections(workspace)


def note_statistics(findings: Sequence[Finding]) -> None:
    """Write the number of findings of each rule to standard error, the highest first."""
    counts = Counter((finding.code, finding.rule) for finding in findings)
    fixable = {finding.rule for finding in findings if finding.fix}
    for (code, name), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        note(f"{count:6,}  {code}  {name}{'  [*]' if name in fixable else ''}")


def exit_status(run: Run, answers: Answers, *, broken: bool, failing: bool) -> int:
    """Say what went wrong besides findings, and return the exit status; the gravest reason counts."""
    if run.crashes or answers.defects:
        from guidelint.cli.crash import show_crash  # noqa: PLC0415 - for defects only
    for crash in run.crashes[:MAX_CRASHES]:
        show_crash(sys.argv[1:], crash.traceback, f"{crash.rule} on {crash.path}")
    for address, trace in answers.defects[:MAX_CRASHES]:
        show_crash(sys.argv[1:], trace, address)
    if answers.network_down:
        note(f"error: {answers.network_down}")
    if answers.interrupted:
        return INTERRUPTED
    if run.crashes or answers.defects:
        return DEFECT
    if broken:
        return USAGE
    if failing:
        return FINDINGS
    return NETWORK if answers.network_down else OK
