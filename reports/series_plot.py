"""A series as a plot of characters, as wide as the terminal. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from reports.claims import Claim, number_words
from reports.series import Series

LEAST_WIDTH, LEAST_HEIGHT = 40, 5


@dataclass(frozen=True, slots=True)
class Signs:
    """The characters of a plot. by_qualifier: exact and the others; conflict: claims that contradict each other."""

    exact: str
    more: str
    less: str
    about: str
    conflict: str
    axis: str
    tick: str
    corner: str
    floor: str


UNICODE = Signs("●", "▲", "▼", "◆", "✕", "│", "┤", "└", "─")
ASCII = Signs("*", "^", "v", "~", "x", "|", "+", "+", "-")
_WORDS = {"exact": "exact", "more": "more than", "less": "nearly, up to", "about": "about", "conflict": "contradicted"}


def day_number(day: str) -> int:
    """A day, month or year as a number of days; of a month or year its first day."""
    year, month, number = ([int(part) for part in day.split("-")] + [1, 1])[:3]
    return date(year, month, number).toordinal()


def scale(low: float, high: float, rows: int) -> list[float]:
    """Values for the axis from at or below ``low`` to at or above ``high``, about ``rows`` of them, in round steps."""
    span = max(high - low, abs(high) * 0.02, 1e-9)
    step = next(s * 10.0**p for p in range(-6, 16) for s in (1, 2, 5) if span / (s * 10.0**p) <= max(1, rows - 2))
    if low >= 1 and step < 1:
        step = 1.0
    first = step * (low // step)
    values = [first]
    while values[-1] < high - 1e-9 * step:
        values.append(round(first + step * len(values), 9))
    if len(values) == 1:
        values.append(first + step)
    return values


def sign_name(claim: Claim) -> str:
    """exact, more, less or about: how the number was said."""
    qualifier = claim.statement.qualifier
    return {"more than": "more", "at least": "more", "dozens": "more", "nearly": "less", "up to": "less"}.get(
        qualifier, qualifier if qualifier in ("exact", "about") else "about"
    )


def plot(series: Series, *, width: int, height: int = 12, signs: Signs = UNICODE) -> list[str]:
    """Lines no wider than ``width``: the dated claims that are not doubted. Nothing where there are none."""
    claims = series.sound
    if not claims:
        return []
    width, height = max(width, LEAST_WIDTH), max(height, LEAST_HEIGHT)
    values = scale(min(c.statement.value for c in claims), max(c.statement.value for c in claims), height)
    labels = [number_words(value) for value in values]
    left = max(map(len, labels)) + 1
    columns = width - left - 2
    days = [day_number(str(claim.day)) for claim in claims]
    grid = _grid(series, claims, days, values=values, columns=columns, height=height, signs=signs)
    at = {_row(value, values, height): label for value, label in zip(values, labels, strict=True)}
    lines = [
        f"{at.get(row, ''):>{left}}{signs.tick if row in at else signs.axis}{''.join(grid[row])}".rstrip()
        for row in range(height)
    ]
    lines.append(f"{'':>{left}}{signs.corner}{signs.floor * columns}")
    first, last = str(claims[0].day), str(max(claims, key=lambda claim: day_number(str(claim.day))).day)
    gap = columns - len(first) - len(last)
    lines.append(f"{'':>{left + 1}}{first}{' ' * gap + last if first != last and gap > 0 else ''}")
    used = [name for name in _WORDS if any(getattr(signs, name) in row for row in grid)]
    key = "  ".join(f"{getattr(signs, name)} {_WORDS[name]}".replace(" ", "\0") for name in used)
    lines += [f"{'':>{left + 1}}{line}".replace("\0", " ") for line in wrap(key, columns)]
    return lines


def _grid(
    series: Series, claims: Sequence[Claim], days: Sequence[int], *, values: Sequence[float], columns: int,
    height: int, signs: Signs,
) -> list[list[str]]:  # fmt: skip
    contradicted = {id(claim) for conflict in series.conflicts for claim in conflict.claims}
    grid = [[" "] * columns for _ in range(height)]
    first, span = min(days), max(max(days) - min(days), 1)
    for claim, day in zip(claims, days, strict=True):
        column = (columns - 1) // 2 if max(days) == first else round((day - first) * (columns - 1) / span)
        sign = signs.conflict if id(claim) in contradicted else getattr(signs, sign_name(claim))
        grid[_row(claim.statement.value, values, height)][column] = sign
    return grid


def _row(value: float, values: Sequence[float], height: int) -> int:
    low, high = values[0], values[-1]
    return height - 1 - round((value - low) * (height - 1) / (high - low))
