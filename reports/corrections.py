"""Corrections: what happened to articles since an edition printed them, and findings that no longer hold. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from reports.lines import MissionNames, excerpt, line

MOST_DETAILS = 3
_LINE = ("uid", "day", "undated", "outlet", "title", "url", "place", "language", "label", "missions")


def changes(rows: Mapping[str, Any], names: MissionNames, *, printed_here: set[str]) -> list[dict[str, Any]]:
    """Revisions, withdrawals, returns and changed decisions of the week, in order of time."""
    found = []
    for row in rows["revisions"]:
        told = [change for change in json.loads(row["changes"]) if isinstance(change, dict)]
        what = {
            "kind": "revised",
            "fields": list(dict.fromkeys(str(change.get("field")) for change in told)),
            "details": [_detail(change) for change in told[:MOST_DETAILS]],
            "more": max(0, len(told) - MOST_DETAILS),
        }
        found.append((row["seen_at"], row["article_id"], what))
    found += [(row["noticed_at"], row["article_id"], {"kind": "withdrawn"}) for row in rows["withdrawn"]]
    found += [(row["returned_at"], row["article_id"], {"kind": "returned"}) for row in rows["returned"]]
    for row in rows["relabelled"]:
        what = {"kind": "relabelled", "label_before": row["label_before"], "label_now": row["label"]}
        found.append((row["at"], row["article_id"], what))
    told_now = []
    for at, article_id, what in found:
        article = rows["changed"].get(article_id)
        if article is None:
            continue
        entry = line(article, names)
        place = rows["printed"].get(entry["uid"])
        told_now.append(
            {key: entry[key] for key in _LINE}
            | {"changed_at": at, "here": entry["uid"] in printed_here}
            | {"edition": dict(place) if place else None}
            | what
        )
    return sorted(told_now, key=lambda change: (change["changed_at"], change["uid"], change["kind"]))


def retold(rows: Sequence[Mapping[str, Any]], articles: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Findings that an earlier edition printed and that their articles no longer give; now: what stands in their place.

    rows: storage.weekly_printed; articles: lines of the articles, by uid.
    """
    return [
        {
            **{key: articles[row["article_uid"]][key] for key in _LINE if key != "uid"},
            "uid": row["uid"],
            "article": row["article_uid"],
            "type": row["type"],
            "printed": excerpt(row["printed"]),
            "now": [{"uid": uid, "words": excerpt(words)} for uid, words in row["now"]],
            "edition": {"week": row["week"], "number": row["number"]},
            "state": row["state"],
        }
        for row in rows
        if row["article_uid"] in articles
    ]


def _detail(change: Mapping[str, Any]) -> dict[str, Any]:
    """One change as a line prints it: its field, what the words hold, and short quotes of old and new."""
    words = {side: excerpt(change[side]) if change.get(side) else None for side in ("old", "new")}
    return {"field": change.get("field"), "kind": change.get("kind"), **words}
