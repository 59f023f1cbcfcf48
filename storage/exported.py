"""What an export holds of an article: the columns of CSV and Parquet, with their types and meanings. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["text", "number", "whole", "time", "texts"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. kind: time is an instant in UTC; texts is a list of them (in CSV parted by "; ")."""

    name: str
    kind: Kind
    meaning: str


# In the order of the file. A column is only ever added at the end.
COLUMNS = (
    Column("uid", "text", "The short name that people cite."),
    Column("url", "text", "The address it is kept under; empty for an imported text."),
    Column("source", "text", "Slug of the outlet we followed (or `import`)."),
    Column("key", "text", "The outlet's own number of the article."),
    Column("title", "text", "The headline as printed."),
    Column("outlet", "text", "The outlet named on the page."),
    Column("editor", "text", "Editors, parted by semicolons."),
    Column("byline", "text", "Authors, parted by semicolons."),
    Column("dateline", "text", "The printed opening such as `BEIJING, Apr. 30 --`."),
    Column("dateline_place", "text", "Its place."),
    Column("dateline_date", "text", "Its date."),
    Column("published_at", "time", "When the outlet says it was published; empty where the page gives no usable date."),
    Column("published_raw", "text", "The printed words of that date."),
    Column("published_local", "text", "The same instant with the outlet's own offset."),
    Column("language", "text", "Language (ISO 639-1)."),
    Column("type", "text", "news, gallery, transcript, statement, ..."),
    Column("label", "text", "peacekeeping, borderline, contested or other."),
    Column("score", "number", "Points of the relevance rules."),
    Column("operation_kind", "text", "Kind of the strongest mission named."),
    Column("revision", "whole", "Number of the current state, from 1."),
    Column("origin", "text", "How it came: crawl, import, replay or back-fill."),
    Column("first_seen_at", "time", "When this archive first had it."),
    Column("updated_at", "time", "When its current state was stored."),
    Column("withdrawn_at", "time", "Since when the outlet's page is gone."),
    Column("body", "text", "The paragraphs, parted by one empty line."),
    Column("trailer", "text", "The closing line as printed."),
    Column("captions", "texts", "The captions of pictures."),
    Column("missions", "texts", "Acronyms of the missions that the text names."),
    Column("countries", "texts", "Three-letter codes of the countries that it names."),
    Column("text_id", "whole", "Articles with the same wording share it: count each once."),
    Column("story_id", "whole", "Articles on one event share it."),
)
NAMES = tuple(column.name for column in COLUMNS)


def exported(row: Mapping[str, Any], missions: Sequence[str], countries: Sequence[str]) -> dict[str, Any]:
    """The values of an article's columns, by name; row: its row in the archive."""
    own = {"captions": json.loads(row["captions"]), "missions": list(missions), "countries": list(countries)}
    return {name: own[name] if name in own else row[name] for name in NAMES}
