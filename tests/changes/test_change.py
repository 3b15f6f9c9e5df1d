"""What counts as a change, and what is said where a change cannot be told, in real repositories."""

import json
import subprocess
from pathlib import Path

import pytest

from guidelint.changes.git import open_repository
from guidelint.changes.tree import Sink, write_tree
from guidelint.cli.main import main
from tests.changes.repositories import BROKEN, HOME, TIDES, commit, git, write
from tests.sites import write_site

pytestmark = pytest.mark.usefixtures("author")


@pytest.mark.usefixtures("site")
class TestWhatCounts:
    def test_nothing_has_changed(self, check):
        status, found, err = check("--changed-since", "HEAD")
        assert (status, found) == (0, [])
        assert "Comparing the work tree with " in err

    def test_what_is_not_staged(self, check):
        write("docs/tides.md", TIDES.replace("Low", "Lowest"))
        assert check("--changed-since", "HEAD")[:2] == (1, BROKEN)
        assert check("--staged")[:2] == (0, [])

    def test_what_is_staged(self, check):
        write("docs/tides.md", TIDES.replace("Low", "Lowest"))
        git("add", "docs/tides.md")
        write("docs/tides.md", TIDES)
        assert check("--staged")[:2] == (1, BROKEN)
        assert check("--changed-since", "HEAD")[:2] == (0, [])

    def test_one_commit_after_the_other(self, check):
        """What is found of a work tree that is staged as it is stands for the commit that is made of it."""
        write("docs/tides.md", TIDES.replace("Low", "Lowest"))
        git("add", "--all")
        for _ in range(2):
            assert check("--staged")[:2] == (1, BROKEN)
        commit()
        assert check("--staged")[:2] == (0, [])
        write("docs/moon.md", "# Moon\n\n[x](gone.md)\n")
        git("add", "--all")
        assert check("--staged")[:2] == (1, [("link-file", "docs/moon.md", 3)])
        write("docs/moon.md", "# Moon\n")
        assert check("--staged")[:2] == (1, [("link-file", "docs/moon.md", 3)])
        git("add", "--all")
        assert check("--staged")[:2] == (0, [])

    def test_a_new_page_that_git_does_not_know_yet(self, check):
        write("docs/new.md", "# New\n\n[x](nowhere.md)\n")
        assert check("--changed-since", "HEAD")[1] == [("link-file", "docs/new.md", 3)]
        assert check("--staged")[1] == []

    def test_only_what_the_branch_did_since_it_parted(self, check):
        git("switch", "-q", "-c", "branch")
        write("docs/index.md", HOME + "\n[a](gone.md)\n")
        commit()
        git("switch", "-q", "main")
        write("docs/tides.md", TIDES.replace("Low", "Lowest"))
        commit()
        git("switch", "-q", "branch")
        assert check("--changed-since", "main")[1] == [("link-file", "docs/index.md", 5)]

    def test_a_detached_head(self, check):
        git("checkout", "-q", "--detach")
        write("docs/tides.md", TIDES.replace("Low", "Lowest"))
        commit()
        assert check("--changed-since", "main")[:2] == (1, BROKEN)

    def test_from_a_directory_of_the_repository(self, site, check, monkeypatch):
        write("docs/tides.md", TIDES.replace("Low", "Lowest"))
        monkeypatch.chdir(site / "docs")
        assert check("--changed-since", "HEAD")[1] == [("link-anchor", "index.md", 3)]

    def test_single_pages(self, check):
        write("docs/tides.md", TIDES.replace("Low", "Lowest") + "\n[a](gone.md)\n")
        assert check("--changed-since", "HEAD", "docs/tides.md")[1] == [("link-file", "docs/tides.md", 7)]
        assert check("--changed-since", "HEAD", "docs/index.md")[1] == BROKEN

    def test_a_further_link_to_what_is_dead_already(self, check, capsys):
        write("docs/index.md", HOME + "\nA [dead](tides.md#gone) link.\n")
        commit()
        write("docs/tides.md", TIDES + "\nMore [of it](#gone).\n")
        status, found, _ = check("--changed-since", "HEAD")
        assert (status, found) == (1, [("link-anchor", "docs/tides.md", 7)])
        main(["check", "--offline", "--changed-since", "HEAD", "--color", "never"])
        assert "= docs/index.md:5:19 here too, as before\n" in capsys.readouterr().out

    def test_a_page_that_moves_takes_its_findings_along(self, check):
        write(
            "docs/old.md", "# Old\n\nA </div> tag.\n\n[a](gone.md) and [b](#none) and a lot of text.\n\n" * 2
        )
        commit()
        Path("docs/guide").mkdir()
        text = Path("docs/old.md").read_text().replace("gone.md", "../gone.md")
        Path("docs/old.md").unlink()
        write("docs/guide/new.md", text)
        assert check("--changed-since", "HEAD")[:2] == (0, [])
        git("add", "--all")
        assert check("--staged")[:2] == (0, [])

    def test_a_site_that_moves_as_a_whole(self, check):
        write("docs/index.md", HOME + "\nA [dead](tides.md#gone) link.\n")
        commit()
        git("mv", "docs", "pages")
        write("mkdocs.yml", Path("mkdocs.yml").read_text() + "docs_dir: pages\n")
        assert check("--changed-since", "HEAD")[:2] == (0, [])

    def test_a_rule_that_is_switched_on_is_no_change_of_the_site(self, check):
        write("docs/tides.md", TIDES + "\n[here](index.md)\n")
        commit()
        write("guidelint.toml", 'extend-select = ["link-text"]\n')
        assert check()[1] == [("link-text", "docs/tides.md", 7)]
        assert check("--changed-since", "HEAD")[1] == []

    def test_own_rules_and_patterns_hold_on_both_sides(self, check):
        rule = 'name = "no-shouting"\nmessage = "no"\ntext = { pattern = "NOW" }\npaths = ["docs/*.md"]\n'
        write("guidelint.toml", f'exclude = ["docs/old.md"]\n[[own-rules]]\n{rule}')
        write("docs/old.md", "# Old\n\nNOW\n")
        write("docs/tides.md", TIDES + "\nNOW\n")
        commit()
        write("docs/index.md", HOME + "\nNOW\n")
        assert check("--changed-since", "HEAD")[1] == [("no-shouting", "docs/index.md", 5)]

    def test_included_files_that_git_ignores_are_no_change(self, check):
        write(".gitignore", "made/\n")
        snippets = "  - pymdownx.snippets:\n      base_path: [made]\n"
        write("mkdocs.yml", Path("mkdocs.yml").read_text() + snippets)
        write("docs/index.md", HOME + '\n--8<-- "table.md"\n')
        commit()
        write("made/table.md", "A [dead](gone.md) link in a table that is made.\n")
        assert check()[1] == [("link-file", "made/table.md", 1)]
        assert check("--changed-since", "HEAD")[1] == []

    def test_what_a_sparse_checkout_leaves_out_is_no_change(self, check):
        write("docs/guide/a.md", "# A\n\nA </div> tag.\n")
        write("docs/index.md", HOME + "\n[a](guide/a.md)\n")
        commit()
        git("sparse-checkout", "set", "--no-cone", "/*", "!/docs/guide/")
        assert not Path("docs/guide").exists()
        assert check()[1] == [("link-file", "docs/index.md", 5)]
        for _ in range(2):
            assert check("--changed-since", "HEAD")[:2] == (0, [])
        write("docs/tides.md", TIDES.replace("Low", "Lowest"))
        assert check("--changed-since", "HEAD")[:2] == (1, BROKEN)

    def test_only_new_findings_are_fixed(self, check):
        write("docs/tides.md", TIDES + "\nA stray </div> tag.\n")
        commit()
        write("docs/index.md", HOME + "\nAnother </div> tag.\n")
        check("--changed-since", "HEAD", "--fix")
        assert "</div>" in Path("docs/tides.md").read_text()
        assert "</div>" not in Path("docs/index.md").read_text()

    def test_the_summary_counts_what_was_known(self, check, capsys):
        write("docs/index.md", HOME + "\n[a](gone.md)\n")
        commit()
        assert ", 1 known before in " in check("--changed-since", "HEAD")[2]
        main(["check", "--offline", "-q", "--changed-since", "HEAD", "--output-format", "json"])
        assert json.loads(capsys.readouterr().out)["summary"]["known"] == 1


@pytest.mark.usefixtures("site")
class TestStaged:
    def test_of_named_pages_every_finding_counts(self, check):
        write("docs/index.md", HOME + "\n[a](gone.md)\n")
        write("docs/tides.md", TIDES + "\n[a](gone-too.md)\n")
        commit()
        assert check("--staged")[1] == []
        assert check("--staged", "docs/index.md")[1] == [("link-file", "docs/index.md", 5)]

    def test_an_image_that_was_not_added(self, check):
        write("docs/index.md", HOME + "\n![Piers](piers.png)\n")
        write("docs/piers.png", "an image")
        git("add", "docs/index.md")
        assert check("--staged")[1] == [("image-file", "docs/index.md", 5)]
        git("add", "docs/piers.png")
        assert check("--staged")[1] == []

    def test_before_the_first_commit(self, tmp_path, check, monkeypatch):
        folder = write_site(tmp_path / "new", {"docs/index.md": HOME})
        git("init", "-q", folder=folder)
        git("add", "--all", folder=folder)
        monkeypatch.chdir(folder)
        assert check("--staged")[1] == [("link-file", "docs/index.md", 3)]

    def test_an_index_of_another_name(self, check, monkeypatch):
        write("docs/tides.md", TIDES.replace("Low", "Lowest"))
        monkeypatch.setenv("GIT_INDEX_FILE", ".git/other-index")
        git("add", "--all")
        assert check("--staged")[1] == BROKEN
        monkeypatch.delenv("GIT_INDEX_FILE")
        assert check("--staged")[1] == []

    def test_between_the_revisions_that_a_hook_is_about(self, check, monkeypatch):
        write("docs/tides.md", TIDES.replace("Low", "Lowest"))
        commit()
        assert check("--staged")[1] == []
        monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD~1")
        assert check("--staged")[1] == BROKEN

    def test_the_work_tree_is_not_fixed(self, check):
        for options in (["--fix"], ["--diff"], ["--changed-since", "HEAD"]):
            assert check("--staged", *options)[0] == 2


@pytest.mark.usefixtures("site")
class TestWhatCannotBeTold:
    def test_no_such_revision(self, check):
        status, _, err = check("--changed-since", "mian")
        assert status == 2
        assert 'there is no revision "mian"' in err
        assert check("--changed-since", "--help-me")[0] == 2

    def test_the_branch_of_a_remote(self, site, tmp_path, check, monkeypatch):
        git("branch", "stable")
        git("clone", "-q", str(site), str(tmp_path / "clone"))
        monkeypatch.chdir(tmp_path / "clone")
        assert '(did you mean "origin/stable"?)' in check("--changed-since", "stable")[2]

    def test_a_shallow_clone(self, site, tmp_path, check, monkeypatch):
        git("switch", "-q", "-c", "branch")
        for text in ("a", "b"):
            write("docs/index.md", HOME + text)
            commit()
        git("clone", "-q", "--depth", "1", "--no-single-branch", f"file://{site}", str(tmp_path / "clone"))
        monkeypatch.chdir(tmp_path / "clone")
        status, _, err = check("--changed-since", "origin/main")
        assert status == 2
        assert "this clone is shallow" in err
        assert "fetch-depth: 0" in err

    def test_histories_without_a_common_commit(self, check):
        git("checkout", "-q", "--orphan", "other")
        commit(message="another beginning")
        assert "have no commit in common" in check("--changed-since", "main")[2]

    def test_no_commit(self, tmp_path, check, monkeypatch):
        git("init", "-q", folder=tmp_path)
        write(tmp_path / "a.md", "# A\n")
        monkeypatch.chdir(tmp_path)
        assert check("--changed-since", "HEAD")[0] == 2

    def test_no_repository(self, tmp_path, check, monkeypatch):
        write(tmp_path / "a.md", "# A\n")
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
        status, _, err = check("--changed-since", "main")
        assert status == 2
        assert "is not in a git repository" in err

    def test_no_git(self, check, monkeypatch):
        monkeypatch.setenv("PATH", "")
        status, _, err = check("--changed-since", "main")
        assert status == 2
        assert "git is not installed" in err

    def test_pages_of_another_repository(self, tmp_path, check):
        write(tmp_path / "other.md", "# Other\n")
        status, _, err = check("--changed-since", "HEAD", "../other.md")
        assert status == 2
        assert "is not in the repository" in err

    def test_a_clone_that_lacks_content(self, site, tmp_path, check, monkeypatch):
        git("config", "uploadpack.allowFilter", "true")
        write("docs/index.md", HOME + "\nMore.\n")
        commit()
        git("clone", "-q", "--filter=blob:none", f"file://{site}", str(tmp_path / "clone"))
        monkeypatch.chdir(tmp_path / "clone")
        status, _, err = check("--changed-since", "HEAD~1")
        assert status == 2
        assert "docs/index.md of that time is not in this clone" in err


@pytest.mark.usefixtures("site")
class TestSubmodules:
    @pytest.fixture
    def brand(self, tmp_path):
        """A submodule of the site with a page that it includes, in two commits."""
        write(tmp_path / "brand" / "notice.md", "## Notice\n\nText.\n")
        git("init", "-q", folder=tmp_path / "brand")
        commit(tmp_path / "brand")
        snippets = "  - pymdownx.snippets:\n      base_path: [brand]\n"
        write("mkdocs.yml", Path("mkdocs.yml").read_text() + snippets)
        write("docs/index.md", HOME + '\n[Notice](#notice)\n\n--8<-- "notice.md"\n')
        git("submodule", "--quiet", "add", str(tmp_path / "brand"), "brand")
        commit()
        return Path("brand")

    def test_a_commit_of_its_own_is_a_change(self, brand, check):
        assert check("--changed-since", "HEAD")[1] == []
        write(brand / "notice.md", "## Warning\n\nText.\n")
        commit(brand)
        git("add", "brand")
        assert check("--changed-since", "HEAD")[1] == [("link-anchor", "docs/index.md", 5)]
        assert check("--staged")[1] == [("link-anchor", "docs/index.md", 5)]

    def test_an_earlier_commit_that_is_not_there(self, brand, check):
        git("update-index", "--cacheinfo", f"160000,{'1' * 40},{brand}")
        git("commit", "-q", "-m", "a commit that nobody has")
        status, found, err = check("--changed-since", "HEAD")
        assert (status, found) == (0, [])
        assert "warning: the submodule brand does not have its earlier commit 1111111111" in err

    def test_one_that_is_not_checked_out(self, tmp_path, check, monkeypatch):
        git("clone", "-q", ".", str(tmp_path / "clone"))
        monkeypatch.chdir(tmp_path / "clone")
        assert check("--changed-since", "HEAD")[:2] == (0, [])


@pytest.mark.usefixtures("site")
class TestUntrustedRepositories:
    def test_nothing_of_its_configuration_is_run(self, check, tmp_path):
        ran = tmp_path / "ran"
        script = tmp_path / "script"
        write(script, f"#!/bin/sh\necho $0 $@ >> {ran}\ncat\n")
        script.chmod(0o755)
        write(".gitattributes", "*.md filter=evil diff=evil merge=evil\n")
        write("docs/tides.md", TIDES.replace("Low", "Lowest"))
        commit()
        for name in ("core.fsmonitor", "filter.evil.smudge", "filter.evil.clean", "filter.evil.process"):
            git("config", name, str(script))
        for name in ("diff.evil.textconv", "diff.evil.command", "diff.external", "core.pager", "core.editor"):
            git("config", name, str(script))
        git("config", "core.hooksPath", str(tmp_path))
        write("docs/tides.md", TIDES)
        check("--changed-since", "HEAD~1")
        check("--staged")
        assert not ran.exists()

    def test_the_checkout_is_left_as_it_is(self, check):
        write("docs/tides.md", TIDES.replace("Low", "Lowest"))
        before = {path: path.stat().st_mtime_ns for path in Path().rglob("*") if path.is_file()}
        check("--changed-since", "HEAD")
        check("--staged")
        assert {path: path.stat().st_mtime_ns for path in Path().rglob("*") if path.is_file()} == before

    def test_no_file_is_written_elsewhere(self, site, tmp_path):
        """Trees with names that git itself would not check out, and with files behind links."""
        blob = git("hash-object", "-w", "--stdin", input="text").strip()
        outside = git("hash-object", "-w", "--stdin", input=str(tmp_path / "outside")).strip()
        (tmp_path / "outside").mkdir()

        def tree(*entries):
            data = b"".join(
                f"{mode} {name}".encode() + b"\0" + bytes.fromhex(found) for mode, name, found in entries
            )
            command = ["git", "hash-object", "-t", "tree", "-w", "--literally", "--stdin"]
            return (
                subprocess.run(command, input=data, check=True, capture_output=True).stdout.decode().strip()
            )

        inner = tree(("100644", "x.md", blob), ("120000", "link", outside))
        names = [("100644", "../../escaped.md", blob), ("40000", "..", inner), ("40000", ".git", inner)]
        twice = [("120000", "docs", outside), ("40000", "docs", inner)]
        commit = git("commit-tree", "-m", "evil", tree(*names, *twice), "-p", "HEAD").strip()
        repository = open_repository(site)
        (tmp_path / "copy" / "top").mkdir(parents=True)
        write_tree(repository, repository.tree(commit), Sink(tmp_path / "copy" / "top"))
        written = {path.relative_to(tmp_path / "copy").as_posix() for path in (tmp_path / "copy").rglob("*")}
        assert written == {"top", "top/docs", "top/docs/x.md", "top/docs/link"}
        assert list((tmp_path / "outside").iterdir()) == []
