"""Coverage, source by day, as SVG text: one sign a source and day, told apart by shape as well as by colour. Pure.

What was not read comes first. Where there are more sources than rows, those that miss no day are summed up in one line,
and so is what does not fit; the last line counts the sources read on each day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from reports.charts import SHAPES
from reports.wording import CELL_WORDS, clean, short_day, weekday
from storage.plural import count

# So many sources have a line of their own in a digest and on a page.
MOST_ROWS = 16
GAPS = ("failed", "never-ran", "no-record", "partly")
READ = ("collected", "reached-empty", "healed", "partly")
_UNTOLD = ("before", "later")
_SIGN, _ROW, _HEAD = 14, 21, 34
LONGEST_NAME = 22
_SIGN_WIDE = 7.2
_BY_WEEK = 14
_MOST_TOLD = 7

Source = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a chart shows. rows: sources with a line each; whole: how many more miss no day; more: how many do."""

    rows: tuple[Source, ...]
    whole: int
    more: int


def followed(sources: Sequence[Source]) -> list[Source]:
    """The sources of an edition that are switched on; none where its rows know no days."""
    return [one for one in sources if one["state"] != "disabled" and one.get("days")]


def read_days(one: Source) -> int:
    """On how many days a source was read, or made good."""
    return sum(cell["state"] in READ for cell in one["days"])


def drawn(sources: Sequence[Source], most: int = MOST_ROWS) -> Drawn:
    """The lines of the chart. sources: name, and days with a state each; those with most gaps come first."""
    ordered = sorted(sources, key=lambda one: (-_gaps(one), -_healed(one), str(one["name"]).casefold()))
    if len(ordered) <= most:
        return Drawn(tuple(ordered), 0, 0)
    troubled = [one for one in ordered if _gaps(one)]
    return Drawn(tuple(troubled[:most]), len(ordered) - len(troubled), max(0, len(troubled) - most))


def told_coverage(sources: Sequence[Source], what: str = "source") -> str:
    """The chart in words: how many sources miss no day, and the days on which not all were read."""
    if not sources:
        return f"No {what} is followed."
    whole = sum(not _gaps(one) for one in sources)
    days = [cell["day"] for cell in sources[0]["days"]]
    told = f"{whole} of {count(len(sources), what)} without a gap"
    wanting = [(day, read, of) for day, (read, of) in zip(days, _by_day(sources), strict=True) if read < of]
    if len(wanting) > _MOST_TOLD:
        return f"{told}. On {len(wanting)} of {len(days)} days not every {what} was read."
    listed = "; ".join(f"{short_day(day)}: {read} of {of} read" for day, read, of in wanting)
    return f"{told}. {listed}." if listed else f"{told}."


def summed(shown: Drawn, what: str = "source") -> list[str]:
    """The lines for the sources without a line of their own."""
    found = [f"and {count(shown.more, f'more {what}')} with gaps"] if shown.more else []
    if shown.whole:
        other = f"other {what}" if shown.rows else what
        found.append(f"{count(shown.whole, other)} without a gap")
    return found


def coverage(
    sources: Sequence[Source], *, most: int = MOST_ROWS, longest: int = LONGEST_NAME, what: str = "source"
) -> str:
    """The chart at its natural size, which a page scrolls in a box of its own. what: a row is; longest: of its name."""
    shown = drawn(sources, most)
    days = [cell["day"] for cell in sources[0]["days"]] if sources else []
    names = [shortened(one["name"], longest) for one in shown.rows]
    rest, read_words = summed(shown, what), f"{what}s read"
    left = 12 + int(_SIGN_WIDE * max([len(read_words), *map(_wide, names)]))
    slot = 26 if len(days) <= _BY_WEEK else 18
    width = max(left + slot * len(days) + 6, 12 + int(_SIGN_WIDE * max([0, *map(len, rest)])))
    height = _HEAD + _ROW * (len(names) + len(rest) + 1) + 8
    parts = [
        f'<svg class="chart cells" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img"'
        ' aria-labelledby="coverage-title coverage-desc">',
        f'<title id="coverage-title">Coverage, {what} by day</title>',
        f'<desc id="coverage-desc">{escape(told_coverage(sources, what))}</desc>',
        *_heads(days, left, slot),
    ]
    for place, (one, label) in enumerate(zip(shown.rows, names, strict=True)):
        y = _HEAD + _ROW * place
        parts.append(f'<text class="day" x="{left - 8}" y="{y + 12}" text-anchor="end">{escape(label)}</text>')
        for n, cell in enumerate(one["days"]):
            parts += _cell(one, cell, left + slot * n + (slot - _SIGN) / 2, y)
    y = _HEAD + _ROW * len(names)
    for line in rest:
        parts.append(f'<text class="tick" x="0" y="{y + 12}">{escape(line)}</text>')
        y += _ROW
    parts.append(f'<line class="grid" x1="0" x2="{width}" y1="{y}" y2="{y}"/>')
    parts.append(f'<text class="tick" x="{left - 8}" y="{y + 17}" text-anchor="end">{read_words}</text>')
    if slot > 18:
        for n, (read, of) in enumerate(_by_day(sources)):
            said = f"{read}/{of}" if of < 10 else str(read)
            parts.append(
                f'<text class="{"tick" if read == of else "sum"}" x="{left + slot * (n + 0.5):g}" y="{y + 17}"'
                f' text-anchor="middle">{said if of else ""}</text>'
            )
    else:
        parts += _heights(sources, left, slot, y)
    return "".join([*parts, "</svg>"])


def standalone(svg: str) -> str:
    """A chart as a file of its own, with its colours for light, dark and print, and the meaning of its signs."""
    head, _, rest = svg.partition(">")
    wide, tall = (int(head.partition(f'{side}="')[2].partition('"')[0]) for side in (" width", " height"))
    keys = [(state, words) for state, words in CELL_WORDS.items() if state in SHAPES]
    columns = max(1, wide // 190)
    legend = []
    for place, (state, words) in enumerate(keys):
        x, y = 190 * (place % columns), tall + 14 + 20 * (place // columns)
        legend.append(
            f'<g class="cell {state}" transform="translate({x} {y})">{SHAPES[state]}</g>'
            f'<text class="tick" x="{x + 20}" y="{y + 12}">{escape(words)}</text>'
        )
    whole = tall + 24 + 20 * -(-len(keys) // columns)
    wide = max(wide, 190)
    opened = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart cells" viewBox="-12 -12 {wide + 24} {whole + 12}"'
        f' width="{wide + 24}" height="{whole + 12}" role="img" aria-labelledby={head.rpartition("=")[2]}>'
    )
    ground = f'<rect class="paper" x="-12" y="-12" width="{wide + 24}" height="{whole + 12}"/>'
    # Title and description stay the first children: that is where readers of the screen look for them.
    titles, parted, drawing = rest.partition("</desc>")
    drawing = drawing.removesuffix("</svg>")
    return f"{opened}{titles}{parted}<style>{_STYLE}</style>{ground}{drawing}{''.join(legend)}</svg>\n"


_STYLE = (
    "svg{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Helvetica Neue',Arial,sans-serif}"
    "text{fill:#55606e;font-size:12px}.day,.sum{fill:#1b2430;font-size:13px}.sum{font-weight:600}"
    ".grid{stroke:#d9dddf}.paper{fill:#fff}.cell{fill:currentColor;stroke:currentColor;stroke-width:0}"
    ".collected,.reached-empty{color:#2c6e49}.healed{color:#1f5a8a}.partly{color:#8a5a00}.failed{color:#b3261e}"
    ".never-ran,.no-record{color:#55606e}.bar{fill:#2c6e49}"
    "@media (prefers-color-scheme:dark){text{fill:#a3aebb}.day,.sum{fill:#e4e8ec}.grid{stroke:#303a45}"
    ".paper{fill:#12171d}.collected,.reached-empty{color:#7cc79a}.healed{color:#6aa9dc}.partly{color:#e5b95c}"
    ".failed{color:#ff9a8f}.never-ran,.no-record{color:#a3aebb}.bar{fill:#7cc79a}}"
    "@media print{text{fill:#444}.day,.sum{fill:#000}.paper{fill:#fff}.grid{stroke:#c9cdd0}"
    ".collected,.reached-empty{color:#22573a}.healed{color:#1f5a8a}.partly{color:#6f4800}.failed{color:#9c1f18}"
    ".never-ran,.no-record{color:#444}}"
)


def _gaps(one: Source) -> int:
    return sum(cell["state"] in GAPS for cell in one["days"])


def _healed(one: Source) -> int:
    return sum(cell["state"] == "healed" for cell in one["days"])


def _by_day(sources: Sequence[Source]) -> list[tuple[int, int]]:
    """For each day how many sources were read, of how many that were followed then."""
    found = []
    for n in range(len(sources[0]["days"])) if sources else ():
        states = Counter(one["days"][n]["state"] for one in sources)
        found.append((sum(states[name] for name in READ), sum(states.values()) - sum(states[name] for name in _UNTOLD)))
    return found


def _heads(days: Sequence[str], left: int, slot: int) -> list[str]:
    parts = []
    for n, day in enumerate(days):
        x = f"{left + slot * (n + 0.5):g}"
        number = int(day[8:])
        if len(days) <= _BY_WEEK:
            parts.append(f'<text class="tick" x="{x}" y="11" text-anchor="middle">{weekday(day)[:2]}</text>')
        elif n == 0 or number == 1:
            parts.append(f'<text class="tick" x="{x}" y="11" text-anchor="middle">{short_day(day).split()[2]}</text>')
        parts.append(f'<text class="tick" x="{x}" y="26" text-anchor="middle">{number}</text>')
    return parts


def _cell(one: Source, cell: Mapping[str, Any], x: float, y: int) -> list[str]:
    state = cell["state"]
    if state not in SHAPES:
        return []
    note = f", {cell['note']}" if cell.get("note") else ""
    told = f"{clean(one['name'])}, {short_day(cell['day'])}: {CELL_WORDS[state]}{note}"
    return [
        f'<g class="cell {state}" transform="translate({x:g} {y})"><title>{escape(told)}</title>{SHAPES[state]}</g>'
    ]


def _heights(sources: Sequence[Source], left: int, slot: int, y: int) -> list[str]:
    """The counts of many days as small bars: numbers would not fit."""
    parts = []
    for n, (read, of) in enumerate(_by_day(sources)):
        if read:
            tall = 16 * read / of
            told = f"{short_day(sources[0]['days'][n]['day'])}: {read} of {of} read"
            parts.append(
                f'<rect class="bar" x="{left + slot * n + 4:g}" y="{y + 4 + 16 - tall:.1f}" width="{slot - 8}"'
                f' height="{tall:.1f}"><title>{escape(told)}</title></rect>'
            )
    return parts


def shortened(name: str, longest: int) -> str:
    """A name in the room that a line has for it; wide signs take two places."""
    plain, used = clean(name), 0
    for place, sign in enumerate(plain):
        used += _places(sign)
        if used > longest:
            return plain[: max(1, place - 1)] + "…"
    return plain


def _wide(text: str) -> int:
    return sum(map(_places, text))


def _places(sign: str) -> int:
    return 2 if ord(sign) > 0x2E7F else 1
