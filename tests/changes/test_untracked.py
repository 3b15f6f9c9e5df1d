"""Files that git does not know are no part of what is staged, and cost no copy of it."""

import json
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from guidelint import disk
from guidelint.changes import change, side
from guidelint.cli.main import main
from guidelint.hiding import Hidden
from tests.changes.repositories import BROKEN, HOME, TIDES, commit, git, write

SITE = """\
site_name: Tides
theme: {name: material, custom_dir: theme}
plugins: [search]
markdown_extensions:
  - attr_list
  - pymdownx.snippets: {base_path: [includes]}
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
      options: {custom_icons: [theme/icons]}
"""


@pytest.fixture(autouse=True)
def caches(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(disk, "RACY", 0)


@pytest.fixture
def tides(site):
    """A sound site with an overlay of its theme, icons and snippets; the working directory."""
    write("mkdocs.yml", SITE)
    write("theme/icons/sea/wave.svg", "<svg></svg>\n")
    write("includes/note.md", "A note.\n")
    write("docs/index.md", HOME + '\n:sea-wave:\n\n--8<-- "note.md"\n')
    write("docs/harbour/pier.md", "# Pier\n")
    commit()
    return site


@pytest.fixture
def report(capsys):
    """Run `check`: its status, the JSON report and the lines on standard error, without times."""

    def run(*options):
        status = main(["check", "--offline", "--output-format", "json", *options])
        out, err = capsys.readouterr()
        found = json.loads(out) if out else {"summary": {}}
        found["summary"].pop("seconds", None)
        return status, found, [line.rpartition(" in ")[0] or line for line in err.splitlines()]

    return run


@pytest.fixture
def no_copy(monkeypatch):
    """Leave no way to write a copy."""

    def forbid(*_):
        raise AssertionError("a copy is made")

    return lambda: monkeypatch.setattr(side, "write_tree", forbid)


def clean(tmp_path):
    """What is staged, checked out beside a repository in the same state."""
    folder = tmp_path / "clean"
    shutil.copytree(".git", folder / ".git")
    git("checkout-index", "--all", folder=folder)
    for path in git("ls-files", "--others", "--ignored", "--exclude-standard").splitlines():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / path)
    return folder


def links(text):
    return lambda: write("docs/tides.md", f"{TIDES}\n{text}\n")


def nothing():
    """Change nothing but what every case changes."""


CASES = {
    "a picture that a page shows": (links("![Chart](chart.png)"), ["docs/chart.png"]),
    "a page that another one links to": (links("[Draft](draft.md)"), ["docs/draft.md"]),
    "a page beside others": (nothing, ["docs/draft.md", "docs/harbour/draft.md", "notes.md"]),
    "a snippet": (links('--8<-- "more.md"'), ["includes/more.md"]),
    "an icon": (links(":sea-shell:"), ["theme/icons/sea/shell.svg"]),
    "a file of the theme": (links("![Logo](logo.png)"), ["theme/logo.png"]),
    "a folder of icons": (links(":air-gull:"), ["theme/icons/air/gull.svg"]),
    "another site": (nothing, ["guide/mkdocs.yml", "guide/docs/index.md"]),
    "the site around a folder": (nothing, ["docs/harbour/mkdocs.yml"]),
    "another configuration of the site": (nothing, ["mkdocs.de.yml", "zensical.toml"]),
    "a folder": (links("[all](log/) and [one](log/day/one.md)"), ["docs/log/day/one.md", "docs/log/x.png"]),
    "a folder below a folder of pages": (links("[one](harbour/log/one.md)"), ["docs/harbour/log/one.md"]),
    "a folder with ignored files": (
        lambda: (write(".gitignore", "*.png\n"), links("![a](log/x.png) [b](log/one.md) [c](log/day/)")()),
        ["docs/log/one.md", "docs/log/x.png", "docs/log/day/two.md"],
    ),
    "a folder of ignored files": (
        lambda: (write(".gitignore", "*.png\n"), links("![a](log/x.png) [b](log/)")()),
        ["docs/log/x.png"],
    ),
    "what git is to ignore": (nothing, ["docs/.gitignore"]),
    "the target of a link": (
        lambda: (Path("docs/way.md").symlink_to("draft.md"), links("[a](way.md)")()),
        ["docs/draft.md"],
    ),
    "the folder that a link leads to": (
        lambda: (Path("docs/way").symlink_to("../log"), links("[a](way/one.md), [b](way/)")()),
        ["log/one.md"],
    ),
    "a page behind a link": (
        lambda: (Path("docs/way").symlink_to("harbour"), links("[a](way/draft.md) [b](way/pier.md)")()),
        ["docs/harbour/draft.md"],
    ),
    "a repository": (links("[x](other/a.md)"), ["docs/other/.git/config", "docs/other/a.md"]),
    "names of another kind": (links("[x](é%20z.md)"), ["docs/é z.md", "docs/a\nb.md"]),
}
DRAFT = "# A draft\n\n[dead](gone-too.md)\n"
CONTENT = {"mkdocs.yml": SITE, "zensical.toml": '[project]\nsite_name = "x"\n', ".gitignore": "*.md\n"}


PATHS = ([], ["docs/index.md"], ["docs"])


def assert_as_in_a_clean_clone(report, no_copy, tmp_path, monkeypatch):
    """Compare the reports, also once more, when nothing has to be written or checked any more."""
    top, folder = Path.cwd(), clean(tmp_path)
    monkeypatch.chdir(folder)
    expected = [report("--staged", *paths) for paths in PATHS]
    assert any(found["findings"] for _, found, _ in expected)
    monkeypatch.chdir(top)
    for _ in range(2):
        assert [report("--staged", *paths) for paths in PATHS] == expected
        no_copy()
    assert ", 0 checked anew" in "".join(report("--staged", "--verbose")[2])


@pytest.mark.usefixtures("tides")
@pytest.mark.parametrize("name", CASES)
def test_the_report_is_that_of_a_clean_clone(name, report, no_copy, tmp_path, monkeypatch):
    stage, unknown = CASES[name]
    stage()
    write("docs/index.md", Path("docs/index.md").read_text() + "\n[gone](gone.md)\n")
    git("add", "--all")
    for path in unknown:
        write(path, CONTENT.get(Path(path).name, DRAFT))
    assert_as_in_a_clean_clone(report, no_copy, tmp_path, monkeypatch)


@pytest.mark.usefixtures("tides")
def test_a_page_that_is_not_staged_any_more(report, no_copy, tmp_path, monkeypatch):
    git("rm", "-q", "--cached", "docs/tides.md")
    assert_as_in_a_clean_clone(report, no_copy, tmp_path, monkeypatch)


@pytest.mark.usefixtures("tides")
def test_a_page_that_has_moved_and_was_left(report, no_copy, tmp_path, monkeypatch):
    write("docs/tides.md", f"{TIDES}\nA stray </div> tag.\n")
    write("docs/harbour/pier.md", "# Pier\n\n[dead](gone.md)\n")
    commit()
    write("docs/harbour/pier.md", "# Pier\n\n[dead](gone.md) and [more](gone.md)\n")
    git("add", "docs/harbour")
    git("rm", "-q", "--cached", "docs/tides.md")
    write("docs/ebb.md", Path("docs/tides.md").read_text())
    git("add", "docs/ebb.md")
    assert_as_in_a_clean_clone(report, no_copy, tmp_path, monkeypatch)


@pytest.mark.usefixtures("tides")
def test_what_becomes_known_is_seen_and_what_is_forgotten_is_not(check, no_copy):
    """Nothing in the work tree changes, nor do the times of its folders."""
    links("[Draft](draft.md) and [pier](harbour/pier.md)")()
    git("add", "--all")
    write("docs/draft.md", "# Draft\n")
    write("notes.md", DRAFT)
    dead = [("link-file", "docs/tides.md", 7)]
    assert check("--staged")[1] == dead
    no_copy()
    for _ in range(2):
        git("add", "docs/draft.md")
        assert check("--staged")[1] == []
        git("rm", "-q", "--cached", "docs/harbour/pier.md")
        assert check("--staged")[1] == dead
        git("add", "docs/harbour/pier.md")
        assert check("--staged")[1] == []
        git("rm", "-q", "--cached", "docs/draft.md")
        assert check("--staged")[1] == dead


@pytest.mark.usefixtures("tides")
def test_other_runs_see_everything(check):
    links("[Draft](draft.md)")()
    git("add", "--all")
    write("docs/draft.md", DRAFT)
    for _ in range(2):
        assert check("--staged")[1] == [("link-file", "docs/tides.md", 7)]
        assert check()[1] == [("link-file", "docs/draft.md", 3)]
        assert check("--changed-since", "HEAD")[1] == [("link-file", "docs/draft.md", 3)]


@pytest.mark.usefixtures("tides")
def test_other_runs_keep_their_facts(report):
    write("docs/draft.md", DRAFT)
    for _ in range(2):
        told = ["".join(report(*options, "--verbose")[2]) for options in ([], ["--staged"])]
    assert [", 0 checked anew" in said for said in told] == [True, True]


@pytest.mark.usefixtures("tides")
def test_the_facts_outlive_files_that_come_and_go(report, no_copy):
    links("[Draft](draft.md)")()
    git("add", "--all")
    write("docs/draft.md", DRAFT)
    report("--staged")
    no_copy()
    for path in ("docs/other.md", "docs/harbour/log/day.md", "theme/icons/sea/shell.svg", "guide/mkdocs.yml"):
        write(path, DRAFT)
        assert ", 0 checked anew" in "".join(report("--staged", "--verbose")[2])
    Path("docs/other.md").unlink()
    assert ", 0 checked anew" in "".join(report("--staged", "--verbose")[2])


@pytest.mark.usefixtures("tides")
def test_a_commit_follows_the_other(check, no_copy):
    write("docs/draft.md", DRAFT)
    write("docs/tides.md", TIDES.replace("Low", "Lowest"))
    git("add", "docs/tides.md")
    assert check("--staged")[1] == BROKEN
    no_copy()
    git("commit", "-q", "-m", "broken")
    assert check("--staged")[1] == []
    git("add", "--all")
    assert check("--staged")[1] == [("link-file", "docs/draft.md", 3)]
    git("commit", "-q", "-m", "drafted")
    assert check("--staged")[1] == []


@pytest.mark.usefixtures("tides")
def test_several_processes_see_the_same(report, no_copy, tmp_path, monkeypatch):
    for number in range(40):
        write(f"docs/log/{number}.md", f'# Day {number}\n\n![Chart](chart.png)\n\n--8<-- "more.md"\n')
    git("add", "--all")
    write("includes/more.md", DRAFT)
    write("docs/log/chart.png", "")
    folder, top = clean(tmp_path), Path.cwd()
    monkeypatch.chdir(folder)
    expected = report("--staged", "--jobs", "2")
    assert len(expected[1]["findings"]) >= 2
    monkeypatch.chdir(top)
    for _ in range(2):
        assert report("--staged", "--jobs", "2") == expected
        no_copy()


@pytest.mark.usefixtures("tides")
def test_a_page_that_git_does_not_know_cannot_be_asked_for(report):
    write("docs/draft.md", DRAFT)
    status, _, err = report("--staged", "docs/draft.md")
    assert (status, 'the path "docs/draft.md" does not exist' in "".join(err)) == (2, True)


@pytest.mark.usefixtures("tides")
def test_what_the_user_says_about_a_run_counts_though_git_does_not_know_it(check):
    links("[here](index.md) [gone](gone.md)")()
    git("add", "--all")
    write("guidelint.toml", 'extend-select = ["link-text"]\n')
    assert check("--staged")[1] == [("link-text", "docs/tides.md", 7), ("link-file", "docs/tides.md", 7)]
    main(["baseline", "create", "--offline", "--file", "known.toml"])
    assert check("--staged", "--baseline", "known.toml")[:2] == (0, [])
    Path("guidelint.toml").unlink()
    assert check("--staged")[1] == [("link-file", "docs/tides.md", 7)]


@pytest.mark.usefixtures("tides")
def test_what_is_left_of_a_baseline(check, tmp_path, monkeypatch):
    write("docs/harbour/pier.md", "# Pier\n\n[dead](gone.md)\n")
    commit()
    main(["baseline", "create", "--offline", "--file", str(tmp_path / "known.toml")])
    git("rm", "-q", "--cached", "docs/harbour/pier.md")
    options = ["--staged", "--baseline", str(tmp_path / "known.toml"), "docs/index.md"]
    for folder in (Path.cwd(), clean(tmp_path)):
        monkeypatch.chdir(folder)
        assert "known.toml fixed; " in check(*options)[2]


@pytest.mark.usefixtures("tides")
def test_a_hook_that_git_does_not_know_is_one(check, monkeypatch):
    write("notes.md", DRAFT)
    monkeypatch.delenv("CI", raising=False)
    assert "init --hook" in check("--staged")[2]
    write(".pre-commit-config.yaml", "repos: [{hooks: [{id: guidelint}]}]\n")
    assert "init --hook" not in check("--staged")[2]


@pytest.mark.usefixtures("tides")
def test_copies_of_the_earlier_tree_may_lie_in_an_unknown_folder(check, monkeypatch):
    write("tmp/notes.md", DRAFT)
    write("docs/tides.md", TIDES + "\n[gone](gone.md)\n")
    git("add", "docs")
    git("commit", "-q", "-m", "a dead link")
    monkeypatch.setattr(tempfile, "tempdir", str(Path("tmp").absolute()))
    write("docs/tides.md", "A [gone](gone.md) page.\n\n" + TIDES + "\n[gone](gone.md)\n")
    git("add", "docs")
    for options in (["--no-cache"], [], []):
        assert check("--staged", *options)[:2] == (1, [("link-file", "docs/tides.md", 1)])


@pytest.mark.usefixtures("tides")
class TestACopyIsMade:
    """Where something would be hidden that has to be seen."""

    @pytest.fixture(autouse=True)
    def hidden(self, monkeypatch):
        self.hidden = []

        def without(*arguments):
            self.hidden.append(real(*arguments))
            return self.hidden[-1]

        real = change.without
        monkeypatch.setattr(change, "without", without)

    def test_in_no_other_case(self, check):
        check("--staged")
        assert self.hidden == []
        write("notes.md", DRAFT)
        check("--staged")
        assert isinstance(self.hidden[0], Hidden)

    def test_for_a_run_in_an_unknown_folder(self, check, monkeypatch):
        write("log/day.md", DRAFT)
        monkeypatch.chdir("log")
        assert check("--staged")[:2] == (0, [])
        assert self.hidden == [None]

    def test_for_a_program_in_an_unknown_folder(self, check, monkeypatch):
        write("env/lib/module.py", "")
        monkeypatch.syspath_prepend(str(Path("env/lib").absolute()))
        assert check("--staged")[:2] == (0, [])
        assert self.hidden == [None]

    def test_for_files_behind_a_link_that_git_does_not_know(self, check):
        Path("docs/harbour").rename("elsewhere")
        Path("docs/harbour").symlink_to("../elsewhere")
        assert check("--staged")[:2] == (0, [])
        assert self.hidden == [None]

    def test_for_a_folder_that_cannot_be_read(self, check, monkeypatch):
        write(".gitignore", "*.png\n")
        git("add", "--all")
        write("log/a.png", "")
        write("log/a.md", DRAFT)
        monkeypatch.setattr(os, "scandir", refusing(os.scandir, "log"))
        check("--staged")
        assert self.hidden == [None]

    def test_where_names_differ_by_more_than_their_letters(self, check, tides):
        write("notes.md", DRAFT)
        (tides / ".GIT").mkdir()
        assert check("--staged")[:2] == (0, [])
        assert self.hidden == [None]


def refusing(scandir, name):
    def refuse(folder):
        if Path(folder).name == name:
            raise PermissionError(folder)
        return scandir(folder)

    return refuse
