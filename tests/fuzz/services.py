"""What the API of a service says about a link, and any two pages beside each other."""

from __future__ import annotations

import json

from guidelint.baseline.file import read_baseline, render
from guidelint.changes.compare import align
from guidelint.comparison import compare
from guidelint.config.errors import ConfigurationError
from guidelint.links.services.desk import _UNREADABLE
from guidelint.links.services.model import Address, ApiAnswer, Context
from guidelint.links.services.table import SERVICES
from guidelint.links.urls import http_target
from guidelint.site.structure import structure_of
from tests.fuzz.pages import page_of
from tests.fuzz.places import file


def service(data: bytes) -> None:
    """Read what an API answers: it says something, or is not an answer of that API."""
    if len(data) < 2:
        return
    asked = SERVICES[data[0] % len(SERVICES)]
    path, _, text = data[2:].decode("utf-8", "ignore").partition("\n")
    host = asked.hosts[data[1] % len(asked.hosts)] if asked.hosts else "harbour.dev"
    address = Address(http_target(f"https://{host}/{path}").url, frozenset({"a"}))
    if host not in asked.hosts and not asked.recognises(address):
        return
    claim = asked.claim(address, asked.api.replace("{host}", host))
    if claim.plain or claim.said:
        return
    try:
        answered = json.loads(text)
    except (ValueError, RecursionError):
        answered = None
    status = (200, 404, 401, 403)[data[1] % 4]
    for question in asked.questions([claim], Context()):
        http_target(question.url)
        try:
            said = asked.read(question, ApiAnswer(status, {}, text, answered), Context())
        except _UNREADABLE:
            continue
        for one in said.values():
            assert isinstance(one.reason, str)


def _halves(data: bytes) -> tuple[str, str]:
    first, _, second = data.decode("utf-8", "ignore").partition("\f")
    return first, second


def translation(data: bytes) -> None:
    """Compare a page with another one, as if it were its translation: pairs are pairs, in order."""
    source, other = (structure_of(page_of(text)) for text in _halves(data))
    found = compare(source, other)
    assert list(found.pairs) == sorted(found.pairs)
    theirs, ours = [pair[0] for pair in found.pairs], [pair[1] for pair in found.pairs]
    assert len(set(theirs)) == len(theirs)
    assert len(set(ours)) == len(ours)
    assert all(0 <= number < len(source.units) for number in theirs)
    assert all(0 <= number < len(other.units) for number in ours)


def change(data: bytes) -> None:
    """Align the lines of a page before and after a change: an unchanged line is the same line."""
    before, after = (text.split("\n") for text in _halves(data))
    for old, new in align(before, after).lines.items():
        assert before[old - 1] == after[new - 1]


def baseline(data: bytes) -> None:
    """Read a baseline: it is one, which reads as itself when it is written, or an error with its name."""
    try:
        found = read_baseline(file("baseline.toml", data), "baseline.toml")
    except ConfigurationError:
        return
    again = read_baseline(file("again.toml", render(found).encode()), "again.toml")
    assert sorted(again.entries, key=lambda entry: entry.order) == sorted(
        found.entries, key=lambda entry: entry.order
    )
