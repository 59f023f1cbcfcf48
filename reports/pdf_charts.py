"""The charts of a digest drawn for its PDF, from the same values as reports.charts draws them for a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, Rect, String
from reportlab.lib.colors import Color, HexColor

from reports.charts import folded
from reports.charts_coverage import LONGEST_NAME, drawn, shortened, summed
from reports.claims import number_words
from reports.pdf_direction import shaped, visual
from reports.pdf_fonts import Fonts
from reports.wording import CELL_WORDS, clean, weekday

SERIES = ("#1f5a8a", "#c8752d", "#4f8a5b", "#8a5a9e", "#b8a13a", "#4a9fa8", "#8d97a3")
INK, SOFT, RULE, WARN = HexColor("#1b2430"), HexColor("#55606e"), HexColor("#d9dddf"), HexColor("#8a5a00")
_SIZE = 6.2


def by_day(told: Mapping[str, Any], fonts: Fonts, width: float) -> Drawing:
    """Stacked bars, one a day; the key below."""
    outlets = folded(told)
    height, low = 92.0, 12.0 + 8.0 * len(outlets)
    drawing = Drawing(width, low + height + 8)
    totals = [sum(entry["counts"][n] for entry in outlets) for n in range(len(told["days"]))]
    top = max(1, *totals)
    slot = width / len(told["days"])
    drawing.add(Line(0, low + 10, width, low + 10, strokeColor=RULE, strokeWidth=0.5))
    for n, day in enumerate(told["days"]):
        base = low + 10.0
        for place, entry in enumerate(outlets):
            tall = (height - 24) * entry["counts"][n] / top
            if tall:
                drawing.add(_box(slot * n + slot * 0.2, base, slot * 0.6, tall - 0.4, SERIES[place]))
            base += tall
        middle = slot * (n + 0.5)
        if totals[n]:
            _text(drawing, fonts, middle, base + 3, str(totals[n]), anchor="middle", bold=True)
        _text(drawing, fonts, middle, low + 2, f"{weekday(day)} {int(day[8:])}", anchor="middle", color=SOFT)
    for place, entry in enumerate(outlets):
        y = low - 10.0 - 8.0 * place
        drawing.add(_box(0, y, 5, 5, SERIES[place]))
        _text(drawing, fonts, 9, y, f"{clean(entry['outlet'])}: {sum(entry['counts'])}", color=SOFT)
    return drawing


def by_mission(bars: Sequence[Mapping[str, Any]], fonts: Fonts, width: float) -> Drawing:
    """A bar a mission, a tick at its mean."""
    row, name = 10.0, 62.0
    drawing = Drawing(width, row * len(bars) + 4)
    most = max(1.0, *(max(float(b["count"]), float(b["mean"])) for b in bars))
    wide = width - name - 46
    for place, b in enumerate(bars):
        y = row * (len(bars) - place - 1) + 3
        _text(drawing, fonts, name - 4, y, clean(b["mission"])[:18], anchor="end")
        drawing.add(_box(name, y - 1, max(0.5, wide * b["count"] / most), 6.5, SERIES[0]))
        tick = name + wide * b["mean"] / most
        drawing.add(Rect(tick - 0.7, y - 2, 1.4, 8.5, fillColor=WARN, strokeWidth=0))
        end = max(name + wide * b["count"] / most, tick)
        _text(drawing, fonts, end + 4, y, f"{b['count']} (mean {b['mean']:g})", color=SOFT)
    return drawing


def moved(series: Sequence[Mapping[str, Any]], fonts: Fonts, width: float) -> Drawing:
    """A line a series: its claims in their order, the last one named."""
    row = 24.0
    drawing = Drawing(width, row * len(series))
    for place, one in enumerate(series):
        y = row * (len(series) - place - 1)
        values = [float(value) for _, value in one["points"]]
        _text(drawing, fonts, 0, y + 15, clean(one["title"])[:60])
        low, high = min(values, default=0.0), max(values, default=0.0)
        step = (width - 60) / max(1, len(values) - 1)
        points = [
            (step * n if len(values) > 1 else width - 60, y + 2 + 9 * ((v - low) / (high - low) if high > low else 0.5))
            for n, v in enumerate(values)
        ]
        for (x1, y1), (x2, y2) in pairwise(points):
            drawing.add(Line(x1, y1, x2, y1, strokeColor=HexColor(SERIES[0]), strokeWidth=0.8))
            drawing.add(Line(x2, y1, x2, y2, strokeColor=HexColor(SERIES[0]), strokeWidth=0.8))
        for x, at in points:
            drawing.add(Circle(x, at, 1.2, fillColor=HexColor(SERIES[0]), strokeWidth=0))
        if points:
            _text(drawing, fonts, points[-1][0] + 4, points[-1][1] - 2, number_words(values[-1]), bold=True)
    return drawing


_COLORS = {
    "collected": HexColor("#2c6e49"),
    "reached-empty": HexColor("#2c6e49"),
    "healed": HexColor(SERIES[0]),
    "partly": WARN,
    "failed": HexColor("#b3261e"),
    "never-ran": SOFT,
    "no-record": SOFT,
}


def coverage(sources: Sequence[Mapping[str, Any]], fonts: Fonts, width: float) -> Drawing:
    """A line a source, a sign a day; then the sources without a line of their own, and the meaning of the signs."""
    shown = drawn(sources)
    rest = summed(shown)
    days = [cell["day"] for cell in sources[0]["days"]]
    row, left, legend = 8.6, 104.0, 29.0
    slot = min(22.0, (width - left) / len(days))
    top = row * (len(shown.rows) + len(rest)) + legend
    drawing = Drawing(width, top + 10)
    for n, day in enumerate(days):
        middle = left + slot * (n + 0.5)
        _text(drawing, fonts, middle, top + 2, f"{weekday(day)[:2]} {int(day[8:])}", anchor="middle", color=SOFT)
    for place, one in enumerate(shown.rows, 1):
        y = top - row * place
        _text(drawing, fonts, left - 6, y + 1.6, shortened(one["name"], LONGEST_NAME), anchor="end")
        for n, cell in enumerate(one["days"]):
            _sign(drawing, cell["state"], left + slot * (n + 0.5) - 3, y + 1)
    for place, line in enumerate(rest, len(shown.rows) + 1):
        _text(drawing, fonts, 0, top - row * place + 1.6, line, color=SOFT)
    for place, state in enumerate(_COLORS):
        x, y = width / 3 * (place % 3), 18.0 - 9 * (place // 3)
        _sign(drawing, state, x, y)
        _text(drawing, fonts, x + 8, y + 0.6, CELL_WORDS[state], color=SOFT)
    return drawing


def _sign(drawing: Drawing, state: str, x: float, y: float) -> None:
    """The sign of a state within 6 by 6 points, in the shape that a page gives it."""
    color = _COLORS.get(state)
    if color is None:
        return
    if state == "collected":
        drawing.add(Rect(x + 0.5, y + 0.5, 5, 5, fillColor=color, strokeWidth=0, strokeColor=None))
    elif state in ("reached-empty", "partly", "healed"):
        drawing.add(Rect(x + 0.8, y + 0.8, 4.4, 4.4, fillColor=None, strokeWidth=0.8, strokeColor=color))
        filled = {"partly": [x + 0.8, y + 0.8, x + 5.2, y + 0.8, x + 5.2, y + 3, x + 0.8, y + 3],
                  "healed": [x + 0.8, y + 0.8, x + 0.8, y + 5.2, x + 5.2, y + 5.2]}.get(state)  # fmt: skip
        if filled:
            drawing.add(Polygon(filled, fillColor=color, strokeWidth=0, strokeColor=None))
    elif state == "failed":
        drawing.add(Line(x + 1, y + 1, x + 5, y + 5, strokeColor=color, strokeWidth=1.2))
        drawing.add(Line(x + 1, y + 5, x + 5, y + 1, strokeColor=color, strokeWidth=1.2))
    elif state == "never-ran":
        drawing.add(Line(x + 1.2, y + 3, x + 4.8, y + 3, strokeColor=color, strokeWidth=1))
    else:
        drawing.add(Circle(x + 3, y + 3, 0.7, fillColor=color, strokeWidth=0))


def _box(x: float, y: float, width: float, height: float, color: str) -> Rect:
    return Rect(x, y, width, height, fillColor=HexColor(color), strokeWidth=0, strokeColor=None)


def _text(
    drawing: Drawing, fonts: Fonts, x: float, y: float, text: str, *, anchor: str = "start", bold: bool = False,
    color: Color = INK,
) -> None:  # fmt: skip
    """Words in one line; each font's signs are a string of their own."""
    from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415 - beside its only use

    runs = list(fonts.runs(visual(shaped(text)), bold=bold))
    wide = sum(stringWidth(run.text, run.font, _SIZE) for run in runs)
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    for run in runs:
        drawing.add(String(left, y, run.text, fontName=run.font, fontSize=_SIZE, fillColor=color))
        left += stringWidth(run.text, run.font, _SIZE)
