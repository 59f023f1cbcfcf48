from __future__ import annotations

from twisted.internet.task import Clock

from crawler.lateness import Lateness


def left(busy: list[float], seconds: float = 5.0) -> float:
    """When a deadline of five seconds is over in a process that was busy so long at each turn."""
    clock, over = Clock(), []
    deadline = clock.callLater(seconds, lambda: over.append(clock.seconds()))
    lateness = Lateness(clock)
    lateness.watch(deadline, seconds)
    for step in [*busy, *[0.05] * 400]:
        clock.advance(step)
        if over:
            lateness.done(deadline)
            return float(over[0])
    raise AssertionError("never over")


def test_time_in_which_the_process_was_busy_is_given_back_and_a_slow_site_gains_nothing() -> None:
    assert 5.0 <= left([]) < 5.2
    assert 6.9 <= left([2.25]) < 7.3
    assert 7.0 <= left([1.0, 1.0, 1.0, 0.05]) < 8.3
    assert 9.5 <= left([4.5, 4.5]) < 10.3, "a deadline at most doubles"


def test_nothing_ticks_when_no_request_is_open() -> None:
    clock = Clock()
    lateness = Lateness(clock)
    deadline = clock.callLater(9, lambda: None)
    lateness.watch(deadline, 9)
    deadline.cancel()
    lateness.done(deadline)
    clock.advance(1)
    assert clock.getDelayedCalls() == []
