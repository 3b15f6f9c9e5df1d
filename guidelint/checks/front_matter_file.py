"""Front matter that names a file, an icon, an author or a category: is it there."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct, field

from guidelint import disk
from guidelint.checks.front_matter_places import place_of
from guidelint.checks.registry import finding, rule
from guidelint.checks.source_pages import source_name
from guidelint.findings import Confidence, Finding, Severity
from guidelint.markdown.icons import icon_names, own_icons
from guidelint.reach import lies_outside
from guidelint.site.suggest import closest
from guidelint.source import UnreadableError, read_source
from guidelint.suggest import close_matches

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.docs_root import DocsRoot
    from guidelint.site.index import Site

TEMPLATES = frozenset({"404.html", "blog-post.html", "blog.html", "main.html", "redirect.html"})
MAX_LONGER = 3
WEB = ("http://", "https://", "//")
KeyPath = tuple[str | int, ...]


class FileOptions(Struct, frozen=True):
    """`files` maps a key, dotted where it is nested, to the folder that its value is a path in.

    The folder is below that of the site's configuration; a key whose folder does not exist is left
    alone. `icons` are the keys whose value is the name of an icon, such as ``material/anchor``.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    icons: tuple[str, ...] = ("icon",)

    def __post_init__(self) -> None:
        if not all(isinstance(folder, str) for folder in self.files.values()):
            raise ValueError('"files" must map keys to folders')


class Value(NamedTuple):
    """A text in the front matter and the path of its key."""

    where: KeyPath
    text: str


@rule("GL103", "front-matter-file", severity=Severity.ERROR, options=FileOptions)
def front_matter_file(page: Page, site: Site, options: FileOptions) -> Iterator[Finding]:
    """Report values of front matter that name something which is not there."""
    root = site.root_of(site.path(page.path))
    if root is None or not page.front_matter.data:
        return
    for key, folder in options.files.items():
        for value in _values(page, key):
            yield from _file(page, site, root, value, folder)
    if root.config.generator != "mkdocs":
        for key in options.icons:
            for value in _values(page, key):
                yield from _icon(page, site, root, value)
        for value in _values(page, "template"):
            yield from _template(page, site, root, value)
    if "blog" in root.config.plugins and _is_post(page, site, root):
        yield from _of_the_blog(page, site, root)


def _values(page: Page, key: str) -> list[Value]:
    """Return the texts at a dotted key: one, or those of a list."""
    where: KeyPath = tuple(key.split("."))
    found: Any = page.front_matter.data
    for name in where:
        found = found.get(name) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        return [Value(where, found)]
    if isinstance(found, list):
        texts = [(number, entry) for number, entry in enumerate(found) if isinstance(entry, str)]
        return [Value((*where, number), text) for number, text in texts]
    return []


def _file(page: Page, site: Site, root: DocsRoot, value: Value, folder: str) -> Iterator[Finding]:
    if value.text.startswith(WEB) or not value.text.strip() or "\0" in value.text:
        return
    homes = [home / folder for home in (root.config.build_dir, root.config.docs_dir.parent)]
    places = [Path(posixpath.normpath(home / value.text.strip("/"))) for home in homes if disk.is_dir(home)]
    places = [place for place in places if not lies_outside(place.parent, root.config.build_dir)]
    if not places or any(_is_there(site, place) for place in places):
        return
    similar = closest(places[0].name, site.listing(places[0].parent))
    yield _missing(page, site, value, f"no such file: {site.display(places[0])}", similar)


def _icon(page: Page, site: Site, root: DocsRoot, value: Value) -> Iterator[Finding]:
    options = root.config.dialect.emoji
    names, shortcode = icon_names(options), value.text.strip().replace("/", "-")
    if not shortcode or names.known(shortcode) or not names.exactly_known(shortcode):
        return
    overlay = root.config.custom_dir
    own = set(own_icons((str(overlay / ".icons"),))) if overlay else set()
    if shortcode in own:
        return
    family = value.text.partition("/")[0] + "-"
    near = [name for name in (*own, *names.names) if name.startswith(family)]
    near = sorted(name for name in near if abs(len(name) - len(shortcode)) <= MAX_LONGER)
    similar = [name.replace("-", "/", 1) for name in close_matches(shortcode, near, cutoff=0.75)]
    yield _missing(page, site, value, f"there is no icon {value.text}", similar)


def _template(page: Page, site: Site, root: DocsRoot, value: Value) -> Iterator[Finding]:
    overlay = root.config.custom_dir
    if value.text in TEMPLATES or overlay is None or "\0" in value.text:
        return
    path = Path(posixpath.normpath(overlay / value.text))
    if not lies_outside(path.parent, overlay) and not _is_there(site, path):
        similar = closest(value.text, [*TEMPLATES, *site.listing(overlay)])
        message = f"the theme has no template {value.text}"
        yield _missing(page, site, value, message, similar, Confidence.LIKELY)


def _is_there(site: Site, path: Path) -> bool:
    return path.name in site.listing(path.parent) or site.is_absent(path)


def _is_post(page: Page, site: Site, root: DocsRoot) -> bool:
    options = root.config.plugins["blog"]
    blog = posixpath.normpath(str(options.get("blog_dir", "blog")))
    posts = posixpath.normpath(str(options.get("post_dir", "{blog}/posts")).replace("{blog}", blog))
    return site.path(page.path).is_relative_to(root.config.docs_dir / posts)


def _of_the_blog(page: Page, site: Site, root: DocsRoot) -> Iterator[Finding]:
    options = root.config.plugins["blog"]
    allowed = options.get("categories_allowed")
    if isinstance(allowed, list) and allowed:
        known = [str(name) for name in allowed]
        for value in _values(page, "categories"):
            if value.text not in known:
                message = f'the blog has no category "{value.text}"'
                yield _missing(page, site, value, message, closest(value.text, known))
    authors = _authors(root) if options.get("authors", True) is not False else None
    if authors is None:
        return
    for value in _values(page, "authors"):
        if value.text not in authors:
            message = f'the blog has no author "{value.text}"'
            yield _missing(page, site, value, message, closest(value.text, authors))


@lru_cache(maxsize=64)
def _authors(root: DocsRoot) -> tuple[str, ...] | None:
    """Return the authors that the file of the blog plugin lists, None where it cannot be read."""
    options = root.config.plugins["blog"]
    blog = posixpath.normpath(str(options.get("blog_dir", "blog")))
    name = str(options.get("authors_file", "{blog}/.authors.yml")).replace("{blog}", blog)
    path = root.config.docs_dir / name
    if lies_outside(path, root.config.docs_dir):
        return None
    from guidelint.site.yaml import ConfigError, parse_yaml  # noqa: PLC0415 - for sites with a blog

    try:
        data = parse_yaml(path, read_source(path, name).text, {}).data
    except (UnreadableError, ConfigError):
        return None
    listed = data.get("authors") if isinstance(data, Mapping) else None
    return tuple(str(author) for author in listed) if isinstance(listed, Mapping) else None


def _missing(
    page: Page,
    site: Site,
    value: Value,
    message: str,
    similar: list[str],
    confidence: Confidence = Confidence.CERTAIN,
) -> Finding:
    return finding(
        page,
        place_of(page, value.where, value=True),
        message,
        cause=f"{source_name(page, site)}: {message}",
        confidence=confidence,
        help=f"did you mean {similar[0]}?" if similar else None,
    )
