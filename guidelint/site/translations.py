"""Trees of translations laid out beside the pages they translate.

Some sites build every language with one configuration, whose docs directory is an ``!ENV`` value:
the build of French sets it to ``i18n/fr``. Where `docs_dir` is such a value, each directory
``i18n/<language>/`` that has a page at the same path as the default docs directory is a docs root
of its own. It has the same configuration, apart from `docs_dir`; `auto_append` files whose name
has the default language as a part (``abbreviations.en.txt``) give way to those of the language
where these exist; and `site_url` is what `extra.alternate` says, or has the language in place of
the default one.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from guidelint import disk
from guidelint.site.mkdocs import load_mkdocs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guidelint.site.config import SiteConfig

TREES = "i18n"


def translations(config: SiteConfig, env: Mapping[str, str]) -> Iterator[SiteConfig]:
    """Yield the configuration of each language that lies beside the pages of `config`.

    `env` are the ``!ENV`` values that `config` was loaded with.
    """
    trees = config.build_dir / TREES
    if not config.docs_dir_variables or not disk.is_dir(trees) or config.docs_dir.is_relative_to(trees):
        return
    for tree in sorted(trees / name for name in disk.names(trees)):
        if disk.is_dir(tree) and _translates(tree, config.docs_dir):
            yield _translated(config, tree, env)


def _translates(tree: Path, docs_dir: Path) -> bool:
    return any(disk.is_file(docs_dir / page.relative_to(tree)) for page in disk.below(tree, "*.md"))


def _translated(config: SiteConfig, tree: Path, env: Mapping[str, str]) -> SiteConfig:
    variables = dict.fromkeys(config.docs_dir_variables[:1], str(tree))
    loaded = load_mkdocs(config.path, {**env, **variables})
    snippets = loaded.dialect.snippets
    appended = tuple(_in_language(path, config.language, tree.name) for path in snippets.auto_append)
    return replace(
        loaded,
        dialect=replace(loaded.dialect, snippets=replace(snippets, auto_append=appended)),
        site_url=_site_url(config, tree.name),
        language=tree.name,
        is_translation=True,
    )


def _in_language(path: str, default: str, language: str) -> str:
    file = Path(path)
    translated = file.with_name(file.name.replace(f".{default}.", f".{language}."))
    return str(translated) if disk.is_file(translated) else path


def _site_url(config: SiteConfig, language: str) -> str | None:
    """Return the address of a language, None where the configuration does not tell."""
    if config.site_url is None:
        return None
    alternates = dict(config.alternates)
    if language in alternates:
        return urljoin(config.site_url, alternates[language].removesuffix("/") + "/")
    own, other = f"/{config.language}/", f"/{language}/"
    return config.site_url.replace(own, other) if own in config.site_url else None
