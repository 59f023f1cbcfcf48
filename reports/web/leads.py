"""Which values in a list of rows have a page of ours, and where it stands: a name leads nowhere it is not known."""

from __future__ import annotations

import re
from typing import Any

from reports.web.rendering import address
from storage.archive import Archive
from storage.browse import Browse
from storage.browse_series import count_of

_ARTICLE_UID = re.compile(r"a-[0-9a-z]{8,51}")
_FINDING_UID = re.compile(r"f-[0-9a-z]{12}")


def kind_of(value: Any, column: str, table: str | None = None) -> str | None:
    """What a value may be by its column: article, finding, mission, source or series; else None."""
    if not isinstance(value, str) or not value:
        return None
    if column.endswith("uid"):
        return "article" if _ARTICLE_UID.fullmatch(value) else "finding" if _FINDING_UID.fullmatch(value) else None
    if column == "mission" or (column == "acronym" and table == "missions"):
        return "mission"
    if column == "source" or (column == "slug" and table in ("sources", "silent_sources")):
        return "source"
    return "series" if column in ("series", "series_key") else None


def lead(archive: Archive, value: Any, column: str, table: str | None = None) -> str | None:
    """The address of the page that a value names; None where this archive has no such page."""
    kind, browse = kind_of(value, column, table), Browse(archive.db)
    if kind == "article":
        return address("/article", value) if browse.lines([value]) else None
    if kind == "finding":
        return address("/finding", value) if browse.where_is(value) else None
    if kind == "mission":
        return address("/mission", value) if browse.mission(value) or browse.mission_named(value) else None
    if kind == "source":
        return address("/sources", value) if browse.is_source(value) else None
    if kind == "series":
        return address("/series", key=value) if count_of(archive.db, value)["claims"] else None
    return None
