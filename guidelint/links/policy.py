"""How long a verdict holds, what may be remembered, and from when a failure is an error."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from guidelint.links.guard import Guard, literal_address
from guidelint.links.verdict import Verdict

if TYPE_CHECKING:
    from yarl import URL

    from guidelint.links.model import LinkResult
    from guidelint.links.urls import Target

_HOUR, _DAY = 3600.0, 86400.0
_LIFETIMES = {
    Verdict.OK: 7 * _DAY,
    Verdict.MOVED: 7 * _DAY,
    Verdict.BLOCKED: 3 * _DAY,
    Verdict.SOFT_404: 3 * _DAY,
    Verdict.INSECURE: _DAY,
    Verdict.DEAD: 6 * _HOUR,
    Verdict.FRAGMENT_MISSING: 6 * _HOUR,
}
_JITTER = 0.25
_SECRET_PARAMETER = re.compile(
    r"(?:^|[?&;])[^=&;]*(?:token|secret|passw|signature|credential|api_?key|session|auth)[^=&;]*=|[?&;](?:sig|key|code|pwd)=",
    re.IGNORECASE,
)


class FailurePolicy(Struct, frozen=True):
    """A link that was good before is an error after `runs` failing runs over `days`; until then a warning."""

    runs: int = 3
    days: float = 6.0


def lifetime(result: LinkResult, host: str) -> float:
    """Give the seconds for which a verdict need not be asked again.

    The jitter, up to a quarter either way, belongs to the host: its links fall due together, and the
    hosts spread over the days, so that each run asks few of them. A flaky link is good for a day.
    """
    seconds = _DAY if result.flaky else _LIFETIMES.get(result.verdict, 0.0)
    share = int.from_bytes(hashlib.sha256(host.encode()).digest()[:4]) / 2**32
    return seconds * (1 - _JITTER + 2 * _JITTER * share)


def is_settled(result: LinkResult, policy: FailurePolicy, now: datetime, *, added: bool = False) -> bool:
    """Say whether a failure may fail a run: True without a good past, or when it has lasted long enough.

    `added` says that this change adds the link: a confirmed failure counts at once, whatever the past.
    `now` has a time zone.
    """
    past = result.past
    if added or past is None or past.last_good is None:
        return True
    failures = past.streak + (not result.from_history)
    since = past.first_failure or now
    return failures >= policy.runs and now - since >= timedelta(days=policy.days)


def storable(target: Target, guard: Guard) -> bool:
    """Say whether a link may be remembered: no credentials, no host of a private network.

    Loopback addresses name nobody's network and may.
    """
    if target.credentials is not None or carries_secret(target.url):
        return False
    address = literal_address(target.host)
    if address is not None:
        return address.is_loopback or guard.is_public(str(address))
    return not guard.is_private_name(target.host)


def carries_secret(url: URL | str) -> bool:
    """Say whether a URL seems to hold a secret in its query."""
    return bool(_SECRET_PARAMETER.search(str(url)))
