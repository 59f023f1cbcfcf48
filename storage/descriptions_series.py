"""What the views of numbers over time mean, in words."""

from __future__ import annotations

from storage.descriptions_findings import TableDescription

_KEY = (
    "what|who|where|nature: the key of the statistic. Of a casualty: kind (and the day, of one incident)|nationality"
    "|mission|nature."
)

SERIES_DESCRIPTIONS = {
    "claims": TableDescription(
        "One row a number that an article's current revision says of a statistic: figures with an owner or a place, "
        "and casualties with a nationality or a mission. Articles with the same `text` are one text and count once.",
        {
            "series": _KEY,
            "what": "First part of the key.",
            "who": "Whose: ISO 3166 alpha-3, else the words.",
            "place": "Where: mission or place.",
            "nature": "current, cumulative, planned, authorised or change. Never mixed in one series.",
            "value": "The number; of a range the lower end.",
            "value_to": "The upper end of a range.",
            "qualifier": "exact, more than, nearly, about, up to, at least or dozens.",
            "bound": "above, below, around, upper or lower.",
            "unit": "What is counted.",
            "day": "The day it speaks of, of the precision that is known; of an incident the day of the report.",
            "day_basis": "What the day rests on.",
            "period": "The time it is counted over.",
            "words": "The words it rests on.",
            "uid": "The finding.",
            "part_of": "uid of the total that it is a part of.",
            "article_id": "Row number of the article.",
            "field": "title, body or caption.",
            "position": "Number of the caption.",
            "start": "Where its words begin in the field.",
            "end": "Where they end.",
            "confidence": "As of the finding.",
            "article_uid": "The article.",
            "text": "What counts once: the text where articles share their wording, else the article.",
            "source": "The article's source.",
            "outlet": "Its outlet, else its source.",
            "url": "Its address.",
            "published_at": "When it was published.",
            "said_at": "The same, else when it was first seen.",
            "undated": "1 where said_at is the day it was first seen.",
            "withdrawn_at": "Since when its page is gone.",
        },
    ),
    "series": TableDescription(
        "One row a statistic with its span of time and values. `bluewatch series` says what moved, stood still, was "
        "contradicted or cannot be.",
        {
            "series": _KEY,
            "what": "First part of the key.",
            "who": "Whose.",
            "place": "Where.",
            "nature": "current, cumulative, planned, authorised or change.",
            "claims": "Rows in `claims`.",
            "texts": "Texts that speak of it; copies count once.",
            "outlets": "Outlets that do.",
            "first_day": "The earliest day spoken of.",
            "last_day": "The latest.",
            "lowest": "The smallest value.",
            "highest": "The largest.",
        },
    ),
}
