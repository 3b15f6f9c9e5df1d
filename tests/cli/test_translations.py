"""``guidelint translations``: how far each language is."""

import json

import pytest

from tests.cli.test_fix_pins import FILES, TREES
from tests.sites import write_site

MATTER = "---\ntitle: {}\n---\n"


def test_no_translations(site, run):
    assert run("translations") == (0, "", "no page here is the translation of another one\n")


def test_the_table_and_what_to_pin_first(tmp_path, monkeypatch, run):
    monkeypatch.chdir(write_site(tmp_path, FILES, TREES))
    status, out, _ = run("translations")
    lines = out.splitlines()
    assert status == 0
    assert [line.split()[:2] for line in lines[1:3]] == [["fr", "2/2"], ["zh", "2/2"]]
    assert "2 by 2" in lines[1]
    assert "1 by 1" in lines[2]
    assert "     2  docs/tides.md#low-water  (fr, zh)" in lines
    assert "     1  docs/tides.md#high-water  (fr)" in lines


def test_json(tmp_path, monkeypatch, run):
    files = {
        "docs/a.md": MATTER.format("Tides") + "# Tides\n\nThe water rises twice a day.\n\n[Moon](b.md)\n",
        "docs/b.md": "# Moon\n",
        "i18n/fr/a.md": MATTER.format("Tides")
        + "# Marées\n\nThe water rises twice a day.\n\n\\[Lune](b.md)\n",
        "i18n/de/a.md": MATTER.format("Gezeiten")
        + "# Gezeiten\n\nEs steigt das Wasser täglich zweimal.\n\n[Mond](b.md)\n",
        "i18n/de/b.md": "# Mond\n",
    }
    monkeypatch.chdir(write_site(tmp_path, files, TREES))
    status, out, _ = run("translations", "--output-format", "json")
    data = json.loads(out)
    assert status == 0
    german, french = data["languages"]
    assert (german["language"], german["pages"], german["source_pages"]) == ("de", 2, 2)
    assert (german["untranslated_percent"], german["untranslated_titles"], german["links"]) == (0, 0, 0)
    assert (french["language"], french["pages"], french["source_pages"]) == ("fr", 1, 2)
    assert (french["untranslated_percent"], french["untranslated_titles"], french["links"]) == (100, 1, 1)
    assert data["headings"] == []


def test_the_html_report_has_the_tables(tmp_path, monkeypatch, run):
    pytest.importorskip("jinja2")
    monkeypatch.chdir(write_site(tmp_path, FILES, TREES))
    _, out, _ = run("check", "--offline", "--no-cache", "--output-format", "html")
    assert '<h2 id="section-1-title">Translations</h2>' in out
    assert '<th scope="row">docs/tides.md#low-water</th><td class="number">2</td><td>fr, zh</td>' in out
    monkeypatch.chdir(write_site(tmp_path / "other", {"docs/a.md": "# A\n"}))
    assert "section-1" not in run("check", "--offline", "--no-cache", "--output-format", "html")[1]


def test_a_folder_beside_the_working_directory(tmp_path, monkeypatch, run):
    """What lies beside is found as it is from the top."""
    (tmp_path / ".git").mkdir()
    top = write_site(tmp_path, FILES, TREES)
    monkeypatch.chdir(top)
    _, from_top, _ = run("check", "--offline", "--no-cache", "--output-format", "json")
    monkeypatch.chdir(top / "docs")
    _, from_docs, _ = run("check", "--offline", "--no-cache", "--output-format", "json")
    rules = [entry["rule"] for entry in json.loads(from_top)["findings"]]
    assert "translation-anchor" in rules
    assert sorted(entry["rule"] for entry in json.loads(from_docs)["findings"]) == sorted(rules)
