"""Which of several places with one cause are new, told from findings and texts alone."""

import pytest

from guidelint.changes.compare import MAX_LINES, Before, align, groups_of, sift
from guidelint.changes.renames import Renames, find_renames, text_at
from guidelint.findings import Finding, Location, Severity, Standing


def found(path, line, cause="b.md#x", message="no such anchor", column=1):
    place = Location(path, line, column, line, column + 8)
    return Finding("link-anchor", "GL502", Severity.ERROR, place, message, cause)


def new(earlier, present, old=None, now=None, renames=None):
    """The places that are new, as path and line, for texts whose lines are single letters."""
    before = Before(
        groups_of(earlier),
        Renames(renames or {}),
        lambda path: list((old or {}).get(path, "")),
        lambda path: list((now or {}).get(path, "")),
    )
    marked = sift(present, before)
    return [(one.place.path, one.place.line) for one in marked if one.standing is Standing.NEW]


def test_a_cause_that_was_not_there_is_new_at_every_place():
    assert new([found("a.md", 1, "other")], [found("a.md", 1), found("c.md", 2)]) == [
        ("a.md", 1),
        ("c.md", 2),
    ]


def test_no_more_places_than_before_are_no_news():
    assert new([found("a.md", 1), found("a.md", 5)], [found("c.md", 3)]) == []


@pytest.mark.parametrize(
    ("old", "lines", "now", "present", "expected"),
    [
        ("aXb", [2], "aXbX", [2, 4], [4]),
        ("aXb", [2], "XaXb", [1, 3], [1]),
        ("XX", [1, 2], "XYX", [1, 2, 3], [2]),
        ("aXb", [2], "XaYb", [1, 3], [1]),
        ("aXb", [2], "bYcX", [2, 4], [2]),
        ("aXbXc", [2, 4], "aXZbXc", [2, 3, 5], [3]),
    ],
)
def test_places_are_found_again_by_their_lines(old, lines, now, present, expected):
    earlier = [found("a.md", line) for line in lines]
    later = [found("a.md", line) for line in present]
    assert new(earlier, later, {"a.md": old}, {"a.md": now}) == [("a.md", line) for line in expected]


def test_a_line_that_moved_to_another_file_is_found_by_its_text():
    later = [found("b.md", 1), found("c.md", 1)]
    assert new([found("a.md", 2)], later, {"a.md": "aX"}, {"b.md": "Y", "c.md": "X"}) == [("b.md", 1)]


def test_a_place_that_several_pages_include_is_one():
    assert new([found("a.md", 1)], [found("a.md", 1), found("a.md", 1)]) == []


def test_a_moved_page_is_the_same_page():
    old, now = found("a.md", 2, "a.md: </div>"), found("new/a.md", 2, "new/a.md: </div>")
    assert new([old], [now], renames={"a.md": "new/a.md"}) == []
    assert new([old], [now]) == [("new/a.md", 2)]


def test_what_a_moved_page_writes_in_another_way_is_the_same_by_its_message():
    old, now = (
        found("a.md", 2, "gone.md <- gone.md", "no gone.md"),
        found("new/a.md", 2, "gone.md <- ../gone.md", "no gone.md"),
    )
    assert new([old], [now], renames={"a.md": "new/a.md"}) == []


def test_names_with_spaces_move_too():
    renames = Renames({"docs/old page.md": "docs/new.md", "docs/a.md": "docs/b.md"})
    assert renames.cause("docs/old page.md: [x]") == "docs/new.md: [x]"
    assert renames.cause("docs/a.md#docs/a.md -> docs/a.md.txt") == "docs/b.md#docs/a.md -> docs/a.md.txt"


def test_very_long_texts_are_aligned_by_their_ends():
    old = [f"line {number}" for number in range(MAX_LINES + 10)]
    aligned = align(old, [*old[:50], "new", "new", *old[60:]])
    assert (aligned.lines[50], aligned.lines.get(55), aligned.lines[61]) == (50, None, 53)
    assert aligned.old_blocks[55] == aligned.new_blocks[51]


class TestRenames:
    TEXT = "# Tides\n\nThe highest tide.\n\nSee [a](b.md) and more.\n\nThe lowest tide.\n"

    def renames(self, tmp_path, old, new):
        for folder, files in (("old", old), ("new", new)):
            (tmp_path / folder).mkdir()
            for name, text in files.items():
                (tmp_path / folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        gone, added = (
            {name: text_at(tmp_path / folder / name) for name in files}
            for folder, files in (("old", old), ("new", new))
        )
        return find_renames(gone, added)

    def test_the_same_content(self, tmp_path):
        assert self.renames(tmp_path, {"a.md": self.TEXT}, {"b.md": self.TEXT}) == {"a.md": "b.md"}

    def test_the_same_content_twice_is_told_by_the_name(self, tmp_path):
        files = {"a.md": self.TEXT, "b.md": self.TEXT}
        assert self.renames(tmp_path, files, files) == {"a.md": "a.md", "b.md": "b.md"}

    def test_half_of_the_lines_whatever_the_links_lead_to(self, tmp_path):
        changed = self.TEXT.replace("(b.md)", "(../b.md)").replace("highest", "very highest")
        assert self.renames(tmp_path, {"a.md": self.TEXT}, {"b.md": changed}) == {"a.md": "b.md"}

    def test_something_else(self, tmp_path):
        assert self.renames(tmp_path, {"a.md": self.TEXT}, {"b.md": "# Ropes\n\nOf hemp.\n"}) == {}

    def test_no_text(self, tmp_path):
        assert self.renames(tmp_path, {"a.md": b"\xff\xfe"}, {"b.md": b"\xff\xfe"}) == {}

    def test_many_files_are_told_by_their_names(self, tmp_path):
        old = {f"{number}.md": f"{self.TEXT}{number}\n" for number in range(201)}
        new = {f"{number}.md": f"{self.TEXT}{number}\nMore.\n" for number in range(201)}
        assert self.renames(tmp_path, old, new) == {}
        few = {"7.md": f"{self.TEXT}7\nMore.\n", **{f"x{number}.md": f"x{number}" for number in range(200)}}
        (tmp_path / "few").mkdir()
        assert self.renames(tmp_path / "few", old, few) == {"7.md": "7.md"}
