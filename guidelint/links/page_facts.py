"""What a check needs to know of an HTML page: title, first heading, refresh, ids, emptiness.

Reads in pieces, so that no more of a page is fetched than the question needs.
"""

from __future__ import annotations

import codecs
import re
from html.parser import HTMLParser

from guidelint.links.phrases import worth_reading

SHELL_TEXT = 200
_REFRESH = re.compile(
    r"\s*(\d+)(?:\.\d*)?\s*(?:[;,]\s*|\s)(?:url\s*=\s*)?(['\"]?)(.*)", re.IGNORECASE | re.DOTALL
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_TEXT_CODEC = re.compile(
    r"utf-?(?:8|16|32)(?:-\w+)?|ascii|iso8859-\d+|cp\d+|koi8-\w|gb\w+|big5\w*|euc_\w+|shift_jis\w*|iso2022_\w+|mac-\w+|tis-620"
)
_WHITE = re.compile(r"\s+")
_HIDDEN = frozenset({"script", "style", "noscript", "template"})
_TEXT_LIMIT = 300
_UNFINISHED = 64 * 1024


def parse_refresh(content: str) -> tuple[float, str] | None:
    """Read the content of a refresh (HTML standard, shared declarative refresh steps): seconds and address.

    Gives None where it names no other address.
    """
    match = _REFRESH.fullmatch(content)
    if match is None:
        return None
    address = match[3]
    if match[2]:
        address = address.partition(match[2])[0]
    return (float(match[1][:9]), address.strip()) if address.strip() else None


class PageFacts(HTMLParser):
    """Collects the facts of one page from its bytes, in the order they come.

    `charset` is that of the `Content-Type` header, if any; a `meta` element in the first bytes decides
    otherwise, else UTF-8. Bytes that do not decode become replacement characters.
    """

    def __init__(self, charset: str | None = None) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.heading = ""
        self.refresh: tuple[float, str] | None = None
        self.base: str | None = None
        self.ids: set[str] = set()
        self.scripts = 0
        self.text_length = 0
        self.unreadable = False
        self._skimmed = ""
        self._charset = charset
        self._decoder: codecs.IncrementalDecoder | None = None
        self._inside: str | None = None
        self._hidden: str | None = None

    @property
    def is_shell(self) -> bool:
        """Whether scripts make the page: it has some, and next to no text of its own."""
        return self.scripts > 0 and self.text_length < SHELL_TEXT

    def feed_bytes(self, data: bytes) -> None:
        """Take the next bytes of the page.

        `unreadable` is set, and the rest ignored, where a tag or comment has no end: reading such a page on
        would take time that grows with the square of its length.
        """
        if not self.unreadable:
            self._take(self._decode(data))

    def skim_bytes(self, data: bytes) -> None:
        """Take the next bytes of a page of which only title, heading and refresh matter.

        `end` looks at them.
        """
        self._skimmed += self._decode(data)

    def end(self) -> None:
        """Parse what was skimmed, if a verdict could hang on it."""
        if worth_reading(self._skimmed):
            self._take(self._skimmed)
        self._skimmed = ""

    def _decode(self, data: bytes) -> str:
        if self._decoder is None:
            self._decoder = _decoder(self._charset, data)
        try:
            return self._decoder.decode(data)
        except UnicodeError:
            self._decoder = _decoder("utf-8", data)
            return self._decoder.decode(data)

    def _take(self, text: str) -> None:
        self.feed(text)
        self.unreadable = self.cdata_elem is None and len(self.rawdata) > _UNFINISHED

    def parse_marked_section(self, i: int, report: int = 1) -> int:  # noqa: ARG002 - the base class's interface
        """Read ``<![`` as browsers do, as a comment up to the next ``>``."""
        return self.parse_bogus_comment(i)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note ids, refreshes and scripts."""
        for name, value in attrs:
            if value and (name == "id" or (name == "name" and tag == "a")):
                self.ids.add(value)
        if tag == "script":
            self.scripts += 1
        if tag == "base" and self.base is None:
            self.base = dict(attrs).get("href")
        if tag == "meta" and self._hidden is None and self.refresh is None:
            found = dict(attrs)
            if (found.get("http-equiv") or "").strip().lower() == "refresh":
                self.refresh = parse_refresh(found.get("content") or "")
        if tag in _HIDDEN:
            self._hidden = self._hidden or tag
        elif (tag == "title" and not self.title) or (tag == "h1" and not self.heading):
            self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        """Leave a title, a heading or a hidden element."""
        if tag == self._hidden:
            self._hidden = None
        if tag == self._inside:
            self._inside = None

    def handle_data(self, data: str) -> None:
        """Collect the words of title and heading, and count the words a reader sees."""
        if self._hidden:
            return
        if self._inside == "title":
            self.title = _squeeze(self.title + data)
            return
        if self._inside == "h1":
            self.heading = _squeeze(self.heading + data)
        if self.text_length < SHELL_TEXT:
            self.text_length += len(_WHITE.sub(" ", data).strip())


def _squeeze(text: str) -> str:
    return _WHITE.sub(" ", text[: 4 * _TEXT_LIMIT]).lstrip()[:_TEXT_LIMIT]


def _decoder(charset: str | None, start: bytes) -> codecs.IncrementalDecoder:
    if charset is None and (match := _META_CHARSET.search(start, 0, 1024)):
        charset = match[1].decode("ascii", "replace")
    try:
        found = codecs.lookup(charset or "utf-8")
    except (LookupError, ValueError):
        found = codecs.lookup("utf-8")
    name = found.name if _TEXT_CODEC.fullmatch(found.name) else "utf-8"
    return codecs.getincrementaldecoder(name)(errors="replace")
