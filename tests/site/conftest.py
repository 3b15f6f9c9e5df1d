"""Small sites written into a temporary directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guidelint.site.discover import discover
from guidelint.site.index import Site
from guidelint.site.summary import AnchorPlace, PageSummary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    WriteFiles = Callable[[Mapping[str, str]], Path]


@pytest.fixture
def write_files(tmp_path: Path) -> WriteFiles:
    """Write files, given by their path and text, and return the directory they are in."""

    def write(files: Mapping[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path

    return write


@pytest.fixture
def make_site(write_files: WriteFiles) -> Callable[..., Site]:
    """Write a site and index it; the ids of a page are the words of its text that begin with #."""

    def make(files: Mapping[str, str], **options: object) -> Site:
        base = write_files(files)
        found = discover(base)
        assert found.problems == ()
        return Site(found.configs, ids_of_hashes, base, **options)  # type: ignore[arg-type]

    return make


def ids_of_hashes(page: Path) -> PageSummary:
    text = page.read_text("utf-8")
    ids = [word[1:] for word in text.split() if word.startswith("#")]
    places = {name: AnchorPlace(page.name, 1, 1) for name in ids}
    return PageSummary(anchors=places, is_template="{{" in text, ids_known="unknowable" not in text)
