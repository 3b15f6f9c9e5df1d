"""A small site to run commands on."""

import pytest

from guidelint.cli.main import main
from tests.sites import write_site


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A repository with a sound page and one whose front matter is broken; the working directory."""
    files = {"docs/index.md": "# Home\n", "docs/broken.md": '---\ntitle: "T\n---\n\nText\n'}
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(write_site(tmp_path, files))
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path


@pytest.fixture
def run(capsys, monkeypatch):
    """Run a command as at a desk, in no CI job: its exit status, standard output and standard error."""
    monkeypatch.delenv("CI", raising=False)

    def run_command(*arguments):
        status = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run_command
