"""People of a week and their posts: new in one, seen here for the first time, left. Pure; nothing is guessed.

New in a post: the name was told before with another post, or the same post of the same body with another name. First
seen: the archive has never told the name. Left: the post is printed as a former one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reports.refs import by_article, ref

_LEFT = re.compile(r"\b(?:former|ex|outgoing|departing|late|retired)\b|^(?:前|原)", re.IGNORECASE)
_NEW = re.compile(r"\b(?:new|newly|incoming|designate|elect)\b|^(?:新任|候任)", re.IGNORECASE)
_WORDS = re.compile(r"[\w']+")
_SMALL = {"the", "of", "and", "for", "in", "at", "s", "to", "acting", "new", "newly"}


def people(
    rows: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]], lines: Mapping[str, Mapping[str, Any]]
) -> dict[str, list[dict[str, Any]]]:
    """``new``, ``first`` and ``left``, a person once in each, by name. before: rows told before this week."""
    told: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    holders: dict[tuple[frozenset[str], str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in before:
        told[_plain(row["name"])].append(row)
        if row["post"] and row["body"]:
            holders[_post(row["post"]), _plain(row["body"])].append(row)
    found: dict[str, dict[str, dict[str, Any]]] = {"new": {}, "first": {}, "left": {}}
    for row, entry in by_article(rows, lines):
        if not row["post"]:
            continue
        kind, was = _kind(row, told[_plain(row["name"])], holders)
        if kind is None:
            continue
        known = found[kind].get(_plain(row["name"]))
        if known is not None:
            known["more"] += 1
            continue
        found[kind][_plain(row["name"])] = {
            **ref(row, entry), "name": row["name"], "post": row["post"], "body": row["body"], "was": was, "more": 0,
        }  # fmt: skip
    return {kind: sorted(named.values(), key=lambda one: (one["day"], one["uid"])) for kind, named in found.items()}


def named_by_mission(rows: Iterable[Mapping[str, Any]], uids: set[str], most: int) -> list[str]:
    """The names that these articles give, those named in most of them first."""
    count: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["article_uid"] in uids:
            count[row["name"]].add(row["article_uid"])
    return sorted(count, key=lambda name: (-len(count[name]), name))[:most]


def _kind(
    row: Mapping[str, Any], same_name: Sequence[Mapping[str, Any]],
    holders: Mapping[tuple[frozenset[str], str], Sequence[Mapping[str, Any]]],
) -> tuple[str | None, dict[str, Any] | None]:  # fmt: skip
    if _LEFT.search(row["post"]):
        return "left", None
    posts = [one for one in same_name if one["post"]]
    if posts and not any(_alike(one, row) for one in posts):
        return "new", _earlier(posts[-1], "post")
    held = holders.get((_post(row["post"]), _plain(row["body"])), ()) if row["body"] else ()
    others = [one for one in held if _plain(one["name"]) != _plain(row["name"])]
    # A body named in general ("the battalion") has many commanders; a post is one where its body has a name of its own.
    if others and not same_name and _is_a_name(row["body"]):
        return "new", _earlier(others[-1], "name")
    if _NEW.search(row["post"]) and not any(_alike(one, row) for one in posts):
        return "new", None
    return (None, None) if same_name else ("first", None)


def _earlier(row: Mapping[str, Any], what: str) -> dict[str, Any]:
    """What the archive held before: the earlier post of the name, or the earlier name of the post."""
    return {
        "what": what, "said": row[what], "uid": row["uid"], "article": row["article_uid"], "outlet": row["outlet"],
        "day": row["said_at"][:10],
    }  # fmt: skip


def _plain(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def _post(text: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(text.casefold())) - _SMALL


def _alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """True where one post may be the other in other words: one holds all words of the other, with its body's."""
    first, second = (_post(f"{row['post']} {row['body'] or ''}") for row in (one, other))
    return first <= second or second <= first


def _is_a_name(body: str) -> bool:
    return any(sign.isupper() or ord(sign) > 0x2E7F for sign in body)
