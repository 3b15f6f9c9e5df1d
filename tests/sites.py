"""Small sites for tests: write them, check them, mend them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from guidelint.checks.catalogue import load_rules
from guidelint.config.layer import Layer
from guidelint.config.load import load_settings
from guidelint.config.selectors import Selection, Selector
from guidelint.engine import make_plan
from guidelint.pipeline import check_pages
from guidelint.source import Source
from guidelint.workspace import open_workspace

if TYPE_CHECKING:
    from guidelint.findings import Edit, Finding

EXAMPLE_SITE = """\
site_name: Example
theme:
  name: material
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc
  - pymdownx.details
  - pymdownx.superfences
  - pymdownx.tabbed:
      alternate_style: true
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
"""


def write_site(folder: Path, files: Mapping[str, str | bytes], configuration: str = EXAMPLE_SITE) -> Path:
    """Write `files` by their paths, with a usual mkdocs.yml unless they bring their own."""
    for name, content in {"mkdocs.yml": configuration, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def check_site(folder: Path, extra: Iterable[str] = (), paths: Sequence[Path] = ()) -> list[Finding]:
    """Every finding of the usual rules and those named `extra`, as `check --offline` gives them."""
    selection = Selection(extend_select=tuple(Selector(name) for name in extra))
    settings = load_settings(folder, overrides=Layer(selection=selection))
    workspace = open_workspace(settings, paths or [folder], folder)
    outcome = check_pages(workspace, make_plan(settings, load_rules(settings.families), folder))
    assert not outcome.run.crashes, outcome.run.crashes[0].traceback
    return outcome.run.take()


def mended(files: Mapping[str, str], findings: Iterable[Finding]) -> dict[str, str]:
    """The texts of `files` after the fixes of `findings`."""
    texts = dict(files)
    edits = {edit for finding in findings if finding.fix for edit in finding.fix.edits}
    for edit in sorted(edits, key=lambda edit: edit.location, reverse=True):
        texts[edit.location.path] = apply(edit, texts[edit.location.path])
    return texts


def apply(edit: Edit, text: str) -> str:
    """`text` with one edit made."""
    source, place = Source("", text), edit.location
    start = source.starts[place.line - 1] + place.column - 1
    end = source.starts[place.end_line - 1] + place.end_column - 1
    return text[:start] + edit.text + text[end:]
