"""What is known of earlier runs about a change makes no difference but for the time."""

import tempfile
from pathlib import Path

import pytest

from guidelint.changes import comparison
from guidelint.changes.checkout import Known, is_checked_out
from guidelint.changes.git import open_repository
from tests.changes.repositories import BROKEN, HOME, TIDES, commit, git, write


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "guidelint"


@pytest.mark.usefixtures("site")
def test_the_earlier_tree_is_checked_once(check, cache, monkeypatch):
    write("docs/index.md", HOME + "\nA [dead](tides.md#gone) link.\n")
    commit()
    write("docs/tides.md", TIDES.replace("Low", "Lowest"))
    assert check("--changed-since", "HEAD")[1] == BROKEN
    assert len(list(cache.glob("before-*"))) == 1
    checked = []
    with monkeypatch.context() as patched:
        patched.setattr(comparison, "check_pages", lambda *_: checked.append(1))
        assert check("--changed-since", "HEAD")[1] == BROKEN
        assert check("--staged")[1] == []
    assert checked == []
    write("docs/index.md", HOME)
    commit()
    write("docs/index.md", HOME + "\nA [dead](tides.md#gone) link.\n")
    assert check("--changed-since", "HEAD")[1] == [("link-anchor", "docs/index.md", 5)]


@pytest.mark.usefixtures("site")
def test_ignored_files_are_part_of_what_was_checked(check):
    write(".gitignore", "made/\n")
    snippets = "  - pymdownx.snippets:\n      base_path: [made]\n"
    write("mkdocs.yml", Path("mkdocs.yml").read_text() + snippets)
    write("docs/index.md", HOME + '\n--8<-- "table.md"\n')
    commit()
    for text in ("A [dead](gone.md) link.\n", "Another [dead](lost.md) link.\n"):
        write("made/table.md", text)
        assert check()[1] == [("link-file", "made/table.md", 1)]
        assert check("--changed-since", "HEAD")[1] == []


@pytest.mark.usefixtures("site")
def test_another_selection_is_another_check(check):
    text = TIDES + "\nA [dead](gone.md) link and a </div> tag.\n"
    write("docs/tides.md", text)
    commit()
    write("docs/tides.md", text + "\nMore [dead](gone.md).\n")
    new = ("link-file", "docs/tides.md", 9)
    assert check("--changed-since", "HEAD", "--only", "html-balance")[1] == []
    assert check("--changed-since", "HEAD")[1] == [new]
    assert check("--changed-since", "HEAD", "--only", "site-links")[1] == [new]


@pytest.mark.usefixtures("site")
def test_a_damaged_record_is_no_record(check, cache):
    write("docs/tides.md", TIDES.replace("Low", "Lowest"))
    assert check("--changed-since", "HEAD")[1] == BROKEN
    [record] = cache.glob("before-*")
    record.write_bytes(record.read_bytes()[:-20])
    assert check("--changed-since", "HEAD")[1] == BROKEN


@pytest.mark.usefixtures("site")
def test_the_copy_of_an_index_is_what_the_next_commit_begins_with(check, monkeypatch):
    write("docs/draft.md", "# Not added\n")
    write("docs/tides.md", TIDES.replace("Low", "Lowest"))
    git("add", "docs/tides.md")
    assert check("--staged")[:2] == (1, BROKEN)
    git("commit", "-q", "-m", "broken")
    monkeypatch.setattr(comparison, "check_pages", None)
    write("docs/index.md", HOME + "\nMore [tides](tides.md#low-water).\n")
    git("add", "docs/index.md")
    assert check("--staged")[:2] == (1, [("link-anchor", "docs/index.md", 5)])


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("option", [["--staged"], ["--changed-since", "HEAD"]])
def test_a_known_check_needs_no_copy(option, check, nowhere):
    """Not for lines, and not for what has moved."""
    write("docs/index.md", HOME + "\nA [dead](tides.md#gone) link.\n")
    write("docs/old.md", "# Old\n\nA </div> tag.\n\n[a](gone.md), [b](#none), and a lot of text.\n\n" * 2)
    commit()
    write("docs/index.md", HOME + "\nNew.\n\nA [dead](tides.md#gone) link, [another](tides.md#gone).\n")
    write("docs/new/old.md", Path("docs/old.md").read_text().replace("gone.md", "../gone.md"))
    Path("docs/old.md").unlink()
    git("add", "--all")
    first = check(*option)
    assert first[:2] == (1, [("link-anchor", "docs/index.md", 7)])
    nowhere()
    assert check(*option)[:2] == first[:2]
    assert check(*option, "docs/new")[:2] == check(*option, "docs/new")[:2]


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """Leave no directory for temporary files."""
    return lambda: monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))


@pytest.mark.usefixtures("site")
def test_without_a_directory_for_the_copy_nothing_can_be_told(check, nowhere):
    nowhere()
    for option in (["--staged"], ["--changed-since", "HEAD"]):
        status, _, err = check(*option)
        assert (status, "cannot make a temporary directory" in err) == (2, True)


@pytest.mark.usefixtures("site")
def test_without_a_cache_everything_is_checked(check, cache):
    write("docs/tides.md", TIDES.replace("Low", "Lowest"))
    git("add", "--all")
    for _ in range(2):
        assert check("--staged", "--no-cache")[:2] == (1, BROKEN)
    assert not cache.exists()


@pytest.mark.usefixtures("site")
def test_pages_behind_links_are_read_from_a_copy(check):
    write("notes/a.md", "# A\n\n[dead](gone.md)\n")
    Path("docs/notes").symlink_to("../notes")
    commit()
    write("notes/a.md", "# A\n\nNew.\n\n[dead](gone.md)\n\n[dead](gone.md)\n")
    git("add", "--all")
    found = check("--staged")
    assert [line for _, path, line in found[1] if path == "docs/notes/a.md"] == [7]
    assert check("--staged")[:2] == found[:2]
    commit()
    write("notes/a.md", "# A\n\nNew.\n\n[dead](gone.md)\n\n[dead](gone.md)\n\n[dead](gone.md)\n")
    git("add", "--all")
    assert [line for _, path, line in check("--staged")[1] if path == "docs/notes/a.md"] == [9]


@pytest.mark.usefixtures("site")
def test_a_link_out_of_the_work_tree_is_another_one_in_a_copy(check, cache, tmp_path):
    write(tmp_path / "site" / "docs" / "real.md", "# Real\n")
    Path("docs/link.md").symlink_to(tmp_path / "site" / "docs" / "real.md")
    git("add", "--all")
    status = check("--staged")[0]
    assert len(list(cache.glob("before-*"))) == 1
    commit()
    assert check("--staged")[0] == status


@pytest.mark.usefixtures("site")
def test_ends_of_lines_that_git_makes_are_a_difference(check):
    git("config", "core.autocrlf", "true")
    Path("docs/tides.md").write_bytes(TIDES.replace("Low", "Lowest").replace("\n", "\r\n").encode())
    git("add", "--all")
    repository = open_repository(Path.cwd())
    for _ in range(2):
        assert not is_checked_out(repository.listing(whole=False).staged, Known(repository.top, None))
        assert check("--staged")[:2] == (1, BROKEN)


@pytest.mark.usefixtures("site")
def test_submodules_are_compared_by_what_they_hold(check, tmp_path):
    write(tmp_path / "part" / "notice.md", "## Notice\n\n[x](gone.md)\n")
    git("init", "-q", folder=tmp_path / "part")
    commit(tmp_path / "part")
    git("submodule", "--quiet", "add", str(tmp_path / "part"), "docs/part")
    for _ in range(2):
        assert check("--staged")[1] == [("link-file", "docs/part/notice.md", 3)]
    commit()
    for _ in range(2):
        assert check("--staged")[1] == []
        assert check("--changed-since", "HEAD")[1] == []


@pytest.mark.usefixtures("site")
def test_a_comment_that_goes_lets_an_old_finding_be_seen(check):
    text = TIDES + "\n<!-- guidelint-disable-next-line link-file -->\n[a](gone.md)\n"
    write("docs/tides.md", text)
    commit()
    assert check("--changed-since", "HEAD")[1] == []
    write("docs/tides.md", text.replace("<!-- guidelint-disable-next-line link-file -->", "Now"))
    for _ in range(2):
        assert check("--changed-since", "HEAD")[1] == [("link-file", "docs/tides.md", 8)]
