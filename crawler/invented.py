"""Invented words in place of a page's own: of the same shape, so that what reads the page reads the copy alike. Pure.

The same word gives the same invented word all over a page, so a title in the head still equals the one in the text.
Words that newsrooms write around a text (labels, months, agencies) and digits of dates and times stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import quote, unquote

_BY_LENGTH = {
    1: "i o u e",
    2: "ab ek om ul ty ra no ve",
    3: "oak elm ash fen bay cap hut jar kit log",
    4: "lake reed moss barn dune ford glen pier sail tide",
    5: "cedar brook maple ridge stone grove clove amber heron otter",
    6: "garden meadow harbor willow basket candle pebble copper",
    7: "orchard lantern compass village cottage blanket harvest meander",
    8: "riverbed hillside woodland lakeside farmyard daybreak moorland seashell",
    9: "sandstone courtyard driftwood firelight waterfall homestead buttercup cornfield",
    10: "lighthouse watermelon paintbrush springtime",
    11: "candlelight gingerbread butterflies meadowlarks",
    12: "marketplaces strawberries thistledowns riverbanksia",
}
_WORDS = {length: [w for w in words.split() if len(w) == length] for length, words in _BY_LENGTH.items()}
_HAN = "山水林田湖海风云雨雪春夏秋冬松竹梅兰石桥船帆灯塔村镇河岸麦稻花草鸟鱼茶纸笔墨琴棋书画"
_KEPT = """
the a an and or of to in on at by for from with as is are was were be been has have had it its that this said will
source sources editor editors reporter author authors time date updated published posted web page related news read more
share print copyright all rights reserved story photo credit january february march april may june july august september
october november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday
saturday sunday mon tue wed thu fri sat sun am pm gmt utc ist par le la les des de du et en von und der die das el los
las y por un una xinhua reuters afp tass ani pti enditem end ends
"""
_KEPT_WORDS = frozenset(_KEPT.split())
_KEPT_HAN = re.compile(
    "版权所有|上一页|下一页|分享|打印|相关(?:新闻|阅读|链接)|责任编辑|通讯员|本报讯|新华社|中新社|特约记者|来源|來源|作者|编辑|編輯|记者|記者|发布|發布|时间|日期|"
    "摄影|专电|(?<=[0-9０-９])[年月日时分秒]|(?<=日)[电電讯]"
)
_WHEN = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?|"
    r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?|"
    r"\d{1,2}\s?月\s?\d{1,2}\s?日|[+-]\d{2}:?\d{2}(?!\d)|\b(?:19|20)\d{2}\b|\b\d{1,2}(?:st|nd|rd|th)?(?=[\s,.]{1,2}"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))|(?<=Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r"(?:[a-z]{0,6}\.?,?\s?)\d{1,2}\b",
    re.IGNORECASE,
)
_HAN_RUN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
# Of an address: a word beside a hyphen, and letters beyond ASCII, plain or in percent signs.
_SLUG_WORD = re.compile(r"(?<=[/_-])[A-Za-z]{3,}(?=-)|(?<=-)[A-Za-z]{3,}(?=[-_/.?]|$)")
_FOREIGN = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+|[^\x00-\x7f]+")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")


class Inventor:
    """Replaces prose. kept: names that stay as they are (the outlet's own, which the reader must know)."""

    def __init__(self, kept: Iterable[str] = ()) -> None:
        names = sorted({name for name in kept if name}, key=len, reverse=True)
        self._kept = (
            re.compile("|".join(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])" for name in names), re.IGNORECASE)
            if names
            else None
        )

    def text(self, text: str) -> str:
        """The text with its words and figures invented; white space and signs stay."""
        spared = sorted(span for form in (self._kept, _WHEN, _KEPT_HAN) if form for span in _spans(form, text))
        out, at = [], 0
        for start, end in spared:
            if start < at:
                continue
            out += [self._replace(text[at:start]), text[start:end]]
            at = end
        return "".join([*out, self._replace(text[at:])])

    def address(self, path: str) -> str:
        """A path with its words invented; numbers, keys, short parts and endings stay, for patterns to fit."""
        words = _SLUG_WORD.sub(lambda found: word_for(found[0]), path)
        return _FOREIGN.sub(lambda found: self._foreign(found[0]), words)

    def _foreign(self, run: str) -> str:
        made = self._replace(unquote(run))
        return quote(made, safe="") if run.startswith("%") else made

    def _replace(self, text: str) -> str:
        text = _HAN_RUN.sub(lambda found: "".join(_han(sign, i) for i, sign in enumerate(found[0])), text)
        return _TOKEN.sub(lambda found: _token(found[0]), text)


def _spans(form: re.Pattern[str], text: str) -> Iterable[tuple[int, int]]:
    return (found.span() for found in form.finditer(text))


def _token(word: str) -> str:
    if word.isdigit():
        return "".join(str(1 + (int(sign) + 3) % 9) for sign in word) if word.isascii() else word
    if word.casefold() in _KEPT_WORDS or _HAN_RUN.match(word):
        return word
    return word_for(word) if word.isascii() else _other_script(word)


def word_for(word: str) -> str:
    """An invented word of the same length and case."""
    letters = re.sub(r"[^A-Za-z]", "", word)
    made, left, turn = "", len(letters), 0
    while left:
        length = left if left in _WORDS else 7
        choices = _WORDS[length]
        made += choices[_number(f"{letters.lower()}{turn}") % len(choices)]
        left -= length
        turn += 1
    if word.isupper() and len(word) > 1:
        return made.upper()
    return made.capitalize() if word[0].isupper() else made


def _other_script(word: str) -> str:
    """Letters of the same script, drawn anew: nothing of the word can be read back."""
    made = []
    for i, sign in enumerate(word):
        if not sign.isalpha():
            made.append(sign)
            continue
        near = [chr(code) for code in range(ord(sign) - 6, ord(sign) + 7) if _like(chr(code), sign)]
        made.append(near[_number(f"{word}{i}") % len(near)])
    return "".join(made)


def _like(other: str, sign: str) -> bool:
    return other.isalpha() and (other.isupper(), other.islower()) == (sign.isupper(), sign.islower())


def _han(sign: str, place: int) -> str:
    return _HAN[_number(f"{sign}{place % 3}") % len(_HAN)]


def _number(text: str) -> int:
    return int.from_bytes(sha256(text.encode("utf-8", "replace")).digest()[:6], "big")
