"""Lists, HTML, tables and headings that are read as something else."""

import pytest

from guidelint.checks.markup_blocks import indented_html, list_blank_line
from guidelint.checks.markup_headings import emphasis_as_heading, heading_level
from guidelint.checks.markup_tables import cells, table_columns
from tests.checks.pages import findings, one_defect, places
from tests.sites import check_site, write_site


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("You need:\n- a rope\n- a boat", "- a rope"),
        ("You need:\n- a rope", "- a rope"),
        ("**You need:**\n* a rope", "* a rope"),
        ("You need\n- a rope\n- a boat", "- a rope"),
        ("Steps\n1. row\n2. sail", "1. row"),
        ("!!! note\n\n    You need:\n    - a rope", "- a rope"),
        ("> You need:\n> - a rope", "> - a rope"),
    ],
)
def test_lists_without_a_blank_line(text, first):
    assert places(list_blank_line, text) == [first]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "You need:\n\n- a rope",
            "The rope was old\n- and short.",
            "It was in\n1968. A good year.",
            "a\n2. b\n3. c",
        ),
        *(
            "- a rope:\n- a boat",
            "- a:\n\n    - b",
            "```\na:\n- b\n```",
            "a:\n-b\n-c",
            "a:\n*b* c",
            "# A:\n- b",
        ),
        *("    code:\n    - a", "a `b:\nc` d", '```yaml title="a"\n- a:\n- b\n```'),
    ],
)
def test_what_is_no_list_or_is_one(text):
    assert places(list_blank_line, text) == []


def test_one_finding_for_a_page_mends_every_list_of_it():
    [found] = one_defect(list_blank_line, "Take a\n- a\n- b\n\nB:\n- b\n\n> C:\n> - c\n")
    assert found.fix
    assert [edit.location.line for edit in found.fix.edits] == [2, 6]
    assert [related.location.line for related in found.related] == [6, 9]


def test_outside_of_a_site_such_a_list_is_one(tmp_path):
    (tmp_path / "README.md").write_text("You need:\n- a rope\n- a boat\n", "utf-8")
    assert check_site(tmp_path, ["list-blank-line"]) == []


@pytest.mark.parametrize("indent", [" ", "   "])
def test_indented_html_with_markdown(indent):
    assert places(indented_html, f'# A\n\n{indent}<div class="g" markdown>\n\na\n\n</div>\n') != []


@pytest.mark.parametrize(
    "text",
    [
        "<div markdown>\n\na\n\n</div>",
        " <div>\n\na\n\n</div>",
        "- a\n\n    <div markdown>\n\n    b\n\n    </div>",
        "!!! note\n\n    <div markdown>\n\n    b\n\n    </div>",
        "    <div markdown>",
        "a <span markdown>b</span>",
    ],
)
def test_html_that_is_read_or_was_not_to_be(text):
    assert places(indented_html, f"# A\n\n{text}\n") == []


TABLE = "| a | b |\n|---|---|\n"


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("| 1 | 2 | 3 |", "3 cells"),
        ("| 1 |", "1 cells"),
        ("| 1 | 2", "bar at the end"),
        ("| 1 | 2 |", None),
        ("| `1|2` | 3 |", None),
        ("| 1 \\| 2 | 3 |", None),
        ("| 1 | |", None),
    ],
)
def test_rows_of_tables(row, complaint):
    found = findings(table_columns, f"{TABLE}{row}\n")
    assert [complaint in entry.message for entry in found] == [True] * (complaint is not None)


def test_tables_without_outer_bars():
    assert places(table_columns, "a | b\n--|--\n1 | 2\n3 |\n1 | 2 | 3\n") == ["3 |", "1 | 2 | 3"]


def test_tables_in_boxes_and_lists_keep_their_lines():
    text = f"# A\n\n!!! note\n\n    {TABLE.replace(chr(10), chr(10) + '    ')}| 1 | 2 | 3 |\n"
    [found] = findings(table_columns, text)
    assert (found.location.line, found.location.column) == (7, 5)


@pytest.mark.parametrize(
    ("row", "count"),
    [("|a|b|", 2), ("a|b", 2), ("`` a`|b ``|c", 2), ("`a|b", 2), ("|a\\|b|", 1), ("", 1), ("|", 1)],
)
def test_cells(row, count):
    assert len(cells(row)) == count


def test_levels_that_are_left_out():
    assert places(heading_level, "### A\n\n## B\n\n#### C\n\n##### D\n\n# E\n\n## F\n") == ["#### C"]


def test_bold_paragraphs_that_head_something():
    text = "**Useful Knots**\n\na\n\n**More of Them:**\n\n- b\n"
    [found] = one_defect(emphasis_as_heading, text)
    assert found.location.line == 1
    assert [related.location.line for related in found.related] == [5]


@pytest.mark.parametrize(
    "text",
    [
        *("**Never do this.**\n\na", "a\n\n**Useful Knots**", "- **Useful Knots**\n\n    a", "**A** b\n\nc"),
        *(
            "!!! note\n\n    **A**\n\n    b\n\nc",
            "**[Knots](tides.md)**\n\na",
            "**You should also remember to:**\n\n- a",
        ),
        *("**Pro:**\n\na\n\n**Pro:**\n\nb\n\n**Pro:**\n\nc", "**1**\n\na", f"**{'word ' * 30}**\n\na"),
    ],
)
def test_bold_paragraphs_that_are_no_heading(text):
    assert places(emphasis_as_heading, text) == []


def test_a_defect_of_the_source_is_one_finding_there(tmp_path):
    page = "# A\n\n### B\n\nx\n"
    files = {"docs/index.md": page, "i18n/fr/index.md": page, "i18n/de/index.md": page}
    folder = write_site(tmp_path, files, "site_name: A\ndocs_dir: !ENV [DOCS, docs]\n")
    [found] = check_site(folder)
    assert {found.location.path, *(place.location.path for place in found.related)} == {"docs/index.md"}
