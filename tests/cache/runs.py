"""Real runs of guidelint, each a process of its own, and a small site to run it on."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from guidelint import disk

SECONDS = re.compile(r'(?<= in )\d+\.\d(?= s\.)|(?<="seconds": )[\d.]+')

SITE = {
    "mkdocs.yml": """
site_name: Tides
site_url: https://tides.example/
theme: {name: material, custom_dir: theme}
docs_dir: !ENV [BUILD_DOCS_DIR, docs]
plugins:
  - search
  - blog:
      post_slugify: !!python/name:pymdownx.slugs.slugify
nav: [index.md, guide.md, news.md]
markdown_extensions:
  - attr_list
  - footnotes
  - abbr
  - pymdownx.snippets: {base_path: [includes], auto_append: [words.md]}
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      options: {custom_icons: [theme/icons]}
""",
    "includes/words.md": "*[HW]: High Water\n",
    "includes/note.md": "A note with [a link](guide.md#low-water).\n",
    "theme/icons/sea/wave.svg": "<svg></svg>\n",
    "docs/index.md": "# Tides\n\n[Guide](guide.md#high-water) and [gone](gone.md) and :sea-wave:.\n",
    "docs/guide.md": "# Guide\n\n## High water\n\nHW is here.\n\n## Low water\n\n![Chart](chart.png)\n",
    "docs/news.md": '# News\n\n--8<-- "note.md"\n\n[Back](index.md#tides) or [there](guide.md#ebb).\n',
    "docs/chart.png": "",
    "docs/blog/index.md": "# Blog\n",
    "docs/blog/posts/ebb.md": "---\ndate: 2024-05-01\n---\n\n# Ebb\n",
    "docs/post.md": "# Post\n\n[Ebb](https://tides.example/blog/2024/05/01/Ebb/#ebb)\n",
    **{
        f"i18n/{language}/{name}": text
        for language in ("de", "es", "fr", "it")
        for name, text in {
            "index.md": f"# {language}\n\n[{language}](guide.md#high-water) und [x](gone.md).\n",
            "guide.md": f"# {language}\n\n## High {language}\n\nHW.\n\n## Low water\n\n![x](chart.png)\n",
        }.items()
    },
}


class Result(NamedTuple):
    """What a run left: exit status and output, with how long it took left out."""

    status: int
    out: str
    err: str


START = "from guidelint import disk; disk.RACY = {racy}; from guidelint.__main__ import run; run()"


class Runs:
    """Runs guidelint in `folder` with a cache folder of its own.

    Files count as changed just now for `racy` nanoseconds; with 0 the times of all are trusted.
    """

    def __init__(self, folder: Path, cache: Path, racy: int = disk.RACY) -> None:
        self.folder, self.cache, self.racy = folder, cache, racy

    def run(self, *arguments: str, status: tuple[int, ...] = (0, 1), **environment: str) -> Result:
        left_out = ("XDG_CACHE_HOME", "NO_COLOR", "FORCE_COLOR", "CI", "PYTHONDONTWRITEBYTECODE")
        inherited = {name: value for name, value in os.environ.items() if name not in left_out}
        done = subprocess.run(
            [sys.executable, "-c", START.format(racy=self.racy), *arguments],
            cwd=self.folder,
            env={**inherited, "XDG_CACHE_HOME": str(self.cache), "PYTHONIOENCODING": "utf-8", **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode in status, done.stderr
        return Result(done.returncode, SECONDS.sub("S", done.stdout), SECONDS.sub("S", done.stderr))

    def check(self, *arguments: str, **environment: str) -> Result:
        return self.run("check", "--offline", *arguments, **environment)

    def fresh(self, *arguments: str, **environment: str) -> Result:
        return self.check("--no-cache", *arguments, **environment)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        return path

    @property
    def files(self) -> list[Path]:
        return sorted((self.cache / "guidelint").glob("*.cache"))


def runs_in(folder: Path, racy: int = disk.RACY) -> Runs:
    """Return runs on a small site that is written below `folder`."""
    runs = Runs(folder / "site", folder / "cache", racy)
    for name, text in SITE.items():
        runs.write(name, text)
    (runs.folder / ".git").mkdir()
    return runs
