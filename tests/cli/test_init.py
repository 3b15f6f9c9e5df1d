"""What `init` writes for whole small repositories."""

import json
import os
from pathlib import Path

import pytest

from guidelint.config.load import load_settings
from tests.sites import write_site

MARKDOWN_LINK_CHECK = r"""{
  "ignorePatterns": [
    { "pattern": "^https://harbour\\.example/login" },
    { "pattern": "^#tide-" }
  ],
  "replacementPatterns": [
    { "pattern": "^https://old\\.example\\.org", "replacement": "https://www.example.org/" },
    { "pattern": "^https://mirror\\.example", "replacement": "https://pier.example" }
  ],
  "aliveStatusCodes": [200, 403]
}
"""
WORKFLOW = r"""jobs:
  links:
    steps:
      - uses: lycheeverse/lychee-action@v2
        with:
          args: --config tools/links.toml --exclude '^https://quay\.example' docs
"""
LYCHEE = r"""accept = ["200..=299", "500..=503"]
timeout = 20
exclude = ["^https://it's\\.example"]
"""
MKDOCS = """\
site_name: Harbour
site_url: https://www.example.org/
theme: material
"""
FILES = {
    "docs/index.md": "# Harbour\n\nSee the [pier](https://old.example.org/pier/).\n",
    "docs/pier.md": "# Pier\n",
    ".markdown-link-check.json": MARKDOWN_LINK_CHECK,
    ".github/workflows/links.yml": WORKFLOW,
    "tools/links.toml": LYCHEE,
    ".gitmodules": '[submodule "brand"]\n\tpath = docs/brand\n\turl = https://example.org/brand.git\n',
}
WRITTEN = r"""# Written by "guidelint init". The documentation says what else can stand here.
#
# Found:
# - mkdocs.yml: Material, pages in docs/

# Made for sites like this one: what their pages use, and their rules.
preset = "mkdocs-material"

# Submodules that are not checked out here: links into them are no findings.
absent = [
  "docs/brand/",
]

# Former addresses of the site: links to them are read as links to its pages.
[aliases]
# carried over from .markdown-link-check.json line 7
"https://old.example.org/" = "https://www.example.org/"

[links]
# Seconds for a request; carried over from tools/links.toml line 2
timeout = 20
# Statuses that count as alive, besides those of success.
accept = [
  403,  # carried over from .markdown-link-check.json line 10
  "500-503",  # carried over from tools/links.toml line 1
]

[[links.ignore]]
regex = '^https://harbour\.example/login'
reason = "carried over from .markdown-link-check.json line 3"

[[links.ignore]]
regex = "^https://it's\\.example"
reason = "carried over from tools/links.toml line 3"

[[links.ignore]]
regex = '^https://quay\.example'
reason = "carried over from .github/workflows/links.yml line 6"

# Not carried over:
# - .markdown-link-check.json line 4: the ignored link ^#tide-:
#   it is about links inside the site; see runtime-anchors and absent
# - .markdown-link-check.json line 8: the replacement of ^https://mirror\.example by https://pier.example:
#   guidelint asks for the address that stands on the page
"""
PRINTED = """\
Wrote guidelint.toml.
Found mkdocs.yml: Material, pages in docs/
Carried over 3 settings from .markdown-link-check.json
Carried over 3 settings from tools/links.toml
Carried over 1 setting from .github/workflows/links.yml
Material · docs/ · 2 pages · configuration guidelint.toml · preset mkdocs-material
1 finding left:
     1  GL505  link-form
"""
NEXT = "Next: guidelint check --offline  # without --offline, external links are asked too"


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """Write a repository and make it the working directory."""

    def write(files, configuration=MKDOCS):
        (tmp_path / ".git").mkdir(exist_ok=True)
        monkeypatch.chdir(write_site(tmp_path, files, configuration))
        return tmp_path

    return write


def snapshot(folder):
    """The contents of all files."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_whole_file(repository, run):
    folder = repository(FILES)
    status, out, err = run("init")
    assert (folder / "guidelint.toml").read_text() == WRITTEN
    assert out == PRINTED
    *left, last = err.splitlines()
    assert [line.split(": ")[0] for line in left] == ["not carried over"] * 2
    assert last == NEXT
    assert status == 0


def test_what_is_written_is_what_check_finds(repository, run):
    folder = repository(FILES)
    run("init")
    status, out, err = run("check", "--offline", "--output-format", "json")
    assert [finding["rule"] for finding in json.loads(out)["findings"]] == ["link-form"]
    assert "configuration guidelint.toml · preset mkdocs-material" in err
    settings = load_settings(folder)
    assert settings.links.accept == (403, 500, 501, 502, 503)
    assert [(entry.pattern, entry.is_regex) for entry in settings.links.ignore] == [
        (r"^https://harbour\.example/login", True),
        (r"^https://it's\.example", True),
        (r"^https://quay\.example", True),
    ]
    assert status in (0, 1)


def test_a_clean_site_without_anything_to_carry_over(repository, run):
    folder = repository({"docs/index.md": "# Home\n"}, "site_name: Home\n")
    status, out, err = run("init")
    assert (folder / "guidelint.toml").read_text() == (
        '# Written by "guidelint init". The documentation says what else can stand here.\n'
        "#\n# Found:\n# - mkdocs.yml: MkDocs, pages in docs/\n"
    )
    assert "No findings: all pages are clean.\n" in out
    assert (status, err) == (0, f"{NEXT}\n")
    assert run("check", "--offline")[0] == 0


@pytest.mark.parametrize("option", ["--stdout", "--dry-run"])
def test_printing_writes_nothing(repository, run, option):
    folder = repository(FILES)
    before = snapshot(folder)
    status, out, err = run("init", option)
    assert (status, out, snapshot(folder)) == (0, WRITTEN, before)
    assert "1 finding left:" in err
    assert "Wrote" not in err


def test_a_configuration_is_never_overwritten(repository, run):
    folder = repository({**FILES, "guidelint.toml": "# mine\n"})
    before = snapshot(folder)
    status, out, err = run("init")
    assert (status, out, snapshot(folder)) == (2, "", before)
    assert "guidelint.toml is there already (--force replaces it" in err
    assert run("init", "--force")[0] == 0
    assert (folder / "guidelint.toml").read_text() == WRITTEN


def test_a_configuration_in_pyproject_is_not_hidden(repository, run):
    folder = repository({**FILES, "pyproject.toml": "[tool.guidelint]\n"})
    before = snapshot(folder)
    for options in ([], ["--force"]):
        status, _, err = run("init", *options)
        assert (status, snapshot(folder)) == (2, before)
        assert "pyproject.toml configures guidelint already" in err


def test_a_broken_configuration_is_replaced_only_by_force(repository, run):
    repository({**FILES, "guidelint.toml": "= = ="})
    assert run("init")[0] == 2
    assert run("init", "--force")[0] == 0


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs symbolic links")
@pytest.mark.parametrize("options", [(), ("--force",)])
def test_nothing_is_written_outside_the_repository(repository, run, tmp_path_factory, options):
    folder = repository(FILES)
    outside = tmp_path_factory.mktemp("outside") / "victim.toml"
    (folder / "guidelint.toml").symlink_to(outside)
    status, _, _ = run("init", *options)
    assert status == (0 if options else 2)
    assert not outside.exists()


def test_files_outside_the_repository_are_not_read(repository, run, tmp_path_factory):
    secret = tmp_path_factory.mktemp("outside") / "lychee.toml"
    secret.write_text('exclude = ["s3cret"]\n')
    workflow = WORKFLOW.replace("tools/links.toml", str(secret))
    folder = repository({"docs/index.md": "# Home\n", ".github/workflows/links.yml": workflow})
    (folder / "lychee.toml").symlink_to(secret)
    _, out, err = run("init", "--stdout")
    assert "s3cret" not in out + err
    assert "lychee.toml line 1: the whole file: it lies outside the repository" in err


def test_from_a_folder_of_the_repository_the_file_is_written_at_its_top(repository, run, monkeypatch):
    folder = repository(FILES)
    monkeypatch.chdir(folder / "docs")
    status, out, _ = run("init")
    assert (status, out.splitlines()[0]) == (0, f"Wrote {Path('..', 'guidelint.toml')}.")
    assert (folder / "guidelint.toml").read_text() == WRITTEN


def test_a_site_below_the_top_is_found(repository, run):
    repository({"README.md": "# Harbour\n", "site/mkdocs.yml": MKDOCS, "site/docs/index.md": "# Home\n"})
    (Path.cwd() / "mkdocs.yml").unlink()
    status, out, _ = run("init", "--stdout")
    assert "# - site/mkdocs.yml: Material, pages in site/docs/\n" in out
    assert 'preset = "mkdocs-material"' in out
    assert status == 0


def test_translations_are_named(repository, run):
    docs_dir = 'docs_dir: !ENV [BUILD_DOCS_DIR, "docs"]\n'
    pages = {"docs/index.md": "# Home\n", "i18n/fr/index.md": "# Accueil\n", "i18n/de/index.md": "# Start\n"}
    repository(pages, MKDOCS + docs_dir)
    assert (
        "# - mkdocs.yml: Material, pages in docs/\n# - translations: de, fr\n" in run("init", "--stdout")[1]
    )


def test_without_pages(tmp_path, monkeypatch, run):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    status, out, _ = run("init")
    assert status == 0
    assert "There are no pages yet." in out


def test_a_file_of_settings_that_cannot_be_read_is_named(repository, run):
    repository({"docs/index.md": "# Home\n", "lychee.toml": "exclude = [\n", ".mlc_config.json": b"\xff"})
    status, out, err = run("init")
    assert status == 0
    assert "not carried over: lychee.toml line " in err
    assert "not carried over: .mlc_config.json line 1: the whole file: not UTF-8" in err
    assert "Carried over" not in out
