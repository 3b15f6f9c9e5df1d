"""Addresses that cannot work, by their text alone."""

import subprocess
import sys

import pytest

from guidelint.checks.links_malformed import flaw, link_malformed, onion_address
from guidelint.findings import Severity
from tests.checks.pages import findings, places

ONION = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid"


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("http:/harbour.dev", "http:/"),
        ("https:harbour.dev", "https:"),
        ("https//harbour.dev", "https"),
        ("https:// harbour.dev", " "),
        ("https:/ /harbour.dev", "https:/"),
        ("hhttps://harbour.dev", "hhttps"),
        ("https://https://harbour.dev", "https://"),
        ("(https://harbour.dev", "("),
        ("https://harbour.dev/a b", " "),
        ("https://de. wikipedia. org", " "),
        ("https://en.wikipedia.org/wiki/Hardening_\\(computing\\)", "\\"),
        ("https://harbour.dev/%zz", "%"),
        ("https://harbour.dev:99999/", "harbour.dev:99999"),
        ("https://", ""),
        ("https://harb our.dev/", " "),
        ("https://harbour..dev/", "harbour..dev"),
        ("https://harbour.dev/“tides”", "“"),
        ("https://harbour.dev/a[b]", "["),
        ("mailto:", "mailto:"),
        ("mailto:office at harbour.dev", "mailto:office at harbour.dev"),
        ("tel:call-me", "tel:call-me"),
    ],
)
def test_flaws_and_their_place(address, part):
    found = flaw(address)
    assert found is not None
    assert address[found.start : found.end] == part


@pytest.mark.parametrize(
    "address",
    [
        *(
            "https://harbour.dev",
            "HTTPS://harbour.dev:8443/a/b?c=d&e[]=f#g",
            "//harbour.dev/a",
            "#a",
            "a b.md",
        ),
        *("https://web.archive.org/web/2020/https://harbour.dev/", "https://user:word@harbour.dev/"),
        *("https://en.wikipedia.org/wiki/Harbour_(disambiguation)", "https://harbour.dev/hafen-größe"),
        *("https://höfen.dev/", "https://[::1]:8000/", "http://localhost:8000", "https://harbour.dev/100%25"),
        *("mailto:office@harbour.dev?subject=a%20b", "tel:+49-40-123", "data:image/png;base64,AA=="),
        *("https://{{ host }}/", "https://${HOST}/a b", "geo:1,2", "C:\\harbour", "std::vector", "note: x"),
        *("https://fonts.dev/css?family=A|B", "https://harbour.dev/#:~:text=50%,more", "javascript:void(0)"),
    ],
)
def test_sound_addresses_and_paths(address):
    assert flaw(address) is None


def test_the_place_in_the_page():
    text = "See [the office](https://harbour.dev/the office) and [mail](mailto:)."
    assert places(link_malformed, text) == [" ", "mailto:"]


def test_a_missing_scheme_is_named_where_no_such_file_is():
    text = "[a](www.harbour.dev/tides) [b](harbour.org/tides) [c](tides.md) [d](no-such.md)"
    assert places(link_malformed, text) == ["www.harbour.dev/tides", "harbour.org/tides"]


def test_what_browsers_mend_is_a_warning():
    [found] = findings(link_malformed, "[a](https://harbour.dev/a[b])")
    assert found.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("host", "is_wrong"),
    [
        (f"{ONION}.onion", False),
        (f"www.{ONION}.onion:8080", False),
        (f"{ONION[:-1]}e.onion", True),
        ("expyuzz4wqqyqhjn.onion", True),
        ("harbour.dev/x.onion", False),
    ],
)
def test_onion_addresses(host, is_wrong):
    assert bool(places(onion_address, f"[a](http://{host}/)")) == is_wrong


def test_no_network_library_is_loaded():
    code = (
        "import sys; from guidelint.checks.links_malformed import flaw; "
        "assert flaw('https://a:99999/'); import guidelint.checks.links_cleanup; "
        "assert 'aiohttp' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
