"""Texts of files, and exact positions in them."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelint.source import Position, Source, UnreadableError, decode_source, read_source


def where(text, part):
    return tuple(Source("a.md", text).position(text.index(part)))


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("x", (1, 1)),
        ("one\ntwo x", (2, 5)),
        ("one\r\ntwo x", (2, 5)),
        ("one\rtwo x", (2, 5)),
        ("one\n\r\n\rx", (4, 1)),
        ("\tx", (1, 2)),
        ("\t\ta\tx", (1, 5)),
        ("e\u0301x", (1, 3)),
        ("👩\u200d🚀x", (1, 4)),
        ("שלום x", (1, 6)),
        ("a\u2028b\u2029c\x85x", (1, 7)),
        ("a\fb\vx", (1, 5)),
        ("a\x1cb\x1dc\x1ex", (1, 7)),
    ],
)
def test_lines_end_at_newlines_only_and_columns_count_characters(text, position):
    assert where(text, "x") == position


def test_the_end_of_a_text_is_a_position():
    assert Source("a.md", "").position(0) == (1, 1)
    assert Source("a.md", "a\n").position(2) == (2, 1)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ("",)),
        ("a", ("a",)),
        ("a\n", ("a", "")),
        ("a\r\nb\rc\nd", ("a", "b", "c", "d")),
        ("a\u2028b\fc", ("a\u2028b\fc",)),
    ],
)
def test_lines(text, lines):
    assert Source("a.md", text).lines == lines


@pytest.mark.parametrize(("text", "newline"), [("a", "\n"), ("a\r\nb\n", "\r\n"), ("a\rb", "\r")])
def test_the_line_end_of_a_file_is_that_of_its_first_line(text, newline):
    assert Source("a.md", text).newline == newline


@given(st.text(alphabet="ab\r\n\t\u2028é"))
def test_offsets_and_positions_are_inverse(text):
    source = Source("a.md", text)
    assert len(source.lines) == len(source.starts)
    for offset in range(len(text) + 1):
        position = source.position(offset)
        assert source.offset(position) == offset
        start = source.starts[position.line - 1]
        assert text[start:].startswith(source.lines[position.line - 1])


def test_a_byte_order_mark_is_no_text():
    source = decode_source(b"\xef\xbb\xbf# A\n", "a.md")
    assert (source.text, source.bom) == ("# A\n", True)
    assert source.position(0) == Position(1, 1)


def test_a_second_byte_order_mark_is_text():
    assert decode_source(b"\xef\xbb\xbf\xef\xbb\xbfA", "a.md").text == "\ufeffA"


@pytest.mark.parametrize(
    ("data", "line", "column", "reason"),
    [
        (b"\xff", 1, 1, "not UTF-8: byte 0xff at offset 0"),
        (b"caf\xe9", 1, 4, "not UTF-8: byte 0xe9 at offset 3"),
        ("é\r\nß\r".encode() + b"a\xc3(", 3, 2, "not UTF-8: byte 0xc3 at offset 8"),
        (b"a\n\xed\xa0\x80", 2, 1, "not UTF-8: byte 0xed at offset 2"),
        (b"\xff\xfea\x00", 1, 1, "not UTF-8: byte 0xff at offset 0"),
    ],
)
def test_what_is_not_utf8_is_named_by_line_and_column(data, line, column, reason):
    with pytest.raises(UnreadableError) as caught:
        decode_source(data, "docs/a.md")
    assert (caught.value.line, caught.value.column, caught.value.reason) == (line, column, reason)
    assert str(caught.value) == f"docs/a.md:{line}:{column}: {reason}"


def test_a_file_of_the_limit_is_read_and_one_byte_more_is_not(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(b"12345")
    assert read_source(path, "a.md", max_bytes=5).text == "12345"
    with pytest.raises(UnreadableError, match=r"a\.md:1:1: larger than the limit of 4 bytes"):
        read_source(path, "a.md", max_bytes=4)


def test_a_missing_file(tmp_path):
    with pytest.raises(UnreadableError, match=r"a\.md:1:1: No such file or directory"):
        read_source(tmp_path / "a.md", "a.md")


def test_a_directory_is_no_file(tmp_path):
    with pytest.raises(UnreadableError, match="Is a directory"):
        read_source(tmp_path, "docs")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission(tmp_path):
    path = tmp_path / "a.md"
    path.touch(mode=0o000)
    with pytest.raises(UnreadableError, match="Permission denied"):
        read_source(path, "a.md")


def test_line_ends_stay_as_they_are(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(b"a\r\nb\rc\n")
    assert read_source(path, "a.md").text == "a\r\nb\rc\n"
