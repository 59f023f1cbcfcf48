"""What the tables and views of texts and stories mean, in words."""

from __future__ import annotations

from storage.descriptions_findings import TableDescription

_PAIR = {"article_id": "The one article.", "other_id": "The other; every pair stands here in both directions."}
_CARRIER = {
    "uid": "The article.",
    "source": "Its source.",
    "outlet": "Its outlet.",
    "language": "Its language.",
    "title": "Its headline.",
    "at": "When it was published, else first seen.",
    "basis": "What `at` rests on: published, or first seen.",
    "first_uid": "The article that was first (by `at`, then uid).",
    "first_source": "Its source: who was carried.",
    "is_first": "1 for that article itself.",
    "lag_hours": "How long after the first one.",
    "label": "The article's label.",
    "withdrawn_at": "Since when its page is gone.",
}


def text_descriptions() -> dict[str, TableDescription]:
    """The tables and views by which wording and events are followed from outlet to outlet."""
    return {
        "texts": TableDescription(
            "One row an article: the text that it began. A text is what articles with the same wording share: nearly "
            "the same one within 21 days, and the very same one whenever it comes again.",
            {
                "id": "Number of the article that began it; articles.text_id names the one an article belongs to.",
                "merged_into": "The text that it turned out to be part of; NULL where it stands.",
                "first_article_id": "The carrier that was first: published, else first seen.",
            },
        ),
        "appearances": TableDescription(
            "One row an address at which a text stands. A translation has a second row, with the text it translates.",
            {
                "id": "Row number.",
                "text_id": "The text.",
                "article_id": "The article that carries it.",
                "page_id": "The address; NULL for an imported text and for the row of a translation.",
                "first_seen_at": "When the address became known.",
                "shared": "Shared wording: the larger of the two parts of own words that the first one and this have "
                "in common, 0 to 1; NULL for a translation.",
                "relation": "To the first article: same, cut, extended or translation.",
                "new_headline": "1 where the headline differs in its words.",
                "reprint": "1 where it came more than 21 days after the first one: an old wording again.",
                "cut": "JSON: numbers of the first article's paragraphs (credit lines not counted) missing here.",
                "added": "JSON: numbers of its own paragraphs that the first article has not.",
            },
        ),
        "stories": TableDescription(
            "One row an article: the story that it began. A story is what articles on one event share, within 14 days "
            "of its first one; a late reprint of an old text has a story of its own.",
            {
                "id": "Number of the article that began it; articles.story_id names the story an article belongs to.",
                "merged_into": "The story that it turned out to be part of; NULL where it stands.",
                "first_article_id": "The article that was first: published, else first seen.",
                "why": "JSON: [uid, uid, words] of the ties that make the story (the first 30).",
            },
        ),
        "text_prints": TableDescription(
            "One row an article: by what its copies and its event are found. Made from the article; safe to lose.",
            {
                "article_id": "The article.",
                "digest": "Of all that was read for it; the same again is not placed again.",
                "source": "Its source.",
                "day": "Number of its day.",
                "headline": "Hash of its headline.",
                "opening": "Hash of its first sentence of some length.",
                "second": "Hash of the second one.",
                "marks": "Its entries in text_marks, six bytes each.",
                "account": "JSON: numbers, names, places, missions and days by which its event is known.",
            },
        ),
        "text_marks": TableDescription(
            "Which articles of which day hold a sentence or a sampled run of words.",
            {"mark": "Hash of 48 bits.", "day": "Number of the article's day.", "article_id": "The article."},
        ),
        "common_sentences": TableDescription(
            "Sentences that one outlet prints in many unlike articles; they tie no texts.",
            {"mark": "Hash of the sentence.", "source": "The source of the article that made it common."},
        ),
        "text_pairs": TableDescription(
            "Two articles that share wording.",
            _PAIR
            | {
                "shared": "Part of the one's own words that stand in the other in runs, 0 to 1.",
                "back": "The same the other way.",
                "bond": "same: one text; part: the one stands in the other; empty: neither.",
                "lead": "1: the opening of the longer one stands in the shorter.",
            },
        ),
        "story_index": TableDescription(
            "Which articles of which day hold a number, name, place or other key of an event.",
            {
                "mark": "Hash of the key.",
                "day": "Number of the day; 0 for addresses and numbers by which pages are declared one.",
                "article_id": "The article.",
            },
        ),
        "story_pairs": TableDescription(
            "Two articles on one event.",
            _PAIR
            | {
                "score": "Points of all they have in common.",
                "translation": "1: in different languages.",
                "why": "What they have in common, in words.",
            },
        ),
        "text_carriers": TableDescription(
            "Who carried which text, with what lag and how much of it.",
            {"text_id": "The text."}
            | _CARRIER
            | {
                "shared": "As in appearances.",
                "relation": "As in appearances.",
                "new_headline": "As in appearances.",
                "reprint": "As in appearances.",
                "cut": "As in appearances.",
                "added": "As in appearances.",
            },
        ),
        "story_carriers": TableDescription(
            "Who told which story, with what lag.",
            {"story_id": "The story."} | _CARRIER | {"text_id": "The text: carriers of one text have the same."},
        ),
        "items_once": TableDescription("The items with every text once: its first carrier among them.", {}),
        "not_carried": TableDescription(
            "Which enabled sources have no article in a story.",
            {"story_id": "The story.", "source": "The source.", "name": "Its name."},
        ),
    }
