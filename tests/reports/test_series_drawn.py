"""A series as characters, as SVG and in words."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from reports.excerpts import sentence
from reports.series import series_of
from reports.series_plot import ASCII, plot, scale
from reports.series_svg import svg
from reports.series_told import form, happened, points, title
from tests.reports.invented_numbers import row, total

HOSTILE = 'Lantern"<script>alert(1)</script>\x1b[31m\u202e'
ROWS = [
    row("2024-03-01", 2500, qualifier="more than"),
    row("2025-06-01", 2200, "The Lantern", qualifier="about"),
    row("2026-02-01", 1800, HOSTILE),
    row("2026-02-01", 1900, "Blue Post"),
]


@pytest.mark.parametrize("width", [40, 80, 110])
def test_a_plot_is_no_wider_than_the_terminal(width: int) -> None:
    lines = plot(series_of(ROWS), width=width)
    assert max(map(len, lines)) <= width
    drawn, _, rest = "\n".join(lines).partition("└")
    assert rest.splitlines()[1].split() == ["2024-03-01", "2026-02-01"]
    assert "contradicted" in rest
    assert [drawn.count(sign) for sign in "▲◆✕"] == [1, 1, 2]


def test_a_plot_without_unicode() -> None:
    assert "".join(plot(series_of(ROWS), width=60, signs=ASCII)).isascii()


def test_nothing_to_plot_gives_no_lines() -> None:
    assert plot(series_of([row(None, 5)]), width=80) == []


@pytest.mark.parametrize(
    ("low", "high"), [(0, 0), (5, 5), (1, 2), (1500, 2700), (50000, 50000), (-300, 200), (0.5, 0.7), (3, 3e9)]
)
def test_an_axis_holds_all_values_in_few_steps(low: float, high: float) -> None:
    values = scale(low, high, 7)
    assert values[0] <= low <= high <= values[-1]
    assert 2 <= len(values) <= 9
    assert values == sorted(set(values))


@pytest.mark.parametrize("rows", [ROWS, ROWS[:1], [row(None, 5)], [row("2026", 5), row("2026-02", 7)]])
def test_an_svg_is_whole_alone_and_the_same_each_time(rows: list[dict[str, object]]) -> None:
    series = series_of(rows)
    drawn = svg(series, title=title(series))
    assert drawn == svg(series_of(rows[::-1]), title=title(series))
    root = ElementTree.fromstring(drawn)  # noqa: S314 - our own
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    for remote in ("<script", "href", "url(", "@import", "\x1b", "\u202e"):
        assert remote not in drawn
    assert "prefers-color-scheme: dark" in drawn
    assert "personnel deployed, China (current)" in {element.text for element in root.iter() if element.text}


def test_what_is_told_names_both_sides() -> None:
    (line,) = [one for one in happened(series_of(ROWS[:2])) if one.startswith("moved")]
    assert line.startswith("moved        more than 2,500 (Harbour Daily, 2024-03-01, f-")
    assert line.endswith("-300")
    assert "The Lantern, 2025-06-01, f-" in line


def test_every_point_is_one_click_from_its_sentence() -> None:
    told = list(points(series_of([{**ROWS[0], "sentence": "More than 2,500 peacekeepers serve."}])))
    assert told[0] == "2024-03-01  more than 2,500"
    assert told[1].strip() == "More than 2,500 peacekeepers serve."
    for part in (ROWS[0]["uid"], ROWS[0]["article_uid"], "Harbour Daily", "2024-03-01", ROWS[0]["url"]):
        assert part in told[2]


def test_the_form_for_programs_holds_claims_only_where_asked() -> None:
    series = series_of([total("2021-04-30", 50000), total("2026-04-30", 50000)])
    assert "claims" not in form(series, with_points=False)
    told = form(series, with_points=True)
    assert told["happened"] == ["stalled"]
    assert told["stalls"][0]["weeks"] == 260
    assert [claim["said"][0]["outlet"] for claim in told["claims"]] == ["Harbour Daily"] * 2


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("One. More than 40 left. Two.", "40", "More than 40 left."),
        ("It began on Sept. 5 with 40 men. Then more.", "40", "It began on Sept. 5 with 40 men."),
        ("前一句。目前有40名官兵在那里。后一句。", "40", "目前有40名官兵在那里。"),
        ("A title of 40\n\nThe body.", "40", "A title of 40"),
        ("No stop at all 40", "40", "No stop at all 40"),
        ('He said: "It is 40." Then he left.', "40", 'He said: "It is 40."'),
    ],
)
def test_the_sentence_of_some_words(text: str, words: str, expected: str) -> None:
    start = text.index(words)
    assert sentence(text, start, start + len(words)) == expected


def test_a_sentence_without_end_is_cut_round_its_words() -> None:
    text = "a " * 2000 + "40 men" + " b" * 2000
    cut = sentence(text, 4000, 4006)
    assert "40 men" in cut
    assert len(cut) < 420
    assert cut.startswith("…")
    assert cut.endswith("…")
