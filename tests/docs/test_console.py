"""What the documentation shows of a terminal: commands are run, and print what stands there.

With ``GUIDELINT_FRESH=1`` in the environment the hook is installed as on a new machine; otherwise pip
finds the dependencies of this environment, so that nothing is downloaded.
"""

import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from guidelint import REPOSITORY as ADDRESS
from guidelint import __version__
from guidelint.rulebook import FENCE, TITLE
from tests.conftest import REPOSITORY

PAGES = ["tutorial.md", "how-to/old-site.md", "how-to/translations.md"]
FRESH = os.environ.get("GUIDELINT_FRESH") == "1"
SECONDS = re.compile(r"\bin \d+\.\d s\b")
HASH = re.compile(r'(?<=Comparing the work tree with )[0-9a-f]+|(?<=^fingerprint = ")[0-9a-f]+', re.MULTILINE)
PATHS = {".github/workflows/guidelint.yml", "ci/gitlab.yml", "Containerfile"}


@pytest.fixture(scope="session")
def upstream(tmp_path_factory):
    """A git repository with this checkout as a release, in the place of the one on the network."""
    folder = tmp_path_factory.mktemp("upstream")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout
    wanted = (".pre-commit-hooks.yaml", "LICENSE", "README.md", "guidelint/", "pyproject.toml", "rules/")
    for name in listed.split("\0"):
        if name.startswith(wanted) and (REPOSITORY / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((REPOSITORY / name).read_bytes())
    git = ("git", "-C", folder, "-c", "user.name=a", "-c", "user.email=a@example.org")
    for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "x"), ("tag", f"v{__version__}")):
        subprocess.run([*git, *command], check=True)
    return folder


@pytest.fixture
def environment(tmp_path, upstream):
    """A desk: guidelint is installed, git knows who commits, and nothing is downloaded."""
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(
        f'[user]\nname = a\nemail = a@example.org\n[url "file://{upstream}"]\ninsteadOf = {ADDRESS}\n'
    )
    dropped = {"CI", "FORCE_COLOR", "NO_COLOR", "PRE_COMMIT_HOME", "XDG_CACHE_HOME", "GIT_CONFIG_GLOBAL"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    desk = {"HOME": str(home), "PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"}
    found = {
        "PIP_NO_BUILD_ISOLATION": "0",
        "PIP_NO_INDEX": "1",
        "PYTHONPATH": sysconfig.get_path("purelib"),
    }
    return kept | desk | ({} if FRESH else found)


def settled(text):
    """`text` with one time and one hash instead of those of the day."""
    return HASH.sub("0123456789abcdef", SECONDS.sub("in 0.1 s", text)).strip()


@pytest.mark.parametrize("page", PAGES)
def test_commands_print_what_the_page_shows(page, tmp_path, environment):
    site = tmp_path / "site"
    subprocess.run(["git", "init", "-q", site], check=True)
    ran = 0
    for fence in FENCE.finditer((REPOSITORY / "docs" / page).read_text(encoding="utf-8")):
        title = TITLE.search(fence["info"])
        if title and title[1] not in PATHS:
            (site / title[1]).parent.mkdir(parents=True, exist_ok=True)
            (site / title[1]).write_text(fence["body"], encoding="utf-8")
        if fence["info"] != "console":
            continue
        for command, shown in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", fence["body"], re.MULTILINE):
            done = subprocess.run(
                f"{command} 2>&1",
                shell=True,
                cwd=site,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert settled(done.stdout) == settled(shown), command
            ran += 1
    assert ran


def test_the_readme_quotes_the_report_of_its_first_command(environment):
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    [command] = re.findall(r"guidelint check .*fixtures/.*", readme)
    [shown] = [fence["body"] for fence in FENCE.finditer(readme) if fence["info"] == "text"]
    done = subprocess.run(
        command, shell=True, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=True
    )
    assert shown in done.stdout
    assert "\n6 errors" in done.stderr
