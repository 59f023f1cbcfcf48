"""By what copies are found: the marks of every article by day, and the sentences that are common at an outlet.

A mark is a hash of a sentence or of a sampled window of words. Sentences are looked up over all time, which finds
reprints; few articles hold one that is not common. Windows are looked up within the span of days only, so that the cost
of an article depends on how many are published around it and not on how many are stored.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from storage.database import Database, Row
from storage.text_rows import many
from storage.texts import COMMON_FROM, SPAN_DAYS

# So many articles at most are compared word by word with one; more share marks only where a text stands everywhere.
CANDIDATES = 120
# A candidate shares this part of the marks of the one with fewer, and at least so many where one has as many.
LEAST_PART, LEAST_MARKS = 0.175, 3
# A reprint holds this part of the sentences that tell a text.
REPRINTED_PART = 0.8
_MARK_BYTES = 6


@dataclass(frozen=True, slots=True)
class Print:
    """What an article is found by. day counts from the year 1; opening: its first two sentences of some length."""

    day: int
    headline: int
    opening: tuple[int, int]
    sentences: frozenset[int]
    windows: frozenset[int]

    @property
    def marks(self) -> frozenset[int]:
        """All of them."""
        return self.sentences | self.windows


class TextMarks:
    """SQL on text_prints, text_marks and common_sentences, inside the caller's write()."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def common(self, marks: Collection[int]) -> frozenset[int]:
        """Those of the sentences that an outlet prints in many unlike articles."""
        rows = self._db.rows(
            "SELECT mark FROM common_sentences WHERE mark IN (SELECT value FROM json_each(?))", (many(marks),)
        )
        return frozenset(row["mark"] for row in rows)

    def keep(self, row: Row, digest: str, now: Print, known: Row | None) -> set[int]:
        """Enter an article's marks; return the other articles that hold a sentence which is common now or no longer.

        known: its row of text_prints as it was; row: id and source of the article.
        """
        before = frozenset() if known is None else unpacked(known["marks"])
        moved = known is not None and known["day"] != now.day
        self._db.execute(
            "INSERT INTO text_prints (article_id, digest, source, day, headline, opening, second, marks, account)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, '{}') ON CONFLICT (article_id) DO UPDATE SET digest = excluded.digest,"
            " source = excluded.source, day = excluded.day, headline = excluded.headline, opening = excluded.opening,"
            " second = excluded.second, marks = excluded.marks",
            (row["id"], digest, row["source"], now.day, now.headline, *now.opening, packed(now.marks)),
        )
        gone = before if moved else before - now.marks
        if known is not None and gone:
            self._db.execute_many(
                "DELETE FROM text_marks WHERE mark = ? AND day = ? AND article_id = ?",
                [(one, known["day"], row["id"]) for one in gone],
            )
        self._db.execute_many(
            "INSERT OR IGNORE INTO text_marks (mark, day, article_id) VALUES (?, ?, ?)",
            [(one, now.day, row["id"]) for one in sorted(now.marks if moved else now.marks - before)],
        )
        changed = self._common_now(row["source"], now.sentences)
        if known is not None:
            # Another headline or opening makes a holder alike or unlike to others, even where it holds the same ones.
            changed |= self._common_no_more(before | now.sentences)
        return changed - {row["id"]}

    def _common_now(self, source: str, sentences: Collection[int]) -> set[int]:
        """Note the sentences that enough unlike articles hold now; return all their holders."""
        known = self.common(sentences)
        unlike = self._db.rows(_UNLIKE, {"marks": many(set(sentences) - known), "least": COMMON_FROM})
        fresh = {row["mark"] for row in unlike}
        if fresh:
            self._db.execute_many(
                "INSERT OR IGNORE INTO common_sentences (mark, source) VALUES (?, ?)", [(one, source) for one in fresh]
            )
        return self._holders(fresh)

    def _common_no_more(self, sentences: Collection[int]) -> set[int]:
        """Forget the common sentences that too few unlike articles still hold; return their holders."""
        left = {one for one in self.common(sentences) if not self._is_common(one)}
        if left:
            self._db.execute_many("DELETE FROM common_sentences WHERE mark = ?", [(one,) for one in left])
        return self._holders(left)

    def _is_common(self, mark: int) -> bool:
        """Whether one outlet prints a sentence in many unlike articles; reads no more of its holders than it must."""
        unlike: dict[str, set[tuple[int, int]]] = {}
        for one in self._db.each(_HOLDERS, (mark,)):
            of = unlike.setdefault(one["source"], set())
            of.add((one["headline"], one["beside"]))
            if len(of) >= COMMON_FROM:
                return True
        return False

    def _holders(self, marks: Collection[int]) -> set[int]:
        if not marks:
            return set()
        rows = self._db.rows(
            "SELECT DISTINCT article_id FROM text_marks WHERE mark IN (SELECT value FROM json_each(?))", (many(marks),)
        )
        return {row["article_id"] for row in rows}

    def candidates(self, article_id: int, now: Print, common: Collection[int]) -> set[int]:
        """The articles that share enough marks with one to be compared with it word by word.

        What is enough is the same from both sides, so it does not matter which of two comes first.
        """
        size = len(now.marks)
        near = self._most_alike(
            _NEAR,
            {
                "marks": many(now.marks - set(common)), "but": article_id, "from": now.day - SPAN_DAYS,
                "to": now.day + SPAN_DAYS, "least": min(LEAST_MARKS, size), "size": size, "part": LEAST_PART,
                "bytes": _MARK_BYTES, "most": LEAST_MARKS,
            },
        )  # fmt: skip
        own = now.sentences - set(common)
        far = self._most_alike(
            _FAR,
            {
                "marks": many(own), "from": now.day - SPAN_DAYS, "to": now.day + SPAN_DAYS,
                "least": max(1, REPRINTED_PART * len(own)),
            },
        )  # fmt: skip
        return near | far

    def _most_alike(self, query: str, parameters: dict[str, object]) -> set[int]:
        rows = self._db.rows(query, parameters)
        if len(rows) > CANDIDATES:
            uids = self._db.rows(
                "SELECT id, uid FROM articles WHERE id IN (SELECT value FROM json_each(?))",
                (many(row["article_id"] for row in rows),),
            )
            named = {row["id"]: row["uid"] for row in uids}
            rows = sorted(rows, key=lambda row: (-row["shared"], named[row["article_id"]]))[:CANDIDATES]
        return {row["article_id"] for row in rows}


_NEAR = """
SELECT near.article_id, shared FROM (
  SELECT article_id, count(*) AS shared FROM text_marks
  WHERE mark IN (SELECT value FROM json_each(:marks)) AND day BETWEEN :from AND :to AND article_id <> :but
  GROUP BY article_id HAVING shared >= :least
) AS near JOIN text_prints ON text_prints.article_id = near.article_id
WHERE shared >= max(:part * min(:size, length(marks) / :bytes), min(:most, max(:size, length(marks) / :bytes)))
"""

_FAR = """
SELECT article_id, count(*) AS shared FROM text_marks
WHERE mark IN (SELECT value FROM json_each(:marks)) AND day NOT BETWEEN :from AND :to
GROUP BY article_id HAVING shared >= :least
"""

_HOLDERS = """
SELECT source, headline, CASE WHEN opening = mark THEN second ELSE opening END AS beside
FROM text_marks JOIN text_prints ON text_prints.article_id = text_marks.article_id WHERE mark = ?
"""

_UNLIKE = """
SELECT DISTINCT mark FROM (
  SELECT mark, source FROM text_marks JOIN text_prints ON text_prints.article_id = text_marks.article_id
  WHERE mark IN (SELECT value FROM json_each(:marks))
  GROUP BY mark, source
  HAVING count(DISTINCT headline || ' ' || CASE WHEN opening = mark THEN second ELSE opening END) >= :least
)
"""


def packed(marks: Iterable[int]) -> bytes:
    """Marks as one value, six bytes each."""
    return b"".join(one.to_bytes(_MARK_BYTES) for one in sorted(marks))


def unpacked(stored: bytes) -> frozenset[int]:
    """What packed() gave."""
    return frozenset(
        int.from_bytes(stored[start : start + _MARK_BYTES]) for start in range(0, len(stored), _MARK_BYTES)
    )
