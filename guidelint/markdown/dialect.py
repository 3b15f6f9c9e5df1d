"""Which Markdown a page is written in: what the renderer of its site has switched on."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field


class TocOptions(Struct, frozen=True, array_like=True):
    """The options of Python-Markdown's `toc` extension that shape ids.

    `slugify` names the function by its dotted path, with the keyword arguments that a
    `!!python/object/apply` tag gives; nothing is imported. An unknown function makes the ids of
    headings unknown (see `Page.ids_known`).
    """

    slugify: str = "markdown.extensions.toc.slugify"
    slugify_options: tuple[tuple[str, str], ...] = ()
    separator: str = "-"


class SnippetOptions(Struct, frozen=True, array_like=True):
    """The options of `pymdownx.snippets`; paths are absolute. URLs are never fetched."""

    base_paths: tuple[str, ...] = ()
    auto_append: tuple[str, ...] = ()
    encoding: str = "utf-8"
    restrict_base_path: bool = True
    dedent_subsections: bool = False
    max_depth: int = 16


class EmojiOptions(Struct, frozen=True, array_like=True):
    """Where icon names come from: the index named in the configuration and the site's own icons.

    `index` is the dotted name of the index function; `icon_dirs` are absolute directories whose
    ``a/b.svg`` files are the shortcodes ``:a-b:``.
    """

    index: str = "material.extensions.emoji.twemoji"
    icon_dirs: tuple[str, ...] = ()
    material_version: str | None = None


class Dialect(Struct, frozen=True, array_like=True):
    """How a page is read.

    `extensions` holds the canonical dotted names of the Python-Markdown extensions that are on
    (``admonition`` is ``markdown.extensions.admonition``; umbrella extensions such as
    ``extra`` and ``pymdownx.extra`` are expanded). `options` keeps, for each extension, the plain
    options that change links or ids (for example ``("pymdownx.tabbed", "slugify")``).
    """

    name: Literal["mkdocs", "github"] = "mkdocs"
    extensions: frozenset[str] = frozenset()
    toc: TocOptions = field(default_factory=TocOptions)
    snippets: SnippetOptions = field(default_factory=SnippetOptions)
    emoji: EmojiOptions = field(default_factory=EmojiOptions)
    options: tuple[tuple[str, str, str], ...] = ()
    tab_length: int = 4

    def has(self, *names: str) -> bool:
        """Tell whether any of the extensions `names` is on."""
        return not self.extensions.isdisjoint(names)

    def option(self, extension: str, name: str, default: str) -> str:
        """Return an option of an extension as text, booleans as ``true`` and ``false``."""
        for owner, key, value in self.options:
            if owner == extension and key == name:
                return value
        return default


GITHUB = Dialect(name="github")
MKDOCS_DEFAULT = Dialect(
    extensions=frozenset(
        {
            "markdown.extensions.toc",
            "markdown.extensions.tables",
            "markdown.extensions.fenced_code",
        }
    )
)
