"""Numbers in running text: digits in all the groupings of newsrooms, words, Chinese numerals, ranges. Pure.

Groupings: 2,500; 2,87,000 (Indian); 87 000 (space); 1.087 (full stop); full-width, Bengali and Arabic digits; 1.2万.
What a number counts, and whether it is a figure at all, is for crawler.findings.figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from crawler.date_words import plain_digits
from crawler.findings.number_words import (
    CHINESE_DIGITS,
    CHINESE_LEAPS,
    CHINESE_STEPS,
    CURRENCIES,
    MEASURES,
    SCALES,
    SHORT_SCALES,
)
from crawler.findings.numbers_ranges import joined
from crawler.findings.numbers_spelt import spelt
from crawler.findings.patterns import lazy


class Number(NamedTuple):
    """A number at its place. value_to: the upper end of a range.

    kind: digits, words, chinese, vague (an amount without a number) or part (of a whole, in per cent: a third).
    """

    start: int
    end: int
    value: float
    kind: str
    value_to: float | None = None


_GAP = " \u00a0\u202f\u2009"
_DIGITS = (
    r"\d{1,3}(?:[,，٬]\d{3})+(?![\d,，]\d)(?:\.\d+)?"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"
    rf"|[1-9]\d{{0,2}}(?:[{_GAP}]\d{{3}})+(?!\d)"
    r"|[1-9]\d{0,2}(?:['’]\d{3})+(?!\d)"
    r"|[1-9]\d{0,2}(?:\.\d{3})+(?![\d.])"
    r"|\d+(?:[.．,٫]\d+)?"
)
_SCALE = "|".join(sorted((re.escape(scale) for scale in SCALES), key=len, reverse=True))
_PRICE = lazy("(?:" + "|".join(re.escape(code) for code in CURRENCIES) + r")\s?\Z")
# The engine skips ASCII letters faster when it is not asked what a digit is.
_RUN = lazy("[0-9\x80-\U0010ffff](?<=\\d)\\d*")
_CODE = lazy(r"(?<![A-Za-z])(?:" + "|".join(re.escape(code) for code in CURRENCIES if code[-1].isalpha()) + r")\Z")
_WRITTEN = lazy(
    rf"(?P<digits>{_DIGITS})"
    rf"(?:[余餘多几]?[{_GAP}-]?(?P<scale>{_SCALE})(?![A-Za-zА-Яа-яієïé])(?:(?<=тис)\.|(?<=тыс)\.|(?<=млн)\.)?)?",
    re.IGNORECASE,
)
_NUMERAL = "".join((*CHINESE_DIGITS, *CHINESE_STEPS, *CHINESE_LEAPS))
_HAN = lazy(f"[{_NUMERAL}分成]")
_CHINESE = lazy(
    rf"(?<![第之统唯同万數数几幾上近{_NUMERAL}])[{_NUMERAL}]+(?=(?:{MEASURES}))|(?<=近)[{_NUMERAL}]+(?=(?:{MEASURES}))"
    rf"|(?<=上)[百千万萬]+(?=(?:{MEASURES}))"
)
_CHINESE_PART = lazy(
    rf"(?P<whole>[{_NUMERAL}]+|\d+)分之(?P<part>\d+(?:\.\d+)?|[{_NUMERAL}]+)"
    r"|(?P<tenths>[一二两三四五六七八九]|\d(?:\.\d)?)成(?![立员員功为為果建就熟本长分群百千年人型])"
)
# After these a second number goes on with the first: 6 হাজার 47, 1 lakh 88 thousand.
_GOES_ON = frozenset(("হাজার", "লাখ", "লক্ষ", "কোটি", "ہزار", "لاکھ", "کروڑ", "lakh", "crore"))
# A group of three after a full stop is a decimal before these, else thousands.
_MEASURED = lazy(
    r"\s*(?:%|％|percent|per cent|million|billion|bn|km|kilomet|kg|tonnes|met(?:er|re)s|miles|万|亿)", re.IGNORECASE
)


def numbers(text: str, language: str | None = None) -> tuple[Number, ...]:
    """All numbers of a text in order, none overlapping; ranges joined (between 30 and 40, 30-40, 30至40)."""
    plain = plain_digits(text)
    found = [*_written(plain), *(Number(*one) for one in spelt(plain, language))]
    if _HAN.search(plain):
        found += (*_chinese(plain), *_chinese_parts(plain))
    found.sort(key=lambda number: (number.start, -number.end))
    kept: list[Number] = []
    for number in found:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return tuple(joined(plain, kept))


def _matches(plain: str) -> Iterator[re.Match[str]]:
    """Digits with their separators and scale, wherever a run of digits begins that may be a number."""
    reach = 0
    for run in _RUN.finditer(plain):
        start = run.start()
        if start < reach:
            continue
        if start and _is_joined(plain, start) and not _CODE.search(plain, max(0, start - 5), start):
            continue
        match = _WRITTEN.match(plain, start)
        if match is not None:
            reach = match.end()
            yield match


def _is_joined(plain: str, start: int) -> bool:
    """A letter before it makes it a designation; a Chinese sign does not, nor a currency's code."""
    before = plain[start - 1]
    if before.isalnum() or before == "_":
        return not "\u3400" <= before <= "\u9fff"
    return start > 1 and before in ".,'’" and plain[start - 2].isdecimal()


def _written(plain: str) -> Iterator[Number]:
    held: Number | None = None
    room = 0.0
    for match in _matches(plain):
        scale = (match["scale"] or "").lower()
        value = _scaled(_value(match["digits"], plain, match.end("digits")), SCALES.get(scale, 1))
        end = match.end()
        short = SHORT_SCALES.get(plain[end : end + 1], 0.0)
        if short and not scale and not plain[end + 1 : end + 2].isalnum() and _is_priced(plain, match.start()):
            # $19m, €2.5bn
            value, end = _scaled(value, short), end + 1
        if held is not None and value < room and plain[held.end : match.start()] == " ":
            held = held._replace(end=end, value=held.value + value)
        else:
            if held is not None:
                yield held
            held = Number(match.start(), end, value, "digits")
        room = SCALES[scale] if scale in _GOES_ON else 0.0
    if held is not None:
        yield held


def _scaled(value: float, scale: float) -> float:
    """257.9 million is 257,900,000 and no fraction less."""
    return round(value * scale, 4)


def _is_priced(plain: str, start: int) -> bool:
    return _PRICE.search(plain, max(0, start - 5), start) is not None


def _value(digits: str, plain: str, end: int) -> float:
    """The value of digits with their separators."""
    if digits.isdecimal():
        return float(digits)
    digits = digits.replace("．", ".").replace("，", ",").replace("٬", "").replace("٫", ".")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", digits) and not (digits.count(".") == 1 and _MEASURED.match(plain, end)):
        return float(digits.replace(".", ""))
    if re.fullmatch(r"\d+,\d{1,2}", digits):
        return float(digits.replace(",", "."))
    return float(re.sub(rf"[,{_GAP}'’]", "", digits))


def _chinese_parts(plain: str) -> Iterator[Number]:
    if "分之" not in plain and "成" not in plain:
        return
    for match in _CHINESE_PART.finditer(plain):
        if match["tenths"]:
            value = _either(match["tenths"])
            yield Number(match.start(), match.end(), value * 10, "part")
        else:
            whole, part = _either(match["whole"]), _either(match["part"])
            if whole > 1 and part > 0:
                yield Number(match.start(), match.end(), round(100 * part / whole, 2), "part")


def _either(numeral: str) -> float:
    """The value of digits or of a Chinese numeral, 0 where it is none."""
    return float(numeral) if numeral[0].isdigit() else chinese_value(numeral) or 0.0


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
            # 两万亿: the greater leap takes all before it.
            behind = total if total < last_step else 0
            total += (behind + section + digit or 1) * last_step - behind
            section = digit = 0
        else:
            return None
    # 一万二 is 12,000: a last digit alone counts the step below.
    if digit and last_step >= 100 and numeral[-2] in (*CHINESE_STEPS, *CHINESE_LEAPS):
        digit *= last_step // 10
    return float(total + section + digit)
