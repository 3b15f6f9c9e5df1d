"""The configuration that `guidelint init` writes: what goes into it, and its text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field

from guidelint.adopt.model import Left

if TYPE_CHECKING:
    from guidelint.adopt.files import Adopted
    from guidelint.adopt.model import Replacement
    from guidelint.adopt.repository import Repository

UNPRINTABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")
PREFIX = re.compile(r"\^?(https?):(?:\\?/){2}((?:[\w/~%-]|\\[^\w\s]|\.)+)", re.ASCII)
ESCAPED = re.compile(r"\\(.)")
RELATIVE = re.compile(r"\^?[(\[]*(?:\\?[./#]|[a-z_-]+\\?/)(?!.*https?:)")
NOT_OURS = "guidelint asks for the address that stands on the page"
OWN_LINKS = "guidelint follows links inside the site without asking"


class Proposal(Struct):
    """What goes into the configuration, each value with where it comes from: ``lychee.toml line 3``.

    `aliases` are former addresses of the site, with the address now. `ignores` are regular expressions.
    `left` is what does not go in, and why.
    """

    repository: Repository
    aliases: dict[str, tuple[str, str]] = field(default_factory=dict)
    timeouts: dict[str, str] = field(default_factory=dict)
    accepts: dict[str, str] = field(default_factory=dict)
    ignores: dict[str, str] = field(default_factory=dict)
    left: list[tuple[str, str]] = field(default_factory=list)

    @property
    def timeout(self) -> str | None:
        """The longest time-out, in seconds."""
        return max(self.timeouts, key=float, default=None)


def propose(repository: Repository, adopted: Sequence[Adopted]) -> Proposal:
    """Put together what the repository and the settings in it ask for; the first of equals counts."""
    proposal = Proposal(repository)
    for source in adopted:
        carried = source.carried
        for entries, taken in (
            (carried.ignores, proposal.ignores),
            (carried.accepts, proposal.accepts),
            (carried.timeouts, proposal.timeouts),
        ):
            for entry in entries:
                taken.setdefault(entry.text, f"{source.name} line {entry.line}")
        remaining = [
            left for one in carried.replacements if (left := _replacement(proposal, one, source.name))
        ]
        for left in sorted([*carried.left, *remaining], key=lambda left: left.line):
            proposal.left.append((f"{source.name} line {left.line}: {left.text}", left.why))
    return proposal


def render(proposal: Proposal) -> str:
    """Return the text of the configuration: TOML with comments."""
    return "\n".join(_lines(proposal)) + "\n"


def _lines(proposal: Proposal) -> Iterator[str]:
    repository = proposal.repository
    yield '# Written by "guidelint init". The documentation says what else can stand here.'
    yield "#"
    yield "# Found:"
    yield from (_comment(f"- {sentence}") for sentence in repository.found)
    if repository.preset:
        yield from ("", "# Made for sites like this one: what their pages use, and their rules.")
        yield f"preset = {_string(repository.preset)}"
    if repository.absent:
        yield from ("", "# Submodules that are not checked out here: links into them are no findings.")
        yield from ("absent = [", *(f"  {_string(path)}," for path in repository.absent), "]")
    if proposal.aliases:
        yield from ("", "# Former addresses of the site: links to them are read as links to its pages.")
        yield "[aliases]"
        for old, (new, origin) in proposal.aliases.items():
            yield _comment(_reason(origin))
            yield f"{_string(old)} = {_string(new)}"
    yield from _links(proposal)
    if proposal.left:
        yield from ("", "# Not carried over:")
        for what, why in proposal.left:
            yield from (_comment(f"- {what}:"), _comment(f"  {why}"))


def _links(proposal: Proposal) -> Iterator[str]:
    if proposal.timeout or proposal.accepts:
        yield from ("", "[links]")
    if proposal.timeout:
        yield _comment(f"Seconds for a request; {_reason(proposal.timeouts[proposal.timeout])}")
        yield f"timeout = {proposal.timeout}"
    if proposal.accepts:
        yield "# Statuses that count as alive, besides those of success."
        yield "accept = ["
        for status, origin in proposal.accepts.items():
            yield f"  {status if status.isdecimal() else _string(status)},  {_comment(_reason(origin))}"
        yield "]"
    for pattern, origin in proposal.ignores.items():
        yield from ("", "[[links.ignore]]", f"regex = {_string(pattern)}")
        yield f"reason = {_string(_reason(origin))}"


def _replacement(proposal: Proposal, replacement: Replacement, name: str) -> Left | None:
    """Make a former address of the site of a replacement that leads to the site; any other is left."""
    found = PREFIX.fullmatch(replacement.pattern)
    addresses = proposal.repository.addresses
    new = next((url for url in addresses if url.rstrip("/") == replacement.text.rstrip("/")), None)
    if found and new:
        path = ESCAPED.sub(r"\1", found[2]).rstrip("/")
        origin = f"{name} line {replacement.line}"
        proposal.aliases.setdefault(f"{found[1]}://{path}/", (new, origin))
        return None
    why = OWN_LINKS if RELATIVE.match(replacement.pattern) else NOT_OURS
    return Left(f"the replacement of {replacement.pattern} by {replacement.text}", why, replacement.line)


def _reason(origin: str) -> str:
    return f"carried over from {origin}"


def _comment(text: str) -> str:
    return f"# {_printable(text)}"


def _string(text: str) -> str:
    """Return `text` as a TOML string, as it stands where that is possible."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    if "'" in text or UNPRINTABLE.search(text) or "\t" in text:
        return _printable(json.dumps(text, ensure_ascii=False))
    return f"'{text}'" if "\\" in text or '"' in text else f'"{text}"'


def _printable(text: str) -> str:
    return UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
