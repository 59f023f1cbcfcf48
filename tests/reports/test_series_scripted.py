"""A scripted year of one number at twelve invented outlets: its moves, conflicts and stalls, and no other."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest

from reports.limits import load_limits
from reports.series import series_of
from tests.reports.invented_numbers import row, total

OUTLETS = [f"Invented Outlet {n}" for n in range(1, 13)]
START = date(2026, 1, 5)


class Script:
    """Texts on days of their own, each with copies that come up to five days later and are dated then."""

    def __init__(self, seed: int, *, cumulative: bool) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a script, no secret
        self.cumulative = cumulative
        self.rows: list[dict[str, Any]] = []
        self.moves: list[tuple[int, int]] = []
        self.conflicts: list[str] = []
        self.stalls = 0
        self._texts = 0
        self._run()

    def _say(self, day: date, value: int, *, copies: int) -> None:
        self._texts += 1
        for n, outlet in enumerate(self.chance.sample(OUTLETS, copies + 1)):
            said = (day + timedelta(days=n and self.chance.randint(0, 5))).isoformat()
            make = total if self.cumulative else row
            self.rows.append(make(said, value, outlet, text=f"t{self._texts}"))

    def _run(self) -> None:
        day, value = START, self.chance.randint(150, 3000)
        for level in range(6):
            if level:
                step = self.chance.randint(10, 40)
                new = value + (step if self.cumulative else self.chance.choice((step, -step)))
                self.moves.append((value, new))
                value = new
            first = last = day
            for n in range(self.chance.randint(2, 4)):
                if n and self.chance.random() < 0.3:
                    self._say(day, value + 7, copies=0)
                    self.conflicts.append(day.isoformat())
                self._say(day, value, copies=self.chance.randint(0, 3))
                last = day
                day += timedelta(days=self.chance.randint(8, 20))
            self.stalls += self.cumulative and (last - first).days >= 28


@pytest.mark.parametrize("cumulative", [False, True])
@pytest.mark.parametrize("seed", range(20))
def test_every_scripted_happening_and_no_other(seed: int, cumulative: bool) -> None:
    script = Script(seed, cumulative=cumulative)
    series = series_of(script.rows, limits=load_limits())
    assert [(one.old.statement.value, one.new.statement.value) for one in series.moves] == script.moves
    assert [one.day for one in series.conflicts] == script.conflicts
    assert len(series.stalls) == script.stalls
    assert (series.behind, series.implausible) == ((), ())
