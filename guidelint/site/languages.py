"""Pages whose name carries their language, as the `i18n` plugin (mkdocs-static-i18n) reads them.

``tides.fr.md`` is the French version of ``tides.md``, and links name the page without the language:
on a French page ``tides.md`` is ``tides.fr.md`` where that exists, else the version of the default
language, else the file of that name itself. The default language is built at the root of the site,
each other one below ``fr/``. In the plugin's other layout, a folder for each language, ``fr/tides.md``
is the French version of ``en/tides.md``, and stands in for it the same way.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from guidelint.site.files import destination

if TYPE_CHECKING:
    from guidelint.site.config import SiteConfig
    from guidelint.site.files import SiteFile

PLUGIN = "i18n"
STRUCTURES = ("suffix", "folder")


class Languages(Struct, frozen=True):
    """The languages that names of files may carry; none where the site has no such names.

    With `folders` it is the first folder that names the language, not the file.
    """

    codes: frozenset[str] = frozenset()
    default: str = ""
    folders: bool = False

    def split(self, uri: str) -> tuple[str, str | None]:
        """Return `uri` without its language, and the language: ``a.fr.md`` is ``a.md`` in ``fr``."""
        if not self.codes or self.folders:
            return uri, None
        stem, suffix = posixpath.splitext(uri)
        name, dot, language = stem.rpartition(".")
        if dot and language in self.codes and posixpath.basename(name):
            return name + suffix, language
        return uri, None

    def plain(self, uri: str) -> str:
        """Return how links name the file at `uri`."""
        return self.split(uri)[0]

    def place(self, files: Mapping[str, SiteFile], *, directory_urls: bool) -> dict[str, SiteFile]:
        """Return `files` where the build puts each version."""
        return {uri: self._placed(file, directory_urls=directory_urls) for uri, file in files.items()}

    def _placed(self, file: SiteFile, *, directory_urls: bool) -> SiteFile:
        if self.folders:
            rest = file.uri.removeprefix(f"{self.default}/")
            return file if rest == file.uri else replace(file, destination=destination(rest, directory_urls))
        plain, language = self.split(file.uri)
        if language is None:
            return file
        place = destination(plain, directory_urls)
        return replace(file, destination=place if language == self.default else f"{language}/{place}")

    def versions(self, files: Mapping[str, SiteFile]) -> dict[str, dict[str, SiteFile]]:
        """Return the versions of each file that has any: by the plain uri, then by language."""
        found: dict[str, dict[str, SiteFile]] = {}
        for uri, file in files.items():
            plain, language = self.split(uri)
            if language is not None:
                found.setdefault(plain, {})[language] = file
        return found

    def source(self, uri: str) -> str | None:
        """Return what a file in the folder of a language is in that of the default one, else None."""
        rest = self.below(uri) if self.folders else None
        return None if rest is None else f"{self.default}/{rest}"

    def below(self, path: str) -> str | None:
        """Return the rest of a path below a language, where pages of the default one fill every gap."""
        first, slash, rest = path.partition("/")
        return rest if slash and first in self.codes and first != self.default else None


NO_LANGUAGES = Languages()


def names_languages(config: SiteConfig) -> Languages:
    """Return the languages that names of files carry on the site of `config`."""
    options = config.plugins.get(PLUGIN)
    structure = "" if options is None else str(options.get("docs_structure", "suffix"))
    if options is None or structure not in STRUCTURES:
        return NO_LANGUAGES
    codes = dict(_codes(options))
    default = options.get("default_language") or next((code for code, chosen in codes.items() if chosen), "")
    if not isinstance(default, str) or not (default or codes):
        return NO_LANGUAGES
    return Languages(frozenset({*codes, default} - {"", "null"}), default, structure == "folder")


def _codes(options: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Yield each language and whether it is the default one, from either form of the option."""
    languages = options.get("languages")
    if isinstance(languages, Mapping):
        for code in languages:
            yield str(code), False
    elif isinstance(languages, list):
        for entry in languages:
            if isinstance(entry, Mapping) and "locale" in entry:
                yield str(entry["locale"]), entry.get("default") is True
