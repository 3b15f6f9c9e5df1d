"""A history of a documentation site, each commit with the findings that it brings.

What a commit breaks is known from what it does, not from any check: every step below says which rule
must speak about which line.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.changes.model import PAGE, SNIPPET, File, Heading, Line, Site, Target, href

Brought = set[tuple[str, Line]]
Expected = frozenset[tuple[str, str, int]]
WORDS = (
    "anchor",
    "berth",
    "buoy",
    "crane",
    "dock",
    "ferry",
    "gull",
    "mole",
    "pier",
    "quay",
    "rope",
    "sluice",
)


@dataclass(frozen=True)
class Commit:
    """What a commit did, the files after it, and the findings it brought: rule, path and line."""

    said: str
    files: dict[str, str]
    expected: Expected


class Author:
    """Changes a site at random. Each step returns what it breaks, or None where it is not possible now."""

    def __init__(self, seed: int) -> None:
        self.random, self.site, self.count = Random(seed), Site(), 0
        self.removed: list[tuple[File, int, Line]] = []
        for number in range(9):
            folder = ("", "", "guide/")[number % 3]
            self.site.pages.append(File(PAGE.format(f"{folder}page-{number}"), f"Page {number}"))
        self.site.snippets = [File(SNIPPET.format(f"note-{number}"), "") for number in range(2)]
        self.site.nav = [Line(page.path) for page in self.site.pages[:5]]
        for page in self.site.files:
            for _ in range(3):
                self._insert(page, Heading(f"## {self._name()}"))
                self._insert(page, Line(f"Text about the {self._name()}."))
        for snippet in self.site.snippets:
            for page in self.random.sample(self.site.pages[5:], 2):
                self._insert(page, Line(f'--8<-- "{snippet.path.rpartition("/")[2]}"', sort="include"))
        for _ in range(60):
            self.link_to_a_heading()

    # Steps that break nothing.

    def prose(self) -> Brought:
        page = self._page()
        for _ in range(self.random.randint(1, 4)):
            page.lines.insert(self.random.randint(0, 3), Line(f"New text about the {self._name()}."))
        return set()

    def link_to_a_heading(self) -> Brought | None:
        page, other = self._page(), self._page()
        headings = other.headings()
        if not headings:
            return None
        target = Target(other.path, self.random.choice(headings).anchor)
        self._insert(page, Line(f"See the [{self._name()}]({{}}) over there.", target))
        return set()

    def edit_around_links(self) -> Brought:
        for line in self.random.sample(self._links(), 3):
            line.text = line.text.replace(" over there.", f" in the {self._name()} over there.")
        return set()

    def remove_lines(self) -> Brought | None:
        page = self._page()
        for line in [line for line in page.lines if line.sort == "link" and not isinstance(line, Heading)][
            :2
        ]:
            page.lines.remove(line)
        return set()

    def move_a_dead_link(self) -> Brought | None:
        dead = self._dead()
        if not dead:
            return None
        line, page = self.random.choice(dead), self._page()
        for file in self.site.pages:
            if line in file.lines:
                file.lines.remove(line)
                self._insert(page, line)
                return self._written_anew(line, file, page)
        return None

    def move_a_page_and_its_links(self) -> Brought:
        self._rename(self._page(), follow=True)
        return set()

    def bring_a_heading_back(self) -> Brought | None:
        dead = [line.target for line in self._dead() if line.target and self.site.at(line.target.path)]
        if not dead:
            return None
        target = self.random.choice(dead)
        page = self.site.at(target.path)
        assert page
        words = target.anchor.replace("-", " ")
        self._insert(page, Heading(f"## {words[0].upper()}{words[1:]}"))
        return set()

    # Steps that may break something.

    def rename_a_heading(self) -> Brought | None:
        file = self.random.choice(self.site.pages)
        headings = file.headings()
        if not headings:
            return None
        heading = self.random.choice(headings)
        links = self.site.links(file.path, heading.anchor)
        heading.text = f"## {self._name()}"
        return {("link-anchor", line) for line in links}

    def rename_a_heading_of_a_snippet(self) -> Brought | None:
        snippet = self.random.choice(self.site.snippets)
        headings = snippet.headings()
        if not headings:
            return None
        heading = self.random.choice(headings)
        anchor, heading.text = heading.anchor, f"## {self._name()}"
        pages = self._including(snippet)
        return {("link-anchor", line) for page in pages for line in self.site.links(page.path, anchor)}

    def link_to_a_heading_of_a_snippet(self) -> Brought | None:
        snippet = self.random.choice(self.site.snippets)
        pages, headings = self._including(snippet), snippet.headings()
        if not pages or not headings:
            return None
        target = Target(self.random.choice(pages).path, self.random.choice(headings).anchor)
        self._insert(self._page(), Line(f"See the [{self._name()}]({{}}) over there.", target))
        return set()

    def remove_a_section(self) -> Brought | None:
        page = self._page()
        headings = page.headings()
        if not headings:
            return None
        heading = self.random.choice(headings)
        page.lines.remove(heading)
        return {("link-anchor", line) for line in self.site.links(page.path, heading.anchor)}

    def link_to_nowhere(self) -> Brought:
        target = Target(self._page().path, f"no-{self._name().lower().replace(' ', '-')}")
        line = Line(f"See the [{self._name()}]({{}}) over there.", target)
        self._insert(self._page(), line)
        return {("link-anchor", line)}

    def link_to_nowhere_again(self) -> Brought | None:
        dead = self._dead()
        if not dead:
            return None
        known = self.random.choice(dead)
        line = Line(f"See the [{self._name()}]({{}}) over there.", known.target)
        page = self._page()
        assert known.target
        if page.path == known.target.path:
            return None
        self._insert(page, line)
        return {(self._rule(known.target), line)}

    def delete_a_page(self) -> Brought | None:
        if len(self.site.pages) < 7:
            return None
        page = self._page()
        self.site.pages.remove(page)
        broken = self._incoming(page.path)
        self.site.pages.append(File(PAGE.format(f"page-{self._number()}"), f"Page {self.count}"))
        self._insert(self.site.pages[-1], Heading(f"## {self._name()}"))
        return broken

    def move_a_page_alone(self) -> Brought:
        page = self._page()
        old = page.path
        self._rename(page, follow=False)
        return self._incoming(old)

    def name_a_missing_page(self) -> Brought:
        line = Line(PAGE.format(f"missing-{self._number()}"))
        self.site.nav.append(line)
        return {("nav-file", line)}

    def show_an_image(self) -> Brought:
        path = f"docs/img/{self._number()}.png"
        self.site.images.append(path)
        for _ in range(self.random.randint(1, 2)):
            line = Line(f"A picture: ![{self._name()}]({{}})", Target(path), sort="image")
            self._insert(self._page(), line)
        return set()

    def delete_an_image(self) -> Brought | None:
        if not self.site.images:
            return None
        path = self.site.images.pop(self.random.randrange(len(self.site.images)))
        return {("image-file", line) for line in self.site.links(path)}

    def write_a_footnote(self) -> Brought:
        page, label = self._page(), f"n{self._number()}"
        self._insert(page, Line(f"A claim.[^{label}]", sort="reference"))
        page.lines.append(Line(f"[^{label}]: The proof of {self._name()}.", sort="footnote"))
        return set()

    def lose_a_footnote(self) -> Brought | None:
        return self._lose("footnote", "reference", "footnote-undefined", "[^{}]")

    def define_a_link(self) -> Brought:
        page, label = self._page(), f"ref{self._number()}"
        self._insert(page, Line(f"The [{self._name()}][{label}].", sort="use"))
        page.lines.append(Line(f"[{label}]: https://example.org/{label}", sort="definition"))
        return set()

    def lose_a_definition(self) -> Brought | None:
        return self._lose("definition", "use", "link-undefined", "][{}]")

    def leave_a_tag(self) -> Brought:
        line = Line("A stray </div> here.", sort="tag")
        self._insert(self._page(), line)
        return {("html-balance", line)}

    def remove_a_tag(self) -> Brought | None:
        tags = [(file, line) for file in self.site.pages for line in file.lines if line.sort == "tag"]
        if not tags:
            return None
        file, line = self.random.choice(tags)
        file.lines.remove(line)
        return set()

    def silence_a_link(self) -> Brought:
        target = Target(self._page().path, f"no-{self._number()}")
        comment = "<!-- guidelint-disable-next-line -- on purpose -->\n\n"
        page = self._page()
        line = Line(f"{comment}See the [{self._name()}]({{}}) over there.", target, sort="silent")
        page.lines.append(line)
        return set()

    # Helpers.

    def _lose(self, definition: str, use: str, rule: str, form: str) -> Brought | None:
        found = [(file, line) for file in self.site.pages for line in file.lines if line.sort == definition]
        if not found:
            return None
        file, line = self.random.choice(found)
        file.lines.remove(line)
        label = line.text.partition("]")[0].lstrip("[^")
        return {
            (rule, other) for other in file.lines if other.sort == use and form.format(label) in other.text
        }

    def _incoming(self, path: str) -> Brought:
        broken = {("link-file", line) for line in self.site.links(path) if line.sort != "silent"}
        return broken | {("nav-file", line) for line in self.site.nav if line.text == path}

    def _rename(self, page: File, *, follow: bool) -> None:
        old = page.path
        folder = self.random.choice(("", "guide/", "harbour/"))
        page.path = PAGE.format(f"{folder}moved-{self._number()}")
        for line in (line for file in self.site.files for line in file.lines):
            if line.target and line.target.path == old and (follow or line in page.lines):
                line.target.path = page.path
        for line in self.site.nav if follow else ():
            if line.text == old:
                line.text = page.path

    def _including(self, snippet: File) -> list[File]:
        name = snippet.path.rpartition("/")[2]
        return [page for page in self.site.pages if any(name in line.text for line in page.lines)]

    def _written_anew(self, line: Line, file: File, page: File) -> Brought:
        """The path to a missing file is written in another way on a page of another folder."""
        assert line.target
        differs = href(file.path, line.target) != href(page.path, line.target)
        return {("link-file", line)} if differs and self.site.at(line.target.path) is None else set()

    def _rule(self, target: Target) -> str:
        return "link-anchor" if self.site.at(target.path) else "link-file"

    def _links(self) -> list[Line]:
        return [
            line for page in self.site.pages for line in page.lines if line.target and line.sort == "link"
        ]

    def _dead(self) -> list[Line]:
        """The links that are dead already: there is no such page, or no such heading on it."""
        return [line for line in self._links() if line.target and not self._leads(line.target)]

    def _leads(self, target: Target) -> bool:
        page = self.site.at(target.path)
        if page is None:
            return False
        included = [one for one in self.site.snippets if page in self._including(one)]
        return target.anchor in {heading.anchor for file in (page, *included) for heading in file.headings()}

    def _page(self) -> File:
        return self.random.choice(self.site.pages)

    def _insert(self, file: File, line: Line) -> None:
        file.lines.insert(self.random.randint(0, len(file.lines)), line)

    def _number(self) -> int:
        self.count += 1
        return self.count

    def _name(self) -> str:
        return f"{self.random.choice(WORDS).title()} {self._number()}"


STEPS: tuple[Callable[[Author], Brought | None], ...] = tuple(
    step for name, step in vars(Author).items() if callable(step) and not name.startswith("_")
)

BREAKING = STEPS[STEPS.index(Author.rename_a_heading) :]


def commits(seed: int, length: int) -> Iterator[Commit]:
    """Yield the commits of a history, the first of which has no findings at all."""
    author = Author(seed)
    yield Commit("begin", author.site.written()[0], frozenset())
    done = 1
    while done < length:
        step = author.random.choice((*STEPS, *BREAKING))
        brought = step(author)
        if brought is not None:
            texts, places = author.site.written()
            shown = {(rule, *places[line]) for rule, line in brought if line in places}
            yield Commit(step.__name__, texts, frozenset(shown))
            done += 1


def write_history(folder: Path, history: list[Commit]) -> None:
    """Make a repository of `history` in `folder`, each commit with its number as a tag."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    stream = b"".join(_commands(history))
    subprocess.run(["git", "fast-import", "--quiet"], cwd=folder, input=stream, check=True)


def _commands(history: list[Commit]) -> Iterator[bytes]:
    for number, commit in enumerate(history):
        yield b"commit refs/heads/main\n"
        yield f"committer Author <author@example.org> {1_700_000_000 + number} +0000\n".encode()
        yield _data(commit.said) + b"deleteall\n"
        for path, text in commit.files.items():
            yield f"M 100644 inline {path}\n".encode() + _data(text)
        yield f"\nreset refs/tags/step-{number}\nfrom refs/heads/main\n\n".encode()


def _data(text: str) -> bytes:
    data = text.encode()
    return f"data {len(data)}\n".encode() + data + b"\n"
