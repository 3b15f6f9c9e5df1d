"""GitHub: repositories, their releases, files and wikis, and accounts.

With a token, fifty repositories are asked about in one GraphQL query; without one, the REST API is asked
about each until its quota (60 an hour for one address) is gone, and plain requests do the rest. A private
repository that the token may see is left to a plain request: the report shows what readers see, and names
nothing private.

Specified in https://docs.github.com/en/graphql/reference and https://docs.github.com/en/rest/repos/repos,
which `github_graphql.py` and `github_rest.py` name the fields of; limits in
https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api and
https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from guidelint.links.services import github_graphql, github_rest
from guidelint.links.services.model import Claim, Service

if TYPE_CHECKING:
    from guidelint.links.services.model import Address, ApiAnswer, Context, Question, Said

NAME, LABEL = "github", "GitHub"
API = "https://api.github.com"
RAW = "raw.githubusercontent.com"
_LOGIN = re.compile(r"[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}")
_REPOSITORY = re.compile(r"[\w.-]{1,100}", re.ASCII)
_OWN_PAGES = frozenset(
    {
        "about",
        "account",
        "apps",
        "blog",
        "codespaces",
        "collections",
        "contact",
        "copilot",
        "customer-stories",
        "dashboard",
        "enterprise",
        "events",
        "explore",
        "features",
        "issues",
        "join",
        "login",
        "logout",
        "marketplace",
        "mobile",
        "new",
        "notifications",
        "organizations",
        "orgs",
        "pricing",
        "pulls",
        "readme",
        "search",
        "security",
        "sessions",
        "settings",
        "signup",
        "site",
        "solutions",
        "sponsors",
        "stars",
        "team",
        "teams",
        "topics",
        "trending",
        "users",
        "watching",
    }
)
_FILES = frozenset({"blob", "tree", "raw"})


def claim(address: Address, base: str) -> Claim:
    """Claim a page of GitHub."""
    parts = address.segments
    if not parts or parts[0].lower() in _OWN_PAGES or not _LOGIN.fullmatch(parts[0]):
        return SERVICE.plain(address, "a page of GitHub itself")
    if address.host == RAW:
        ref, path = _file(parts[2:4], parts[4:])
        return Claim(NAME, address, base, "/".join(parts[:2]), "blob", f"{ref}:{path}")
    if len(parts) == 1:
        if address.url.query_string:
            return SERVICE.plain(address, "a list, which a plain request finds")
        return Claim(NAME, address, base, parts[0], "owner")
    name = parts[1].removesuffix(".git")
    if not _REPOSITORY.fullmatch(name):
        return SERVICE.plain(address, "a page of GitHub itself")
    part, path = _part(parts[2:])
    return Claim(NAME, address, base, f"{parts[0]}/{name}", part, path)


def _part(rest: Sequence[str]) -> tuple[str, str]:
    if not rest:
        return "repository", ""
    kind = rest[0]
    if kind == "releases" and (len(rest) == 1 or tuple(rest[1:]) == ("latest",)):
        return "releases", ""
    if kind == "releases" and len(rest) == 3 and rest[1] == "tag":
        return "release", rest[2]
    if kind in _FILES and len(rest) > 1:
        ref, path = _file(rest[1:2], rest[2:])
        return "blob" if kind != "tree" else "tree", f"{ref}:{path}"
    return "wiki" if kind == "wiki" else "page", ""


def _file(ref: Sequence[str], path: Sequence[str]) -> tuple[str, str]:
    """Take the first segment for the ref; one with a slash is not found, and left to a plain request."""
    return "/".join(ref), "/".join(path)


def questions(claims: Sequence[Claim], context: Context) -> list[Question]:
    """Ask in batches where there is a token, else about each repository."""
    with_token = [claim for claim in claims if context.authorised(claim.base)]
    without = [claim for claim in claims if claim.part != "owner" and not context.authorised(claim.base)]
    return [*github_graphql.questions(with_token), *github_rest.questions(without)]


def read(question: Question, answer: ApiAnswer, context: Context) -> Mapping[Claim, Said]:
    """Read an answer of either API."""
    if question.body is not None:
        return github_graphql.read(question, answer, context)
    return github_rest.read(question, answer, context)


SERVICE = Service(
    name=NAME,
    label=LABEL,
    hosts=("github.com", "www.github.com", RAW),
    api=API,
    documented="https://docs.github.com/en/graphql/reference",
    learns="the names of the repositories and accounts that are linked",
    claim=claim,
    questions=questions,
    read=read,
    kept=("full_name", "archived", "private", "pushed_at"),
)
