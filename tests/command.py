"""Running the command line inside the test process."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

from guidelint.cli.main import main


def report_of(*arguments: str) -> dict[str, Any]:
    """Return the JSON report of an offline check in the working directory."""
    output = io.StringIO()
    with redirect_stdout(output), redirect_stderr(io.StringIO()):
        status = main(["check", "--offline", "--no-cache", "--output-format", "json", *arguments])
    assert status in (0, 1), output.getvalue()
    report: dict[str, Any] = json.loads(output.getvalue())
    return report
