"""A documentation site as a model that can be changed, and that knows on which line everything stands."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

CONFIGURATION = """\
site_name: Harbour
theme:
  name: material
markdown_extensions:
  - attr_list
  - footnotes
  - md_in_html
  - tables
  - toc
  - pymdownx.superfences
  - pymdownx.snippets:
      base_path: [includes]
nav:
"""
PAGE = "docs/{}.md"
SNIPPET = "includes/{}.md"


@dataclass(eq=False)
class Line:
    """A paragraph of one line, or the last one of several.

    `target` is what it links to, filled in where ``{}`` stands in `text`.
    """

    text: str
    target: Target | None = None
    sort: str = "link"


@dataclass(eq=False)
class Target:
    """What a link names: a file by its path below the top, or an anchor on it."""

    path: str
    anchor: str = ""


@dataclass(eq=False)
class Heading(Line):
    """A heading; its id is made of its words."""

    @property
    def anchor(self) -> str:
        return self.text.lstrip("# ").lower().replace(" ", "-")


@dataclass(eq=False)
class File:
    """A page or a snippet. Every page begins with a title that nothing ever changes."""

    path: str
    title: str
    lines: list[Line] = field(default_factory=list)

    def headings(self) -> list[Heading]:
        return [line for line in self.lines if isinstance(line, Heading)]


@dataclass
class Site:
    """The pages, the snippets, the images, and the pages that the navigation names."""

    pages: list[File] = field(default_factory=list)
    snippets: list[File] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    nav: list[Line] = field(default_factory=list)

    @property
    def files(self) -> list[File]:
        return [*self.pages, *self.snippets]

    def at(self, path: str) -> File | None:
        return next((file for file in self.pages if file.path == path), None)

    def links(self, path: str, anchor: str | None = None) -> list[Line]:
        """The lines that link to a file, or to an anchor on it."""
        return [
            line
            for file in self.files
            for line in file.lines
            if line.target and line.target.path == path and anchor in (None, line.target.anchor)
        ]

    def written(self) -> tuple[dict[str, str], dict[Line, tuple[str, int]]]:
        """The texts of all files, and where each line stands in them."""
        texts: dict[str, str] = {}
        places: dict[Line, tuple[str, int]] = {}
        for file in self.files:
            lines = [f"# {file.title}", ""] if file in self.pages else []
            for line in file.lines:
                lines += line.text.replace("{}", href(file.path, line.target)).split("\n")
                places[line] = (file.path, len(lines))
                lines.append("")
            texts[file.path] = "\n".join(lines)
        navigation = CONFIGURATION.splitlines()
        for line in self.nav:
            places[line] = ("mkdocs.yml", len(navigation) + 1)
            navigation.append(f"  - {posixpath.relpath(line.text, 'docs')}")
        texts["mkdocs.yml"] = "\n".join(navigation) + "\n"
        texts |= dict.fromkeys(self.images, "an image")
        return texts, places


def href(source: str, target: Target | None) -> str:
    """How the page at `source` writes a link to `target`."""
    if target is None:
        return ""
    own = target.path == source
    path = "" if own else posixpath.relpath(target.path, posixpath.dirname(source))
    return path + (f"#{target.anchor}" if target.anchor else "")
