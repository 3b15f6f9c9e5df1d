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
from guidelint.mending import Mending
from guidelint.pipeline import check_pages
from guidelint.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from guidelint.checks.registry import Rule
    from guidelint.engine import Plan
    from guidelint.findings import Finding

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
    workspace, plan = opened(folder, extra, paths)
    outcome = check_pages(workspace, plan)
    assert not outcome.run.crashes, outcome.run.crashes[0].traceback
    return outcome.run.take()


def mend_site(folder: Path, extra: Iterable[str] = (), paths: Sequence[Path] = ()) -> Mending:
    """Fix the pages of the site, with unsafe fixes too, as `check --offline --fix` does."""
    workspace, plan = opened(folder, extra, paths)
    mending = Mending(workspace, plan, unsafe=True)
    outcome = mending.check()
    assert not outcome.run.crashes, outcome.run.crashes[0].traceback
    return mending


def opened(
    folder: Path, extra: Iterable[str] = (), paths: Sequence[Path] = (), rules: Sequence[Rule] | None = None
) -> tuple[Workspace, Plan]:
    """The pages of a site, and the plan that its settings make of all rules or of `rules`."""
    selection = Selection(extend_select=tuple(Selector(name) for name in extra))
    settings = load_settings(folder, overrides=Layer(selection=selection))
    workspace = open_workspace(settings, paths or [folder], folder)
    return workspace, make_plan(settings, load_rules(settings.families) if rules is None else rules, folder)


def read_files(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """The texts of the files `names` in `folder`, their line ends as they are."""
    return {name: (folder / name).read_bytes().decode() for name in names}
