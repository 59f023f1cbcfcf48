"""The rows of stories: which articles share one, kept as ties between them come and go."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from storage.article_rows import as_json
from storage.database import Database, Row
from storage.stories import DECLARED
from storage.story_spans import Near, Tied, Told, only_story, stories_of
from storage.text_rows import TextRows, day_of, many

REASONS_KEPT = 30


class StoryGroups:
    """SQL on stories, and on the appearances of translations, inside the caller's write()."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._rows = TextRows(db)

    def alone(self, own: Row) -> None:
        """Give an article that was never placed, and that nothing is tied to, a story of its own."""
        self._keep({own["id"]: own}, [])

    def join(self, own: Row) -> bool:
        """Put an article that was never placed into the one story that it is tied to; False where that is not enough.

        It is where other stories stay as they are: they are over for it, its own one begins and ends as before. Then
        neither the articles of a story nor their ties need be read, of which a crisis has very many.
        """
        rows = self._db.rows(_NEAR, (own["id"],))
        near = [Near(story=row["story_id"], told=_told(row), copied=bool(row["copied"])) for row in rows]
        ends = self._db.rows(_ENDS, (many({one.story for one in near}),))
        spans = {row["story_id"]: (_told(row), _told(row | {"at": row["last"]})) for row in ends}
        story = only_story(_told(own), near, spans)
        if story is None:
            return False
        self._db.execute("UPDATE articles SET story_id = ? WHERE id = ?", (story, own["id"]))
        self._db.execute(
            "INSERT OR REPLACE INTO stories (id, merged_into, first_article_id, why)"
            " SELECT ?1, id, first_article_id, '[]' FROM stories WHERE id = ?2",
            (own["id"], story),
        )
        within = [row for row in rows if row["why"] and row["story_id"] == story]
        more = [[*sorted((row["uid"], own["uid"])), row["why"]] for row in within]
        known: list[list[str]] = json.loads(self._db.value("SELECT why FROM stories WHERE id = ?", (story,)))
        self._db.execute(
            "UPDATE stories SET why = ?1 WHERE id = ?2 AND why <> ?1",
            (as_json(sorted([*known, *more])[:REASONS_KEPT]), story),
        )
        self._translate({own["id"], *(row["id"] for row in rows)})
        return True

    def part(self, seeds: Collection[int]) -> None:
        """Part the articles around these into stories anew and write what differs.

        seeds: those whose ties, text or time changed, with all they are or were tied to.
        """
        articles: dict[int, Row] = {}
        ties: dict[tuple[int, int], Row] = {}
        wanted = {row["id"] for row in self._db.rows(_AROUND, (many(seeds),))}
        while wanted:
            articles |= {row["id"]: row for row in self._db.rows(_WHOLE, (many(wanted),))}
            ties |= {(row["article_id"], row["other_id"]): row for row in self._db.rows(_TIES, (many(articles),))}
            outside = {one for pair in ties for one in pair} - articles.keys()
            beyond = {row["id"]: _told(row) for row in self._db.rows(_MEMBERS, (many(outside),))}
            # Nothing but what pages declare has this very score, unless by chance.
            found, wanted = stories_of(
                {one: _told(row) for one, row in articles.items()},
                [Tied(*pair, declared=row["score"] == DECLARED) for pair, row in ties.items()],
                beyond,
            )
        of = {one: number for number, story in enumerate(found) for one in story}
        within: dict[int, list[Row]] = defaultdict(list)
        for (one, other), row in ties.items():
            if of.get(one, -1) == of.get(other, -2):
                within[of[one]].append(row)
        for number, story in enumerate(found):
            self._keep({one: articles[one] for one in sorted(story)}, within[number])
        self._translate(articles)

    def _keep(self, story: Mapping[int, Row], ties: Iterable[Row]) -> None:
        story_id = min(story)
        first = min(story, key=lambda one: (story[one]["at"], story[one]["uid"]))
        reasons = sorted(
            [*sorted((story[row["article_id"]]["uid"], story[row["other_id"]]["uid"])), row["why"]] for row in ties
        )[:REASONS_KEPT]
        for one, row in story.items():
            if row["story_id"] != story_id:
                self._db.execute("UPDATE articles SET story_id = ? WHERE id = ?", (story_id, one))
            self._db.execute(
                "INSERT INTO stories (id, merged_into, first_article_id, why) VALUES (?1, ?2, ?3, ?4)"
                " ON CONFLICT (id) DO UPDATE SET merged_into = ?2, first_article_id = ?3, why = ?4"
                " WHERE merged_into IS NOT ?2 OR first_article_id <> ?3 OR why <> ?4",
                (
                    one, None if one == story_id else story_id, first,
                    as_json(reasons) if one == story_id else "[]",
                ),
            )  # fmt: skip

    def _translate(self, articles: Collection[int]) -> None:
        """An article in another language than an earlier one of its story is an appearance of that one's text too."""
        wanted: dict[int, tuple[float, str, str, int]] = {}
        for row in self._db.rows(_TRANSLATIONS, (many(articles),)):
            found = (-row["score"], row["at"], row["uid"], row["text_id"])
            wanted[row["article_id"]] = min(found, wanted.get(row["article_id"], found))
        noted = self._rows.translations(articles)
        for article_id in sorted(wanted.keys() | noted.keys()):
            text_id = wanted[article_id][3] if article_id in wanted else None
            if noted.get(article_id) != text_id:
                rows: list[tuple[object, ...]] = []
                if text_id is not None:
                    seen = self._db.value("SELECT first_seen_at FROM articles WHERE id = ?", (article_id,))
                    rows = [(text_id, None, seen, None, "translation", 1, 0, "[]", "[]")]
                self._rows.keep_rows(article_id, rows, translations=True)


def _told(row: Row) -> Told:
    return Told(day=day_of(row["at"]), at=row["at"], uid=row["uid"], text=row["text_id"] or row["id"])


_MEMBERS = """
SELECT id, uid, text_id, story_id, coalesce(published_at, first_seen_at) AS at FROM articles
WHERE id IN (SELECT value FROM json_each(?))
"""

# What an article is tied to, and the carriers of its text. copied: it is one of these.
_NEAR = """
SELECT other.id, other.uid, other.text_id, other.story_id, coalesce(other.published_at, other.first_seen_at) AS at,
  other.text_id = own.text_id AS copied, tied.why
FROM (
  SELECT other_id AS id FROM story_pairs WHERE article_id = ?1
  UNION SELECT carrier.id FROM articles AS own JOIN articles AS carrier ON carrier.text_id = own.text_id
  WHERE own.id = ?1 AND carrier.id <> ?1
) AS near
JOIN articles AS other ON other.id = near.id
JOIN articles AS own ON own.id = ?1
LEFT JOIN story_pairs AS tied ON tied.article_id = ?1 AND tied.other_id = other.id
"""

# The first article of each of these stories, and the time of the last one.
_ENDS = """
SELECT first.id, first.uid, first.text_id, story_id, coalesce(first.published_at, first.first_seen_at) AS at,
  (SELECT max(coalesce(published_at, first_seen_at)) FROM articles WHERE story_id = stories.id) AS last
FROM stories JOIN articles AS first ON first.id = stories.first_article_id
WHERE stories.id IN (SELECT value FROM json_each(?))
"""

_AROUND = """
SELECT value AS id FROM json_each(?1)
UNION SELECT other_id FROM story_pairs WHERE article_id IN (SELECT value FROM json_each(?1))
UNION SELECT id FROM articles WHERE text_id IN (
  SELECT text_id FROM articles WHERE id IN (SELECT value FROM json_each(?1)))
"""

# The whole stories of these articles; one without a story stands for itself.
_WHOLE = """
SELECT id, uid, text_id, story_id, coalesce(published_at, first_seen_at) AS at FROM articles
WHERE id IN (SELECT value FROM json_each(?1)) OR story_id IN (
  SELECT story_id FROM articles WHERE id IN (SELECT value FROM json_each(?1)))
"""

_TIES = """
SELECT article_id, other_id, score, why FROM story_pairs
WHERE article_id < other_id AND article_id IN (SELECT value FROM json_each(?1))
UNION ALL
SELECT other_id, article_id, score, why FROM story_pairs
WHERE article_id > other_id AND article_id IN (SELECT value FROM json_each(?1))
  AND other_id NOT IN (SELECT value FROM json_each(?1))
"""

_TRANSLATIONS = """
SELECT tied.article_id, tied.score, other.uid, other.text_id,
  coalesce(other.published_at, other.first_seen_at) AS at
FROM story_pairs AS tied
JOIN articles AS one ON one.id = tied.article_id
JOIN articles AS other ON other.id = tied.other_id AND other.story_id = one.story_id
WHERE tied.translation AND tied.article_id IN (SELECT value FROM json_each(?))
  AND (coalesce(other.published_at, other.first_seen_at), other.uid)
    < (coalesce(one.published_at, one.first_seen_at), one.uid)
"""
