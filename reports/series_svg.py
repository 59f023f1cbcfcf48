"""A series as one SVG file: no script, nothing remote, text as text, light and dark, the same bytes each time. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from html import escape

from reports.claims import Claim, number_words
from reports.series import Series
from reports.series_plot import day_number, scale, sign_name
from reports.series_told import sources
from reports.wording import clean
from storage.plural import count

_WIDTH, _HEIGHT = 760, 380
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 24, 64, 66
_STYLE = """
svg { color-scheme: light dark; --paper: #ffffff; --ink: #1b2733; --soft: #5b6b7a; --rule: #dfe5ea; --line: #9db8d2;
  --mark: #1f5f99; --clash: #b3261e; font: 13px system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
@media (prefers-color-scheme: dark) { svg { --paper: #14191f; --ink: #e8edf2; --soft: #9fb0bf; --rule: #2a333c;
  --line: #3f5f7d; --mark: #7db7ec; --clash: #ff8a80; } }
.paper { fill: var(--paper); } text { fill: var(--ink); } .head { font-size: 16px; font-weight: 600; }
.soft { fill: var(--soft); } .rule { stroke: var(--rule); } .line { fill: none; stroke: var(--line); stroke-width: 2; }
.mark { fill: var(--mark); stroke: var(--paper); stroke-width: 1; } .clash { fill: var(--clash); }
.ring { fill: none; stroke: var(--clash); stroke-width: 1.5; }
"""
_SHAPES = {
    "exact": "M-5,0A5,5 0 1,1 5,0A5,5 0 1,1 -5,0Z",
    "more": "M0,-6L6,5L-6,5Z",
    "less": "M0,6L6,-5L-6,-5Z",
    "about": "M0,-6L6,0L0,6L-6,0Z",
}
_WORDS = {"exact": "exact", "more": "more than, at least", "less": "nearly, up to", "about": "about"}


def svg(series: Series, *, title: str) -> str:
    """The whole file. Doubted and undated claims are not drawn and counted in a line below."""
    claims = series.sound
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" role="img" aria-labelledby="title desc">',
        f'<title id="title">{_text(title)}</title>',
        f'<desc id="desc">{_text(_told(claims))}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="paper" width="{_WIDTH}" height="{_HEIGHT}"/>',
        f'<text class="head" x="20" y="28">{_text(_short(title, 84))}</text>',
        f'<text class="soft" x="20" y="48">{_text(_counts(series))}</text>',
        *_body(series, claims),
        *_key(series, claims),
    ]
    return "\n".join([*parts, "</svg>", ""])


def _body(series: Series, claims: Sequence[Claim]) -> Iterator[str]:
    if not claims:
        yield f'<text class="soft" x="20" y="{_HEIGHT // 2}">No claim with a day.</text>'
        return
    values = scale(min(c.statement.value for c in claims), max(c.statement.value for c in claims), 7)
    days = [day_number(str(claim.day)) for claim in claims]
    first, last = min(days), max(days)
    tall, wide = _HEIGHT - _TOP - _BOTTOM, _WIDTH - _LEFT - _RIGHT

    def x(day: int) -> float:
        return _LEFT + 12 + (wide - 24) * ((day - first) / (last - first) if last > first else 0.5)

    def y(value: float) -> float:
        return _TOP + tall * (1 - (value - values[0]) / (values[-1] - values[0]))

    for value in values:
        yield f'<line class="rule" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}"/>'
        label = number_words(value)
        yield f'<text class="soft" x="{_LEFT - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{label}</text>'
    for day, label, anchor in _ticks(claims, first, last):
        yield f'<text class="soft" x="{x(day):.1f}" y="{_HEIGHT - _BOTTOM + 20}" text-anchor="{anchor}">{label}</text>'
    if line := _line(series, x, y):
        yield f'<path class="line" d="{line}"/>'
    clashing = {id(claim) for conflict in series.conflicts for claim in conflict.claims}
    for claim, day in zip(claims, days, strict=True):
        if id(claim) in clashing:
            yield f'<circle class="ring" cx="{x(day):.1f}" cy="{y(claim.statement.value):.1f}" r="9"/>'
        kind = "clash" if id(claim) in clashing else "mark"
        yield (
            f'<path class="mark {kind}" transform="translate({x(day):.1f},{y(claim.statement.value):.1f})" '
            f'd="{_SHAPES[sign_name(claim)]}"><title>{_text(_point(claim))}</title></path>'
        )


def _line(series: Series, x: Callable[[int], float], y: Callable[[float], float]) -> str:
    """Steps from level to level, by the moves."""
    levels = [*(move.old for move in series.moves[:1]), *(move.new for move in series.moves)]
    latest = series.latest
    if not levels and latest is not None:
        levels = [series.sound[0]]
    drawn = [f"{x(day_number(str(claim.day))):.1f},{y(claim.statement.value):.1f}" for claim in levels]
    if not drawn:
        return ""
    path = f"M{drawn[0]}"
    for point in drawn[1:]:
        across, down = point.split(",")
        path += f"H{across}V{down}"
    end = max(day_number(str(claim.day)) for claim in series.sound)
    return f"{path}H{x(end):.1f}"


def _ticks(claims: Sequence[Claim], first: int, last: int) -> list[tuple[int, str, str]]:
    """Days of the axis with their words: the first and the last as they were told, and years between."""
    told = {day_number(str(claim.day)): str(claim.day) for claim in claims}
    if first == last:
        return [(first, told[first], "middle")]
    ends = [(first, told[first], "start"), (last, told[last], "end")]
    years = range(date.fromordinal(first).year + 1, date.fromordinal(last).year + 1)
    step = max(1, -(-len(years) // 6))
    room = (last - first) * 0.14
    between = [(date(year, 1, 1).toordinal(), str(year), "middle") for year in years[::step]]
    return [ends[0], *(one for one in between if first + room < one[0] < last - room), ends[1]]


def _key(series: Series, claims: Sequence[Claim]) -> Iterator[str]:
    across, down = 26, _HEIGHT - 18
    for name, shape in _SHAPES.items():
        if any(sign_name(claim) == name for claim in claims):
            yield f'<path class="mark" transform="translate({across},{down - 4})" d="{shape}"/>'
            yield f'<text class="soft" x="{across + 12}" y="{down}">{_WORDS[name]}</text>'
            across += 30 + 7 * len(_WORDS[name])
    if series.conflicts:
        yield f'<circle class="ring" cx="{across}" cy="{down - 4}" r="7"/>'
        yield f'<text class="soft" x="{across + 12}" y="{down}">contradicted on its day</text>'


def _counts(series: Series) -> str:
    drawn = len(series.sound)
    left = len(series.claims) - drawn
    return sources(series) + (f"; {count(left, 'claim')} not drawn (doubted, or without a day)" if left else "")


def _told(claims: Sequence[Claim]) -> str:
    return "; ".join(_point(claim) for claim in claims) + "." if claims else "No claim with a day."


def _point(claim: Claim) -> str:
    return f"{claim.day}: {claim.statement.words} ({claim.first.outlet})"


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _text(text: str) -> str:
    return escape(clean(text))
