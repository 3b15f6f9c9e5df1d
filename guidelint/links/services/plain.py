"""Hosts that have no API to ask: a row each, with what a plain request is worth there."""

from __future__ import annotations

from collections.abc import Mapping

PLAIN_HOSTS: Mapping[str, str] = {
    "web.archive.org": "a slow lane: few requests at a time, and more time for each",
    "archive.org": "a slow lane: few requests at a time, and more time for each",
    "accrescent.app": "its pages are made by scripts, and no documentation says how to ask",
    "apps.microsoft.com": "its pages are made by scripts, and no documentation says how to ask",
}
"""Host by host, why nothing but a plain request is made."""

SLOW_HOSTS = frozenset({"web.archive.org", "archive.org"})
SLOW_LIMIT = 2
SLOW_PATIENCE = 3.0
"""How many requests at once a slow host gets, and how many times the usual seconds."""


def patience(host: str, seconds: float) -> float:
    """Give the time that a request to a host may take, of the usual `seconds`."""
    return seconds * SLOW_PATIENCE if host in SLOW_HOSTS else seconds
