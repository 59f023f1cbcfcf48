"""Texts in the archive: places each stored article among those with its wording, in the transaction that stored it."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import replace
from hashlib import sha256

from storage.accounts import of_other_people, of_other_things
from storage.article_rows import as_json
from storage.database import Database, Row
from storage.finding_store import FindingStore
from storage.fingerprint import Wording, mark_of, sampled, shares, wording, words
from storage.story_store import StoryStore
from storage.text_marks import Print, TextMarks
from storage.text_rows import TextRows, day_of, many
from storage.text_spans import Times, joined, parted
from storage.texts import FEW_WORDS, Bond, Facts, Pair, compared, opening_of

# Of the rules by which texts and stories are told; another one places every article anew at its next storing.
RULES = "t4"
# Words of texts that stay at hand, some 200 bytes each.
_KEPT_WORDS = 40_000
# So many articles are placed in one transaction where all are.
_BATCH = 100


class TextStore:
    """The tables texts, appearances and those by which they are found; it hands on to the stories."""

    def __init__(self, db: Database, findings: FindingStore) -> None:
        self._db = db
        self._rows = TextRows(db)
        self._marks = TextMarks(db)
        self._stories = StoryStore(db, findings)
        self._wordings: OrderedDict[tuple[int, int], Wording] = OrderedDict()
        self._words_kept = 0
        self._in_use: set[tuple[int, int]] = set()

    def place(self, article_id: int) -> bool:
        """Give an article its text and story, and its neighbours theirs where it changed them.

        False, and nothing written, where it stands as it did.
        """
        with self._db.write():
            row = self._db.row(_ARTICLE, (article_id,))
            if row is None:
                return False
            known, held = _held(row)
            digest = _digest(row)
            if known is not None and known["digest"] == digest:
                return False
            text = self._wording(row)
            print_ = _print(row, text)
            before, account = self._stories.accounts(row, known)
            changed, common = self._marks.keep(row, digest, print_, known, account=as_json(account.form()))
            seeds = {article_id, *changed}
            # One that was never placed has no text, no story and no pair yet: none is looked for.
            fresh = known is None and held["text_id"] is None
            if fresh:
                self._rows.alone(article_id)
            around = set() if fresh and not changed else self._rows.texts_around(seeds)
            found, tied = self._measure(row, text, print_, common=common, fresh=fresh)
            around |= tied
            for other, theirs in self._worded(changed).values():
                around |= self._measure(other, theirs, _print(other, theirs))[1]
            own = row | {"text_id": article_id, "story_id": article_id} if fresh else None
            moved = self._group(seeds | around, seeds, own)
            self._stories.place(
                row, (before, account), again=seeds, moved=moved, own=own,
                alone=len(seeds | around) == 1, pairs=None if changed else found,
            )  # fmt: skip
            self._let_go()
        return True

    def place_all(self) -> int:
        """Place every article that is not yet placed by today's rules; return how many were."""
        ids = [row["id"] for row in self._db.rows("SELECT id FROM articles ORDER BY id")]
        placed = 0
        for start in range(0, len(ids), _BATCH):
            with self._db.write():
                placed += sum(self.place(one) for one in ids[start : start + _BATCH])
        return placed

    def place_waiting(self, most: int = 500) -> int:
        """Place the articles that have no text yet, as those stored before there were texts, so many at most."""
        waiting = self._db.rows("SELECT id FROM articles WHERE text_id IS NULL ORDER BY id LIMIT ?", (most,))
        for start in range(0, len(waiting), _BATCH):
            with self._db.write():
                for row in waiting[start : start + _BATCH]:
                    self.place(row["id"])
        return len(waiting)

    def _wording(self, row: Row) -> Wording:
        """The wording of an article's row, which stays at hand."""
        key = (row["id"], hash((row["dateline"], row["body"], row["captions"])))
        found = self._wordings.get(key)
        if found is None:
            found = wording(row["body"], captions=json.loads(row["captions"]), dateline=row["dateline"])
            self._wordings[key] = found
            self._words_kept += len(found.tokens)
        self._in_use.add(key)
        self._wordings.move_to_end(key)
        return found

    def _let_go(self) -> None:
        """Forget the texts that were used longest ago, but none of this placing: the next copy asks for the same."""
        while self._words_kept > _KEPT_WORDS and next(iter(self._wordings)) not in self._in_use:
            self._words_kept -= len(self._wordings.popitem(last=False)[1].tokens)
        self._in_use.clear()

    def _measure(
        self, row: Row, text: Wording, print_: Print, *, common: frozenset[int] | None = None, fresh: bool = False
    ) -> tuple[dict[int, Pair], set[int]]:
        """Compare an article with those that share marks; its pairs, and those it is or was tied to.

        common: those of its sentences that are, where that is at hand; fresh: it has no pairs yet.
        """
        article_id = row["id"]
        before = {} if fresh else self._rows.pairs_of(article_id)
        common = self._marks.common(print_.sentences) if common is None else common
        others = self._marks.candidates(article_id, print_, common)
        found: dict[int, Pair] = {}
        if others:
            worded = self._worded(others)
            common |= self._marks.common({one.mark for _, other in worded.values() for one in other.sentences})
            for other, (their, theirs) in sorted(worded.items()):
                pair = self._pair((row, text), (their, theirs), common)
                if pair is not None:
                    found[other] = pair
            self._part_forms(article_id, found)
        self._rows.keep_pairs(article_id, before, found)
        tied = {other for pairs in (before, found) for other, pair in pairs.items() if pair.bond is not Bond.NONE}
        return found, tied

    def _part_forms(self, article_id: int, found: dict[int, Pair]) -> None:
        """Untie from an article what says the same of another mission, contingent or country: a form filled anew."""
        tied = [other for other, pair in found.items() if pair.bond is not Bond.NONE]
        accounts = self._stories.accounts_of([article_id, *tied]) if tied else {}
        for other in tied:
            pair = accounts[article_id], accounts[other]
            if of_other_things(*pair) or of_other_people(*pair):
                found[other] = replace(found[other], bond=Bond.NONE)

    @staticmethod
    def _pair(one: tuple[Row, Wording], other: tuple[Row, Wording], common: Collection[int]) -> Pair | None:
        (row, text), (their, theirs) = one, other
        shared = shares(text, theirs, common)
        few = common and min(shared.own_a, shared.own_b) < FEW_WORDS
        facts = (_facts(row, text), _facts(their, theirs))
        return compared((row["id"], their["id"]), shared, facts, whole=shares(text, theirs) if few else None)

    def _worded(self, articles: Collection[int]) -> dict[int, tuple[Row, Wording]]:
        """The wordings of some articles, each with what is needed to compare it."""
        rows = self._db.rows(_WORDED, (many(articles),)) if articles else []
        return {row["id"]: (row, self._wording(row)) for row in rows}

    def _group(self, around: Collection[int], fresh: Collection[int], own: Row | None) -> set[int]:
        """Part the articles around these into texts; return those whose text changed.

        fresh: those measured anew; own: the row of the one that was never placed.
        """
        if own is not None and len(around) == 1:
            self._rows.keep_text({own["id"]: own}, own["id"], known=False)
            self._rows.keep_first(own["id"], own["id"], own)
            return set()
        near = None if own is None or len(fresh) > 1 else self._near(around, own["id"])
        members, texts = near or self._parted(around)
        rows = {row["id"]: row for row in members}
        times = _times(members)
        moved: set[int] = set()
        for text in texts:
            articles = {one: rows[one] for one in sorted(text)}
            first = min(text, key=lambda one: times[one][1:])
            joined, led = self._rows.keep_text(articles, first)
            moved |= joined
            again = set(articles) if led or first in fresh else joined | set(articles) & set(fresh)
            if again:
                self._appear(min(articles), first, again)
        return moved

    def _parted(self, around: Collection[int]) -> tuple[list[Row], list[frozenset[int]]]:
        """All that ties connect with these articles, as rows and parted into texts."""
        members, pairs = self._rows.region(around)
        rows = self._rows.members(members)
        return rows, parted(members, pairs, _times(rows))

    def _near(self, around: Collection[int], own: int) -> tuple[list[Row], list[frozenset[int]]] | None:
        """The same of the texts that a new article is tied to alone, where that is enough; else None."""
        members = self._rows.texts_around(around) | set(around)
        if self._rows.any_part(members):  # reaches further than what is at hand
            return None
        rows = self._rows.members(members)
        of = {row["id"]: row["text_id"] for row in rows if row["id"] != own}
        texts = joined(own, of, self._rows.pairs_among(members), _times(rows))
        return None if texts is None else (rows, texts)

    def _appear(self, text_id: int, first: int, again: Collection[int]) -> None:
        """The addresses at which carriers of a text stand, and what of the first one they hold."""
        if again == {first}:
            self._rows.keep_first(text_id, first)
            return
        worded = self._worded({first, *again})
        origin, text = worded[first]
        common = self._marks.common({one.mark for _, other in worded.values() for one in other.sentences})
        for article_id in again:
            row, other = worded[article_id]
            self._rows.keep_appearances(text_id, row, origin, origin=text, text=other, common=common)


def _times(rows: Iterable[Row]) -> Times:
    return {row["id"]: (day_of(row["at"]), str(row["at"]), str(row["uid"])) for row in rows}


_ARTICLE = """
SELECT articles.id, uid, url, articles.source, key, title, body, captions, dateline, dateline_place, language,
  published_at, first_seen_at, inferred, revision, coalesce(published_at, first_seen_at) AS at,
  (SELECT one.digest FROM finding_sets AS one WHERE one.article_id = articles.id AND one.revision = articles.revision)
    AS findings,
  (SELECT json_group_array(json_array(id, url, first_seen_at)) FROM (
    SELECT id, url, first_seen_at FROM pages WHERE article_id = articles.id AND kind = 'article' ORDER BY id)) AS pages,
  articles.text_id, text_prints.digest AS known_digest, text_prints.day AS known_day,
  text_prints.marks AS known_marks, text_prints.account AS known_account
FROM articles LEFT JOIN text_prints ON text_prints.article_id = articles.id WHERE articles.id = ?
"""

_WORDED = """
SELECT id, source, title, body, captions, dateline, first_seen_at, coalesce(published_at, first_seen_at) AS at
FROM articles WHERE id IN (SELECT value FROM json_each(?))
"""


def _held(row: Row) -> tuple[Row | None, Row]:
    """Take out of a row what the archive holds of an article's place: its print, if it has one, and its text."""
    held = {"text_id": row.pop("text_id")}
    known = {name: row.pop(f"known_{name}") for name in ("digest", "day", "marks", "account")}
    return (None if known["digest"] is None else known), held


def _digest(row: Row) -> str:
    return sha256(as_json([RULES, *row.values()]).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _facts(row: Row, text: Wording) -> Facts:
    return Facts(source=row["source"], title=row["title"], at=row["at"], day=day_of(row["at"]), numbers=text.numbers)


def _print(row: Row, text: Wording) -> Print:
    sentences = frozenset(one.mark for one in text.marked)
    windows = sampled(text)
    # A text too short for either is known as a whole.
    if not sentences and not windows and text.tokens:
        sentences = frozenset({mark_of("text", " ".join(text.tokens))})
    headline = mark_of("headline", " ".join(words(row["title"] or "")))
    return Print(day_of(row["at"]), headline, opening_of(text), sentences, windows)
