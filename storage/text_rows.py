"""The rows of texts, their pairs and appearances: read, and written only where they differ."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from storage.article_rows import as_json
from storage.database import Database, Row
from storage.fingerprint import Wording, shares, words
from storage.texts import SPAN_DAYS, Bond, Pair, carried


def many(values: Iterable[int]) -> str:
    """Numbers as one parameter, for json_each."""
    return f"[{','.join(map(str, values))}]"


def day_of(at: str) -> int:
    """The number of the day of a stored time, counted from the year 1."""
    return date.fromisoformat(at[:10]).toordinal()


class TextRows:
    """SQL on texts, text_pairs and appearances, inside the caller's write()."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def texts_around(self, seeds: Collection[int]) -> set[int]:
        """All carriers of the texts that these articles belong to."""
        rows = self._db.rows(
            "SELECT id FROM articles WHERE text_id IN"
            " (SELECT text_id FROM articles WHERE id IN (SELECT value FROM json_each(?)))",
            (many(seeds),),
        )
        return {row["id"] for row in rows}

    def pairs_of(self, article_id: int) -> dict[int, Pair]:
        """The pairs of an article, by the other one."""
        rows = self._db.rows("SELECT * FROM text_pairs WHERE article_id = ?", (article_id,))
        return {row["other_id"]: _pair(row) for row in rows}

    def keep_pairs(self, article_id: int, before: Mapping[int, Pair], now: Mapping[int, Pair]) -> None:
        """Make these the pairs of an article, in both directions."""
        for other in before.keys() - now.keys():
            self._db.execute(
                "DELETE FROM text_pairs WHERE (article_id, other_id) IN ((?1, ?2), (?2, ?1))", (article_id, other)
            )
        for other, pair in now.items():
            if before.get(other) != pair:
                rest = (str(pair.bond), int(pair.lead))
                self._db.execute_many(
                    "INSERT OR REPLACE INTO text_pairs (article_id, other_id, shared, back, bond, lead)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    [(pair.a, pair.b, pair.of_a, pair.of_b, *rest), (pair.b, pair.a, pair.of_b, pair.of_a, *rest)],
                )

    def region(self, seeds: Collection[int]) -> tuple[set[int], list[Pair]]:
        """All articles that ties connect with the seeds, and every pair among them."""
        members = {
            row["id"]
            for row in self._db.rows(
                "WITH RECURSIVE near (id) AS (SELECT value FROM json_each(?) UNION"
                " SELECT other_id FROM near JOIN text_pairs ON text_pairs.article_id = near.id WHERE bond <> '')"
                " SELECT id FROM near",
                (many(seeds),),
            )
        }
        return members, self.pairs_among(members)

    def pairs_among(self, members: Collection[int]) -> list[Pair]:
        """Every pair of two of these."""
        rows = self._db.rows(
            "SELECT * FROM text_pairs WHERE article_id < other_id"
            " AND article_id IN (SELECT value FROM json_each(?1)) AND other_id IN (SELECT value FROM json_each(?1))",
            (many(members),),
        )
        return [_pair(row) for row in rows]

    def any_part(self, members: Collection[int]) -> bool:
        """Whether one of these stands in a longer text, or holds a shorter one."""
        return bool(
            self._db.value(
                "SELECT EXISTS (SELECT 1 FROM text_pairs WHERE bond = ?"
                " AND article_id IN (SELECT value FROM json_each(?)))",
                (str(Bond.PART), many(members)),
            )
        )

    def members(self, family: Collection[int]) -> list[Row]:
        """What is needed to order the carriers of a text."""
        return self._db.rows(
            "SELECT id, uid, text_id, coalesce(published_at, first_seen_at) AS at FROM articles"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (many(family),),
        )

    def alone(self, article_id: int) -> None:
        """Give an article that was never placed a text and a story of its own, in one: its row is long."""
        self._db.execute("UPDATE articles SET text_id = ?1, story_id = ?1 WHERE id = ?1", (article_id,))

    def keep_text(self, articles: Mapping[int, Row], first: int, *, known: bool = True) -> tuple[set[int], bool]:
        """Give these articles one text; return those that had another, and whether another one was its first.

        known: False where there was no such text before.
        """
        text_id = min(articles)
        led = True
        if known:
            led = self._db.value("SELECT first_article_id FROM texts WHERE id = ?", (text_id,)) != first
        moved = {one for one, row in articles.items() if row["text_id"] != text_id}
        for one in moved:
            self._db.execute("UPDATE articles SET text_id = ? WHERE id = ?", (text_id, one))
        for one in articles:
            self._db.execute(
                "INSERT INTO texts (id, merged_into, first_article_id) VALUES (?1, ?2, ?3)"
                " ON CONFLICT (id) DO UPDATE SET merged_into = ?2, first_article_id = ?3"
                " WHERE merged_into IS NOT ?2 OR first_article_id <> ?3",
                (one, None if one == text_id else text_id, first),
            )
        return moved, led

    def keep_appearances(
        self, text_id: int, row: Row, first: Row, *, origin: Wording, text: Wording, common: Collection[int]
    ) -> None:
        """Make the rows of one carrier, one for each of its addresses, those of its text."""
        if row["id"] == first["id"]:
            self.keep_first(text_id, row["id"])
            return
        how = carried(origin, text, shares(origin, text, common), common)
        other = words(row["title"] or "") != words(first["title"] or "")
        late = day_of(row["at"]) - day_of(first["at"]) > SPAN_DAYS
        self._at_addresses(
            text_id, row["id"], (how.shared, how.relation, int(other), int(late), as_json(how.cut), as_json(how.added))
        )

    def keep_first(self, text_id: int, article_id: int, fresh: Row | None = None) -> None:
        """Make the rows of the carrier that was first. fresh: its row, where it was never placed."""
        self._at_addresses(text_id, article_id, (1.0, "same", 0, 0, "[]", "[]"), fresh)

    def _at_addresses(
        self, text_id: int, article_id: int, told: tuple[object, ...], fresh: Row | None = None
    ) -> None:  # fmt: skip
        if fresh is not None:
            stands = [(number, at) for number, _, at in json.loads(fresh["pages"])] or [(None, fresh["first_seen_at"])]
            self._insert(article_id, [(text_id, *place, *told) for place in stands])
            return
        pages = self._db.rows(
            "SELECT id, first_seen_at FROM pages WHERE article_id = ?1 AND kind = 'article'"
            " UNION ALL SELECT NULL, first_seen_at FROM articles WHERE id = ?1 AND NOT EXISTS ("
            "SELECT 1 FROM pages WHERE article_id = ?1 AND kind = 'article') ORDER BY 1",
            (article_id,),
        )
        places = [tuple(page.values()) for page in pages]
        self.keep_rows(article_id, [(text_id, *place, *told) for place in places], translations=False)

    def translations(self, articles: Collection[int]) -> dict[int, int]:
        """The text that each of these is noted as a translation of."""
        rows = self._db.rows(
            "SELECT article_id, text_id FROM appearances WHERE relation = 'translation'"
            " AND article_id IN (SELECT value FROM json_each(?))",
            (many(articles),),
        )
        return {row["article_id"]: row["text_id"] for row in rows}

    def keep_rows(self, article_id: int, wanted: list[tuple[object, ...]], *, translations: bool) -> None:
        """Make these the article's appearances of one sort: (text_id, page_id, ...)."""
        rows = self._db.rows(
            "SELECT id, text_id, page_id, first_seen_at, shared, relation, new_headline, reprint, cut, added"
            " FROM appearances"
            " WHERE article_id = ? AND (relation = 'translation') = ? ORDER BY id",
            (article_id, int(translations)),
        )
        if [tuple(row.values())[1:] for row in rows] == wanted:
            return
        if rows:
            self._db.execute_many("DELETE FROM appearances WHERE id = ?", [(row["id"],) for row in rows])
        self._insert(article_id, wanted)

    def _insert(self, article_id: int, wanted: list[tuple[object, ...]]) -> None:
        self._db.execute_many(
            "INSERT INTO appearances (article_id, text_id, page_id, first_seen_at, shared, relation, new_headline,"
            " reprint, cut, added) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(article_id, *one) for one in wanted],
        )


def _pair(row: Row) -> Pair:
    return Pair(
        a=row["article_id"],
        b=row["other_id"],
        of_a=row["shared"],
        of_b=row["back"],
        bond=Bond(row["bond"]),
        lead=bool(row["lead"]),
    )
