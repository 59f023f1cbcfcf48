"""RSS, Atom and RDF by feedparser, JSON Feed by ourselves: the announced addresses with title and date.

Bounds: the first MAX_ENTRIES entries; texts of entries, people and whatever is long are cut out before parsing, as only
addresses, titles and dates are wanted, and feedparser's time grows with the square of a person's name (kurtmckee/
feedparser #562, #580). Broken XML is used as far as it goes, and named.
"""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import islice
from typing import Any
from xml.sax import SAXParseException

from crawler import urls
from crawler.discovery.dated import date_in
from crawler.discovery.found import MAX_DATE, Entry, Found, one_line
from crawler.discovery.numbered import whole_characters
from crawler.discovery.sniff import BombError, kind_of, unpacked, wide_text
from crawler.extraction.charset import decode

MAX_ENTRIES = 1_000

_ENTRY_END = re.compile(r"</(?:[\w.\-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_UNWANTED = re.compile(
    r"<((?:[\w.\-]{1,40}:)?(?:encoded|description|summary|content|body|fullitem|subtitle|author|creator|contributor|"
    r"managingeditor|webmaster|publisher|owner|credit|copyright|rights|category|keywords|comments)"
    r"(?![\w:\-]))(?![^<>]{0,500}/>)[^<>]{0,500}>",
    re.IGNORECASE,
)
# No address, title or date is as long.
_LONG_RUN = re.compile(r"""(?<=>)[^<]{4000,}(?=<|\Z)|<!\[CDATA\[(?:(?!\]\]>).){4000,}(?:\]\]>|\Z)""", re.DOTALL)
_LONG_VALUE = re.compile(r"""=\s*(?:"[^"<>]{4000,}"|'[^'<>]{4000,}')""")
_DOTTED_I = "\u0130"
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
    with suppress(BombError):
        body = unpacked(body)
    kind = kind_of(body)
    if kind == "json":
        return _json_feed(body, url, languages, zone, now)
    if kind not in ("feed", "xml", "text"):
        return Found(wrong_kind=f"a feed was expected, {_NAMES[kind]} came")
    try:
        parsed = _parse(body, url, content_type)
    except Exception as error:  # what its reader of broken XML trips over differs from version to version
        return Found(broken=f"feed broken: {one_line(f'{type(error).__name__}: {error}', MAX_DATE)}")
    entries = [entry for item in parsed.entries[:MAX_ENTRIES] if (entry := _entry(item, url, languages, zone, now))]
    if not parsed.entries and kind != "feed" and not parsed.get("version"):
        return Found(wrong_kind=f"a feed was expected, {_NAMES[kind]} came")
    broken = _broken(parsed)
    return Found(
        tuple(entries), len(parsed.entries), next_url=_next(parsed, url), left=parsed.get("left"),
        broken=broken, sound=kind == "feed" and not parsed.get("bozo"),
    )  # fmt: skip


def _broken(parsed: Any) -> str | None:
    """Why the XML is none, in the parser's words."""
    error = parsed.get("bozo_exception") if parsed.get("bozo") else None
    words = error.getMessage() if isinstance(error, SAXParseException) else None
    return None if words is None else f"feed broken: {one_line(words, MAX_DATE)}"


def _parse(body: bytes, url: str, content_type: str | None) -> Any:
    import feedparser  # noqa: PLC0415 - a tenth of a second for processes that read no feed

    headers = {"content-location": url}
    plain = wide_text(body) or decode(body, content_type).text
    text = _XML_START.sub("", plain.lstrip("\ufeff \t\r\n\x00"))
    ends = [found.end() for found in _ENTRY_END.finditer(text)]
    if len(ends) > MAX_ENTRIES:
        # What stands before the bound, and the closing tags after the last entry.
        text = text[: ends[MAX_ENTRIES - 1]] + text[ends[-1] :]
    text = _LONG_VALUE.sub('=""', _LONG_RUN.sub("", _without_texts(text)))
    parsed = feedparser.parse(
        io.BytesIO(whole_characters(text.encode("utf-8", "replace"))),
        response_headers=headers | {"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if len(ends) > MAX_ENTRIES:
        parsed["left"] = f"{MAX_ENTRIES} of {len(ends)} entries"
    return parsed


def _without_texts(text: str) -> str:
    """Cut out texts of entries and people: they are not wanted, and cost nearly all of the parser's time."""
    # The one sign whose small letter is longer would shift the places.
    lower = text.replace(_DOTTED_I, "I").lower()
    pieces: list[str] = []
    done = 0
    while found := _UNWANTED.search(text, done):
        end = _end_of(lower, found[1].lower(), found.end())
        if end < 0:
            # Never closed: without it the rest is read as it stands.
            pieces.append(text[done : found.start()])
            done = found.end()
            continue
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
    next_url = urls.resolve(url, following) if isinstance(following, str) else None
    return Found(tuple(entries), len(items), next_url=next_url, sound=True)
