"""Findings that editions printed and that their articles no longer give, each with the one that stands in its place.

Reads only. An edition keeps of a finding its words and what it said (edition_facts); its row is there as long as its
revision was not read by newer rules.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storage.article_rows import as_json
from storage.database import Database, Row
from storage.finding_forms import BETWEEN_PARTS

# What makes a printed finding the same fact when the article is read again.
SAID = {
    "casualties": ("kind", "value", "qualifier"),
    "figures": ("what", "value", "value_to", "qualifier", "nature"),
    "resolution_mentions": ("number",),
    "people": ("name", "post"),
    "rotations": ("country", "ordinal", "step"),
    "medals": ("medal", "count"),
    "visits": ("kind", "what"),
    "exercises": ("name",),
}
# What a finding speaks of. Where one of these differs, another finding is no correction of it.
_OF = {
    "casualties": ("kind", "mission", "nationality", "personnel"),
    "figures": ("unit", "who", "place"),
    "resolution_mentions": (),
    "people": (),
    "rotations": ("country", "unit"),
    "medals": ("mission",),
    "visits": ("kind",),
    "exercises": (),
}
# What speaks for one of several.
_LIKE = {
    "casualties": ("who", "date"),
    "figures": ("what",),
    "resolution_mentions": (),
    "people": ("name", "post", "body"),
    "rotations": ("ordinal", "step", "mission", "echelon"),
    "medals": ("medal", "who"),
    "visits": ("who", "place"),
    "exercises": ("place",),
}
# So many signs apart the two may stand; so near they are in one sentence; and so near at the very place.
REACH, BESIDE, THERE = 400, 40, 8


def said_of(table: str, row: Mapping[str, Any]) -> str:
    """What makes a finding the same fact in a later reading of its article, as JSON text."""
    return json.dumps([row[name] for name in SAID[table]], ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class _Old:
    """A printed finding: its fact in edition_facts, its row where it is still there, and where its words stood."""

    fact: Row
    row: Row | None
    field: str | None
    start: int | None


class Printed:
    """Reads over edition_facts and what the articles give now."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def gone(self, profile: str) -> list[dict[str, Any]]:
        """Printed findings that no longer stand, with ``now``, (uid, words) of at most one finding, and ``state``.

        state: what that one says, as JSON text; one that was told of in this state is not told of again.
        """
        printed = self._db.rows(
            "SELECT p.uid, p.article_uid, p.type, p.said, p.printed, p.revision AS printed_revision,"
            " e.week, e.number, a.id AS article_id, a.revision"
            " FROM edition_facts p JOIN editions e ON e.id = p.edition JOIN articles a ON a.uid = p.article_uid"
            " LEFT JOIN finding_sets s ON s.article_id = a.id AND s.revision = a.revision"
            " WHERE e.profile = ? AND p.type <> 'correction' AND (p.revision <> a.revision OR p.rules IS NOT s.rules)"
            " ORDER BY e.number, p.uid",
            (profile,),
        )
        told = self._told(profile)
        together: defaultdict[tuple[int, str, int], list[Row]] = defaultdict(list)
        for fact in printed:
            if fact["type"] in SAID:
                together[fact["article_id"], fact["type"], fact["printed_revision"]].append(fact)
        found: dict[tuple[str, int], dict[str, Any]] = {}
        for (article_id, table, _), facts in together.items():
            now = self._of(table, article_id, facts[0]["revision"])
            standing = {said_of(table, row) for row in now}
            if all(fact["said"] in standing for fact in facts):
                continue
            for fact, row in self._paired(table, facts, now, standing):
                state = [said_of(table, row)] if row else []
                if not _was_told(told.get(fact["uid"]), state, standing):
                    place = [(row["uid"], row["words"])] if row else []
                    found[fact["uid"], fact["number"]] = {**fact, "state": as_json(state), "now": place}
        keys = ((fact["uid"], fact["number"]) for fact in printed)
        return [found[key] for key in keys if key in found]

    def _told(self, profile: str) -> dict[str, list[str]]:
        """The state in which a correction was told last, by the uid of the printed finding."""
        rows = self._db.rows(
            "SELECT p.uid, p.said FROM edition_facts p JOIN editions e ON e.id = p.edition"
            " WHERE e.profile = ? AND p.type = 'correction' ORDER BY e.number",
            (profile,),
        )
        return {row["uid"]: json.loads(row["said"]) for row in rows}

    def _of(self, table: str, article_id: int, revision: int) -> list[Row]:
        """The findings of one type that an article gave in a revision."""
        return self._db.rows(
            f"SELECT * FROM {table} WHERE article_id = ? AND revision = ? AND counted = 1 ORDER BY uid",  # noqa: S608  names of ours
            (article_id, revision),
        )

    def _paired(
        self, table: str, facts: Sequence[Row], now: Sequence[Row], standing: set[str]
    ) -> list[tuple[Row, Row | None]]:
        """Each printed finding that no longer stands, with the one in its place; none stands in two places."""
        article_id, before, after = facts[0]["article_id"], facts[0]["printed_revision"], facts[0]["revision"]
        old_rows = self._of(table, article_id, before) if before != after else []
        # What was there before takes nobody's place.
        there = Counter(_full(table, row) for row in old_rows)
        kept = {fact["said"] for fact in facts if fact["said"] in standing} if not old_rows else set()
        fresh = []
        for row in now:
            if there[_full(table, row)]:
                there[_full(table, row)] -= 1
            elif said_of(table, row) not in kept:
                fresh.append(row)
        shifts = _Shifts(self._texts(article_id, before), self._texts(article_id, after))
        by_uid = {row["uid"]: row for row in old_rows}
        lost = [_old(fact, by_uid.get(fact["uid"]), shifts) for fact in facts if fact["said"] not in standing]
        ranked = sorted(
            (rank, place, number)
            for place, old in enumerate(lost)
            for number, row in enumerate(fresh)
            if (rank := _rank(table, old, row)) is not None
        )
        taken: dict[int, Row] = {}
        used: set[int] = set()
        for _, place, number in ranked:
            if place not in taken and number not in used:
                taken[place] = fresh[number]
                used.add(number)
        return [(old.fact, taken.get(place)) for place, old in enumerate(lost)]

    def _texts(self, article_id: int, revision: int) -> dict[str, str]:
        """Title and body of a revision."""
        row = self._db.row(
            "SELECT title, body FROM revisions WHERE article_id = ? AND number = ?", (article_id, revision)
        ) or self._db.row("SELECT title, body FROM articles WHERE id = ? AND revision = ?", (article_id, revision))
        return {name: text for name, text in (row or {}).items() if text}


def _was_told(told: Sequence[str] | None, state: Sequence[str], standing: set[str]) -> bool:
    """True where a reader was told so already. told: the state of the last time.

    Older editions kept as the state all findings of the type; what stands now in place was then among them, and where
    nothing stands in place, nothing of it may have gone since.
    """
    if told is None:
        return False
    return state[0] in told if state else set(told) <= standing


def _full(table: str, row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in dict.fromkeys((*SAID[table], *_OF[table])))


class _Shifts:
    """Where a place of the old text lies in the new one: what both begin and end with stands still."""

    def __init__(self, old: Mapping[str, str], new: Mapping[str, str]) -> None:
        self.old = old
        self._new = new

    def place(self, field: str, start: int) -> int:
        """The place in the new text; between the ends that are the same, the nearest to both."""
        old, new = self.old.get(field), self._new.get(field)
        if old is None or new is None or old == new:
            return start
        head = _common(old, new)
        if start <= head:
            return start
        tail = min(_common(old[::-1], new[::-1]), min(len(old), len(new)) - head)
        return start + len(new) - len(old) if start >= len(old) - tail else start


def _common(one: str, other: str) -> int:
    """How many signs two texts begin with alike."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _old(fact: Row, row: Row | None, shifts: _Shifts) -> _Old:
    """Where a printed finding stood: by its row, else where its words stand in the text of its revision."""
    if row is not None:
        return _Old(fact, row, row["field"], shifts.place(row["field"], row["start"]))
    words = fact["printed"].split(BETWEEN_PARTS)[0]
    for field in ("body", "title"):
        start = shifts.old.get(field, "").find(words)
        if start >= 0:
            return _Old(fact, None, field, shifts.place(field, start))
    return _Old(fact, None, None, None)


def _rank(table: str, old: _Old, row: Row) -> tuple[int, int, str] | None:
    """How well a finding fits into the place of an old one, best first; None where it does not."""
    if old.start is None or old.field != row["field"]:
        return None
    away = abs(row["start"] - old.start)
    if away <= THERE:
        return -len(_LIKE[table]) - 1, away, row["uid"]
    said = dict(zip(SAID[table], json.loads(old.fact["said"]), strict=False))
    known: Mapping[str, Any] = old.row or said
    alike = sum(known.get(name) is not None and known[name] == row[name] for name in _LIKE[table])
    # What is like it in nothing takes its place only beside it.
    if away > (REACH if alike else BESIDE) or any(name in known and known[name] != row[name] for name in _OF[table]):
        return None
    return -alike, away, row["uid"]
