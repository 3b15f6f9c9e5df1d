"""Whose a finding on a translated page is."""

from tests.sites import EXAMPLE_SITE, check_site, mend_site, opened, read_files, write_site

TREES = f"docs_dir: !ENV [DOCS, docs]\n{EXAMPLE_SITE}"
CROWDIN = (
    'files:\n  - source: /docs/**/*.md\n    translation: "/i18n/%two_letters_code%/**/%original_file_name%"\n'
)
SOURCE = "# Tides\n\n<div markdown>\n\nText\n\n</div>\n\n</details>\n\n[Moon](moon.md)\n"
FRENCH = "# Marées\n\n<div markdown>\n\nTexte\n\n</div>\n\n</details>\n\n[Lune] (moon.md)\n"


def site(tmp_path, **files):
    named = {"docs/tides.md": SOURCE, "docs/moon.md": "# Moon\n", "i18n/fr/tides.md": FRENCH, **files}
    return write_site(tmp_path, {**named, "i18n/fr/moon.md": "# Lune\n"}, TREES)


def test_a_defect_of_the_source_is_reported_there_only(tmp_path):
    found = check_site(site(tmp_path))
    assert [(entry.rule, entry.location.path) for entry in found] == [
        ("html-balance", "docs/tides.md"),
        ("link-spacing", "i18n/fr/tides.md"),
    ]


def test_also_where_the_source_is_not_checked(tmp_path):
    folder = site(tmp_path)
    found = check_site(folder, paths=[folder / "i18n" / "fr"])
    assert [entry.rule for entry in found] == ["link-spacing"]
    assert found[0].notes[-1] == "owner: the translators (fr)"


def test_a_page_asked_for_by_itself_shows_it_for_information(tmp_path):
    folder = site(tmp_path)
    found = check_site(folder, paths=[folder / "i18n" / "fr" / "tides.md"])
    assert [(entry.rule, entry.severity) for entry in found] == [
        ("html-balance", "info"),
        ("link-spacing", "error"),
    ]
    [place] = found[0].related
    assert (place.location.path, place.location.line) == ("docs/tides.md", 9)
    assert found[0].notes[-1] == "owner: the source, from which the translation has it"


def test_a_lost_heading_is_the_sources(tmp_path):
    source, text = "# A\n\n## B\n\n[b](#b)\n", "# A\n\n## Bé\n\n[b](#b)\n"
    [found] = check_site(site(tmp_path, **{"docs/tides.md": source, "i18n/fr/tides.md": text}))
    assert found.notes[-1].startswith("owner: the source")


def test_what_a_platform_writes_is_not_fixed(tmp_path):
    folder = site(tmp_path, **{"crowdin.yml": CROWDIN})
    mending = mend_site(folder)
    assert read_files(folder, ["i18n/fr/tides.md"]) == {"i18n/fr/tides.md": FRENCH}
    assert read_files(folder, ["docs/tides.md"]) != {"docs/tides.md": SOURCE}
    assert {refusal.reason.partition(";")[0] for refusal in mending.refused} == {
        "a translation platform writes this file (crowdin.yml)"
    }


def test_without_a_platform_it_is(tmp_path):
    folder = site(tmp_path)
    mend_site(folder)
    assert "[Lune](moon.md)" in read_files(folder, ["i18n/fr/tides.md"])["i18n/fr/tides.md"]


def test_which_files_a_platform_writes(tmp_path):
    folder = site(
        tmp_path,
        **{"crowdin.yml": CROWDIN + "  - source: README.md\n    translation: '/README.%locale%.md'\n"},
    )
    found = opened(folder)[0].site(folder / "docs" / "tides.md")
    written = ["i18n/fr/tides.md", "i18n/fr/deep/er/tides.md", "README.fr-FR.md"]
    assert all(found.is_exported(folder / name) for name in written)
    assert not any(
        found.is_exported(folder / name) for name in ["docs/tides.md", "i18n/tides.md", "README.md"]
    )


def test_a_broken_configuration_of_the_platform_names_no_files(tmp_path):
    for text in ("files: [", "- a\n", "files: 3\n", "files:\n  - 3\n  - translation: 3\n"):
        folder = site(tmp_path, **{"crowdin.yml": text})
        assert (
            not opened(folder)[0].site(folder / "docs" / "tides.md").is_exported(folder / "i18n/fr/tides.md")
        )
