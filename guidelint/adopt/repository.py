"""What a repository is like, as far as a configuration of guidelint depends on it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from guidelint.config.load import suggested_preset
from guidelint.config.settings import Settings
from guidelint.site.config import GENERATOR_NAMES
from guidelint.site.discover import absent_submodules
from guidelint.source import UnreadableError, read_source
from guidelint.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from guidelint.site.config import SiteConfig


class Repository(Struct, frozen=True):
    """The sites in a folder, the preset made for them, and the submodules that are not here.

    `found` are sentences about the sites, `absent` paths with ``/`` relative to the folder, `addresses`
    those of the sites.
    """

    found: tuple[str, ...] = ()
    preset: str | None = None
    absent: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


def look_at(folder: Path, top: Path) -> Repository:
    """Return what there is in `folder`, which lies in the repository at `top`."""
    configs = _configs(folder)
    sites = [config for config in configs if not config.is_translation]
    translations = [config for config in configs if config.is_translation]
    found = [_described(folder, config) for config in sites] or ["no site: pages are read as GitHub does"]
    if translations:
        languages = ", ".join(sorted({config.language for config in translations}))
        found.append(f"translations: {languages}")
    missing = [path for path in absent_submodules(top) if path.resolve().is_relative_to(top.resolve())]
    return Repository(
        tuple(found),
        suggested_preset("\n".join(_texts(configs))),
        tuple(f"{_relative(path, folder)}/" for path in missing),
        tuple(dict.fromkeys(config.site_url for config in configs if config.site_url)),
    )


def _configs(folder: Path) -> list[SiteConfig]:
    """Return the sites of `folder`, and those further down to which pages belong."""
    workspace = open_workspace(Settings(root=folder), (), folder)
    found = {config.docs_dir: config for config in workspace.discovery(folder).configs}
    for target in workspace.targets:
        if config := workspace.config(target.path):
            found.setdefault(config.docs_dir, config)
    return list(found.values())


def _described(folder: Path, config: SiteConfig) -> str:
    docs = _relative(config.docs_dir, folder)
    return f"{_relative(config.path, folder)}: {GENERATOR_NAMES[config.generator]}, pages in {docs}/"


def _texts(configs: Sequence[SiteConfig]) -> list[str]:
    texts = []
    for path in dict.fromkeys(path for config in configs for path in (config.path, *config.inherits)):
        try:
            texts.append(read_source(path, str(path)).text)
        except UnreadableError:
            continue
    return texts


def _relative(path: Path, folder: Path) -> str:
    return os.path.relpath(path, folder).replace(os.sep, "/")
