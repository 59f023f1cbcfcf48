"""Who carried an article's text and told its story: who first, with what lag, with which facts, and who did not."""

from __future__ import annotations

import json
from dataclasses import dataclass

from storage.added_facts import added
from storage.database import Database, Row
from storage.finding_store import FindingStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """One article of a text or story. basis: published or first seen.

    first, lag (hours): among the carriers of the text where it is one, else among the articles of the story. shared,
    relation, cut, added, reprint: of its wording, as in the table appearances. translation_of: the text that it tells
    in another language. wording, why: what makes it one text and one story with the article asked about, in words; None
    where only others tie them. facts: those that nobody told before it.
    """

    uid: str
    source: str
    title: str | None
    at: str
    basis: str
    first: bool
    lag: float
    same_text: bool
    same_story: bool
    relation: str | None = None
    shared: float | None = None
    cut: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    reprint: bool = False
    translation_of: str | None = None
    wording: str | None = None
    why: str | None = None
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """The articles of one story by time, and the carriers of the text, reprints of other stories too.

    text, story: the articles that these are called by; first: who told the story first; silent: sources without one.
    """

    uid: str
    text: str
    story: str
    first: str
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
            "SELECT articles.id, articles.text_id, articles.story_id, text.uid AS text, story.uid AS story,"
            " first.uid AS first FROM articles"
            " JOIN articles AS text ON text.id = articles.text_id"
            " JOIN articles AS story ON story.id = articles.story_id"
            " JOIN stories ON stories.id = articles.story_id"
            " JOIN articles AS first ON first.id = stories.first_article_id"
            " WHERE articles.uid = ?",
            (uid,),
        )
        if row is None:
            return None
        members = self._db.rows(_MEMBERS, row)
        told = [one for one in members if one["story_id"] == row["story_id"]]
        facts = added((one["uid"], self._findings.of(one["id"], one["revision"])) for one in told)
        silent = self._db.rows("SELECT source FROM not_carried WHERE story_id = ? ORDER BY source", (row["story_id"],))
        return Company(
            uid=uid,
            text=row["text"],
            story=row["story"],
            first=row["first"],
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
                    same_story=one["story_id"] == row["story_id"],
                    relation=one["relation"],
                    shared=one["shared"],
                    cut=tuple(json.loads(one["cut"] or "[]")),
                    added=tuple(json.loads(one["added"] or "[]")),
                    reprint=bool(one["reprint"]),
                    translation_of=one["translation_of"],
                    wording=_wording(one),
                    why=one["why"],
                    facts=tuple(facts.get(one["uid"], ())),
                )
                for one in members
            ),
        )


def _wording(row: Row) -> str | None:
    """Why two articles are one text. part: the one stands in the other, which may hold more."""
    if row["bond"] is None or not row["bond"]:
        return None
    said = f"{row['of_asked']:.0%} of this article's own words stand in it, {row['of_it']:.0%} of its words in this one"
    return f"{said}; the one stands in the other" if row["bond"] == "part" else said


# Of the asked article itself there is no tie; of an article tied only through others there is none either.
_MEMBERS = """
SELECT articles.id, articles.revision, articles.story_id, articles.text_id, articles.uid, articles.source,
  articles.title, coalesce(text.at, story.at) AS at, coalesce(text.basis, story.basis) AS basis,
  coalesce(text.is_first, story.is_first) AS is_first, coalesce(text.lag_hours, story.lag_hours) AS lag_hours,
  own.relation, own.shared, own.cut, own.added, own.reprint, translated.uid AS translation_of, tie.why,
  pair.bond, pair.shared AS of_asked, pair.back AS of_it
FROM articles
LEFT JOIN text_carriers AS text ON text.text_id = :text_id AND text.uid = articles.uid
LEFT JOIN story_carriers AS story ON story.story_id = :story_id AND story.uid = articles.uid
LEFT JOIN appearances AS own ON own.id = (
  SELECT min(id) FROM appearances WHERE article_id = articles.id AND relation <> 'translation')
LEFT JOIN appearances AS said ON said.article_id = articles.id AND said.relation = 'translation'
LEFT JOIN articles AS translated ON translated.id = said.text_id
LEFT JOIN story_pairs AS tie ON tie.article_id = :id AND tie.other_id = articles.id
LEFT JOIN text_pairs AS pair ON pair.article_id = :id AND pair.other_id = articles.id
WHERE articles.id IN (SELECT id FROM articles WHERE story_id = :story_id UNION SELECT id FROM articles
  WHERE text_id = :text_id)
ORDER BY at, articles.uid
"""
