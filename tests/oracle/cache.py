"""Facts of rendered pages on disk: rendering a site again and again is slow."""

from __future__ import annotations

import hashlib
import json
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from tests.oracle import facts, render
from tests.oracle.facts import Fact, generated_by, read_facts

if TYPE_CHECKING:
    from tests.oracle.render import OracleSite

SNIPPET_MARKER = "8<-"


class FactCache:
    """The oracle's facts of pages of one site, kept in `folder` (or not, when it is `None`).

    A page that includes snippets is rendered every time: its text alone does not say what it
    renders to.
    """

    def __init__(self, site: OracleSite, folder: Path | None) -> None:
        self.site = site
        self.generated = generated_by(site.options)
        self.folder = folder and folder / _digest(_setup(site))
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)

    def facts(self, text: str) -> list[Fact]:
        """Return the facts of the page with the source `text`."""
        if not self.folder or SNIPPET_MARKER in text:
            return self._render(text)
        entry = self.folder / f"{_digest(text)}.json"
        try:
            return [_fact(*values) for values in json.loads(entry.read_text("utf-8"))]
        except FileNotFoundError:
            found = self._render(text)
            entry.write_text(json.dumps(found), "utf-8")
            return found

    def _render(self, text: str) -> list[Fact]:
        return read_facts(self.site.render(text), self.generated)


def _fact(kind: str, target: str, level: int, text: str, classes: list[str], doubtful: bool) -> Fact:
    return Fact(kind, target, level, text, tuple(classes), doubtful)


def _setup(site: OracleSite) -> str:
    """Return everything but the page itself that its facts depend on, as text."""
    options = {name: dict(values) for name, values in site.options.items()}
    packages = ("markdown", "pymdown-extensions", "mkdocs", "mkdocs-material")
    appended = options.get("pymdownx.snippets", {}).get("auto_append", [])
    appended_files = [site.root / name for name in appended]
    icons = (options.get("pymdownx.emoji", {}).get("options") or {}).get("custom_icons", [])
    return "\n".join(
        [
            *(f"{name} {metadata.version(name)}" for name in packages),
            *(Path(str(module.__file__)).read_text("utf-8") for module in (facts, render)),
            repr((site.extensions, _without_addresses(options))),
            *(path.read_text("utf-8") for path in appended_files if path.is_file()),
            *(str(icon) for folder in icons for icon in sorted((site.root / folder).rglob("*.svg"))),
        ]
    )


def _without_addresses(value: object) -> str:
    return json.dumps(value, default=lambda other: getattr(other, "__qualname__", None) or repr(vars(other)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
