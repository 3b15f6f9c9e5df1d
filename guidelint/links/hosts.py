"""What the answers say about whole hosts, and about our own network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from guidelint.links.answer import Answer
from guidelint.links.failures import OF_THE_HOST, OURS, UNREACHED, Failure, Kind

if TYPE_CHECKING:
    from yarl import URL

SILENT_HOLDS = 30.0
HANG_UP_HOLDS = 0.5
_ENOUGH_HOSTS = 5
_OURS_SHARE = 0.3
_ENOUGH_SILENCE = 5


class _Origin(Struct):
    answered: bool = False
    reached: bool = False
    silent: int = 0
    last: Kind | None = None


class Hosts:
    """Collects, per origin (scheme, host, port), whether it ever answered and how it failed."""

    def __init__(self) -> None:
        self._origins: dict[tuple[str, str], _Origin] = {}
        self.network_down: str | None = None

    def note(self, url: URL, outcome: Answer | Failure) -> None:
        """Take note of what one request came to."""
        origin = self._origin(url)
        if isinstance(outcome, Answer):
            origin.answered = origin.reached = True
        else:
            origin.last = outcome.kind
            origin.reached = origin.reached or outcome.kind not in UNREACHED

    def answered(self, url: URL) -> bool:
        """Say whether a host has given any answer yet."""
        return self._origin(url).answered

    def busy_until(self, url: URL, outcome: Answer | Failure, now: float) -> float:
        """Give the time until which a server may still be busy with a request that we gave up."""
        if isinstance(outcome, Failure):
            silent = outcome.kind is Kind.SILENT and self.answered(url)
            return now + SILENT_HOLDS if silent else 0.0
        return now + HANG_UP_HOLDS if outcome.hung_up else 0.0

    def suspect(self, url: URL) -> bool:
        """Say whether a host that failed now has never answered, so that the others of it had better wait."""
        origin = self._origin(url)
        return not origin.answered and origin.last in OF_THE_HOST

    def gone(self, url: URL, failure: Failure) -> str | None:
        """Take note of a confirmed failure, and give the host's name if all of it is gone.

        A name that does not exist or a refused connection is the whole host's as soon as it is confirmed,
        silence when five pages were silent, twice each, and none ever answered. Where no host at all
        answers, it is our network.
        """
        origin = self._origin(url)
        if origin.answered:
            return None
        if failure.kind is Kind.SILENT:
            origin.silent += 1
        self._look_at_ourselves()
        if failure.kind in OF_THE_HOST or origin.silent >= _ENOUGH_SILENCE:
            return url.raw_host
        return None

    def look_back(self) -> None:
        """At the end of a run, see whether too many hosts failed for a reason of our own."""
        self._look_at_ourselves()
        failed = sum(origin.last in OURS and not origin.reached for origin in self._origins.values())
        if failed > 1 and failed > _OURS_SHARE * len(self._origins):
            self.network_down = (
                f"our own network is down: {failed} of {len(self._origins)} hosts "
                "could not be looked up or reached"
            )

    def _look_at_ourselves(self) -> None:
        asked = [origin for origin in self._origins.values() if origin.reached or origin.last in UNREACHED]
        if not asked or any(origin.reached for origin in asked):
            return
        if len(asked) >= _ENOUGH_HOSTS or all(origin.last in OURS for origin in asked):
            self.network_down = f"our own network is down: not one of {len(asked)} hosts could be reached"

    def _origin(self, url: URL) -> _Origin:
        key = url.scheme, url.raw_authority
        origin = self._origins.get(key)
        if origin is None:
            origin = self._origins[key] = _Origin()
        return origin
