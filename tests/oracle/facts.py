"""The facts of a rendered page: what a reader or a browser can link to, follow and load."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NamedTuple

from pymdownx import emoji  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Mapping

Attributes = list[tuple[str, str | None]]

HEADING = re.compile(r"h[1-6]\Z")
COMMENT_END = re.compile(r"--!?>")
GENERATED = "data-generated"
MEDIA = frozenset({"source", "video", "audio", "iframe", "embed", "track"})
VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905 - a word list
)
NO_MARKUP_INSIDE = frozenset({"textarea", "xmp", "iframe", "noembed", "noframes"})
EMOJI = frozenset({"twemoji", "emojione", "gemoji"})
EMOJI_SERVERS = (
    emoji.EMOJIONE_SVG_CDN,
    emoji.EMOJIONE_PNG_CDN,
    emoji.TWEMOJI_SVG_CDN,
    emoji.TWEMOJI_PNG_CDN,
    emoji.GITHUB_CDN,
)


class Fact(NamedTuple):
    """One fact of a page, in the words of ``guidelint inspect``.

    `level` and `text` are those of a heading, `classes` those of a link. The id of a heading is
    `doubtful` when an inlined icon brought its XML prolog, DOCTYPE or title into the slug.
    """

    kind: str
    target: str
    level: int = 0
    text: str = ""
    classes: tuple[str, ...] = ()
    doubtful: bool = False


@dataclass(frozen=True)
class Generated:
    """What the extensions of a site add to a page by themselves; it is left out of the facts.

    `permalinks` are classes of links that headings get, `toc` is the class of the table of
    contents, `ids` are the prefixes of generated ids and `emoji` those of the sources of emoji
    images, and `separator` stands between ``fn`` and the label of a footnote.
    """

    permalinks: frozenset[str] = frozenset({"headerlink"})
    heading_links: frozenset[str] = frozenset({"toclink"})
    toc: str = "toc"
    ids: tuple[str, ...] = ("__tabbed_", "__codelineno", "__span", "__code_")
    emoji: tuple[str, ...] = EMOJI_SERVERS
    separator: str = ":"


def generated_by(options: Mapping[str, Mapping[str, Any]]) -> Generated:
    """Return what a site with these extension `options` adds to its pages."""
    toc = options.get("toc", {})
    highlight = options.get("pymdownx.highlight", {})
    prefixes = (highlight.get(name) for name in ("line_spans", "line_anchors"))
    image_path = (options.get("pymdownx.emoji", {}).get("options") or {}).get("image_path")
    default = Generated()
    return Generated(
        permalinks=frozenset({toc.get("permalink_class", "headerlink")}),
        heading_links=frozenset({toc.get("anchorlink_class", "toclink")}),
        toc=toc.get("toc_class", default.toc),
        ids=(*default.ids, *(prefix for prefix in prefixes if isinstance(prefix, str) and prefix)),
        emoji=(image_path,) if image_path else default.emoji,
        separator=options.get("footnotes", {}).get("SEPARATOR", default.separator),
    )


def read_facts(html: str, generated: Generated | None = None) -> list[Fact]:
    """Return the facts in `html` in document order, headings where they end.

    `html` marks what belongs to footnotes as `GENERATED`. Left out: permalinks and the table of
    contents, links between footnotes and their references, ids of footnotes, tabs and code lines,
    emoji images, and everything inside an inlined icon. The name of an `a` element counts as an id
    unless it repeats the id of the element.
    """
    reader = _Reader(generated or Generated())
    reader.feed(html)
    reader.close()
    return reader.facts


def normal_space(text: str) -> str:
    """Return `text` with runs of white space as one space, and none at the ends."""
    return " ".join(text.split())


@dataclass
class _OpenHeading:
    level: int
    id: str
    text: str = ""
    doubtful: bool = False


class _Reader(HTMLParser):
    """Collects facts while the tags pass by; `open` holds (tag, classes) of the open elements."""

    def __init__(self, generated: Generated) -> None:
        super().__init__(convert_charrefs=True)
        self.generated = generated
        self.facts: list[Fact] = []
        self.open: list[tuple[str, frozenset[str]]] = []
        self.heading: _OpenHeading | None = None

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        attributes = {name: value or "" for name, value in reversed(attrs)}
        classes = tuple(attributes.get("class", "").split())
        if not self._inside_icon() and not self._inside_toc():
            self._read_element(tag, attributes, classes)
        if tag == "br":
            self.handle_data(" ")
        if tag not in VOID:
            self.open.append((tag, frozenset(classes)))
        if tag in NO_MARKUP_INSIDE:
            self.set_cdata_mode(tag)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)
        self.clear_cdata_mode()
        if self._inside("svg"):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index][0] == tag:
                del self.open[index:]
                break
        if self.heading and HEADING.match(tag):
            self._finish_heading()

    def handle_data(self, data: str) -> None:
        if self.heading and not self._hidden_in_heading():
            self.heading.text += data
        elif self.heading and self._inside_icon() and data.strip():
            self.heading.doubtful = True

    def handle_decl(self, decl: str) -> None:  # noqa: ARG002 - named by the library
        if self.heading:
            self.heading.doubtful = True

    def handle_pi(self, data: str) -> None:
        self.handle_decl(data)

    def parse_comment(self, i: int, report: int = 1) -> int:  # noqa: ARG002 - named by the library
        """Skip a comment as browsers do (HTML standard, 13.2.5.43): the library closes at ``-- >``."""
        for empty in ("<!-->", "<!--->"):
            if self.rawdata.startswith(empty, i):
                return i + len(empty)
        end = COMMENT_END.search(self.rawdata, i + 4)
        return end.end() if end else len(self.rawdata)

    def parse_html_declaration(self, i: int) -> int:
        """Skip ``<![CDATA[`` as browsers do outside SVG: as a comment that ends at the first ``>``."""
        if self.rawdata.startswith("<![", i):
            end = self.rawdata.find(">", i)
            return end + 1 if end >= 0 else len(self.rawdata)
        return super().parse_html_declaration(i)

    def close(self) -> None:
        super().close()
        if self.heading:
            self._finish_heading()

    def _read_element(self, tag: str, attributes: dict[str, str], classes: tuple[str, ...]) -> None:
        if GENERATED in attributes:
            self._read_footnote(tag, attributes)
            return
        if HEADING.match(tag) and attributes.get("id"):
            self.heading = _OpenHeading(int(tag[1]), attributes["id"])
            return
        self._read_ids(tag, attributes)
        if tag == "a" and "href" in attributes:
            self._read_link(attributes["href"], classes)
        elif tag == "img" and "src" in attributes and not self._is_emoji(attributes["src"], classes):
            self.facts.append(Fact("image", attributes["src"]))
        elif tag in MEDIA and "src" in attributes:
            self.facts.append(Fact("media", attributes["src"]))

    def _read_ids(self, tag: str, attributes: dict[str, str]) -> None:
        names = [attributes.get("id", "")]
        if tag == "a" and attributes.get("name", "") != names[0]:
            names.append(attributes.get("name", ""))
        for name in filter(None, names):
            if not name.startswith(self.generated.ids):
                self.facts.append(Fact("id", name))

    def _read_link(self, href: str, classes: tuple[str, ...]) -> None:
        added = self.generated.permalinks | self.generated.heading_links
        if not added.intersection(classes) and not href.startswith("#__codelineno"):
            self.facts.append(Fact("link", href, classes=classes))

    def _read_footnote(self, tag: str, attributes: dict[str, str]) -> None:
        prefix = f"fn{self.generated.separator}"
        if tag == "li":
            self.facts.append(Fact("footnote-def", attributes["id"].removeprefix(prefix)))
        elif attributes.get("class") == "footnote-ref":
            self.facts.append(Fact("footnote-ref", attributes["href"].removeprefix(f"#{prefix}")))

    def _is_emoji(self, src: str, classes: tuple[str, ...]) -> bool:
        """Tell an emoji from an image whose author gave it the class of one."""
        return bool(EMOJI.intersection(classes)) and src.startswith(self.generated.emoji)

    def _finish_heading(self) -> None:
        assert self.heading
        level, id_, text = self.heading.level, self.heading.id, normal_space(self.heading.text)
        self.facts.append(Fact("heading", id_, level, text, doubtful=self.heading.doubtful))
        self.heading = None

    def _inside(self, tag: str) -> bool:
        return any(name == tag for name, _ in self.open)

    def _inside_icon(self) -> bool:
        return self._inside("svg") and any(EMOJI & classes for _, classes in self.open)

    def _inside_toc(self) -> bool:
        return any(tag == "div" and self.generated.toc in classes for tag, classes in self.open)

    def _hidden_in_heading(self) -> bool:
        hidden = self.generated.permalinks | {"footnote-ref"}
        return self._inside_icon() or any(
            tag in ("script", "style") or hidden & classes for tag, classes in self.open
        )
