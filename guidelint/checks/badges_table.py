"""Badges beside what the page they lead to declares: the icon, the colour and the label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from guidelint import disk
from guidelint.checks.badges import BadgeOptions
from guidelint.checks.places import resolved
from guidelint.checks.registry import finding, rule
from guidelint.checks.source_pages import source_name
from guidelint.findings import Finding, Related, Severity
from guidelint.site.resolution import Kind
from guidelint.source import Span

if TYPE_CHECKING:
    from pathlib import Path

    from guidelint.markdown.page import Link, Page
    from guidelint.site.badges import DeclaredBadge
    from guidelint.site.index import Site


USUAL = 3


class Badge(NamedTuple):
    """A badge on a page: the link, what its target declares, and where that is."""

    link: Link
    declared: DeclaredBadge
    path: Path
    anchor: str

    @property
    def span(self) -> Span:
        """The link with its attribute list."""
        link = self.link
        end = link.attributes_span.end if link.attributes_span else link.span.end
        return Span(link.span.path, link.span.start, end)


def badges(page: Page, site: Site, options: BadgeOptions) -> Iterator[Badge]:
    """Yield the badges on `page` whose target declares one."""
    for target, resolution in resolved(page, site):
        if target.kind != "link" or resolution.kind is not Kind.PAGE or resolution.path is None:
            continue
        link = page.links[target.number]
        if any(name.startswith(options.class_prefix) for name in link.classes):
            anchor = unquote(resolution.fragment)
            declared = site.summary(resolution.path).badges.get(anchor)
            if declared is not None:
                yield Badge(link, declared, resolution.path, anchor)


@rule("GL202", "badge-icon", severity=Severity.ERROR, default=False, options=BadgeOptions)
def badge_icon(page: Page, site: Site, options: BadgeOptions) -> Iterator[Finding]:
    """Report badges with another icon than their page declares."""
    for badge in badges(page, site, options):
        icon = next(iter(badge.link.icons), None)
        if icon and badge.declared.icon and icon != badge.declared.icon:
            yield _deviation(page, site, badge, f":{icon}:", f":{badge.declared.icon}:", "the icon")


@rule("GL203", "badge-colour", severity=Severity.ERROR, default=False, options=BadgeOptions)
def badge_colour(page: Page, site: Site, options: BadgeOptions) -> Iterator[Finding]:
    """Report badges with another colour class than their page declares."""
    for badge in badges(page, site, options):
        ours, theirs = (
            [name for name in classes if name.startswith(options.class_prefix)]
            for classes in (badge.link.classes, badge.declared.classes)
        )
        if theirs and ours != theirs:
            yield _deviation(page, site, badge, "." + " .".join(ours), "." + " .".join(theirs), "the colour")
    yield from _odd_icons(page, site, options)


def _odd_icons(page: Page, site: Site, options: BadgeOptions) -> Iterator[Finding]:
    """Yield icons with a colour of their own that have another one everywhere else on the page."""
    lists = {(found.span.path, found.span.start): found for found in page.attribute_lists}
    coloured: dict[str, list[tuple[str, Span]]] = {}
    for icon in page.icons:
        found = lists.get((icon.span.path, icon.span.end))
        for key, value in found.attributes if found else ():
            if found and key == "class" and value.startswith(options.class_prefix):
                coloured.setdefault(icon.name, []).append((value, found.span))
    for name, uses in coloured.items():
        (usual, times), *others = Counter(colour for colour, _ in uses).most_common()
        if times >= USUAL and len(others) == 1 and others[0][1] == 1:
            colour, span = next((colour, span) for colour, span in uses if colour != usual)
            yield finding(
                page,
                span,
                f":{name}: is .{colour} here and .{usual} everywhere else on this page",
                cause=f"{source_name(page, site)}: :{name}: .{colour}",
                help=f"write .{usual}",
            )


@rule("GL204", "badge-label", severity=Severity.WARNING, default=False, options=BadgeOptions)
def badge_label(page: Page, site: Site, options: BadgeOptions) -> Iterator[Finding]:
    """Report badges with another label than their page declares, or with none."""
    found = list(badges(page, site, options))
    by_block: dict[int, list[Badge]] = {}
    for badge in found:
        by_block.setdefault(badge.link.block, []).append(badge)
    alone = {block for block, listed in by_block.items() if _holds_only(page, block, listed)}
    for badge in found:
        label, declared = badge.link.text.strip(), badge.declared.label
        in_source = _source_labels(site, badge)
        if not declared or label == declared or {label, declared} & in_source:
            continue
        if not label and badge.link.icons:
            yield _deviation(page, site, badge, "an icon alone", f'"{declared}"', "the label")
        elif label:
            severity = Severity.WARNING if badge.link.block in alone else Severity.INFO
            yield _deviation(page, site, badge, f'"{label}"', f'"{declared}"', "the label", severity)


def _deviation(
    page: Page,
    site: Site,
    badge: Badge,
    ours: str,
    theirs: str,
    what: str,
    severity: Severity = Severity.ERROR,
) -> Finding:
    place = site.summary(badge.path).anchors[badge.anchor]
    return finding(
        page,
        badge.span,
        f"{what} of this badge is {ours}; {site.display(badge.path)} declares {theirs}",
        cause=f"{source_name(page, site)}: {badge.anchor}: {what}: {ours}",
        help=f"write {theirs}",
        severity=severity,
        related=(Related(place.location, "declared below this heading"),),
    )


def _holds_only(page: Page, number: int, badges: list[Badge]) -> bool:
    """Tell whether the block `number` holds `badges` and nothing else."""
    if number < 0:
        return False
    block = page.blocks[number].span
    spans = [badge.span for badge in badges if badge.span.path == block.path]
    ends = [block.start, *(span.end for span in spans)]
    starts = [*(span.start for span in spans), block.end]
    text = page.sources[block.path].text
    return not any(text[end:start].strip() for end, start in zip(ends, starts, strict=True))


def _source_labels(site: Site, badge: Badge) -> set[str]:
    """Return the labels of the badge in the source language, on pages that are not translated yet."""
    original = site.source_of(badge.path)
    declared = site.summary(original).badges.values() if original and disk.is_file(original) else ()
    return {other.label for other in declared if other.classes == badge.declared.classes}
