from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import article_rows, forms
from storage.records import (
    Article,
    Block,
    Decision,
    Evidence,
    FieldState,
    Label,
    Match,
    RelatedLink,
)
from storage.seedshape import to_text

TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=30)
MAYBE = st.none() | TEXT
# The columns editor and byline join names by a semicolon; no name holds one.
NAMES = st.lists(TEXT.filter(lambda name: name and ";" not in name), max_size=3).map(tuple)
INSTANTS = st.none() | st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000, tzinfo=UTC)
)
EVIDENCE = st.builds(Evidence, state=st.sampled_from(FieldState), how=TEXT, raw=MAYBE, basis=MAYBE, reason=MAYBE)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
)
ARTICLES: st.SearchStrategy[Article] = st.builds(
    Article,
    body=TEXT,
    url=MAYBE,
    source=MAYBE,
    key=MAYBE,
    title=MAYBE,
    outlet=MAYBE,
    editors=NAMES,
    authors=NAMES,
    dateline=MAYBE,
    dateline_place=MAYBE,
    dateline_date=MAYBE,
    published_at=INSTANTS,
    published_raw=MAYBE,
    published_local=MAYBE,
    language=MAYBE,
    type=TEXT,
    captions=st.lists(TEXT, max_size=3).map(tuple),
    trailer=MAYBE,
    blocks=st.lists(
        st.builds(Block, kind=TEXT, start=st.integers(0), end=st.integers(0), speaker=MAYBE, label=MAYBE), max_size=3
    ).map(tuple),
    related=st.lists(st.builds(RelatedLink, TEXT, MAYBE), max_size=3).map(tuple),
    evidence=st.dictionaries(TEXT, EVIDENCE, max_size=4),
    inferred=st.dictionaries(TEXT, JSON, max_size=3),
    shape=st.lists(st.tuples(st.sampled_from(["text", "field"]), TEXT), max_size=4).map(tuple),
)
MATCHES = st.builds(
    Match,
    kind=TEXT,
    term=TEXT,
    field=TEXT,
    start=st.integers(0),
    end=st.integers(0),
    weight=st.floats(-9, 9),
    place=st.integers(1, 3),
    points=st.floats(-99, 99),
    note=MAYBE,
)
DECISIONS = st.builds(
    Decision,
    label=st.sampled_from(Label),
    score=st.floats(-99, 99),
    rules=TEXT,
    operation_kind=MAYBE,
    reason=MAYBE,
    matches=st.lists(MATCHES, max_size=3).map(tuple),
)


def through_json(form: dict[str, Any]) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(json.dumps(form, ensure_ascii=False))
    return loaded


@given(ARTICLES, DECISIONS)
def test_an_article_and_its_decision_come_back_from_their_form(article: Article, decision: Decision) -> None:
    form = through_json(forms.article_to_form(article, decision, file="x.html"))
    assert forms.article_from_form(form) == article
    assert forms.decision_from_form(form["decision"]) == decision
    assert form["file"] == "x.html"


@given(ARTICLES)
def test_an_article_comes_back_from_its_columns(article: Article) -> None:
    row = {"url": article.url, "source": article.source, "key": article.key, **article_rows.content_of(article)}
    assert article_rows.article_of(row, article.related) == article


def test_a_form_has_the_columns_and_the_lists_beside_them() -> None:
    article = Article(
        body="One.\n\nTwo.",
        editors=("A", "B"),
        published_at=datetime(2026, 1, 1, 8, tzinfo=timezone(timedelta(hours=8))),
    )
    form = forms.article_to_form(article)
    assert (form["editor"], form["editors"], form["byline"], form["authors"]) == ("A; B", ["A", "B"], None, [])
    assert (form["published_at"], form["paragraphs"]) == ("2026-01-01T00:00:00Z", ["One.", "Two."])
    assert "decision" not in form


FULL = Article(
    body="AWEIL, Nov. 1 -- One.\n\nTwo.",
    title="Title",
    outlet="Newsroom",
    editors=("Ann Example",),
    authors=("Bo Example", "Cy Example"),
    published_local="2026-11-01T17:42:05+08:00",
    published_at=datetime(2026, 11, 1, 9, 42, 5, tzinfo=UTC),
    trailer="Related News",
)


@pytest.mark.parametrize(
    ("article", "text"),
    [
        (
            FULL,
            "Title\n\nNewsroom\nAnn Example\n2026-11-01 17:42:05\n\nBy Bo Example and Cy Example\n\n"
            "AWEIL, Nov. 1 -- One.\n\nTwo.\n\nRelated News",
        ),
        (Article(body="One.\n\nTwo."), "One.\n\nTwo."),
        (Article(body="One.", title="T"), "T\n\nOne."),
        (Article(body="One.", published_at=FULL.published_at), "2026-11-01 09:42:05 UTC\n\nOne."),
        (Article(body="One.", published_local="2026-11-01"), "2026-11-01\n\nOne."),
        (Article(body="One.", published_raw="32 Marhc"), "32 Marhc\n\nOne."),
        (Article(body="One.", trailer="Related News", related=(RelatedLink("Two"),)), "One.\n\nRelated News\nTwo"),
    ],
)
def test_the_canonical_text_has_only_the_lines_that_are_known(article: Article, text: str) -> None:
    assert to_text(article) == text


def test_a_shape_prints_the_words_of_the_page() -> None:
    article = Article(
        body="One.\n\nTwo.",
        title="T",
        editors=("Ann Example",),
        authors=("Bo Example",),
        published_raw="Nov 1",
        captions=("C0", "C1"),
        related=(RelatedLink("R0"),),
        trailer="More",
        evidence={
            "editor": Evidence(state=FieldState.FOUND, raw="Editor: Ann"),
            "byline": Evidence(state=FieldState.FOUND, raw="BY BO"),
            "published_at": Evidence(state=FieldState.FOUND, raw="Nov  1"),
        },
        shape=(
            ("field", "title"),
            ("text", "\r\n{body}%s"),
            ("field", "editor"),
            ("field", "byline_raw"),
            ("field", "published_raw"),
            ("field", "caption:1"),
            ("field", "related:0"),
            ("field", "trailer"),
            ("field", "body"),
            ("field", "paragraph:1"),
        ),
    )
    assert to_text(article) == "T\r\n{body}%sEditor: AnnBY BONov  1C1R0MoreOne.\n\nTwo.Two."
