"""People named, with their posts: one finding for each person, at the fullest mention. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawler.findings.passage import Text
from crawler.findings.people_chinese import chinese
from crawler.findings.people_english import english
from crawler.findings.people_mentions import Named
from crawler.findings.people_shared import understood_ministry
from storage.findings import Finding, Person

LANGUAGES = ("en", "zh")


def find(text: Text, before: Sequence[Finding]) -> Iterator[Person]:  # noqa: ARG001 - every rule has this form
    """English and Chinese only: other languages have other rules of names, and a guess is no person."""
    if (text.around.language or "en")[:2] not in LANGUAGES:
        return
    mentions: list[Named] = []
    for passage in text.passages:
        mentions += chinese(passage, text.names) if passage.chinese else english(passage, text.names)
    kept = _once(mentions)
    for one in kept:
        settled = understood_ministry(one, kept)
        yield Person(
            field=settled.passage.field,
            position=settled.passage.position,
            parts=((settled.start, settled.end),),
            rule=settled.rule,
            confidence=settled.confidence,
            name=settled.name,
            post="; ".join(dict.fromkeys(settled.posts)) or None,
            body=settled.body if settled.posts else None,
            post_basis=settled.basis if settled.posts else None,
        )


def _once(mentions: Sequence[Named]) -> list[Named]:
    """The fullest mention of each person; a part of a longer name is the same person and is left out."""
    best: dict[tuple[str, ...], Named] = {}
    for one in mentions:
        words = tuple(one.name.casefold().replace("·", " ").split())
        known = best.get(words)
        if known is None or (one.posts and not known.posts):
            best[words] = one
    by_word: dict[str, list[tuple[str, ...]]] = {}
    for words in best:
        for word in words:
            by_word.setdefault(word, []).append(words)
    return [one for words, one in best.items() if not any(_is_part(words, full) for full in by_word[words[0]])]


def _is_part(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Andersson of Tobias Andersson: all words, in order."""
    rest = iter(full)
    return len(words) < len(full) and all(word in rest for word in words)
