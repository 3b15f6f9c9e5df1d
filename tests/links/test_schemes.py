"""Links that are never fetched have a syntax all the same."""

from __future__ import annotations

import pytest

from guidelint.links.schemes import onion_problem, syntax_problem

GOOD_ONION = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion"


@pytest.mark.parametrize(
    "link",
    [
        "mailto:me@site.org",
        "mailto:me@site.org?subject=x%20y",
        "mailto:a@b.org,c@d.org",
        "mailto:?to=a@b.org",
        "mailto:%6De@site.org",
        "tel:+49-30-1234",
        "tel:*123#",
        "tel:+1(555)0100;ext=7",
        "sms:+4912,+4913?body=hi",
        "xmpp:me@site.org?join",
        "magnet:?xt=urn:btih:abc&dn=x",
        "data:text/plain,hi",
        "data:,",
        "matrix:r/a:b.org",
        "briar://abc",
    ],
)
def test_good_ones(link: str) -> None:
    scheme, _, rest = link.partition(":")
    assert syntax_problem(scheme, rest) is None


@pytest.mark.parametrize(
    "link",
    [
        "mailto:",
        "mailto:me",
        "mailto:me@",
        "mailto:me @site.org",
        "mailto:a@b@c",
        "tel:",
        "tel:call-me",
        "xmpp:",
        "magnet:?dn=x",
        "data:text/plain",
    ],
)
def test_broken_ones(link: str) -> None:
    scheme, _, rest = link.partition(":")
    assert syntax_problem(scheme, rest)


@pytest.mark.parametrize("host", [GOOD_ONION, f"www.{GOOD_ONION}"])
def test_an_onion_address_carries_its_checksum(host: str) -> None:
    assert onion_problem(host) is None


@pytest.mark.parametrize(
    ("host", "problem"),
    [
        (GOOD_ONION.replace("2g", "2h", 1), "checksum"),
        ("expyuzz4wqqyqhjn.onion", "version 2"),
        ("short.onion", "56 characters"),
        ("1" * 56 + ".onion", "a-z and 2-7"),
        ("a" * 56 + ".onion", "version 3"),
    ],
)
def test_a_typing_error_in_an_onion_address_is_found_offline(host: str, problem: str) -> None:
    assert problem in (onion_problem(host) or "")
