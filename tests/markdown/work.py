"""Counting work instead of seconds: how many lines of guidelint run."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import guidelint

if TYPE_CHECKING:
    from types import FrameType

PACKAGE = str(Path(guidelint.__file__).parent)


def work(function: Callable[[], object], *, everything: bool = False) -> int:
    """Return how many lines of guidelint's own code run in `function`, or of `everything` in Python."""
    count = 0

    def line(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    def called(frame: FrameType, _event: str, _argument: Any) -> Any:
        return line if everything or frame.f_code.co_filename.startswith(PACKAGE) else None

    before = sys.gettrace()
    sys.settrace(called)
    try:
        function()
    finally:
        sys.settrace(before)
    return count
