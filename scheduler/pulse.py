"""What the service's one thread lets others see of itself: written whole, read whole."""

from __future__ import annotations

from dataclasses import dataclass, field

# So many ticks without a sign are no accident.
MISSED_TICKS = 5


@dataclass(frozen=True, kw_only=True)
class Beat:
    """The last look. at: of the monotonic clock. given_up: children that hung, since the start."""

    at: float
    complaint: str | None = None
    children: int = 0
    given_up: int = 0


@dataclass
class Pulse:
    """The newest beat; None before the first."""

    tick_seconds: float
    last: Beat | None = field(default=None)

    def beat(self, *, at: float, complaint: str | None, children: int, given_up: int) -> None:
        """Put a new beat in the place of the former: one assignment, so no reader sees half of it."""
        self.last = Beat(at=at, complaint=complaint, children=children, given_up=given_up)

    def trouble(self, moment: float) -> str | None:
        """Why the service is not well at that moment of the monotonic clock, or None."""
        beat = self.last
        if beat is None:
            return "it has only just been started"
        silent = moment - beat.at
        if silent > MISSED_TICKS * self.tick_seconds:
            return f"no tick for {silent:.0f} s: it hangs; restart it"
        return beat.complaint
