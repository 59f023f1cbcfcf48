"""What Datasette tells of the archive's tables: their descriptions in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from storage.descriptions import DESCRIPTIONS
from storage.descriptions_findings import TableDescription

DATABASE = "archive"
# What serves the program and no reader; still there at its own address.
HIDDEN = (
    "articles_words", "common_sentences", "story_index", "text_index", "text_marks", "text_prints", "text_pairs",
    "warc_files", "replayed", "_sqlite_migrations", "finding_sets", "meta", "alerts", "alert_hits", "alert_messages",
    "deliveries", "recipients", "profiles", "text_spans", "backfill_steps", "copies",
)  # fmt: skip
# How a table is sorted before anybody asks, the newest first: by the number of its rows where they have one, which is
# quick in an archive of any size.
_SORTED = {
    **dict.fromkeys(("articles", "captures", "decisions", "runs", "editions", "pages"), "id"), "coverage": "day",
}  # fmt: skip
ABOUT = (
    "Every table of the archive, as it is now. Column by column in words; each table and each answer as CSV and JSON. "
    "Questions in SQL are for reading only, and end after some seconds."
)
# As `items` and `this_week` have the columns of `articles`.
_LIKE_ARTICLES = ("items", "items_once", "this_week")


def metadata(names: Iterable[str]) -> dict[str, Any]:
    """Datasette's metadata. names: the tables and views that are there."""
    described = {name: _table(name, DESCRIPTIONS.get(name)) for name in names}
    return {"title": "Bluewatch", "databases": {DATABASE: {"description": ABOUT, "tables": described}}}


def _table(name: str, described: TableDescription | None) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if described is not None:
        columns = DESCRIPTIONS["articles"].columns if name in _LIKE_ARTICLES else described.columns
        told = {"description": described.about, "columns": dict(columns)}
    if name in HIDDEN or name.startswith("articles_words"):
        told["hidden"] = True
    if name in _SORTED:
        told["sort_desc"] = _SORTED[name]
    if name == "articles":
        told["label_column"] = "title"
    return told
