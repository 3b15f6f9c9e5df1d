"""Rules about guidelint's own work: what it could not read, what it was told to keep quiet about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from guidelint.checks.registry import Rule, Scope, finding, finding_at, rule
from guidelint.findings import Finding, Location, Severity
from guidelint.markdown.page import MAX_LINKS
from guidelint.source import Span, UnreadableError
from guidelint.suppressions import Ledger, Suppression, removal

if TYPE_CHECKING:
    from guidelint.markdown.page import Page


@rule("GL001", "unreadable-file", severity=Severity.ERROR, scope=Scope.ENGINE, always=True)
def unreadable_file(unread: UnreadableError | Page) -> Iterator[Finding]:
    """Report a file that could not be read as a page, or the parts of a page that could not be read.

    A part is information only: what it holds may be made when the site is built.
    """
    if isinstance(unread, UnreadableError):
        place = Location(unread.path, unread.line, unread.column, unread.line, unread.column + 1)
        reason = f"cannot read this file: {unread.reason}"
        yield finding_at(place, reason, cause=f"{unread.path}: {unread.reason.partition(' at offset ')[0]}")
        return
    for problem in unread.problems:
        yield finding(
            unread,
            problem.span,
            f"a part of this page was not read: {problem.message}",
            cause=f"{problem.span.path}: {problem.message}",
            severity=Severity.INFO,
        )
    if unread.has_too_many_links:
        message = f"the page has more than {MAX_LINKS:,} links; no more than these are asked for"
        start = Span(unread.path, 0, 0)
        yield finding(
            unread, start, message, cause=f"{unread.path}: too many links", severity=Severity.WARNING
        )


@rule("GL002", "unused-suppression", severity=Severity.WARNING, scope=Scope.ENGINE, fixable=True)
def unused_suppression(
    page: Page, ledger: Ledger, ran: Collection[str], chosen: Sequence[Rule]
) -> Iterator[Finding]:
    """Report comments of `page` that silenced nothing though all rules they name have run.

    `chosen` are the rules of this run, `ran` the names of those that have finished. A comment that
    names a rule that is not part of the run may well be of use in another.
    """
    for suppression in ledger.suppressions:
        named = {rule.name for rule in chosen if any(entry.matches(rule) for entry in suppression.selectors)}
        is_own = suppression.span.path == page.path
        if is_own and named <= set(ran) and suppression.span not in ledger.judged:
            ledger.judged.add(suppression.span)
            yield from _judge(page, suppression, ledger, chosen)


def _judge(page: Page, suppression: Suppression, ledger: Ledger, chosen: Sequence[Rule]) -> Iterator[Finding]:
    for problem in suppression.unknown:
        yield finding(page, suppression.span, problem, cause=f"{page.path}: {problem}")
    idle = []
    for selector in suppression.selectors:
        is_part = any(selector.matches(rule) for rule in chosen)
        if is_part and (suppression.span, selector.text) not in ledger.used:
            idle.append(selector.text)
    if not idle:
        return
    whole = len(idle) == len(suppression.selectors) and not suppression.unknown
    names = ", ".join("any rule" if text == "ALL" else text for text in idle)
    cause = f"{page.path}: guidelint-{suppression.action} {' '.join(idle)}: {page.text(suppression.span)}"
    yield finding(
        page,
        suppression.span,
        f"this comment silences no finding of {names}",
        cause=cause,
        help="remove the comment" if whole else f"remove {names} from the comment",
        fix=removal(page, suppression) if whole else None,
    )
