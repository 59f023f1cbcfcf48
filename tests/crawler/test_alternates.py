from __future__ import annotations

import pytest

from crawler.extraction.article import extract
from crawler.extraction.page import Page
from storage.records import Article

PAGE = """<html lang="en"><head><title>Wells for a valley</title>{links}</head><body><h1>Wells for a valley</h1>
<article><p>The engineers dug four wells in the dry valley, and the elders thanked them with a song of an hour.</p>
<p>A fifth well is to follow when the rains have ended and the road can carry the heavy drill again, they said.</p>
</article></body></html>"""
CASES = {
    "none": ("", {}),
    "a translation, the page itself and no home page": (
        '<link rel="alternate" hreflang="FR" href="/fr/a/12/"><link rel=alternate hreflang=en href="/en/a/12">'
        '<link rel="alternate" hreflang="es" href="https://desk.example/">',
        {"fr": "https://desk.example/fr/a/12/"},
    ),
    "with a script, another host and a tracking mark": (
        '<link hreflang="zh-Hans" rel="ALTERNATE" href="//zh.desk.example/a/12?utm_source=x">',
        {"zh-hans": "https://zh.desk.example/a/12"},
    ),
    "feeds, style sheets, x-default and other schemes are none": (
        '<link rel="alternate" type="application/rss+xml" hreflang="fr" href="/fr/feed">'
        '<link rel="alternate stylesheet" hreflang="fr" href="/fr/a.css">'
        '<link rel="alternate" hreflang="x-default" href="/a/12">'
        '<link rel="alternate" hreflang="de" href="javascript:0"><link rel="alternate" hreflang="" href="/a/13">',
        {},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_translations_that_a_page_names(name: str) -> None:
    links, wanted = CASES[name]
    found = extract(Page(PAGE.format(links=links).encode(), url="https://desk.example/en/a/12"), None)
    assert isinstance(found, Article)
    assert found.inferred.get("translations", {}) == wanted


def test_a_page_without_a_real_address_of_its_own_names_them_too() -> None:
    links = '<link rel="alternate" hreflang="fr" href="https://desk.example/fr/a/12">'
    found = extract(Page(PAGE.format(links=links).encode(), url="xhttps://desk.example/en/a/12"), None)
    assert isinstance(found, Article)
    assert found.inferred["translations"] == {"fr": "https://desk.example/fr/a/12"}
