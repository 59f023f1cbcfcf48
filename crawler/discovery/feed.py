"""RSS, Atom and RDF by feedparser, JSON Feed by ourselves: the announced addresses with title and date.

Bounds: the first MAX_ENTRIES entries; texts of entries are cut out before parsing, only addresses, titles and dates are
wanted. Broken XML is used as far as it goes.
"""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

import feedparser

from crawler import urls
from crawler.discovery.dated import date_in
from crawler.discovery.found import Entry, Found, one_line
from crawler.discovery.sniff import kind_of
from crawler.extraction.charset import decode

MAX_ENTRIES = 1_000

_ENTRY_END = re.compile(r"</(?:[\w.\-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_LONG_TEXT = re.compile(
    r"<((?:content:encoded|description|summary|content|excerpt:encoded|itunes:summary|media:description|body|fullitem)"
    r"(?![\w:\-]))(?![^<>]{0,500}/>)[^<>]{0,500}>",
    re.IGNORECASE,
)
_XML_START = re.compile(r"^\s*<\?xml[^>]{0,200}\?>\s*", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_NAMES = {
    "html": "a web page (HTML)",
    "sitemap": "a sitemap",
    "text": "plain text",
    "binary": "a binary file",
    "empty": "an empty answer",
    "xml": "another kind of XML",
    "json": "JSON that is no feed",
}


def read_feed(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    languages: tuple[str, ...] = (),
    zone: str | None = None,
    now: datetime | None = None,
) -> Found:
    """Read a feed. url: where it came from, for relative links. zone: for printed dates without one. Never raises."""
    kind = kind_of(body)
    if kind == "json":
        return _json_feed(body, url, languages, zone, now)
    if kind not in ("feed", "xml", "text"):
        return Found(wrong_kind=f"a feed was expected, {_NAMES[kind]} came")
    parsed = _parse(body, url, content_type)
    entries = [entry for item in parsed.entries[:MAX_ENTRIES] if (entry := _entry(item, url, languages, zone, now))]
    if not parsed.entries and kind != "feed" and not parsed.get("version"):
        return Found(wrong_kind=f"a feed was expected, {_NAMES[kind]} came")
    return Found(tuple(entries), len(parsed.entries), next_url=_next(parsed, url))


def _parse(body: bytes, url: str, content_type: str | None) -> Any:
    headers = {"content-location": url}
    if b"\x00" in body[:4096]:  # UTF-16 and UTF-32: feedparser knows their marks
        return feedparser.parse(
            io.BytesIO(body),
            response_headers=headers | {"content-type": content_type or "application/xml"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    text = _XML_START.sub("", decode(body, content_type).text.lstrip("\ufeff \t\r\n\x00"))
    text = _without_texts(_first_entries(text))
    return feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers=headers | {"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _first_entries(text: str) -> str:
    """The feed without the entries beyond the bound: what stands before, and the closing tags after the last one."""
    ends = [found.end() for found in _ENTRY_END.finditer(text)]
    return text if len(ends) <= MAX_ENTRIES else text[: ends[MAX_ENTRIES - 1]] + text[ends[-1] :]


def _without_texts(text: str) -> str:
    """Cut out the long texts of entries: they are not wanted, and cost nearly all of the parser's time."""
    lower = text.lower()
    if len(lower) != len(text):  # a sign whose small letter is longer would shift the places
        return text
    pieces: list[str] = []
    done = 0
    while found := _LONG_TEXT.search(text, done):
        end = _end_of(lower, found[1].lower(), found.end())
        if end < 0:
            break
        pieces.append(text[done : found.start()])
        done = end
    return "".join((*pieces, text[done:]))


def _end_of(lower: str, name: str, start: int) -> int:
    """The place behind the closing tag; a CDATA stretch may hold tags of the same name."""
    rest = start + len(lower[start : start + 200]) - len(lower[start : start + 200].lstrip())
    if lower.startswith("<![cdata[", rest):
        rest = lower.find("]]>", rest)
        if rest < 0:
            return -1
        start = rest
    end = lower.find(f"</{name}", start)
    close = lower.find(">", end) if end >= 0 else -1
    return close + 1 if close >= 0 else -1


def _entry(
    item: dict[str, Any], url: str, languages: tuple[str, ...], zone: str | None, now: datetime | None
) -> Entry | None:
    addresses = tuple(dict.fromkeys(a for href in _hrefs(item) if (a := urls.resolve(url, href))))
    if not addresses:
        return None
    raw = (
        item.get("published")
        or item.get("created")
        or (item["updated"] if dict.__contains__(item, "updated") else None)
    )
    words, moment = date_in(raw, languages=languages, zone=zone, now=now)
    return Entry(addresses, _title(item.get("title")), words, moment)


def _hrefs(item: Mapping[str, Any]) -> Iterator[str]:
    """Addresses of an entry, best first: the original behind a counting service, alternates, link, permanent id."""
    yield from (href for name in ("feedburner_origlink", "pheedo_origlink") if (href := item.get(name)))
    links = [link for link in item.get("links", ()) if link.get("href")]
    alternates = [link for link in links if link.get("rel", "alternate") == "alternate"]
    for link in sorted(alternates, key=lambda one: "html" not in (one.get("type") or "html")):
        yield link["href"]
    if item.get("link"):
        yield item["link"]
    identity = item.get("id") or ""
    if identity.lower().startswith(("http://", "https://")):
        yield identity


def _title(title: str | None) -> str | None:
    return one_line(html.unescape(_TAG.sub("", html.unescape(title)))) if title else None


def _next(parsed: Any, url: str) -> str | None:
    """The next page of a paged feed (RFC 5005)."""
    links = parsed.feed.get("links", ()) if isinstance(parsed.feed, Mapping) else ()
    return next(
        (urls.resolve(url, link["href"]) for link in links if link.get("rel") == "next" and link.get("href")), None
    )


def _json_feed(body: bytes, url: str, languages: tuple[str, ...], zone: str | None, now: datetime | None) -> Found:
    """JSON Feed 1.0 and 1.1 (jsonfeed.org): items with url, external_url, title and date_published."""
    try:
        table = json.loads(decode(body, "application/json").text)
    except (ValueError, RecursionError):
        return Found(wrong_kind="a feed was expected, broken JSON came")
    items = table.get("items") if isinstance(table, dict) else None
    if not isinstance(items, list):
        return Found(wrong_kind=f"a feed was expected, {_NAMES['json']} came")
    entries = []
    for item in islice((one for one in items if isinstance(one, dict)), MAX_ENTRIES):
        hrefs = [item.get(key) for key in ("url", "external_url", "id")]
        texts = [h for h in hrefs[:2] if isinstance(h, str) and h.strip()]
        texts += [h for h in hrefs[2:] if isinstance(h, str) and h.lower().startswith(("http://", "https://"))]
        addresses = tuple(dict.fromkeys(a for href in texts if (a := urls.resolve(url, href))))
        raw = item.get("date_published") or item.get("date_modified")
        words, moment = date_in(raw if isinstance(raw, str) else None, languages=languages, zone=zone, now=now)
        title = item.get("title")
        if addresses:
            entries.append(Entry(addresses, _title(title if isinstance(title, str) else None), words, moment))
    following = table.get("next_url")
    return Found(
        tuple(entries), len(items), next_url=urls.resolve(url, following) if isinstance(following, str) else None
    )
