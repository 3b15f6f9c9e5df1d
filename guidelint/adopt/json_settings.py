"""JSON that strangers wrote."""

from __future__ import annotations

import json
from typing import Any


class JsonError(Exception):
    """A text that is no JSON object: the reason and the 1-based line in the text."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def read_object(text: str) -> dict[str, Any]:
    """Return the object that `text` is; raise `JsonError`."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise JsonError(f"not valid JSON: {error.msg}", error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise JsonError(f"not valid JSON: {error}") from error
    if not isinstance(data, dict):
        raise JsonError("not a JSON object")
    return data
