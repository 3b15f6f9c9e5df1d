"""GitLab, on gitlab.com and on any other host: projects, their releases and files.

Asked by GraphQL, ten projects in one query, because the REST API does not tell who is not signed in whether a
project is archived. Specified in https://docs.gitlab.com/api/graphql/reference/#project; a project that is
missing or private is null. Its page then redirects to a sign-in page with status 200: on hosts that are
open to everybody that means that readers find nothing. Any host is taken for GitLab whose name begins with
`gitlab.` or whose address has the part `/-/`; one that is not GitLab is asked once, in vain.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from guidelint.links.services import forge
from guidelint.links.services.model import Claim, Question, Said, Service, slices

if TYPE_CHECKING:
    from guidelint.links.services.model import Address, ApiAnswer, Context

NAME, LABEL = "gitlab", "GitLab"
AT_ONCE = 10
OPEN_HOSTS = (
    "gitlab.com",
    "gitlab.gnome.org",
    "gitlab.freedesktop.org",
    "gitlab.torproject.org",
    "salsa.debian.org",
    "invent.kde.org",
    "framagit.org",
    "0xacab.org",
)
_HOST = re.compile(r"gitlab\.(?!io$)[\w.-]+")
_OWN_PAGES = frozenset(
    {"admin", "api", "dashboard", "explore", "groups", "help", "projects", "search", "users"}
)
_FILES = frozenset({"blob", "tree", "raw"})


def recognises(address: Address) -> bool:
    """Tell GitLab by the name of the host, or by the ``-`` that its addresses have behind a project."""
    return bool(_HOST.fullmatch(address.host)) or "-" in address.segments[2:-1]


def claim(address: Address, base: str) -> Claim:
    """Claim a page of GitLab."""
    parts = address.segments
    if len(parts) < 2 or parts[0] in _OWN_PAGES or parts[0] == "-":
        return SERVICE.plain(address, "an account, a group or a page of GitLab itself")
    project, rest = (
        (parts[: parts.index("-")], parts[parts.index("-") + 1 :]) if "-" in parts else (parts, ())
    )
    part, path = "page", ""
    if not rest:
        part = "repository"
    elif tuple(rest) == ("releases",):
        part = "releases"
    elif rest[0] in _FILES and len(rest) > 2:
        part, path = rest[0], json.dumps([rest[1], "/".join(rest[2:])])
    return Claim(NAME, address, base, "/".join(project).removesuffix(".git"), part, path)


def questions(claims: Sequence[Claim], context: Context) -> list[Question]:  # noqa: ARG001 - of the interface
    """Ask about ten projects of one host at once."""
    found = []
    for group in slices(claims, AT_ONCE):
        query = f"query {{ {' '.join(_projects(group))} }}"
        found.append(Question(NAME, f"{group[0].base}/api/graphql", group, json.dumps({"query": query})))
    return found


def _projects(claims: Sequence[Claim]) -> Iterator[str]:
    for number, claim in enumerate(claims):
        inner = f"fullPath archived visibility repository {{ empty {_file(claim)} }}"
        if claim.part == "releases":
            inner += " releases { count }"
        yield f"p{number}: project(fullPath: {json.dumps(claim.subject)}) {{ {inner} }}"


def _file(claim: Claim) -> str:
    if claim.part not in ("blob", "raw"):
        return ""
    ref, path = json.loads(claim.path)
    return f"blobs(ref: {json.dumps(ref)}, paths: [{json.dumps(path)}]) {{ nodes {{ path }} }}"


def read(question: Question, answer: ApiAnswer, context: Context) -> Mapping[Claim, Said]:  # noqa: ARG001 - of the interface
    """Read what was found of each project."""
    data: Mapping[str, Any] = answer.data["data"]
    if answer.data.get("errors"):
        return {}
    return {claim: _said(claim, data[f"p{number}"]) for number, claim in enumerate(question.claims)}


def _said(claim: Claim, found: Mapping[str, Any] | None) -> Said:
    if found is None:
        said = forge.missing(LABEL, "project")
        if claim.address.host in OPEN_HOSTS:
            return replace(said, if_led_away="there is no such project, or it is not public")
        return said
    if found.get("visibility") not in (None, "public"):
        return Said()
    repository = found.get("repository") or {}
    evidence = forge.repository(LABEL, archived=bool(found["archived"]), empty=bool(repository.get("empty")))
    settled = claim.part in ("repository", "releases") and not claim.address.fragments
    if claim.part == "releases" and evidence is None and (found.get("releases") or {}).get("count") == 0:
        evidence = forge.without_releases(LABEL)
    said = forge.found(
        claim,
        evidence,
        label=LABEL,
        name=str(found["fullPath"]),
        length=claim.subject.count("/") + 1,
        settled=settled,
    )
    if claim.part in ("blob", "raw"):
        return _with_file(said, repository)
    return said


def _with_file(said: Said, repository: Mapping[str, Any]) -> Said:
    """A file that is not there is answered with a redirect to the folder above, which a reader sees."""
    if (repository.get("blobs") or {}).get("nodes") == []:
        return replace(said, if_led_away="there is no such file")
    return said


SERVICE = Service(
    name=NAME,
    label=LABEL,
    hosts=OPEN_HOSTS,
    api="https://{host}",
    documented="https://docs.gitlab.com/api/graphql/reference/",
    learns="the names of its own projects that are linked",
    claim=claim,
    questions=questions,
    read=read,
    recognises=recognises,
)
