"""By what copies are found: the marks of every article by day, and the sentences that are common at an outlet.

A mark is a hash of a sentence or of a sampled window of words. Sentences are looked up over all time, which finds
reprints; few articles hold one that is not common. Windows are looked up within the span of days only, so that the cost
of an article depends on how many are published around it and not on how many are stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
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

    def keep(
        self, row: Row, digest: str, now: Print, known: Row | None, *, account: str
    ) -> tuple[set[int], frozenset[int]]:
        """Enter an article's marks; return what became common or no longer is by that, and what is.

        That is: the other articles that hold such a sentence, and those of the article's own sentences that are common.
        known: its row of text_prints as it was; row: id and source of the article; account: as text_prints keeps it.
        """
        before = frozenset() if known is None else unpacked(known["marks"])
        moved = known is not None and known["day"] != now.day
        self._db.execute(
            "INSERT INTO text_prints (article_id, digest, source, day, headline, opening, second, marks, account)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (article_id) DO UPDATE SET digest = excluded.digest,"
            " source = excluded.source, day = excluded.day, headline = excluded.headline, opening = excluded.opening,"
            " second = excluded.second, marks = excluded.marks, account = excluded.account",
            (row["id"], digest, row["source"], now.day, now.headline, *now.opening, packed(now.marks), account),
        )
        gone = before if moved else before - now.marks
        if known is not None and gone:
            self._db.execute_many(
                "DELETE FROM text_marks WHERE mark = ? AND day = ? AND article_id = ?",
                [(one, known["day"], row["id"]) for one in gone],
            )
        self._db.execute(
            "INSERT OR IGNORE INTO text_marks (mark, day, article_id) SELECT value, ?, ? FROM json_each(?)",
            (now.day, row["id"], many(sorted(now.marks if moved else now.marks - before))),
        )
        common, changed = self._common_now(row["source"], now.sentences)
        if known is not None:
            # Another headline or opening makes a holder alike or unlike to others, even where it holds the same ones.
            less, others = self._common_no_more(before | now.sentences)
            common -= less
            changed |= others
        return changed - {row["id"]}, common

    def _common_now(self, source: str, sentences: Collection[int]) -> tuple[frozenset[int], set[int]]:
        """Note the sentences that enough unlike articles hold now; return the common ones, and holders of new ones."""
        known = self.common(sentences)
        unlike = self._db.rows(_UNLIKE, {"marks": many(set(sentences) - known), "least": COMMON_FROM})
        fresh = frozenset(row["mark"] for row in unlike)
        if fresh:
            self._db.execute_many(
                "INSERT OR IGNORE INTO common_sentences (mark, source) VALUES (?, ?)", [(one, source) for one in fresh]
            )
        return known | fresh, self._holders(fresh)

    def _common_no_more(self, sentences: Collection[int]) -> tuple[frozenset[int], set[int]]:
        """Forget the common sentences that too few unlike articles still hold; return them and their holders."""
        left = frozenset(one for one in self.common(sentences) if not self._is_common(one))
        if left:
            self._db.execute_many("DELETE FROM common_sentences WHERE mark = ?", [(one,) for one in left])
        return left, self._holders(left)

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

    def candidates(self, article_id: int, now: Print, common: frozenset[int]) -> set[int]:
        """The articles that share enough marks with one to be compared with it word by word.

        What is enough is the same from both sides, so it does not matter which of two comes first.
        """
        own = now.sentences - common
        held = self._db.tuples(
            _HELD,
            {
                "marks": many(now.marks - common), "sentences": many(own), "but": article_id,
                "from": now.day - SPAN_DAYS, "to": now.day + SPAN_DAYS,
            },
        )  # fmt: skip
        # Counted here: the engine would sort them first.
        near = Counter(one for one, far in held if not far)
        far = Counter(one for one, far in held if far)
        near_enough = self._enough(near, len(now.marks))
        far_enough = {one: shared for one, shared in far.items() if shared >= max(1, REPRINTED_PART * len(own))}
        return self._most_alike(near_enough) | self._most_alike(far_enough)

    def _enough(self, shared: Mapping[int, int], size: int) -> dict[int, int]:
        """Those of nearby days that share enough. size: how many marks the article has."""
        some = {one: count for one, count in shared.items() if count >= min(LEAST_MARKS, size)}
        if not some:
            return {}
        sizes = self._db.tuples(
            "SELECT article_id, length(marks) / ? FROM text_prints"
            " WHERE article_id IN (SELECT value FROM json_each(?))",
            (_MARK_BYTES, many(some)),
        )
        return {
            one: some[one]
            for one, theirs in sizes
            if some[one] >= max(LEAST_PART * min(size, theirs), min(LEAST_MARKS, max(size, theirs)))
        }

    def _most_alike(self, shared: Mapping[int, int]) -> set[int]:
        if len(shared) <= CANDIDATES:
            return set(shared)
        uids = self._db.tuples(
            "SELECT id, uid FROM articles WHERE id IN (SELECT value FROM json_each(?))", (many(shared),)
        )
        return {one for one, _ in sorted(uids, key=lambda row: (-shared[row[0]], row[1]))[:CANDIDATES]}


_HELD = """
SELECT article_id, 0 FROM text_marks
WHERE mark IN (SELECT value FROM json_each(:marks)) AND day BETWEEN :from AND :to AND article_id <> :but
UNION ALL
SELECT article_id, 1 FROM text_marks
WHERE mark IN (SELECT value FROM json_each(:sentences)) AND day NOT BETWEEN :from AND :to
"""

_HOLDERS = """
SELECT source, headline, CASE WHEN opening = mark THEN second ELSE opening END AS beside
FROM text_marks JOIN text_prints ON text_prints.article_id = text_marks.article_id WHERE mark = ?
"""

_UNLIKE = """
SELECT DISTINCT mark FROM (
  SELECT mark, source FROM text_marks JOIN text_prints ON text_prints.article_id = text_marks.article_id
  WHERE mark IN (
    SELECT mark FROM text_marks WHERE mark IN (SELECT value FROM json_each(:marks))
    GROUP BY mark HAVING count(*) >= :least
  )
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
