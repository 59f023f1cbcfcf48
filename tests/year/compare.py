"""What two archives of the same year must have in common. Reads only."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from storage.archive import Archive
from storage.revisions import differences as changes

Told = dict[str, dict[str, Any]]
LAST = ("uid", "title", "outlet", "editor", "byline", "dateline", "published_at", "body", "captions", "label")
EVERYTHING = ("last", "gone", "revisions", "withdrawals", "findings", "texts", "stories", "firsts")
_LINKS = """
SELECT articles.url, texts.url AS text, stories.url AS story
FROM articles LEFT JOIN articles AS texts ON texts.id = articles.text_id
LEFT JOIN articles AS stories ON stories.id = articles.story_id
"""
_FIRSTS = """
SELECT articles.url, a.url AS text, b.url AS story FROM articles
JOIN texts ON texts.id = articles.text_id JOIN articles AS a ON a.id = texts.first_article_id
JOIN stories ON stories.id = articles.story_id JOIN articles AS b ON b.id = stories.first_article_id
"""


def told(data: Path, *, uids: bool = True) -> Told:
    """All that the archive says of each address: parts by name. uids: False where the hosts are others."""
    with Archive.open(data, read_only=True) as archive:
        db = archive.db
        found: Told = defaultdict(dict)
        for row in db.rows("SELECT * FROM articles"):
            found[row["url"]] |= {
                "last": [row[name] if uids or name != "uid" else None for name in LAST],
                "gone": row["withdrawn_at"] is not None,
            }
        of = "FROM {0} JOIN articles ON articles.id = article_id ORDER BY {1}"
        states = "SELECT url, number, revisions.title, revisions.body, changes "
        for row in db.rows(states + of.format("revisions", "number")):
            found[row.pop("url")].setdefault("revisions", []).append(list(row.values()))
        for row in db.rows("SELECT url, kind, returned_at, since " + of.format("withdrawals", "since, kind")):
            event = (row["kind"], row["since"][:10], (row["returned_at"] or "")[:10])
            found[row["url"]].setdefault("withdrawals", []).append(event)
        for row in db.rows("SELECT url, finding_sets.revision, digest, count " + of.format("finding_sets", "2")):
            found[row.pop("url")].setdefault("findings", []).append(list(row.values()))
        for name, key in (("texts", "text"), ("stories", "story")):
            held: dict[str, set[str]] = defaultdict(set)
            for row in db.rows(_LINKS):
                held[row[key]].add(row["url"])
            for members in held.values():
                for url in members:
                    found[url][name] = sorted(members)
        for row in db.rows(_FIRSTS):
            found[row["url"]]["firsts"] = [row["text"], row["story"]]
    return dict(found)


def differences(one: Told, other: Told, *parts: str) -> list[str]:
    """Where two archives differ in these parts, in words; by addresses that either holds."""
    wrong = []
    for url in sorted({*one, *other}):
        mine, theirs = one.get(url), other.get(url)
        if mine is None or theirs is None:
            wrong.append(f"{url} is only in the {'second' if mine is None else 'first'}")
            continue
        wrong += [
            f"{url}: {part}: {json.dumps(mine.get(part), ensure_ascii=False)[:300]} | "
            f"{json.dumps(theirs.get(part), ensure_ascii=False)[:300]}"
            for part in parts
            if mine.get(part) != theirs.get(part)
        ]
    return wrong


def last_states(one: Told, other: Told) -> list[str]:
    """Where the articles of the second end in another state than in the first, in words.

    What no reader sees (storage.revisions) is no difference: a quiet edit makes no state of its own.
    """
    wrong = []
    for url, parts in other.items():
        mine, theirs = (dict(zip(LAST, held["last"], strict=True)) for held in (one[url], parts))
        changed = changes(mine, theirs)
        if changed or mine["uid"] != theirs["uid"] or mine["label"] != theirs["label"]:
            wrong.append(f"{url}: {mine['uid']} {theirs['uid']} {mine['label']} {theirs['label']} {changed}")
    return wrong


def by_path(told_of: Mapping[str, dict[str, Any]]) -> Told:
    """The same by path and query, for archives of servers under other hosts."""

    def short(value: Any) -> Any:
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            parts = urlsplit(value)
            return f"{parts.path}?{parts.query}" if parts.query else parts.path
        return [short(one) for one in value] if isinstance(value, list) else value

    made = {short(url): {name: short(value) for name, value in parts.items()} for url, parts in told_of.items()}
    for parts in made.values():
        parts |= {name: sorted(parts[name]) for name in ("texts", "stories")}
    return made
