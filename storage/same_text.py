"""One text of one outlet under many addresses (sessions, sections, print forms) is one article, known by its text.

So is what a rebuilt site gives new addresses, numbers and days: an address of another form tells of no other article.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from storage.database import Database, Row
from storage.fingerprint import wording
from storage.records import Article
from storage.times import to_text

# Without a day of its own a text is compared with those that were first seen so long before; a short one with none.
UNDATED_WITHIN = timedelta(days=7)
UNDATED_SIGNS = 200
# A day without its hour may read as the one before.
_A_DAY = timedelta(days=1)
# One of so many paragraphs holds a sentence to look a text up by.
_OPENING = 3
_DIGITS = re.compile(r"\d+")


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


def known_elsewhere(db: Database, article: Article, source: str) -> Row | None:
    """The article of a source with the same headline and long text, not later, at an address of another form."""
    if article.title is None or article.url is None or len(article.body) < UNDATED_SIGNS:
        return None
    paragraphs = (wording(one, dateline=article.dateline).marked for one in article.body.split("\n\n")[:_OPENING])
    marked = next(filter(None, paragraphs), ())
    if not marked:
        return None
    longest = max(marked, key=lambda one: one.end - one.start)
    rows = db.rows(
        "SELECT articles.* FROM text_marks JOIN articles ON articles.id = article_id"
        " WHERE mark = ? AND source = ? AND title = ? AND body = ? AND url IS NOT NULL ORDER BY articles.id",
        (longest.mark, source, article.title, article.body),
    )
    until = None if article.published_at is None else to_text(article.published_at + _A_DAY)
    form = _form(article.url)
    return next(
        (row for row in rows if _form(row["url"]) != form and (row["published_at"] or "") <= (until or "~")), None
    )


def _form(address: str) -> str:
    """The folders of an address without its numbers: what a site keeps for one kind of pages."""
    parts = urlsplit(address)
    return _DIGITS.sub("0", parts.netloc + parts.path.rpartition("/")[0])
