"""What findings about external links have in common: their places, and the evidence for a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guidelint.checks.registry import finding_at
from guidelint.findings import Finding, Fix, Severity
from guidelint.links.verdict import LIVING

if TYPE_CHECKING:
    from datetime import datetime

    from guidelint.external import ExternalLink
    from guidelint.links.model import LinkResult
    from guidelint.occurrences import Occurrence


def everywhere(
    link: ExternalLink,
    message: str,
    *,
    cause: str,
    label: str,
    severity: Severity = Severity.ERROR,
    help: str | None = None,  # noqa: A002 - the field of the report
    notes: tuple[str, ...] = (),
) -> Iterator[Finding]:
    """Yield a finding for every place of `link`, with the evidence in its notes and then `notes`."""
    proof = (*evidence(link.result), *notes)
    for occurrence in link.occurrences:
        yield at(occurrence, message, cause=cause, label=label, severity=severity, help=help, notes=proof)


def at(
    occurrence: Occurrence,
    message: str,
    *,
    cause: str,
    label: str,
    severity: Severity = Severity.ERROR,
    help: str | None = None,  # noqa: A002 - the field of the report
    notes: tuple[str, ...] = (),
    fix: Fix | None = None,
) -> Finding:
    """Make a finding for one place of a link, its address underlined."""
    return finding_at(
        occurrence.place,
        message,
        cause=cause,
        highlight=occurrence.target,
        label=label,
        severity=severity,
        help=help,
        notes=notes,
        fix=fix,
    )


def evidence(result: LinkResult) -> tuple[str, ...]:
    """Return the hops, what was tried, and the dates that the history knows."""
    hops = (f"{hop.status}: {hop.url} → {hop.target}" for hop in result.hops)
    return (*hops, *_tries(result), *_dates(result))


def _tries(result: LinkResult) -> list[str]:
    if result.from_history and result.past is not None:
        return [f"not asked again: known from {_day(result.past.checked)}"]
    different = list(dict.fromkeys(result.tried))
    if len(different) == 1 and len(result.tried) > 1:
        return [f"{different[0]} ({len(result.tried)} times)"]
    return different


def _dates(result: LinkResult) -> list[str]:
    past = result.past
    if past is None or result.verdict in LIVING:
        return []
    good = [f"last good on {_day(past.last_good)}"] if past.last_good else []
    if past.streak and past.first_failure:
        runs = past.streak + (not result.from_history)
        good.append(f"failing since {_day(past.first_failure)}, in {runs} runs")
    return ["; ".join(good)] if good else []


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"
