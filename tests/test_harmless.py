"""The benchmark of changes that mean nothing: its tree, its table, an invented page that each change leaves alone."""

from __future__ import annotations

import pytest

from benchmarks.harmless import changed, moved
from benchmarks.harmless_changes import CHANGES
from benchmarks.harmless_tree import tree_of, written
from tests.crawler.invented_pages import PARAGRAPHS, TITLE

HEAD = (
    f"<title>{TITLE} - Northwind</title><meta property='og:site_name' content='Northwind'>"
    '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2023-05-14T10:00:00Z"}</script>'
)
TEXT = f"<div class='text'><p>JUBA, 14 May -- The road is open.</p>{PARAGRAPHS}</div>"
TIME = "<time datetime='2023-05-14T10:00:00Z'>14 May 2023 10:00</time>"
PAGE = (
    f"<!DOCTYPE html><html lang='en'><head>{HEAD}</head><body><nav class='menu'><a href='/'>Home</a></nav><main>"
    f"<h1>{TITLE}</h1><div class='byline'>By Mira Probe</div>{TIME}{TEXT}</main><footer>(c)</footer></body></html>"
)
MAY_BE_LOST = {"outlet"}


def test_a_page_is_written_as_it_was_read() -> None:
    body = '<p class="a">1 &lt; 2<br>3</p><!-- x --><script>a < b</script>'
    html = f"<!DOCTYPE html><html><head></head><body>{body}</body></html>"
    assert written(tree_of(html)) == html


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_no_change_that_means_nothing_moves_an_invented_page(name: str) -> None:
    found = list(changed(PAGE, {"url": "https://www.northwind.example/n/1"}, [name]))
    assert len(found) == 1, "the change does not apply"
    fields = moved(*found[0][1:])
    assert fields.keys() - {"related"} <= (MAY_BE_LOST if name.startswith("without") else set()), found


def test_what_is_lost_is_told_from_what_is_other() -> None:
    before = {"title": ("a",), "day": ("1",), "authors": (), "outlet": ("x",)}
    after = {"title": (), "day": ("2",), "authors": ("b",), "outlet": ("x",)}
    assert moved(before, after) == {"title": "lost", "day": "other", "authors": "new"}
