"""What an archive of the invented year holds, against the script's truth. Reads only."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from reports.limits import load_limits
from reports.series import all_series
from storage.archive import Archive
from storage.withdrawals import GONE
from tests.year.pieces import Piece, Script

Row = dict[str, Any]
_KINDS = {"figure": "figure", "name": "name", "date": "date", "comma": "wording"}


@dataclass
class Score:
    """One line of the table. missed, false: what is wrong, in words."""

    name: str
    wanted: int = 0
    found: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The part of what was found that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The part of what was wanted that was found."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Both in one."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def whole(self) -> bool:
        """True where nothing is missed and nothing is false."""
        return self.right == self.wanted == self.found


def scored(name: str, wanted: Iterable[Hashable], found: Iterable[Hashable]) -> Score:
    """Compare two collections in which the same thing may stand twice."""
    truth, got = Counter(wanted), Counter(found)
    return Score(
        name, truth.total(), got.total(), (truth & got).total(),
        [str(one) for one in (truth - got).elements()], [str(one) for one in (got - truth).elements()],
    )  # fmt: skip


class Held:
    """The articles of an archive beside the pieces they come from."""

    def __init__(self, data: Path, script: Script) -> None:
        self.script = script
        with Archive.open(data, read_only=True) as archive:
            self.articles = {row["url"]: row for row in archive.db.rows(_ARTICLES)}
            self.revisions = _grouped(archive.db.rows(_REVISIONS), "url")
            self.withdrawals = _grouped(archive.db.rows(_WITHDRAWALS), "url")
            self.firsts = {row["id"]: row["url"] for row in archive.db.rows(_FIRSTS)}
            self.unknown = [url for url in self.articles if url not in script.by_address]
            claims = archive.series.all_claims(least_texts=1)
            self.series = {one.key: one for one in all_series(claims, limits=load_limits())}

    def row(self, piece: Piece) -> Row | None:
        """The article of a piece."""
        return self.articles.get(self.address(piece))

    def address(self, piece: Piece) -> str:
        """The canonical address of a piece."""
        outlet = next(one for one in self.script.outlets if one.slug == piece.outlet)
        return outlet.base + outlet.address(piece.number)

    @property
    def kept(self) -> list[Piece]:
        """The pieces that are in the archive."""
        return [one for one in self.script.pieces if self.row(one) is not None]


def measured(data: Path, script: Script) -> list[Score]:
    """All lines of the table."""
    held = Held(data, script)
    return [
        scored("articles kept", [p.number for p in script.pieces if p.item], [p.number for p in held.kept]),
        revisions(held), edit_kinds(held), withdrawals(held), texts(held), firsts(held), stories(held), *series(held),
    ]  # fmt: skip


def revisions(held: Held) -> Score:
    """Every edit above the least size is one state more, no quiet one is."""
    wanted, found = [], []
    for piece in held.kept:
        told = _states(piece)
        wanted += [(piece.number, n, state) for n, state in enumerate(told)]
        rows = held.revisions[held.address(piece)]
        found += [(piece.number, n, row["title"]) for n, row in enumerate(rows)]
        for row in rows[len(told) :]:
            found[-1] = (piece.number, row["number"], f"{piece.outlet} {row['changes'][:200]}")
    return scored("revisions", wanted, found)


def _states(piece: Piece) -> list[str]:
    return [piece.text.title, *(one.text.title for one in piece.loud() if one.text is not None)]


def edit_kinds(held: Held) -> Score:
    """The weightiest change of a revision is of the kind that was made, where the script says which."""
    wanted, found = [], []
    for piece in held.kept:
        rows = held.revisions[held.address(piece)][1:]
        for one, row in zip(piece.loud(), rows, strict=False):
            kind = _KINDS.get(one.kind)
            if kind is not None:
                changes = json.loads(row["changes"])
                wanted.append((piece.number, one.kind, kind))
                found.append((piece.number, one.kind, changes[0]["kind"] if changes else None))
    return scored("kinds of edits", wanted, found)


def withdrawals(held: Held) -> Score:
    """Every take-down is one event of its kind, with its return; no short failure is one."""
    wanted: list[tuple[int, str, bool]] = []
    found: list[tuple[int, str, bool]] = []
    for piece in held.kept:
        real = [one for one in piece.downs if not one.kind.startswith("blip")]
        wanted += [(piece.number, one.kind, one.until is not None) for one in real]
        wanted += [(piece.number, "marked", False) for one in real if one.kind in GONE and one.until is None]
        rows = held.withdrawals[held.address(piece)]
        found += [(piece.number, row["kind"], row["returned_at"] is not None) for row in rows]
        found += [(piece.number, "marked", False)] if (held.row(piece) or {}).get("withdrawn_at") else []
    return scored("withdrawals", wanted, found)


def texts(held: Held) -> Score:
    """Pairs of carriers of one text."""
    truth = {one.number: one.of if one.of is not None else one.number for one in held.kept}
    return _pairs("text pairs", held, truth.__getitem__, "text_id")


def stories(held: Held) -> Score:
    """Pairs of articles on one event."""
    events = {one.number: one.event or one.number for one in held.kept}
    return _pairs("story pairs", held, events.__getitem__, "story_id")


def _pairs(name: str, held: Held, truth: Callable[[int], Hashable], column: str) -> Score:
    rows = {one.number: held.row(one) or {} for one in held.kept}
    wanted = _together({number: truth(number) for number in rows})
    found = _together({number: row[column] if row[column] is not None else -number for number, row in rows.items()})
    return scored(name, wanted, found)


def _together(group_of: Mapping[int, Hashable]) -> set[tuple[int, int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for number, group in group_of.items():
        groups[group].append(number)
    return {pair for held in groups.values() for pair in combinations(sorted(held), 2)}


def firsts(held: Held) -> Score:
    """The outlet that had each text of several carriers first."""
    wanted, found = [], []
    for cluster in held.script.clusters().values():
        kept = [one for one in cluster if held.row(one) is not None]
        if len(kept) > 1:
            wanted.append((kept[0].number, held.address(kept[0])))
            row = held.row(kept[0]) or {}
            found.append((kept[0].number, held.firsts.get(row["text_id"])))
    return scored("first outlets", wanted, found)


def series(held: Held) -> list[Score]:
    """Moves, stalls, conflicts and old numbers used again, of every series in the archive."""
    told = {one.key: one for one in held.script.statistics}
    keys = sorted({*told, *held.series})
    got = held.series

    def score(name: str, truth: Callable[[Any], Sequence[Any]], found: Callable[[Any], Sequence[Any]]) -> Score:
        return scored(
            name,
            [(key, one) for key in keys if key in told for one in truth(told[key])],
            [(key, one) for key in keys if key in got for one in found(got[key])],
        )

    return [
        score("moves", lambda s: s.moves, lambda g: [(m.old.statement.value, m.new.statement.value) for m in g.moves]),
        score("conflicts", lambda s: s.conflicts, lambda g: [one.day for one in g.conflicts]),
        score("stalls", lambda s: ["stall"] * s.stalls, lambda g: ["stall" for _ in g.stalls]),
        score(
            "stale repeats", lambda s: s.behind, lambda g: [(b.claim.day, b.claim.statement.value) for b in g.behind]
        ),
        score("implausible", lambda _: [], lambda g: [one.statement.short for one in g.implausible]),
    ]


def table(scores: Sequence[Score], *, show: int = 3) -> str:
    """The scores as lines, with the first few of what is wrong."""
    lines = [f"{'':<16}{'wanted':>8}{'found':>8}{'right':>8}{'precision':>11}{'recall':>9}{'F1':>8}"]
    for one in scores:
        lines.append(
            f"{one.name:<16}{one.wanted:>8}{one.found:>8}{one.right:>8}{one.precision:>11.4f}{one.recall:>9.4f}"
            f"{one.f1:>8.4f}"
        )
        for word, wrong in (("missed", one.missed), ("false", one.false)):
            lines += [f"    {word}: {text[:220]}" for text in wrong[:show]]
    return "\n".join(lines)


def _grouped(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


_ARTICLES = "SELECT * FROM articles ORDER BY id"
_REVISIONS = """
SELECT articles.url, revisions.* FROM revisions JOIN articles ON articles.id = article_id ORDER BY article_id, number
"""
_WITHDRAWALS = """
SELECT articles.url, withdrawals.* FROM withdrawals JOIN articles ON articles.id = article_id ORDER BY since, kind
"""
_FIRSTS = "SELECT texts.id, url FROM texts JOIN articles ON articles.id = first_article_id"
