"""Choosing the date of publication among markup, printed lines and address, and the outlet's own day of an instant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta, timezone
from itertools import chain, zip_longest
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.dates import AMBIGUOUS, DateRead, find_date, parse_date
from crawler.extraction.claims import PRINTED, WEAK, Claims
from crawler.extraction.header import Header, says_update
from crawler.extraction.metadata import SHOWN, Metadata
from crawler.extraction.outline import Outline
from storage.records import Evidence, FieldState

ABSENT = Evidence(state=FieldState.ABSENT)
_ADDRESS_DAY = re.compile(
    r"/t?(?P<y>(?:19|20)\d\d)[/\-_]?(?P<m>\d\d)[/\-_]?(?P<d>\d\d)(?:/|_|-|\.|\d{0,2}[/.]|$)"
    r"|[/\-_](?P<d2>\d\d)-(?P<m2>\d\d)-(?P<y2>20\d\d)(?:/|\.|$)"
)
_DATE_NAME = re.compile(
    r"(?:^|[-_ ])(?:date|dates|datum|fecha|data|publish|published|publication|pubdate|pub|posted"
    r"|postdate|time|timestamp"
    r"|datetime|entry-meta|post-meta|article-meta|meta|byline|info|dateline)(?:$|[-_ ])"
)
NEIGHBOUR = re.compile(
    r"(?:^|[-_ ])(?:sidebar|related|comments?|commentlist|teasers?|latest|most-?read|popular|recommend\w*|trending)"
    r"(?:$|[-_ ])"
)
# A version (3.4.40) reads like a day with two digits for its year.
_NO_VERSION = re.compile(r"\d{4}|[^\W\d]|\d\d\D\d\d\D")
MAX_LINE = 120
SAME = timedelta(minutes=5)
OFFSETS = frozenset([*range(-12 * 60, 15 * 60, 60), 210, 270, 330, 345, 390, 570, 630, -210])


@dataclass(frozen=True, slots=True)
class Published:
    """The chosen date and its evidence."""

    read: DateRead | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Reader:
    """How dates of one page are read: its languages, its outlet's zone, and when it was fetched (a bound only)."""

    languages: Sequence[str]
    zone: str | None
    reference: datetime | None
    known: dict[str, DateRead] = field(default_factory=dict, compare=False, repr=False)

    def read(self, text: str) -> DateRead:
        """One printed date; the same words are read once."""
        found = self.known.get(text)
        if found is None:
            found = parse_date(text, languages=self.languages, zone=self.zone, reference=self.reference)
            self.known[text] = found
        return found


def choose_published(
    meta: Metadata, header: Header, outline: Outline, url: str | None, reader: Reader, *, placed: bool = True
) -> Published:
    """The first readable date of strong markup, printed line, time element, weak markup, address, other printed lines.

    A printed time of the same day makes a bare day exact. An unreadable one keeps its words where no other is found.
    placed: the headline stands above the header lines, so that they are this article's.
    """
    printed = header.published
    unreadable: tuple[DateRead, str] | None = None
    own = None if header.updated else printed
    claims = Claims(meta, own, placed, address_day(url, reader), reader.read)
    candidates = _candidates(meta, header, outline, url, reader, placed=placed)
    for read, how in chain(claims.as_printed(), candidates):
        chosen, place = read, how
        if read.value is None:
            if unreadable is None and read.reason != "not a full date":
                unreadable = (read, how)
            continue
        doubtful = claims.contradicted(read, how)
        if doubtful is not None:
            unreadable = (doubtful, how)
            break
        if _is_day(read) and printed is not None and printed.value is not None and not _is_day(printed):
            if _near(read, printed):
                chosen, place = printed, f"{PRINTED}, day as {how}"
        elif read.precision == "day" and (exact := _time_of_day(read, meta, reader)) is not None:
            basis = _joined(exact.basis, f"time of day from the time element: {exact.raw}")
            chosen, place = replace(exact, raw=read.raw, basis=basis), f"time element, day as {how}"
        elif not _is_day(read):
            others = _witnesses(meta, reader) if _in_utc(read) else []
            if printed is not None and not header.updated:
                others.insert(0, printed)
            chosen = in_local_time(read, others, address_day(url, reader), reader.zone)
            if place == PRINTED:
                for found in meta.times[:4]:
                    chosen = made_exact(chosen, found.value, reader)
        return Published(chosen, Evidence(state=FieldState.FOUND, how=place, raw=chosen.raw, basis=chosen.basis))
    if unreadable:
        read, how = unreadable
        return Published(read, Evidence(state=FieldState.UNREADABLE, how=how, raw=read.raw, reason=read.reason))
    return Published(None, ABSENT)


def _witnesses(meta: Metadata, reader: Reader) -> list[DateRead]:
    """Dates that may show the outlet's own clock: time elements, and what else the markup gives with an offset."""
    declared = (reader.read(found.value) for found in (*meta.changed[:4], *meta.published[:4]))
    shown = [reader.read(found.value) for found in meta.times[:4]]
    return shown + [one for one in declared if "offset printed" in (one.basis or "")]


def made_exact(read: DateRead, words: str | None, reader: Reader) -> DateRead:
    """A printed date with the time that the attribute of its time element gives, where both agree as far as printed."""
    exact = reader.read(words) if words and read.precision != "second" else None
    if exact is None or exact.value is None or read.value is None or read.local is None or _is_day(exact):
        return read
    basis = _joined(read.basis, f"exact time from the time element: {exact.raw}")
    if read.precision == "day":
        return replace(exact, raw=read.raw, basis=basis) if _same_date(exact, read) else read
    apart = exact.value - read.value
    if "UTC assumed" in (read.basis or "") and "offset printed" in (exact.basis or ""):
        minutes = round((read.value - exact.value.replace(second=0)).total_seconds() / 60)
        if minutes in OFFSETS:
            local = exact.value.astimezone(timezone(timedelta(minutes=minutes))).isoformat()
            return replace(exact, raw=read.raw, local=local, basis=basis.replace("UTC assumed; ", ""))
    if not timedelta() < apart < timedelta(minutes=1):
        return read
    local = datetime.fromisoformat(read.local).replace(second=exact.value.second).isoformat()
    return replace(read, value=exact.value, local=local, precision=exact.precision, basis=basis)


def _time_of_day(day: DateRead, meta: Metadata, reader: Reader) -> DateRead | None:
    """The one instant that time elements give for a printed day; none where they give several.

    One whose own words are another day is that of a neighbour.
    """
    exact = {
        read.value: read
        for found, shown in zip_longest(meta.times, meta.times[1:])
        if (read := reader.read(found.value)).value is not None
        and not _is_day(read)
        and _same_date(read, day)
        and not (shown and shown.how == SHOWN and _another_day(reader.read(shown.value), day))
    }
    return next(iter(exact.values())) if len(exact) == 1 else None


def _same_date(read: DateRead, day: DateRead) -> bool:
    """Whether an instant lies on a printed day, by its own clock, in UTC, or in a zone east or west of it."""
    if read.value is None or day.local is None:
        return False
    return bool(read.local and read.local[:10] == day.local) or _next_to(day.local, read.value)


def _another_day(shown: DateRead, day: DateRead) -> bool:
    return shown.precision == "day" and shown.local != day.local


def _candidates(
    meta: Metadata, header: Header, outline: Outline, url: str | None, reader: Reader, *, placed: bool
) -> Iterator[tuple[DateRead, str]]:
    """Dates of the page, the most trusted first; each is read only when those before it gave none."""
    for found in meta.published:
        if found.how not in WEAK:
            yield reader.read(found.value), found.how
    if header.published is not None and not header.updated and placed:
        yield header.published, PRINTED
    for found in [*meta.times, *(entry for entry in meta.published if entry.how in WEAK)]:
        yield reader.read(found.value), found.how
    if header.published is not None and not header.updated and not placed:
        yield header.published, PRINTED
    day = address_day(url, reader)
    printed = list(_printed(outline, reader))
    if day is not None and not any(not _is_day(read) and _same_date(read, day) for read, _ in printed):
        yield day, "address"
    yield from printed
    if header.published is not None:
        yield replace(header.published, basis=_joined(header.published.basis, "an update's date")), PRINTED
    if header.closing is not None:
        yield header.closing, "closing: time line"


def address_day(url: str | None, reader: Reader) -> DateRead | None:
    """The day that a page's own address holds."""
    match = _ADDRESS_DAY.search(url or "")
    if match is None:
        return None
    parts = match.groupdict()
    words = "-".join(parts[name] or parts[f"{name}2"] for name in "ymd")
    read = reader.read(words)
    if read.value is None:
        return None
    return replace(read, raw=match.group(0), basis=_joined("day in the page's address", read.basis))


def _printed(outline: Outline, reader: Reader) -> Iterator[tuple[DateRead, str]]:
    """Dates on short lines of elements that are named for a date, else the only day that short lines print."""
    named: list[DateRead] = []
    plain: list[DateRead] = []
    doubtful: DateRead | None = None
    for block in outline.blocks:
        if len(block.text) > MAX_LINE or block.link_share > 0.5:
            continue
        span = find_date(block.text, languages=reader.languages, zone=reader.zone, reference=reader.reference)
        if span is None or says_update(block.text):
            continue
        region = outline.regions[block.region]
        if span.read.value is None:
            if doubtful is None and not region.furniture and span.read.reason == AMBIGUOUS:
                doubtful = span.read
            continue
        rest = len(block.text) - (span.end - span.start)
        if _DATE_NAME.search(region.name) and not region.furniture:
            named.append(span.read)
        elif (
            rest <= 40
            and _NO_VERSION.search(span.read.raw)
            and not (region.furniture and _beside(outline, block.region))
        ):
            plain.append(span.read)
    if named:
        yield named[0], "element named for a date"
    elif plain and len({read.value.date() for read in plain if read.value}) == 1:
        yield plain[0], "the only day printed on a line of its own"
    elif doubtful is not None:
        yield doubtful, "a printed line"


def _beside(outline: Outline, region: int) -> bool:
    """Whether a region belongs to a part that is named for other articles or for readers."""
    above = [outline.regions[at] for at in outline.ancestors(region)]
    return any(one.tag in {"aside", "footer", "nav"} or NEIGHBOUR.search(one.name) for one in above if one.own)


def in_local_time(  # noqa: PLR0911 - one basis after the other
    read: DateRead, others: Sequence[DateRead], address: DateRead | None, zone: str | None
) -> DateRead:
    """An instant given in UTC with the outlet's own wall clock: by its zone, by the time that it prints, by its day.

    A printed time that lies a whole offset from the instant shows the offset; a printed day beside it shows the day.
    """
    if read.value is None or not _in_utc(read):
        return read
    if zone:
        try:
            local = read.value.astimezone(ZoneInfo(zone)).isoformat()
        except (ZoneInfoNotFoundError, ValueError):
            return read
        return replace(read, local=local, basis=_joined(read.basis, f"local time by the outlet's zone: {zone}"))
    for other in others:
        if other.value is None or other.local is None or "T" not in other.local:
            continue
        if "offset printed" in (other.basis or ""):
            if abs(other.value - read.value) <= SAME and not other.local.endswith("+00:00"):
                local = read.value.astimezone(datetime.fromisoformat(other.local).tzinfo).isoformat()
                return replace(read, local=local, basis=_joined(read.basis, f"local time as printed: {other.raw}"))
            continue
        wall = datetime.fromisoformat(other.local).replace(tzinfo=UTC)
        minutes = round((wall - read.value.replace(second=0, microsecond=0)).total_seconds() / 60)
        if minutes in OFFSETS and minutes:
            local = read.value.astimezone(timezone(timedelta(minutes=minutes))).isoformat()
            return replace(read, local=local, basis=_joined(read.basis, f"local time as printed: {other.raw}"))
    for day in (*others, address):
        if day is not None and day.local and day.precision == "day" and _next_to(day.local, read.value):
            return replace(read, local=day.local, basis=_joined(read.basis, f"local day as printed: {day.raw}"))
    return read


def _in_utc(read: DateRead) -> bool:
    """Whether an instant is given in UTC, as content systems do, and not in the outlet's own time."""
    return bool(read.local and read.local.endswith("+00:00")) and "assumed" not in (read.basis or "")


def _next_to(day: str, moment: datetime) -> bool:
    """Whether a printed day can be the local day of an instant whose UTC day is another."""
    apart = datetime.fromisoformat(day).replace(tzinfo=UTC) - moment
    return timedelta(hours=-36) <= apart <= timedelta(hours=14) and day != moment.date().isoformat()


def _is_day(read: DateRead) -> bool:
    """Whether a date gives no time of day; midnight in markup is how sites write a bare day."""
    return read.precision == "day" or (read.value is not None and read.local is not None and "T00:00:00" in read.local)


def _near(one: DateRead, other: DateRead) -> bool:
    return bool(one.local and other.local and one.local[:10] == other.local[:10]) or bool(
        one.value and other.value and one.value.date() == other.value.date() and other.value.time() != time()
    )


def _joined(*parts: str | None) -> str:
    return "; ".join(part for part in parts if part)
