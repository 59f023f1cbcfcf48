"""One text of one outlet under many addresses (sessions, sections, print forms) is one article, known by its text."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Database, Row
from storage.records import Article
from storage.times import to_text

# Without a day of its own a text is compared with those that were first seen so long before; a short one with none.
UNDATED_WITHIN = timedelta(days=7)
UNDATED_SIGNS = 200


def known_by_text(db: Database, article: Article, source: str, at: datetime) -> Row | None:
    """The article of a source with the same headline, text and instant of publication; None where there is none.

    Two that the outlet itself numbers differently are two, and so are those without a headline. at: when it was seen.
    """
    if article.title is None or (article.published_at is None and len(article.body) < UNDATED_SIGNS):
        return None
    published = article.published_at
    if published is None:
        since, until, dated = to_text(at - UNDATED_WITHIN), to_text(at), "IS NULL"
    else:
        since = until = to_text(published, milliseconds=bool(published.microsecond))
        dated = "IS NOT NULL"
    return db.row(
        "SELECT * FROM articles WHERE source = ?1 AND coalesce(published_at, first_seen_at) BETWEEN ?2 AND ?3"  # noqa: S608
        f" AND published_at {dated} AND title = ?4 AND body = ?5 AND (key IS NULL OR ?6 IS NULL OR key = ?6)"
        " ORDER BY id",
        (source, since, until, article.title, article.body, article.key),
    )
