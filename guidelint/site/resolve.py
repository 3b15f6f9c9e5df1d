"""What a link points to, as MkDocs 1.6 and then the reader's browser resolve it.

MkDocs takes the target of a Markdown link as the path of a file, relative to the page's file. What
it does not find, and everything in raw HTML, stays as it is, and the browser takes it relative to
the address of the built page.
"""

from __future__ import annotations

import os
import posixpath
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from msgspec.structs import replace

from guidelint.site.anchors import to_page
from guidelint.site.generated import fills_placeholders, has_versions, knows_all_files, may_be_generated
from guidelint.site.github import resolve_in_repository
from guidelint.site.resolution import EXTERNAL, UNKNOWN, Form, Kind, Resolution
from guidelint.site.suggest import similar_files, written_address, written_path

if TYPE_CHECKING:
    from guidelint.site.addresses import Location
    from guidelint.site.docs_root import DocsRoot
    from guidelint.site.files import SiteFile
    from guidelint.site.index import Place, Site

DOT_SLASHES = re.compile(r"(?:\./+)+")
PLACEHOLDER = re.compile(r"\{\{|\{%")
PLAIN_URL = re.compile(r"https?://([A-Za-z0-9.-]+)(?:[/?#]|\Z)")
MAX_TARGETS = 1 << 14
"""How many targets are remembered with what they consist of."""
WEB_SCHEMES = ("http", "https", "")


def resolve(site: Site, page: Path, target: str, *, raw_html: bool = False) -> Resolution:
    """Return what `target` points to from `page`.

    `page` is absolute or relative to the base of `site`; a target in a snippet is resolved from
    the page that includes it. `target` is as written, entities decoded. `raw_html` is true for a
    link, an image or a medium that is written as an HTML tag. A page outside of every docs root
    is resolved as GitHub does; of a page that its build leaves out nothing is known.
    """
    host = _plain_host(target)
    if host and site.addresses.is_foreign(host):
        return EXTERNAL
    try:
        parts = _split(target)
        if parts.scheme or parts.netloc:
            return _full_url(site, page, target, parts)
    except ValueError:
        return EXTERNAL
    place = site.place(page)
    if place is None:
        is_left_out = site.root_of(page) is not None
        return UNKNOWN if is_left_out else resolve_in_repository(site, site.absolute(page), parts)
    if PLACEHOLDER.search(target) and fills_placeholders(place.root.config):
        return UNKNOWN
    found = None if raw_html else _by_path(site, place, target, parts)
    return found or _by_address(site, place, target, parts, raw_html=raw_html)


@lru_cache(maxsize=MAX_TARGETS)
def _plain_host(target: str) -> str | None:
    """Return the host of a plain web address, None for any other target; translations have the same ones."""
    found = PLAIN_URL.match(target)
    return found and found[1].lower().removeprefix("www.")


@lru_cache(maxsize=MAX_TARGETS)
def _split(target: str) -> SplitResult:
    return urlsplit(target)


def _full_url(site: Site, page: Path, url: str, parts: SplitResult) -> Resolution:
    if parts.scheme not in WEB_SCHEMES:
        return Resolution(Kind.OTHER_SCHEME)
    location = site.addresses.locate(url) if parts.netloc else None
    if location is None:
        return EXTERNAL
    root, file = location.root, location.root.at(location.path)
    if file is not None:
        found = replace(_to_file(site, root, file, parts.fragment), is_own_url=True)
        place = site.place(page)
        if location.is_alias:
            moved_host = not site.addresses.is_own_host(url)
            better = root.url(file) + _tail(parts)
            return replace(
                found, form=Form.OLD_URL, better=better, is_certain=found.is_certain and moved_host
            )
        if place is not None and place.root is root:
            better = written_path(place.file.uri, root.languages.plain(file.uri)) + _tail(parts)
            return replace(found, form=Form.OWN_URL, better=better)
        return found
    if location.is_alias:
        return EXTERNAL
    if has_versions(root.config):
        return UNKNOWN
    missing = _missing(site, root, location.path, parts.fragment, _address_key(location.path))
    similar = (root.url(root.named(uri)) for uri in missing.suggestions)
    is_certain = missing.is_certain and _owns(location)
    return replace(missing, suggestions=tuple(similar), is_own_url=True, is_certain=is_certain)


def _is_redirected(location: Location, url: str) -> bool:
    """Tell an old path of the site's own host: only its server knows where that leads now."""
    host = urlsplit(location.root.base_url).hostname or ""
    return (urlsplit(url).hostname or "").removeprefix("www.") == host.removeprefix("www.")


def _owns(location: Location) -> bool:
    """Tell whether an address is surely the docs root's: on a bare host, others may answer too."""
    first = location.path.partition("/")[0]
    built = location.root.built
    return location.prefix != "/" or any(path.startswith(f"{first}/") for path in built)


def _by_path(site: Site, place: Place, target: str, parts: SplitResult) -> Resolution | None:
    """Resolve as the path of a file; None where MkDocs leaves the target as it is."""
    root, page = place
    if not parts.path:
        return _to_file(site, root, page, parts.fragment)
    if target.startswith(("/", "\\")) and root.config.validation.absolute_links != "relative_to_docs":
        return None
    file = root.find(_target_uri(page, parts), page)
    if file is None:
        return None
    found = _to_file(site, root, file, parts.fragment)
    form, better = _form(page, file, parts)
    return found if form is None else replace(found, form=form, better=better)


def _target_uri(page: SiteFile, parts: SplitResult) -> str:
    return _joined(posixpath.dirname(page.uri), parts.path)


@lru_cache(maxsize=MAX_TARGETS)
def _joined(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(path)).lstrip("/"))


def _form(page: SiteFile, file: SiteFile, parts: SplitResult) -> tuple[Form | None, str | None]:
    if file is page:
        return (Form.OWN_PATH, f"#{parts.fragment}") if parts.fragment else (None, None)
    path = parts.path.rstrip("/") if file.is_page else parts.path
    leading = DOT_SLASHES.match(path)
    plain = path[leading.end() :] if leading else path
    if path != parts.path:
        return Form.MARKDOWN_SLASH, plain + _tail(parts)
    return (Form.DOT_SLASH, plain + _tail(parts)) if plain != path else (None, None)


def _by_address(site: Site, place: Place, target: str, parts: SplitResult, *, raw_html: bool) -> Resolution:
    """Resolve as a browser does, relative to the address of the built page."""
    root, page = place
    if not parts.path:
        return _to_file(site, root, page, parts.fragment)
    if not root.placed[page.uri].destination:
        return UNKNOWN
    try:
        location = site.addresses.locate(urljoin(root.url(page), target.replace("\\", "/")), home=root)
    except ValueError:  # backslashes that become the slashes before a host, which is none
        return EXTERNAL
    if location is None:
        return Resolution(Kind.OUTSIDE)
    file = location.root.at(location.path)
    if file is not None:
        found = _to_file(site, location.root, file, parts.fragment)
        if raw_html or location.root is not root:
            return found
        better = written_path(page.uri, root.languages.plain(file.uri)) + _tail(parts)
        return replace(found, form=Form.ADDRESS, better=better)
    is_address = raw_html or target.startswith(("/", "\\"))
    if target.startswith("/") and has_versions(location.root.config):
        return UNKNOWN
    wanted = _address_key(location.path) if is_address else _target_uri(page, parts)
    missing = _missing(site, location.root, location.path, parts.fragment, wanted)
    suggestions = (
        _written(place, location.root, uri, raw_html=raw_html) + _tail(parts) for uri in missing.suggestions
    )
    is_certain = missing.is_certain and not (root.config.site_url is None and target.startswith("/"))
    return replace(missing, suggestions=tuple(suggestions), is_certain=is_certain)


def _written(place: Place, root: DocsRoot, uri: str, *, raw_html: bool) -> str:
    """Return how a link on the page of `place` names the file `uri` of `root`."""
    if root is not place.root:
        return root.url(root.named(uri))
    if not raw_html:
        return written_path(place.file.uri, root.languages.plain(uri))
    start = len(root.base_url)
    return written_address(root.url(place.file)[start:], root.url(root.named(uri))[start:])


def _to_file(site: Site, root: DocsRoot, file: SiteFile, fragment: str) -> Resolution:
    if file.is_draft:
        return Resolution(Kind.UNKNOWN, file.path, fragment)
    if not file.is_page:
        return Resolution(Kind.ASSET, file.path, fragment)
    return to_page(site, file.path, fragment, fills_placeholders=fills_placeholders(root.config))


def _missing(site: Site, root: DocsRoot, path: str, fragment: str, wanted: str) -> Resolution:
    """Return what to say of `path`, which no file of the site is built to.

    `wanted` is the path of the file that the link seems to mean; suggestions are uris.
    """
    config = root.config
    folders = [folder for folder in (config.docs_dir, config.custom_dir) if folder is not None]
    places = [Path(os.path.normpath(folder / wanted)) for folder in folders]
    if may_be_generated(config, path):
        return Resolution(Kind.UNKNOWN, places[0], fragment)
    if any(site.is_absent(candidate) for candidate in places):
        return Resolution(Kind.UNKNOWN, places[0], fragment)
    return Resolution(
        Kind.MISSING_FILE,
        places[0],
        fragment,
        tuple(similar_files(wanted, root.names)),
        is_certain=knows_all_files(config, path),
    )


def _address_key(path: str) -> str:
    """Return the page that a directory URL seems to mean: ``a/`` is ``a.md``."""
    plain = path.rstrip("/")
    return plain if posixpath.splitext(plain)[1] else f"{plain or 'index'}.md"


def _tail(parts: SplitResult) -> str:
    query = f"?{parts.query}" if parts.query else ""
    return query + (f"#{parts.fragment}" if parts.fragment else "")
