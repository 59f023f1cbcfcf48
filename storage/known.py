"""Which article a page's text is a state of: by its page, address, uid or the outlet's own number."""

from __future__ import annotations

from storage import uids
from storage.database import Database, Row
from storage.records import Article

NO_SOURCE = "import"
# By what an article is known, the surest first.
_BY_PAGE, _BY_URL, _BY_UID, _BY_KEY = range(4)
_KNOWN = f"""
SELECT {_BY_PAGE} AS way, article_id AS id FROM pages WHERE id = ?1 AND article_id IS NOT NULL
UNION ALL SELECT {_BY_URL}, id FROM articles WHERE url = ?2
UNION ALL SELECT {_BY_UID}, id FROM articles WHERE uid = ?3
UNION ALL SELECT {_BY_KEY}, id FROM (SELECT id FROM articles WHERE source = ?4 AND key = ?5 ORDER BY id LIMIT 1)
"""  # noqa: S608 - numbers of ours


class Known:
    """Finds the articles that the archive knows; nothing is written."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, article: Article, capture_id: int, page_id: int | None, uid: str) -> tuple[Row | None, bool]:
        """The article that this is a state of, and whether no other one has the uid."""
        source = article.source or NO_SOURCE
        found = self._db.rows(_KNOWN, (page_id, article.url, uid, source, article.key))
        for place in sorted(found, key=lambda row: row["way"]):
            row = self._db.row("SELECT * FROM articles WHERE id = ?", (place["id"],))
            if row is None:
                continue
            if place["way"] != _BY_UID or self._first_address(row) == self._address(article, capture_id):
                return row, False
        return None, not any(place["way"] == _BY_UID for place in found)

    def imported(self, capture_id: int) -> str | None:
        """The uid of the article that an imported file gave before, under whatever source it was read then."""
        uid = self._db.value(
            "SELECT articles.uid FROM article_captures JOIN articles ON articles.id = article_captures.article_id"
            " WHERE article_captures.capture_id = ? AND articles.url IS NULL ORDER BY articles.id",
            (capture_id,),
        )
        return None if uid is None else str(uid)

    def longer(self, uid: str, article: Article, capture_id: int) -> str:
        """A uid that no other article has, for one whose own is taken."""
        signs = uids.SHORTEST
        while self._db.value("SELECT 1 FROM articles WHERE uid = ?", (uid,)) is not None:
            signs += 1
            uid = uids.mint(article.source or NO_SOURCE, self._address(article, capture_id), signs=signs)
        return uid

    def _address(self, article: Article, capture_id: int) -> str:
        if article.url is not None:
            return article.url
        digest = self._db.value("SELECT digest FROM captures WHERE id = ?", (capture_id,))
        return f"urn:sha256:{digest}"

    def _first_address(self, row: Row) -> str:
        if row["url"] is not None:
            return str(row["url"])
        digest = self._db.value(
            "SELECT digest FROM captures JOIN article_captures ON capture_id = captures.id"
            " WHERE article_id = ? ORDER BY revision, position",
            (row["id"],),
        )
        return f"urn:sha256:{digest}"
