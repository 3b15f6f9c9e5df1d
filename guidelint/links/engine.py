"""The run: requests from the plan, answers to the judge, what follows back into the plan."""

from __future__ import annotations

import asyncio
import traceback
from collections import deque
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from msgspec.structs import replace

from guidelint.links import judge, soft404
from guidelint.links.answer import Answer
from guidelint.links.failures import Failure, Kind
from guidelint.links.fetch import Fetcher, Request
from guidelint.links.hosts import SILENT_HOLDS, Hosts
from guidelint.links.inquiry import Inquiry, PageJob
from guidelint.links.model import LinkResult, NetworkOptions
from guidelint.links.plan import Plan
from guidelint.links.redirects import Chain
from guidelint.links.results import results
from guidelint.links.services.desk import ApiJob, Pause, Plain, Settled
from guidelint.links.services.plain import SLOW_HOSTS, SLOW_LIMIT, patience
from guidelint.links.tally import OnProgress, Tally
from guidelint.links.urls import Target, http_target, mask
from guidelint.links.verdict import Verdict

if TYPE_CHECKING:
    from guidelint.links.clock import Clock
    from guidelint.links.guard import Guard
    from guidelint.links.services.desk import Desk, Step

SECOND_ASKING = 0.55
_MOST_CONTROLS = 6
_BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
OnDecided = Callable[[Inquiry, Iterable[LinkResult]], None]


class Engine:
    """One run over the pages in question.

    `decided` is called once for each page with the results of its links. `defects` are the addresses whose
    answers guidelint failed on, with tracebacks.
    """

    def __init__(
        self,
        inquiries: list[Inquiry],
        options: NetworkOptions,
        guard: Guard,
        fetcher: Fetcher,
        desk: Desk,
        clock: Clock,
        decided: OnDecided,
        on_progress: OnProgress | None = None,
    ) -> None:
        self._inquiries = inquiries
        self._options = options
        self._guard = guard
        self._fetcher = fetcher
        self._desk = desk
        self._clock = clock
        self._decided = decided
        slow = dict.fromkeys(SLOW_HOSTS, SLOW_LIMIT)
        self._plan: Plan[PageJob | ApiJob] = Plan(options.global_limit, options.per_host_limit, slow)
        self._hosts = Hosts()
        self._tasks: dict[PageJob | ApiJob, asyncio.Task[None]] = {}
        self._cancelled: list[asyncio.Task[None]] = []
        self._silence: deque[tuple[float, PageJob]] = deque()
        self._changed = asyncio.Event()
        self._closed: dict[str, str] = {}
        self._crash: BaseException | None = None
        self._stopped: str | None = None
        self._start = clock.monotonic()
        self._tally = Tally(inquiries, self._start, on_progress)
        self.requests = 0
        self.defects: list[tuple[str, str]] = []

    @property
    def network_down(self) -> str | None:
        """A sentence when our own network is at fault."""
        return self._hosts.network_down

    def stop(self, reason: str) -> None:
        """End the run: what is not known yet becomes undecided for this reason."""
        self._stopped = self._stopped or reason
        self._changed.set()

    async def run(self) -> None:
        """Ask until every page has its verdict, the time is over, or `stop` is called."""
        now = self._clock.monotonic()
        deadline = self._start + self._options.max_time
        self._take(self._desk.open(self._inquiries), now)
        try:
            while self._tally.open and not self._stopped:
                self._changed.clear()
                now = self._clock.monotonic()
                if now >= deadline:
                    self.stop(f"the time for the run ({self._options.max_time:.0f} s) is over")
                    break
                self._ask_the_silent_again(now)
                while (started := self._plan.next(now)) is not None:
                    self._begin(*started, now)
                self._tally.tell(now, len(self._tasks), self._plan.waiting)
                await self._clock.wait(self._changed, self._until(now, deadline), idle=not self._tasks)
                if self._crash is not None:
                    raise self._crash
        finally:
            await self._finish()

    def _until(self, now: float, deadline: float) -> float:
        moments = [deadline]
        if (timer := self._plan.wake_at()) is not None:
            moments.append(timer)
        if self._silence:
            moments.append(self._silence[0][0])
        if (due := self._tally.due()) is not None:
            moments.append(due)
        return max(0.0, min(moments) - now)

    async def _finish(self) -> None:
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), *self._cancelled, return_exceptions=True)
        self._hosts.look_back()
        reason = self.network_down or self._stopped or "not asked"
        for inquiry in self._inquiries:
            if not inquiry.done:
                self._conclude(inquiry, judge.Opinion(Verdict.UNDECIDED, reason))
        self._tally.tell(self._clock.monotonic(), len(self._tasks), self._plan.waiting, always=True)

    # One request

    def _queue(self, job: PageJob, now: float, *, at: float = 0.0, first: bool = False) -> None:
        if job.host in self._closed:
            if not job.inquiry.live:
                self._share(job, judge.Opinion(Verdict.UNDECIDED, self._closed[job.host]))
            return
        job.inquiry.live.add(job)
        if job.probe:
            self._plan.probe(job, at)
        else:
            self._plan.add(job, now, at=at, first=first)

    def _begin(self, job: PageJob | ApiJob, level: int, now: float) -> None:
        job.level = level
        self._tasks[job] = asyncio.create_task(self._ask(job))
        if isinstance(job, PageJob) and not job.fresh:
            self._silence.append((now + patience(job.host, self._options.timeout) * SECOND_ASKING, job))

    async def _ask(self, job: PageJob | ApiJob) -> None:
        try:
            if isinstance(job, ApiJob):
                await self._ask_api(job)
            else:
                self._landed(job, await self._outcome(job))
        except Exception as problem:  # noqa: BLE001 - raised again by `run`
            self._crash = problem
        finally:
            self._tasks.pop(job, None)
            self._changed.set()

    async def _outcome(self, job: PageJob) -> Answer | Failure:
        """Send the request of `job`; an answer that guidelint fails on costs no other page its verdict."""
        try:
            return await self._fetcher.fetch(self._request(job))
        except Exception as problem:  # noqa: BLE001 - kept, and reported as a defect
            return self._defect(str(job.chain.url), problem)

    def _defect(self, address: str, problem: Exception) -> Failure:
        """Keep what guidelint failed on."""
        self.defects.append((mask(address), "".join(traceback.format_exception(problem))))
        return Failure(Kind.DEFECT, f"{Kind.DEFECT} ({type(problem).__name__})")

    def _request(self, job: PageJob) -> Request:
        self.requests += 1
        job.inquiry.requests += 1
        chain, inquiry = job.chain, job.inquiry
        return Request(
            url=chain.url,
            names=frozenset() if job.control else inquiry.names,
            fresh=job.fresh,
            last=self._plan.is_last(job.host),
            cookies=chain.cookies(),
            credentials=chain.credentials,
            validators=None if chain.hops or job.control else inquiry.validators,
        )

    def _ask_the_silent_again(self, now: float) -> None:
        while self._silence:
            due, job = self._silence[0]
            waiting = job in self._tasks and not job.cancelled
            if waiting and due > now:
                return
            self._silence.popleft()
            if waiting and not job.control and len(job.inquiry.live) == 1:
                first = not self._hosts.answered(job.chain.url)
                self._queue(PageJob(job.inquiry, job.chain.again(), job.host, fresh=True), now, first=first)

    def _landed(self, job: PageJob, outcome: Answer | Failure) -> None:
        now = self._clock.monotonic()
        job.inquiry.live.discard(job)
        self._plan.ended(job.host, now, held_until=self._hosts.busy_until(job.chain.url, outcome, now))
        self._hosts.note(job.chain.url, outcome)
        if isinstance(outcome, Answer) and outcome.status not in _BUSY:
            self._plan.pace(job.host).answered(job.level)
        elif isinstance(outcome, Failure) and not self._hosts.answered(job.chain.url):
            self._plan.pace(job.host).silent()
        if job.probe or isinstance(outcome, Answer):
            self._plan.release(job.host, now)
        if job.inquiry.done:
            return
        if job.control:
            self._control_landed(job.inquiry, outcome, now)
        elif isinstance(outcome, Failure):
            self._asked(job, outcome, now)
        else:
            followed = job.chain.follow(outcome, self._guard)
            if followed is True:
                host = job.chain.url.raw_host or ""
                self._queue(replace(job, host=host, probe=False), now)
            elif followed is False:
                self._asked(job, outcome, now)
            else:
                self._asked(job, judge.Ending(*followed, status=outcome.status), now)

    # Services

    def _take(self, steps: Iterable[Step], now: float) -> None:
        """Do what the desk wants: questions to APIs, plain requests, verdicts."""
        for step in steps:
            match step:
                case ApiJob(host=host) if host in self._closed:
                    self._take(self._desk.drop([step], self._closed[host]), now)
                case ApiJob():
                    self._plan.add(step, now, at=step.at)
                case Pause(host=host, until=until):
                    self._plan.pause(host, until)
                case Settled(inquiry=inquiry, opinion=opinion) if not inquiry.done:
                    self._conclude(inquiry, opinion)
                case Plain(inquiry=inquiry) if not inquiry.done:
                    self._queue(PageJob(inquiry, Chain.begin(inquiry.target), inquiry.target.host), now)

    async def _ask_api(self, job: ApiJob) -> None:
        self.requests += 1
        for inquiry in self._desk.inquiries_of(job):
            inquiry.requests += 1
        try:
            outcome = await self._desk.ask(job)
        except Exception as problem:  # noqa: BLE001 - kept, and reported as a defect
            outcome = self._defect(job.question.url, problem)
        now = self._clock.monotonic()
        self._plan.ended(job.host, now)
        if not isinstance(outcome, Failure) and outcome.status not in _BUSY:
            self._plan.pace(job.host).answered(job.level)
        self._take(self._desk.landed(job, outcome, now, self._clock.time()), now)

    # One asking

    def _asked(self, job: PageJob, outcome: Answer | Failure | judge.Ending, now: float) -> None:
        inquiry, chain = job.inquiry, job.chain
        inquiry.askings.append(
            judge.Asking(chain.url, chain.hops, outcome, chain.permanent_url, chain.fragment_replaced)
        )
        decision = judge.decide(
            inquiry.askings,
            cap=self._options.retry_after_cap,
            left=self._start + self._options.max_time - now,
            accept=self._options.accept,
            now=self._clock.time(),
        )
        if isinstance(decision, judge.Closed):
            self._close(job.host, decision.opinion)
            self._conclude(inquiry, decision.opinion)
        elif isinstance(decision, judge.Again):
            self._again(job, decision, now)
        else:
            self._decide(job, decision, now)

    def _again(self, job: PageJob, again: judge.Again, now: float) -> None:
        inquiry = job.inquiry
        if again.refused and len(inquiry.askings) == 1:
            self._plan.pace(job.host).refused(job.level)
        if again.pause:
            self._plan.pause(job.host, now + again.pause)
        if inquiry.live:
            return
        probe = isinstance(inquiry.askings[-1].outcome, Failure) and self._hosts.suspect(job.chain.url)
        chain = job.chain.again()
        self._queue(
            PageJob(inquiry, chain, chain.url.raw_host or "", fresh=not again.refused, probe=probe),
            now,
            at=now + again.seconds,
            first=True,
        )

    def _decide(self, job: PageJob, said: judge.Opinion, now: float) -> None:
        inquiry = job.inquiry
        outcome = inquiry.askings[-1].outcome
        if isinstance(outcome, Answer) and said.verdict is Verdict.OK and not said.reason:
            inquiry.doubt = self._doubt(inquiry, outcome)
            if inquiry.doubt is not None:
                self._ask_control(inquiry, now)
                return
        gone = self._hosts.gone(job.chain.url, outcome) if isinstance(outcome, Failure) else None
        if self._hosts.network_down:
            self.stop(self._hosts.network_down)
            return
        self._conclude(inquiry, said, host_gone=gone)
        if gone is not None:
            self._give_up(job, said, gone)

    def _ask_control(self, inquiry: Inquiry, now: float, *, wait: float = 0.0) -> None:
        if inquiry.doubt is None:
            return
        inquiry.controls += 1
        target = Target(inquiry.doubt.control, str(inquiry.doubt.control))
        self._queue(PageJob(inquiry, Chain.begin(target), target.host, control=True), now, at=now + wait)

    def _doubt(self, inquiry: Inquiry, page: Answer) -> soft404.Suspicion | None:
        redirecting = inquiry.askings[-1].hops
        last = http_target(redirecting[-1].url).url if redirecting else None
        return soft404.suspicion(inquiry.target.url, last, page)

    def _control_landed(self, inquiry: Inquiry, outcome: Answer | Failure, now: float) -> None:
        doubt = inquiry.doubt
        busy = isinstance(outcome, Answer) and outcome.status in _BUSY
        if inquiry.controls < (_MOST_CONTROLS if busy else 1 + isinstance(outcome, Failure)):
            self._ask_control(inquiry, now, wait=2.0 ** (inquiry.controls - 1))
            return
        if doubt is not None and isinstance(outcome, Answer) and soft404.confirms(doubt, outcome):
            reason = f"{doubt.reason}, and so does an address beside it that cannot exist"
            self._conclude(inquiry, judge.Opinion(Verdict.SOFT_404, reason))
        else:
            self._conclude(inquiry, judge.Opinion(Verdict.OK, ""))

    # Whole hosts

    def is_closed(self, host: str) -> bool:
        """Say whether a host wanted to be left alone for longer than we could wait."""
        return host in self._closed

    def _close(self, host: str, said: judge.Opinion) -> None:
        """Ask nothing more of a host that wants to be left alone for long."""
        reason = f"not asked: the host {said.reason.partition(', ')[2]}"
        self._closed[host] = reason
        for job in self._drained(host, reason):
            job.inquiry.live.discard(job)
            if not job.inquiry.live:
                self._share(job, judge.Opinion(Verdict.UNDECIDED, reason))

    def _give_up(self, job: PageJob, said: judge.Opinion, host: str) -> None:
        """A whole host is gone: its other pages share the verdict."""
        origin = job.chain.url.origin()
        for other in self._drained(job.host, "the host is gone"):
            if other.chain.url.origin() == origin:
                self._share(other, said, host_gone=host)
            else:
                self._queue(other, self._clock.monotonic())

    def _drained(self, host: str, reason: str) -> list[PageJob]:
        """Take the requests that wait for a host out of the plan; questions to an API there are dropped."""
        jobs = self._plan.drain(host)
        questions = [job for job in jobs if isinstance(job, ApiJob)]
        self._take(self._desk.drop(questions, reason), self._clock.monotonic())
        return [job for job in jobs if isinstance(job, PageJob)]

    def _share(self, job: PageJob, said: judge.Opinion, *, host_gone: str | None = None) -> None:
        """Conclude a page that was not asked; one that only lacked its control was answered, and is fine."""
        if not job.inquiry.done:
            own = judge.Opinion(Verdict.OK, "") if job.control else said
            self._conclude(job.inquiry, own, host_gone=None if job.control else host_gone)

    # The end of an inquiry

    def _conclude(self, inquiry: Inquiry, said: judge.Opinion, *, host_gone: str | None = None) -> None:
        inquiry.done = True
        for job in inquiry.live:
            self._give_back(job)
        found = list(results(inquiry, said, host_gone))
        self._tally.conclude(inquiry, found)
        self._decided(inquiry, found)

    def _give_back(self, job: PageJob) -> None:
        """End a request whose answer nobody needs any more."""
        if (task := self._tasks.pop(job, None)) is not None:
            task.cancel()
            self._cancelled.append(task)
            now = self._clock.monotonic()
            self._plan.ended(job.host, now, held_until=now + SILENT_HOLDS)
