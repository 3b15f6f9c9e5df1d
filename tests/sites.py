"""Small sites for tests: what `guidelint.testing` offers to everybody."""

from __future__ import annotations

from guidelint.testing import EXAMPLE_SITE, check_site, mend_site, opened, read_files, write_site

__all__ = ["EXAMPLE_SITE", "check_site", "mend_site", "opened", "read_files", "write_site"]
