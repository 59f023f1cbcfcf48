"""The digests: a list of all editions, and each as it was frozen, its names leading into the archive."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from reports import render
from reports.web import policy
from reports.web.answers import Answer, Asked, as_json, as_text
from reports.web.rendering import edition_address, page
from storage.archive import Archive
from storage.browse import Browse
from storage.errors import NotFound
from storage.weekly import PROFILE


def listed(archive: Archive, asked: Asked) -> Answer:
    """``/digests``."""
    editions = [_told(row) for row in Browse(archive.db).edition_rows()]
    if asked.form == "json":
        return as_json(editions)
    return page(
        "digests.html",
        room="/digests",
        title="Weekly digests",
        editions=[one for one in editions if one["profile"] == PROFILE],
        tailored=[one for one in editions if one["profile"] != PROFILE],
    )


def edition(archive: Archive, asked: Asked) -> Answer:
    """``/digests/WEEK`` and ``/digests/PROFILE/WEEK``: HTML, Markdown or JSON of the recorded rows."""
    profile, week = asked.path.get("profile") or PROFILE, asked.path["week"]
    row = Browse(archive.db).edition(profile, week)
    if row is None:
        raise NotFound(f"{week} has no edition; /digests lists those that there are")
    if asked.form == "json":
        return Answer(row["rows"], "application/json; charset=utf-8", policy.DATA)
    rows = json.loads(row["rows"])
    if asked.form == "md":
        return as_text(render.markdown(rows))
    # The names of articles and findings lead to their pages here; not a word is another than in the file.
    html = render.html(rows, base="")
    return Answer(html, policy=policy.frozen(html))


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    counts = json.loads(row["counts"] or "{}")
    return {**row, "counts": counts, "address": edition_address(row["profile"], row["week"])}
