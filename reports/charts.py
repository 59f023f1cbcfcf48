"""Charts as inline SVG text: no script, nothing remote, the same bytes for the same edition.

Colours are the page's own CSS variables (--s1 ... --s7), so a chart follows the light and the dark page and the print.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from reports.wording import CELL_WORDS, clean, short_day, weekday
from storage.plural import count

SERIES = 6
_WIDTH, _HEIGHT = 520, 230
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 8, 18, 40
_BAR = 0.62
# The states of one day of one source, within 14 by 14.
SHAPES = {
    "collected": '<rect x="1" y="1" width="12" height="12" rx="2"/>',
    "reached-empty": '<rect x="2" y="2" width="10" height="10" rx="2" fill="none" stroke-width="2"/>',
    "healed": '<path d="M1 13V3a2 2 0 0 1 2-2h10z"/><path d="M2 12.5h10.500V2" fill="none" stroke-width="1.5"/>',
    "partly": '<path d="M1 7h12v4a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2z"/>'
    '<rect x="1.7" y="1.7" width="10.6" height="10.6" rx="1.5" fill="none" stroke-width="1.4"/>',
    "failed": '<path d="M2.5 2.500l9 9m0-9l-9 9" fill="none" stroke-width="3" stroke-linecap="round"/>',
    "never-ran": '<path d="M3 7h8" fill="none" stroke-width="2.5" stroke-linecap="round"/>',
    "no-record": '<circle cx="7" cy="7" r="1.5"/>',
}


def folded(by_day: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The outlets of a chart: the busiest six, the rest summed as one."""
    outlets = list(by_day["outlets"])
    if len(outlets) <= SERIES + 1:
        return [dict(entry) for entry in outlets]
    rest = outlets[SERIES:]
    summed = [sum(entry["counts"][day] for entry in rest) for day in range(len(by_day["days"]))]
    return [*map(dict, outlets[:SERIES]), {"outlet": f"{len(rest)} other outlets", "counts": summed}]


def items_by_day(by_day: Mapping[str, Any]) -> str:
    """Stacked bars, one a day, one colour an outlet. by_day: days, and outlets with a count for each day."""
    series = folded(by_day)
    days = by_day["days"]
    totals = [sum(entry["counts"][n] for entry in series) for n in range(len(days))]
    step, top = _scale(max(totals, default=0))
    height = _HEIGHT - _TOP - _BOTTOM
    slot = (_WIDTH - _LEFT - _RIGHT) / max(1, len(days))
    parts = [
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="by-day-title by-day-desc">',
        '<title id="by-day-title">Items by outlet and day</title>',
        f'<desc id="by-day-desc">{escape(_told(days, totals))}</desc>',
    ]
    for value in range(0, top + 1, step):
        y = _TOP + height * (1 - value / top)
        parts.append(f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text class="tick" x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value}</text>')
    for n, day in enumerate(days):
        left = _LEFT + slot * n + slot * (1 - _BAR) / 2
        middle = left + slot * _BAR / 2
        base = float(_TOP + height)
        for place, entry in enumerate(series, start=1):
            if not entry["counts"][n]:
                continue
            tall = height * entry["counts"][n] / top
            base -= tall
            told = f"{short_day(day)}: {clean(entry['outlet'])} {entry['counts'][n]}"
            parts.append(
                f'<rect class="s{place}" x="{left:.1f}" y="{base:.1f}" width="{slot * _BAR:.1f}" '
                f'height="{max(tall - 1, 0.5):.1f}"><title>{escape(told)}</title></rect>'
            )
        if totals[n]:
            parts.append(
                f'<text class="sum" x="{middle:.1f}" y="{base - 5:.1f}" text-anchor="middle">{totals[n]}</text>'
            )
        parts.append(
            f'<text class="day" x="{middle:.1f}" y="{_HEIGHT - 22}" text-anchor="middle">{weekday(day)}</text>'
        )
        parts.append(
            f'<text class="tick" x="{middle:.1f}" y="{_HEIGHT - 7}" text-anchor="middle">{int(day[8:])}</text>'
        )
    return "".join([*parts, "</svg>"])


def told_by_day(by_day: Mapping[str, Any]) -> str:
    """The chart of items by outlet and day in words."""
    totals = [sum(entry["counts"][n] for entry in by_day["outlets"]) for n in range(len(by_day["days"]))]
    return _told(by_day["days"], totals)


def told_by_mission(bars: Sequence[Mapping[str, Any]]) -> str:
    """The chart of items by mission in words."""
    return ", ".join(f"{clean(b['mission'])} {b['count']} against {b['mean']:g}" for b in bars) + "."


def told_moved(moved: Sequence[Mapping[str, Any]]) -> str:
    """The numbers that moved in words."""
    told = (f"{clean(one['title'])}: {one['refs'][0]['value']} to {one['refs'][-1]['value']}" for one in moved)
    return "; ".join(told) + "."


def mark(state: str) -> str:
    """The sign of one day of one source, told apart by shape as well as by colour."""
    if state not in SHAPES:
        return ""
    return f'<svg class="mark {state}" viewBox="0 0 14 14" aria-hidden="true">{SHAPES[state]}</svg>'


def legend_states() -> list[tuple[str, str]]:
    """The signs and their words, for the key under the grid."""
    return [(mark(state), words) for state, words in CELL_WORDS.items() if state not in ("later", "before")]


def _scale(most: int) -> tuple[int, int]:
    """Steps of an axis that ends at or above the largest value, in at most five steps."""
    step = next(s * 10**p for p in range(9) for s in (1, 2, 5) if s * 10**p * 5 >= most)
    return step, max(step, -(-most // step) * step)


def _told(days: Sequence[str], totals: Sequence[int]) -> str:
    return ", ".join(f"{short_day(day)}: {count(total, 'item')}" for day, total in zip(days, totals, strict=True)) + "."
