"""What is known around a text and may settle its days and people. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from storage.records import Article

# A text is published some days after it was written; a dateline further back is an old text's.
LATE = timedelta(days=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What the rules may rest on beside the words. All of it may be missing.

    published: the day of the dateline, when the text was written, else the outlet's local day of publication. year:
    of publication or, where the text
    lets one conclude it, inferred; year_basis says which. home: ISO3 of the outlet's country. event_day: the first
    dated event of the text, ISO 8601.
    """

    language: str | None = None
    type: str = "news"
    published: date | None = None
    published_basis: str | None = None
    year: int | None = None
    year_basis: str | None = None
    home: str | None = None
    event_day: str | None = None


def circumstances(article: Article, *, home: str | None) -> Circumstances:
    """Read them off an article. home: ISO3 of the outlet's country, where its source file says so."""
    published, basis = _day(article.published_local), "publication"
    written = _day(article.dateline_date)
    if written is not None and (published is None or timedelta(0) <= published - written <= LATE):
        published, basis = written, "dateline"
    year, year_basis = (published.year, f"year of {basis}") if published else (None, None)
    if year is None and isinstance(article.inferred.get("year"), int):
        year, year_basis = article.inferred["year"], "year inferred"
    return Circumstances(
        language=article.language,
        type=article.type,
        published=published,
        published_basis=basis if published else None,
        year=year,
        year_basis=year_basis,
        home=home,
    )


def _day(local: str | None) -> date | None:
    """The day of an ISO time with the outlet's offset, or of a day; None for less."""
    try:
        return date.fromisoformat((local or "")[:10])
    except ValueError:
        return None
