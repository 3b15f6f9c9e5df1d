"""Reading pages that were not written for us, or against us."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelint.links.page_facts import PageFacts, parse_refresh

HOSTILE = [
    "<a ",
    "<a b=",
    "<!--",
    "<![CDATA[",
    "</",
    "<a\n",
    "<script>",
    "<script></",
    "&",
    "&#",
    "<!",
    "<?",
    "<a '",
    '<a b="',
    "<<",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_page_made_to_be_slow_is_given_up(piece: str) -> None:
    facts = PageFacts()
    data = (piece * (1_000_000 // len(piece))).encode()
    for position in range(0, len(data), 65536):
        facts.feed_bytes(data[position : position + 65536])
    assert facts.unreadable or facts.cdata_elem or len(facts.rawdata) <= 65536


def test_a_long_script_is_read_past() -> None:
    facts = PageFacts()
    for piece in (b"<script>" + b"x" * 65536, b"x" * 65536, b"x" * 65536 + b'</script><p id="end">'):
        facts.feed_bytes(piece)
    assert facts.ids == {"end"}


@given(
    st.binary(max_size=400),
    st.sampled_from(
        [None, "utf-8", "shift_jis", "utf-16", "bogus", "zlib", "rot13", "idna", "unicode_escape", "a\0b"]
    ),
)
def test_no_bytes_break_the_reader(data: bytes, charset: str | None) -> None:
    facts = PageFacts(charset)
    for position in range(0, len(data), 7):
        facts.feed_bytes(data[position : position + 7])


@given(st.integers(min_value=1, max_value=20))
def test_pieces_make_no_difference(size: int) -> None:
    html = '<title>Grüße &amp; more</title><h1 id="ü">A <b>b</b></h1><script>x</script><p>text'.encode()
    facts = PageFacts()
    for position in range(0, len(html), size):
        facts.feed_bytes(html[position : position + size])
    assert (facts.title, facts.heading, facts.ids, facts.scripts) == ("Grüße & more", "A b", {"ü"}, 1)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("0; url=/a", (0, "/a")),
        ("0;URL='/a b'", (0, "/a b")),
        ("5, url=/a", (5, "/a")),
        ("0; /a", (0, "/a")),
        ('0; url="/a" x', (0, "/a")),
        ("0.5; url=/a", (0, "/a")),
        ("30", None),
        ("", None),
        ("url=/a", None),
        ("0;", None),
    ],
)
def test_refreshes(content: str, expected: tuple[float, str] | None) -> None:
    assert parse_refresh(content) == expected
