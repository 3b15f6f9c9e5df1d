"""Read values out of a TOML table; every mistake is an error with its file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from msgspec import Struct

from guidelint.config.errors import ConfigurationError
from guidelint.config.lines import entry_line, key_line, value_line
from guidelint.suggest import did_you_mean

T = TypeVar("T")


class TableReader(Struct, frozen=True):
    """The table `data`, which stands under the keys `prefix` in `text`, the text of the file `path`.

    All methods take the keys that lead to a value, and raise `ConfigurationError`.
    """

    path: str
    text: str
    data: Mapping[str, Any]
    prefix: tuple[str, ...] = ()

    def error(self, reason: str, *keys: str, value: str | None = None) -> ConfigurationError:
        """Return the error for what stands at `keys`, or for the string `value` there."""
        return ConfigurationError(reason, self.path, self.line(*keys, value=value))

    def line(self, *keys: str, value: str | None = None) -> int:
        """Return the 1-based line of `keys`, or of the string `value` there."""
        path = (*self.prefix, *keys)
        return key_line(self.text, path) if value is None else value_line(self.text, path, value)

    def only(self, known: Collection[str], *keys: str) -> None:
        """Refuse every key of a table that is not `known`."""
        for key in self.table(*keys):
            if key not in known:
                raise self.error(f'unknown key "{key}"{did_you_mean(key, known)}', *keys, key)

    def get(self, *keys: str) -> Any:
        """Return a value, None where there is none."""
        value: Any = self.data
        for key in keys:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value

    def table(self, *keys: str) -> Mapping[str, Any]:
        """Return a table, an empty one where there is none."""
        value = self.get(*keys)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            raise self.error(f'"{keys[-1]}" must be a table', *keys)
        return value

    def string(self, *keys: str) -> str | None:
        """Return a string, None where there is none."""
        value = self.get(*keys)
        if value is not None and not isinstance(value, str):
            raise self.error(f'"{keys[-1]}" must be a string', *keys)
        return value

    def flag(self, *keys: str) -> bool:
        """Return a boolean, false where there is none."""
        value = self.get(*keys)
        if value is not None and not isinstance(value, bool):
            raise self.error(f'"{keys[-1]}" must be true or false', *keys)
        return bool(value)

    def entries(self, key: str) -> tuple[EntryReader, ...]:
        """Return a reader for each table of an array of tables."""
        value = self.get(key)
        tables = [] if value is None else value
        if not isinstance(tables, list) or not all(isinstance(entry, Mapping) for entry in tables):
            raise self.error(f'"{key}" must be tables, each written [[{".".join((*self.prefix, key))}]]', key)
        prefix = (*self.prefix, key)
        return tuple(
            EntryReader(self.path, self.text, entry, prefix, index) for index, entry in enumerate(tables)
        )

    def strings(self, *keys: str) -> tuple[str, ...]:
        """Return a list of strings; a string alone is a list of one."""
        value = self.get(*keys)
        if value is None:
            return ()
        texts = [value] if isinstance(value, str) else value
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise self.error(f'"{keys[-1]}" must be a string or a list of strings', *keys)
        return tuple(texts)

    def patterns(self, *keys: str) -> tuple[str, ...]:
        """Return a list of regular expressions."""
        for pattern in self.strings(*keys):
            try:
                re.compile(pattern)
            except re.error as error:
                reason = f'"{pattern}" is no regular expression: {error}'
                raise self.error(reason, *keys, value=pattern) from error
        return self.strings(*keys)

    def each(self, read: Callable[[str], T], *keys: str) -> tuple[T, ...]:
        """Return what `read` makes of each string of a list; its `ValueError` gets the line of the string."""
        made = []
        for text in self.strings(*keys):
            try:
                made.append(read(text))
            except ValueError as error:
                raise self.error(str(error), *keys, value=text) from error
        return tuple(made)

    def number(self, *keys: str) -> float | None:
        """Return a number greater than 0, None where there is none."""
        value = self.get(*keys)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
            raise self.error(f'"{keys[-1]}" must be a number greater than 0', *keys)
        return value


class EntryReader(TableReader, frozen=True):
    """The table number `index` (from 0) of the array of tables at `prefix`."""

    index: int = 0

    def line(self, *keys: str, value: str | None = None) -> int:  # noqa: ARG002 - the line of the key says enough
        """Return the 1-based line of `keys` in this table."""
        return entry_line(self.text, self.prefix, self.index, keys)
