"""From what is known about a page to the results of the links that lead to it."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING

from guidelint.links.answer import Answer
from guidelint.links.failures import Failure
from guidelint.links.fragments import is_present, near_miss, wanted
from guidelint.links.judge import Asking, Ending, Opinion
from guidelint.links.model import Evidence, LinkResult
from guidelint.links.redirects import End
from guidelint.links.services.model import Address
from guidelint.links.urls import mask
from guidelint.links.verdict import LIVING, Verdict

if TYPE_CHECKING:
    from guidelint.links.inquiry import Inquiry
    from guidelint.links.services.model import Said

_CACHING = frozenset({"date", "etag", "last-modified"})
_PATIENCE = frozenset({HTTPStatus.TOO_MANY_REQUESTS})


def results(inquiry: Inquiry, said: Opinion, host_gone: str | None = None) -> Iterator[LinkResult]:
    """Give the result of every link that leads to a page."""
    last = inquiry.askings[-1] if inquiry.askings else None
    hops = last.hops if last else ()
    said, evidence = weigh(inquiry, said)
    verdict, reason = said.verdict, said.reason
    moved_to = inquiry.said.moved_to if inquiry.said and last is None else None
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
        if verdict in LIVING and (missing := _missing(inquiry, last, fragment)):
            own, why = Verdict.FRAGMENT_MISSING, missing
        yield LinkResult(
            url=url,
            verdict=own,
            reason=mask(why or _plain_reason(own, last)),
            status=hops[0].status if own is Verdict.MOVED and hops else last.status if last else None,
            final_url=_final_url(inquiry, last, verdict),
            attempts=inquiry.requests,
            seconds=round(last.seconds, 3) if last else 0.0,
            hops=hops,
            permanent=moved_to is not None or (bool(hops) and all(hop.permanent for hop in hops)),
            permanent_url=last.permanent_url if last else moved_to,
            flaky=flaky,
            tried=(*map(mask, inquiry.asked), *(mask(_line(one)) for one in inquiry.askings)),
            headers=_headers(last),
            host_gone=host_gone,
            evidence=evidence,
        )


def weigh(inquiry: Inquiry, said: Opinion) -> tuple[Opinion, Evidence | None]:
    """Weigh what a plain request said against what a service said, and give the evidence that holds."""
    service, last = inquiry.said, inquiry.askings[-1] if inquiry.askings else None
    if service is None:
        return said, None
    if last is not None and (reason := _why_led_away(service, last)):
        return Opinion(Verdict.DEAD, reason), service.if_dead
    if said.verdict is Verdict.DEAD:
        return said, service.evidence or service.if_dead
    return said, service.evidence


def _why_led_away(service: Said, last: Asking) -> str:
    """Say why a page is dead that sent us to sign in, or for now to the page that stands in for it."""
    if isinstance(last.outcome, Ending):
        return service.if_signed_out if last.outcome.end is End.SIGN_IN else ""
    if not isinstance(last.outcome, Answer) or all(hop.permanent for hop in last.hops):
        return ""
    return service.if_led_to.get(Address(last.url).segments, "")


def _final_url(inquiry: Inquiry, last: Asking | None, verdict: Verdict) -> str | None:
    """Give where a link ends. Where a service alone was asked, nobody has seen that, unless it has moved."""
    if last is not None:
        return mask(str(last.url))
    if inquiry.said is None or inquiry.said.moved_to is None or verdict not in LIVING:
        return None
    return mask(inquiry.said.moved_to)


def _headers(asking: Asking | None) -> tuple[tuple[str, str], ...]:
    if asking is None or not isinstance(asking.outcome, Answer):
        return ()
    return tuple(
        (name, mask(value)) for name, value in asking.outcome.headers.items() if name not in _CACHING
    )


def _missing(inquiry: Inquiry, asking: Asking | None, fragment: str | None) -> str | None:
    """Say that a fragment leads nowhere, or None where it does or nobody can tell."""
    known = inquiry.said.fragments if inquiry.said else {}
    if fragment is not None and fragment in known:
        return known[fragment]
    if asking is None:
        return None
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
    if verdict is Verdict.MOVED and asking.hops:
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
