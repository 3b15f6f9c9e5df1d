"""How far each language of a site is: what is translated, what is behind, and what is broken."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from msgspec import Struct, field

from guidelint.checks.places import resolved
from guidelint.checks.registry import NoOptions
from guidelint.checks.roots import source_summaries
from guidelint.checks.translated import translated
from guidelint.checks.translations import translation_link
from guidelint.checks.translations_export import translation_export
from guidelint.checks.translations_front_matter import FrontMatterOptions, translation_front_matter
from guidelint.checks.translations_markup import translation_markup
from guidelint.checks.translations_state import is_stale, long_words, same_prose, same_texts
from guidelint.findings import Severity
from guidelint.site.pairs import language_of, source_root
from guidelint.site.resolution import Kind
from guidelint.site.summary import summarise
from guidelint.source import UnreadableError

if TYPE_CHECKING:
    from pathlib import Path

    from guidelint.checks.translated import Translated
    from guidelint.findings import Finding
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site
    from guidelint.workspace import Workspace


class Target(NamedTuple):
    """A heading of the source: the page, as reports name it, and the id."""

    path: str
    anchor: str


class Language(Struct):
    """The pages of one language.

    `pages` counts those that are there, of `sources` in the source language. `words` are those of their
    texts, `same_words` those still in the source language; `titles` and `descriptions` count those that
    are. `stale` pages were made from another version of their source. `anchors` counts the links to
    anchors that translated headings have lost, by the heading of the source. `links` that are lost or
    lead elsewhere, `markup`, `front_matter` and `export` count findings; `unreadable` counts pages.
    """

    language: str
    sources: int = 0
    pages: int = 0
    words: int = 0
    same_words: int = 0
    titles: int = 0
    descriptions: int = 0
    stale: int = 0
    anchors: dict[Target, int] = field(default_factory=dict)
    links: int = 0
    markup: int = 0
    front_matter: int = 0
    export: int = 0
    unreadable: int = 0

    @property
    def share(self) -> int:
        """How many percent of the words are still in the source language."""
        return 100 * self.same_words // self.words if self.words else 0

    @property
    def dead(self) -> int:
        """How many links lead to anchors that are lost."""
        return sum(self.anchors.values())


class Cure(Struct, frozen=True):
    """A heading of the source that cures links when it is pinned: how many, and in which languages."""

    target: Target
    links: int
    languages: tuple[str, ...]


def coverage(workspace: Workspace) -> list[Language]:
    """Return the languages of the pages of `workspace` that are translations, by their names."""
    found: dict[str, Language] = {}
    for target in workspace.targets:
        site = workspace.site(target.path)
        if site.source_of(target.path) is None:
            continue
        name = language_of(site, target.path)
        language = found.setdefault(name, Language(name))
        language.pages += 1
        language.sources = max(language.sources, _sources(site, target.path), language.pages)
        try:
            page = workspace.read(target.path)
        except UnreadableError:
            language.unreadable += 1
            continue
        site.remember(target.path, summarise(page))
        pair = translated(page, site)
        if pair is not None:
            _count(language, page, site, pair)
    return [found[name] for name in sorted(found)]


def _sources(site: Site, path: Path) -> int:
    """Return how many pages there are to translate; 0 where the names of pages carry the language."""
    root = site.root_of(path)
    source = source_root(site, root) if root else None
    return sum(file.is_page for file in source.files.values()) if source else 0


def _count(language: Language, page: Page, site: Site, pair: Translated) -> None:
    units = pair.placed.structure.units
    language.words += long_words(units)
    language.same_words += long_words(same_prose(pair))
    texts = same_texts(page, pair)
    language.titles += "title" in texts
    language.descriptions += "description" in texts
    language.stale += is_stale(pair)
    options = NoOptions()
    language.links += _causes(translation_link(page, site, options))
    language.markup += _causes(translation_markup(page, site, options))
    language.front_matter += _causes(translation_front_matter(page, site, FrontMatterOptions()))
    language.export += _causes(translation_export(page, site, options))
    for target in _lost_anchors(page, site):
        language.anchors[target] = language.anchors.get(target, 0) + 1


def _causes(findings: Iterable[Finding]) -> int:
    return len({finding.cause for finding in findings if finding.severity is not Severity.INFO})


def _lost_anchors(page: Page, site: Site) -> Iterable[Target]:
    """Yield the heading of the source for each link to an anchor that its translation has lost."""
    for _, resolution in resolved(page, site):
        if resolution.kind is Kind.MISSING_ANCHOR and resolution.path is not None:
            wanted = unquote(resolution.fragment)
            if any(wanted in summary.anchors for summary in source_summaries(site, resolution.path)):
                source = site.source_of(resolution.path)
                yield Target(site.display(source or resolution.path), wanted)


def cures(languages: Iterable[Language]) -> list[Cure]:
    """Return the headings whose pins cure the most links first."""
    counts: dict[Target, dict[str, int]] = {}
    for language in languages:
        for target, links in language.anchors.items():
            counts.setdefault(target, {})[language.language] = links
    found = [Cure(target, sum(links.values()), tuple(sorted(links))) for target, links in counts.items()]
    return sorted(found, key=lambda cure: (-cure.links, cure.target))
