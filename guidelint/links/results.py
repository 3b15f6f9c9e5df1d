"""From what is known about a page to the results of the links that lead to it."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING

from guidelint.links.answer import Answer
from guidelint.links.failures import Failure
from guidelint.links.fragments import is_present, near_miss, wanted
from guidelint.links.judge import Asking, Ending, Opinion
from guidelint.links.model import LIVING, LinkResult, Verdict
from guidelint.links.urls import mask

if TYPE_CHECKING:
    from guidelint.links.inquiry import Inquiry

_CACHING = frozenset({"date", "etag", "last-modified"})
_PATIENCE = frozenset({HTTPStatus.TOO_MANY_REQUESTS})


def results(inquiry: Inquiry, said: Opinion, host_gone: str | None = None) -> Iterator[LinkResult]:
    """Give the result of every link that leads to a page."""
    last = inquiry.askings[-1] if inquiry.askings else None
    hops = last.hops if last else ()
    verdict, reason = said.verdict, said.reason
    if (
        verdict is Verdict.OK
        and hops
        and (hops[0].permanent or any(hop.status == HTTPStatus.OK for hop in hops))
    ):
        verdict = Verdict.MOVED
    flaky = verdict in LIVING and any(
        not isinstance(one.outcome, Answer) or one.outcome.status not in _PATIENCE
        for one in inquiry.askings[:-1]
    )
    for url, fragment in inquiry.links.items():
        own, why = verdict, reason
        if verdict in LIVING and last is not None and (missing := _missing(last, fragment)):
            own, why = Verdict.FRAGMENT_MISSING, missing
        yield LinkResult(
            url=url,
            verdict=own,
            reason=mask(why or _plain_reason(own, last)),
            status=hops[0].status if own is Verdict.MOVED and hops else last.status if last else None,
            final_url=mask(str(last.url)) if last else None,
            attempts=inquiry.requests,
            seconds=round(last.seconds, 3) if last else 0.0,
            hops=hops,
            permanent=bool(hops) and all(hop.permanent for hop in hops),
            permanent_url=last.permanent_url if last else None,
            flaky=flaky,
            tried=tuple(mask(_line(one)) for one in inquiry.askings),
            headers=_headers(last),
            host_gone=host_gone,
        )


def _headers(asking: Asking | None) -> tuple[tuple[str, str], ...]:
    if asking is None or not isinstance(asking.outcome, Answer):
        return ()
    return tuple(
        (name, mask(value)) for name, value in asking.outcome.headers.items() if name not in _CACHING
    )


def _missing(asking: Asking, fragment: str | None) -> str | None:
    """Say that a fragment leads nowhere, or None where it does or nobody can tell."""
    name = wanted(fragment)
    page = asking.outcome
    if name is None or not isinstance(page, Answer) or page.ids is None or asking.fragment_replaced:
        return None
    if is_present(name, page.ids) or not page.complete or page.shell:
        return None
    near = near_miss(name, page.ids)
    return f"no id or name {name!r} on the page" + (f"; it has {near!r}, in other letters" if near else "")


def _plain_reason(verdict: Verdict, asking: Asking | None) -> str:
    if asking is None or asking.status is None:
        return ""
    if verdict is Verdict.MOVED:
        return f"{asking.hops[0].status} to {asking.url}"
    return str(asking.status)


def _line(asking: Asking) -> str:
    match asking.outcome:
        case Answer(status=status):
            what = str(status)
        case Ending(detail=detail):
            what = detail
        case Failure(detail=detail):
            what = detail
    return f"GET {asking.url}: {what}"
