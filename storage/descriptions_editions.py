"""What the tables of editions mean, in words."""

from __future__ import annotations

from storage.descriptions_findings import TableDescription

EDITION_DESCRIPTIONS: dict[str, TableDescription] = {
    "editions": TableDescription(
        "The frozen digests: one a week and profile.",
        {
            "id": "Row number.",
            "profile": "`default`, or the name of a tailored one.",
            "week": "ISO week, such as 2026-W47.",
            "number": "Running number of the edition.",
            "version": "Bluewatch version that wrote it.",
            "rules": "Version of the relevance rules.",
            "hash": "SHA-256 of the rows.",
            "rows": "JSON: everything the digest prints.",
            "written_at": "When it was frozen.",
            "counts": "JSON: the counts of its head, which are in rows too.",
        },
    ),
    "edition_lines": TableDescription(
        "Which article stands in which edition.",
        {"edition": "The edition.", "section": "Its section.", "uid": "The article."},
    ),
    "edition_facts": TableDescription(
        "Which finding an edition printed, and what it said then: a later edition tells what no longer holds.",
        {
            "edition": "The edition.",
            "uid": "The finding.",
            "article_uid": "Its article.",
            "type": "Type of the finding; `correction` where the edition told that one of an earlier edition changed.",
            "revision": "The article's revision it was taken from.",
            "rules": "Version of the finding rules.",
            "said": "JSON: what makes it the same fact in a later reading.",
            "printed": "The words printed.",
        },
    ),
}
