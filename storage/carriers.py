"""Who carried an article's text and told its story: who first, with what lag, with which facts, and who did not."""

from __future__ import annotations

import json
from dataclasses import dataclass

from storage.added_facts import added
from storage.database import Database
from storage.finding_store import FindingStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """One article of a text or story. lag: hours after the first one; basis: published or first seen.

    shared, relation, cut, added: of its wording, as in the table appearances; why: what ties it to the article asked
    about; facts: those that nobody told before it.
    """

    uid: str
    source: str
    title: str | None
    at: str
    basis: str
    first: bool
    lag: float
    same_text: bool
    relation: str | None = None
    shared: float | None = None
    cut: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    why: str | None = None
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """The articles of one story by time, those of the text among them; silent: sources without one."""

    uid: str
    text: str
    story: str
    carriers: tuple[Carrier, ...]
    silent: tuple[str, ...]


class Carriers:
    """Questions to the views text_carriers, story_carriers and not_carried."""

    def __init__(self, db: Database, findings: FindingStore) -> None:
        self._db = db
        self._findings = findings

    def of(self, uid: str) -> Company | None:
        """The company of an article; None where it is unknown or was stored before texts were told apart."""
        row = self._db.row(
            "SELECT articles.id, articles.text_id, articles.story_id, text.uid AS text, story.uid AS story"
            " FROM articles"
            " JOIN articles AS text ON text.id = articles.text_id"
            " JOIN articles AS story ON story.id = articles.story_id"
            " WHERE articles.uid = ?",
            (uid,),
        )
        if row is None:
            return None
        members = self._db.rows(_MEMBERS, row)
        facts = added((one["uid"], self._findings.of(one["id"], one["revision"])) for one in members)
        silent = self._db.rows("SELECT source FROM not_carried WHERE story_id = ? ORDER BY source", (row["story_id"],))
        return Company(
            uid=uid,
            text=row["text"],
            story=row["story"],
            silent=tuple(one["source"] for one in silent),
            carriers=tuple(
                Carrier(
                    uid=one["uid"],
                    source=one["source"],
                    title=one["title"],
                    at=one["at"],
                    basis=one["basis"],
                    first=bool(one["is_first"]),
                    lag=one["lag_hours"],
                    same_text=one["text_id"] == row["text_id"],
                    relation=one["relation"],
                    shared=one["shared"],
                    cut=tuple(json.loads(one["cut"] or "[]")),
                    added=tuple(json.loads(one["added"] or "[]")),
                    why=one["why"],
                    facts=tuple(facts[one["uid"]]),
                )
                for one in members
            ),
        )


# Of the asked article itself there is no tie; of an article tied only through others there is none either.
_MEMBERS = """
SELECT articles.id, articles.revision, told.uid, told.source, told.title, told.at, told.basis, told.is_first,
  told.lag_hours, told.text_id, own.relation, own.shared, own.cut, own.added, tie.why
FROM story_carriers AS told JOIN articles ON articles.uid = told.uid
LEFT JOIN appearances AS own ON own.id = (
  SELECT min(id) FROM appearances WHERE article_id = articles.id ORDER BY relation = 'translation')
LEFT JOIN story_pairs AS tie ON tie.article_id = :id AND tie.other_id = articles.id
WHERE told.story_id = :story_id
ORDER BY told.at, told.uid
"""
