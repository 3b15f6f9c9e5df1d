"""GitHub in batches: one GraphQL query about fifty repositories, their files, and accounts.

Specified in https://docs.github.com/en/graphql/reference: `repository` (which follows former names),
`nameWithOwner`, `isArchived`, `archivedAt`, `isPrivate` (internal ones, too), `isEmpty`, `hasWikiEnabled`,
`releases`, `release` with `isDraft`, which those see who may push, `object` with the `isBinary`,
`isTruncated` and `text` of a blob, and `repositoryOwner`. The address for queries is that of
https://docs.github.com/en/graphql/guides/forming-calls-with-graphql. Every repository is a field with an
alias; one that is not there is null, with an error that names the alias in its path. The `type` of errors,
NOT_FOUND here, is specified nowhere: with any other, a plain request decides. It also decides about a wiki
that is switched off, whose pages lead to the repository.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from guidelint.links.fragments import wanted
from guidelint.links.services import forge
from guidelint.links.services.model import Claim, Question, Said
from guidelint.links.verdict import Verdict

if TYPE_CHECKING:
    from guidelint.links.model import Evidence
    from guidelint.links.services.model import ApiAnswer, Context

REPOSITORIES, OWNERS = 50, 100
LABEL = "GitHub"
_FIELDS = (
    "nameWithOwner isArchived archivedAt isPrivate isEmpty hasWikiEnabled releases(first: 1) { totalCount }"
)
_TEXT = "... on Blob { isBinary isTruncated text }"
_ROOT_FRAGMENT = "readme"


def questions(claims: Sequence[Claim]) -> list[Question]:
    """Make one query for each fifty repositories; accounts go along with them."""
    found = []
    for base in dict.fromkeys(claim.base for claim in claims):
        repositories = _grouped(claim for claim in claims if claim.base == base and claim.part != "owner")
        owners = _grouped(claim for claim in claims if claim.base == base and claim.part == "owner")
        while repositories or owners:
            some, repositories = repositories[:REPOSITORIES], repositories[REPOSITORIES:]
            others, owners = owners[:OWNERS], owners[OWNERS:]
            asked = tuple(claim for group in (*some, *others) for claim in group)
            query = f"query {{ {' '.join([*_repositories(some), *_owners(others)])} }}"
            found.append(Question("github", _endpoint(base), asked, json.dumps({"query": query})))
    return found


def _endpoint(base: str) -> str:
    """Give the address for queries: beside ``/v3`` on an enterprise host, else below the base."""
    return f"{base.removesuffix('/v3')}/graphql"


def _grouped(claims: Iterator[Claim]) -> list[tuple[Claim, ...]]:
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.subject.casefold(), []).append(claim)
    return [tuple(group) for group in groups.values()]


def _repositories(groups: Sequence[tuple[Claim, ...]]) -> Iterator[str]:
    for number, group in enumerate(groups):
        owner, _, name = group[0].subject.partition("/")
        inner = " ".join([_FIELDS, *_objects(group)])
        yield f"r{number}: repository(owner: {json.dumps(owner)}, name: {json.dumps(name)}) {{ {inner} }}"


def _objects(group: Sequence[Claim]) -> Iterator[str]:
    """Ask for the files and releases that links name; their texts only where a place in them is named."""
    for number, claim in enumerate(group):
        if claim.part in ("blob", "tree"):
            text = _TEXT if claim.address.fragments else ""
            yield f"o{number}: object(expression: {json.dumps(claim.path)}) {{ __typename {text} }}"
        elif claim.part == "release":
            yield f"o{number}: release(tagName: {json.dumps(claim.path)}) {{ isDraft }}"
        elif claim.part == "repository" and any(_is_heading(name) for name in claim.address.fragments):
            expression = json.dumps(f"HEAD:{forge.README}")
            yield f"o{number}: object(expression: {expression}) {{ __typename {_TEXT} }}"


def _is_heading(fragment: str) -> bool:
    return wanted(fragment) is not None and fragment.lower() != _ROOT_FRAGMENT


def _owners(groups: Sequence[tuple[Claim, ...]]) -> Iterator[str]:
    for number, group in enumerate(groups):
        yield f"u{number}: repositoryOwner(login: {json.dumps(group[0].subject)}) {{ login }}"


def read(question: Question, answer: ApiAnswer, context: Context) -> Mapping[Claim, Said]:
    """Read what was found under each alias; what failed for another reason than absence says nothing."""
    data: Mapping[str, Any] = answer.data["data"]
    absent = {
        error["path"][0]
        for error in answer.data.get("errors") or ()
        if error.get("type") == "NOT_FOUND" and len(error.get("path") or ()) == 1
    }
    said: dict[Claim, Said] = {}
    repositories = _grouped(claim for claim in question.claims if claim.part != "owner")
    for number, group in enumerate(repositories):
        found = data.get(f"r{number}")
        if found is None and f"r{number}" in absent:
            said.update((claim, forge.missing(LABEL)) for claim in group)
        elif found is not None and not found["isPrivate"]:
            said.update((claim, _said(claim, found, index, context)) for index, claim in enumerate(group))
    owners = _grouped(claim for claim in question.claims if claim.part == "owner")
    for number, group in enumerate(owners):
        if data.get(f"u{number}"):
            said.update((claim, Said(Verdict.OK)) for claim in group)
    return said


def _said(claim: Claim, found: Mapping[str, Any], number: int, context: Context) -> Said:
    name = str(found["nameWithOwner"])
    evidence = forge.repository(
        LABEL, archived=found["isArchived"], since=found.get("archivedAt"), empty=found["isEmpty"]
    )
    if claim.part == "releases" and evidence is None and found["releases"]["totalCount"] == 0:
        evidence = forge.without_releases(LABEL)
    thing = found.get(f"o{number}")
    settled = claim.part in ("repository", "releases")
    if claim.part in ("blob", "tree"):
        settled = thing is not None and (claim.part == "tree" or thing["__typename"] == "Blob")
    elif claim.part == "release":
        settled = thing is not None and not thing["isDraft"]
    said = _found(claim, evidence, name, settled=settled)
    if claim.part == "wiki" and not found["hasWikiEnabled"]:
        homes = (claim.address.segments[:2], tuple(name.split("/")))
        said = replace(said, if_led_to=dict.fromkeys(homes, "the repository has no wiki"))
    return _with_places(claim, said, thing, context)


def _found(claim: Claim, evidence: Evidence | None, name: str, *, settled: bool) -> Said:
    return forge.found(claim, evidence, label=LABEL, name=name, length=2, settled=settled)


def _with_places(claim: Claim, said: Said, thing: Any, context: Context) -> Said:
    fragments = claim.address.fragments
    if not fragments or claim.part not in ("repository", "blob"):
        return said
    name = forge.README if claim.part == "repository" else claim.path.rpartition("/")[2].rpartition(":")[2]
    known = dict(forge.places(fragments, forge.text_of(thing), name, context))
    if claim.part == "repository":
        known |= {fragment: None for fragment in fragments if fragment.lower() == _ROOT_FRAGMENT}
    return replace(said, fragments=known)
