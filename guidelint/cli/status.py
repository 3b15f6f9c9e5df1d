"""Exit statuses; scripts rely on them."""

from __future__ import annotations

OK = 0
FINDINGS = 1
USAGE = 2
DEFECT = 3
NETWORK = 4
INTERRUPTED = 130
