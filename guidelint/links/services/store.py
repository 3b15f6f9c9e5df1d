"""What stores have in common: what is said of an app that is there or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidelint.links.model import Evidence
from guidelint.links.services.model import Said
from guidelint.links.verdict import State, Verdict

if TYPE_CHECKING:
    from guidelint.links.services.model import Claim

PRESENT = Said(Verdict.OK)


def gone(label: str, text: str = "not in the store") -> Evidence:
    """Give what is said of an app that is not in its store."""
    return Evidence(label, State.GONE, text)


def missing(label: str, text: str = "not in the store") -> Said:
    """Say that an app is not there, in a store that shows a page for anything: it is asked a second time."""
    evidence = gone(label, text)
    return Said(Verdict.DEAD, text, again=True, evidence=evidence)


def doubtful(label: str, text: str = "not in the store") -> Said:
    """Leave an app that is not there to a plain request, which tells the truth in this store."""
    return Said(if_dead=gone(label, text))


def said_of(claims: tuple[Claim, ...], said: Said) -> dict[Claim, Said]:
    """Say the same of all claims."""
    return dict.fromkeys(claims, said)
