"""Marked items in another form than docs/evaluate.md tells are named with file and item, by no traceback."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.findings.gold import parse_gold
from storage.errors import UsageError

TEXT = "Peacekeepers arrive\n\nJUBA, Nov. 3 -- The 120 soldiers came."


def item(**keys: Any) -> dict[str, Any]:
    return {"item": [{"id": "one", "text": TEXT, **keys}]}


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ([], "found neither `item` nor `seeds`"),
        ({"item": {}}, "found neither `item` nor `seeds`"),
        ({"item": [1]}, "g.toml: item 1: not in the form"),
        ({"item": [{"id": "one"}]}, "item one: text: found None"),
        ({"seeds": [{}]}, "g.toml: item 1: not in the form"),
        (item(relevance="peacekeeping"), "item one: not in the form"),
        (item(relevance={"label": "peace"}), "item one: .*found 'peace', allowed: peacekeeping, borderline"),
        (item(fact=[{"parts": ["120 soldiers"]}]), "item one: not in the form"),
        (item(fact=[{"type": "figures", "parts": ["120 soldiers"]}]), "item one: .*allowed: types of findings"),
        (item(fact=[{"type": "figure", "parts": ["120 soldiers"], "nth": "first"}]), "item one: not in the form"),
        (item(complete="figure"), "item one: .*found 'figure', allowed: types of findings"),
        ({**item(), "complete": ["figures"]}, "item one: .*allowed: types of findings"),
        (item(captions=[3]), "item one: not in the form"),
    ],
)
def test_another_form_is_told(table: Any, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        parse_gold(table, file="g.toml", read_text=lambda _name: TEXT)
