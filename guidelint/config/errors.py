"""What is wrong with a configuration, and where."""

from __future__ import annotations


class ConfigurationError(Exception):
    """A configuration that cannot be used. `path` is None for the command line; `line` is 1-based."""

    def __init__(self, reason: str, path: str | None = None, line: int | None = None) -> None:
        where = ":".join(str(part) for part in (path, line) if part is not None)
        super().__init__(f"{where}: {reason}" if where else reason)
        self.reason = reason
        self.path = path
        self.line = line
