"""A drafted test page keeps a site's mark-up and nothing of its prose, and reads as the page it was made of."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.catalogue import load_catalogue
from crawler.extraction.article import extract
from crawler.extraction.page import Page
from crawler.invented import Inventor, word_for
from crawler.sample import Sample, draft_sample
from crawler.source import Source, parse_source
from storage.records import Article, Rejection
from storage.times import from_text

PAGES = Path(__file__).resolve().parents[1] / "pages"
RECORDS = sorted(file for file in PAGES.glob("*/*.json") if not file.name.endswith(".links.json"))
AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
RUN = 5


@pytest.fixture(scope="module")
def sources() -> dict[str, Source]:
    return dict(load_catalogue(None, "all"))


def runs_of_words(text: str) -> set[str]:
    """Runs of five words, or of five Chinese signs, that hold a word longer than articles and prepositions."""
    words = re.findall(r"[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+", text)
    runs = (words[i : i + RUN] for i in range(len(words) - RUN + 1))
    return {" ".join(run) for run in runs if sum(len(word) > 4 or word[0] >= "\u3400" for word in run) >= 2}


@pytest.mark.parametrize("file", RECORDS, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_draft_reads_as_its_page_and_holds_no_run_of_its_words(file: Path, sources: dict[str, Source]) -> None:
    expected = json.loads(file.read_text("utf-8"))
    source, content = sources[file.parent.name], file.with_suffix(".html").read_bytes()
    page = Page(content, expected["url"], "text/html", from_text(expected["fetched_at"]))
    drafted = draft_sample(page, source)
    original = extract(page, source)
    assert isinstance(drafted, Sample)
    assert isinstance(original, Article)
    assert drafted.differs == ()
    assert not runs_of_words(original.body) & runs_of_words(drafted.html)
    assert drafted.record["article"].get("published_at") == (
        expected["article"].get("published_at") or original_day(drafted)
    )
    again = extract(Page(drafted.html.encode(), drafted.record["url"], "text/html", page.fetched_at), source)
    assert isinstance(again, Article)
    assert list(again.paragraphs) == drafted.record["article"]["paragraphs"]
    assert source.is_article(drafted.record["url"])


def original_day(drafted: Sample) -> object:
    return drafted.record["article"].get("published_at")


def source_of(**more: object) -> Source:
    table = {"slug": "paper", "name": "The Gazette", "home": "https://paper.example/", "feeds": ["/f.xml"], **more}
    return parse_source(table, file="paper.toml", packaged=False)


PARAGRAPH = "Colonel Invented Person told reporters in Sampletown that 4,321 residents had returned to the valley. "
HOSTILE = f"""<html><head><title>Residents return | The Gazette</title><meta charset="gbk">
<style>.secret {{ color: red }}</style><script>var residents = "told reporters";</script>
<script>createManuscriptPageHTML('3');</script><script type="application/ld+json">{{broken</script></head>
<body onload="residents()" data-title="Residents return"><!-- told reporters in Sampletown --><!--HTMLBOX-->
<h1 id="residents-return-to-the-green-valley" title="Residents return">Residents return</h1>
<img src="https://cdn.other.example/residents-return.jpg" alt="Residents return to the valley">
<script type="application/ld+json">{{"@type": "NewsArticle", "@id": "https://paper.example/Residents-return/#article",
"author": {{"@id": "https://paper.example/#/person/1"}}}}</script>
<a href="/Residents-Return-To-valley_Residents-2.html">x</a>
<a href="/n/%D0%BF%D0%BE%D1%81%D0%B5%D0%BB%D0%B5-1.html">x</a>
<a href="/n/поселение-2.html">x</a>
<a href="https://www.other.example/residents-return-to-valley">x</a><a href="mailto:person@paper.example">mail</a>
<p>By Invented Person</p><p>2026-11-19 17:42:05</p>{f"<p>{PARAGRAPH * 3}</p>" * 4}
<p>Δοκιμή поселение</p></body></html>"""


def test_nothing_of_the_prose_hides_in_scripts_attributes_or_addresses() -> None:
    drafted = draft_sample(
        Page(HOSTILE.encode(), "https://paper.example/residents-return-today", None, AT), source_of()
    )
    assert isinstance(drafted, Sample)
    for word in (
        "esident",
        "Return-To",
        "reporters",
        "Sampletown",
        "Colonel",
        "other.example",
        "person@",
        "4,321",
        "поселе",
        "%D0%BF%D0%BE%D1%81",
    ):
        assert word not in drafted.html, word
    for kept in (
        "createManuscriptPageHTML('3')",
        "<!--HTMLBOX-->",
        "2026-11-19 17:42:05",
        "The Gazette",
        "utf-8",
        "/#/person/1",
    ):
        assert kept in drafted.html, kept
    assert "residents" not in json.dumps(drafted.record)


def test_a_page_that_is_no_article_gives_no_sample() -> None:
    found = draft_sample(
        Page(b"<html><body><p>Short.</p></body></html>", "https://paper.example/a", None, AT), source_of()
    )
    assert isinstance(found, Rejection)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-19T17:42:05+08:00",
        "Nov. 19, 2026 at 17:42",
        "19 November 2026",
        "2026年11月19日17:42",
        "2026-11-19 17:42:05",
        "11/19/2026 5:42 PM",
    ],
)
def test_dates_stay(text: str) -> None:
    assert Inventor().text(text) == text


def test_labels_and_the_outlets_name_stay_and_names_do_not() -> None:
    inventor = Inventor(("The Gazette",))
    made = inventor.text("Source: The Gazette Editor: Wen Person (来源:虚构日报 责任编辑:陶样例)")
    assert made.startswith("Source: The Gazette Editor: ")
    assert "来源:" in made
    assert "责任编辑:" in made
    assert not any(word in made for word in ("Wen", "Person", "虚构日报", "陶样例"))


@pytest.mark.parametrize("word", ["a", "bridge", "Bridge", "BRIDGE", "internationalisation", "Hand-over"])
def test_an_invented_word_has_the_shape_of_its_model(word: str) -> None:
    made = word_for(word)
    assert len(made) == len(word.replace("-", ""))
    assert (made.isupper(), made[0].isupper()) == (word.isupper() and len(word) > 1, word[0].isupper())
    assert made == word_for(word)
