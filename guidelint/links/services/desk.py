"""The desk: which pages are asked of a service, what its answers settle, and what is left to plain requests.

Whatever goes wrong with a service, its pages get the plain request that they would have got without it.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from guidelint.links.failures import Failure
from guidelint.links.fragments import wanted
from guidelint.links.judge import Opinion
from guidelint.links.model import ServiceOptions
from guidelint.links.services.limits import is_spent, refusal
from guidelint.links.services.model import Address, ApiAnswer, Claim, Context, Question, Said
from guidelint.links.services.table import BY_NAME, claim_for
from guidelint.links.urls import MalformedUrlError, http_target, mask
from guidelint.links.verdict import LIVING

if TYPE_CHECKING:
    from guidelint.links.inquiry import Inquiry
    from guidelint.links.model import NetworkOptions
    from guidelint.links.services.client import ApiClient
    from guidelint.links.services.remembered import Remembered

CONFIRM_AFTER = 3.0
MOST_FAILURES = 2
MOST_FOLLOW_UPS = 8
_UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, IndexError)
_TELLING = frozenset({HTTPStatus.OK, HTTPStatus.NOT_FOUND, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_PAGE = "<html"


class ApiJob(Struct, eq=False):
    """A question to be sent, not before `at`. `confirming` says that it is asked a second time."""

    question: Question
    host: str
    at: float = 0.0
    confirming: bool = False
    patient: bool = False
    dropped: bool = False
    level: int = 0

    @property
    def cancelled(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return self.dropped


class Plain(Struct, frozen=True):
    """A step: ask for the page itself."""

    inquiry: Inquiry


class Settled(Struct, frozen=True):
    """A step: the page has its verdict."""

    inquiry: Inquiry
    opinion: Opinion


class Pause(Struct, frozen=True):
    """A step: ask nothing of a host before `until`."""

    host: str
    until: float


Step = Plain | Settled | Pause | ApiJob


class _Api(Struct):
    """What has become of one API: failures in a row, and whether it is asked any more."""

    failures: int = 0
    closed: bool = False
    jobs: set[ApiJob] = field(default_factory=set)


class Desk:
    """Turns pages into questions, and answers into steps. When a question is sent, the engine decides.

    `warnings` are sentences for the user, `defects` addresses whose answers guidelint failed on, with
    tracebacks.
    """

    def __init__(self, options: NetworkOptions, client: ApiClient, remembered: Remembered) -> None:
        self._options = options
        self._services = options.services or ServiceOptions()
        self._is_on = options.services is not None
        self._client = client
        self._remembered = remembered
        self._context = Context(client.authorised, self._services.heading_ids, self._services.country)
        self._inquiries: dict[Address, Inquiry] = {}
        self._apis: dict[str, _Api] = {}
        self.warnings: list[str] = []
        self.defects: list[tuple[str, str]] = []

    def open(self, inquiries: Iterable[Inquiry]) -> Iterator[Step]:
        """Give the first step for each page."""
        claims: list[Claim] = []
        for inquiry in inquiries:
            claim = self._claim(inquiry)
            if claim is None or claim.plain:
                yield Plain(inquiry)
                continue
            self._inquiries[claim.address] = inquiry
            if claim.said is not None:
                yield from self._decide(claim, claim.said)
            else:
                claims.append(claim)
        yield from self._ask(claims)

    def inquiries_of(self, job: ApiJob) -> list[Inquiry]:
        """Give the pages that a question is about."""
        return [self._inquiries[claim.address] for claim in job.question.claims]

    async def ask(self, job: ApiJob) -> ApiAnswer | Failure:
        """Send a question, with the validator of its last answer if there is one."""
        return await self._client.ask(job.question, self._remembered.validator(job.question))

    def landed(self, job: ApiJob, outcome: ApiAnswer | Failure, now: float, time: float) -> Iterator[Step]:
        """Give the steps that follow from what came of a question.

        `now` is on the clock of jobs, `time` in seconds since the epoch.
        """
        api = self._api(job)
        api.jobs.discard(job)
        if job.dropped:
            return
        if isinstance(outcome, Failure):
            yield from self._failed(job, outcome.detail)
        elif found := refusal(outcome, time):
            yield from self._refused(job, found.seconds, now)
        else:
            yield from self._answered(job, outcome, now)
            if is_spent(outcome) and not api.closed:
                yield from self._close(api)

    def drop(self, jobs: Iterable[ApiJob], reason: str) -> Iterator[Step]:
        """Give up questions that cannot be asked, with the steps for their pages."""
        for job in jobs:
            self._api(job).jobs.discard(job)
            if not job.dropped:
                job.dropped = True
                yield from self._hand_over(job, reason)

    def _claim(self, inquiry: Inquiry) -> Claim | None:
        if not self._is_on or inquiry.target.credentials is not None:
            return None
        fragments = frozenset(fragment for fragment in inquiry.links.values() if fragment)
        return claim_for(Address(inquiry.target.url, fragments), self._services)

    # Questions

    def _ask(self, claims: Sequence[Claim], *, at: float = 0.0, confirming: bool = False) -> Iterator[Step]:
        unasked = set(claims)
        for name in dict.fromkeys(claim.service for claim in claims):
            own = [claim for claim in claims if claim.service == name]
            for question in BY_NAME[name].questions(own, self._context):
                addresses = {claim.address for claim in question.claims}
                unasked = {claim for claim in unasked if claim.address not in addresses}
                yield from self._send(question, at=at, confirming=confirming)
        for claim in claims:
            if claim in unasked:
                yield Plain(self._inquiries[claim.address])

    def _send(self, question: Question, *, at: float = 0.0, confirming: bool = False) -> Iterator[Step]:
        try:
            host = http_target(question.url).host
        except MalformedUrlError:
            yield from (Plain(self._inquiries[claim.address]) for claim in question.claims)
            return
        job = ApiJob(question, host, at, confirming)
        api = self._api(job)
        if api.closed:
            yield from self._hand_over(job, "not asked: its quota is used up, or it fails")
            return
        api.jobs.add(job)
        yield job

    def _api(self, job: ApiJob) -> _Api:
        base = f"{job.question.service} {job.host}"
        if base not in self._apis:
            self._apis[base] = _Api()
        return self._apis[base]

    # Answers

    def _refused(self, job: ApiJob, seconds: float | None, now: float) -> Iterator[Step]:
        """Wait once where the API says for how long, else leave all that is left to plain requests."""
        if seconds is not None and seconds <= self._options.retry_after_cap and not job.patient:
            again = ApiJob(job.question, job.host, now + seconds, job.confirming, patient=True)
            self._api(job).jobs.add(again)
            yield Pause(job.host, again.at)
            yield again
            return
        yield from self._hand_over(job, "it wants to be asked less")
        yield from self._close(self._api(job))

    def _failed(self, job: ApiJob, reason: str) -> Iterator[Step]:
        api = self._api(job)
        api.failures += 1
        yield from self._hand_over(job, reason)
        if api.failures >= MOST_FAILURES:
            yield from self._close(api)

    def _close(self, api: _Api) -> Iterator[Step]:
        api.closed = True
        yield from self.drop(list(api.jobs), "not asked: its quota is used up, or it fails")

    def _answered(self, job: ApiJob, answer: ApiAnswer, now: float) -> Iterator[Step]:
        question = job.question
        answer = self._remembered.recalled(question, answer)
        if answer.status == HTTPStatus.UNAUTHORIZED and self._context.authorised(question.url):
            self._warn(
                f"{BY_NAME[question.service].label} refused the token; its pages are asked for plainly"
            )
            yield from self._hand_over(job, "the token was refused")
            yield from self._close(self._api(job))
            return
        said = self._read(question, answer)
        if said is None:
            yield from self._failed(job, f"{answer.status}, no answer that can be read")
            return
        self._api(job).failures = 0
        self._remembered.note(question, answer)
        doubted = []
        for claim in question.claims:
            one = self._merged(claim, said.get(claim))
            inquiry = self._inquiries[claim.address]
            if one.then is not None and inquiry.follow_ups < MOST_FOLLOW_UPS:
                inquiry.follow_ups += 1
                inquiry.said = replace(one, then=None, verdict=None)
                yield from self._send(one.then, confirming=job.confirming)
            elif one.then is not None:
                self._note(claim, "one question led to another for too long")
                yield Plain(inquiry)
            elif one.again and not job.confirming:
                self._note(claim, _what(one))
                doubted.append(claim)
            else:
                self._note(claim, _what(one))
                yield from self._decide(claim, one)
        yield from self._ask(doubted, at=now + CONFIRM_AFTER, confirming=True)

    def _read(self, question: Question, answer: ApiAnswer) -> dict[Claim, Said] | None:
        """Give what an answer says, None where it is not one that the API is known for.

        That the one question was wrong (400, 410, 451 and the like) says nothing about the API.
        """
        if answer.status not in _TELLING:
            return {} if HTTPStatus.BAD_REQUEST <= answer.status < HTTPStatus.INTERNAL_SERVER_ERROR else None
        service = BY_NAME[question.service]
        if (
            answer.status != HTTPStatus.OK
            and _PAGE in answer.text[:500].lower()
            and not service.says_by_pages
        ):
            return None
        try:
            return dict(service.read(question, answer, self._context))
        except _UNREADABLE:
            return None
        except Exception:  # noqa: BLE001 - kept, and reported as a defect
            self.defects.append((mask(question.url), traceback.format_exc()))
            return None

    def _merged(self, claim: Claim, said: Said | None) -> Said:
        before = self._inquiries[claim.address].said
        if said is None:
            return before or Said()
        return replace(said, evidence=said.evidence or before.evidence) if before else said

    def _decide(self, claim: Claim, said: Said) -> Iterator[Step]:
        inquiry = self._inquiries[claim.address]
        said = inquiry.said = _of_subject(said, claim.subject)
        fragments = claim.address.fragments
        unknown = any(wanted(fragment) and fragment not in said.fragments for fragment in fragments)
        if said.verdict is None or (said.verdict in LIVING and unknown):
            yield Plain(inquiry)
        else:
            label = BY_NAME[claim.service].label
            reason = said.reason or (said.evidence.text if said.evidence else "found")
            yield Settled(inquiry, Opinion(said.verdict, reason if claim.said else f"{label}: {reason}"))

    def _hand_over(self, job: ApiJob, reason: str) -> Iterator[Step]:
        for claim in job.question.claims:
            self._note(claim, reason)
            yield Plain(self._inquiries[claim.address])

    def _note(self, claim: Claim, what: str) -> None:
        self._inquiries[claim.address].asked.append(f"{BY_NAME[claim.service].label} at {claim.base}: {what}")

    def _warn(self, text: str) -> None:
        if text not in self.warnings:
            self.warnings.append(text)


def _of_subject(said: Said, subject: str) -> Said:
    """Put what the evidence is about into it."""
    named = [replace(one, subject=subject) if one else None for one in (said.evidence, said.if_dead)]
    return replace(said, evidence=named[0], if_dead=named[1])


def _what(said: Said) -> str:
    """Put what was said into words, as evidence."""
    evidence = said.evidence or said.if_dead
    return said.reason or (
        evidence.text if evidence else "found" if said.verdict else "nothing is known of it"
    )
