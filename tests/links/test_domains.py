"""Whose an address is, and what the history makes of a change."""

from __future__ import annotations

from pathlib import Path

import pytest

from guidelint.links.domains import domain_of, same_domain
from guidelint.links.history import History
from guidelint.links.model import LinkResult
from guidelint.links.verdict import Verdict


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://docs.harbour.co.uk/x", "harbour.co.uk"),
        ("https://one.github.io/", "one.github.io"),
        ("https://HARBOUR.net./", "harbour.net"),
        ("https://192.0.2.1:8443/", "192.0.2.1"),
        ("https://[2001:db8::1]/", "2001:db8::1"),
        ("https://localhost/", "localhost"),
        ("mailto:a@b.net", None),
        ("https://[broken/", None),
    ],
)
def test_the_registrable_domain(url: str, domain: str | None) -> None:
    assert domain_of(url) == domain


def test_one_domain_or_two() -> None:
    assert same_domain("https://a.harbour.net/", "http://b.harbour.net/")
    assert not same_domain("https://one.github.io/", "https://two.github.io/")


def test_a_move_to_another_domain_is_remembered_as_a_move(tmp_path: Path) -> None:
    places = ["https://www.harbour.net/", "https://docs.harbour.net/", *["https://bargains.net/"] * 2]
    with History.open(tmp_path / "links.sqlite3") as history:
        for now, place in enumerate(places):
            result = LinkResult("https://harbour.net/", Verdict.OK, final_url=place)
            history.note("https://harbour.net/", result, float(now), 1.0, None)
        history.save()
        record = history.recall("https://harbour.net/")
    assert record is not None
    assert (record.past().final_url, record.final_url) == (
        "https://docs.harbour.net/",
        "https://bargains.net/",
    )
    assert record.last_good == 3.0
