"""What is known around a text and may settle its days and people. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from storage.records import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What the rules may rest on beside the words. All of it may be missing.

    published: the outlet's local day of publication (else of the dateline). year: of publication or, where the text
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
    if published is None:
        published, basis = _day(article.dateline_date), "dateline"
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
