from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from storage import cjk
from storage.errors import UsageError
from storage.records import Label
from tests.storage.conftest import Newsroom, a_decision, an_article

CHINESE = an_article(
    url="http://newsroom.example/zh",
    title="中国维和工兵分队",
    language="zh",
    outlet="示例军网",
    body="某地11月1日电 維和部隊与当地居民修桥。共有３０名官兵参加。",
    published_at=datetime(2026, 11, 1, tzinfo=UTC),
)
ENGLISH = an_article(
    title="Café opens at the camp",
    language="en",
    body="JUBA -- The Secretary-General's envoy met peace-keeping troops.\n\nUNMISS said 1,200 came.",
    authors=("Zoë Example",),
    published_at=datetime(2026, 11, 2, tzinfo=UTC),
    captions=("A crane lifts the bridge.",),
)


@pytest.fixture
def filled(newsroom: Newsroom) -> Newsroom:
    newsroom.publish(CHINESE)
    newsroom.publish(ENGLISH)
    newsroom.publish(an_article(url="http://newsroom.example/b", title="Envoy on trade"), a_decision(Label.BORDERLINE))
    return newsroom


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("维和", "zh"),
        ("工兵", "zh"),
        ("部隊", "zh"),
        ("维和工兵", "zh"),
        ("工维", None),
        ("维和 修桥", "zh"),
        ("30名", "zh"),
        ("示例", "zh"),
        ("cafe", "en"),
        ("CAFÉ", "en"),
        ("ＵＮＭＩＳＳ", "en"),
        ("secretary-general", "en"),
        ('"peace keeping troops"', "en"),
        ("troops peace", "en"),
        ('"troops peace"', None),
        ("keep*", "en"),
        ("keep", None),
        ("envoy -trade", "en"),
        ("envoy -juba", None),
        ("zoe", "en"),
        ("crane", "en"),
        ("juba 1,200", "en"),
        ("trade", None),
        ("title:cafe", "en"),
        ("title:juba", None),
        ('title:"opens at"', "en"),
        ("crane OR 修桥 lang:zh", "zh"),
        ("crane OR 修桥 lang:en", "en"),
        ("juba OR nowhere", "en"),
        ("-维和 after:2020", "en"),
        ("on:2026-11-01", "zh"),
        ("after:2026-11-02", "en"),
        ("before:2026-11-02", "zh"),
        ("NEAR(juba envoy)", None),
    ],
)
def test_what_a_query_finds(filled: Newsroom, query: str, found: str | None) -> None:
    hits = filled.archive.search.find(query)
    wanted = {"zh": CHINESE.title, "en": ENGLISH.title, None: None}[found]
    assert [hit.title for hit in hits] == ([wanted] if wanted else [])


def test_newest_first_and_other_labels_when_asked(filled: Newsroom) -> None:
    find = filled.archive.search.find
    assert [hit.title for hit in find("envoy", labels=["peacekeeping", "borderline"])] == [
        "Envoy on trade",
        ENGLISH.title,
    ]
    assert len(find("envoy", labels=["peacekeeping", "borderline"], limit=1)) == 1
    assert find("envoy", labels=["peacekeeping", "borderline"], newest_first=False)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("维和", ["维和"]),
        ("troops", ["troops"]),
        ("keep*", ["keeping"]),
        ("crane", ["crane"]),
        ('"secretary general"', ["Secretary-General"]),
        ("１２００", ["1200"]),
        ("zoe", []),
    ],
)
def test_a_snippet_marks_the_words_in_the_text(newsroom: Newsroom, query: str, words: list[str]) -> None:
    newsroom.publish(replace(CHINESE, body="开头。" * 300 + "维和部队到达。" + "结尾。" * 300))
    newsroom.publish(replace(ENGLISH, body="Lead. " * 100 + ENGLISH.body + " Tail." * 100 + " 1200"))
    (hit,) = newsroom.archive.search.find(query)
    assert [hit.snippet[start:end] for start, end in hit.marks] == words
    assert len(hit.snippet) < 260
    assert "\n" not in hit.snippet


def test_the_index_follows_every_change(newsroom: Newsroom) -> None:
    search = newsroom.archive.search
    newsroom.publish(an_article(title="First words"))
    newsroom.publish(an_article(title="Second 维和 words"))
    assert (len(search.find("second")), len(search.find("first")), len(search.find("维和"))) == (1, 0, 1)
    db = newsroom.archive.db
    with db.write():
        db.execute("INSERT INTO articles_words (articles_words) VALUES ('integrity-check')")
    before = [hit.uid for hit in search.find("bridge")]
    assert search.rebuild() == 1
    assert [hit.uid for hit in search.find("bridge")] == before
    newsroom.publish(an_article(title="Third words"))
    assert not search.find("second")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40) | st.text(alphabet="\"*-^():+{}ANDORT '维和é\x00\ud800.", max_size=30))
@example('"')
@example("a\x00b")
@example("NOT")
@example('"" "" x')
@example("-x")
@example("*")
@example("\U0001f600 ½ ٣")
def test_any_query_is_an_answer_or_a_usage_error(newsroom: Newsroom, query: str) -> None:
    with contextlib.suppress(UsageError):
        newsroom.archive.search.find(query)


@pytest.mark.parametrize("query", ["", "   ", '""', "!?", "-juba", "x" * 2000, "a " * 60])
def test_a_query_without_a_word_or_too_long_is_refused_with_the_reason(newsroom: Newsroom, query: str) -> None:
    with pytest.raises(UsageError):
        newsroom.archive.search.find(query)


@given(st.text())
def test_spacing_parts_every_sign_once_and_for_all(text: str) -> None:
    assert cjk.spaced(cjk.spaced(text)) == cjk.spaced(text)


@pytest.mark.parametrize(
    ("text", "spaced"),
    [
        ("维和", "维 和"),
        ("UN维和30名", "UN 维 和 30 名"),
        ("维，和", "维,和"),
        ("한국군 파병", "한 국 군 파 병"),
        ("plain text", "plain text"),
        ("\U00020000\U00020001", "\U00020000 \U00020001"),
        ("カタカナ", "カ タ カ ナ"),
    ],
)
def test_how_signs_are_parted(text: str, spaced: str) -> None:
    assert cjk.spaced(text) == spaced
