"""Trees of translations laid out beside the pages they translate.

Some sites build every language with one configuration, whose docs directory is an ``!ENV`` value:
the build of French sets it to ``i18n/fr``. Where `docs_dir` is such a value, each directory
``i18n/<language>/`` that has a page at the same path as the default docs directory is a docs root
of its own. It has the same configuration, apart from `docs_dir`; `auto_append` files whose name
has the default language as a part (``abbreviations.en.txt``) give way to those of the language
where these exist; and `site_url` is what `extra.alternate` says, or has the language in place of
the default one.

Where a configuration of guidelint names trees, in this repository or another one, they are docs roots in
the same way, whatever `docs_dir` is. What such a tree includes is taken from its own repository where
that has it: a build copies it over the source.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from msgspec.structs import replace

from guidelint import disk
from guidelint.reach import lies_outside
from guidelint.site.mkdocs import load_mkdocs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guidelint.site.config import SiteConfig

TREES = "i18n"


def translations(
    config: SiteConfig, env: Mapping[str, str], named: Sequence[Path] = ()
) -> Iterator[SiteConfig]:
    """Yield the configuration of each language that lies beside the pages of `config`.

    `env` are the ``!ENV`` values that `config` was loaded with, `named` the trees that lie elsewhere.
    """
    for tree in named:
        if not config.docs_dir.is_relative_to(tree) and _translates(tree, config.docs_dir):
            yield _translated(config, tree, env)
    trees = config.build_dir / TREES
    if not config.docs_dir_variables or not disk.is_dir(trees) or config.docs_dir.is_relative_to(trees):
        return
    for tree in sorted(trees / name for name in disk.names(trees)):
        if disk.is_dir(tree) and _translates(tree, config.docs_dir):
            yield _translated(config, tree, env)


def _translates(tree: Path, docs_dir: Path) -> bool:
    return any(disk.is_file(docs_dir / page.relative_to(tree)) for page in disk.below(tree, "*.md"))


def _translated(config: SiteConfig, tree: Path, env: Mapping[str, str]) -> SiteConfig:
    is_beside = tree.is_relative_to(config.build_dir)
    loaded = config
    if config.docs_dir_variables and is_beside:
        variables = dict.fromkeys(config.docs_dir_variables[:1], str(tree))
        loaded = load_mkdocs(config.path, {**env, **variables})
    snippets = loaded.dialect.snippets
    own = () if is_beside else _own_bases(snippets.base_paths, config, tree)
    bases = (*own, *snippets.base_paths)
    appended = tuple(_in_language(path, config.language, tree.name, bases) for path in snippets.auto_append)
    return replace(
        loaded,
        docs_dir=tree,
        dialect=replace(loaded.dialect, snippets=replace(snippets, base_paths=bases, auto_append=appended)),
        site_url=_site_url(config, tree.name),
        language=tree.name,
        is_translation=True,
    )


def _own_bases(bases: Sequence[str], config: SiteConfig, tree: Path) -> tuple[str, ...]:
    """Return where the repository of a tree has what `bases` are in that of the source.

    It is laid out as that one from the directory that holds the tree on, or the one above: ``includes/``
    lies beside ``i18n/fr/`` or beside ``fr/``.
    """
    homes = [home for home in (tree.parent.parent, tree.parent) if not lies_outside(home, tree)]
    below = [Path(base) for base in bases if Path(base).is_relative_to(config.build_dir)]
    own = [home / base.relative_to(config.build_dir) for base in below for home in homes]
    return tuple(str(base) for base in own if disk.is_dir(base))


def _in_language(path: str, default: str, language: str, bases: Sequence[str]) -> str:
    """Return the file that stands for an appended one in a language: of the first base that has it."""
    file = Path(path)
    name = file.name.replace(f".{default}.", f".{language}.")
    below = [file.parent.relative_to(base) for base in bases if file.is_relative_to(base)]
    places = [Path(base) / folder / name for base in bases for folder in below]
    return next((str(place) for place in (*places, file.with_name(name)) if disk.is_file(place)), path)


def _site_url(config: SiteConfig, language: str) -> str | None:
    """Return the address of a language, None where the configuration does not tell."""
    if config.site_url is None:
        return None
    alternates = dict(config.alternates)
    if language in alternates:
        return urljoin(config.site_url, alternates[language].removesuffix("/") + "/")
    own, other = f"/{config.language}/", f"/{language}/"
    return config.site_url.replace(own, other) if own in config.site_url else None
