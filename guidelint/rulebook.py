"""The rule book: one page per rule in `rules/`, whose headings and examples have a fixed form."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from msgspec import Struct

from guidelint.source import read_source

HEADINGS = ("What it checks", "Why it matters", "Example", "Use instead", "Options")
FENCE = re.compile(
    r"^(?P<ticks>`{3,})(?P<info>[^`\n]*)\n(?P<body>.*?)^(?P=ticks)[ \t]*$", re.MULTILINE | re.DOTALL
)
TITLE = re.compile(r'\btitle="([^"]*)"')
MARKS = ("bad", "good", "fixed")
DEFAULT_TITLE = "docs/index.md"


class RuleBookError(Exception):
    """A page of the rule book that does not have the form of one."""


class Example(Struct, frozen=True):
    """A fence of a rule page: `mark` is ``bad``, ``good`` or ``fixed``, `title` the file it shows."""

    mark: str
    title: str
    text: str
    line: int


class RulePage(Struct, frozen=True):
    """A page of the rule book. `sections` maps a heading to the Markdown under it."""

    name: str
    summary: str
    sections: dict[str, str]
    examples: tuple[Example, ...]
    text: str

    def sites(self, mark: str) -> list[dict[str, str]]:
        """Return the small sites that the fences marked `mark` make, each as texts by path.

        A fence is one file; a title that the site already has begins the next site.
        """
        sites: list[dict[str, str]] = []
        for example in self.examples:
            if example.mark == mark:
                if not sites or example.title in sites[-1]:
                    sites.append({})
                sites[-1][example.title] = example.text
        return sites


@cache
def rules_directory() -> Path:
    """Return the folder of the rule book: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parent
    for folder in (package / "rules", package.parent / "rules"):
        if (folder / "presets").is_dir():
            return folder
    raise RuleBookError(
        f"the rule book is missing: neither {package}/rules nor {package.parent}/rules exists"
    )


@cache
def rule_names() -> tuple[str, ...]:
    """Return the names of all rules that have a page, sorted."""
    return tuple(sorted(path.stem for path in rules_directory().glob("*.md")))


@cache
def preset_names() -> tuple[str, ...]:
    """Return the names of all presets, sorted."""
    return tuple(sorted(path.stem for path in (rules_directory() / "presets").glob("*.toml")))


def read_rule_page(name: str) -> RulePage:
    """Read `rules/NAME.md`. Raises `RuleBookError` when it is missing or not of the fixed form."""
    path = rules_directory() / f"{name}.md"
    if not path.is_file():
        raise RuleBookError(f"no page {path.name} in the rule book")
    return parse_rule_page(name, read_source(path, f"rules/{path.name}").text.replace("\r\n", "\n"))


def parse_rule_page(name: str, text: str) -> RulePage:
    """Take the text of a rule page apart. Raises `RuleBookError` when it is not of the fixed form."""
    examples = tuple(_examples(name, text))
    outline = FENCE.sub(lambda match: re.sub(r"^#", " ", match[0], flags=re.MULTILINE), text)
    headings = list(re.finditer(r"^(#{1,2}) (.+)$", outline, re.MULTILINE))
    if not headings or headings[0][1] != "#" or headings[0][2] != name:
        raise RuleBookError(f'{name}.md: the page must begin with "# {name}"')
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    parts = [text[heading.end() : end].strip() for heading, end in zip(headings, ends, strict=True)]
    sections = {heading[2]: part for heading, part in zip(headings[1:], parts[1:], strict=True)}
    titles = [heading[2] for heading in headings[1:]]
    if titles != [heading for heading in HEADINGS if heading in titles]:
        raise RuleBookError(f"{name}.md: the headings must be {', '.join(HEADINGS)}, in this order")
    for required in ("What it checks", "Why it matters"):
        if not sections.get(required):
            raise RuleBookError(f'{name}.md: the section "{required}" is missing or empty')
    return RulePage(name, " ".join(parts[0].split()), sections, examples, text)


def _examples(name: str, text: str) -> list[Example]:
    examples = []
    for fence in FENCE.finditer(text):
        words = fence["info"].split()
        line = text.count("\n", 0, fence.start()) + 1
        marks = [word for word in words if word in MARKS]
        if not marks:
            continue
        title = TITLE.search(fence["info"])
        if len(marks) > 1:
            raise RuleBookError(f"{name}.md:{line}: a fence has one of the marks {', '.join(MARKS)}")
        examples.append(Example(marks[0], title[1] if title else DEFAULT_TITLE, fence["body"], line))
    return examples
