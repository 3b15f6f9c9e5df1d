"""What the commands of ``guidelint links`` print: as text, and as JSON, to which keys may be added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from guidelint.report.plain import inert

if TYPE_CHECKING:
    from datetime import datetime

    from guidelint.external import ExternalLink
    from guidelint.links.history import Episode
    from guidelint.links.model import Evidence, Past
    from guidelint.links.services.table import Row
    from guidelint.occurrences import Occurrence

VERSION = 1
LABEL = 10


def list_lines(links: Mapping[str, Sequence[Occurrence]]) -> list[str]:
    """Return every link with its places below it, by URL."""
    lines = []
    for url, occurrences in _shown(links):
        lines.append(inert(url))
        for occurrence in occurrences:
            place = occurrence.target
            role = " (download)" if occurrence.download else ""
            lines.append(f"  {inert(place.path)}:{place.line}:{place.column}{role}")
    return lines


def list_data(links: Mapping[str, Sequence[Occurrence]]) -> dict[str, Any]:
    """Return every link with its places as plain data."""
    return {
        "version": VERSION,
        "links": [
            {"url": url, "occurrences": [_place(occurrence) for occurrence in occurrences]}
            for url, occurrences in _shown(links)
        ],
    }


def services_lines(rows: Mapping[str, Row], links: int) -> list[str]:
    """Return how many of `links` links belong to each service, and what becomes of them."""
    lines = [f"{len(rows):6,} of {links:,} links belong to a service"]
    for (service, way), urls in _by_way(rows):
        lines.append(f"{len(urls):6,}  {service}: {inert(way)}")
    return lines


def services_data(rows: Mapping[str, Row]) -> dict[str, Any]:
    """Return which links belong to each service as plain data; `api` is None where no API is asked."""
    return {
        "version": VERSION,
        "services": [
            {
                "service": service,
                "api": rows[urls[0]].api or None,
                "reason": rows[urls[0]].reason or None,
                "links": [_masked(url) for url in urls],
            }
            for (service, _), urls in _by_way(rows)
        ],
    }


def _by_way(rows: Mapping[str, Row]) -> list[tuple[tuple[str, str], list[str]]]:
    found: dict[tuple[str, str], list[str]] = {}
    for url in sorted(rows):
        row = rows[url]
        found.setdefault((row.service, f"asks {row.api}" if row.api else row.reason), []).append(url)
    return sorted(found.items())


def _masked(url: str) -> str:
    from guidelint.links.urls import mask  # noqa: PLC0415 - yarl is imported where links are dealt with

    return mask(url)


def check_lines(links: Iterable[ExternalLink]) -> list[str]:
    """Return all that is known about links that were asked for."""
    return [line for link in links for line in _check(link)]


def _check(link: ExternalLink) -> Iterable[str]:
    result = link.result
    yield inert(link.shown)
    yield _line("verdict", result.verdict.value + (", from the history" if result.from_history else ""))
    if result.reason:
        yield _line("because", result.reason)
    for hop in result.hops:
        yield _line(str(hop.status), f"{hop.url} → {hop.target}")
    for line in result.tried:
        yield _line("asked", line)
    for name, value in result.headers:
        yield _line("header", f"{name}: {value}")
    if result.final_url:
        yield _line("ends at", result.final_url)
    if result.past:
        yield from _past(result.past)
    if link.copy:
        yield _line("archived", f"{link.copy.taken}: {link.copy.url}")


def check_data(links: Iterable[ExternalLink]) -> dict[str, Any]:
    """Return all that is known about links that were asked for as plain data."""
    return {"version": VERSION, "links": [_check_data(link) for link in links]}


def _check_data(link: ExternalLink) -> dict[str, Any]:
    result = link.result
    return {
        "url": link.shown,
        "verdict": result.verdict.value,
        "status": result.status,
        "final_url": result.final_url,
        "reason": result.reason,
        "attempts": result.attempts,
        "seconds": round(result.seconds, 3),
        "from_history": result.from_history,
        "hops": [
            {"url": hop.url, "status": hop.status, "target": hop.target, "permanent": hop.permanent}
            for hop in result.hops
        ],
        "tried": list(result.tried),
        "service": _evidence_data(result.evidence),
        "headers": dict(result.headers),
        "past": _past_data(result.past),
        "archived": {"url": link.copy.url, "date": str(link.copy.taken)} if link.copy else None,
    }


def _evidence_data(evidence: Evidence | None) -> dict[str, str] | None:
    if evidence is None:
        return None
    return {
        "name": evidence.service,
        "subject": evidence.subject,
        "state": evidence.state.value,
        "text": evidence.text,
    }


def history_lines(url: str, past: Past | None, episodes: Sequence[Episode]) -> list[str]:
    """Return what the history knows about `url`."""
    if past is None:
        return [inert(url), "  nothing is known about it"]
    asked = [_line(_time(episode.checked), _what(episode)) for episode in episodes]
    return [inert(url), *_past(past), *asked]


def _what(episode: Episode) -> str:
    return f"{episode.verdict.value}: {episode.reason}" if episode.reason else episode.verdict.value


def history_data(url: str, past: Past | None, episodes: Sequence[Episode]) -> dict[str, Any]:
    """Return what the history knows about `url` as plain data; times are in UTC (ISO 8601)."""
    return {
        "version": VERSION,
        "url": url,
        "past": _past_data(past),
        "askings": [
            {
                "checked": episode.checked.isoformat(),
                "verdict": episode.verdict.value,
                "status": episode.status,
                "reason": episode.reason,
            }
            for episode in episodes
        ],
    }


def _past(past: Past) -> Iterable[str]:
    if past.last_good:
        where = f", at {past.final_url}" if past.final_url else ""
        yield _line("last good", f"{_time(past.last_good)}{where}")
    if past.streak and past.first_failure:
        yield _line("failing", f"since {_time(past.first_failure)}, in {past.streak} runs")


def _past_data(past: Past | None) -> dict[str, Any] | None:
    if past is None:
        return None
    return {
        "verdict": past.verdict.value,
        "checked": past.checked.isoformat(),
        "last_good": past.last_good.isoformat() if past.last_good else None,
        "first_failure": past.first_failure.isoformat() if past.first_failure else None,
        "last_failure": past.last_failure.isoformat() if past.last_failure else None,
        "streak": past.streak,
        "final_url": past.final_url,
    }


def _shown(links: Mapping[str, Sequence[Occurrence]]) -> list[tuple[str, list[Occurrence]]]:
    from guidelint.links.urls import mask  # noqa: PLC0415 - yarl is imported where links are dealt with

    return [(mask(url), sorted(links[url])) for url in sorted(links)]


def _place(occurrence: Occurrence) -> dict[str, Any]:
    place = occurrence.target
    return {"path": place.path, "line": place.line, "column": place.column, "download": occurrence.download}


def _line(label: str, text: str) -> str:
    return f"  {label:<{LABEL}} {inert(text)}"


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
