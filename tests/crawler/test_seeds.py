"""Both seeds, and a dozen invented texts of other shapes: every field, and the text back sign for sign."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.text import article_from_text
from storage.records import Article
from storage.seedshape import to_text

SEEDS = Path(__file__).parents[1] / "seeds"
TEXTS = Path(__file__).parent / "texts"


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


@pytest.fixture
def first() -> Article:
    return article_from_text(read(SEEDS / "000_12144f029dc4f62c.txt"), zone="Asia/Shanghai")


@pytest.fixture
def second() -> Article:
    return article_from_text(read(SEEDS / "003_9968fb0687a3fe4f.txt"), zone="Asia/Shanghai")


def test_first_seed_gives_every_field(first: Article) -> None:
    assert first.title == "China, UN co-host meeting on peacekeeping experience sharing"
    assert first.outlet == "China Military Online"
    assert first.editors == ("Chen Zhuo",)
    assert first.authors == ("Mei Changwei",)
    assert first.published_raw == "2021-04-30 17:42:05"
    assert first.published_at is not None
    assert first.published_at.isoformat() == "2021-04-30T09:42:05+00:00"
    assert first.published_local == "2021-04-30T17:42:05+08:00"
    assert first.dateline == "BEIJING, Apr. 30 --"
    assert (first.dateline_place, first.dateline_date) == ("Beijing", "2021-04-30")
    assert first.evidence["dateline"].basis == "year of publication"
    assert (first.trailer, first.language, first.type) == ("Related News", "en", "news")
    assert not first.captions
    assert not first.related


@pytest.mark.parametrize(
    ("name", "spans"),
    [
        ("000_12144f029dc4f62c.txt", [(132, 563), (565, 1197), (1199, 1515), (1517, 2093)]),
        ("003_9968fb0687a3fe4f.txt", [(0, 219), (221, 1287), (1289, 1598), (1600, 2136)]),
    ],
)
def test_paragraphs_are_the_gold_spans(name: str, spans: list[tuple[int, int]]) -> None:
    text = read(SEEDS / name)
    article = article_from_text(text, zone="Asia/Shanghai")
    assert list(article.paragraphs) == [text[start:end] for start, end in spans]
    assert [article.body[block.start : block.end] for block in article.blocks] == list(article.paragraphs)


def test_second_seed_has_no_header_and_an_inferred_year(second: Article) -> None:
    assert (second.title, second.outlet, second.dateline, second.published_at, second.published_raw) == (None,) * 5
    assert (second.editors, second.authors, second.trailer, second.language, second.type) == (
        (),
        (),
        None,
        "en",
        "news",
    )
    assert second.inferred["year"] == 2020
    assert second.inferred["published_between"] == ["2020-11-03", "2020-12-31"]
    assert second.inferred["basis"] == [
        "20 years of Chinese peacekeeping police, which began in 2000",
        "the 75th session of the General Assembly met in September 2020",
        "'this year' with the COVID-19 pandemic",
    ]


@pytest.mark.parametrize("path", sorted([*SEEDS.glob("*.txt"), *TEXTS.glob("*.txt")]), ids=lambda path: path.stem)
def test_text_comes_back_sign_for_sign(path: Path) -> None:
    text = read(path)
    assert to_text(article_from_text(text, zone="Asia/Shanghai")) == text


@pytest.mark.parametrize("path", sorted(TEXTS.glob("*.txt")), ids=lambda path: path.stem)
def test_fields_of_invented_texts(path: Path) -> None:
    gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    article = article_from_text(read(path), zone="Asia/Shanghai")
    found = {
        name: len(article.paragraphs)
        if name == "paragraphs"
        else [link.title for link in article.related]
        if name == "related"
        else list(value)
        if isinstance(value := getattr(article, name), tuple)
        else value
        for name in gold
    }
    assert found == gold


LINES = st.lists(
    st.sampled_from(
        [
            "",
            "",
            "By Mira Probe",
            "Source: X Daily Editor: Lin Qiao 2020-01-02 03:04:05",
            "JUBA, May 3 (NWMP) -- A patrol left the camp at dawn and came back after the rain had stopped.",
            "Related News",
            "1 2 3 4 5",
            "A short line",
            "责任编辑：甲一",
            "2020-01-02",
            "新华社北京1月2日电 记者获悉，某部队已经出发。",
            "The patrol reached the ford in the afternoon, as planned by the invented command in the spring.",
        ]
    ),
    max_size=14,
)


@given(LINES, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\n", "  \n", "\u3000"]))
def test_any_order_of_lines_round_trips(lines: list[str], end: str, closing: str) -> None:
    text = end.join(lines) + closing
    assert to_text(article_from_text(text)) == text


@given(st.text(max_size=300))
def test_any_text_round_trips(text: str) -> None:
    assert to_text(article_from_text(text)) == text
