"""Deadlines that count a site's time alone: what this process was busy with meanwhile is given back."""

from __future__ import annotations

from typing import Any

# How often it is looked whether the event loop is late, and from when on that counts, in seconds.
STEP, LATE = 0.25, 0.1


class Lateness:
    """Puts off the deadlines of open requests by the time in which the event loop did not turn.

    Else one site's hundred thousand links, read while another's answer waits to be fetched, would time out that answer.
    A deadline at most doubles.
    """

    def __init__(self, reactor: Any) -> None:
        self._reactor = reactor
        self._open: dict[Any, float] = {}
        self._due = 0.0
        self._ticking: Any = None

    def watch(self, deadline: Any, seconds: float) -> None:
        """deadline: a delayed call of the reactor, so many seconds ahead."""
        self._open[deadline] = seconds
        if self._ticking is None:
            self._next()

    def done(self, deadline: Any) -> None:
        """The request has ended."""
        self._open.pop(deadline, None)

    def _next(self) -> None:
        self._due = self._reactor.seconds() + STEP
        self._ticking = self._reactor.callLater(STEP, self._tick)

    def _tick(self) -> None:
        self._ticking = None
        late = self._reactor.seconds() - self._due
        if late > LATE:
            for deadline, left in self._open.items():
                if deadline.active():
                    given = min(late, left)
                    deadline.delay(given)
                    self._open[deadline] = left - given
        if self._open:
            self._next()
