"""A sample of real pages of every origin: no exception, and most of them articles."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from crawler.extraction.article import extract
from crawler.extraction.page import Page
from storage.records import Article

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
ORIGINS = (
    *("zyte", "fundus", "fundus-eval", "np4k-dataset", "magic-html", "daniel"),
    *("trafilatura", "htmldate", "postlight", "readability", "wcxb", "gne"),
)
EACH = 5


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_a_sample_of_real_pages_is_read_without_an_exception() -> None:
    files = [
        file
        for origin in ORIGINS
        for file in sorted((CORPUS / origin / "html").glob("*.html.gz"))[:: max(1, EACH * 4)][:EACH]
    ]
    found = [extract(Page(gzip.decompress(file.read_bytes())), None) for file in files]
    articles = [result for result in found if isinstance(result, Article)]
    assert len(articles) >= 0.85 * len(files)
    assert all(article.body and article.evidence["body"].how for article in articles)
