"""Codeberg and other hosts that run Forgejo or Gitea: repositories, their releases, accounts.

Besides the hosts named here, those are known whose names begin with `gitea.`, `forgejo.` or `codeberg.`.

Specified in https://docs.gitea.com/api/ and https://codeberg.org/api/swagger, and in the source where that
says more:

- `modules/structs/repo.go`: `full_name`, `archived`, `archived_at` (in later versions; before there was any
  Gitea for what is not archived), `empty`, `private`, `internal` and `release_counter`, which is 0, too,
  where readers see no releases (`services/convert/repository.go`).
- `modules/structs/user.go`: `login` and, in later versions, `visibility`. Names of organisations are those
  of accounts.
- `routers/api/v1/api.go`, `services/context/user.go`: 404 is said of what is missing or private, and a
  former name is answered with a redirect, status 301 or 307, to the same question about the present name.
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
_YEAR_OF_GITEA = "2016"


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
    is_owner = question.claims[0].part == "owner"
    if answer.status == HTTPStatus.NOT_FOUND:
        return dict.fromkeys(question.claims, forge.missing(LABEL, "account" if is_owner else "repository"))
    if is_owner:
        return {claim: Said(Verdict.OK) for claim in question.claims if _is_present(claim, found)}
    if found["private"] or found.get("internal"):
        return {}
    return {claim: _said(claim, found) for claim in question.claims}


def _is_present(claim: Claim, found: Mapping[str, object]) -> bool:
    """Tell whether strangers see the account, by the name that it has in the link."""
    is_same = not forge.is_another(str(found["login"]), claim.subject)
    return is_same and found.get("visibility", "public") == "public"


def _said(claim: Claim, found: Mapping[str, object]) -> Said:
    since = str(found.get("archived_at") or "")
    evidence = forge.repository(
        LABEL,
        archived=bool(found["archived"]),
        since=since if since >= _YEAR_OF_GITEA else None,
        empty=bool(found["empty"]),
    )
    releases = found.get("release_counter")
    if claim.part == "releases" and releases == 0:
        evidence = evidence or forge.without_releases(LABEL)
    shown = claim.part == "repository" or (claim.part == "releases" and bool(releases))
    settled = shown and not claim.address.fragments
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
    kept=(
        *("full_name", "archived", "archived_at", "empty", "private", "internal", "release_counter"),
        *("login", "visibility"),
    ),
)
