"""Pin the headings of translated trees: give them the ids that their sources have.

Meant as a step of a build, after translations have been copied in: such trees are made anew by the
translation platform, so that a change in them would be lost. Only headings that links ask for are
pinned, and nothing else that is rendered may change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from msgspec import Struct, field
from msgspec.structs import replace

from guidelint.checks.places import highlighted, resolved
from guidelint.checks.roots import source_ids
from guidelint.checks.site_links_pins import pin
from guidelint.edits import Range, apply, changed_ranges, changes_of
from guidelint.fixes import replacement
from guidelint.inventory import Meaning, objection, take_inventory
from guidelint.markdown.parser import parse_page
from guidelint.site.discover import config_of
from guidelint.site.index import Reader, Site
from guidelint.site.resolve import resolve
from guidelint.site.summary import PageSummary, summarise
from guidelint.source import Source, UnreadableError
from guidelint.writing import NotWrittenError, rewrite

if TYPE_CHECKING:
    from guidelint.findings import Edit
    from guidelint.markdown.page import Heading, Page
    from guidelint.site.config import SiteConfig
    from guidelint.site.docs_root import DocsRoot
    from guidelint.workspace import Workspace

Names = Mapping[str, str]
"""New ids of headings by their old ones."""


class PinError(Exception):
    """Trees that cannot be compared with their source."""


class Pinned(NamedTuple):
    """A page with pinned headings: its text before and after, and what has changed.

    `headings` got the id of their source, `links` lead to it, and `kept` are other headings that were
    pinned to keep their own ids.
    """

    before: Source
    after: Source
    headings: int
    links: int
    kept: int


class Pinning(Struct):
    """What became of the pages; `failures` says which could not be pinned or written, and why."""

    pages: list[Pinned] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def pin_trees(workspace: Workspace, docs: Path, trees: Sequence[Path], *, write: bool) -> Pinning:
    """Pin the headings of the translations in `trees` as those of their source in `docs` are called.

    All are absolute. Where `write` is false, nothing is written. Raises `PinError` where `docs` is no
    docs directory.
    """
    site, reader = _site(workspace, docs, trees)
    pinning = Pinning()
    for root in site.roots:
        if root.config.docs_dir in trees:
            steps = {
                path: kept
                for path, names in _names(site, root).items()
                if names and (kept := _harmless(reader, path, names))
            }
            for file in root.files.values():
                if file.is_page:
                    _pin_page(site, reader, file.path, steps, pinning, write=write)
    return pinning


def _site(workspace: Workspace, docs: Path, trees: Sequence[Path]) -> tuple[Site, Reader]:
    """Return the site with `trees` as translations of `docs`, wherever they lie, and how it reads pages."""
    known = workspace.discovery(docs).configs
    origin = next((config for config in known if config.docs_dir == docs), None)
    if origin is None or origin.is_translation:
        raise PinError(f"{workspace.name(docs)} is not the docs directory of a site")
    others = tuple(config for config in known if config.docs_dir not in trees)
    configs = [*others, *(_translation(known, origin, tree) for tree in trees)]

    def parse(path: Path, source: Source) -> Page:
        return parse_page(source, (config_of(configs, path) or origin).dialect, workspace.base)

    def read(path: Path) -> PageSummary:
        return summarise(parse(path, workspace.source(path)), structured=site.is_translated(path))

    reader = Reader(workspace.source, parse)
    site = Site(configs, read, workspace.base, reader=reader)
    return site, reader


def _translation(known: Sequence[SiteConfig], origin: SiteConfig, tree: Path) -> SiteConfig:
    config = next((config for config in known if config.docs_dir == tree and config.is_translation), None)
    return config or replace(origin, docs_dir=tree, language=tree.name, is_translation=True, site_url=None)


def _names(site: Site, root: DocsRoot) -> dict[Path, dict[str, str]]:
    """Return the headings that have to be called otherwise, by the path of their page."""
    found: dict[Path, dict[str, str]] = {}
    for path, wanted in _wanted(site, root).items():
        anchors = site.summary(path).anchors
        names: dict[str, str] = {}
        for heading, originals in source_ids(site, path).items():
            new = next((name for name in originals if name in wanted and name not in anchors), None)
            if new is not None and new not in names.values():
                names[heading] = new
        found[path] = names
    return found


def _wanted(site: Site, root: DocsRoot) -> dict[Path, set[str]]:
    """Return the fragments that links of a tree ask for, by the path of the page that should have them."""
    found: dict[Path, set[str]] = {}
    for file in root.files.values():
        for target, raw_html in site.summary(file.path).targets if file.is_page else ():
            if "#" in target:
                resolution = resolve(site, file.path, target, raw_html=raw_html)
                if resolution.path is not None and site.root_of(resolution.path) is root:
                    found.setdefault(resolution.path, set()).add(unquote(resolution.fragment))
    return found


class _Step(NamedTuple):
    """An edit, and the heading that it calls otherwise; none for an edit of a link."""

    edit: Edit
    old: str = ""
    new: str = ""


Steps = Mapping[Path, Sequence[_Step]]


def _harmless(reader: Reader, path: Path, names: Names) -> list[_Step]:
    """Return the pins of a page that change nothing else on it."""
    page = _parsed(reader, path)
    steps = list(_pins(page, names)) if page else []
    if page is None or _attempt(page, reader, path, steps).complaint is None:
        return steps
    kept: list[_Step] = []
    for step in steps:
        if _attempt(page, reader, path, [*kept, step]).complaint is None:
            kept.append(step)
    return kept


def _parsed(reader: Reader, path: Path) -> Page | None:
    try:
        return reader.parse(path, reader.read(path))
    except UnreadableError:
        return None


def _pin_page(site: Site, reader: Reader, path: Path, steps: Steps, pinning: Pinning, *, write: bool) -> None:
    page = _parsed(reader, path)
    if page is None:
        return
    pins, links = steps.get(path, ()), list(_renamed_links(site, page, steps))
    if not pins and not links:
        return
    source, complaint, edits = _attempt(page, reader, path, [*pins, *links])
    try:
        if complaint is None and write:
            rewrite(path, page.source, source)
    except NotWrittenError as error:
        complaint = str(error)
    if complaint is None:
        pinning.pages.append(
            Pinned(page.source, source, len(pins), len(links), edits - len(pins) - len(links))
        )
    else:
        pinning.failures.append(f"{page.path}: {complaint}")


def _pins(page: Page, names: Names) -> Iterator[_Step]:
    for heading in page.headings:
        new = names.get(heading.id)
        if new is not None and not heading.explicit and heading.span.path == page.path:
            edit = pin(page, heading, new)
            if edit is not None:
                yield _Step(edit, heading.id, new)


def _renamed_links(site: Site, page: Page, steps: Steps) -> Iterator[_Step]:
    """Yield the edits of links to translated ids, which are no more once the headings are pinned."""
    for target, resolution in resolved(page, site):
        pins = steps.get(resolution.path, ()) if resolution.path is not None else ()
        fragment = unquote(resolution.fragment)
        new = next((step.new for step in pins if step.old == fragment), None)
        if new is not None:
            span = highlighted(page, target)
            if span.path == page.path and unquote(page.text(span)) == fragment:
                yield _Step(replacement(page, span, new))


class _Attempt(NamedTuple):
    """A page with edits: its text, why they may not be made, None if they may, and how many they are."""

    source: Source
    complaint: str | None
    edits: int


def _attempt(page: Page, reader: Reader, path: Path, steps: Sequence[_Step]) -> _Attempt:
    changes = changes_of(page.source, _held(page, reader, path, steps))
    source = apply(page.source, changes)
    meaning = Meaning(
        adds=[("heading", step.new) for step in steps if step.new],
        removes=[("heading", step.old) for step in steps if step.new],
        before=[Range(change.start, change.end) for change in changes],
        after=changed_ranges(changes),
    )
    complaint = objection(take_inventory(page), take_inventory(reader.parse(path, source)), meaning)
    return _Attempt(source, complaint, len(changes))


def _held(page: Page, reader: Reader, path: Path, steps: Sequence[_Step]) -> list[Edit]:
    """Return the edits of `steps`, and pins for other headings whose ids would change by them.

    Of headings with the same text the later ones have a number in their ids, by what is before them.
    """
    edits = [step.edit for step in steps]
    after = reader.parse(path, apply(page.source, changes_of(page.source, edits)))
    renamed = {step.old for step in steps if step.new}
    if len(after.headings) == len(page.headings):
        for heading, other in zip(page.headings, after.headings, strict=True):
            if heading.id != other.id and heading.id not in renamed:
                edits += _pinned_as_before(page, heading)
    return edits


def _pinned_as_before(page: Page, heading: Heading) -> Iterable[Edit]:
    edit = pin(page, heading, heading.id)
    return () if edit is None else (edit,)
