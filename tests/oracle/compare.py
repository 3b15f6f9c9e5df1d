"""Compare what guidelint reads on a page with what the oracle renders."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.oracle.facts import Fact, normal_space

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guidelint.markdown.page import Page
    from guidelint.source import Span

Key = tuple[str, str, int, str]


@dataclass(frozen=True)
class Difference:
    """How one page differs: facts that guidelint does not see, and facts that are not rendered.

    `missed_classes` and `extra_classes` are links with classes, compared apart from the rest;
    `facts` is the number of facts that the oracle has.
    """

    missed: tuple[Fact, ...] = ()
    extra: tuple[tuple[Fact, Span], ...] = ()
    missed_classes: tuple[Fact, ...] = ()
    extra_classes: tuple[Fact, ...] = ()
    facts: int = 0

    def __bool__(self) -> bool:
        return bool(self.missed or self.extra)

    @property
    def classes_differ(self) -> int:
        """How many links differ in their classes alone."""
        return len(self.missed_classes) + len(self.extra_classes)


def page_facts(page: Page) -> Iterator[tuple[Fact, Span]]:
    """Yield the facts that guidelint reports for `page`, each with its span."""
    for link in page.links:
        yield Fact("link", link.target, classes=link.classes), link.span
    for image in page.images:
        yield Fact("image", image.target), image.span
    for media in (item for item in page.media if item.attribute == "src"):
        yield Fact("media", media.target), media.span
    for anchor in page.anchors:
        yield Fact("id", anchor.id), anchor.span
    for heading in page.headings:
        if heading.id:
            text = normal_space(heading.text)
            yield Fact("heading", heading.id, heading.level, text), heading.span
    for reference in page.footnote_references:
        yield Fact("footnote-ref", reference.label), reference.span
    for definition in page.footnote_definitions:
        yield Fact("footnote-def", definition.label), definition.span


def compare(expected: Iterable[Fact], page: Page) -> Difference:
    """Compare the oracle's facts of a page with `page`, both as multisets: order is no matter.

    Links compare by target, images, media, ids and footnotes too; headings by id, level and text,
    or by level and text alone where the oracle's id is doubtful.
    """
    expected = list(expected)
    found = list(page_facts(page))
    missed = _without(expected, Counter(_key(fact) for fact, _ in found))
    extra = _spans_without(found, Counter(_key(fact) for fact in expected))
    for doubtful in [fact for fact in missed if fact.doubtful]:
        for index, (fact, _) in enumerate(extra):
            if (fact.kind, fact.level, fact.text) == ("heading", doubtful.level, doubtful.text):
                missed.remove(doubtful)
                del extra[index]
                break
    expected_links = [fact for fact in expected if fact.kind == "link"]
    found_links = [fact for fact, _ in found if fact.kind == "link"]
    return Difference(
        missed=tuple(missed),
        extra=tuple(extra),
        missed_classes=_classes_without(expected_links, found_links),
        extra_classes=_classes_without(found_links, expected_links),
        facts=len(expected),
    )


def _key(fact: Fact) -> Key:
    return (fact.kind, fact.target, fact.level, fact.text)


def _without(facts: list[Fact], others: Counter[Key]) -> list[Fact]:
    rest = []
    for fact in facts:
        if others[_key(fact)] > 0:
            others[_key(fact)] -= 1
        else:
            rest.append(fact)
    return rest


def _spans_without(facts: list[tuple[Fact, Span]], others: Counter[Key]) -> list[tuple[Fact, Span]]:
    rest = []
    for fact, span in facts:
        if others[_key(fact)] > 0:
            others[_key(fact)] -= 1
        else:
            rest.append((fact, span))
    return rest


def _classes_without(links: list[Fact], others: list[Fact]) -> tuple[Fact, ...]:
    """Return the links with classes that are not among `others`; a link missed as such is no matter."""
    targets = Counter(fact.target for fact in others)
    known = Counter((fact.target, fact.classes) for fact in others)
    rest = Counter((fact.target, fact.classes) for fact in links) - known
    return tuple(
        Fact("link", target, classes=classes)
        for (target, classes), count in rest.items()
        for _ in range(count)
        if targets[target]
    )
