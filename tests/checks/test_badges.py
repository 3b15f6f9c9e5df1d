"""Badges beside what the site declares."""

import pytest

from guidelint.checks.badges import BadgeOptions
from guidelint.checks.badges_order import badge_order
from guidelint.checks.badges_table import badge_colour, badge_icon, badge_label
from guidelint.findings import Severity
from tests.checks.pages import findings, places
from tests.sites import EXAMPLE_SITE, check_site, write_site

PERILS = """
## Worms

<span class="pg-orange">:material-bug-outline: Shipworms</span>

## Pirates

<span class="pg-red">:material-skull-crossbones: Robbery</span>

They are <span class="pg-orange">:material-bug-outline: worse</span> than worms.
"""
WORMS = "[:material-bug-outline: Shipworms](#worms){ .pg-orange }"
ROBBERY = '[:material-skull-crossbones: Robbery](#pirates ""){.pg-red}'


@pytest.mark.parametrize("rule", [badge_icon, badge_colour, badge_label, badge_order])
def test_badges_as_declared_are_fine_in_either_spelling(rule):
    assert places(rule, f"- {WORMS}\n- {ROBBERY}\n{PERILS}") == []


def test_only_the_paragraph_below_a_heading_declares():
    assert places(badge_label, f"- {WORMS.replace('Shipworms', 'worse')}\n{PERILS}") != []


@pytest.mark.parametrize(
    ("rule", "badge"),
    [
        (badge_icon, "[:material-bee: Shipworms](#worms){ .pg-orange }"),
        (badge_colour, "[:material-bug-outline: Shipworms](#worms){ .pg-red }"),
        (badge_label, "[:material-bug-outline: Insects](#worms){ .pg-orange }"),
        (badge_label, "[:material-bug-outline:](#worms){ .pg-orange }"),
    ],
)
def test_deviations_are_found_with_the_place_of_the_declaration(rule, badge):
    [found] = findings(rule, f"- {badge}\n{PERILS}")
    assert found.severity in (Severity.ERROR, Severity.WARNING)
    assert [related.location.line for related in found.related] == [3]


def test_a_label_may_bend_in_a_sentence():
    [found] = findings(badge_label, f"Beware of [a shipworm](#worms){{ .pg-orange }} here.\n{PERILS}")
    assert found.severity is Severity.INFO


def test_links_without_the_class_and_links_elsewhere_are_no_badges():
    assert places(badge_label, f"- [Insects](#worms)\n- [Bees](tides.md#x){{ .pg-orange }}\n{PERILS}") == []


def test_the_class_prefix_is_an_option():
    text = f"- [:material-bee: Shipworms](#worms){{ .pg-orange }}\n{PERILS}"
    assert places(badge_icon, text, BadgeOptions(class_prefix="threat-")) == []


def test_an_icon_with_its_own_colour_has_one_colour_on_a_page():
    uses = "".join(f"## :material-check:{{ .pg-green }} {number}\n\n" for number in range(3))
    assert places(badge_colour, f"{uses}## :material-check:{{ .pg-gren }} x\n") == ["{ .pg-gren }"]
    assert (
        places(badge_colour, "## :material-check:{ .pg-green } 1\n\n## :material-check:{ .pg-red } 2\n") == []
    )


def test_a_translation_may_still_have_the_label_of_its_source(tmp_path):
    configuration = f"docs_dir: !ENV [DOCS, docs]\n{EXAMPLE_SITE}"
    french = PERILS.replace("Shipworms", "Tarets").replace("## Worms", "## Vers { #worms }")
    files = {
        "docs/perils.md": f"# Perils\n{PERILS}",
        "docs/index.md": "# A\n\n"
        + "- [:material-bug-outline: Shipworms](perils.md#worms){ .pg-orange }\n" * 3,
        "i18n/fr/perils.md": f"# Périls\n{french}",
        "i18n/fr/index.md": "# A\n\n- [:material-bug-outline: Shipworms](perils.md#worms){ .pg-orange }\n"
        "- [:material-bug-outline: Tarets](perils.md#worms){ .pg-orange }\n"
        "- [:material-bug-outline: Larves](perils.md#worms){ .pg-orange }\n",
    }
    folder = write_site(tmp_path, files, configuration)
    found = check_site(folder, ["badge-label"], [folder / "i18n" / "fr" / "index.md"])
    assert [(entry.rule, entry.location.line) for entry in found] == [("badge-label", 5)]


def test_lists_are_put_in_the_order_of_the_declaring_page():
    [found] = findings(badge_order, f"- {ROBBERY}\n- {WORMS}\n{PERILS}")
    assert found.fix
    assert {edit.text for edit in found.fix.edits} == {WORMS, ROBBERY}
    assert found.help == "the order there is: Shipworms, Robbery"


def test_badges_in_sentences_have_no_order():
    assert places(badge_order, f"- {ROBBERY} and more\n- {WORMS}\n{PERILS}") == []
