"""The other tools: where they are, how they are called, and what each of them looks at.

Install them with ``benchmarks/rivals/install.sh DIRECTORY``. A tool that is not there is left out, and the
table says so.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Tool:
    """A linter or builder: `program` with `arguments` and folders; `does` stands beside the figure."""

    name: str
    program: str
    arguments: tuple[str, ...]
    does: str
    takes_folders: bool = True
    glob: str = ""
    slow: bool = False

    def command(self, programs: Programs, folders: Sequence[str]) -> list[str] | None:
        """Return the command line for `folders`, None where the tool is not installed."""
        found = programs.find(self.program)
        if found is None:
            return None
        named = [f"{folder}{self.glob}" for folder in folders] if self.takes_folders else []
        return [found, *self.arguments, *named]


@dataclass(frozen=True)
class Programs:
    """Where programs are looked for: beside this Python, then below `folder`."""

    folder: Path | None

    def find(self, name: str) -> str | None:
        """Return the path of the program `name`."""
        places = [Path(sys.executable).parent] if name in ("guidelint", "python") else []
        if self.folder:
            places += [self.folder / "venv" / "bin", self.folder / "node_modules" / ".bin"]
        return next((found for place in places if (found := shutil.which(name, path=str(place)))), None)


PAGE = "{page}"
STOCK = """\
import sys, pathlib
from markdown_it import MarkdownIt
parser = MarkdownIt('commonmark')
for folder in sys.argv[1:]:
    for page in sorted(pathlib.Path(folder).rglob('*.md')):
        parser.parse(page.read_text('utf-8'))
"""

LINTERS = (
    Tool(
        "guidelint, no cache",
        "guidelint",
        ("check", "--offline", "--no-cache", "--jobs", "1", "--exit-zero"),
        "one process; all default rules, links and anchors of the whole site, as rendered",
    ),
    Tool(
        "guidelint, no cache, two processes",
        "guidelint",
        ("check", "--offline", "--no-cache", "--jobs", "2", "--exit-zero"),
        "the same in two processes, which is the default from 400 pages on: less time, more CPU",
    ),
    Tool(
        "guidelint, unchanged",
        "guidelint",
        ("check", "--offline", "--exit-zero"),
        "the same findings, shown again from the cache",
    ),
    Tool(
        "stock parse",
        "python",
        ("-c", STOCK),
        "no checks: markdown-it-py reads the pages as CommonMark, the measure for the cold run",
    ),
    Tool(
        "rumdl, no cache",
        "rumdl",
        ("check", "--no-cache", "--silent"),
        "style and links to files and headings, CommonMark and GitHub ids, no site configuration",
    ),
    Tool("rumdl", "rumdl", ("check", "--silent"), "the same, with its cache filled"),
    Tool(
        "markdownlint-cli2",
        "markdownlint-cli2",
        (),
        "style; links inside a page only",
        glob="/**/*.md",
        slow=True,
    ),
    Tool("pymarkdown", "pymarkdown", ("scan", "-r"), "style; no links", slow=True),
)

CHANGED = (
    Tool(
        "guidelint, all pages",
        "guidelint",
        ("check", "--offline", "--exit-zero"),
        "checks the page and its translations anew, and shows the findings of all pages",
    ),
    Tool(
        "guidelint, the page",
        "guidelint",
        ("check", "--offline", "--exit-zero", PAGE),
        "checks the page anew; what it links to is known",
        takes_folders=False,
    ),
    Tool(
        "guidelint, what is staged",
        "guidelint",
        ("check", "--offline", "--exit-zero", "--staged", PAGE),
        "the pre-commit hook: the page, and what the change breaks on any other one",
        takes_folders=False,
    ),
    Tool(
        "rumdl, all pages", "rumdl", ("check", "--no-cache", "--silent"), "reads all pages, without its cache"
    ),
    Tool(
        "rumdl, the page",
        "rumdl",
        ("check", "--no-cache", "--silent", PAGE),
        "reads the page",
        takes_folders=False,
    ),
)
"""What is run after a change of one page, whose place in the arguments `PAGE` has."""

BUILDERS = (
    Tool(
        "mkdocs build, bare",
        "mkdocs",
        ("build", "--quiet", "--config-file", "bare.yml", "--site-dir", "built-bare"),
        "renders the English pages without theme plugins; links and anchors, without line numbers",
        takes_folders=False,
        slow=True,
    ),
    Tool(
        "mkdocs build, as the site",
        "mkdocs",
        ("build", "--quiet", "--site-dir", "built-site"),
        "the same with the theme and the plugins of the site",
        takes_folders=False,
        slow=True,
    ),
    Tool(
        "zensical build",
        "zensical",
        ("build", "--clean", "--config-file", "mkdocs.yml"),
        "renders the English pages; links and anchors with line numbers",
        takes_folders=False,
        slow=True,
    ),
)
