"""Numbers of several words: deux mille cinq cents, doscientos cincuenta, двести пятьдесят. Pure.

A run of number words is read whole or not at all: a part of it would be another number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.findings.number_words import RUN_ARTICLES, RUN_LINKS, RUN_SCALES, UNITS
from crawler.findings.patterns import lazy

LANGUAGES = tuple(RUN_SCALES)
# A unit before these multiplies them: quatre-vingts, deux douzaines.
_MULTIPLIED = {"fr": ("vingt", "vingts")}
_ALONE = ("mille", "mil")


def _pattern(language: str) -> re.Pattern[str]:
    words = sorted({*UNITS[language], *RUN_SCALES[language]}, key=len, reverse=True)
    word = "|".join(map(re.escape, words))
    articles = "|".join(RUN_ARTICLES[language])
    link = rf"(?:(?:\s|-)+(?:{RUN_LINKS[language]}))?(?:\s|-)+"
    opening = rf"(?:{word}|(?:{articles})(?=\s+(?:{'|'.join(RUN_SCALES[language])})(?!\w)))"
    return lazy(rf"(?<![\w-])(?:{opening})(?:{link}(?:{word}|{articles})(?![\w’']))*(?![\w-])", re.IGNORECASE)


_RUNS = {language: _pattern(language) for language in LANGUAGES}


def runs(plain: str, language: str) -> Iterator[tuple[int, int, float, str]]:
    """Start, end, value and kind of each number in words; a run that is no number of the language gives nothing."""
    for match in _RUNS[language].finditer(plain.replace("’", "'")):
        if (value := _value(match.group(), language)) is not None:
            yield match.start(), match.end(), value, "words"
            continue
        # Entre diez y quince: a link may join two numbers as well.
        links = list(re.finditer(rf"\s(?:{RUN_LINKS[language]})\s", match.group(), re.IGNORECASE))
        if len(links) != 1:
            continue
        middle = match.start() + links[0].start(), match.start() + links[0].end()
        for start, end in ((match.start(), middle[0]), (middle[1], match.end())):
            if (value := _value(plain[start:end], language)) is not None:
                yield start, end, value, "words"


def _value(run: str, language: str) -> float | None:
    """The value of a whole run; None where its words make no number. Millions alone are an amount and no number."""
    units, scales = UNITS[language], RUN_SCALES[language]
    run = run.lower().replace("’", "'")
    words = re.split(r"[\s-]+", run)
    if run in units:
        return float(units[run])
    if len(words) == 1 and run in scales and run not in _ALONE:
        return None
    total = below = 0.0
    last = float("inf")
    scaled = float("inf")
    for word in words:
        if word in scales:
            if scales[word] >= scaled:
                return None
            scaled = scales[word]
            total, below, last = total + (below or 1) * scaled, 0.0, float("inf")
            continue
        value = 1 if word in RUN_ARTICLES[language] else units.get(word)
        if value is None:
            if re.fullmatch(RUN_LINKS[language], word):
                continue
            return None
        joined = _joined(below, value, last, word, language)
        if joined is None:
            return None
        below, last = joined
    return total + below


def _joined(below: float, value: float, last: float, word: str, language: str) -> tuple[float, float] | None:
    """What is below the next scale with one more word, and the step that the next word must stay under."""
    if value == 100 and 1 < below < 10:
        return below * 100, 100
    if word in _MULTIPLIED.get(language, ()) and below % 100 == 4:
        return below + 76, 20
    room = _room(value)
    if value >= last or (below and value >= 1_000):
        return None
    # Soixante-dix and quatre-vingt-dix go on to nineteen.
    wide = language == "fr" and value in (60, 80)
    return below + value, 20 if wide else room


def _room(value: float) -> float:
    """What may follow in the same run must be less: a unit after tens, anything below a hundred after hundreds."""
    if value >= 100:
        return 100
    return 10 if value >= 10 and value % 10 == 0 else 1
