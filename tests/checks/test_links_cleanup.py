"""Tracking parameters and plain http."""

import pytest

from guidelint.checks.links_cleanup import TrackingOptions, link_http, link_tracking
from guidelint.findings import Safety
from tests.checks.pages import findings, places


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("https://harbour.dev/?utm_source=a", "https://harbour.dev/"),
        ("https://harbour.dev/?a=1&utm_source=a&utm_medium=b&c=2#d", "https://harbour.dev/?a=1&c=2#d"),
        ("https://harbour.dev/?fbclid=a&amp;b=1&amp;c=2", "https://harbour.dev/?b=1&amp;c=2"),
        ("https://www.youtube.com/watch?v=x&si=y", "https://www.youtube.com/watch?v=x"),
    ],
)
def test_parameters_are_taken_out_and_nothing_else(address, clean):
    [found] = findings(link_tracking, f"[a]({address})")
    assert found.fix
    assert [edit.text for edit in found.fix.edits] == [clean]
    assert found.fix.safety is Safety.SAFE


@pytest.mark.parametrize(
    "address",
    [
        *(
            "https://harbour.dev/?si=x",
            "https://harbour.dev/utm_source=a",
            "https://harbour.dev/#?utm_source=a",
        ),
        *("https://web.archive.org/web/2020/https://harbour.dev/?utm_source=a", "tides.md?utm_source=a"),
        *("https://harbour.dev/?q=utm_source", "https://[::1/?utm_source=a"),
    ],
)
def test_addresses_that_are_left_alone(address):
    assert places(link_tracking, f"[a]({address})") == []


def test_the_parameters_are_an_option():
    text = "[a](https://harbour.dev/?from=mail) [b](https://harbour.dev/?utm_source=a)"
    assert places(link_tracking, text, TrackingOptions(("fr*",))) == ["https://harbour.dev/?from=mail"]


@pytest.mark.parametrize("address", ["http://harbour.dev", "HTTP://harbour.dev/a", "http://8.8.8.8/"])
def test_plain_http(address):
    [found] = findings(link_http, f"[a]({address})")
    assert found.fix
    assert found.fix.safety is Safety.UNSAFE
    assert found.fix.edits[0].text.startswith("https://")


@pytest.mark.parametrize(
    "address",
    [
        *("https://harbour.dev", "http://localhost:8000", "http://router.local/", "http://192.168.0.1/"),
        *(
            "http://x.onion/",
            "http://a.i2p/",
            "http://example.org/",
            "http://www.w3.org/2000/svg",
            "http://[::1]/",
        ),
        *("http:harbour.dev", "http://"),
    ],
)
def test_http_that_is_meant(address):
    assert places(link_http, f"[a]({address})") == []


def test_the_table_of_a_bot_is_its_own_affair():
    text = (
        "<!-- ALL-CONTRIBUTORS-LIST:START -->\n[a](http://harbour.dev)\n<!-- ALL-CONTRIBUTORS-LIST:END -->\n"
    )
    assert places(link_http, text) == []
    assert places(link_http, f"{text}\n[a](http://harbour.dev)") == ["http://harbour.dev"]
