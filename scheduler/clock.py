"""The only module that asks the clock. Everything else is told the time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Seconds of a clock that never jumps; only differences mean anything. It may stand still in suspend."""
    return time.monotonic()


def demo_clock(start: datetime) -> Clock:
    """A clock that shows ``start`` (aware) at first and runs on with the monotonic clock."""
    if start.tzinfo is None:
        raise ValueError(f"a clock needs a start with a zone, not {start!r}")
    first = start.astimezone(UTC)
    origin = time.monotonic()
    return lambda: first + timedelta(seconds=time.monotonic() - origin)
