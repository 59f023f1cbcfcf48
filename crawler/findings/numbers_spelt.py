"""Numbers in words of alphabetic scripts, parts of a whole and vague amounts: start, end, value, kind. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.findings.number_words import (
    INDONESIAN_STEPS,
    PARTS,
    TEENS,
    TENS,
    UNIT_GOES_ON,
    UNIT_STEPS,
    UNITS,
    VAGUE,
    WORD_SCALES,
)
from crawler.findings.numbers_runs import LANGUAGES, runs
from crawler.findings.patterns import lazy
from crawler.findings.windows import near, places

Spelt = tuple[int, int, float, str]

_SMALL = "|".join(sorted((*UNITS["en"], *TENS), key=len, reverse=True))
# Read in small letters, and opened by letters alone: so the engine skips to the signs that a number can begin with.
_ENGLISH = lazy(
    rf"(?:(?:an|a|half a)[ -](?:hundred|thousand|million|billion|dozen)|(?:{_SMALL}))"
    rf"(?:(?:[ -]|(?<=hundred) and |(?<=thousand) and )(?:{_SMALL}|hundred|thousand|million|billion|dozen))*"
    rf"(?![\w-]*\w-\w)(?!\w)"
)
_OTHER = {
    language: lazy(rf"(?<![\w-])(?:{'|'.join(sorted(words, key=len, reverse=True))})(?![\w-])", re.IGNORECASE)
    for language, words in UNITS.items()
    if language not in ("en", *LANGUAGES)
}
_NEXT_WORD = lazy(r"\s+(\w+)")
_INDONESIAN = lazy(
    rf"(?<![\w-])(?:{'|'.join(UNITS['id'])})(?:\s+(?:{'|'.join((*INDONESIAN_STEPS, *UNITS['id']))}))*(?![\w-])",
    re.IGNORECASE,
)
_VAGUE_LATIN = lazy(
    r"(?<![\w-])(?:(?:tens of thousands|hundreds of thousands|dozens|scores|hundreds|thousands|tens)"
    r"(?=\s+(?:of\b|more\b))|(?<=\ba few )dozen|(?<=\bseveral )dozen)",
    re.IGNORECASE,
)
# Every number in English words begins with one of these, or with an article before a scale.
_STEMS = tuple(
    word for word in _SMALL.split("|") if not any(word != stem and word.startswith(stem) for stem in _SMALL.split("|"))
)
_SCALES = ("hundred", "thousand", "million", "billion", "dozen")
_PART_WORDS = ("half", "third", "quarter", "fourth", "fifth", "sixth", "eighth", "tenth")
_VAGUE_WORDS = ("tens of", "score", "dozen", "hundreds", "thousands")
_PART = lazy(
    rf"(?<![\w-])(?:(?P<times>an?|one|two|three|four|five|seven|nine)[ -])?(?P<part>{'|'.join(PARTS)})"
    r"(?=\s+of\b|[.,;)\s])",
    re.IGNORECASE,
)
_VAGUE_CHINESE = lazy("|".join(word for word in VAGUE if not word.isascii()))


def spelt(plain: str, language: str | None) -> Iterator[Spelt]:
    """All numbers in words of a text, by kind and not by place; English words where the language has none here."""
    lower = plain.lower()
    if len(lower) != len(plain):
        lower = "".join(small if len(small := sign.lower()) == 1 else sign for sign in plain)
    yield from _vague(plain, lower)
    if language == "id":
        yield from _indonesian(plain)
    elif language in LANGUAGES:
        yield from runs(plain, language)
    elif language in _OTHER:
        yield from _other(plain, language)
    else:
        yield from _english(lower)
        yield from _parts(plain, lower)


def _english(lower: str) -> Iterator[Spelt]:
    reach = 0
    for start in _openings(lower):
        if start < reach or (match := _ENGLISH.match(lower, start)) is None:
            continue
        reach = match.end()
        if start and (lower[start - 1].isalnum() or lower[start - 1] in "-_"):
            continue
        value = _words_value(match.group().replace("-", " ").split())
        if value is not None:
            yield start, match.end(), value, "words"


def _openings(lower: str) -> list[int]:
    """Where a number in English words may begin, in order."""
    found = set(places(lower, _STEMS))
    for scale in places(lower, _SCALES):
        for article in ("a", "an", "half a"):
            start = scale - 1 - len(article)
            if start >= 0 and lower.startswith(article, start):
                found.add(start)
    return sorted(found)


def _words_value(words: list[str]) -> float | None:
    total = current = 0.0
    half = False
    for word in words:
        if word in ("a", "an"):
            current = current or (0.5 if half else 1)
        elif word == "half":
            half = True
        elif word.isdigit():
            current += int(word)
        elif word == "dozen":
            current = max(current, 0.5 if half else 1) * 12
        elif word in WORD_SCALES:
            scale = WORD_SCALES[word]
            current = (current or 1) * scale
            if scale > 100:
                total, current = total + current, 0.0
        elif word != "and":
            small = UNITS["en"].get(word, TENS.get(word))
            if small is None:
                return None
            current += small
    return total + current


def _other(plain: str, language: str) -> Iterator[Spelt]:
    """A word, with the step after it: ثلاثة عشر is 13, خمسة آلاف is 5,000; nothing where it goes on otherwise."""
    words, steps, reach = UNITS[language], UNIT_STEPS.get(language, {}), 0
    for match in _OTHER[language].finditer(plain):
        if match.start() < reach:
            continue
        value, end = float(words[match.group().lower()]), match.end()
        if (after := _NEXT_WORD.match(plain, end)) is not None and after[1] in steps:
            step, end = steps[after[1]], after.end()
            value = value + step if step == TEENS else value * step
            after = _NEXT_WORD.match(plain, end)
        reach = end
        if after is None or after[1] not in UNIT_GOES_ON:
            yield match.start(), end, value, "words"


def _indonesian(plain: str) -> Iterator[Spelt]:
    """Empat puluh dua: a digit, its step, and the digit after it."""
    for match in _INDONESIAN.finditer(plain):
        total = digit = 0
        for word in match.group().lower().split():
            if word in INDONESIAN_STEPS:
                total += digit + 10 if word == "belas" else digit * INDONESIAN_STEPS[word]
                digit = 0
            else:
                digit = UNITS["id"][word]
        yield match.start(), match.end(), float(total + digit), "words"


def _parts(plain: str, lower: str) -> Iterator[Spelt]:
    if not any(word in lower for word in _PART_WORDS):
        return
    for match in near(_PART, plain, _PART_WORDS, before=8, after=60):
        times = (match["times"] or "").lower()
        if times or match["part"].lower() == "half":
            value = PARTS[match["part"].lower()] * UNITS["en"].get(times, 1)
            yield match.start(), match.end(), round(value, 1), "part"


def _vague(plain: str, lower: str) -> Iterator[Spelt]:
    latin = any(word in lower for word in _VAGUE_WORDS)
    for pattern in (*((_VAGUE_LATIN,) if latin else ()), *(() if plain.isascii() else (_VAGUE_CHINESE,))):
        for match in pattern.finditer(plain):
            yield match.start(), match.end(), VAGUE[match.group().lower()], "vague"
