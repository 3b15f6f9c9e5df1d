"""Images: what they show in words, and whether anything shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from guidelint import disk
from guidelint.checks.places import made_by_a_bot
from guidelint.checks.registry import NoOptions, Scope, finding, finding_at, rule
from guidelint.checks.source_pages import source_name
from guidelint.checks.spans import Spans
from guidelint.findings import Finding, Location, Severity
from guidelint.site.resolve import resolve
from guidelint.source import UnreadableError, read_source

if TYPE_CHECKING:
    from guidelint.markdown.page import Image, Page
    from guidelint.site.docs_root import DocsRoot
    from guidelint.site.index import Site

IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp", ".xpm", ".ico")
TEXTS = (".css", ".scss", ".js", ".html", ".json", ".yml", ".yaml", ".toml", ".txt", ".xml", ".webmanifest")
BETWEEN_NAMES = re.compile(r"[\s\"'()<>=,:;?#{}]+")
PROLOG = re.compile(r"\s*(?:<!--.*?-->\s*)*(<\?xml|<!DOCTYPE)", re.IGNORECASE | re.DOTALL)
MAX_DEPTH = 32


@rule("GL511", "image-alt", severity=Severity.WARNING)
def image_alt(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report images without a text for those who do not see them."""
    wordless = [image for image in page.images if not image.alt.strip() and image.target.strip()]
    if not wordless:
        return
    named = Spans(link.span for link in page.links if link.text.strip())
    for image in wordless:
        if _is_decoration(image) or named.touch(image.span):
            continue
        if not made_by_a_bot(page, image.span):
            yield finding(
                page,
                image.span,
                "the image has no alternative text",
                cause=f"{source_name(page, site)}: {image.target}",
                severity=Severity.INFO if page.dialect == "github" else Severity.WARNING,
                help="say what it shows between the brackets"
                if image.form != "html"
                else 'add alt="…", or alt="" if the image is decoration',
            )


def _is_decoration(image: Image) -> bool:
    """Tell images that say themselves that there is nothing to tell."""
    attributes = dict(image.attributes)
    if image.form == "html" and "alt" in attributes:
        return True
    return attributes.get("role") == "presentation" or "aria-hidden" in attributes


@rule("GL514", "image-unused", severity=Severity.INFO, default=False, scope=Scope.SITE)
def image_unused(site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report images of the site that no page, style sheet, template or configuration names."""
    used, named = set[Path](), set[str]()
    for root in site.roots:
        used |= _shown_on_pages(site, root)
        named |= _named_elsewhere(root)
    icons = {Path(folder) for root in site.roots for folder in root.config.dialect.emoji.icon_dirs}
    for root in site.roots:
        for file in root.files.values():
            is_image = file.uri.lower().endswith(IMAGES) and not root.config.is_translation
            is_icon = any(file.path.is_relative_to(folder) for folder in icons)
            if is_image and not is_icon and file.path not in used and not _is_named(file.path, named):
                used.add(file.path)
                shown = site.display(file.path)
                yield finding_at(Location(shown), "nothing shows this image", cause=shown)


def _shown_on_pages(site: Site, root: DocsRoot) -> set[Path]:
    found = set()
    for file in root.files.values():
        if file.is_page:
            for target, raw_html in site.summary(file.path).targets:
                path = resolve(site, file.path, target, raw_html=raw_html).path
                if path is not None:
                    found.add(path)
    return found


def _named_elsewhere(root: DocsRoot) -> set[str]:
    """Return the paths of images that front matter, templates and the like name, as they write them."""
    texts = [file.path for file in root.files.values() if file.is_page or file.uri.endswith(TEXTS)]
    texts += [root.config.path, *root.config.inherits]
    if root.config.custom_dir is not None:
        texts += [path for path in disk.below(root.config.custom_dir) if path.suffix in TEXTS]
    found = set()
    for path in texts:
        try:
            text = read_source(path, path.name).text
        except UnreadableError:
            continue
        words = BETWEEN_NAMES.split(text)
        found |= {unquote(word).lstrip("./") for word in words if word.lower().endswith(IMAGES)}
    return found


def _is_named(path: Path, named: set[str]) -> bool:
    """Tell whether one of the `named` paths is the end of `path`."""
    parts = path.as_posix().split("/")
    return any(
        "/".join(parts[start:]) in named for start in range(max(0, len(parts) - MAX_DEPTH), len(parts))
    )


@rule("GL513", "icon-file", severity=Severity.WARNING, scope=Scope.SITE)
def icon_file(site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report icons of the site that bring an XML prolog or a DOCTYPE into the pages that use them."""
    folders = {Path(folder) for root in site.roots for folder in root.config.dialect.emoji.icon_dirs}
    for path in sorted({icon for folder in folders for icon in disk.below(folder, "*.svg")}):
        prolog = _prolog(path, site.display(path))
        if prolog:
            yield finding_at(
                prolog,
                "the icon is put into pages as it is, with its XML prolog or DOCTYPE",
                cause=prolog.path,
                help="remove everything before <svg",
            )


def _prolog(path: Path, shown: str) -> Location | None:
    try:
        source = read_source(path, shown)
    except UnreadableError:
        return None
    found = PROLOG.match(source.text)
    if found is None:
        return None
    start, end = source.position(found.start(1)), source.position(found.end(1))
    return Location(shown, start.line, start.column, end.line, end.column)
