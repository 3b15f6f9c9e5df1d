"""``--fix``, ``--unsafe-fixes`` and ``--diff``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec import Struct

from guidelint.checks.registry import Scope
from guidelint.cli.options import UsageProblem
from guidelint.cli.output import has_colour, note
from guidelint.engine import check_links, report_unused
from guidelint.external import relocated
from guidelint.findings import Finding, Safety
from guidelint.report.plain import inert

if TYPE_CHECKING:
    from guidelint.engine import Plan
    from guidelint.external import Answers
    from guidelint.mending import Mending
    from guidelint.pipeline import Outcome
    from guidelint.source import Source
    from guidelint.workspace import Workspace

MAX_ROUNDS = 20
SCOPES = (Scope.PAGE, Scope.SITE, Scope.LINKS)
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class FixOptions(Struct, frozen=True):
    """What is to be done about findings that have a fix; `diff` shows what `fix` would write."""

    fix: bool = False
    unsafe: bool = False
    diff: bool = False


def fix_options(command: Decorated) -> Decorated:
    """Add ``--fix``, ``--unsafe-fixes`` and ``--diff``."""
    for option in (
        click.option("--diff", is_flag=True, help="Show what --fix would change; write nothing."),
        click.option("--unsafe-fixes", is_flag=True, help="Fix also what needs a look afterwards."),
        click.option("--fix", is_flag=True, help="Fix what can be fixed without harm to the page."),
    ):
        command = option(command)
    return command


def mending_for(
    options: FixOptions,
    workspace: Workspace,
    plan: Plan,
    *,
    reports: bool,
    broken: bool,
) -> Mending | None:
    """Return what fixes the pages, None when nothing is to be fixed.

    `reports` tells that the command line asks for a report in some format, which a diff replaces.
    Nothing is fixed either when a site configuration is `broken`: how its pages render is not known then.
    """
    if options.diff and reports:
        raise UsageProblem("--diff prints a diff and no report; leave --output and --output-format out")
    if not options.fix and not options.diff:
        return None
    if broken:
        note("error: nothing is fixed before the configuration of the site can be read")
        return None
    from guidelint.mending import Mending  # noqa: PLC0415 - only a run that fixes pays for it

    return Mending(workspace, plan, unsafe=options.unsafe, write=not options.diff)


def judge_links(
    outcome: Outcome, answers: Answers, findings: list[Finding], mending: Mending | None
) -> tuple[Outcome, Answers, list[Finding], list[Finding]]:
    """Run the rules about links over `answers`, and fix what they find.

    Returns all four anew, because a fixed page has other findings: the outcome, the answers, the
    `findings` of the other rules, and those about links.
    """
    for _ in range(MAX_ROUNDS):
        check_links(outcome.run, answers.judged)
        report_unused(outcome.run, SCOPES)
        if not mending or not mending.mend(outcome.run):
            break
        outcome = mending.check()
        answers = relocated(answers, outcome.links)
        findings = outcome.run.take()
    return outcome, answers, findings, outcome.run.take()


def fixes_line(findings: Sequence[Finding], options: FixOptions) -> str:
    """Return what could still be fixed, "" if nothing."""
    safe = sum(finding.fix is not None and finding.fix.safety is Safety.SAFE for finding in findings)
    unsafe = sum(finding.fix is not None for finding in findings) - safe
    if options.fix or options.diff:
        return f"[*] {unsafe:,} fixable with --unsafe-fixes." if unsafe and not options.unsafe else ""
    flags = "--fix --unsafe-fixes" if options.unsafe else "--fix"
    count = safe + unsafe if options.unsafe else safe
    more = f"{unsafe:,} more with --unsafe-fixes" if unsafe and not options.unsafe else ""
    parts = [f"{count:,} fixable with {flags}" if count else "", more]
    return f"[*] {', '.join(filter(None, parts))}." if any(parts) else ""


def fixed_part(mending: Mending | None) -> str:
    """Return how much was fixed, for the summary, "" if nothing was to be."""
    if not mending:
        return ""
    return f"{mending.fixed:,} fixed" if mending.write else f"{mending.fixed:,} would be fixed"


def finish(mending: Mending | None, options: FixOptions, color: str) -> bool:
    """Say which files could not be written, and print the diff if asked for; tell whether all went well."""
    if not mending:
        return True
    for failure in mending.failures:
        note(f"error: {inert(failure)}; it is left as it is")
    if options.diff:
        print_differences(mending.differences, color)
    return not mending.failures


def differs(mending: Mending | None) -> bool:
    """Tell whether a page has changed."""
    return mending is not None and bool(mending.differences)


def print_differences(differences: Iterable[tuple[Source, Source]], color: str) -> None:
    """Print the differences of texts before and after as a patch.

    They are exact bytes, for programs that apply them; to a terminal only what it shows as meant.
    """
    from guidelint.report import diff  # noqa: PLC0415 - difflib is for diffs only

    coloured = has_colour(color, sys.stdout)
    for before, after in differences:
        for line in diff.render(before, after):
            if coloured or sys.stdout.isatty():
                shown = click.style(inert(line.removesuffix("\n")), fg=diff.colour_of(line))
                click.echo(shown if coloured else click.unstyle(shown), color=coloured)
            else:
                click.echo(line.encode("utf-8", "replace"), nl=False)
