"""The Internet Archive: its capture index (CDX server) and its copies, as addresses and values. Pure.

https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server: rows are lists, the first one names the
columns; where there is more, an empty row and one with the key to go on by follow. ``id_`` behind the time of a copy
asks for the bytes as they were, without the archive's own links and banner.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urlsplit

from crawler.archived_page import plain_body
from crawler.decoding import BrokenCodingError, TooLargeDecodedError
from crawler.urls import host_of
from storage.records import Answer
from storage.times import in_utc

NAME = "wayback"
ROWS = 5000
COLUMNS = ("timestamp", "original", "mimetype", "statuscode", "digest", "length")
HTML_TYPES = ("text/html", "application/xhtml+xml")
_COPY = re.compile(r"/web/(\d{14})(?:id_)?/(.+)", re.DOTALL)
_MEMBER = re.compile(r"\.warc\.gz#bytes=\d+-\d+$")
_ORIGINAL = "x-archive-orig-"
# Of the archive's own answer, what describes the bytes that it handed over.
_OWN = ("content-type",)


@dataclass(frozen=True, slots=True)
class Copied:
    """One copy of an address."""

    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Rows:
    """One answer of the index. key: where the next one begins, None at the end. Odd rows are left out."""

    copies: tuple[Copied, ...]
    key: str | None


class NotAnIndexError(ValueError):
    """The answer is none of a capture index."""


def query(base: str, host: str, since: date, until: date, *, key: str | None = None, rows: int = ROWS) -> str:
    """The address that asks for the first copy of each page of a host between two days."""
    asked = (
        f"{base}/cdx/search/cdx?url={quote(host, safe=':')}/*&output=json&fl={','.join(COLUMNS)}"
        f"&filter=statuscode:200&filter=mimetype:text/html&collapse=urlkey&showResumeKey=true&limit={rows}"
        f"&from={since:%Y%m%d}&to={until:%Y%m%d}"
    )
    # The key comes percent-encoded already; what an address cannot hold is encoded besides.
    return asked if key is None else f"{asked}&resumeKey={quote(key, safe='%+!~*()-._,:;=@/')}"


def read_rows(body: bytes) -> Rows:
    """Read an answer of the index. Raises NotAnIndexError."""
    try:
        table = json.loads(body.decode("utf-8", "replace") or "[]")
    except (ValueError, RecursionError) as error:
        raise NotAnIndexError("the answer is no JSON") from error
    if not isinstance(table, list) or not all(isinstance(row, list) for row in table):
        raise NotAnIndexError("the answer is no list of rows")
    key = None
    if len(table) >= 2 and table[-2] == [] and len(table[-1]) == 1:
        key, table = str(table[-1][0]), table[:-2]
    if not table:
        return Rows((), key)
    names = {str(name): place for place, name in enumerate(table[0])}
    if not {"timestamp", "original"} <= set(names):
        raise NotAnIndexError("its first row names no timestamp and original")
    return Rows(tuple(_copies(table[1:], names)), key)


def _copies(rows: list[list[object]], names: dict[str, int]) -> Iterator[Copied]:
    for row in rows:
        cells = {name: str(row[place]) for name, place in names.items() if place < len(row)}
        at = moment(cells.get("timestamp", ""))
        fits = cells.get("statuscode", "200") in ("200", "-") and cells.get("mimetype", HTML_TYPES[0]) in HTML_TYPES
        if at is not None and fits and (url := plain(cells.get("original", ""))) is not None:
            yield Copied(url, at)


def plain(url: str) -> str | None:
    """An archived address without the port that old copies name though it is the scheme's own."""
    try:
        host_of(url)
        parts = urlsplit(url)
    except ValueError:
        return None
    usual = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
    return parts._replace(netloc=parts.netloc.removesuffix(usual) if usual else parts.netloc).geturl()


def moment(text: str) -> datetime | None:
    """The instant of a copy's 14 digits."""
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def stamp(at: datetime) -> str:
    """The 14 digits of an instant."""
    return f"{at.astimezone(UTC):%Y%m%d%H%M%S}"


def copy_address(base: str, url: str, at: str) -> str:
    """Where the bytes of a copy are. at: its 14 digits."""
    return f"{base}/web/{at}id_/{url}"


def answer_of(came: Answer, asked: str, most_bytes: int) -> Answer | None:
    """What the outlet answered then, out of the archive's answer; None where it is no copy.

    Its time is that of the copy that came, which may be another than the one asked for.
    """
    found = _COPY.search(came.url)
    if found is None or came.status != 200:
        return None
    at = moment(found[1])
    said = came.header("Memento-Datetime")
    if said:
        # Where it cannot be read, the address says it too.
        with contextlib.suppress(ValueError, TypeError):
            at = in_utc(parsedate_to_datetime(said))
    url = plain(found[2])
    if at is None or url is None:
        return None
    headers = [(name[len(_ORIGINAL) :], value) for name, value in came.headers if name.lower().startswith(_ORIGINAL)]
    body = came.body
    # Some copies are handed over in the coding of then, which only the outlet's own headers tell.
    then = [(name, value) for name, value in headers if name.lower() in ("content-encoding", "transfer-encoding")]
    with contextlib.suppress(BrokenCodingError, TooLargeDecodedError):
        body = plain_body(body, then, most_bytes)
    named = {name.lower() for name, _ in headers}
    headers += [(name, value) for name, value in came.headers if name.lower() in _OWN and name.lower() not in named]
    dropped = ("content-encoding", "transfer-encoding", "content-length", "set-cookie")
    kept = tuple((name, value) for name, value in headers if name.lower() not in dropped)
    return Answer(url=url, status=200, headers=kept, body=body, fetched_at=at, requested_url=asked)


def archive_of(answer: Answer) -> str | None:
    """The web archive that a stored answer came from, by the address that was asked for; None for the outlet's own."""
    asked = answer.requested_url or ""
    if found := _COPY.search(asked):
        return NAME if plain(found[2]) == answer.url else None
    return "commoncrawl" if _MEMBER.search(asked) else None


def next_copy(base: str, location: str | None) -> str | None:
    """The address that a copy leads to, where that is another copy in the same archive."""
    if not location:
        return None
    address = f"{base}{location}" if location.startswith("/web/") else location
    found = _COPY.search(address)
    if found is None or not address.startswith(f"{base}/web/"):
        return None
    return copy_address(base, found[2], found[1])
