"""The hooks in `.pre-commit-hooks.yaml`, run by the real pre-commit in a repository of their own.

Only the environment is not built: the hooks run the guidelint that is under test.
"""

import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from tests.conftest import REPOSITORY
from tests.sites import EXAMPLE_SITE, write_site

MANIFEST = REPOSITORY / ".pre-commit-hooks.yaml"
PROGRAMS = Path(sys.executable).parent
HOME = "# Home\n\nSee the [tides](tides.md#low-water).\n"
TIDES = "# Tides\n\n## Low water\n\nAt six. ![Piers](piers.png)\n"


def run(*command, status=0):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert status is None or done.returncode == status, done.stdout + done.stderr
    return done


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A repository with a sound site and all hooks, everything committed; the working directory."""
    hooks = [{**hook, "language": "system"} for hook in yaml.safe_load(MANIFEST.read_text("utf-8"))]
    configuration = {
        "default_install_hook_types": ["pre-commit", "pre-push"],
        "repos": [{"repo": "local", "hooks": hooks}],
    }
    files = {"docs/index.md": HOME, "docs/tides.md": TIDES, "docs/piers.png": "an image"}
    folder = write_site(tmp_path / "site", files, EXAMPLE_SITE)
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(configuration, sort_keys=False), "utf-8")
    environment = {
        "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_COLOR": "never",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "gitconfig").write_text("[user]\nname = Author\nemail = author@example.org\n")
    monkeypatch.chdir(folder)
    run("git", "init", "-q", "-b", "main")
    run("git", "add", "--all")
    run("git", "commit", "-q", "-m", "begin")
    run("pre-commit", "install")
    return folder


def commit(status=0, *, all_tracked=False):
    return run("git", "commit", "-q", "-m", "a change", *(["--all"] if all_tracked else []), status=status)


def write(path, text):
    Path(path).write_text(text, "utf-8")


def test_the_manifest_is_one():
    run(str(PROGRAMS / "pre-commit"), "validate-manifest", str(MANIFEST))


@pytest.mark.usefixtures("site")
class TestCheck:
    def test_a_sound_change_is_committed(self):
        write("docs/index.md", HOME + "\nMore.\n")
        run("git", "add", "docs")
        commit()

    def test_a_heading_whose_new_name_breaks_another_page(self):
        write("docs/tides.md", TIDES.replace("Low water", "Ebb"))
        run("git", "add", "docs")
        said = commit(status=1).stderr
        assert "docs/index.md:3:9 error link-anchor (GL502)" in said
        assert "- hook id: guidelint\n- exit code: 1\n" in said

    def test_the_same_by_commit_all(self):
        write("docs/tides.md", TIDES.replace("Low water", "Ebb"))
        assert "link-anchor" in commit(status=1, all_tracked=True).stderr

    def test_a_page_that_is_deleted(self):
        run("git", "rm", "-q", "docs/tides.md")
        assert "docs/index.md:3:9 error link-file (GL501)" in commit(status=1).stderr

    def test_an_image_that_is_deleted(self):
        run("git", "rm", "-q", "docs/piers.png")
        assert "docs/tides.md:5:9 error image-file (GL503)" in commit(status=1).stderr

    def test_an_image_that_nobody_has_added(self):
        write("docs/index.md", HOME + "\n![Map](map.png)\n")
        write("docs/map.png", "an image")
        run("git", "add", "docs/index.md")
        assert "image-file" in commit(status=1).stderr
        run("git", "add", "docs/map.png")
        commit()

    def test_what_is_not_staged_does_not_matter(self):
        write("docs/index.md", HOME + "\nMore.\n")
        run("git", "add", "docs")
        write("docs/tides.md", TIDES.replace("Low water", "Ebb"))
        write("docs/draft.md", "[a](nowhere.md)\n")
        commit()

    def test_old_findings_elsewhere_do_not_matter_but_those_of_staged_pages_do(self):
        write("docs/tides.md", TIDES + "\n[a](gone.md)\n")
        run("git", "add", "docs")
        run("git", "commit", "-q", "-m", "broken", "--no-verify")
        write("docs/index.md", HOME + "\nMore.\n")
        run("git", "add", "docs")
        commit()
        write("docs/tides.md", TIDES + "\n[a](gone.md)\n\nMore.\n")
        run("git", "add", "docs")
        assert "docs/tides.md:7:1 error link-file" in commit(status=1).stderr

    def test_all_files(self):
        run("pre-commit", "run", "--all-files")
        write("docs/tides.md", TIDES + "\n[a](gone.md)\n")
        run("git", "commit", "-q", "-a", "-m", "broken", "--no-verify")
        assert "link-file" in run("pre-commit", "run", "guidelint", "--all-files", status=1).stdout

    def test_between_two_revisions(self):
        run("git", "rm", "-q", "docs/piers.png")
        run("git", "commit", "-q", "-m", "broken", "--no-verify")
        revisions = ["--from-ref", "HEAD~1", "--to-ref", "HEAD"]
        assert "image-file" in run("pre-commit", "run", "guidelint", *revisions, status=1).stdout

    def test_in_another_work_tree(self, tmp_path, monkeypatch):
        run("git", "worktree", "add", "-q", "-b", "branch", str(tmp_path / "other"))
        monkeypatch.chdir(tmp_path / "other")
        write("docs/tides.md", TIDES.replace("Low water", "Ebb"))
        run("git", "add", "docs")
        assert "docs/index.md:3:9 error link-anchor" in commit(status=1).stderr


@pytest.mark.usefixtures("site")
class TestFix:
    def test_a_staged_page_is_fixed_and_the_commit_waits(self):
        write("docs/index.md", HOME + "\nA [map] (tides.md).\n")
        run("git", "add", "docs")
        said = commit(status=1).stderr
        assert "files were modified by this hook" in said
        assert Path("docs/index.md").read_text("utf-8") == HOME + "\nA [map](tides.md).\n"
        run("git", "add", "docs")
        commit()

    def test_what_it_cannot_fix_is_left_to_the_check(self):
        write("docs/index.md", HOME + "\n[a](gone.md)\n")
        run("git", "add", "docs")
        run("pre-commit", "run", "guidelint-fix")


@pytest.fixture
def nothing():
    """The address of a server on loopback that has no page at all."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_error(404)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.usefixtures("site")
def test_links_are_asked_for_by_hand_and_before_a_push(nothing, tmp_path):
    write("docs/index.md", HOME + f"\n[a]({nothing})\n")
    write("guidelint.toml", '[links]\nallow-network = ["127.0.0.0/8"]\n')
    run("git", "add", "--all")
    commit()
    by_hand = ["pre-commit", "run", "--hook-stage", "manual", "guidelint-links", "--all-files"]
    assert "link-dead (GL601)" in run(*by_hand, status=1).stdout
    run("git", "init", "-q", "--bare", str(tmp_path / "remote.git"))
    run("git", "remote", "add", "origin", str(tmp_path / "remote.git"))
    pushed = run("git", "push", "-q", "origin", "main", status=1)
    assert "link-dead (GL601)" in pushed.stdout + pushed.stderr
