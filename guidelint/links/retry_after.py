"""The `Retry-After` header (RFC 9110, 10.2.3): seconds or a date."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime

_SECONDS = re.compile(r"(\d{1,12})(?:\.\d*)?\s*s?", re.IGNORECASE)


def retry_after(value: str | None, date: str | None, now: float) -> float | None:
    """Give the seconds that a server asks us to wait, or None where it does not say so readably.

    `date` is the answer's own `Date` header: the server's clock decides, ours (`now`, seconds since the
    epoch) only where it gives none. Seconds may be written `3`, `3.5` or `3s`, as servers do. A date in
    the past is 0.
    """
    if value is None:
        return None
    value = value.strip()
    if _SECONDS.fullmatch(value):
        return float(value.rstrip("sS "))
    until = _timestamp(value)
    if until is None:
        return None
    return max(0.0, until - (_timestamp(date or "") or now))


def _timestamp(value: str) -> float | None:
    try:
        moment = parsedate_to_datetime(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
