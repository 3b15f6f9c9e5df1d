"""Where results of earlier runs lie, as lines ``name=value`` for a CI job that keeps them.

``python -m guidelint.ci.places`` prints ``cache``, the cache folder, and ``history``, the file with
what is known of each link, which the configuration may have put elsewhere.
"""

from __future__ import annotations

import sys
from pathlib import Path

from platformdirs import user_cache_path

from guidelint.asking import history_path
from guidelint.config.errors import ConfigurationError
from guidelint.config.load import load_settings


def places(folder: Path) -> dict[str, str]:
    """Return the places for a run in `folder`; to report a broken configuration is the task of `check`."""
    cache = user_cache_path("guidelint", appauthor=False)
    try:
        history = history_path(load_settings(folder)) or cache
    except ConfigurationError:
        history = cache
    return {"cache": str(cache), "history": str(history)}


if __name__ == "__main__":
    for name, place in places(Path.cwd()).items():
        if not place.isprintable():
            sys.exit(f"the {name} lies at a place with a control character in its name")
        print(f"{name}={place}")  # noqa: T201 - this is what the program is for
