"""Tries everything by turns until the time is over: every scenario under every fault gets the same share.

First the points of each class and all that is drawn by chance, then all other points, then once more what was spared:
whatever is left the same by two faults is looked at and run again but once before that, and what a kill leaves is
rebuilt from the record of the undisturbed run at all points but those of each class.
"""

from __future__ import annotations

import random
import shutil
import signal
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

from tests.torture.bench import Bench
from tests.torture.order import by_class, kind_of, spread
from tests.torture.power import cuts
from tests.torture.scenarios import SCENARIOS, Scenario
from tests.torture.shim import FAULTS, Act, Fault
from tests.torture.verdict import Tried

POWER, KILL, TERM, RUN = "power cut", "random kill", "SIGTERM", "real run"
# How often each of these is tried in all, shared among the scenarios by weight.
TIMES = {POWER: 200, KILL: 1000, TERM: 100, RUN: 500}
_OF_COMMANDS: dict[str, float] = {
    "crawl": 2, "crawl of two": 2, "first crawl": 2, "digest": 2, "migration": 1, "backup": 1,
}  # fmt: skip
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


class Attempt(Protocol):
    """Tries one point on a bench."""

    def __call__(self, on: Bench, point: int, *, fully: bool) -> Tried:
        """Try it. fully: nothing is told from memory."""
        ...


@dataclass
class Stream:
    """One scenario under one fault.

    order: the numbers of its points as they are tried; first: so many of them are to come before the rest of any
    stream; kinds: what is done at each point. failures: (what was tried, what was wrong).
    """

    scenario: str
    fault: str
    order: list[int]
    first: int
    kinds: list[str]
    attempt: Attempt
    begun: int = 0
    again: int = 0
    tried: int = 0
    by_kind: Counter[str] = field(default_factory=Counter)
    missed: int = 0
    spared: list[int] = field(default_factory=list)
    rebuilt: int = 0
    compared: Counter[bool] = field(default_factory=Counter)
    slowest: float = 0.0
    failures: list[tuple[int, list[str]]] = field(default_factory=list)

    @property
    def points(self) -> int:
        """How many there are."""
        return len(self.order)

    @property
    def failed(self) -> int:
        """How many did not hold."""
        return len(self.failures)

    @property
    def advance(self) -> tuple[int, float]:
        """How far it is: the round it is in, and how much of that is done or under way."""
        if self.begun < self.first:
            return 0, self.begun / self.first
        if self.begun < self.points:
            return 1, (self.begun - self.first) / (self.points - self.first)
        return (2, self.again / len(self.spared)) if self.again < len(self.spared) else (3, 1.0)

    def next(self) -> tuple[int, bool] | None:
        """The next point, and whether nothing of it may be told from memory; None where nothing is left."""
        if self.begun < self.points:
            self.begun += 1
            return self.order[self.begun - 1], False
        if self.again < len(self.spared):
            self.again += 1
            return self.spared[self.again - 1], True
        return None


def streams(bench: Bench, only: Sequence[str] = (), seed: int = 0, times: int = 1) -> list[Stream]:
    """All that there is to try. only: names of scenarios or faults; empty: all. times: so often what is by chance."""
    found = []
    for one in SCENARIOS.values():
        if only and one.name not in only and not {*FAULTS, *TIMES} & {*only}:
            continue
        for fault in () if one.drawn else FAULTS.values():
            points = bench.calm(one).points
            order, first = by_class(points, fault.kinds)
            kinds = [kind_of(done) for done in points if done.inode & fault.kinds]
            rebuilt = frozenset(order[first:] if fault.act != Act.FAIL else ())
            found.append(Stream(one.name, fault.name, order, first, kinds, partial(_fault, one, fault, rebuilt)))
        found += [_at_random(bench, one, kind, seed, times) for kind in TIMES if one.name in WEIGHTS[kind]]
    return [one for one in found if not only or one.scenario in only or one.fault in only]


def _fault(one: Scenario, fault: Fault, rebuilt: frozenset[int], on: Bench, point: int, *, fully: bool) -> Tried:
    """A fault at a point. rebuilt: points at which what a kill leaves is rebuilt, unless nothing is to be spared."""
    if point in rebuilt and not fully:
        return on.try_rebuilt(one, fault, point + 1)
    return on.try_fault(one, fault, point + 1, fully=fully)


def _at_random(bench: Bench, one: Scenario, kind: str, seed: int, times: int) -> Stream:
    """Power cuts and signals: at places and times drawn from a seed, so that each can be had again by its number."""
    many = int(TIMES[kind] * times * WEIGHTS[kind][one.name] / sum(WEIGHTS[kind].values()))
    places, seconds = cuts(bench.calm(one).operations), bench.calm(one).seconds

    def attempt(on: Bench, point: int, *, fully: bool) -> Tried:
        chance = random.Random(f"{seed} {one.name} {kind} {point}")  # noqa: S311  repeatable, not secret
        if kind == POWER:
            number = point * (len(places) - 1) // max(many - 1, 1)
            return on.try_cut(one, number, None if point % ALL_LOST == 0 else chance, fully=fully)
        if kind == RUN:
            return on.try_run(one)
        number = signal.SIGKILL if kind == KILL else signal.SIGTERM
        after, everyone = chance.uniform(0.0, seconds), chance.random() < EVERYONE
        return on.try_signal(one, number, after, everyone=everyone, fully=fully)

    return Stream(one.name, kind, list(spread(many)), many, [kind] * many, attempt)


class Drive:
    """Benches that work through the streams, the least advanced first, until a moment of the monotonic clock."""

    def __init__(self, found: list[Stream], until: float, say: Callable[[str], None]) -> None:
        self.streams, self.until, self._say = found, until, say
        self._turn = threading.Lock()
        self.began = time.monotonic()
        self.seconds = 0.0
        self.cpu_seconds = 0.0
        self.states = 0

    def work(self, bench: Bench) -> None:
        """Try until the time is over or nothing is left. One call a thread, each with a bench of its own."""
        while time.monotonic() < self.until:
            with self._turn:
                stream = min(self.streams, key=lambda one: one.advance, default=None)
                what = stream.next() if stream else None
            if stream is None or what is None:
                break
            point, fully = what
            try:
                done = stream.attempt(bench, point, fully=fully)
            except TimeoutError as error:
                done = Tried(reached=True, wrong=[str(error)])
            except Exception as error:  # a bench that ends would leave its share untried, and nobody told
                where = "".join(traceback.format_exception(error, limit=-2)).strip()
                done = Tried(reached=False, wrong=[f"the bench itself: {where}"])
            self._settle(stream, point, done, again=fully)
        with self._turn:
            self.states += bench.states
            self.cpu_seconds += bench.cpu_seconds
            self.seconds = time.monotonic() - self.began

    def _settle(self, stream: Stream, point: int, done: Tried, *, again: bool) -> None:
        with self._turn:
            if not again:
                stream.tried += 1
                stream.by_kind[stream.kinds[point]] += 1
                stream.missed += not done.reached
                stream.spared += [point] if done.spared else []
                stream.rebuilt += done.rebuilt
                stream.compared.update([] if done.as_rebuilt is None else [done.as_rebuilt])
                stream.slowest = max(stream.slowest, done.seconds)
            if done.wrong and point not in (point for point, _ in stream.failures):
                stream.failures.append((point, done.wrong))
                words = done.wrong[0].replace("\n", " ")
                self._say(f"FAILED {stream.scenario}, {stream.fault} {point + 1} of {stream.points}: {words:.400}")


def run(
    place: Path, minutes: float, *, only: Sequence[str], seed: int, jobs: int, say: Callable[[str], None],
    times: int = 1,
) -> Drive:  # fmt: skip
    """Try for so long with so many benches; the place is emptied before and after."""
    shutil.rmtree(place, ignore_errors=True)
    benches = [Bench(place / str(number)) for number in range(jobs)]
    until = time.monotonic() + minutes * 60
    try:
        found = streams(benches[0], only, seed, times)
        drive = Drive(found, until, say)
        threads = [threading.Thread(target=drive.work, args=(bench,), daemon=True) for bench in benches]
        for thread in threads:
            thread.start()
        told = time.monotonic()
        while any(thread.is_alive() for thread in threads):
            try:
                time.sleep(0.5)
            except KeyboardInterrupt:
                say("interrupted: what is under way is tried to its end")
                drive.until = 0.0
            if time.monotonic() - told > 60:
                told = time.monotonic()
                say(progress(found))
        return drive
    finally:
        for bench in benches:
            bench.close()
        shutil.rmtree(place, ignore_errors=True)


def alone(place: Path, named: Sequence[str], seed: int, times: int) -> list[tuple[str, Tried]]:
    """Try single points, each named ``scenario/fault/number``. Raises KeyError for one that is not there."""
    bench = Bench(place)
    try:
        done = []
        for name in named:
            scenario, _, rest = name.partition("/")
            fault, _, number = rest.rpartition("/")
            one = next((one for one in streams(bench, [scenario], seed, times) if one.fault == fault), None)
            if one is None or not 0 < int(number) <= one.points:
                raise KeyError(name)
            done.append((name, one.attempt(bench, int(number) - 1, fully=True)))
        return done
    finally:
        bench.close()


def progress(found: Sequence[Stream]) -> str:
    """One line of how far it is."""
    tried, points, failed = (sum(getattr(one, name) for one in found) for name in ("tried", "points", "failed"))
    classes, first = sum(min(one.begun, one.first) for one in found), sum(one.first for one in found)
    again = sum(one.again for one in found)
    more = f", {again:,} once more" if again else ""
    return (
        f"{tried:,} of {points:,} points tried ({100 * tried / max(points, 1):.1f} %), of each class and by chance"
        f" {classes:,} of {first:,}{more}; {failed} failures"
    )
