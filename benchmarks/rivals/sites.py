"""The sites that are measured: a copy of a real one, and generated ones of any size."""

from __future__ import annotations

import shutil
from pathlib import Path

BARE = """\
INHERIT: mkdocs.yml
plugins: []
"""

GENERATED = """\
site_name: Generated
theme:
  name: material
markdown_extensions:
  - admonition
  - attr_list
  - footnotes
  - md_in_html
  - pymdownx.details
  - pymdownx.superfences
  - toc
"""


def copied(site: Path, scratch: Path) -> Path:
    """Return a writable copy of `site` below `scratch`, with a configuration without plugins added."""
    target = scratch / "site"
    shutil.copytree(site, target, copy_function=shutil.copy)
    for path in (target, *target.rglob("*")):
        path.chmod(path.stat().st_mode | 0o200)
    (target / "bare.yml").write_text(BARE, "utf-8")
    return target


def generated(scratch: Path, pages: int) -> Path:
    """Write a site of `pages` pages of some three kilobytes, each linked with a few others; return it."""
    target = scratch / f"generated-{pages}"
    docs = target / "docs"
    docs.mkdir(parents=True)
    (target / "mkdocs.yml").write_text(GENERATED, "utf-8")
    for number in range(pages):
        folder = docs / f"part-{number // 100:03d}"
        folder.mkdir(exist_ok=True)
        (folder / f"page-{number:05d}.md").write_text(_page(number, pages), "utf-8")
    return target


def _page(number: int, pages: int) -> str:
    def link(step: int, fragment: str = "") -> str:
        other = (number * 7 + step) % pages
        return f"[Page {other}](../part-{other // 100:03d}/page-{other:05d}.md{fragment})"

    sections = "\n\n".join(
        f"## Section {section}\n\n"
        f"The lamp of tower {number} burns {section + 3} hours and is *trimmed*, says {link(section)}.\n"
        f"Keepers write `log {section}` each night; see {link(section + 11, '#section-1')} for the form.\n\n"
        f"- Oil comes in **barrels** of {section + 40} litres[^oil]\n"
        f"- Wicks are kept dry, see [the supplier](https://wicks.example.org/{number}/{section})\n\n"
        f'!!! note "Tower {number}"\n\n'
        f"    The stair has {number % 90 + 60} steps, and {link(section + 23)} shows them.\n"
        for section in range(6)
    )
    return (
        f"---\ntitle: Tower {number}\n---\n\n{sections}\n\n[^oil]: Measured at the quay of tower {number}.\n"
    )
