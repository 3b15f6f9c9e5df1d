"""Translated pages beside their source, in one language and in several."""

import os
import subprocess

import pytest

from guidelint.checks.translations import is_localised
from tests.sites import EXAMPLE_SITE, check_site, write_site

GIT = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
DATE = {"GIT_COMMITTER_DATE": "2030-01-31T12:00:00Z"}
TREES = f"docs_dir: !ENV [DOCS, docs]\n{EXAMPLE_SITE}"
SOURCE = """\
# Tides

The [office](https://tides.example.org/office) prints [tables](#tables).

## Tables

![A chart](chart.svg){ .chart }

A table[^1] for every port.

[^1]: On paper.
"""
FRENCH = """\
# Marées

Le [bureau](https://tides.example.org/office) imprime les [tables](#tables).

## Annuaire

![Une carte](chart.svg){ .chart }

Un annuaire[^1] par port.

[^1]: Sur papier.
"""


def check(tmp_path, source=SOURCE, extra=(), **languages):
    files = {f"i18n/{language}/tides.md": text for language, text in languages.items()}
    files |= {f"{folder}/chart.svg": "" for folder in ("docs", *(f"i18n/{name}" for name in languages))}
    folder = write_site(tmp_path, {"docs/tides.md": source, **files}, TREES)
    found = check_site(folder, extra)
    return [entry for entry in found if entry.code.startswith("GL7")]


def told(findings):
    return [(entry.rule, entry.location.path, entry.location.line) for entry in findings]


def test_a_translated_heading_that_breaks_links_is_one_finding_at_the_heading(tmp_path):
    text = FRENCH + "\nEncore [une fois](#tables).\n"
    [found] = check(tmp_path, SOURCE + "\n[Once more](#tables).\n", fr=text)
    assert told([found]) == [("translation-anchor", "i18n/fr/tides.md", 5)]
    assert [place.location.line for place in found.related] == [3, 13]
    assert found.help == 'pin the heading: "## Annuaire { #tables }"'


def test_a_pinned_heading_is_fine(tmp_path):
    assert check(tmp_path, fr=FRENCH.replace("## Annuaire", "## Annuaire { #tables }")) == []


@pytest.mark.parametrize(
    ("old", "new", "rule", "message"),
    [
        ("[bureau](https", "\\[bureau](https", "translation-link", "which is left as text"),
        (
            "org/office",
            "net/",
            "translation-link",
            "leads elsewhere than in the source: https://tides.example.net/",
        ),
        (".chart }", ".carte }", "translation-markup", "has { .carte } instead of { .chart }"),
        ("![Une carte](chart.svg){ .chart }", "Une carte", "translation-markup", "lost the image chart.svg"),
        ("annuaire[^1]", "annuaire", "translation-markup", "lost the footnote [^1]"),
        ("## Annuaire", "### Annuaire", "translation-markup", "has the level 3, 2 in the source"),
        (
            "Annuaire",
            "Annuaire { #tables }\n\n## Plus\n\n[x](https://x.example.org)",
            "translation-extra",
            "Plus",
        ),
        ("Un annuaire", "Un \\*\\*annuaire\\*\\*", "translation-export", "shown as text"),
    ],
)
def test_what_a_translation_loses_or_changes(tmp_path, old, new, rule, message):
    found = check(tmp_path, fr=FRENCH.replace("(#tables)", "(#annuaire)").replace(old, new))
    assert [entry.rule for entry in found if entry.rule != "translation-anchor"] == [rule]
    assert message in "".join(entry.message for entry in found if entry.rule == rule)


def test_a_source_that_has_gone_on_is_one_finding(tmp_path):
    more = "".join(
        f"\n## Port {n}\n\n[Map](https://maps.example.org/{n}) and ![c](chart.svg)\n" for n in range(9)
    )
    source = SOURCE.replace("\n[^1]: ", f"{more}\n[^1]: ")
    found = check(tmp_path, source, fr=FRENCH.replace("## Annuaire", "## Annuaire { #tables }"))
    assert told(found) == [("translation-stale", "i18n/fr/tides.md", 1)]


def test_git_has_the_version_that_was_translated(tmp_path):
    """The source has got a section and lost another one since; the translation has lost a class by itself."""
    gone = "\n## A\n\n[Map](https://maps.example.org/a) one.\n\nTwo.\n\nThree.\n\n- Four\n"
    new = "\n## B\n\n```\nx\n```\n\n- [Map](https://maps.example.org/b)\n"
    note = "\n[^1]: "
    text = FRENCH.replace("## Annuaire", "## Annuaire { #tables }").replace("{ .chart }", "{ .carte }")
    folder = write_site(tmp_path, {"docs/tides.md": SOURCE.replace(note, gone + note)}, TREES)
    for arguments in (["init", "-q"], ["add", "docs"], ["commit", "-qm", "x", "--date=2030-01-31T00:00:00Z"]):
        subprocess.run(["git", *GIT, *arguments], cwd=folder, check=True, env={**os.environ, **DATE})
    found = check(
        tmp_path, SOURCE.replace("\n## Tables", f"{new}\n## Tables"), fr=text.replace(note, gone + note)
    )
    assert [(entry.rule, entry.location.line) for entry in found] == [
        ("translation-stale", 1),
        ("translation-markup", 7),
        ("translation-extra", 11),
    ]
    assert found[0].message.startswith("made from the version of 2030-01-31 of its source")


def test_other_languages_show_the_version_that_was_translated(tmp_path):
    """Three languages have a link that the source has not, two of them a class that the third has lost."""
    newer = FRENCH.replace("## Annuaire", "## Annuaire { #tables }").replace(
        "Sur", "[Sur](https://x.example.org)"
    )
    older = newer.replace("{ .chart }", "")
    found = check(tmp_path, de=newer, fr=newer, it=older)
    assert told(found) == [("translation-markup", "i18n/it/tides.md", 7)]
    assert found[0].confidence == "certain"


def test_damage_of_the_export_is_one_finding_at_the_source(tmp_path):
    source = SOURCE.replace("[^1]: On paper.", "*[PDF]: Portable Document Format\n\n[^1]: On paper.")
    text = FRENCH.replace("## Annuaire", "## Annuaire { #tables }")
    text = text.replace("[^1]: Sur", "\\*[PDF]: format de document\n\n[^1]: Sur")
    [found] = check(tmp_path, source, de=text, fr=text)
    assert told([found]) == [("translation-export", "docs/tides.md", 11)]
    assert [place.location.path for place in found.related] == ["i18n/de/tides.md", "i18n/fr/tides.md"]


def test_front_matter_is_one_finding_for_a_key(tmp_path):
    matter = "---\ntitle: {0}\nhide: [{1}]\nschema:\n  - '@type': {2}\n    name: {0}\n    url: https://x.example.org/{3}\n---\n"
    source = matter.format("Tides", "toc", "Thing", "en") + SOURCE
    text = FRENCH.replace("## Annuaire", "## Annuaire { #tables }")
    assert check(tmp_path, source, fr=matter.format("Marées", "toc", "Thing", "fr") + text) == []
    found = check(tmp_path, source, fr=matter.format("Marées", "toc", "Chose", "") + text)
    assert told(found) == [("translation-front-matter", "i18n/fr/tides.md", 4)]
    assert [place.location.line for place in found[0].related] == [5, 7]


def test_untranslated_text_and_description(tmp_path):
    matter = "---\ntitle: {}\ndescription: All about tides.\n---\n"
    text = FRENCH.replace("## Annuaire", "## Annuaire { #tables }").replace(
        "Un annuaire[^1] par", "A table[^1] for every"
    )
    found = check(
        tmp_path, matter.format("Tides") + SOURCE, ["untranslated"], fr=matter.format("Marées") + text
    )
    assert [entry.message for entry in found] == [
        "still in the source language: 45 % of the text and the description"
    ]


@pytest.mark.parametrize(
    ("lost", "gained", "is_fine"),
    [
        ("https://en.wikipedia.org/wiki/Tide", "https://fr.wikipedia.org/wiki/Mar%C3%A9e", True),
        ("https://x.example.org/en/a", "https://x.example.org/fr/b/", True),
        ("https://x.example.org/a", "https://x.example.org/fr-ca/a", True),
        ("https://x.example.org/a", "https://www.x.example.org/a/", True),
        ("https://x.example.org/a", "https://x.example.org/b", False),
        ("https://x.example.org/a", "https://y.example.net/fr/a", False),
        ("https://x.example.org/a", "https://x.example. org/fr/a", False),
        ("a.md", "b.md", False),
        ("https://[x/a", "https://x.example.org/fr", False),
    ],
)
def test_addresses_of_the_same_thing_for_other_readers(lost, gained, is_fine):
    assert is_localised(lost, gained, "fr") is is_fine
