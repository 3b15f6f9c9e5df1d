"""Links inside the site: do they lead to a file, an anchor and an image that are there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from guidelint.checks.places import Target, broken, highlighted, made_by_a_bot, resolved, whole
from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.checks.roots import lost_heading
from guidelint.checks.source_pages import source_name
from guidelint.findings import Confidence, Finding, Fix, Related, Severity
from guidelint.fixes import replacement
from guidelint.site.resolution import Form, Kind, Resolution

if TYPE_CHECKING:
    from pathlib import Path

    from guidelint.markdown.page import Link, Page
    from guidelint.site.index import Site

MAX_NAMED = 3
FORMS = {
    Form.MARKDOWN_SLASH: "a slash follows the name of the file",
    Form.DOT_SLASH: "needless ./ at the start",
    Form.OWN_PATH: "the page links to itself by its own file name",
    Form.ADDRESS: "a page is linked by its address instead of its file",
    Form.OLD_URL: "a former address of the site",
}


@rule("GL501", "link-file", severity=Severity.ERROR)
def link_file(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report links to files that the site does not have."""
    for target, resolution in broken(page, site):
        if target.kind == "image" or resolution.is_own_url:
            continue
        if resolution.kind is Kind.MISSING_FILE and resolution.path is not None:
            yield _missing_file(page, site, target, resolution, "no such file")


@rule("GL503", "image-file", severity=Severity.ERROR)
def image_file(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report images whose file the site does not have."""
    for target, resolution in broken(page, site):
        if target.kind == "image" and resolution.kind is Kind.MISSING_FILE:
            yield _missing_file(page, site, target, resolution, "no such image")


def _missing_file(page: Page, site: Site, target: Target, resolution: Resolution, label: str) -> Finding:
    wanted = site.display(resolution.path) if resolution.path is not None else target.text
    similar = resolution.suggestions[:1]
    return finding(
        page,
        whole(page, target),
        f"{label}: {wanted}",
        cause=f"{wanted} <- {target.text}",
        highlight=target.span,
        label=label,
        confidence=Confidence.CERTAIN if resolution.is_certain else Confidence.LIKELY,
        help=f"did you mean {similar[0]}?" if similar else None,
    )


@rule("GL502", "link-anchor", severity=Severity.ERROR)
def link_anchor(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report links to anchors that their page does not have."""
    for target, resolution in broken(page, site):
        if resolution.kind is not Kind.MISSING_ANCHOR or resolution.is_own_url:
            continue
        if not made_by_a_bot(page, target.span):
            yield missing_anchor(page, site, target, resolution)


@rule("GL504", "own-site-link", severity=Severity.ERROR)
def own_site_link(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report full addresses of the own site that lead nowhere."""
    for target, resolution in broken(page, site):
        if not resolution.is_own_url:
            continue
        if resolution.kind is Kind.MISSING_ANCHOR:
            yield missing_anchor(page, site, target, resolution)
        elif resolution.kind is Kind.MISSING_FILE:
            yield _missing_file(page, site, target, resolution, "the own site has no such page")


def missing_anchor(page: Page, site: Site, target: Target, resolution: Resolution) -> Finding:
    """Return the finding for a link to an anchor that is missing, with the anchors most like it."""
    path: Path = resolution.path  # type: ignore[assignment]
    wanted, shown = unquote(resolution.fragment), site.display(path)
    summary = site.summary(path)
    notes = []
    if resolution.suggestions:
        near = ", ".join(
            f"#{name} (line {summary.anchors[name].line})" for name in resolution.suggestions[:MAX_NAMED]
        )
        notes.append(f"{shown} has: {near}")
    root = lost_heading(site, path, wanted)
    help_text = None
    if root is not None:
        help_text = f'pin the heading: "{root.pinned}"'
    elif resolution.suggestions:
        help_text = f"did you mean #{resolution.suggestions[0]}?"
    return finding(
        page,
        whole(page, target),
        f"no such anchor: #{wanted} in {shown}",
        cause=f"{shown}#{resolution.fragment}",
        highlight=highlighted(page, target),
        label="no such heading",
        severity=_severity(page, site, resolution),
        confidence=Confidence.CERTAIN if resolution.is_certain else Confidence.LIKELY,
        help=help_text,
        notes=tuple(notes),
        root=Related(root.location, f"this heading has lost the anchor #{wanted}") if root else None,
    )


def _severity(page: Page, site: Site, resolution: Resolution) -> Severity:
    """GitHub's own anchors and what a redirect outside the repository does are not known for sure."""
    is_sure = resolution.is_certain and site.place(site.path(page.path)) is not None
    return Severity.ERROR if is_sure else Severity.WARNING


@rule("GL505", "link-form", severity=Severity.WARNING, fixable=True)
def link_form(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report links that work, but are written in a form that breaks easily."""
    for target, resolution in resolved(page, site):
        if resolution.kind is Kind.EXTERNAL:
            continue
        if _is_html_address(target, resolution):
            yield finding(
                page,
                whole(page, target),
                "MkDocs does not check links in HTML; link a page by its file, in Markdown",
                cause=f"{source_name(page, site)} -> {target.text}",
                highlight=target.span,
            )
        if _is_outside(page, site, target, resolution):
            yield finding(
                page,
                whole(page, target),
                "the path begins at the root of the host, outside of this site, where nothing checks it",
                cause=f"{source_name(page, site)} -> {target.text}",
                highlight=target.span,
                help="write the full address, or the path of a file of this site",
            )
        if resolution.form not in FORMS or resolution.is_broken or target.form == "html":
            continue
        better = resolution.better
        as_written = page.text(target.span) == target.text
        yield finding(
            page,
            whole(page, target),
            FORMS[resolution.form],
            cause=f"{source_name(page, site)} -> {target.text}",
            highlight=target.span,
            severity=Severity.INFO if _works_for_good(resolution) else Severity.WARNING,
            help=f"write {better}" if better else None,
            fix=Fix((replacement(page, target.span, better),)) if better and as_written else None,
        )


def _works_for_good(resolution: Resolution) -> bool:
    """Tell forms that nothing breaks while the site stays where it is: old addresses, assets, ``./``."""
    is_asset = resolution.form is Form.ADDRESS and resolution.kind is Kind.ASSET
    return is_asset or resolution.form in (Form.OLD_URL, Form.DOT_SLASH)


def _is_outside(page: Page, site: Site, target: Target, resolution: Resolution) -> bool:
    """Tell a path such as ``/other/`` that leaves the docs root, where the configuration forbids it."""
    if target.form == "html" or not target.text.startswith("/") or target.text.startswith("//"):
        return False
    place = site.place(site.path(page.path))
    if place is None or place.root.config.validation.absolute_links == "ignore":
        return False
    elsewhere = resolution.kind is Kind.PAGE and site.root_of(resolution.path or site.base) is not place.root
    return elsewhere or resolution.kind is Kind.OUTSIDE


def _is_html_address(target: Target, resolution: Resolution) -> bool:
    is_path = target.text[:1] not in ("#", "?", "") and not resolution.is_own_url
    return target.form == "html" and target.kind == "link" and resolution.kind is Kind.PAGE and is_path


@rule("GL506", "link-undefined", severity=Severity.ERROR)
def link_undefined(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report reference links without a definition, which stay on the page as text."""
    for reference in page.undefined:
        if reference.form != "footnote":
            yield finding(
                page,
                reference.span,
                f"no definition of [{reference.label}]; the brackets are shown as text",
                cause=f"{page.path}: [{reference.label}]",
                label="not defined",
                help=f"add a line: [{reference.label}]: target",
            )


@rule("GL507", "link-empty", severity=Severity.ERROR)
def link_empty(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report links without a target, and links without anything to click on or to call them by.

    Icons without a name are one finding for a page: where one lacks a name, all of its kind do.
    """
    unnamed: list[Link] = []
    for link in page.links:
        if link.form in ("autolink", "magic"):
            continue
        if not link.target.strip():
            yield finding(
                page,
                link.span,
                "the link has no target and leads to its own page",
                cause=f"{source_name(page, site)}: [{link.text}]()",
                severity=Severity.WARNING,
            )
        elif link.icons and link.form != "html" and not _has_name(link):
            unnamed.append(link)
        elif link.form != "html" and not _has_name(link):
            yield finding(
                page,
                link.span,
                "the link has no text",
                cause=f"{source_name(page, site)} -> {link.target}",
                help="add a text between the brackets",
            )
    for link in unnamed:
        yield finding(
            page,
            link.span,
            "an icon alone does not name the link",
            cause=f"{source_name(page, site)}: icons without a name",
            severity=Severity.WARNING,
            help='add { title="…" }',
        )


def _has_name(link: Link) -> bool:
    if link.text.strip() or link.images or link.title:
        return True
    return any(name in ("title", "aria-label") for name, _ in link.attributes)


@rule("GL509", "duplicate-id", severity=Severity.ERROR)
def duplicate_id(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report ids that are given twice on one page."""
    seen: dict[str, Related] = {}
    explicit = [(item.id, item.span) for item in page.anchors if item.attribute == "id"]
    explicit += [(item.id, item.span) for item in page.headings if item.explicit]
    for name, span in sorted(explicit, key=lambda item: item[1]):
        if name in seen:
            first = seen[name]
            yield finding(
                page,
                span,
                f'the id "{name}" is on this page already',
                cause=f"{page.path}#{name}",
                related=(first,),
                help="links lead to the first of them; give this one another id",
            )
        else:
            seen[name] = Related(page.location(span), "first given here")
