"""What the tables of stored counts mean, in words."""

from __future__ import annotations

from storage.descriptions_findings import TableDescription

TALLY_DESCRIPTIONS: dict[str, TableDescription] = {
    "tallies": TableDescription(
        "How many rows of a kind there are, kept by triggers so that `status` need not count a million of them.",
        {
            "counted": "articles, pages (of articles) or captures.",
            "source": "Slug of the outlet; empty for captures.",
            "value": "The label of the articles, the state of the pages, the folder of the captures' records.",
            "number": "How many there are now.",
        },
    ),
    "mission_items": TableDescription(
        "One row an item and mission that it names, by its current state, kept by triggers: the list of missions.",
        {
            "mission": "The acronym, as in `mission_mentions`.",
            "day": "The day of publication, else of first sight.",
            "article_id": "The article's row number.",
        },
    ),
}
