"""Numbers in running text: digits in all the groupings of newsrooms, words, Chinese numerals, ranges. Pure.

Groupings: 2,500; 2,87,000 (Indian); 87 000 (space); 1.087 (full stop); full-width, Bengali and Arabic digits; 1.2万.
What a number counts, and whether it is a figure at all, is for crawler.findings.figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from crawler.date_words import plain_digits
from crawler.findings.number_words import (
    CHINESE_DIGITS,
    CHINESE_LEAPS,
    CHINESE_STEPS,
    MEASURES,
    SCALES,
    TENS,
    UNITS,
    VAGUE,
    WORD_SCALES,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at its place. kind: digits, words, chinese or vague; value_to: the upper end of a range."""

    start: int
    end: int
    value: float
    kind: str
    value_to: float | None = None


_GAP = " \u00a0\u202f\u2009"
_DIGITS = (
    r"\d{1,3}(?:[,，]\d{3})+(?![\d,，]\d)(?:\.\d+)?"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"
    rf"|[1-9]\d{{0,2}}(?:[{_GAP}]\d{{3}})+(?!\d)"
    r"|[1-9]\d{0,2}(?:['’]\d{3})+(?!\d)"
    r"|[1-9]\d{0,2}(?:\.\d{3})+(?![\d.])"
    r"|\d+(?:[.．,]\d+)?"
)
_SCALE = "|".join(sorted((re.escape(scale) for scale in SCALES), key=len, reverse=True))
# A letter before it makes it a designation; a Chinese sign does not. The comma of a clause is no separator.
_WRITTEN = re.compile(
    rf"(?<![^\W\u3400-\u9fff])(?<![.'’])(?<!\d,)(?P<digits>{_DIGITS})"
    rf"(?:[余餘多几]?[{_GAP}-]?(?P<scale>{_SCALE})(?![A-Za-zА-Яа-яé]))?",
    re.IGNORECASE,
)
_SMALL = "|".join(sorted((*UNITS["en"], *TENS), key=len, reverse=True))
_ENGLISH = re.compile(
    rf"(?<![\w-])(?P<words>(?:(?:an?|half a)[ -](?:hundred|thousand|million|billion|dozen)"
    rf"|(?:{_SMALL}|\d{{1,3}}[ -]dozen))"
    rf"(?:[ -](?:and[ -])?(?:{_SMALL}|hundred|thousand|million|billion|dozen))*)(?![\w-]*\w-\w)(?!\w)",
    re.IGNORECASE,
)
_OTHER = {
    language: re.compile(
        rf"(?<![\w-])(?:{'|'.join(sorted(words, key=len, reverse=True))})(?:\s+(?:mille|mil))?(?![\w-])", re.IGNORECASE
    )
    for language, words in UNITS.items()
    if language != "en"
}
_VAGUE_LATIN = re.compile(
    r"(?<![\w-])(?:tens of thousands|hundreds of thousands|dozens|scores|hundreds|thousands|tens)"
    r"(?=\s+(?:of\b|more\b))",
    re.IGNORECASE,
)
_VAGUE_CHINESE = re.compile("|".join(word for word in VAGUE if not word.isascii()))
_NUMERAL = "".join((*CHINESE_DIGITS, *CHINESE_STEPS, *CHINESE_LEAPS))
_CHINESE = re.compile(
    rf"(?<![第之统唯同万數数几幾上近{_NUMERAL}])[{_NUMERAL}]+(?=(?:{MEASURES}))|(?<=近)[{_NUMERAL}]+(?=(?:{MEASURES}))"
)
_RANGE = re.compile(r"\s*(?:to|and|-|–|—|~|～|至|到|or|à|a|hingga|до)\s*", re.IGNORECASE)
# A group of three after a full stop is a decimal before these, else thousands.
_MEASURED = re.compile(
    r"\s*(?:%|％|percent|per cent|million|billion|bn|km|kilomet|kg|tonnes|met(?:er|re)s|miles|万|亿)", re.IGNORECASE
)


def numbers(text: str, language: str | None = None) -> tuple[Number, ...]:
    """All numbers of a text in order, none overlapping; ranges joined (between 30 and 40, 30-40, 30至40)."""
    plain = plain_digits(text)
    found = [*_written(plain), *_vague(plain), *_chinese(plain)]
    found += _english(plain) if language not in _OTHER else _other(plain, language)
    found.sort(key=lambda number: (number.start, -number.end))
    kept: list[Number] = []
    for number in found:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return tuple(_ranges(plain, kept))


def _written(plain: str) -> Iterator[Number]:
    for match in _WRITTEN.finditer(plain):
        value = _value(match["digits"], plain, match.end("digits"))
        scale = match["scale"]
        yield Number(match.start(), match.end(), value * SCALES[scale.lower()] if scale else value, "digits")


def _value(digits: str, plain: str, end: int) -> float:
    """The value of digits with their separators."""
    digits = digits.replace("．", ".").replace("，", ",")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", digits) and not (digits.count(".") == 1 and _MEASURED.match(plain, end)):
        return float(digits.replace(".", ""))
    if re.fullmatch(r"\d+,\d{1,2}", digits):
        return float(digits.replace(",", "."))
    return float(re.sub(rf"[,{_GAP}'’]", "", digits))


def _english(plain: str) -> Iterator[Number]:
    for match in _ENGLISH.finditer(plain):
        value = _words_value(match["words"].lower().replace("-", " ").split())
        if value is not None:
            yield Number(match.start(), match.end(), value, "words")


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


def _other(plain: str, language: str) -> Iterator[Number]:
    words = UNITS[language]
    for match in _OTHER[language].finditer(plain):
        parts = match.group().lower().split()
        thousand = len(parts) > 1 and parts[-1] in ("mille", "mil")
        value = words.get(" ".join(parts[:-1] if thousand else parts))
        if value is not None:
            yield Number(match.start(), match.end(), value * (1_000 if thousand else 1), "words")


def _vague(plain: str) -> Iterator[Number]:
    for pattern in (_VAGUE_LATIN, _VAGUE_CHINESE):
        for match in pattern.finditer(plain):
            yield Number(match.start(), match.end(), VAGUE[match.group().lower()], "vague")


def _chinese(plain: str) -> Iterator[Number]:
    for match in _CHINESE.finditer(plain):
        value = chinese_value(match.group())
        if value is not None:
            yield Number(match.start(), match.end(), value, "chinese")


def chinese_value(numeral: str) -> float | None:
    """The value of a Chinese numeral (二十五, 两千五百, 一万二, 二〇二四); None where it is none."""
    if len(numeral) > 1 and all(sign in CHINESE_DIGITS for sign in numeral):
        return float("".join(str(CHINESE_DIGITS[sign]) for sign in numeral))
    total = section = digit = 0
    last_step = 1
    for sign in numeral:
        if sign in CHINESE_DIGITS:
            digit = CHINESE_DIGITS[sign]
        elif sign in CHINESE_STEPS:
            last_step = CHINESE_STEPS[sign]
            section += (digit or 1) * last_step
            digit = 0
        elif sign in CHINESE_LEAPS:
            last_step = CHINESE_LEAPS[sign]
            total += (section + digit or 1) * last_step
            section = digit = 0
        else:
            return None
    # 一万二 is 12,000: a last digit alone counts the step below.
    if digit and last_step >= 100 and numeral[-2] in (*CHINESE_STEPS, *CHINESE_LEAPS):
        digit *= last_step // 10
    return float(total + section + digit)


def _ranges(plain: str, found: list[Number]) -> Iterator[Number]:
    skip = False
    for number, after in pairwise([*found, None]):
        if number is None or skip:
            skip = False
            continue
        if after is not None and _is_range(plain, number, after):
            yield replace(number, end=after.end, value_to=after.value)
            skip = True
        else:
            yield number


def _is_range(plain: str, first: Number, second: Number) -> bool:
    between = plain[first.end : second.start]
    if not _RANGE.fullmatch(between) or not between.strip() or second.value <= first.value:
        return False
    if between.strip().lower() in ("and", "a", "to", "or"):
        before = plain[max(0, first.start - 12) : first.start].lower().rstrip()
        return between.strip().lower() != "and" or before.endswith("between")
    return True
