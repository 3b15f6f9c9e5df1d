"""The types and the titles of admonitions."""

import pytest

from tests.sites import EXAMPLE_SITE, check_site, write_site


def test_types_are_those_of_the_theme_and_of_the_style_sheets(tmp_path):
    text = '!!! tide "A"\n\n    B\n\n!!! ebb "A"\n\n    B\n\n??? flow "A"\n\n    B\n'
    site = write_site(
        tmp_path,
        {"docs/index.md": text, "docs/a.css": ".md-typeset .admonition.tide { color: blue }"},
        EXAMPLE_SITE + "extra_css: [a.css?v=1]\n",
    )
    assert [entry.location.line for entry in check_site(site)] == [5, 9]


def test_a_style_sheet_that_cannot_be_read_may_have_any_type(tmp_path):
    text = '!!! ebb "A"\n\n    B\n\n<div class="admonition Note" markdown>\nA\n</div>\n'
    site = write_site(
        tmp_path, {"docs/index.md": text}, EXAMPLE_SITE + "extra_css: [https://a.example/a.css]\n"
    )
    (found,) = check_site(site)
    assert [(edit.location.line, edit.location.column, edit.text) for edit in found.fix.edits] == [
        (5, 24, "note")
    ]


def test_other_themes_have_other_types(tmp_path):
    configuration = "site_name: A\ntheme: readthedocs\nmarkdown_extensions: [admonition]\n"
    assert check_site(write_site(tmp_path, {"docs/index.md": "!!! ebb\n\n    B\n"}, configuration)) == []


@pytest.mark.parametrize(
    ("html", "is_wrong"),
    [
        ('<div class="admonition tip" markdown>\nA\n</div>', True),
        ('<div class="admonition tip" markdown>\n<p class="admonition-title">T</p>\nA\n</div>', False),
        ('<div class="admonition plain" markdown>\n<p class="admonition-title">T</p>\nA\n</div>', True),
        ('<div class="admonition plain" markdown>\nA\n</div>', False),
        ("<details markdown>\nA\n</details>", True),
        ("<details markdown>\n<summary>S</summary>\nA\n</details>", False),
        ("<details markdown>\n<details markdown>\n<summary>S</summary>\nA\n</details>\n</details>", True),
    ],
)
def test_titles(html, is_wrong, tmp_path):
    options = '[rules.admonition-title]\nuntitled = ["plain"]\n'
    site = write_site(tmp_path, {"docs/index.md": f"# A\n\n{html}\n", "guidelint.toml": options})
    found = check_site(site, ["admonition-title"])
    assert any(entry.rule == "admonition-title" for entry in found) is is_wrong
