"""Inputs that look like what the parsers read: mark-up soup from real vocabulary, saved pages taken apart, odd lines.

Every strategy gives bytes, as a target takes them.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from tests.fuzz.vocabulary import (
    ADDRESSES,
    AROUND,
    ATTRIBUTES,
    CHARSETS,
    DATA,
    DATE_FORMS,
    DATE_PARTS,
    FIELDS,
    HTTP,
    NUMBER_PARTS,
    ROBOTS,
    TAGS,
    WHEN,
    WORDS,
)

Bytes = st.SearchStrategy[bytes]
PAGES = Path(__file__).resolve().parents[1] / "pages"


_often = st.sampled_from(WORDS)
words = st.lists(st.one_of(_often, _often, st.text(max_size=12)), min_size=1, max_size=14).map(" ".join)


@st.composite
def _element(draw: st.DrawFn, inside: st.SearchStrategy[str]) -> str:
    tag = draw(st.sampled_from(TAGS))
    attributes = " ".join(draw(st.lists(st.sampled_from(ATTRIBUTES), max_size=3)))
    content = "".join(draw(st.lists(inside, max_size=5)))
    # One in four is left open, closed twice or closed by another's tag, as real pages do.
    end = draw(st.sampled_from((f"</{tag}>", f"</{tag}>", f"</{tag}>", "", f"</{tag}></{tag}>", "</div>")))
    return f"<{tag} {attributes}>{content}{end}"


_LEAVES = st.one_of(
    words,
    words.map(lambda text: f"<p>{text}. {text}. {text}.</p>"),
    st.sampled_from(DATA).map(lambda data: f'<script type="application/ld+json">{data}</script>'),
    words.map(lambda text: f"<!-- {text} -->"),
    words.map(lambda text: f"<![CDATA[{text}]]>"),
    st.sampled_from(("<", "</", "<!", "<?xml", "</html>", "<!DOCTYPE html>", "&", "<p", "<a href='", "\x00<p>")),
)
_MARKUP = st.recursive(_LEAVES, _element, max_leaves=30)


@st.composite
def encoded(draw: st.DrawFn, text: st.SearchStrategy[str]) -> bytes:
    """A text in one of the charsets of the web, now and then with bytes that break it."""
    found = draw(text).encode(draw(st.sampled_from(CHARSETS)), "replace")
    return _struck(found, draw(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=3)))


def _struck(found: bytes, blows: list[tuple[int, int]]) -> bytes:
    broken = bytearray(found)
    for place, byte in blows:
        if broken:
            broken[place % len(broken)] = byte
    return bytes(broken)


@cache
def saved(*suffixes: str) -> tuple[bytes, ...]:
    """The saved pages of the repository with these endings."""
    return tuple(path.read_bytes() for path in sorted(PAGES.rglob("*")) if path.suffix in suffixes)


@st.composite
def mutated(draw: st.DrawFn, *suffixes: str) -> bytes:
    """A saved page with stretches cut, doubled, moved, exchanged with another page's or struck by single bytes."""
    pages = saved(*suffixes)
    page = draw(st.sampled_from(pages))
    for _ in range(draw(st.integers(1, 4))):
        start, size = draw(st.integers(0, len(page))), draw(st.sampled_from((1, 3, 20, 300, 5000)))
        piece, rest = page[start : start + size], page[start + size :]
        how = draw(st.sampled_from(("cut", "double", "move", "other", "word", "tag", "strike", "end")))
        if how == "cut":
            page = page[:start] + rest
        elif how == "double":
            page = page[:start] + piece * draw(st.integers(2, 40)) + rest
        elif how == "move":
            place = draw(st.integers(0, len(page)))
            page = (page[:start] + rest)[:place] + piece + (page[:start] + rest)[place:]
        elif how == "other":
            other = draw(st.sampled_from(pages))
            place = draw(st.integers(0, len(other)))
            page = page[:start] + other[place : place + size] + rest
        elif how in ("word", "tag"):
            put = draw(words if how == "word" else _MARKUP).encode("utf-8", "replace")
            page = page[:start] + put + page[start:]
        elif how == "strike":
            page = _struck(page, draw(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=20)))
        else:
            page = page[:start]
    return page


def _wrapped(root: str) -> st.SearchStrategy[str]:
    return _MARKUP.map(lambda inside: f"<!DOCTYPE html><{root}><body>{inside}</body></{root}>")


addresses = st.lists(st.one_of(st.sampled_from(ADDRESSES), st.text(max_size=30)), max_size=6).map("\n".join)


@st.composite
def _entry(draw: st.DrawFn, names: tuple[str, ...]) -> str:
    name = draw(st.sampled_from(names))
    link = draw(st.sampled_from(("<link>{}</link>", "<loc>{}</loc>", '<link href="{}"/>', "<guid>{}</guid>", "{}")))
    parts = [link.format(draw(st.one_of(st.sampled_from(ADDRESSES), st.just("/news/2026-11/17/content_7.html"))))]
    for field in draw(st.lists(st.sampled_from(FIELDS), max_size=6)):
        value = draw(st.one_of(st.sampled_from(ADDRESSES), st.sampled_from(WHEN), words))
        kind = draw(st.integers(0, 4))
        value = f"<![CDATA[{value}]]>" if kind == 1 else value
        parts.append(f'<{field} href="{value}" rel="next"/>' if kind == 2 else f"<{field}>{value}</{field}>")
    return f"<{name}>{''.join(parts)}</{name}>" if draw(st.integers(0, 9)) else f"<{name}>{''.join(parts)}"


@st.composite
def _xml(draw: st.DrawFn, roots: tuple[str, ...], names: tuple[str, ...]) -> str:
    root = draw(st.sampled_from(roots))
    entries = draw(st.lists(_entry(names), max_size=6))
    doubled = "".join(entries) * draw(st.sampled_from((1, 1, 1, 120)))
    head = draw(st.sampled_from((
        '<?xml version="1.0" encoding="utf-8"?>', "", '<?xml version="1.1" encoding="gbk"?>',
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>', '<!DOCTYPE x SYSTEM "http://other.example/x.dtd">',
    )))  # fmt: skip
    opened = root.partition(" ")[0]
    return f"{head}<{root}>{doubled}&a;&b;{draw(words)}</{opened}>"


_FEED = _xml(('rss version="2.0"', 'feed xmlns="http://www.w3.org/2005/Atom"', "rdf:RDF", "channel"), ("item", "entry"))
_SITEMAP = _xml(
    ('urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"', "sitemapindex", "urlset"), ("url", "sitemap")
)
_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from((*ADDRESSES, *WHEN)), words),
    lambda inside: st.one_of(
        st.lists(inside, max_size=4),
        st.dictionaries(
            st.sampled_from(("version", "items", "url", "id", "title", "date_published", "next_url", "external_url")),
            inside, max_size=6,
        ),
    ),
    max_leaves=12,
)  # fmt: skip


@st.composite
def _json_feed(draw: st.DrawFn) -> bytes:
    """A feed in JSON whose items are mostly items, each key now and then of another kind than it should be."""
    odd = _JSON if not draw(st.integers(0, 3)) else words
    address = st.sampled_from((*ADDRESSES, "/news/2026-11/17/content_7.html"))
    items = [
        {"url": draw(address), "title": draw(words), "date_published": draw(st.sampled_from(WHEN)), "id": draw(odd)}
        for _ in range(draw(st.integers(1, 5)))
    ]
    table = {"version": "https://jsonfeed.org/version/1.1", "items": items, "next_url": draw(odd)}
    return json.dumps(table if draw(st.integers(0, 5)) else draw(_JSON)).encode()


_moments = st.datetimes(datetime(1989, 1, 1), datetime(2027, 12, 31))  # noqa: DTZ001 - what a page prints has no zone


@st.composite
def _printed_date(draw: st.DrawFn) -> bytes:
    """A day as a newsroom prints it, now and then with a sign too many."""
    printed = draw(_moments).strftime(draw(st.sampled_from(DATE_FORMS)))
    around = [draw(st.sampled_from(AROUND)) for _ in range(2)]
    return _odd(draw, f"{around[0]}{printed}{around[1]}")


def _odd(draw: st.DrawFn, text: str) -> bytes:
    if not draw(st.integers(0, 3)):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(st.one_of(st.sampled_from(DATE_PARTS), st.text(max_size=2))) + text[place:]
    return text.encode("utf-8", "replace")


@st.composite
def _printed_number(draw: st.DrawFn) -> bytes:
    """An amount as a newsroom prints it: grouped, scaled, as a range, within words."""
    forms = (
        "{:,}",
        "{}",
        "{:,.1f}",
        "{} million",
        "{} 万",
        "about {:,}",
        "between {} and 90",
        "{}-{}",
        "{:,} to {:,}",
        "{} lakh",
    )
    amounts = st.one_of(st.integers(0, 99), st.integers(0, 10**7), st.integers(0, 10**40))
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        parts += [
            draw(st.sampled_from(forms)).format(draw(amounts), draw(amounts)),
            draw(st.sampled_from(NUMBER_PARTS)),
        ]
    return _odd(draw, " ".join(parts))


@st.composite
def _story(draw: st.DrawFn) -> str:
    """A page with a text that is long enough to be one, between what stands around a text."""
    lines = draw(st.lists(words, min_size=2, max_size=6))
    body = "".join(f"<p {draw(st.sampled_from(ATTRIBUTES))}>{line}. {line}. {draw(words)}.</p>" for line in lines * 2)
    return (
        f"<html><head><title>{draw(words)}</title>{draw(_LEAVES)}</head><body>{draw(_MARKUP)}<h1>{draw(words)}</h1>"
        f"<div class='article-content'>{body}</div>{draw(_MARKUP)}</body></html>"
    )


@st.composite
def _links(draw: st.DrawFn) -> str:
    """A page of links with what is printed beside them."""
    rows = []
    for place in range(draw(st.integers(1, 12))):
        href = draw(st.one_of(st.just(f"/news/2026-11/17/content_{place}.html"), st.sampled_from(ADDRESSES)))
        beside = draw(st.one_of(words, st.sampled_from(WHEN), _LEAVES))
        rows.append(f'<li><a href="{href}" title="{draw(words)}">{draw(words)}</a><span>{beside}</span>')
    return f"<html><base href='{draw(st.sampled_from(ADDRESSES))}'><ul>{''.join(rows)}</ul>{draw(_LEAVES)}</html>"


def _joined(parts: tuple[str, ...], between: str, most: int) -> Bytes:
    often = st.sampled_from(parts)
    pieces = st.lists(st.one_of(often, often, often, st.text(max_size=4)), min_size=1, max_size=most)
    return pieces.map(between.join).map(lambda text: text.encode("utf-8", "replace"))


_lines = st.lists(words, max_size=12).map("\n".join)
_raw = st.binary(max_size=2000)
INPUTS: Mapping[str, Bytes] = {
    "html": st.one_of(
        encoded(_story()), encoded(_story()), encoded(_wrapped("html")), mutated(".html"), encoded(_MARKUP), _raw
    ),
    "findings": st.one_of(mutated(".html"), encoded(_story())),
    "text": st.one_of(encoded(_lines), _lines.map(lambda text: text.encode("utf-8", "replace")), _raw),
    "feed": st.one_of(encoded(_FEED), mutated(".xml"), _json_feed(), encoded(_MARKUP), _raw),
    "sitemap": st.one_of(
        encoded(_SITEMAP), encoded(_SITEMAP).map(gzip.compress), encoded(addresses), encoded(_FEED), _raw
    ),
    "listing": st.one_of(
        encoded(_links()), encoded(_links()), encoded(_wrapped("html")), mutated(".html"), encoded(addresses)
    ),
    "date": st.one_of(
        _printed_date(),
        _printed_date(),
        _joined(DATE_PARTS, "", 12),
        _joined(DATE_PARTS, " ", 10),
        _joined(WHEN, " ", 3),
    ),
    "number": st.one_of(
        _printed_number(), _printed_number(), _joined(NUMBER_PARTS, "", 12), _joined(NUMBER_PARTS, " ", 12)
    ),
    "header": st.one_of(_lines.map(lambda text: text.encode("utf-8", "replace")), _joined(DATE_PARTS, " ", 20)),
    "charset": st.one_of(encoded(_MARKUP), mutated(".html", ".xml"), _raw),
    "coding": st.one_of(_raw, _raw.map(gzip.compress), encoded(_MARKUP).map(gzip.compress).map(lambda b: b + b)),
    "robots": st.one_of(_joined(ROBOTS, "\n", 14), _joined(ROBOTS, "\r", 14), _raw),
    "http_header": st.one_of(_joined(HTTP, "\n", 8), _raw),
    "address": encoded(addresses),
}
