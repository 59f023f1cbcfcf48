"""The rules over small simulated worlds: at the same number of requests they beat fixed intervals, or lose nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from benchmarks.sim.asking import Rules
from benchmarks.sim.measure import Figures, figures, follow, same_budget
from benchmarks.sim.worlds import START, WORLDS, outlets

ROOT = Path(__file__).resolve().parents[1]


@cache
def compared(world: str, number: int, days: int, seed: str = "test") -> tuple[Figures, Figures]:
    """The rules, and fixed intervals with as many requests."""
    some = outlets(WORLDS[world], number=number, days=days, seed=seed)
    rules = follow(some, Rules(timedelta(hours=6), by_news=True), days=days)
    ours = figures("by news", rules, days=days)
    fixed = same_budget(some, rules, ours, days=days)
    return ours, figures("fixed", follow(some, fixed, days=days), days=days)


def assert_better(ours: Figures, fixed: Figures) -> None:
    assert abs(ours.requests / fixed.requests - 1) < 0.03, "the same budget"
    assert ours.latency_median < 0.75 * fixed.latency_median
    assert ours.latency_95 < 0.97 * fixed.latency_95
    assert ours.edits_seen >= fixed.edits_seen
    assert ours.edit_delay_median < 0.7 * fixed.edit_delay_median


def assert_no_worse(ours: Figures, fixed: Figures) -> None:
    assert abs(ours.requests / fixed.requests - 1) < 0.03, "the same budget"
    assert ours.latency_median < 1.04 * fixed.latency_median
    assert ours.latency_mean < 1.04 * fixed.latency_mean
    assert ours.latency_95 < 1.06 * fixed.latency_95


def test_in_a_small_press_the_rules_beat_fixed_intervals_at_the_same_budget() -> None:
    assert_better(*compared("press", 45, 54))


def test_where_nothing_can_be_learned_nothing_is_lost() -> None:
    assert_no_worse(*compared("even", 20, 42))


@pytest.mark.long
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("seed", ["one", "two"])
@pytest.mark.parametrize("world", ["press", "wires", "ministries", "even"])
def test_in_each_world_at_length(world: str, seed: str) -> None:
    (assert_no_worse if world == "even" else assert_better)(*compared(world, 200, 75, seed))


def test_a_world_is_a_function_of_its_seed() -> None:
    first, again, other = (outlets(WORLDS["press"], number=5, days=20, seed=seed) for seed in ("a", "a", "b"))
    assert (first == again, first == other) == (True, False)
    assert all(item.at >= START for outlet in first for item in outlet.items if outlet.kind != "office")
    assert all(edit >= item.at for outlet in first for item in outlet.items for edit in item.edits)


def test_the_command_prints_figures_for_programs() -> None:
    line = [sys.executable, "benchmarks/simulation.py", "--world", "even", "--outlets", "3", "--days", "24", "--json"]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=100, check=True)
    rows = json.loads(done.stdout)["even"]
    assert [row["policy"] for row in rows] == ["by news", "by interval", "fixed"]
    assert all(row["requests"] > row["new"] > 0 for row in rows)
    assert "day 24 of 24" in done.stderr
