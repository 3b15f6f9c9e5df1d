"""guidelint in the configuration of pre-commit: the entry, and a file that has it besides what it had."""

from __future__ import annotations

import re
from typing import Any

from guidelint import REPOSITORY, __version__

FILE_NAME = ".pre-commit-config.yaml"
REPOS = re.compile(r"^repos[ \t]*:[ \t]*(?:#.*)?\r?$", re.MULTILINE)
ITEM = re.compile(r"^([ \t]*)-[ \t]", re.MULTILINE)
NEXT_KEY = re.compile(r"^[^\s#-]", re.MULTILINE)


class HookError(Exception):
    """A configuration of pre-commit that the entry cannot be added to without changing something else."""


def entry(indent: str = "") -> str:
    """Return the entry of guidelint in the list ``repos``, each line after `indent`."""
    lines = [f"- repo: {REPOSITORY}", f"  rev: v{__version__}", "  hooks:", "    - id: guidelint"]
    return "".join(f"{indent}{line}\n" for line in lines)


def has_hook(text: str) -> bool:
    """Tell whether a configuration of pre-commit names guidelint, from wherever it comes."""
    return re.search(r"^[^#\n]*\bid:[ \t]*['\"]?guidelint\b", text, re.MULTILINE) is not None


def with_hook(text: str) -> str:
    """Return the configuration `text` with the entry of guidelint at the end of its list ``repos``.

    An empty text becomes a configuration. Everything else stands as it stood, comments too. Raises
    `HookError` where that cannot be done.
    """
    if not text.strip():
        return f"{text}repos:\n{entry('  ')}"
    before = _read(text)
    found = REPOS.search(text)
    if not found:
        raise HookError("it has no list of repos that a line can be added to")
    rest = text[found.end() :]
    following = NEXT_KEY.search(rest)
    block = rest[: following.start()] if following else rest
    item = ITEM.search(block)
    kept = block.rstrip()
    end = "\r\n" if "\r\n" in text else "\n"
    added = entry(item[1] if item else "  ").replace("\n", end)
    after = block[len(kept) :].removeprefix(end) + rest[len(block) :]
    result = f"{text[: found.end()]}{kept}{end}{added}{after}"
    expected = {**before, "repos": [*(before.get("repos") or []), *_read(f"repos:\n{entry()}")["repos"]]}
    if _read(result) != expected:
        raise HookError("its list of repos is written in a way that no entry can be added to")
    return result


def _read(text: str) -> dict[str, Any]:
    import yaml  # noqa: PLC0415 - whoever only looks for the hook needs no YAML

    from guidelint.yaml_limits import refuse_bombs  # noqa: PLC0415 - as above

    try:
        refuse_bombs(yaml.parse(text, yaml.SafeLoader))
        data = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:
        raise HookError(f"it is no YAML that can be read: {' '.join(str(error).split())}") from error
    if not isinstance(data, dict):
        raise HookError("it is no table")
    return data
