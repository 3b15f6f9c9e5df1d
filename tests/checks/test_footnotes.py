"""The order of footnotes, and abbreviations."""

import pytest

from guidelint.checks.footnotes_abbreviations import abbreviation_malformed
from guidelint.checks.footnotes_order import footnote_order
from tests.checks.pages import places
from tests.sites import check_site, write_site

DEFINITIONS = "\n\n[^a]: A\n[^b]: B\n[^c]: C\n"
APPENDING = """\
site_name: Example
markdown_extensions:
  - abbr
  - pymdownx.snippets: {auto_append: [includes/terms.txt]}
"""


@pytest.mark.parametrize(
    ("text", "late"),
    [
        ("x[^a] y[^b] z[^c]", []),
        ("x[^b] y[^a] z[^c]", ["[^a]"]),
        ("x[^c] y[^a] z[^b] u[^a]", ["[^a]", "[^b]"]),
        ("x[^a] y[^a] z[^b]", []),
        ("x[^none] y[^b]", []),
    ],
)
def test_footnotes_in_the_order_of_their_definitions(text, late):
    assert places(footnote_order, text + DEFINITIONS) == late


@pytest.mark.parametrize(
    ("line", "is_malformed"),
    [
        ("*[ETA]： arrival", True),
        ("*[ETA]\u00a0: arrival", True),
        ("*[ETA]  : arrival", True),
        ("*[ETA]: arrival", False),
        ("*[ETA] : arrival", False),
        ("*[a link](tides.md): bold* words", False),
        ("`*[ETA]： arrival`", False),
    ],
)
def test_almost_a_definition_on_a_page(line, is_malformed):
    assert places(abbreviation_malformed, f"# A\n\n{line}\n") == [line] * is_malformed


def test_a_line_of_an_appended_list_is_reported_once_where_it_stands(tmp_path):
    files = {
        "docs/index.md": "# A\n\nETA ETD\n",
        "docs/other.md": "# B\n\nVHF\n",
        "includes/terms.txt": "*[ETA]: arrival\nETD (departure): leaving\n*[VHF]: radio\n",
    }
    found = check_site(write_site(tmp_path, files, APPENDING))
    assert [(entry.rule, entry.location.path, entry.location.line) for entry in found] == [
        ("abbreviation-malformed", "includes/terms.txt", 2)
    ]


def test_an_appended_text_is_no_list(tmp_path):
    files = {"docs/index.md": "# A\n", "includes/terms.txt": "See our terms.\n\nThey are short.\n"}
    assert check_site(write_site(tmp_path, files, APPENDING)) == []


def test_unused_abbreviations_are_those_that_no_reader_sees(tmp_path):
    page = "---\ntitle: ETD\n---\n# A\n\nETA, `VHF`, [here](VHF.md), XETAX\n\n```\nGMT\n```\n"
    terms = "".join(f"*[{name}]: x\n" for name in ("ETA", "ETD", "VHF", "GMT"))
    folder = write_site(
        tmp_path, {"docs/index.md": page, "docs/VHF.md": "# V\n", "includes/terms.txt": terms}, APPENDING
    )
    found = [
        entry for entry in check_site(folder, ["abbreviation-unused"]) if entry.rule == "abbreviation-unused"
    ]
    assert [entry.location.line for entry in found] == [2, 3, 4]
