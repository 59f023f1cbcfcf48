"""The one written form of an instant: ISO 8601 in UTC with a trailing Z."""

from __future__ import annotations

from datetime import UTC, datetime

# Signs of a day, a month and a year in ISO 8601: of what is told of no day, less is known.
DAY_SIGNS, MONTH_SIGNS, YEAR_SIGNS = len("2026-11-21"), len("2026-11"), len("2026")


def to_text(moment: datetime, *, milliseconds: bool = False) -> str:
    """Write an aware datetime as ``2026-11-21T22:05:09Z``; with milliseconds, ``...09.123Z``.

    Raises ValueError for a datetime without a zone: a naive time has no place in the archive.
    """
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone cannot be stored: {moment!r}")
    spec = "milliseconds" if milliseconds else "seconds"
    return moment.astimezone(UTC).isoformat(timespec=spec).replace("+00:00", "Z")


def in_utc(moment: datetime) -> datetime:
    """A moment in UTC; one without a zone is taken to be. Raises ValueError where UTC has no such year."""
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError as error:
        raise ValueError(f"no year of UTC: {moment}") from error


def from_text(text: str) -> datetime:
    """Read what to_text wrote, as an aware datetime in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def from_text_or_none(text: str | None) -> datetime | None:
    """Read a column that may be NULL."""
    return None if text is None else from_text(text)
