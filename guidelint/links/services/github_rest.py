"""GitHub one repository at a time, for those without a token.

Specified in https://docs.github.com/en/rest/repos/repos#get-a-repository (`full_name`, `archived`,
`private`, `pushed_at`; a former name is answered with 301) and
https://docs.github.com/en/rest/releases/releases#list-releases. 404 is said of what is missing and of what
is private (https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api); redirects and
entity tags are those of
https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING

from msgspec.structs import replace

from guidelint.links.services import forge
from guidelint.links.services.model import Claim, Question, Said, batches

if TYPE_CHECKING:
    from guidelint.links.services.model import ApiAnswer, Context

LABEL = "GitHub"
_HEADERS = (("Accept", "application/vnd.github+json"), ("X-GitHub-Api-Version", "2022-11-28"))
_RELEASES = "/releases?per_page=1"


def questions(claims: Sequence[Claim]) -> list[Question]:
    """Ask about each repository."""
    return [_question(group, f"/repos/{group[0].subject}") for group in batches(claims, 1)]


def _question(claims: tuple[Claim, ...], path: str) -> Question:
    return Question("github", claims[0].base + path, claims, headers=_HEADERS)


def read(question: Question, answer: ApiAnswer, context: Context) -> Mapping[Claim, Said]:  # noqa: ARG001 - of the interface
    """Read what is known of a repository, or whether it has releases."""
    if answer.status == HTTPStatus.NOT_FOUND:
        return dict.fromkeys(question.claims, forge.missing(LABEL))
    if question.url.endswith(_RELEASES):
        evidence = None if answer.data else forge.without_releases(LABEL)
        return {claim: replace(_found(claim, claim.subject), evidence=evidence) for claim in question.claims}
    found = answer.data
    if found["private"]:
        return {}
    return {claim: _said(claim, found) for claim in question.claims}


def _said(claim: Claim, found: Mapping[str, object]) -> Said:
    name = str(found["full_name"])
    if found["archived"]:
        changed = str(found.get("pushed_at") or "")
        return replace(_found(claim, name), evidence=forge.repository(LABEL, archived=True, changed=changed))
    said = _found(claim, name)
    if claim.part == "releases" and not forge.is_another(name, claim.subject):
        return replace(said, then=_question((claim,), f"/repos/{claim.subject}{_RELEASES}"))
    return said


def _found(claim: Claim, name: str) -> Said:
    settled = claim.part in ("repository", "releases") and not claim.address.fragments
    return forge.found(claim, None, label=LABEL, name=name, length=2, settled=settled)
