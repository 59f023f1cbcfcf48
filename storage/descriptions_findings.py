"""What the tables of the findings mean, in words. Shared columns are told once."""

from __future__ import annotations

from typing import NamedTuple


class TableDescription(NamedTuple):
    """One table or view: what a row is, and what each column holds."""

    about: str
    columns: dict[str, str]


SHARED = {
    "uid": "The short name that people cite: of these words in this revision, the same for ever.",
    "article_id": "The article.",
    "revision": "The revision whose text the spans count in.",
    "field": "title, body or caption.",
    "position": "Number of the caption, from 1; NULL in title and body.",
    "start": "Where its words begin in the field, in code points.",
    "end": "Where they end (exclusive).",
    "parts": "JSON: [[start, end], ...], every stretch of the field that the fact rests on.",
    "words": "The words of these stretches, parted by ` … `.",
}
LAST = {
    "rule": "Name of the rule that found it.",
    "rules": "Version of the rules and their gazetteer.",
    "confidence": "1 where the words leave no choice, less where a rule chose.",
    "counted": "0 for what no count may hold: contested and borderline articles, answers on other subjects.",
}
_OF_ARTICLE = {
    "article_uid": "The article's uid.",
    "source": "The article's source.",
    "outlet": "The article's outlet.",
    "published_at": "When the article was published, in UTC.",
    "label": "The article's label.",
}
_DATE = "ISO 8601, of the precision that is known."
_BASIS = "What the date rests on."
_WHO = "ISO 3166 alpha-3 where it is a country, else the words."
OWN = {
    "figures": (
        "One row a count or measure that an article states.",
        {
            "value": "The number as printed; of a range the lower end.",
            "value_to": "The upper end of a range.",
            "qualifier": "exact, more than, nearly, about, up to, at least or dozens.",
            "bound": "above, below, around, upper or lower: on which side of value the truth lies.",
            "unit": "What is counted: persons, operations, countries, vehicles, US dollars, ...",
            "what": "What is counted, in short words.",
            "who": f"Whose. {_WHO}",
            "place": "Where.",
            "nature": "current, cumulative, planned, authorised or change. Never add one to another.",
            "direction": "Of a change: rise or fall.",
            "period": "The time it is counted over, as from/to.",
            "as_of": f"The day it speaks of. {_DATE}",
            "as_of_basis": "What as_of rests on: written, publication, the event's date.",
            "series_key": "what|who|place|nature in one text: figures with the same key are points of one series.",
            "part_of": "uid of the total that this figure is a part of.",
        },
    ),
    "casualties": (
        "One row a number of dead, hurt, missing, captured or ill people.",
        {
            "value": "How many.",
            "qualifier": "As of figures.",
            "bound": "As of figures.",
            "kind": "death, injury, missing, captured or illness.",
            "who": "The words that name them.",
            "nationality": "ISO 3166 alpha-3.",
            "personnel": "military, police, military observer or civilian.",
            "mission": "Acronym of their mission, where the text names it.",
            "cause": "malicious act, accident, illness or self-inflicted (the UN's words); NULL where not said.",
            "nature": "current for an incident, cumulative for a total.",
            "period": "The time it is counted over.",
            "date": f"Day of the incident. {_DATE}",
            "as_of": f"The day it speaks of. {_DATE}",
            "as_of_basis": "What as_of rests on.",
        },
    ),
    "mission_mentions": ("One row a place where an operation is named.", {"mission": "Acronym, as in `missions`."}),
    "country_mentions": (
        "One row a place where a country is named, by name, adjective or people.",
        {
            "iso3": "ISO 3166 alpha-3.",
            "role": "contributor, host or other.",
            "name": "As printed.",
        },
    ),
    "resolution_mentions": (
        "One row a place where a resolution is cited.",
        {
            "number": "Its number.",
            "adopted": f"When it was adopted, where the text says so. {_DATE}",
            "body": "Whose resolution.",
            "vote": "in favour-against-abstained, as 13-0-2.",
            "subject": "What it is about, in the text's words.",
        },
    ),
    "people": (
        "One row a place where somebody is named.",
        {
            "name": "As printed.",
            "post": "As said in this article on that day; several parted by semicolons.",
            "body": "The organisation of the post.",
            "post_basis": "written, or how the post was spread over several names.",
        },
    ),
    "organisations": (
        "One row a place where a body is named.",
        {"name": "As printed.", "parent": "The body it belongs to, where the text says so."},
    ),
    "rotations": (
        "One row a step of a contingent.",
        {
            "ordinal": "The how-manieth contingent.",
            "country": "ISO 3166 alpha-3.",
            "unit": "Kind of unit: infantry battalion, engineering, medical, helicopter, formed police unit, ...",
            "destination": "Where to, as printed.",
            "mission": "Acronym of the mission, where the text names it.",
            "step": "formed, left, arrived, took over, medal, returned or training.",
            "echelon": "The how-manieth echelon.",
            "strength": "Head count.",
            "date": _DATE,
            "date_basis": _BASIS,
        },
    ),
    "medals": (
        "One row a giving of medals.",
        {
            "medal": "Its name.",
            "who": "Who received it, in words.",
            "count": "How many people.",
            "mission": "Acronym of the mission.",
            "date": _DATE,
        },
    ),
    "exercises": ("One row an exercise named.", {"name": "As printed.", "place": "Where.", "date": _DATE}),
    "visits": (
        "One row a visit or inspection.",
        {
            "kind": "visit, inspection, exhibition visit and speech, ...",
            "who": "Who visited.",
            "what": "What was visited.",
            "place": "Where.",
            "date": _DATE,
            "date_basis": _BASIS,
        },
    ),
    "events": (
        "One row an event.",
        {
            "kind": "meeting, founding, anniversary, ceremony, plan, speech, training, attack, handover, vote, ...",
            "name": "In the text's words.",
            "place": "Where.",
            "date": _DATE,
            "date_basis": _BASIS,
        },
    ),
    "commitments": ("One row a promise, offer or call.", {"who": f"Whose. {_WHO}", "what": "In the text's words."}),
    "rankings": (
        "One row a place in an order.",
        {
            "who": f"Whose. {_WHO}",
            "rank": "1 for the largest or first.",
            "of": "Of what.",
            "scope": "Among whom.",
        },
    ),
    "quotations": (
        "One row words in quotation marks that somebody said.",
        {"speaker": "Who said it.", "speaker_basis": "What the speaker rests on."},
    ),
}  # fmt: skip


def finding_descriptions() -> dict[str, TableDescription]:
    """Every table of the findings with its view of now."""
    described: dict[str, TableDescription] = {
        "finding_sets": TableDescription(
            "One row a revision whose findings were taken: tells an unchanged set without reading it.",
            {
                "article_id": "The article.",
                "revision": "The revision.",
                "rules": "Version of the rules.",
                "digest": "Of all its findings.",
                "count": "How many they are.",
            },
        )
    }
    for table, (about, own) in OWN.items():
        columns = {**SHARED, **own, **LAST}
        described[table] = TableDescription(f"{about} Of every revision; `current_{table}` shows today's.", columns)
        view = f"The rows of `{table}` that belong to the current revision, with a few columns of the article."
        described[f"current_{table}"] = TableDescription(view, columns | _OF_ARTICLE)
    return described
