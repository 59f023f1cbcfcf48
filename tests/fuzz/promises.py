"""What the records that come out of a parser must be, whatever went in: clean, bounded, dated within reason."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from crawler import urls
from crawler.dates import FUTURE_SLACK
from crawler.discovery.found import MAX_DATE, MAX_TITLE, Found
from storage.records import Article

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
# What no field of ours may hold: a terminal acts on it, or it reorders what stands around it.
ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028-\u202e\u2066-\u2069]")


def sound_words(read: Article) -> None:
    """No field holds a sign that acts; the shape, which gives a text back sign for sign, apart."""
    for name, value in _texts(dataclasses.replace(read, shape=())):
        assert not ACTING.search(value), f"{name}: {ACTING.search(value)}"


def sound_article(read: Article) -> None:
    """An article of a page: clean fields, a text, a title of one line, a day that can be."""
    sound_words(read)
    assert read.body.strip()
    assert all(part.strip() for part in read.paragraphs)
    assert read.title is None or ("\n" not in read.title and read.title.strip())
    if read.published_at is not None:
        assert read.published_at.utcoffset() == timedelta(0)
        assert read.published_at <= NOW + FUTURE_SLACK
        assert read.published_raw
    if read.dateline is not None:
        assert read.dateline in read.body


def _texts(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text within a record, with where it stands; addresses are percent-encoded when they are used."""
    if isinstance(value, str):
        yield name, value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for one in dataclasses.fields(value):
            yield from _texts(getattr(value, one.name), f"{name}.{one.name}")
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _texts(one, f"{name}.{key}")
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from _texts(one, name)


def sound_listing(found: Found, most: int) -> None:
    """A listing: at most so many entries, addresses of the web, clean titles, aware days."""
    assert len(found.entries) <= most
    if found.wrong_kind is not None:
        assert found.wrong_kind.strip()
        assert not found.entries
    for entry in found.entries:
        assert entry.urls
        for one in entry.urls:
            assert urlsplit(one).scheme.lower() in urls.WEB_SCHEMES
        for words, limit in ((entry.title, MAX_TITLE), (entry.published_raw, MAX_DATE)):
            if words is not None:
                assert words.strip() == words
                assert 0 < len(words) <= limit
                assert not ACTING.search(words), repr(words)
                assert "\n" not in words
        assert entry.published_at is None or entry.published_at.utcoffset() == timedelta(0)
        assert entry.changed is None or datetime.fromisoformat(entry.changed).tzinfo is not None
    if found.next_url is not None:
        assert urlsplit(found.next_url).scheme.lower() in urls.WEB_SCHEMES
