"""From answers to a verdict: what one asking says, and whether that is enough."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from guidelint.links import walls
from guidelint.links.answer import Answer
from guidelint.links.failures import Failure, Kind
from guidelint.links.redirects import End
from guidelint.links.retry_after import retry_after
from guidelint.links.verdict import Verdict

if TYPE_CHECKING:
    from yarl import URL

    from guidelint.links.model import Hop

AGAIN_AFTER = (3.0, 4.0, 6.0)
MOST_FAILURES = 4
_OWN_STATUSES = 600
_PASSING = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY})
MOST_REFUSALS = 6


class Ending(Struct, frozen=True):
    """A chain of redirects that ended where no page is."""

    end: End
    detail: str
    status: int


class Asking(Struct, frozen=True):
    """One asking: the hops that were taken, the address that was asked last, and what came of it."""

    url: URL
    hops: tuple[Hop, ...]
    outcome: Answer | Failure | Ending
    permanent_url: str | None = None
    fragment_replaced: bool = False

    @property
    def status(self) -> int | None:
        """The last status that came, or None."""
        return self.outcome.status if isinstance(self.outcome, Answer | Ending) else None

    @property
    def seconds(self) -> float:
        """How long the last request took."""
        return 0.0 if isinstance(self.outcome, Ending) else self.outcome.seconds


class Opinion(Struct, frozen=True):
    """What one asking says: the verdict, why, and how many askings must say so.

    `kind` is equal for failures of the same sort. `wait` is set where the server asks to be left alone:
    the seconds it wants, negative where it does not say how many.
    """

    verdict: Verdict
    reason: str
    needed: int = 1
    kind: Any = None
    wait: float | None = None


class Again(Struct, frozen=True):
    """Ask once more, after `seconds`.

    `refused` says that the server refused for load; then `pause` are the seconds for which the whole host
    is to be left alone: those it asked for, or one where it did not say and refuses this page for the
    first time.
    """

    seconds: float
    refused: bool = False
    pause: float = 0.0


class Closed(Struct, frozen=True):
    """The host wants to be left alone for longer than we can wait."""

    opinion: Opinion


def decide(
    askings: Sequence[Asking], *, cap: float, left: float, accept: frozenset[int], now: float
) -> Opinion | Again | Closed:
    """Say what the askings of one page amount to, or that and when it must be asked again.

    `cap` bounds a wait that a server asks for, `left` the waits in all (seconds left of the run); `now`
    is the time in seconds since the epoch. Nothing is dead on one answer, but for 410, circles and
    forbidden destinations.
    """
    opinions = [opinion(asking, accept, now) for asking in askings]
    last = opinions[-1]
    if last.wait is not None:
        return _throttled(opinions, cap, left)
    alike = sum(one.kind == last.kind and one.verdict is last.verdict for one in opinions)
    failures = sum(one.wait is None for one in opinions)
    if alike >= last.needed or (last.needed > 1 and failures >= MOST_FAILURES):
        return last
    return Again(AGAIN_AFTER[min(failures, len(AGAIN_AFTER)) - 1])


def opinion(asking: Asking, accept: frozenset[int], now: float) -> Opinion:
    """Say what one asking alone says."""
    match asking.outcome:
        case Ending():
            return _of_ending(asking.outcome)
        case Failure():
            return _of_failure(asking.outcome, hops=bool(asking.hops))
        case Answer():
            return _of_answer(asking.outcome, accept, now)


def _throttled(opinions: Sequence[Opinion], cap: float, left: float) -> Opinion | Again | Closed:
    last = opinions[-1]
    refusals = sum(one.wait is not None for one in opinions)
    asked_for = last.wait if last.wait is not None and last.wait >= 0 else 0.0
    wait = max(asked_for, float(2 ** (refusals - 1)))
    if asked_for > min(cap, left):
        return Closed(Opinion(Verdict.BLOCKED, f"{last.reason} for {asked_for:.0f} s"))
    if refusals >= MOST_REFUSALS or wait > left:
        return last
    return Again(wait, refused=True, pause=asked_for or (1.0 if refusals == 1 else 0.0))


def _of_ending(ending: Ending) -> Opinion:
    match ending.end:
        case End.SIGN_IN:
            return Opinion(Verdict.BLOCKED, ending.detail)
        case End.APP:
            return Opinion(Verdict.OK, ending.detail)
        case End.NOWHERE:
            return Opinion(Verdict.DEAD, ending.detail, needed=2, kind=ending.end)
        case _:
            return Opinion(Verdict.DEAD, ending.detail)


def _of_failure(failure: Failure, *, hops: bool) -> Opinion:
    match failure.kind:
        case Kind.CERTIFICATE | Kind.TLS:
            return Opinion(Verdict.INSECURE, failure.detail)
        case Kind.FORBIDDEN if hops:
            return Opinion(Verdict.DEAD, f"redirects to a private network: {failure.detail}")
        case Kind.FORBIDDEN:
            return Opinion(Verdict.SKIPPED, failure.detail)
        case Kind.DEFECT:
            return Opinion(Verdict.UNDECIDED, failure.detail)
        case Kind.RESOLVER | Kind.NO_ROUTE | Kind.PROXY | Kind.UNREADABLE:
            return Opinion(Verdict.UNDECIDED, failure.detail, needed=2, kind=failure.kind)
        case Kind.RESET | Kind.EMPTY | Kind.NOT_HTTP:
            return Opinion(Verdict.DEAD, failure.detail, needed=3, kind=failure.kind)
        case _:
            return Opinion(Verdict.DEAD, failure.detail, needed=2, kind=failure.kind)


def _of_answer(answer: Answer, accept: frozenset[int], now: float) -> Opinion:
    status = answer.status
    if status in accept:
        return Opinion(Verdict.OK, f"{status}, accepted by configuration")
    if reason := walls.challenge(status, answer.headers, answer.title):
        return Opinion(Verdict.BLOCKED, f"{status}, {reason}")
    if status == HTTPStatus.ACCEPTED and answer.empty:
        return Opinion(Verdict.BLOCKED, "202 without a body, as firewalls answer robots")
    if status < HTTPStatus.USE_PROXY:
        return Opinion(Verdict.OK, "")
    wait = retry_after(answer.headers.get("retry-after"), answer.headers.get("date"), now)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        text = "429, asks us to slow down"
        return Opinion(Verdict.BLOCKED, text, kind=status, wait=-1.0 if wait is None else wait)
    if status == HTTPStatus.SERVICE_UNAVAILABLE and wait is not None:
        return Opinion(Verdict.BLOCKED, "503, asks us to come back later", kind=status, wait=wait)
    return _of_error(status)


def _of_error(status: int) -> Opinion:
    if status in walls.REFUSALS:
        return Opinion(Verdict.BLOCKED, f"{status}, the server {walls.REFUSALS[status]}")
    if status in walls.CDN_ERRORS:
        reason = f"{status}, the content network cannot reach the site"
        return Opinion(Verdict.BLOCKED, reason, needed=2, kind=status)
    if status >= _OWN_STATUSES:
        return Opinion(Verdict.BLOCKED, f"{status}, a status of the server's own")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _PASSING:
        return Opinion(Verdict.DEAD, f"{status}, the server fails", needed=3, kind="5xx")
    if status == HTTPStatus.GONE:
        return Opinion(Verdict.DEAD, "410, gone for good")
    text = "404, not found" if status == HTTPStatus.NOT_FOUND else str(status)
    return Opinion(Verdict.DEAD, text, needed=2, kind=status)
