"""What a fix may not change other than it means: the constructs of a page, as multisets."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from guidelint.source import NEWLINE

if TYPE_CHECKING:
    from guidelint.edits import Range
    from guidelint.findings import Construct
    from guidelint.markdown.page import Page
    from guidelint.source import Span

MAY_BE_GAINED = frozenset({"attributes", "block"})
MAY_BE_LOST = frozenset({"reference", "unread part"})
BLOCKS = frozenset({"admonition", "details", "tab", "table", "definition-list", "list", "quote"})
ANY = "*"
MAX_SHOWN = 60


class Entry(NamedTuple):
    """A construct of a page. An edit inside `place` may change its target; without one, none may."""

    kind: str
    target: str
    place: Span | None = None

    @property
    def construct(self) -> Construct:
        """Its kind and target."""
        return self.kind, self.target


class Inventory(Struct, frozen=True):
    """The constructs of the page at `path`.

    Kinds are those of ``guidelint inspect`` (``link``, ``image``, ``media``, ``id``, ``heading``,
    ``footnote-ref``, ``footnote-def``, ``icon``, ``reference``) and ``heading text``, ``tag``
    (``/div`` closes), ``code``, ``definition``, ``attributes``, ``block``, ``front matter`` and
    ``unread part``.
    """

    path: str
    entries: tuple[Entry, ...]


class Meaning(Struct, frozen=True):
    """What fixes mean to change: the constructs they add and remove, and the ranges they edit.

    `before` are ranges of the old text, `after` those of the new one. A construct to add whose target
    cannot be known beforehand, such as the id of a new heading, has the target `ANY`.
    """

    adds: Sequence[Construct] = ()
    removes: Sequence[Construct] = ()
    before: Sequence[Range] = ()
    after: Sequence[Range] = ()


def take_inventory(page: Page) -> Inventory:
    """Return the inventory of `page`, of included files too."""
    return Inventory(page.path, tuple(_entries(page)))


def _entries(page: Page) -> Iterator[Entry]:
    yield from (Entry("link", link.target, link.target_span) for link in page.links)
    yield from (Entry("image", image.target, image.target_span) for image in page.images)
    yield from (Entry("media", media.target, media.target_span) for media in page.media)
    yield from (Entry("id", anchor.id) for anchor in page.anchors)
    for heading in page.headings:
        yield Entry("heading", heading.id)
        yield Entry("heading text", f"{'#' * heading.level} {' '.join(heading.text.split())}", heading.span)
    yield from (Entry("footnote-ref", reference.label) for reference in page.footnote_references)
    yield from (Entry("footnote-def", definition.label) for definition in page.footnote_definitions)
    yield from (Entry("icon", icon.name) for icon in page.icons)
    yield from (Entry("reference", undefined.label) for undefined in page.undefined)
    yield from (Entry("tag", f"{'/' * (tag.kind == 'close')}{tag.name}") for tag in page.tags)
    yield from (Entry("code", NEWLINE.sub("\n", page.text(code.span)), code.span) for code in page.codes)
    for item in page.definitions:
        if item.kind != "footnote":
            yield Entry("definition", item.label)
    for attributes in page.attribute_lists:
        yield Entry("attributes", _written(attributes.attributes), attributes.span)
    for block in page.blocks:
        if block.markup in BLOCKS:
            yield Entry("block", f"{block.markup} <{block.tag}>")
    yield from (Entry("unread part", problem.message) for problem in page.problems)
    yield from _front_matter(page)


def _written(attributes: Iterable[tuple[str, str]]) -> str:
    return " ".join(f'{name}="{value}"' for name, value in attributes)


def _front_matter(page: Page) -> Iterator[Entry]:
    matter = page.front_matter
    for path, span in matter.values.items():
        value = _value(matter.data, path)
        if not isinstance(value, (dict, list)):
            yield Entry("front matter", f"{'.'.join(map(str, path))}: {value!r}", span)


def _value(data: Mapping[str, Any], path: Sequence[str | int]) -> Any:
    value: Any = data
    for key in path:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def objection(before: Inventory, after: Inventory, meaning: Meaning) -> str | None:
    """Return how `after` differs from `before` other than is meant, None when it does not.

    What `meaning` adds and removes must come about. Apart from that, a construct may only have
    another target than before, where an edit lies inside the place of the target.
    """
    had = Counter(entry.construct for entry in before.entries)
    has = Counter(entry.construct for entry in after.entries)
    removes = Counter(meaning.removes)
    if removes - had:
        return f"the page has no {_named(next(iter(removes - had)))} to remove"
    adds = _added(meaning.adds, has - (had - removes))
    if adds - has:
        return f"the page would not get the {_named(next(iter(adds - has)))}"
    expected = had - removes + adds
    lost, gained = expected - has, has - expected
    for verb, changes, others, free, touched in (
        ("lose", lost, gained, MAY_BE_LOST, _touched(before, meaning.before)),
        ("gain", gained, lost, MAY_BE_GAINED, _touched(after, meaning.after)),
    ):
        surplus = _kinds(changes) - _kinds(others)
        for construct, count in changes.items():
            kind = construct[0]
            if kind not in free and (surplus[kind] or count > touched[construct]):
                return f"the page would {verb} the {_named(construct)}"
    return None


def _added(adds: Sequence[Construct], new: Counter[Construct]) -> Counter[Construct]:
    """Count the constructs that are to be added; `ANY` becomes the target of one that is new."""
    added: Counter[Construct] = Counter(construct for construct in adds if construct[1] != ANY)
    for kind in (kind for kind, target in adds if target == ANY):
        found = next((construct for construct in new - added if construct[0] == kind), (kind, ANY))
        added[found] += 1
    return added


def _kinds(constructs: Mapping[Construct, int]) -> Counter[str]:
    kinds: Counter[str] = Counter()
    for (kind, _), count in constructs.items():
        kinds[kind] += count
    return kinds


def _touched(inventory: Inventory, ranges: Sequence[Range]) -> Counter[Construct]:
    """Count the constructs whose place holds one of `ranges`, which are sorted and disjoint."""
    return Counter(
        entry.construct
        for entry in inventory.entries
        if entry.place and entry.place.path == inventory.path and _holds(entry.place, ranges)
    )


def _holds(place: Span, ranges: Sequence[Range]) -> bool:
    first = bisect_left(ranges, place.start, key=lambda edited: edited.start)
    return first < len(ranges) and ranges[first].end <= place.end


def _named(construct: Construct) -> str:
    kind, target = construct
    shown = " ".join(target.split())
    return f"{kind} {shown if len(shown) <= MAX_SHOWN else shown[:MAX_SHOWN] + '…'}"
