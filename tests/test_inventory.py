"""The inventory of a page, and which differences a fix may make."""

import pytest

from guidelint.edits import Range
from guidelint.inventory import ANY, Meaning, objection, take_inventory
from guidelint.markdown.parser import parse_page
from guidelint.site.discover import load_site_config
from guidelint.source import Source
from tests.sites import write_site

PAGE = """\
---
title: Tides
---

# Tide *tables* { #tables }

[pier](pier.md){ .md-button } ![map](map.svg) <https://example.org> :material-bug: `low`[^1] [reef]

<video src="tide.mp4"></video>

| a | b |
|---|---|
| 1 | 2 |

[^1]: Harbour log.
"""


@pytest.fixture
def inventory(tmp_path):
    """Take the inventory of a text as a usual site reads it."""
    dialect = load_site_config(write_site(tmp_path, {}) / "mkdocs.yml").dialect
    return lambda text: take_inventory(parse_page(Source("docs/a.md", text), dialect, tmp_path))


def test_the_inventory_names_every_construct(inventory):
    constructs = {entry.construct for entry in inventory(PAGE).entries}
    assert constructs >= {
        ("link", "pier.md"),
        ("link", "https://example.org"),
        ("image", "map.svg"),
        ("media", "tide.mp4"),
        ("heading", "tables"),
        ("heading text", "# Tide tables"),
        ("footnote-ref", "1"),
        ("footnote-def", "1"),
        ("icon", "material-bug"),
        ("code", "`low`"),
        ("tag", "video"),
        ("tag", "/video"),
        ("attributes", 'class="md-button"'),
        ("block", "table <table>"),
        ("front matter", "title: 'Tides'"),
    }


def test_line_ends_are_no_difference(inventory):
    assert objection(inventory(PAGE), inventory(PAGE.replace("\n", "\r\n")), Meaning()) is None


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("[pier](pier.md)", "[pier] (pier.md)", "lose the link pier.md"),
        ("pier.md", "pear.md", "lose the link pier.md"),
        ("![map](map.svg)", "", "lose the image map.svg"),
        ("[^1]: Harbour log.\n", "", "lose the footnote-ref 1"),
        ("`low`", "low", "lose the code `low`"),
        (" { #tables }", "", "lose the heading tables"),
        ("# Tide *tables*", "# Tides", "lose the heading text # Tide tables"),
        ("</video>", "", "lose the footnote-ref 1"),  # the rest of the page is inside of it now
        (":material-bug:", "bug", "lose the icon material-bug"),
        ("{ .md-button }", "", "lose the attributes class="),
        ("| a | b |\n", "| a |\n", "lose the block table <t"),
        ("title: Tides", "title: Tide", "lose the front matter title: 'Tides'"),
        ("[reef]", "[reef](reef.md)", "gain the link reef.md"),
        ("Harbour log.", "Harbour [log][book].", "gain the reference book"),
    ],
)
def test_what_is_not_meant_is_refused(inventory, old, new, complaint):
    reason = objection(inventory(PAGE), inventory(PAGE.replace(old, new, 1)), Meaning())
    assert reason is not None
    assert complaint in reason


def test_an_edit_inside_a_target_may_change_it(inventory):
    start = PAGE.index("pier.md")
    changed = PAGE.replace("pier.md", "quay.md")
    meaning = Meaning(before=[Range(start, start + 4)], after=[Range(start, start + 4)])
    assert objection(inventory(PAGE), inventory(changed), meaning) is None


def test_an_edit_around_a_target_may_not(inventory):
    start = PAGE.index("[pier]")
    changed = PAGE.replace("[pier](pier.md)", "[pier](quay.md)")
    meaning = Meaning(before=[Range(start, start + 15)], after=[Range(start, start + 15)])
    assert objection(inventory(PAGE), inventory(changed), meaning) == "the page would lose the link pier.md"


def test_what_is_declared_must_come_about(inventory):
    before, after = inventory(PAGE), inventory(PAGE.replace("[reef]", "[reef](reef.md)"))
    assert objection(before, after, Meaning(adds=[("link", "reef.md")])) is None
    assert objection(before, after, Meaning(adds=[("image", "reef.md")])) == (
        "the page would not get the image reef.md"
    )
    assert (
        objection(before, after, Meaning(removes=[("tag", "/div")])) == "the page has no tag /div to remove"
    )


def test_of_what_is_added_the_target_may_be_left_open(inventory):
    before, after = inventory("Text\n\n＃ Tides\n"), inventory("Text\n\n# Tides\n")
    assert objection(before, after, Meaning(adds=[("heading", ANY), ("heading text", ANY)])) is None
    assert objection(before, after, Meaning(adds=[("heading", ANY)])) == (
        "the page would gain the heading text # Tides"
    )
    assert objection(before, after, Meaning(adds=[("icon", ANY)])) == "the page would not get the icon *"
