"""Tries everything by turns until the time is over: every scenario under every fault gets the same share."""

from __future__ import annotations

import random
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.torture.bench import Bench, Tried
from tests.torture.power import cuts
from tests.torture.scenarios import SCENARIOS, Scenario
from tests.torture.shim import FAULTS

POWER, KILL, TERM, RUN = "power cut", "random kill", "SIGTERM", "real run"
# How often each of these is tried in all, shared among the scenarios by weight.
TIMES = {POWER: 200, KILL: 1000, TERM: 100, RUN: 500}
_OF_COMMANDS: dict[str, float] = {"crawl": 4, "first crawl": 2, "digest": 2, "migration": 1, "backup": 1}
WEIGHTS: dict[str, dict[str, float]] = {
    POWER: _OF_COMMANDS,
    KILL: {**_OF_COMMANDS, "service": 2.5},
    TERM: {**_OF_COMMANDS, "service": 10},
    RUN: {"service": 1},
}
# Every fourth cut loses all that was not synchronised; the others lose some of it.
ALL_LOST = 4
# How often a kill of the service meets its children as well.
EVERYONE = 0.5
SHOWN = 20


@dataclass
class Stream:
    """One scenario under one fault. points: how many there are to try; failures: (what was tried, what was wrong)."""

    scenario: str
    fault: str
    points: int
    attempt: Callable[[Bench, int], Tried]
    order: Iterator[int]
    begun: int = 0
    tried: int = 0
    missed: int = 0
    failed: int = 0
    failures: list[tuple[int, list[str]]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """How much of it is done or under way."""
        return self.begun / self.points if self.points else 1.0


def spread(many: int) -> Iterator[int]:
    """0 to many - 1, each once, so that the first ones lie evenly over all (bits reversed)."""
    bits = max(many - 1, 1).bit_length()
    for number in range(1 << bits):
        place = int(f"{number:0{bits}b}"[::-1], 2)
        if place < many:
            yield place


def streams(bench: Bench, only: Sequence[str] = (), seed: int = 0) -> list[Stream]:
    """All that there is to try. only: names of scenarios or faults; empty: all."""
    found = []
    for one in SCENARIOS.values():
        for fault in () if one.serves else FAULTS.values():
            many = bench.points(one, fault)

            def attempt(on: Bench, point: int, one: Scenario = one, fault: str = fault.name) -> Tried:
                return on.try_fault(one, FAULTS[fault], point + 1)

            found.append(Stream(one.name, fault.name, many, attempt, spread(many)))
        found += [_at_random(bench, one, kind, seed) for kind in TIMES if one.name in WEIGHTS[kind]]
    return [one for one in found if not only or one.scenario in only or one.fault in only]


def _at_random(bench: Bench, one: Scenario, kind: str, seed: int) -> Stream:
    """Power cuts and signals: at places and times drawn from a seed, so that each can be had again by its number."""
    many = int(TIMES[kind] * WEIGHTS[kind][one.name] / sum(WEIGHTS[kind].values()))
    places, seconds = cuts(bench.calm(one).operations), bench.calm(one).seconds

    def attempt(on: Bench, point: int) -> Tried:
        chance = random.Random(f"{seed} {one.name} {kind} {point}")  # noqa: S311  repeatable, not secret
        if kind == POWER:
            number = point * (len(places) - 1) // max(many - 1, 1)
            return on.try_cut(one, number, None if point % ALL_LOST == 0 else chance)
        if kind == RUN:
            return on.try_run(one)
        number = signal.SIGKILL if kind == KILL else signal.SIGTERM
        return on.try_signal(one, number, chance.uniform(0.0, seconds), everyone=chance.random() < EVERYONE)

    return Stream(one.name, kind, many, attempt, spread(many))


class Drive:
    """Benches that work through the streams, the least advanced first, until a moment of the monotonic clock."""

    def __init__(self, found: list[Stream], until: float, say: Callable[[str], None]) -> None:
        self.streams, self._until, self._say = found, until, say
        self._turn = threading.Lock()
        self.began = time.monotonic()

    def work(self, bench: Bench) -> None:
        """Try until the time is over or nothing is left. One call a thread, each with a bench of its own."""
        while time.monotonic() < self._until:
            with self._turn:
                stream = min(self.streams, key=lambda one: one.share, default=None)
                point = next(stream.order, None) if stream else None
                if stream is None or stream.share >= 1.0:
                    return
                stream.begun += 1
            if point is None:
                continue
            try:
                done = stream.attempt(bench, point)
            except TimeoutError as error:
                done = Tried(reached=True, wrong=[str(error)])
            self._settle(stream, point, done)

    def _settle(self, stream: Stream, point: int, done: Tried) -> None:
        with self._turn:
            stream.tried += 1
            stream.missed += not done.reached
            if done.wrong:
                stream.failed += 1
                stream.failures.append((point, done.wrong))
                words = done.wrong[0].replace("\n", " ")
                self._say(f"FAILED {stream.scenario}, {stream.fault} {point + 1} of {stream.points}: {words:.400}")


def run(place: Path, minutes: float, *, only: Sequence[str], seed: int, jobs: int, say: Callable[[str], None]) -> Drive:
    """Try for so long with so many benches; the place is emptied before and after."""
    shutil.rmtree(place, ignore_errors=True)
    benches = [Bench(place / str(number)) for number in range(jobs)]
    until = time.monotonic() + minutes * 60
    try:
        found = streams(benches[0], only, seed)
        drive = Drive(found, until, say)
        threads = [threading.Thread(target=drive.work, args=(bench,), daemon=True) for bench in benches]
        for thread in threads:
            thread.start()
        told = time.monotonic()
        while any(thread.is_alive() for thread in threads):
            time.sleep(0.5)
            if time.monotonic() - told > 60:
                told = time.monotonic()
                say(progress(found))
        return drive
    finally:
        for bench in benches:
            bench.close()
        shutil.rmtree(place, ignore_errors=True)


def progress(found: Sequence[Stream]) -> str:
    """One line of how far it is."""
    tried, points, failed = (sum(getattr(one, name) for one in found) for name in ("tried", "points", "failed"))
    return f"{tried:,} of {points:,} points tried ({100 * tried / max(points, 1):.0f} %), {failed} failures"
