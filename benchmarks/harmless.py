"""Changes of a page that mean nothing, and what they change in the article: ``python benchmarks/harmless.py CORPUS``.

CORPUS as benchmarks/extraction.py takes it; the gold takes no part. Each page is read, changed in one way after which a
reader would write down the same article (classes renamed, white space, wrappers, a newsletter's box between two
paragraphs, metadata removed), and read again. A line a change, those that move most pages first: pages moved of pages
changed, then for each field how many are lost, new, or other than before. A page without its metadata may lose a field;
another value in its place is worse. --show prints what moved.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.extraction_scores import Row, fetched_at, pages
from benchmarks.harmless_changes import CHANGES
from benchmarks.harmless_tree import tree_of, written
from crawler.extraction.article import extract
from crawler.extraction.charset import decode
from crawler.extraction.page import Page
from storage.records import Article

LOST, NEW, OTHER = "lost", "new", "other"
Values = dict[str, tuple[str, ...]]


def values_of(article: Article) -> Values:
    """What a reader would write down: each field's words, folded; a time to the minute."""
    at = article.published_local or (article.published_at.isoformat() if article.published_at else "")
    said: dict[str, Iterable[str | None]] = {
        "title": [article.title],
        "day": [at[:10]],
        "time": [at[10:16]],
        "authors": sorted(article.authors),
        "editors": sorted(article.editors),
        "dateline": [article.dateline],
        "outlet": [article.outlet],
        "text": article.paragraphs,
        "related": sorted(link.url or link.title for link in article.related),
    }
    return {name: tuple(folded for one in found if one and (folded := _folded(one))) for name, found in said.items()}


def _folded(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def moved(before: Values, after: Values) -> dict[str, str]:
    """The fields that differ, and how."""
    pairs = ((name, found, after[name]) for name, found in before.items() if found != after[name])
    return {name: LOST if not new else NEW if not old else OTHER for name, old, new in pairs}


def changed(html: str, row: Row, names: list[str]) -> Iterator[tuple[str, Values, Values]]:
    """The values of a page before and after each change; a page that holds no article is left out."""
    before = _read(written(tree_of(html)), row)
    if before is None:
        return
    for name in names:
        markup = CHANGES[name](tree_of(html), before)
        if markup is not None:
            yield name, values_of(before), values_of(_read(markup, row) or Article(body=""))


def _read(html: str, row: Row) -> Article | None:
    body = html.encode("utf-8", "replace")
    found = extract(Page(body, row.get("url"), "text/html; charset=utf-8", fetched_at(row)), None)
    return found if isinstance(found, Article) else None


def main() -> int:
    """Read, change, read again, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--origin", action="append", metavar="NAME", help="only this folder of the corpus; repeatable")
    parser.add_argument("--every", type=int, default=10, metavar="N", help="every Nth page (10)")
    parser.add_argument("--only", action="append", choices=sorted(CHANGES), metavar="CHANGE", help="repeatable")
    parser.add_argument("--show", action="store_true", help="print the values that moved")
    options = parser.parse_args()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    names = options.only or list(CHANGES)
    origins = options.origin or sorted(found.parent.name for found in options.corpus.glob("*/gold.jsonl"))
    rows = [(origin, row) for origin in origins for row in pages(options.corpus, origin)]
    for origin, row in rows[:: options.every]:
        raw = (options.corpus / origin / row["file"]).read_bytes()
        html = decode(gzip.decompress(raw) if row["file"].endswith(".gz") else raw).text
        for name, before, after in changed(html, row, names):
            fields = moved(before, after)
            counts[name].update(["pages", *(["moved"] if fields else []), *(f"{f} {how}" for f, how in fields.items())])
            for field in fields if options.show else ():
                print(f"{name}: {origin}/{row['file']}: {field}: {before[field]} -> {after[field]}")
    for name in sorted(counts, key=lambda one: -counts[one]["moved"] / counts[one]["pages"]):
        found = counts[name]
        parts = ", ".join(f"{what} {n}" for what, n in sorted(found.items()) if what not in {"pages", "moved"})
        print(f"{name:40} {found['moved']:4} of {found['pages']:4}  {parts}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
