"""What services say about the programs that links lead to: that their source or their place is no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from guidelint.checks.links_evidence import at, evidence
from guidelint.checks.links_moved import fix_of_move
from guidelint.checks.links_verdicts import UNSETTLED
from guidelint.checks.registry import NoOptions, Scope, rule
from guidelint.findings import Finding, Severity
from guidelint.links.verdict import State, Verdict

if TYPE_CHECKING:
    from guidelint.external import ExternalLink
    from guidelint.links.model import Evidence
    from guidelint.occurrences import Occurrence

HELP = {
    State.ARCHIVED: "nobody mends it any more: look for a successor, or say so on the page",
    State.RENAMED: "link to the name that it has now",
    State.EMPTY: "there is nothing to get: link to where there is",
    State.GONE: "readers cannot get it there: remove the link, or find where it is now",
}


@rule("GL608", "source-archived", severity=Severity.ERROR, scope=Scope.LINKS, fixable=True)
def source_archived(links: Sequence[ExternalLink], options: NoOptions) -> Iterator[Finding]:
    """Report source code that is archived, renamed, empty or gone, and apps that are not in their store."""
    for link in links:
        said = link.result.evidence
        if said is None or (link.result.verdict is Verdict.DEAD and said.state is not State.GONE):
            continue
        for occurrence in link.occurrences:
            severity = _severity(link, occurrence, said.state)
            yield at(
                occurrence,
                f"{said.service} says of {said.subject}: {said.text}",
                cause=f"{said.service}: {said.subject} is {said.state} ({severity})",
                label=said.text,
                severity=severity,
                help=_help(said),
                notes=(*evidence(link.result), *(() if link.settled else (UNSETTLED,))),
                fix=fix_of_move(occurrence, link.result) if link.result.verdict is Verdict.MOVED else None,
            )


def _help(said: Evidence) -> str:
    """Return what to do; a source that went to another owner is looked at before it is linked again."""
    owner, _, name = said.subject.partition("/")
    if said.state is State.RENAMED and name and f" {owner.casefold()}/" not in said.text.casefold():
        return "it has another owner now: make sure that it is the one you meant"
    return HELP[said.state]


def _severity(link: ExternalLink, occurrence: Occurrence, state: State) -> Severity:
    """Tell how bad it is: worst where the page sends its readers to get the program or its source."""
    if state is State.RENAMED:
        return Severity.WARNING
    if link.result.verdict is Verdict.DEAD:
        return Severity.ERROR if link.settled else Severity.WARNING
    is_offered = occurrence.download or occurrence.source
    if state is State.GONE:
        return Severity.WARNING if is_offered else Severity.INFO
    return Severity.ERROR if is_offered else Severity.WARNING
