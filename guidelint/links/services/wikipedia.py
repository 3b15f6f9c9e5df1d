"""Wikipedia: fifty titles in one question, and the sections of pages whose sections are linked.

Templates make anchors that are no sections: what is not among the sections is looked for in the page itself.

Specified in https://www.mediawiki.org/wiki/API:Query (`titles`, at most 50; `normalized`, `redirects`,
`missing`, `invalid`, `special`) and https://www.mediawiki.org/wiki/API:Parsing_wikitext (`prop=sections`,
`anchor`), and in `includes/Api/ApiPageSet.php` and `includes/Api/ApiParse.php` of MediaWiki. Since version
1.46 the latter prefers `prop=tocdata`, which holds the same anchors (`src/Core/TOCData.php` of Parsoid); a
wiki gives what it knows of both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from guidelint.links.fragments import wanted
from guidelint.links.model import Evidence
from guidelint.links.services.model import Claim, Question, Said, Service, batches
from guidelint.links.verdict import State, Verdict

if TYPE_CHECKING:
    from guidelint.links.services.model import Address, ApiAnswer, Context

NAME, LABEL = "wikipedia", "Wikipedia"
AT_ONCE = 50
MOST_LETTERS = 6000
_PARSE = "action=parse"
_SECTIONS = quote("sections|tocdata", safe="")
_HOST = re.compile(r"[a-z-]{2,12}(?:\.m)?\.wikipedia\.org")
_INVALID = re.compile(r"[|#<>\[\]{}]")


def recognises(address: Address) -> bool:
    """Tell the wiki of a language by its host."""
    return bool(_HOST.fullmatch(address.host))


def claim(address: Address, base: str) -> Claim:
    """Claim an article."""
    path = address.url.raw_path
    title = unquote(path.removeprefix("/wiki/")).replace("_", " ").strip()
    if not path.startswith("/wiki/") or not title or _INVALID.search(title) or address.url.query_string:
        return SERVICE.plain(address, "no article in its present form")
    if title.partition(":")[0].lower() in ("special", "media"):
        return SERVICE.plain(address, "a page that the wiki makes")
    return Claim(NAME, address, base, title)


def questions(claims: Sequence[Claim], context: Context) -> list[Question]:  # noqa: ARG001 - of the interface
    """Ask about fifty articles of one language at once."""
    return [question for group in batches(claims, AT_ONCE) for question in _about(group)]


def _about(claims: tuple[Claim, ...]) -> list[Question]:
    """Ask in one question, or in two where its address would be longer than servers take."""
    subjects = list(dict.fromkeys(claim.subject for claim in claims))
    titles = quote("|".join(subjects), safe="")
    if len(titles) > MOST_LETTERS and len(subjects) > 1:
        halves = batches(claims, (len(subjects) + 1) // 2)
        return [question for half in halves for question in _about(half)]
    url = f"{claims[0].base}?action=query&format=json&formatversion=2&redirects=1&titles={titles}"
    return [Question(NAME, url, claims)]


def read(question: Question, answer: ApiAnswer, context: Context) -> Mapping[Claim, Said]:  # noqa: ARG001 - of the interface
    """Read which articles there are, or which sections one has."""
    if _PARSE in question.url:
        parsed = answer.data["parse"]
        sections = parsed["sections"] if "sections" in parsed else parsed["tocdata"]["sections"]
        anchors = {str(section["anchor"]) for section in sections}
        return {claim: _with_sections(claim, anchors) for claim in question.claims}
    return _read_titles(question, answer.data["query"])


def _read_titles(question: Question, found: Mapping[str, Any]) -> Mapping[Claim, Said]:
    ways = {step["from"]: step["to"] for key in ("normalized", "redirects") for step in found.get(key, ())}
    pages = {page["title"]: page for page in found["pages"]}
    said = {}
    for claim in question.claims:
        page = pages.get(_end(claim.subject, ways))
        if page is None or page.get("invalid") or page.get("special"):
            continue
        if page.get("missing"):
            said[claim] = Said(if_dead=Evidence(LABEL, State.GONE, "there is no such article"))
        elif any(map(wanted, claim.address.fragments)):
            said[claim] = Said(then=_sections_of(claim))
        else:
            said[claim] = Said(Verdict.OK)
    return said


def _end(title: str, ways: Mapping[str, str]) -> str:
    seen = set()
    while title in ways and title not in seen:
        seen.add(title)
        title = ways[title]
    return title


def _sections_of(claim: Claim) -> Question:
    page = quote(claim.subject, safe="")
    url = f"{claim.base}?{_PARSE}&format=json&formatversion=2&redirects=1&prop={_SECTIONS}&page={page}"
    return Question(NAME, url, (claim,))


def _with_sections(claim: Claim, anchors: set[str]) -> Said:
    known: dict[str, str | None] = {
        fragment: None
        for fragment in claim.address.fragments
        if unquote(fragment).replace(" ", "_") in anchors
    }
    return Said(Verdict.OK, fragments=known)


SERVICE = Service(
    name=NAME,
    label=LABEL,
    hosts=(),
    api="https://{host}/w/api.php",
    documented="https://www.mediawiki.org/wiki/API:Query",
    learns="the titles of the articles that are linked",
    claim=claim,
    questions=questions,
    read=read,
    recognises=recognises,
)
