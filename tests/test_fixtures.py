"""The sites in `fixtures/` give the findings that stand beside them."""

import re

import pytest

from guidelint.cli.main import main
from tests.conftest import REPOSITORY

FOLDERS = sorted(path.parent for path in (REPOSITORY / "fixtures").glob("*/expected.txt"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_fixture_gives_what_is_expected(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    main(["check", "--offline", "--output-format", "concise"])
    assert capsys.readouterr().out == (folder / "expected.txt").read_text(encoding="utf-8")


def test_the_readme_shows_what_is_printed(monkeypatch, capsys):
    monkeypatch.chdir(REPOSITORY)
    main(["check", "--offline", "fixtures/harbour-guide"])
    printed = capsys.readouterr()
    [excerpt] = re.findall(
        r"such as:\n\n```text\n(.*?)```\n", (REPOSITORY / "README.md").read_text(), re.DOTALL
    )
    assert f"\n{excerpt}\n" in printed.out
    assert "6 errors, 0 warnings" in printed.err
