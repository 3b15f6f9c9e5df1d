"""What a person sees, to the character."""

import io

import click
import pytest
from wcwidth import wcwidth

from guidelint.findings import Confidence, Edit, Finding, Fix, Location, Related, Severity
from guidelint.report import concise, text
from guidelint.report.plain import NARROW, encodable, fallback, inert, width
from guidelint.source import Source

LINE = (
    "- [:material-bug-outline: Passive Attacks](basics/common-threats.md#security-and-privacy){ .pg-orange }"
)
TARGET = "basics/common-threats.md"


def found(line, part, **more):
    """A finding on line 13 that highlights `part` of it."""
    start = line.index(part) + 1
    place = Location("docs/tor.md", 13, 3, 13, len(line) + 1)
    highlight = Location("docs/tor.md", 13, start, 13, start + len(part))
    return Finding(
        "badge-anchor", "GL201", Severity.ERROR, place, more.pop("message", "no such heading"), "c",
        highlight=highlight, **more,
    )  # fmt: skip


def frame(line, finding):
    source = Source("docs/tor.md", "\n" * 12 + line + "\n")
    return [click.unstyle(row) for row in text.render([finding], {"docs/tor.md": source})]


def test_a_whole_code_frame():
    fix = Fix((Edit(Location(TARGET, 64, 9, 64, 9), " { #security-and-privacy }"),))
    finding = found(
        LINE,
        "#security-and-privacy",
        notes=(f"{TARGET} has: #securite-et-vie-privee (line 64), #anonymat-et-vie-privee (line 56)",),
        help='pin the heading: "## Sécurité et vie privée { #security-and-privacy }"',
        fix=fix,
    )
    assert "\n".join(frame(LINE, finding)) == (
        """\
docs/tor.md:13:3 error badge-anchor (GL201)
   │
13 │ - [:material-bug-outline: Passive Attacks](basics/common-threats.md#security-and-privacy){ .pg-orange }
   │                                                                    ^^^^^^^^^^^^^^^^^^^^^ no such heading
   │
   = basics/common-threats.md has: #securite-et-vie-privee (line 64), #anonymat-et-vie-privee (line 56)
   = help: pin the heading: "## Sécurité et vie privée { #security-and-privacy }"   [fix available]
"""
    )


@pytest.mark.parametrize(
    ("line", "part", "indent", "length"),
    [
        ("見出し [x](#鍵)", "#鍵", 11, 3),
        ("e\u0301te\u0301 [x](#cle\u0301)", "#cle\u0301", 8, 4),
        ("\t[x](#a)", "#a", 8, 2),
        ("👩‍🚀 [x](#a)", "#a", 7, 2),
        ("a\x1b[31mb [x](#a)", "#a", 15, 2),
    ],
)
def test_the_underline_stands_under_what_it_means(line, part, indent, length):
    shown = frame(line, found(line, part))
    underline = shown[3].removeprefix("   │ ")
    assert len(underline) - len(underline.lstrip()) == indent
    assert underline.count("^") == length


def test_nothing_on_a_page_reaches_the_terminal():
    line = "\x1b[2J\x07\u202e [x](#a)\u2028"
    shown = "\n".join(frame(line, found(line, "#a", message="evil \x1b[1m\r\n", label="and \x9b")))
    assert not any(character in shown for character in "\x1b\x07\u202e\u2028\x9b\r")
    assert "\\x1b[2J\\x07\\u202e" in shown


def test_long_lines_are_cut_around_the_place():
    line = "word " * 200 + "[x](#a) " + "word " * 200
    shown = frame(line, found(line, "#a"))
    assert all(width(row) < 190 for row in shown)
    row, underline = shown[2], shown[3]
    assert row[underline.index("^") :].startswith("#a")


def test_a_page_of_one_endless_line_is_cut_before_it_is_measured():
    line = "e\u0301" * 3_000_000 + "[x](#a)" + "見" * 1_000_000
    source = Source("docs/tor.md", "\n" * 12 + line)
    rows = list(text.render([found(line, "#a")] * 20, {"docs/tor.md": source}))
    assert max(map(len, rows)) < 1_000


def test_many_places_are_counted():
    related = tuple(Related(Location("docs/tor.md", line), "here too") for line in range(20, 29))
    shown = frame(LINE, found(LINE, "#security-and-privacy", related=related))
    assert shown.count("   = docs/tor.md:20:1 here too") == 1
    assert shown[-2] == "   = and 4 more places"


def test_without_the_text_there_is_no_frame():
    shown = [click.unstyle(row) for row in text.render([found(LINE, "#security-and-privacy")], {})]
    assert shown == ["docs/tor.md:13:3 error badge-anchor (GL201)", "   = no such heading", ""]


def test_the_message_stands_below_the_frame_when_a_label_is_beside_it():
    shown = frame(LINE, found(LINE, TARGET, label="this page", message="The page has no such heading."))
    assert shown[3].endswith("this page")
    assert shown[5] == "   = The page has no such heading."


def test_concise_is_one_line():
    [line] = concise.render([found(LINE, TARGET, message="two\nlines")])
    assert line == "docs/tor.md:13:3: error badge-anchor (GL201) two\\nlines"


def test_what_a_stream_cannot_encode_falls_back():
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    assert encodable("13 │ Straße … 鍵", stream) == "13 | Stra\\xdfe ... \\u9375"
    assert encodable("13 │", io.StringIO()) == "13 │"


def test_inert_keeps_what_languages_need():
    assert inert("می‌خواهم 👩‍🚀 e\u0301") == "می‌خواهم 👩‍🚀 e\u0301"
    assert inert("a\u200bb\ufeff\udc80") == "a\\u200bb\\ufeff\\udc80"


def test_findings_of_one_page_stand_under_its_name():
    one, two = found(LINE, TARGET), found(LINE, "#security-and-privacy")
    rows = [click.unstyle(row) for row in text.render([one, two], {})]
    assert rows[:3] == ["docs/tor.md: 2 errors", "", "docs/tor.md:13:3 error badge-anchor (GL201)"]
    assert next(click.unstyle(row) for row in text.render([one], {})).startswith("docs/tor.md:13:3 error")


def test_a_finding_that_is_only_likely_says_so():
    rows = frame(LINE, found(LINE, TARGET, confidence=Confidence.LIKELY))
    assert "   = likely, not certain" in "\n".join(rows)


def test_the_severity_is_a_word_whatever_the_colour():
    for severity in Severity:
        finding = Finding("r", "GL001", severity, Location("a.md"), "m", "c")
        [head, *_] = text.render([finding], {})
        assert head != click.unstyle(head)
        assert click.unstyle(head) == f"a.md:1:1 {severity.value} r (GL001)"


def test_the_name_of_a_rule_is_a_link_where_the_terminal_makes_one():
    style = text.Style(pages={"badge-anchor": "file:///book/badge-anchor.md"})
    [head, *_] = text.render([found(LINE, TARGET)], {}, style)
    link = "\x1b]8;;file:///book/badge-anchor.md\x1b\\badge-anchor (GL201)\x1b]8;;\x1b\\"
    assert head.endswith(f" {link}")
    assert "\x1b]8" not in "".join(text.render([found(LINE, TARGET)], {}))


WIDE = [
    ("見出し " * 30 + "[鍵](#鍵) " + "見出し " * 9, "#鍵"),
    ("שָׁלוֹם עֲלֵיכֶם [קישור](../דף.md)", "../דף.md"),
    ("مرحبا می‌خواهم [رابط](صفحة.md)", "صفحة.md"),
    ("word " * 60 + "[x](#anchor)", "#anchor"),
    ("👩‍🚀🏳️‍🌈 [x](#a)", "#a"),
]


@pytest.mark.parametrize("columns", [40, 80, 160])
@pytest.mark.parametrize(("line", "part"), WIDE)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "ascii"])
def test_frames_keep_to_the_width_and_stay_aligned(line, part, columns, encoding):
    source = Source("docs/tor.md", "\n" * 12 + line)
    style = text.Style(columns, encoding)
    rows = [
        fallback(click.unstyle(row), encoding)
        for row in text.render([found(line, part, message="no")], {"docs/tor.md": source}, style)
    ]
    shown, underline = rows[2], rows[3]
    assert width(shown) <= columns
    assert all(len(row.encode(encoding)) for row in rows if row)
    before = width(underline[: underline.index("^")])
    marked = fallback(part, encoding)
    assert width(shown[: shown.rindex(marked)]) == before
    assert underline.count("^") == width(marked)


def test_a_label_that_does_not_fit_beside_the_underline_stands_below_it():
    line = "word " * 12 + "[x](#anchor)"
    source = Source("docs/tor.md", "\n" * 12 + line)
    finding = found(line, "#anchor", message="there is no heading like this on the page")
    rows = [click.unstyle(row) for row in text.render([finding], {"docs/tor.md": source}, text.Style(80))]
    assert rows[3].endswith("^^^^^^^")
    assert rows[4].endswith(" there is no heading like this on the page")
    assert max(map(width, rows)) <= 80


def test_what_is_taken_as_narrow_is_narrow():
    narrow = [chr(code) for code in range(0x3000) if NARROW.fullmatch(chr(code))]
    assert "".join(character for character in "é–…→Жλ" if character in narrow) == "é–…→Жλ"
    assert {wcwidth(character) for character in narrow} == {1}
    assert width("見出し") == 6
