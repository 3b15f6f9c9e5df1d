"""GitLab, on gitlab.com and on any other host: projects, their releases and files.

Asked by GraphQL, ten projects in one query, because the REST API does not tell who is not signed in whether
a project is archived. Any host is taken for GitLab whose name begins with `gitlab.` or whose address has the
part `/-/`; one that is not GitLab is asked once, in vain.

Specified in GitLab's documentation, and in its source where that says more:

- https://docs.gitlab.com/api/graphql/: the address, that strangers may ask about what is public, and the
  limits of 10,000 characters and, for strangers, 200 points a query.
- https://docs.gitlab.com/api/graphql/reference/#project, made of `project_type.rb`, `repository_type.rb` and
  `repository/blob_type.rb` in `app/graphql/types`: `fullPath`, `archived`, `visibility`, `repository` (null
  for those who may not read the code) with `empty` and `blobs`, and `releases` with `count`. The count is 0
  for those who may not see releases, too (`app/finders/releases_finder.rb`), so that the page is looked at
  then.
- `lib/gitlab/graphql/loaders/full_path_model_loader.rb` and
  `spec/requests/api/graphql/project_query_spec.rb`: a project that is missing, private or has another name
  now is null, without an error. Its page redirects to the present name, else to a sign-in page with status
  200 (`app/controllers/concerns/routable_actions.rb`): on hosts that are open to everybody the latter means
  that readers find nothing.
- `app/graphql/resolvers/blobs_resolver.rb`: a file that is missing is not among the `blobs`. Its page
  redirects to the root of the ref, and elsewhere if it is a folder or on a default branch that has another
  name now (`app/controllers/projects/blob_controller.rb`).
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
"""A project with a file costs 17 points (`app/graphql/types/base_field.rb`), so ten stay below the limit."""
MOST_LETTERS = 10_000
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
    return [question for group in slices(claims, AT_ONCE) for question in _about(group)]


def _about(claims: tuple[Claim, ...]) -> list[Question]:
    """Ask in one query, or in several where it would be longer than GitLab takes."""
    query = f"query {{ {' '.join(_projects(claims))} }}"
    if len(query) > MOST_LETTERS and len(claims) > 1:
        half = len(claims) // 2
        return [*_about(claims[:half]), *_about(claims[half:])]
    return [Question(NAME, f"{claims[0].base}/api/graphql", claims, json.dumps({"query": query}))]


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
    """Read what was found of each project; one that an error is about says nothing."""
    data: Mapping[str, Any] = answer.data["data"]
    failed = {error["path"][0] for error in answer.data.get("errors") or ()}
    named = ((f"p{number}", claim) for number, claim in enumerate(question.claims))
    return {claim: _said(claim, data[alias]) for alias, claim in named if alias not in failed}


def _said(claim: Claim, found: Mapping[str, Any] | None) -> Said:
    if found is None:
        said = forge.missing(LABEL, "project")
        if claim.address.host in OPEN_HOSTS:
            return replace(said, if_signed_out="there is no such project, or it is not public")
        return said
    if found["visibility"] != "public":
        return Said()
    repository = found["repository"] or {}
    evidence = forge.repository(LABEL, archived=bool(found["archived"]), empty=bool(repository.get("empty")))
    releases = (found.get("releases") or {}).get("count")
    if claim.part == "releases" and releases == 0:
        evidence = evidence or forge.without_releases(LABEL)
    shown = claim.part == "repository" or (claim.part == "releases" and bool(releases))
    settled = shown and not claim.address.fragments
    said = forge.found(
        claim,
        evidence,
        label=LABEL,
        name=str(found["fullPath"]),
        length=claim.subject.count("/") + 1,
        settled=settled,
    )
    if claim.part in ("blob", "raw"):
        return _with_file(claim, said, repository)
    return said


def _with_file(claim: Claim, said: Said, repository: Mapping[str, Any]) -> Said:
    """The page of a file that is not there sends readers to the root of its ref."""
    if (repository.get("blobs") or {}).get("nodes") != []:
        return said
    ref, _ = json.loads(claim.path)
    root = (*claim.subject.split("/"), "-", "tree", ref)
    return replace(said, if_led_to={root: "there is no such file"})


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
