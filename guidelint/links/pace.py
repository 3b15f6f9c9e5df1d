"""How much one host takes: additive increase, multiplicative decrease, and a memory of where it said no."""

from __future__ import annotations

START = 2
_NO = 0.4
_ENOUGH = 2
_PROBE_AFTER = 10
_SOON = 5


class Pace:
    """The concurrency of one host.

    The window grows by one for every window of answers while it is in full use. Refusals for load (429,
    or 503 with Retry-After) are counted per level, the number of slots taken when a request was started:
    a level that is refused twice and two times in five is above what the host takes, and becomes a
    ceiling, to be tried again after a long run of answers, each time a longer one. A refusal below that
    is about the one address, or about the rate: where the next one follows soon, the window is halved.
    """

    def __init__(self, limit: int) -> None:
        self.active = 0
        self.window = float(min(START, limit))
        self._limit = limit
        self._ceiling = limit
        self._answered: dict[int, int] = {}
        self._refused: dict[int, int] = {}
        self._since_refusal = 0
        self._patience = _PROBE_AFTER
        self._held: list[float] = []

    def has_room(self, now: float) -> bool:
        """Say whether one more request may be started; one always may where none is in flight."""
        if self._held:
            self._held = [until for until in self._held if until > now]
        return self.active == 0 or self.active + len(self._held) < int(self.window)

    def start(self) -> int:
        """Count a request as in flight, and give its level: how many slots are taken with it."""
        self.active += 1
        return self.active + len(self._held)

    def end(self, now: float, held_until: float = 0.0) -> None:
        """Count a request as over; its slot stays taken until `held_until`."""
        self.active -= 1
        if held_until > now:
            self._held.append(held_until)

    def answered(self, level: int) -> None:
        """Take note of an answer to a request that was started at `level`."""
        self._answered[level] = self._answered.get(level, 0) + 1
        self._since_refusal += 1
        if self._ceiling < self._limit and self._since_refusal >= self._patience * self._ceiling:
            self._ceiling += 1
            self._patience *= 2
            self._since_refusal = 0
            self._forget_above(self._ceiling - 1)
        if level >= int(self.window):
            self.window = min(self.window + 1 / self.window, float(self._ceiling))

    def refused(self, level: int) -> None:
        """Take note of a refusal for load of a request that was started at `level`."""
        self._refused[level] = self._refused.get(level, 0) + 1
        soon = self._since_refusal < _SOON
        self._since_refusal = 0
        over = self._lowest_refused_level()
        if over is not None and over <= self._ceiling:
            self._ceiling = max(1, over - 1)
            self.window = min(self.window, float(self._ceiling))
        elif soon:
            self.window = max(1.0, self.window / 2)

    def silent(self) -> None:
        """Take note that a host which never answered stays silent: only more questions can tell.

        note that a host which never answered stays silent: only more questions can tell if it ever will.
        """
        self.window = min(self.window * 2, float(self._ceiling))

    def _lowest_refused_level(self) -> int | None:
        answered = refused = 0
        lowest = None
        for level in sorted(self._answered.keys() | self._refused.keys(), reverse=True):
            answered += self._answered.get(level, 0)
            refused += self._refused.get(level, 0)
            if level > 1 and refused >= _ENOUGH and refused > _NO * (answered + refused):
                lowest = level
        return lowest

    def _forget_above(self, level: int) -> None:
        for record in (self._answered, self._refused):
            for known in [known for known in record if known > level]:
                del record[known]
