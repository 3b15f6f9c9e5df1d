"""What a build makes beside the files of the docs directory: known as unknown, not as missing."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from guidelint.site.files import destination
from guidelint.site.languages import PLUGIN, names_languages

if TYPE_CHECKING:
    from guidelint.site.config import SiteConfig

ALWAYS = ("404.html", "sitemap.xml", "sitemap.xml.gz")
BY_PLUGIN = {
    "search": ("search/*",),
    "tags": ("tags.json", "tags/*"),
    "rss": ("feed_*.xml", "feed_*.json"),
    "social": ("assets/images/social/*",),
    "mkdocstrings": ("objects.inv",),
    "llmstxt": ("llms.txt", "llms-full.txt", "*.md"),
    "print-site": ("print_page*",),
    "pdf-export": ("*.pdf",),
    "with-pdf": ("*.pdf",),
    "to-pdf": ("*.pdf",),
    "exporter": ("*.pdf",),
    "coverage": ("coverage/*",),
}
BY_THEME = {
    "material": ("assets/images/favicon.png", "assets/javascripts/*", "assets/stylesheets/*"),
    "zensical": ("assets/images/favicon.png", "assets/javascripts/*", "assets/stylesheets/*"),
    "mkdocs": ("css/*", "js/*", "img/favicon.ico", "img/grid.png", "webfonts/*"),
    "readthedocs": ("css/*", "js/*", "img/favicon.ico"),
}
PAGE_MAKERS = frozenset(
    {
        *("api-autonav", "autoapi", "mkdocs-autoapi", "gen-files", "gallery", "i18n", "jupyter"),
        *("mkdocs-jupyter", "mkdoxy", "mkdocs-simple-hooks", "monorepo", "multirepo", "techdocs-core"),
    }
)
PLACEHOLDER_FILLERS = frozenset(
    {"macros", "markdownextradata", "include-markdown", "jinja", "table-reader", "mkdocstrings"}
)
HARMLESS = frozenset(
    {
        *("search", "tags", "privacy", "offline", "optimize", "social", "typeset", "meta", "blog", "rss"),
        *("projects", "info", "minify", "glightbox", "git-authors", "git-committers", "git-revision-date"),
        *("git-revision-date-localized", "redirects", "awesome-pages", "awesome-nav", "section-index"),
        *("literate-nav", "exclude", "exclude-search", "autorefs", "mike", "llmstxt", "print-site"),
        *("open-in-new-tab", "charts", "panzoom", "meta-descriptions", "swagger-ui-tag"),
        *(*BY_PLUGIN, *PAGE_MAKERS, *PLACEHOLDER_FILLERS),
    }
)


def may_be_generated(config: SiteConfig, target: str) -> bool:
    """Tell whether the build makes or may make a file at `target`, a path in the built site."""
    makers = PAGE_MAKERS & set(config.plugins)
    if makers - {PLUGIN} or (makers and not names_languages(config).codes):
        return True
    patterns = [*ALWAYS, *BY_THEME.get(_theme(config), ())]
    for plugin, given in BY_PLUGIN.items():
        patterns += given if plugin in config.plugins else ()
    if any(fnmatchcase(target, pattern) for pattern in patterns):
        return True
    pages = {target, posixpath.join(target, "index.html")}
    return not pages.isdisjoint(_redirects(config)) or any(
        target.startswith(prefix) or f"/{prefix}" in target for prefix in _blog_views(config)
    )


def knows_all_files(config: SiteConfig, target: str) -> bool:
    """Tell whether no hook, plugin or theme that guidelint does not know could make `target`.

    A theme makes no pages.
    """
    is_page = posixpath.splitext(target)[1] in ("", ".html")
    knows_theme = is_page or _theme(config) in ("", *BY_THEME)
    return knows_theme and not config.has_hooks and set(config.plugins) <= HARMLESS


def has_versions(config: SiteConfig) -> bool:
    """Tell whether several versions of the site lie side by side on its host."""
    return config.is_versioned or "mike" in config.plugins


def fills_placeholders(config: SiteConfig) -> bool:
    """Tell whether a plugin replaces ``{{ x }}`` and the like before the page is rendered."""
    return config.has_hooks or bool(PLACEHOLDER_FILLERS & set(config.plugins))


def _theme(config: SiteConfig) -> str:
    return "zensical" if config.generator == "zensical" else config.theme or ""


def _redirects(config: SiteConfig) -> set[str]:
    pages = config.plugins.get("redirects", {}).get("redirect_maps")
    if not isinstance(pages, Mapping):
        return set()
    return {destination(str(page), config.use_directory_urls) for page in pages}


def _blog_views(config: SiteConfig) -> Iterator[str]:
    """Yield where the views of Material's blog plugin begin: archive, categories, authors, pages."""
    options = config.plugins.get("blog")
    if options is None:
        return
    blog_dir = posixpath.normpath(str(options.get("blog_dir", "blog")))
    for view, default, name in (
        ("archive", True, "archive/{date}"),
        ("categories", True, "category/{slug}"),
        ("authors_profiles", False, "author/{slug}"),
        ("pagination", True, "page/{page}"),
    ):
        if options.get(view, default) is not False:
            written = str(options.get(f"{view}_url_format", name)).partition("{")[0]
            if written:
                yield posixpath.normpath(posixpath.join(blog_dir, written)) + "/"
                yield written
