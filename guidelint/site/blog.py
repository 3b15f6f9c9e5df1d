"""Where the blog plugin of Material for MkDocs 9 puts the posts of a site."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from guidelint.site.files import destination
from guidelint.site.opaque import Opaque
from guidelint.source import UnreadableError, read_source

if TYPE_CHECKING:
    from guidelint.site.config import SiteConfig
    from guidelint.site.files import SiteFile

FRONT_MATTER = re.compile(r"-{3}[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*(?:\n|\Z)", re.DOTALL)
TITLE = re.compile(r"^#[ \t]+(?P<text>[\w .,:!?'’-]+?)[ \t]*$", re.MULTILINE)
DATE_FIELDS = re.compile(r"y+|M+|d+|[A-Za-z]+|'")
DATE_FORMATS = {"yyyy": "%Y", "y": "%Y", "yy": "%y", "MM": "%m", "dd": "%d"}


def place_posts(config: SiteConfig, files: Mapping[str, SiteFile]) -> dict[str, SiteFile]:
    """Return `files` with the posts where the plugin puts them, by its ``post_url_format``.

    A draft is marked as one. A post whose place cannot be told (a date format, a slug function or
    front matter that guidelint does not understand) has no destination.
    """
    options = config.plugins.get("blog")
    if options is None:
        return dict(files)
    blog_dir = posixpath.normpath(str(options.get("blog_dir", "blog")))
    posts = posixpath.normpath(str(options.get("post_dir", "{blog}/posts")).replace("{blog}", blog_dir))
    return {
        uri: _placed(file, blog_dir, options, directory_urls=config.use_directory_urls)
        if file.is_page and uri.startswith(posts + "/")
        else file
        for uri, file in files.items()
    }


def _placed(file: SiteFile, blog_dir: str, options: Mapping[str, Any], *, directory_urls: bool) -> SiteFile:
    meta, body = _read(file)
    parts = {
        "file": posixpath.splitext(posixpath.basename(file.uri))[0],
        "date": _date(meta, str(options.get("post_url_date_format", "yyyy/MM/dd"))),
        "slug": _slug(meta, body, options),
        "categories": _categories(meta, options),
    }
    path = str(options.get("post_url_format", "{date}/{slug}"))
    for name, value in parts.items():
        if f"{{{name}}}" in path and value is None:
            return replace(file, destination="")
        path = path.replace(f"{{{name}}}", value or "")
    uri = posixpath.normpath(posixpath.join(blog_dir, posixpath.normpath(path.strip("/")) + ".md"))
    is_draft = file.is_draft or meta.get("draft") is True
    return replace(file, destination=destination(uri, directory_urls), is_draft=is_draft)


def _read(file: SiteFile) -> tuple[Mapping[str, Any], str]:
    try:
        text = read_source(file.path, file.uri).text.replace("\r\n", "\n")
    except UnreadableError:
        return {}, ""
    found = FRONT_MATTER.match(text)
    if found is None:
        return {}, text
    from guidelint.site.yaml import ConfigError, parse_yaml  # noqa: PLC0415 - for sites with posts

    try:
        data = parse_yaml(file.path, found[1], {}).data
    except ConfigError:
        data = None
    return data if isinstance(data, Mapping) else {}, text[found.end() :]


def _date(meta: Mapping[str, Any], pattern: str) -> str | None:
    value = meta.get("date")
    if isinstance(value, Mapping):
        value = value.get("created")
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, date):
        return None
    day = value
    if any(name not in DATE_FORMATS for name in DATE_FIELDS.findall(pattern)):
        return None
    return DATE_FIELDS.sub(lambda found: day.strftime(DATE_FORMATS[found[0]]), pattern)


def _slug(meta: Mapping[str, Any], body: str, options: Mapping[str, Any]) -> str | None:
    if isinstance(meta.get("slug"), str):
        return str(meta["slug"])
    title = meta.get("title")
    if not isinstance(title, str):
        heading = TITLE.search(body)
        title = heading["text"] if heading else None
    separator = str(options.get("post_slugify_separator", "-"))
    return None if title is None else slugify(title, options.get("post_slugify"), separator)


def _categories(meta: Mapping[str, Any], options: Mapping[str, Any]) -> str | None:
    names = meta.get("categories")
    count = options.get("post_url_max_categories", 1)
    chosen = names[:count] if isinstance(names, list) and isinstance(count, int) else []
    separator = str(options.get("categories_slugify_separator", "-"))
    slugs = [slugify(str(name), options.get("categories_slugify"), separator) for name in chosen]
    return None if None in slugs else "/".join(slug for slug in slugs if slug)


def slugify(text: str, function: Any, separator: str) -> str | None:
    """Return the slug of `text` as `pymdownx.slugs.slugify` makes it, None for another function.

    `function` is the value of the option, None for the plugin's default (lower case).
    """
    options = {"case": "lower"}
    if isinstance(function, Opaque) and function.name == "pymdownx.slugs.slugify":
        options = dict(function.keywords)
    elif function is not None:
        return None
    case = options.pop("case", "none")
    if options or case not in ("lower", "none"):
        return None
    slug = unicodedata.normalize("NFC", re.sub(r"</?[^>]*>", "", text)).strip()
    slug = slug.lower() if case == "lower" else slug
    return re.sub(r"[^\w\- ]", "", slug).replace(" ", separator)
