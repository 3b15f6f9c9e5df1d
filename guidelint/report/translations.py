"""What ``guidelint translations`` prints: a table, and JSON, to which keys may be added."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from guidelint.report.model import Section
from guidelint.report.plain import inert

if TYPE_CHECKING:
    from guidelint.coverage import Cure, Language

VERSION = 1
MAX_CURES = 10
COLUMNS = (
    *("language", "pages", "untranslated", "titles", "descriptions", "stale"),
    *("dead anchors", "links", "markup", "front matter", "export"),
)
LEGEND = (
    "pages: there, of those in the source language; untranslated: share of the words; titles, descriptions:",
    "not translated; stale: made from another version of the source; dead anchors: links, by how many",
    "headings; links, markup, front matter, export: findings",
)


def table_lines(languages: Sequence[Language], cures: Sequence[Cure]) -> list[str]:
    """Return the table, and below it which headings to pin first."""
    rows = [COLUMNS, *map(_row, languages)]
    widths = [max(len(row[number]) for row in rows) for number in range(len(COLUMNS))]
    lines = ["  ".join(_cells(row, widths)).rstrip() for row in rows]
    lines += ["", *LEGEND]
    if cures:
        links = sum(cure.links for cure in cures)
        lines += ["", f"Pin these headings first (lost: {len(cures):,}, with links to them: {links:,}):"]
        for cure in cures[:MAX_CURES]:
            where = f"{cure.target.path}#{cure.target.anchor}"
            lines.append(f"{cure.links:6,}  {inert(where)}  ({', '.join(cure.languages)})")
        lines.append('"guidelint fix --pin-headings" writes the ids into the source')
    return lines


def _cells(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    first, *rest = zip(row, widths, strict=True)
    return [first[0].ljust(first[1]), *(text.rjust(width) for text, width in rest)]


def _row(language: Language) -> tuple[str, ...]:
    anchors = f"{language.dead:,} by {len(language.anchors):,}" if language.dead else "0"
    return (
        inert(language.language),
        f"{language.pages:,}/{language.sources:,}",
        f"{language.share} %",
        *(f"{count:,}" for count in (language.titles, language.descriptions, language.stale)),
        anchors,
        *(
            f"{count:,}"
            for count in (language.links, language.markup, language.front_matter, language.export)
        ),
    )


def sections(languages: Sequence[Language], cures: Sequence[Cure]) -> tuple[Section, ...]:
    """Return the tables for the HTML report; none without translations."""
    if not languages:
        return ()
    state = Section("Translations", COLUMNS, tuple(map(_row, languages)), " ".join(LEGEND) + ".")
    if not cures:
        return (state,)
    rows = tuple(
        (f"{cure.target.path}#{cure.target.anchor}", cure.links, ", ".join(cure.languages)) for cure in cures
    )
    note = "Pinned in the source, with guidelint fix --pin-headings, these headings keep their anchors."
    return state, Section("Headings to pin", ("heading", "links", "languages"), rows, note)


def as_data(languages: Sequence[Language], cures: Sequence[Cure]) -> dict[str, Any]:
    """Return all as plain data."""
    return {
        "version": VERSION,
        "languages": [
            {
                "language": language.language,
                "pages": language.pages,
                "source_pages": language.sources,
                "unreadable_pages": language.unreadable,
                "words": language.words,
                "untranslated_words": language.same_words,
                "untranslated_percent": language.share,
                "untranslated_titles": language.titles,
                "untranslated_descriptions": language.descriptions,
                "stale_pages": language.stale,
                "dead_anchors": language.dead,
                "dead_anchor_headings": len(language.anchors),
                "links": language.links,
                "markup": language.markup,
                "front_matter": language.front_matter,
                "export": language.export,
            }
            for language in languages
        ],
        "headings": [
            {
                "path": cure.target.path,
                "anchor": cure.target.anchor,
                "links": cure.links,
                "languages": list(cure.languages),
            }
            for cure in cures
        ],
    }
