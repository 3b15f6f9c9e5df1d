"""What services and the desk that asks them say to each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from msgspec import Struct, field

if TYPE_CHECKING:
    from yarl import URL

    from guidelint.links.model import Evidence
    from guidelint.links.verdict import Verdict


class Address(Struct, frozen=True):
    """A page that links lead to: its URL, and the fragments that they name."""

    url: URL
    fragments: frozenset[str] = frozenset()

    @property
    def host(self) -> str:
        """The host in lower case, without a dot at its end."""
        return (self.url.raw_host or "").rstrip(".")

    @property
    def segments(self) -> tuple[str, ...]:
        """The parts of the path, decoded, without empty ones."""
        return tuple(unquote(part) for part in self.url.raw_path.split("/") if part)


class Said(Struct, frozen=True):
    """What a service said about one page.

    `verdict` settles it, None leaves it to a plain request. `again` says that the verdict counts only if a
    second asking confirms it. `reason` goes with the verdict. `moved_to` is where the page is now.
    `evidence` holds in any case, `if_dead` where a plain request finds the page dead. `if_signed_out` is why
    the page is dead if a plain request is led to a sign-in page. `if_led_to` maps the pages that servers
    show in place of a missing one, by the `segments` of their addresses, to why the page is dead if a plain
    request is led there for now. `fragments` maps those that are known to None, or to why they lead nowhere.
    `then` is one more question to ask about the page.
    """

    verdict: Verdict | None = None
    reason: str = ""
    again: bool = False
    moved_to: str | None = None
    evidence: Evidence | None = None
    if_dead: Evidence | None = None
    if_signed_out: str = ""
    if_led_to: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    fragments: Mapping[str, str | None] = field(default_factory=dict)
    then: Question | None = None


class Claim(Struct, frozen=True):
    """A page that a service is responsible for.

    `base` is the address of the API, `subject` what it is asked about, `part` and `path` what of the
    subject the page shows. `plain` is the reason why a plain request is all there is; `said` is what the
    service says without asking anybody.
    """

    service: str
    address: Address
    base: str = ""
    subject: str = ""
    part: str = ""
    path: str = ""
    plain: str = ""
    said: Said | None = None


class Question(Struct, frozen=True):
    """One request to an API, a GET without a `body`, and the claims that its answer is about."""

    service: str
    url: str
    claims: tuple[Claim, ...]
    body: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


class ApiAnswer(Struct, frozen=True):
    """What an API answered. `headers` has lower-case names; `data` is the JSON, `text` the body as text."""

    status: int
    headers: Mapping[str, str]
    text: str = ""
    data: Any = None
    seconds: float = 0.0


class Context(Struct, frozen=True):
    """What a service may know when it makes questions and reads answers.

    `authorised` tells whether requests to the origin of an address carry a token, `heading_ids` gives the
    ids of the headings of a Markdown file, `country` is a two-letter code for stores.
    """

    authorised: Callable[[str], bool] = lambda _: False
    heading_ids: Callable[[str], frozenset[str]] | None = None
    country: str = "us"


def no_questions(claims: Sequence[Claim], context: Context) -> list[Question]:  # noqa: ARG001 - of the interface
    """Ask nothing: the `questions` of a service that has no API."""
    return []


def nothing_said(question: Question, answer: ApiAnswer, context: Context) -> Mapping[Claim, Said]:  # noqa: ARG001 - as above
    """Say nothing: the `read` of a service that has no API."""
    return {}


class Service(Struct, frozen=True):
    """A service: what it is called, which hosts are its own, and its functions.

    One that has no API needs `claim` alone. `api` is the base of its API for a host of its own, with
    ``{host}`` for that host. `documented` is where the behaviour of the API is specified, empty for one that
    is not: such a service is off unless it is switched on. `learns` says what the API gets to know.
    `recognises` tells by the address alone that a host beyond `hosts` runs the software. `says_by_pages`
    holds where a page for readers comes with the status of an error and means what the status says. `kept`
    are the fields of an answer that are remembered with its validator, so that the next run can ask whether
    they still hold.

    `read` gives what is said about each claim of a question; a claim that is not in it is left to a plain
    request. It raises KeyError, TypeError, ValueError, AttributeError or IndexError for an answer of
    another form than documented.
    """

    name: str
    label: str
    hosts: tuple[str, ...]
    documented: str
    claim: Callable[[Address, str], Claim]
    api: str = ""
    learns: str = ""
    questions: Callable[[Sequence[Claim], Context], list[Question]] = no_questions
    read: Callable[[Question, ApiAnswer, Context], Mapping[Claim, Said]] = nothing_said
    recognises: Callable[[Address], bool] = lambda _: False
    says_by_pages: bool = False
    kept: tuple[str, ...] = ()

    def plain(self, address: Address, reason: str) -> Claim:
        """Claim a page that a plain request is enough for."""
        return Claim(self.name, address, plain=reason)


def batches(claims: Sequence[Claim], size: int) -> list[tuple[Claim, ...]]:
    """Split claims into groups that each name at most `size` subjects of one base."""
    groups: dict[str, dict[str, list[Claim]]] = {}
    for claim in claims:
        groups.setdefault(claim.base, {}).setdefault(claim.subject, []).append(claim)
    found: list[tuple[Claim, ...]] = []
    for subjects in groups.values():
        lists = list(subjects.values())
        parts = [lists[start : start + size] for start in range(0, len(lists), size)]
        found += [tuple(claim for group in part for claim in group) for part in parts]
    return found


def slices(claims: Sequence[Claim], size: int) -> list[tuple[Claim, ...]]:
    """Split claims into groups of at most `size` of one base."""
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.base, []).append(claim)
    return [
        tuple(group[start : start + size])
        for group in groups.values()
        for start in range(0, len(group), size)
    ]
