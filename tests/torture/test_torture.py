"""A share of what `make torture` tries: a crawl, digest, migration and backup under faults at their disk operations."""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from tests.torture.__main__ import memory
from tests.torture.bench import Bench
from tests.torture.drive import TIMES, WEIGHTS, run, streams
from tests.torture.judge import judged, lost
from tests.torture.order import spread
from tests.torture.power import cuts
from tests.torture.scenarios import SCENARIOS, Scenario
from tests.torture.shim import FAULTS, Fault, Op

# How many points of each in every run of the tests: what is cheap is tried more often.
IN_CI = [
    *((name, fault, 3 if fault == "kill" else 1) for name in ("migration", "backup") for fault in FAULTS),
    ("digest", "kill", 1), ("digest", "disk full", 1), ("digest", "I/O error", 1), ("crawl", "kill", 1),
    ("crawl", "disk full", 1),
]  # fmt: skip


def points_of(bench: Bench, one: Scenario, fault: Fault) -> Iterator[int]:
    """The numbers of all its points, the first ones spread over all."""
    return spread(sum(1 for done in bench.calm(one).points if done.inode & fault.kinds))


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("scenario", "fault", "many"), IN_CI)
def test_after_a_fault_nothing_is_lost_and_a_rerun_gives_what_a_calm_run_gives(
    bench: Bench, scenario: str, fault: str, many: int
) -> None:
    one = SCENARIOS[scenario]
    # The first of the spread is the first operation of all: begin behind it.
    for point in islice(points_of(bench, one, FAULTS[fault]), 1, 1 + many):
        tried = bench.try_fault(one, FAULTS[fault], point + 1, fully=True)
        assert tried.wrong == [], f"{scenario}, {fault} at {point + 1}"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("scenario", ["crawl", "digest", "migration"])
def test_after_a_power_cut_what_was_acknowledged_is_there(bench: Bench, scenario: str) -> None:
    one = SCENARIOS[scenario]
    many = len(cuts(bench.calm(one).operations))
    chance = random.Random(scenario) if scenario == "migration" else None  # noqa: S311  repeatable, not secret
    assert bench.try_cut(one, many * 2 // 3, chance).wrong == []


@pytest.mark.timeout(300)
def test_a_crawl_that_is_told_to_end_goes_on_where_it_was(bench: Bench) -> None:
    one = SCENARIOS["crawl"]
    assert bench.try_signal(one, signal.SIGTERM, bench.calm(one).seconds * 0.6).wrong == []


@pytest.mark.timeout(300)
def test_a_log_that_is_not_synchronised_would_be_found(bench: Bench) -> None:
    """The power cut has teeth: without the synchronisation of the log, acknowledged rows are missing after it."""
    one = SCENARIOS["digest"]
    calm = bench.calm(one)
    kept = list(calm.operations)
    try:
        calm.operations[:] = [done for done in kept if done.op != Op.SYNC or not done.path.endswith("-wal")]
        found = bench.try_cut(one, len(cuts(calm.operations)) // 2, None)
    finally:
        calm.operations[:] = kept
    assert any("was acknowledged and is gone" in words for words in found.wrong)


def test_what_was_promised_and_is_not_there_is_told(bench: Bench) -> None:
    data = bench.world.folder("twice")
    sound = judged(data)
    assert sound["wrong"] == []
    promised = {**sound["acknowledged"], "states": [*sound["acknowledged"]["states"], ["a-none", 1, "x"]]}
    assert lost(sound, promised) == ["states: ['a-none', 1, 'x'] was acknowledged and is gone"]


def test_points_lie_evenly_however_early_it_ends() -> None:
    for many in (1, 2, 3, 100, 1447):
        assert sorted(spread(many)) == list(range(many))
    first = list(islice(spread(1000), 50))
    assert max(b - a for a, b in zip(sorted(first), sorted(first)[1:], strict=False)) <= 33


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_nothing_fails_in_minutes_of_everything(shim: Path, tmp_path: Path) -> None:
    place = Path(memory() or tmp_path) / f"bluewatch-{tmp_path.name}"
    done = run(place, 15, only=(), seed=1, jobs=2, say=lambda _: None)
    failures = [(one.scenario, one.fault, one.failures) for one in done.streams if one.failures]
    assert failures == []
    assert sum(one.tried for one in done.streams) > 100


@pytest.mark.long
@pytest.mark.timeout(600)
def test_everything_that_is_asked_for_is_among_the_streams(bench: Bench) -> None:
    found = streams(bench)
    assert {(one.scenario, one.fault) for one in found} == {
        *((name, fault) for name, one in SCENARIOS.items() if not one.drawn for fault in FAULTS),
        *((name, kind) for kind in TIMES for name in WEIGHTS[kind]),
    }
    for kind, many in TIMES.items():
        assert sum(one.points for one in found if one.fault == kind) == many
