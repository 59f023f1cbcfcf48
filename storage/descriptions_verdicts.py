"""What the tables of verdicts and of replayed captures mean, in words."""

from __future__ import annotations

from storage.descriptions_findings import TableDescription

VERDICT_DESCRIPTIONS: dict[str, TableDescription] = {
    "verdicts": TableDescription(
        "What persons said of articles and findings (`bluewatch review`), beside what the rules said. Of one person's "
        "verdicts on one uid the newest counts.",
        {
            "id": "Row number.",
            "uid": "The article or finding.",
            "by": "Who said it.",
            "at": "When, in UTC.",
            "verdict": "Of an article a label (peacekeeping, borderline, contested, other); of a finding right, wrong.",
            "note": "Why.",
        },
    ),
    "replayed": TableDescription(
        "Captures that came by `replay` or `merge`, not by a crawl of this archive.", {"capture_id": "The capture."}
    ),
}
