"""Codeberg and other hosts that run Forgejo or Gitea: repositories, their releases, accounts.

Specified in https://codeberg.org/api/swagger and https://docs.gitea.com/api/: `archived`, `archived_at`,
`empty`, `release_counter`; a former name is answered with a redirect; 404 is said of what is missing or
private. Besides the hosts named here, those are known whose names begin with `gitea.`, `forgejo.` or
`codeberg.`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING

from guidelint.links.services import forge
from guidelint.links.services.model import Claim, Question, Said, Service, batches
from guidelint.links.verdict import Verdict

if TYPE_CHECKING:
    from guidelint.links.services.model import Address, ApiAnswer, Context

NAME, LABEL = "gitea", "Forgejo"
_HOST = re.compile(r"(?:gitea|forgejo|codeberg)\.[\w.-]+")
_NAME = re.compile(r"[\w.-]+", re.ASCII)
_OWN_PAGES = frozenset(
    {"-", "admin", "api", "assets", "explore", "notifications", "org", "repo", "swagger", "user"}
)
_EPOCH = "1970"


def recognises(address: Address) -> bool:
    """Tell such a host by its name."""
    return bool(_HOST.fullmatch(address.host))


def claim(address: Address, base: str) -> Claim:
    """Claim a page of such a host."""
    parts = address.segments
    if not parts or parts[0] in _OWN_PAGES or not all(map(_NAME.fullmatch, parts[:2])):
        return SERVICE.plain(address, "a page of the host itself")
    if len(parts) == 1:
        return Claim(NAME, address, base, parts[0], "owner")
    rest = parts[2:]
    part = "repository" if not rest else "releases" if rest == ("releases",) else "page"
    return Claim(NAME, address, base, f"{parts[0]}/{parts[1].removesuffix('.git')}", part)


def questions(claims: Sequence[Claim], context: Context) -> list[Question]:  # noqa: ARG001 - of the interface
    """Ask about each repository and each account."""
    found = []
    for group in batches(claims, 1):
        kind = "users" if group[0].part == "owner" else "repos"
        found.append(Question(NAME, f"{group[0].base}/api/v1/{kind}/{group[0].subject}", group))
    return found


def read(question: Question, answer: ApiAnswer, context: Context) -> Mapping[Claim, Said]:  # noqa: ARG001 - of the interface
    """Read what is known of a repository or an account."""
    found = answer.data
    if question.claims[0].part == "owner":
        missing = answer.status == HTTPStatus.NOT_FOUND
        said = forge.missing(LABEL, "account") if missing else Said(Verdict.OK)
        return {} if not missing and not found["login"] else dict.fromkeys(question.claims, said)
    if answer.status == HTTPStatus.NOT_FOUND:
        return dict.fromkeys(question.claims, forge.missing(LABEL))
    return {} if found["private"] else {claim: _said(claim, found) for claim in question.claims}


def _said(claim: Claim, found: Mapping[str, object]) -> Said:
    since = str(found.get("archived_at") or "")
    evidence = forge.repository(
        LABEL,
        archived=bool(found["archived"]),
        since=None if since.startswith(_EPOCH) else since,
        empty=bool(found["empty"]),
    )
    if claim.part == "releases" and evidence is None and found.get("release_counter") == 0:
        evidence = forge.without_releases(LABEL)
    settled = claim.part in ("repository", "releases") and not claim.address.fragments
    return forge.found(claim, evidence, label=LABEL, name=str(found["full_name"]), length=2, settled=settled)


SERVICE = Service(
    name=NAME,
    label=LABEL,
    hosts=("codeberg.org", "gitea.com"),
    api="https://{host}",
    documented="https://docs.gitea.com/api/",
    learns="the names of its own repositories and accounts that are linked",
    claim=claim,
    questions=questions,
    read=read,
    recognises=recognises,
    kept=("full_name", "archived", "archived_at", "empty", "private", "release_counter", "login"),
)
