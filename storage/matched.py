"""The words that a decision rests on, as they stand in the article. Pure."""

from __future__ import annotations

import re

from storage.records import Article, Match

_CAPTION = re.compile(r"caption (\d+)")


def text_of(article: Article, match: Match) -> str:
    """The words that a match rests on, as they stand in the article."""
    if match.field == "title":
        return (article.title or "")[match.start : match.end]
    if match.field == "body":
        return article.body[match.start : match.end]
    number = caption_number(match)
    return article.captions[number][match.start : match.end] if number < len(article.captions) else ""


def caption_number(match: Match) -> int:
    """Which caption a match of field caption lies in, from zero."""
    found = _CAPTION.match(match.note or "")
    return int(found[1]) - 1 if found else 0
