"""What is known so far about one distinct page, and the requests that are under way for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from guidelint.links.fragments import wanted

if TYPE_CHECKING:
    from guidelint.links.judge import Asking
    from guidelint.links.redirects import Chain
    from guidelint.links.services.model import Said
    from guidelint.links.soft404 import Suspicion
    from guidelint.links.urls import Target


class Inquiry(Struct, eq=False):
    """One page under question.

    `links` are the links that lead to it, as written, with their fragments; `names` the ids they ask for.
    `said` is what a service said about the page, `asked` has a line for each time that one was asked, and
    `follow_ups` counts the questions that an answer led to.
    """

    target: Target
    links: dict[str, str | None] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    validators: Mapping[str, str] | None = None
    askings: list[Asking] = field(default_factory=list)
    live: set[PageJob] = field(default_factory=set)
    requests: int = 0
    doubt: Suspicion | None = None
    controls: int = 0
    done: bool = False
    said: Said | None = None
    asked: list[str] = field(default_factory=list)
    follow_ups: int = 0

    def add(self, url: str, fragment: str | None) -> None:
        """Take in a link to the page."""
        self.links[url] = fragment
        if (name := wanted(fragment)) is not None:
            self.names |= {name}


class PageJob(Struct, eq=False):
    """One request to be sent for an inquiry."""

    inquiry: Inquiry
    chain: Chain
    host: str
    fresh: bool = False
    control: bool = False
    probe: bool = False
    level: int = 0

    @property
    def cancelled(self) -> bool:
        """Whether the inquiry has its answer."""
        return self.inquiry.done
