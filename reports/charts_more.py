"""Two more charts of a digest, as reports.charts draws them: items by mission against the mean, numbers that moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

from reports.charts import told_by_mission, told_moved
from reports.claims import number_words
from reports.wording import clean, full_day
from storage.times import DAY_SIGNS

_WIDTH = 520
_NAME, _ROW, _HEAD = 132, 22, 22
_SPARK_WIDTH, _SPARK_HEIGHT, _SPARK_GAP = 252, 84, 16
_MOST_SIGNS = 18


def items_by_mission(bars: Sequence[Mapping[str, Any]]) -> str:
    """A bar a mission, with a tick at the mean of the weeks before. bars: mission, count, mean, trend."""
    height = _HEAD + _ROW * len(bars) + 6
    most = max(1.0, *(max(float(b["count"]), float(b["mean"])) for b in bars))
    wide = _WIDTH - _NAME - 56
    parts = [
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {height}" role="img"'
        ' aria-labelledby="by-mission-title by-mission-desc">',
        '<title id="by-mission-title">Items by mission against the weeks before</title>',
        f'<desc id="by-mission-desc">{escape(told_by_mission(bars))}</desc>',
        f'<rect class="s1" x="{_NAME}" y="5" width="14" height="9"/>'
        f'<text class="tick" x="{_NAME + 20}" y="13">this week</text>'
        f'<rect class="mean" x="{_NAME + 92}" y="3" width="3" height="13"/>'
        f'<text class="tick" x="{_NAME + 101}" y="13">mean of the weeks before</text>',
    ]
    for place, b in enumerate(bars):
        y = _HEAD + _ROW * place
        name = clean(b["mission"])
        shown = name if len(name) <= _MOST_SIGNS else name[: _MOST_SIGNS - 1] + "…"
        long = max(1.0, wide * b["count"] / most)
        tick = _NAME + wide * b["mean"] / most
        parts += [
            f'<text class="day" x="{_NAME - 8}" y="{y + 13}" text-anchor="end">{escape(shown)}</text>',
            f'<rect class="s1" x="{_NAME}" y="{y + 2}" width="{long:.1f}" height="14"/>',
            f'<rect class="mean" x="{tick - 1.5:.1f}" y="{y}" width="3" height="18"/>',
            f'<text class="sum" x="{_NAME + max(long, tick - _NAME) + 7:.1f}" y="{y + 13}">{b["count"]}</text>',
        ]
    return "".join([*parts, "</svg>"])


def moved(series: Sequence[Mapping[str, Any]]) -> str:
    """Small charts side by side, one a series: its claims by day, the last one named. series: title, points, refs."""
    rows = -(-len(series) // 2)
    height = rows * (_SPARK_HEIGHT + _SPARK_GAP)
    parts = [
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="moved-title moved-desc">',
        '<title id="moved-title">Numbers that moved</title>',
        f'<desc id="moved-desc">{escape(told_moved(series))}</desc>',
    ]
    for place, one in enumerate(series):
        left = (place % 2) * (_SPARK_WIDTH + _SPARK_GAP)
        top = (place // 2) * (_SPARK_HEIGHT + _SPARK_GAP)
        parts += _spark(one, left, top)
    return "".join([*parts, "</svg>"])


def _spark(one: Mapping[str, Any], left: float, top: float) -> list[str]:
    title = clean(one["title"])
    shown = title if len(title) <= 36 else title[:35] + "…"
    points = [(_days(day), float(value)) for day, value in one["points"] if day]
    parts = [f'<text class="day" x="{left}" y="{top + 12}">{escape(shown)}</text>']
    if not points:
        return parts
    first, last = points[0][0], points[-1][0]
    low, high = min(value for _, value in points), max(value for _, value in points)

    def x(day: float) -> float:
        return left + 4 + (_SPARK_WIDTH - 76) * ((day - first) / (last - first) if last > first else 1.0)

    def y(value: float) -> float:
        return top + 26 + 34 * (1 - ((value - low) / (high - low) if high > low else 0.5))

    steps = [f"M{x(points[0][0]):.1f},{y(points[0][1]):.1f}"]
    # A number holds until another is said: steps, not slopes.
    steps += [f"H{x(day):.1f}V{y(value):.1f}" for day, value in points[1:]]
    parts.append(f'<path class="spark" d="{"".join(steps)}"/>')
    parts += [f'<circle class="dot" cx="{x(day):.1f}" cy="{y(value):.1f}" r="2.6"/>' for day, value in points]
    end_x, end_y = x(points[-1][0]), y(points[-1][1])
    parts.append(f'<text class="sum" x="{end_x + 7:.1f}" y="{end_y + 4:.1f}">{number_words(points[-1][1])}</text>')
    days = [day for day, _ in one["points"] if day]
    said = f"{_short(days[0])} – {_short(days[-1])}" if days[0] != days[-1] else _short(days[0])
    parts.append(f'<text class="tick" x="{left}" y="{top + 80}">{said}</text>')
    return parts


def _days(day: str) -> float:
    """A day as a number; of a month or a year its first."""
    whole = day + "-01-01"[len(day) - 4 :] if len(day) < DAY_SIGNS else day
    return float(date.fromisoformat(whole).toordinal())


def _short(day: str) -> str:
    return full_day(day) if len(day) == DAY_SIGNS else day
