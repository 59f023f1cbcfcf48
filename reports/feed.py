"""The Atom feed (RFC 4287) of all editions in a folder: the five lines of each, newest first."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from reports import render

MOST = 13
# A name space of our own, so that an edition's id depends on nothing but its profile, week and rows.
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:bluewatch:digest")


def atom(editions: Sequence[tuple[Mapping[str, Any], str]], *, profile: str, began: str, updated: str) -> str:
    """The feed. editions: newest first, each with the hash of its JSON form.

    began: the week that names the feed; updated: of a feed without editions.
    """
    shown = [
        {
            "week": edition["week"],
            "counts": edition["counts"],
            "written_at": edition["written_at"],
            "id": uuid.uuid5(_SPACE, f"{profile} {edition['week']} {digest}").urn,
            "content": render.feed_entry(edition),
        }
        for edition, digest in editions[:MOST]
    ]
    return render.feed(
        profile=profile,
        id=uuid.uuid5(_SPACE, f"{profile} {began}").urn,
        updated=shown[0]["written_at"] if shown else updated,
        entries=shown,
    )
