"""A page for the tests: the site's mark-up with invented prose, and the record that is read from it. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Comment, Doctype, NavigableString, Tag

from crawler import urls
from crawler.extraction.article import extract
from crawler.extraction.charset import decode
from crawler.extraction.page import Page
from crawler.invented import Inventor
from crawler.source import Source
from storage.records import Article, Rejection
from storage.times import to_text

RECORD_FIELDS = (
    "title",
    "outlet",
    "editors",
    "authors",
    "dateline",
    "dateline_place",
    "dateline_date",
    "published_at",
    "published_raw",
    "key",
    "language",
    "paragraphs",
    "captions",
    "trailer",
)
ELSEWHERE = "https://elsewhere.example"
_PAGER_SCRIPT = re.compile(r"create(?:Manuscript)?PageHTML\([^()]{0,120}\);?")
_MARK = re.compile(r"\s*/?[A-Z][A-Z _-]{2,40}\s*")
_WORDY = ("content", "alt", "title", "placeholder", "aria-label", "value", "summary", "label")
_ADDRESSES = ("href", "src", "action", "data-src", "srcset", "poster", "data-url", "cite")
_KEPT = (
    "class id itemprop itemtype itemscope property name rel type lang dir charset http-equiv datetime role media "
    "colspan rowspan width height xmlns"
)
_KEPT_ATTRIBUTES = frozenset(_KEPT.split())
# An id made of a heading: prose.
_SENTENCE = re.compile(r"[^\W\d_]+(?:[-_][^\W\d_]+){4,}")
_META_KEPT = re.compile(r"^(?:og:type|og:locale|viewport|robots|content-language|language|charset|generator)$", re.I)
_CODE = re.compile(r"^(?:[a-z]{2}(?:[-_][A-Za-z]{2,4})?|[\w.+-]+/[\w.+-]+|https?://schema\.org/?\w*)$")


@dataclass(frozen=True, slots=True)
class Sample:
    """The drafted page, the record of it, and where it reads otherwise than the page it was made of."""

    html: str
    record: dict[str, Any]
    differs: tuple[str, ...]


def draft_sample(page: Page, source: Source) -> Sample | Rejection:
    """Make a test page of an article page; a Rejection where the page, or the drafted one, reads as no article."""
    original = extract(page, source)
    if isinstance(original, Rejection):
        return original
    url = source.canonical(page.url or source.home)
    inventor = Inventor((source.name, *source.aliases))
    invented = _invented_address(url, source, inventor)
    html = _page(decode(page.body, page.content_type).text, source, inventor)
    copy = extract(Page(html.encode(), invented, "text/html", page.fetched_at), source)
    if isinstance(copy, Rejection):
        return Rejection(kind=copy.kind, message=f"the drafted page reads as no article: {copy.message}")
    return Sample(html, _record(copy, invented, page.fetched_at), tuple(_differences(original, copy)))


def _record(article: Article, url: str, at: datetime | None) -> dict[str, Any]:
    values = {name: _plain(getattr(article, name)) for name in RECORD_FIELDS}
    found = {name: value for name, value in values.items() if value not in (None, [], "")}
    return {"url": url, "fetched_at": to_text(at) if at else None, "article": found}


def _plain(value: Any) -> Any:
    """A value as JSON writes it."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return to_text(value) if isinstance(value, datetime) else value


def _differences(page: Article, copy: Article) -> list[str]:
    """Fields that one of the two has and the other lacks, or has more of."""
    told = []
    for name in (*RECORD_FIELDS, "related"):
        one, other = getattr(page, name), getattr(copy, name)
        counts = (len(one), len(other)) if isinstance(one, tuple) else (int(one is not None), int(other is not None))
        if counts[0] != counts[1]:
            told.append(f"{name}: {counts[0]} in the page, {counts[1]} in the draft")
        elif name in ("published_at", "dateline_date", "language") and one != other:
            told.append(f"{name}: {_plain(one)} in the page, {_plain(other)} in the draft")
    return told


def _invented_address(url: str, source: Source, inventor: Inventor) -> str:
    """The address with invented words where it still is an article's, else as it was."""
    parts = urlsplit(url)
    changed = parts._replace(path=inventor.address(parts.path)).geturl()
    return changed if source.is_article(changed) else url


def _page(text: str, source: Source, inventor: Inventor) -> str:
    soup = BeautifulSoup(text, "html.parser")
    for tag in soup.find_all(["style", "noscript", "svg", "iframe", "template"]):
        tag.decompose()
    for tag in soup.find_all("script"):
        _script(tag, source, inventor)
    for tag in soup.find_all(name=True):
        _attributes(tag, source, inventor)
    for node in list(soup.find_all(string=True)):
        _words(node, inventor)
    return _narrow(str(soup))


def _script(tag: Tag, source: Source, inventor: Inventor) -> None:
    """JSON-LD with invented values, the call of a known pager; no other script."""
    code = tag.get_text()
    if "ld+json" in str(tag.get("type", "")):
        try:
            value = _value(json.loads(code, strict=False), source, inventor)
        except (ValueError, RecursionError):
            tag.decompose()
            return
        tag.string = json.dumps(value, ensure_ascii=False).replace("</", "<\\/")
        return
    pager = _PAGER_SCRIPT.search(code)
    if pager:
        tag.attrs = {}
        tag.string = pager[0]
    else:
        tag.decompose()


def _value(value: Any, source: Source, inventor: Inventor, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _value(inner, source, inventor, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_value(inner, source, inventor, key) for inner in value]
    # Of the keys with @ only @id may be an address.
    if not isinstance(value, str) or (key.startswith("@") and key != "@id") or _CODE.match(value):
        return value
    if value.startswith(("http://", "https://", "//")):
        # The places of one page that name each other are told apart by what stands behind the #.
        page, mark, place = value.partition("#")
        return _address(page, source, inventor) + mark + inventor.address(place)
    return inventor.text(value)


def _attributes(tag: Tag, source: Source, inventor: Inventor) -> None:
    name = str(tag.get("name") or tag.get("property") or tag.get("itemprop") or "")
    for key in list(tag.attrs):
        value = tag.attrs[key]
        words = " ".join(value) if isinstance(value, list) else str(value)
        if key in _ADDRESSES:
            tag.attrs[key] = _address(words, source, inventor)
        elif key in _WORDY:
            if tag.name == "meta" and (_META_KEPT.match(name) or _CODE.match(words) or "charset" in words):
                continue
            web = words.startswith(("http://", "https://", "//"))
            tag.attrs[key] = _address(words, source, inventor) if web else inventor.text(words)
        elif key not in _KEPT_ATTRIBUTES or (key in ("id", "name") and _SENTENCE.search(words)):
            del tag.attrs[key]
    if tag.name == "meta" and tag.get("charset"):
        tag.attrs["charset"] = "utf-8"
    elif tag.name == "meta" and "charset=" in str(tag.get("content", "")):
        tag.attrs["content"] = "text/html; charset=utf-8"


def _address(value: str, source: Source, inventor: Inventor) -> str:
    """An own address with invented words, a foreign one as an example's; queries are dropped."""
    address = value.strip()
    if not address or address.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return "#"
    absolute = urls.resolve(source.home, address)
    if absolute is None:
        return "#"
    parts = urlsplit(absolute)
    if parts.netloc.lower() not in source.hosts:
        return f"{ELSEWHERE}/"
    kept = parts.query if source.is_article(absolute) else ""
    path = inventor.address(parts.path) + (f"?{kept}" if kept else "")
    if urlsplit(address).netloc:
        return f"{parts.scheme}://{parts.netloc}{path}"
    return path if address.startswith("/") else inventor.address(address.partition("?")[0])


def _words(node: NavigableString, inventor: Inventor) -> None:
    if isinstance(node, Doctype) or (node.parent is not None and node.parent.name == "script"):
        return
    if isinstance(node, Comment):
        if not _MARK.fullmatch(node):
            node.extract()
        return
    if node.strip():
        node.replace_with(NavigableString(inventor.text(str(node))))


def _narrow(html: str) -> str:
    """Without runs of empty lines."""
    return re.sub(r"\n\s*\n+", "\n", html).strip() + "\n"
