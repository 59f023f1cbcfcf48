"""Common Crawl: the list of its crawls, the index of each, and where in a WARC file a copy lies. Pure.

https://index.commoncrawl.org (pywb's CDX server): ``collinfo.json`` lists the crawls; an index answers a JSON object a
line, parted into pages; 404 says that it has nothing of that host. Copies are gzip members of WARC files, had by Range.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

from crawler.backfill.wayback import HTML_TYPES, moment, plain
from crawler.failures import Failed, FailureKind

NAME = "commoncrawl"
COLUMNS = ("timestamp", "url", "mime", "mime-detected", "status", "filename", "offset", "length")
MOST_PAGES = 10_000
MOST_MEMBER = 64 * 1024 * 1024
_ID = re.compile(r"CC-[A-Z]+-[0-9A-Za-z\-]{4,40}")
_WEEK = re.compile(r"-(\d{4})-(\d{2})$")
_YEARS = re.compile(r"-(\d{4})(?:-(\d{4}))?$")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/\-]{1,400}\.warc\.gz")


@dataclass(frozen=True, slots=True)
class Place:
    """A copy of an address: its time, and where its record lies."""

    url: str
    at: datetime
    file: str
    offset: int
    length: int


class NotAnIndexError(ValueError):
    """The answer is none of Common Crawl's."""


def read_crawls(body: bytes) -> tuple[tuple[str, date, date], ...]:
    """The crawls by name with the first and last day of each, as listed. Raises NotAnIndexError."""
    try:
        table = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotAnIndexError("the list of crawls is no JSON") from error
    if not isinstance(table, list):
        raise NotAnIndexError("the list of crawls is no list")
    named = [(str(one.get("id")), one) for one in table if isinstance(one, dict)]
    spans = [(name, _span(name, one)) for name, one in named if _ID.fullmatch(name)]
    return tuple((name, *span) for name, span in spans if span is not None)


def _span(name: str, one: dict[str, Any]) -> tuple[date, date] | None:
    try:
        return (
            datetime.fromisoformat(str(one["from"])).date(),
            datetime.fromisoformat(str(one["to"])).date(),
        )
    except (KeyError, ValueError):
        pass  # older lists give no days: the name does
    if week := _WEEK.search(name):
        try:
            first = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        except ValueError:
            first = None
        if first is not None:
            return first, first + timedelta(days=20)
    years = _YEARS.search(name)
    return None if years is None else (date(int(years[1]), 1, 1), date(int(years[2] or years[1]), 12, 31))


def query(base: str, crawl: str, host: str, page: int | None) -> str:
    """The address that asks an index for a host: for how many pages it has (page None), or for one of them."""
    asked = f"{base}/{crawl}-index?url={quote(host, safe=':')}/*&output=json"
    if page is None:
        return f"{asked}&showNumPages=true"
    return f"{asked}&filter==status:200&fl={','.join(COLUMNS)}&page={page}"


def read_pages(body: bytes) -> int:
    """How many pages an index has. Raises NotAnIndexError."""
    try:
        table = json.loads(body)
        count = int(table["pages"] if isinstance(table, dict) else table)
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise NotAnIndexError("the answer says no number of pages") from error
    return max(0, min(count, MOST_PAGES))


def read_places(body: bytes) -> tuple[Place, ...]:
    """The copies of one page of an index; lines that are no copy of a page of text are left out.

    Raises NotAnIndexError where the page did not come whole: nothing else would ask for the rest of it.
    """
    rows = [_row(line) for line in body.splitlines() if line.strip()]
    if not rows:
        raise NotAnIndexError("the page of the index is empty, though the index counts it")
    if 2 * rows.count(None) > len(rows):
        raise NotAnIndexError("the answer is no page of an index")
    if rows[-1] is None:
        raise NotAnIndexError("the page of the index is cut off")
    return tuple(place for row in rows if row is not None and (place := _place(row)) is not None)


def nothing(failed: Failed) -> str | None:
    """What a refusal of an index says of the host or the page that was asked for; None where it is trouble."""
    if failed.kind is FailureKind.NOT_FOUND:
        return "it has nothing of this host"
    # ``{"message": "Page 5 invalid: First Page is 0, Last Page is 4"}``
    said = failed.answer.body[:1000] if failed.status == 400 and failed.answer is not None else b""
    return "the index has fewer pages" if b"Last Page is" in said else None


def _row(line: bytes) -> dict[str, Any] | None:
    # An index of before prints key and time before the object.
    try:
        row = json.loads(line[line.index(b"{") :])
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _place(row: dict[str, Any]) -> Place | None:
    at, url, file = moment(str(row.get("timestamp"))), plain(str(row.get("url"))), str(row.get("filename"))
    kinds = {str(row[name]).lower() for name in ("mime", "mime-detected") if row.get(name)}
    try:
        offset, length = int(row.get("offset", -1)), int(row.get("length", 0))
    except (ValueError, TypeError):
        return None
    if str(row.get("status")) != "200" or (kinds and not kinds & {*HTML_TYPES, "unk"}):
        return None
    sound = at is not None and url is not None and _FILE.fullmatch(file) and ".." not in file
    if not sound or offset < 0 or not 0 < length <= MOST_MEMBER or at is None or url is None:
        return None
    return Place(url, at, file, offset, length)


def range_of(offset: int, length: int) -> str:
    """The Range header of a record (RFC 9110, 14.2)."""
    return f"bytes={offset}-{offset + length - 1}"


def covers(first: date, last: date, since: date, until: date) -> bool:
    """Whether a crawl was made in some of these days."""
    return last >= since and first <= until
