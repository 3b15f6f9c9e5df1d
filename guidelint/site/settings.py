"""Turn the merged data of a configuration into a SiteConfig, whatever its file format."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from guidelint.reach import REFUSAL, lies_outside
from guidelint.site.config import Generator, NavEntry, Plugins, SiteConfig, Validation
from guidelint.site.dialects import PAGE_DIRECTORY
from guidelint.site.yaml import ConfigError, Mark

if TYPE_CHECKING:
    from guidelint.markdown.dialect import Dialect
    from guidelint.site.dialects import Places

T = TypeVar("T")
NAV_CHECKS = ("omitted_files", "not_found", "absolute_links")
LINK_CHECKS = ("not_found", "absolute_links", "unrecognized_links", "anchors")


class Settings(Struct, frozen=True, dict=True):
    """The settings of a site; `mark` tells where the setting at a key path stands.

    Every reader raises `ConfigError` for a value of the wrong type.
    """

    data: Mapping[str, Any]
    mark: Callable[..., Mark]

    def text(self, key: str) -> str | None:
        """Return a text, None where it is not set."""
        value = self.data.get(key)
        if value is None or isinstance(value, str):
            return value
        raise self.error(f"{key} is not a text", key)

    def items(self, key: str) -> list[Any] | None:
        """Return a list, None where it is not set."""
        value = self.data.get(key)
        if value is None or isinstance(value, list):
            return value
        raise self.error(f"{key} is not a list", key)

    def mapping(self, key: str) -> Mapping[str, Any]:
        """Return a mapping, an empty one where it is not set."""
        value = self.data.get(key)
        if value is None:
            return {}
        if isinstance(value, Mapping):
            return value
        raise self.error(f"{key} is not a mapping", key)

    def checked(self, key: str, read: Callable[[Any], T]) -> T:
        """Return what `read` makes of a setting, its `TypeError` given the place."""
        try:
            return read(self.data.get(key))
        except TypeError as error:
            raise self.error(str(error), key) from error

    def error(self, message: str, *keys: str) -> ConfigError:
        """Return an error at the setting at `keys`."""
        return ConfigError(*self.mark(*keys), message)

    @cached_property
    def theme(self) -> Mapping[str, Any]:
        """The theme as a mapping, however it is written."""
        theme = self.data.get("theme", "mkdocs")
        return {"name": theme} if isinstance(theme, str) else self.mapping("theme")

    def site_config(
        self,
        *,
        path: Path,
        generator: Generator,
        places: Places,
        dialect: Dialect,
        nav: tuple[NavEntry, ...] | None,
        inherits: tuple[Path, ...] = (),
        docs_dir_variables: tuple[str, ...] = (),
    ) -> SiteConfig:
        """Return the configuration that these settings are."""
        custom_dir = self.theme.get("custom_dir")
        self._refuse_outside(places, custom_dir, dialect)
        extra = self.mapping("extra")
        name = self.theme.get("name")
        return SiteConfig(
            path=path,
            generator=generator,
            docs_dir=places.docs,
            build_dir=places.build,
            site_url=_directory_url(self.text("site_url")),
            use_directory_urls=self.data.get("use_directory_urls") is not False,
            theme=name if isinstance(name, str) else None,
            custom_dir=_absolute(places.config, custom_dir) if isinstance(custom_dir, str) else None,
            language=str(self.theme.get("language") or "en"),
            nav=nav,
            plugins=self._plugins(),
            dialect=dialect,
            repo_url=self.text("repo_url"),
            edit_uri=self.text("edit_uri"),
            edit_uri_template=self.text("edit_uri_template"),
            validation=_validation(self.mapping("validation")),
            extra_css=tuple(item for item in self.items("extra_css") or () if isinstance(item, str)),
            exclude_docs=self._patterns("exclude_docs"),
            draft_docs=self._patterns("draft_docs"),
            not_in_nav=self._patterns("not_in_nav"),
            alternates=_alternates(extra.get("alternate")),
            variables=frozenset(str(name) for name in extra),
            has_hooks=bool(self.data.get("hooks")),
            is_versioned="version" in extra,
            inherits=inherits,
            docs_dir_variables=docs_dir_variables,
        )

    def _refuse_outside(self, places: Places, custom_dir: Any, dialect: Dialect) -> None:
        """Raise `ConfigError` for a directory to read from that is outside of the repository."""
        named: list[tuple[str, Path]] = [("docs_dir", places.docs)]
        if isinstance(custom_dir, str):
            named.append(("theme", _absolute(places.config, custom_dir)))
        folders = (*dialect.snippets.base_paths, *dialect.emoji.icon_dirs)
        named += [("markdown_extensions", Path(folder)) for folder in folders if folder != PAGE_DIRECTORY]
        for key, folder in named:
            if lies_outside(folder, places.build):
                raise self.error(f"{folder} {REFUSAL}", key)

    def _patterns(self, key: str) -> tuple[str, ...]:
        return tuple((self.text(key) or "").splitlines())

    def _plugins(self) -> Plugins:
        value = self.data.get("plugins")
        if value is None:
            return {"search": {}}
        if not isinstance(value, list | Mapping):
            raise self.error("plugins is neither a list nor a mapping", "plugins")
        return _opened(value)


def _opened(value: list[Any] | Mapping[Any, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the plugins that are on, those inside of the `group` plugin included."""
    found: dict[str, Mapping[str, Any]] = {}
    entries: list[Any] = list(value.items()) if isinstance(value, Mapping) else []
    for item in value if isinstance(value, list) else ():
        entries.extend(item.items() if isinstance(item, Mapping) else [(item, None)])
    for written, given in entries:
        name = str(written).removeprefix("material/")
        options = given if isinstance(given, Mapping) else {}
        if name == "group":
            inner = options.get("plugins")
            if options.get("enabled") is True and isinstance(inner, list | Mapping):
                found |= _opened(inner)
        elif options.get("enabled") is not False:
            found[name] = options
    return found


def _validation(value: Mapping[str, Any]) -> Validation:
    """Read `validation`; a setting outside `nav` and `links` counts for both, as in MkDocs."""
    found: dict[str, str] = {}
    nav, links = value.get("nav"), value.get("links")
    for prefix, names, own in (("nav_", NAV_CHECKS, nav), ("", LINK_CHECKS, links)):
        for name in names:
            chosen = own.get(name) if isinstance(own, Mapping) else None
            chosen = value.get(name) if chosen is None else chosen
            if isinstance(chosen, str):
                found[prefix + name] = chosen
    known = Validation.__struct_fields__
    return Validation(**{name: level for name, level in found.items() if name in known})


def _alternates(value: Any) -> tuple[tuple[str, str], ...]:
    items = value if isinstance(value, list) else []
    return tuple(
        (str(item["lang"]), str(item["link"]))
        for item in items
        if isinstance(item, Mapping) and "lang" in item and "link" in item
    )


def _directory_url(url: str | None) -> str | None:
    if not url:
        return None
    return url if url.endswith("/") else url + "/"


def _absolute(base: Path, path: str) -> Path:
    return Path(os.path.normpath(base / path))
