"""Texts in the archive: places each stored article among those with its wording, in the transaction that stored it."""

from __future__ import annotations

import json
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from storage.article_rows import as_json
from storage.database import Database, Row
from storage.finding_store import FindingStore
from storage.fingerprint import Wording, mark_of, sampled, shares, wording, words
from storage.story_store import StoryStore
from storage.text_rows import TextRows, many
from storage.texts import FEW_WORDS, Bond, Facts, Pair, compared, families, is_common, opening_of
from storage.times import from_text

# Of the rules by which texts and stories are told; another one places every article anew at its next storing.
RULES = "t1"
# A sentence or window that so many hold finds them all through the first of these.
MOST_CARRIERS = 40
CANDIDATES = 24
# A candidate shares this part of the marks of the one with fewer, and at least so many.
LEAST_PART, LEAST_MARKS = 0.15, 2
_KEPT_WORDINGS = 256
_MARK_BYTES = 6


@dataclass(frozen=True, slots=True)
class _Print:
    """What is kept of an article's wording beside the index. day counts from the year 1."""

    headline: int
    opening: tuple[int, int]
    marks: frozenset[int]
    sentences: frozenset[int]


class TextStore:
    """The tables texts, appearances and those by which they are found; it hands on to the stories."""

    def __init__(self, db: Database, findings: FindingStore) -> None:
        self._db = db
        self._rows = TextRows(db)
        self._stories = StoryStore(db, findings)
        self._wordings: OrderedDict[tuple[int, int], Wording] = OrderedDict()

    def place(self, article_id: int) -> bool:
        """Give an article its text and story, and its neighbours theirs where it changed them.

        False, and nothing written, where it stands as it did.
        """
        with self._db.write():
            row = self._db.row(_ARTICLE, (article_id,))
            if row is None:
                return False
            digest = _digest(row)
            known = self._db.row("SELECT digest, marks FROM text_prints WHERE article_id = ?", (article_id,))
            if known is not None and known["digest"] == digest:
                return False
            text = self._wording(row)
            print_ = _print(row, text)
            before = frozenset() if known is None else _unpacked(known["marks"])
            self._keep_print(row, digest, print_, before)
            carriers = self._carriers(article_id, print_.marks)
            changed = self._index(row, print_, before, carriers)
            seeds = {article_id, *changed}
            around = self._rows.texts_around(seeds)
            for one in sorted(seeds):
                around |= self._measure(one, carriers if one == article_id else None)
            moved = self._group(seeds | around, seeds)
            self._stories.place(row, again=seeds, moved=moved)
        return True

    def place_all(self) -> int:
        """Place every article that is not yet placed by today's rules; return how many changed."""
        ids = [row["id"] for row in self._db.rows("SELECT id FROM articles ORDER BY id")]
        return sum(self.place(one) for one in ids)

    def _wording(self, row: Row) -> Wording:
        """The wording of an article's row; the last few stay at hand."""
        key = (row["id"], hash((row["dateline"], row["body"], row["captions"])))
        found = self._wordings.get(key)
        if found is None:
            found = wording(row["body"], captions=json.loads(row["captions"]), dateline=row["dateline"])
            self._wordings[key] = found
            if len(self._wordings) > _KEPT_WORDINGS:
                self._wordings.popitem(last=False)
        self._wordings.move_to_end(key)
        return found

    def _keep_print(self, row: Row, digest: str, print_: _Print, before: frozenset[int]) -> None:
        self._db.execute(
            "INSERT INTO text_prints (article_id, digest, source, day, headline, opening, second, marks, account)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, '{}') ON CONFLICT (article_id) DO UPDATE SET digest = excluded.digest,"
            " source = excluded.source, day = excluded.day, headline = excluded.headline, opening = excluded.opening,"
            " second = excluded.second, marks = excluded.marks",
            (row["id"], digest, row["source"], _day(row), print_.headline, *print_.opening, _packed(print_.marks)),
        )
        gone = before - print_.marks
        if gone:
            self._db.execute(
                "DELETE FROM text_index WHERE article_id = ? AND mark IN (SELECT value FROM json_each(?))",
                (row["id"], many(gone)),
            )

    def _carriers(self, article_id: int, marks: frozenset[int]) -> dict[int, list[Row]]:
        """The other articles that hold each mark."""
        found: dict[int, list[Row]] = defaultdict(list)
        for one in self._db.each(_CARRIERS_OF, {"marks": many(marks), "but": article_id}):
            found[one["mark"]].append(one)
        return found

    def _index(self, row: Row, print_: _Print, before: frozenset[int], carriers: Mapping[int, list[Row]]) -> set[int]:
        """Enter new marks; return the articles whose sentences have just become common."""
        common = self._rows.common(print_.sentences)
        added = [one for one in print_.marks - before - common if len(carriers.get(one, ())) < MOST_CARRIERS]
        self._db.execute_many(
            "INSERT OR IGNORE INTO text_index (mark, article_id) VALUES (?, ?)", [(one, row["id"]) for one in added]
        )
        own = (row["source"], print_.headline)
        changed: set[int] = set()
        for mark in (print_.sentences - before - common) & carriers.keys():
            opening, second = print_.opening
            held = [(one["source"], one["headline"], one["beside"]) for one in carriers[mark]]
            if is_common([*held, (*own, second if opening == mark else opening)]):
                self._db.execute(
                    "INSERT OR IGNORE INTO common_sentences (mark, source) VALUES (?, ?)", (mark, row["source"])
                )
                changed |= {one["article_id"] for one in carriers[mark]}
        return changed - {row["id"]}

    def _measure(self, article_id: int, carriers: Mapping[int, list[Row]] | None) -> set[int]:
        """Compare an article with those that share marks; return those it is or was tied to."""
        marks = _unpacked(self._db.value("SELECT marks FROM text_prints WHERE article_id = ?", (article_id,)))
        marks -= self._rows.common(marks)
        candidates = _candidates(marks, carriers or self._carriers(article_id, marks))
        before = self._rows.pairs_of(article_id)
        worded = self._worded({article_id, *candidates, *before})
        row, text = worded.pop(article_id)
        common = self._rows.common({one.mark for _, other in worded.values() for one in other.sentences})
        common |= self._rows.common({one.mark for one in text.sentences})
        found: dict[int, Pair] = {}
        for other, (their, theirs) in sorted(worded.items()):
            shared = shares(text, theirs, common)
            few = common and min(shared.own_a, shared.own_b) < FEW_WORDS
            facts = (_facts(row, text), _facts(their, theirs))
            pair = compared((article_id, other), shared, facts, whole=shares(text, theirs) if few else None)
            if pair is not None:
                found[other] = pair
        self._rows.keep_pairs(article_id, before, found)
        return {other for pairs in (before, found) for other, pair in pairs.items() if pair.bond is not Bond.NONE}

    def _worded(self, articles: Collection[int]) -> dict[int, tuple[Row, Wording]]:
        """The wordings of some articles, each with what is needed to compare it."""
        rows = self._db.rows(_WORDED, (many(articles),))
        return {row["id"]: (row, self._wording(row)) for row in rows}

    def _group(self, around: Collection[int], fresh: Collection[int]) -> set[int]:
        """Part the articles around these into texts; return those whose text changed. fresh: those measured anew."""
        members, pairs = self._rows.region(around)
        moved: set[int] = set()
        for family in families(members, pairs):
            articles = {row["id"]: row for row in self._rows.members(family)}
            first = min(articles.values(), key=lambda row: (row["at"], row["uid"]))["id"]
            joined, led = self._rows.keep_text(articles, first)
            moved |= joined
            again = set(articles) if led or first in fresh else joined | set(articles) & set(fresh)
            if again:
                self._appear(min(articles), first, again)
        return moved

    def _appear(self, text_id: int, first: int, again: Collection[int]) -> None:
        """The addresses at which carriers of a text stand, and what of the first one they hold."""
        worded = self._worded({first, *again})
        origin, text = worded[first]
        common = self._rows.common({one.mark for _, other in worded.values() for one in other.sentences})
        for article_id in again:
            row, other = worded[article_id]
            self._rows.keep_appearances(text_id, row, origin, origin=text, text=other, common=common)


def _candidates(marks: frozenset[int], carriers: Mapping[int, list[Row]]) -> set[int]:
    """The articles that share most marks with one, few enough to be compared word by word."""
    shared: Counter[int] = Counter()
    sizes: dict[int, int] = {}
    for mark in marks & carriers.keys():
        for one in carriers[mark]:
            shared[one["article_id"]] += 1
            sizes[one["article_id"]] = min(len(marks), one["size"] // _MARK_BYTES)
    telling = [
        other
        for other, count in shared.items()
        if count >= max(min(LEAST_MARKS, sizes[other]), LEAST_PART * sizes[other])
    ]
    return set(sorted(telling, key=lambda other: (-shared[other], other))[:CANDIDATES])


_ARTICLE = """
SELECT articles.id, uid, url, source, key, title, body, captions, dateline, dateline_place, language, published_at,
  first_seen_at, inferred, revision, coalesce(published_at, first_seen_at) AS at,
  (SELECT digest FROM finding_sets WHERE article_id = articles.id AND finding_sets.revision = articles.revision)
    AS findings,
  (SELECT json_group_array(json_array(id, url, first_seen_at)) FROM (
    SELECT id, url, first_seen_at FROM pages WHERE article_id = articles.id AND kind = 'article' ORDER BY id)) AS pages
FROM articles WHERE articles.id = ?
"""

_WORDED = """
SELECT id, source, title, body, captions, dateline, first_seen_at, coalesce(published_at, first_seen_at) AS at
FROM articles WHERE id IN (SELECT value FROM json_each(?))
"""

_CARRIERS_OF = """
SELECT text_index.mark, text_index.article_id, source, headline, length(marks) AS size,
  CASE WHEN opening = mark THEN second ELSE opening END AS beside
FROM text_index JOIN text_prints ON text_prints.article_id = text_index.article_id
WHERE mark IN (SELECT value FROM json_each(:marks)) AND text_index.article_id <> :but
"""


def _digest(row: Row) -> str:
    return sha256(as_json([RULES, *row.values()]).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _day(row: Row) -> int:
    return from_text(row["at"]).toordinal()


def _facts(row: Row, text: Wording) -> Facts:
    return Facts(source=row["source"], title=row["title"], day=_day(row), numbers=text.numbers)


def _print(row: Row, text: Wording) -> _Print:
    sentences = frozenset(one.mark for one in text.marked)
    marks = sentences | sampled(text)
    # A text too short for either is known as a whole.
    if not marks and text.tokens:
        marks = frozenset({mark_of("text", " ".join(text.tokens))})
    return _Print(mark_of("headline", " ".join(words(row["title"] or ""))), opening_of(text), marks, sentences)


def _packed(marks: Iterable[int]) -> bytes:
    return b"".join(one.to_bytes(_MARK_BYTES) for one in sorted(marks))


def _unpacked(packed: bytes) -> frozenset[int]:
    return frozenset(
        int.from_bytes(packed[start : start + _MARK_BYTES]) for start in range(0, len(packed), _MARK_BYTES)
    )
