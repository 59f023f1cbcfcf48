"""Routine news (parades, rotations, traffic drives): hand-written facts, sentences dealt from hand-written packs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Any

from storage.records import PARAGRAPH_BREAK

MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def routine_articles(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Make one article table of each item of each kind. Shapes are those of the hand-written article files.

    A pack's sentences are dealt like cards, so that none comes again before all of its pack were used.
    """
    made: list[dict[str, Any]] = []
    for kind in document["kind"]:
        titles = _Deck(kind["titles"], f"{kind['name']}/titles")
        packs = [_Deck(pack, f"{kind['name']}/{number}") for number, pack in enumerate(kind["paragraphs"])]
        editors = _Deck(kind["editors"], f"{kind['name']}/editors") if "editors" in kind else None
        for number, item in enumerate(kind["items"], start=1):
            facts = {**item, **_calendar_words(item["at"])}
            # The texts are the package's own; crawled text never comes near a format call.
            table = {
                **kind.get("defaults", {}),
                "id": f"{kind['name']}-{number}",
                "outlet": kind["outlet"],
                "label": kind["label"],
                "at": item["at"],
                "title": titles.deal().format_map(facts),
                "body": PARAGRAPH_BREAK.join(pack.deal().format_map(facts) for pack in packs),
            }
            if editors is not None:
                table["editor"] = editors.deal()
            made.append(table)
    return made


def _calendar_words(at: datetime) -> dict[str, str]:
    """The day of publication as newsrooms print it."""
    return {
        "dateline_day": f"{MONTHS[at.month - 1]} {at.day}",
        "weekday": WEEKDAYS[at.weekday()],
        "day_zh": f"{at.month}月{at.day}日",
    }


class _Deck:
    """A pack of sentences dealt in a fixed shuffled order, and shuffled anew when it is empty."""

    def __init__(self, cards: Sequence[str], seed: str) -> None:
        self._cards = tuple(cards)
        self._random = Random(f"bluewatch demo {seed}")  # noqa: S311 - a repeatable deal, no secret
        self._left: list[str] = []

    def deal(self) -> str:
        if not self._left:
            self._left = list(self._cards)
            self._random.shuffle(self._left)
        return self._left.pop()
