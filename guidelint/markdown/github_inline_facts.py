"""From the tokens of one text of GitHub Markdown to its links, images, code and literal runs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from guidelint.markdown.github_autolinks import bare_mails
from guidelint.markdown.github_blocks import BLANKS, References, target_range
from guidelint.markdown.page import Code, FootnoteReference, Image, Link, UndefinedReference

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from guidelint.markdown.github_inline import Undefined
    from guidelint.markdown.lines import Content
    from guidelint.source import Span

Range = tuple[int, int]


class OpenLink(Struct):
    """A link whose text is being read; the indexes tell what was there before it."""

    token: Token
    visible: int
    images: int


class InlineReader:
    """Reads the tokens of one text. `visible` holds the pieces that a reader sees.

    `taken` are the ranges that are not literal text, `linked` those inside of links, `bracketed` the
    starts of links, images and footnote references; all in order.
    """

    def __init__(self, content: Content, references: References, md: MarkdownIt, block: int) -> None:
        self.content = content
        self.references = references
        self.md = md
        self.block = block
        self.visible: list[str] = []
        self.links: list[Link] = []
        self.images: list[Image] = []
        self.codes: list[Code] = []
        self.footnotes: list[FootnoteReference] = []
        self.labels_used: set[str] = set()
        self.taken: list[Range] = []
        self.linked: list[Range] = []
        self.bracketed: list[int] = []
        self.link: OpenLink | None = None
        self.html_link: int | None = None

    def token(self, token: Token) -> None:
        """Take in one token."""
        kind = token.type
        if kind in ("text", "text_special", "code_inline"):
            self.visible.append(token.content)
        elif kind in ("softbreak", "hardbreak"):
            self.visible.append("\n")
        if kind == "text":
            return
        start, end = token.meta["range"]
        if kind in ("link_open", "link_close", "image", "footnote_ref"):
            self.bracketed_construct(token, start, end)
        elif kind == "code_inline":
            self.taken.append((start, end))
            self.codes.append(Code(self.span(start, end), inline=True))
        elif kind == "text_special":
            self.taken.append((start, start + 1) if token.info == "escape" else (start, end))
        elif token.nesting:
            size = len(token.markup)
            self.taken.append((end - size, end) if token.nesting > 0 else (start, start + size))
        else:
            self.taken.append((start, end))

    def bracketed_construct(self, token: Token, start: int, end: int) -> None:
        """Take in a link, an image or a footnote reference."""
        if token.type == "link_open":
            self.link = OpenLink(token, len(self.visible), len(self.images))
            self.bracketed.append(start)
            self.taken.append((start, start + 1) if not token.markup else (start, end))
        elif token.type == "link_close":
            self.link_closed(token, start, end)
        elif token.type == "image":
            self.image(token, start, end)
        else:
            self.bracketed.append(start)
            self.taken.append((start, end))
            self.footnotes.append(FootnoteReference(token.meta["label"], self.span(start, end), self.block))

    def html(self, token: Token) -> None:
        """Take in a tag written as HTML: what stands between ``<a>`` and ``</a>`` is inside a link."""
        start, end = token.meta["range"]
        self.taken.append((start, end))
        tag = token.content[:3].lower()
        if tag[:2] == "<a" and not tag[2:].isalnum():
            self.html_link = end
        elif tag == "</a" and self.html_link is not None:
            self.linked.append((self.html_link, start))
            self.html_link = None

    def link_closed(self, token: Token, start: int, end: int) -> None:
        """Add the link that ends here."""
        opened = self.link
        if opened is None:
            return
        self.link = None
        attributes, markup = opened.token.attrs, opened.token.markup
        if markup:
            form, text_end = ("magic" if markup == "magic" else "autolink"), end
            inset = 0 if markup == "magic" else 1
            target = self.span(start + inset, end - inset)
        else:
            text_end = token.meta["text_end"]
            self.taken.append((text_end, end))
            form, target = self.target(opened.token, text_end, end)
        self.linked.append((start, end))
        title = attributes.get("title")
        text = " ".join("".join(self.visible[opened.visible :]).split())
        images = tuple(image.target for image in self.images[opened.images :])
        link = Link(
            target=str(attributes["href"]),
            text=text,
            span=self.span(start, end),
            target_span=target,
            form=form,
            title=None if title is None else str(title),
            images=images,
            block=self.block,
        )
        self.links.append(link)

    def image(self, token: Token, start: int, end: int) -> None:
        """Add an image."""
        self.bracketed.append(start)
        self.taken.append((start, end))
        form, target = self.target(token, start + len("![") + len(token.content), end)
        title = token.attrs.get("title")
        image = Image(
            target=str(token.attrs["src"]),
            alt=" ".join(_alternative(token.children or []).split()),
            span=self.span(start, end),
            target_span=target,
            form=form,
            title=None if title is None else str(title),
            block=self.block,
        )
        self.images.append(image)

    def target(self, token: Token, text_end: int, end: int) -> tuple[str, Span]:
        """Return the form of a link or image, and where its target stands."""
        label = token.meta.get("label")
        if label is not None:
            self.labels_used.add(label)
            return "reference", self.references.targets[label]
        blanks = BLANKS.match(self.content.text, text_end + len("]("))
        start = blanks.end() if blanks else end
        return "inline", self.span(*target_range(self.md, self.content.text, start, end))

    def span(self, start: int, end: int) -> Span:
        """Return the place of a range of the text."""
        return self.content.span(start, end)

    def runs(self) -> list[Range]:
        """Return the ranges of literal text, each on one line; mail addresses in it become links."""
        literal = []
        for low, high in self.gaps():
            if self.is_linked(low):
                literal.append((low, high))
                continue
            position = low
            for start, end in bare_mails(self.content.text, low, high):
                literal.append((position, start))
                position = end
                written, span = self.content.text[start:end], self.span(start, end)
                self.links.append(Link(f"mailto:{written}", written, span, span, "magic", block=self.block))
            literal.append((position, high))
        return [run for low, high in literal for run in self.lines(low, high)]

    def gaps(self) -> Iterator[Range]:
        """Yield the ranges between those that are taken."""
        position = 0
        for low, high in sorted(self.taken):
            if position < low:
                yield position, low
            position = max(position, high)
        if position < len(self.content.text):
            yield position, len(self.content.text)

    def is_linked(self, position: int) -> bool:
        """Tell whether `position` is inside of a link."""
        found = bisect_right(self.linked, (position, len(self.content.text) + 1)) - 1
        return found >= 0 and position < self.linked[found][1]

    def lines(self, start: int, end: int) -> Iterator[Range]:
        """Yield the parts of a range that stand on one line each, blank ones left out."""
        while start < end:
            newline = self.content.text.find("\n", start, end)
            stop = newline if newline >= 0 else end
            if self.content.text[start:stop].strip():
                yield start, stop
            start = stop + 1

    def undefined(self, found: list[Undefined]) -> Iterator[UndefinedReference]:
        """Yield the references without definition whose last brackets did not start something else."""
        for item in found:
            index = bisect_left(self.bracketed, item.label_start)
            if index == len(self.bracketed) or self.bracketed[index] >= item.end:
                yield UndefinedReference(item.label, item.form, self.span(item.start, item.end), self.block)


def _alternative(tokens: list[Token]) -> str:
    pieces = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        elif token.type == "image":
            pieces.append(_alternative(token.children or []))
        elif token.type in ("text", "text_special", "code_inline"):
            pieces.append(token.content)
    return "".join(pieces)
