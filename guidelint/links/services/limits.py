"""What an API says about how much it may be asked.

Specified in https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
(`x-ratelimit-remaining`, `retry-after`, 403 and 429),
https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api (an error with
status 200 and no requests remaining) and
https://docs.gitlab.com/administration/settings/user_and_ip_rate_limits/ (`RateLimit-Remaining`,
`Retry-After`, 429). The `type` of such an error is specified nowhere; it only spares the questions that
would fail.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from guidelint.links.retry_after import retry_after

if TYPE_CHECKING:
    from guidelint.links.services.model import ApiAnswer

_REFUSED = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})
_LEFT = ("x-ratelimit-remaining", "ratelimit-remaining")


class Refusal(Struct, frozen=True):
    """An API wants to be asked less: after `seconds`, or None where that is no use in this run."""

    seconds: float | None


def refusal(answer: ApiAnswer, now: float) -> Refusal | None:
    """Tell whether an answer refuses for load; `now` is the time in seconds since the epoch."""
    wait = retry_after(answer.headers.get("retry-after"), answer.headers.get("date"), now)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return Refusal(wait)
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE and wait is not None:
        return Refusal(wait)
    if answer.status in _REFUSED and (wait is not None or is_spent(answer)):
        return Refusal(wait)
    if answer.status == HTTPStatus.OK and _names_limit(answer.data):
        return Refusal(wait)
    return None


def is_spent(answer: ApiAnswer) -> bool:
    """Tell whether an answer was the last one that the quota had room for."""
    return any(answer.headers.get(name, "").strip() == "0" for name in _LEFT)


def _names_limit(data: Any) -> bool:
    """GraphQL says with status 200 that the limit is reached."""
    errors = data.get("errors") if isinstance(data, dict) else None
    kinds = {error.get("type") for error in errors or () if isinstance(error, dict)}
    return bool(kinds & {"RATE_LIMITED", "RATE_LIMIT"})
