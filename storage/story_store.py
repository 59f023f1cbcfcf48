"""Stories in the archive: places each stored article among those on its event, in the transaction that stored it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from functools import lru_cache

from storage.accounts import Account, account_of
from storage.database import Database, Row
from storage.finding_store import FindingStore
from storage.stories import DAYS, Tie, tie
from storage.story_groups import StoryGroups
from storage.text_rows import TextRows, day_of, many
from storage.texts import Bond, Pair

# So many articles of nearby days at most are judged beside one, those with most keys in common first.
CANDIDATES = 300
LEAST_MARKS = 2
_KEPT_ACCOUNTS = 1500


@lru_cache(maxsize=_KEPT_ACCOUNTS)
def _account(stored: str) -> Account:
    return Account.of_form(json.loads(stored))


class StoryStore:
    """The tables stories, story_pairs and story_index, and the rows of translations."""

    def __init__(self, db: Database, findings: FindingStore) -> None:
        self._db = db
        self._findings = findings
        self._rows = TextRows(db)
        self._groups = StoryGroups(db)

    def accounts(self, row: Row, known: Row | None) -> tuple[Account, Account]:
        """What an article told of its event before, and tells now. known: its row of text_prints as it was."""
        now = account_of(
            day=day_of(row["at"]),
            source=row["source"],
            language=row["language"],
            title=row["title"],
            body=row["body"],
            dateline_place=row["dateline_place"],
            findings=self._findings.of(row["id"], row["revision"], row["findings"]) if row["findings"] else (),
            addresses={url for url in (row["url"], *(url for _, url, _ in json.loads(row["pages"]))) if url},
            alternates=json.loads(row["inferred"]).get("translations"),
            key=row["key"],
        )
        return (Account() if known is None else _account(known["account"])), now

    def place(
        self, row: Row, accounts: tuple[Account, Account], *, again: Collection[int], moved: Collection[int],
        alone: bool, own: Row | None, pairs: Mapping[int, Pair] | None,
    ) -> None:  # fmt: skip
        """Give an article its story inside the caller's write(). accounts: as accounts() gave them.

        again: articles whose shared wording was measured anew, this one too; moved: those whose text changed; alone:
        no other carries its text, now or before; own: its row where it was never placed; pairs: those that it has,
        where they are at hand.
        """
        before, now = accounts
        if before != now:
            self._index(row["id"], before, now)
        around: set[int] = set()
        for one in sorted(again):
            if one == row["id"]:
                around |= self._compare(one, now, pairs, fresh=own is not None)
            else:
                around |= self._compare(one, self._account_of(one))
        changed = {row["id"], *again, *moved}
        if own is not None and alone and not around:
            self._groups.alone(own)
        elif own is None or len(changed) > 1 or not self._groups.join(own):
            self._groups.part(changed | around)

    def _account_of(self, article_id: int) -> Account:
        return _account(self._db.value("SELECT account FROM text_prints WHERE article_id = ?", (article_id,)))

    def accounts_of(self, articles: Collection[int]) -> dict[int, Account]:
        """The accounts of some articles."""
        rows = self._db.tuples(
            "SELECT article_id, account FROM text_prints WHERE article_id IN (SELECT value FROM json_each(?))",
            (many(articles),),
        )
        return {article_id: _account(account) for article_id, account in rows}

    def _index(self, article_id: int, before: Account, now: Account) -> None:
        old, new = _entries(before), _entries(now)
        if old - new:
            self._db.execute_many(
                "DELETE FROM story_index WHERE mark = ? AND day = ? AND article_id = ?",
                [(*one, article_id) for one in old - new],
            )
        for day in (0, now.day):
            self._db.execute(
                "INSERT OR IGNORE INTO story_index (mark, day, article_id) SELECT value, ?, ? FROM json_each(?)",
                (day, article_id, many(sorted(mark for mark, of in new - old if of == day))),
            )

    def _compare(
        self, article_id: int, account: Account, pairs: Mapping[int, Pair] | None = None, *, fresh: bool = False
    ) -> set[int]:
        """Judge an article beside those of nearby days that share keys; return those it is or was tied to."""
        before = {} if fresh else self._ties_of(article_id)
        pairs = self._rows.pairs_of(article_id) if pairs is None else pairs
        now: dict[int, Tie] = {}
        others = self._candidates(article_id, account) | set(pairs)
        for other, their in sorted(self.accounts_of(others).items()):
            found = tie(account, their, _worded(pairs.get(other), own=account.source == their.source))
            if found is not None:
                now[other] = found
        for other in before.keys() - now.keys():
            self._db.execute(
                "DELETE FROM story_pairs WHERE (article_id, other_id) IN ((?1, ?2), (?2, ?1))", (article_id, other)
            )
        for other, one in now.items():
            if before.get(other) != one:
                rest = (one.score, int(one.translation), one.why)
                self._db.execute_many(
                    "INSERT OR REPLACE INTO story_pairs (article_id, other_id, score, translation, why)"
                    " VALUES (?, ?, ?, ?, ?)",
                    [(article_id, other, *rest), (other, article_id, *rest)],
                )
        return set(before) | set(now)

    def _ties_of(self, article_id: int) -> dict[int, Tie]:
        rows = self._db.rows("SELECT * FROM story_pairs WHERE article_id = ?", (article_id,))
        return {
            row["other_id"]: Tie(score=row["score"], translation=bool(row["translation"]), why=row["why"])
            for row in rows
        }

    def _candidates(self, article_id: int, account: Account) -> set[int]:
        held = self._db.tuples(
            _HELD,
            {
                "marks": many(account.marks()), "from": account.day - DAYS, "to": account.day + DAYS,
                "declared": many(account.declared_by()), "but": article_id, "most": CANDIDATES,
            },
        )  # fmt: skip
        # Counted here: the engine would sort them first.
        shared = Counter(one for one, declared in held if not declared)
        near = {one: marks for one, marks in shared.items() if marks >= LEAST_MARKS}
        if len(near) > CANDIDATES:
            uids = self._db.tuples(
                "SELECT id, uid FROM articles WHERE id IN (SELECT value FROM json_each(?))", (many(near),)
            )
            near = {one: near[one] for one, _ in sorted(uids, key=lambda row: (-near[row[0]], row[1]))[:CANDIDATES]}
        return {*near, *(one for one, declared in held if declared)}


_HELD = """
SELECT article_id, 0 FROM story_index
WHERE mark IN (SELECT value FROM json_each(:marks)) AND day BETWEEN :from AND :to AND article_id <> :but
UNION ALL
SELECT article_id, 1 FROM (
  SELECT DISTINCT article_id FROM story_index
  WHERE mark IN (SELECT value FROM json_each(:declared)) AND day = 0 AND article_id <> :but LIMIT :most
)
"""


def _worded(pair: Pair | None, *, own: bool) -> float:
    """How much of their wording two articles share, 0 to 1. own: they are of one outlet.

    Two of one outlet that open otherwise, and are no one text, share the paragraphs that it prints below many.
    """
    if pair is None or (own and not pair.lead and pair.bond is Bond.NONE):
        return 0.0
    return max(pair.of_a, pair.of_b)


def _entries(account: Account) -> set[tuple[int, int]]:
    return {(one, account.day) for one in account.marks()} | {(one, 0) for one in account.declared_marks()}
