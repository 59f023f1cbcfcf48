"""Who told a story first in a week, and who copied, translated, added or stayed silent. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reports.lines import TITLE_SIGNS, web_address
from reports.refs import Stood

MOST_FACTS = 3
MOST_SILENT = 6


def first_told(
    stories: Sequence[Mapping[str, Any]], lines: Mapping[str, Mapping[str, Any]], stood: Stood
) -> list[dict[str, Any]]:
    """A block a story that this edition prints an article of, the widest told first. stories: of storage.weekly_facts.

    stood: where carriers were printed before this week.
    """
    found = []
    for story in stories:
        carriers = [one for one in story["carriers"] if one["label"] != "other"]
        if len(carriers) < 2 or not any(one["uid"] in lines for one in carriers):
            continue
        first = carriers[0]
        found.append(
            {
                "story": first["uid"],
                "title": (first["title"] or "")[:TITLE_SIGNS] or None,
                "language": first["language"],
                "carriers": [_carrier(one, lines, stood) for one in carriers],
                "silent": story["silent"][:MOST_SILENT],
                "silent_count": len(story["silent"]),
                "outlets": len({one["source"] for one in carriers}),
            }
        )
    return sorted(found, key=lambda one: (-one["outlets"], -len(one["carriers"]), one["story"]))


def _carrier(one: Mapping[str, Any], lines: Mapping[str, Mapping[str, Any]], stood: Stood) -> dict[str, Any]:
    own = lines.get(one["uid"])
    return {
        "article": one["uid"],
        "title": (one["title"] or "")[:TITLE_SIGNS] or None,
        "url": web_address(one["url"]),
        "language": one["language"],
        "outlet": own["outlet"] if own else one["outlet"],
        "at": one["at"],
        "day": one["at"][:10],
        "basis": one["basis"],
        "first": one["first"],
        "lag": one["lag"],
        "same_text": one["same_text"],
        "relation": None if one["first"] else one["relation"],
        "shared": None if one["first"] else one["shared"],
        "added": list(one["facts"][:MOST_FACTS]) if not one["first"] else [],
        "here": own is not None,
        "edition": stood(one["uid"]),
        # Where the outlet prints the day alone, no hour can be told of it.
        **({} if one.get("timed", True) else {"timed": False}),
    }
