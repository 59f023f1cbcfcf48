"""What a publisher changed between two states of an article, and which of the changes weigh.

What no reader sees is no change: white space, invisible signs, another form of the same quotation mark, apostrophe or
letter (NFC). That is the least an edit can be; one comma more is a change, and stands last. The closing line belongs to
the page ("You may also like") and changes with each redesign, on all pages at once. A change's kind says what
the changed words hold: a figure, a date, a name, a negation, or only wording; changes come in that order, and by place
within one kind.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

COMPARED = (
    "title", "outlet", "editor", "byline", "dateline", "published_at", "body", "captions",
)  # fmt: skip
KINDS = ("figure", "date", "name", "negation", "wording")
EXCERPT_SIGNS = 240
MOST_CHANGES = 100
# difflib takes quadratic time: longer passages are told by their first differing words only.
LONGEST_COMPARED_WORDS = 3000
WORDS_OF_CONTEXT = 3
# Signs that show as nothing, and quotation marks that editors' programs turn from one form into another.
_UNSEEN = {
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e"), None),
    **dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u02bc\u00b4\u0060"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f"), '"'),
}

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+(?:[.,'’\-][^\W_]+)*|[^\w\s]|_+")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DATE = re.compile(
    rf"\b{_MONTH}\s*\d{{1,2}}(?!\d|:)(?:(?:,|\s+of)?\s*(?:19|20)\d\d)?"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:\s*(?:19|20)\d\d)?|\b{_MONTH},?\s*(?:19|20)\d\d\b"
    r"|\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b"
    r"|\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日|(?<![\d,.])(?:19|20)\d\d(?![\d,]|\.\d)"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:星期|周)[一二三四五六日天]",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d+(?:[,.\u00a0 ]\d+)*|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|dozens?|hundreds?"
    r"|thousands?|millions?|billions?|first|second|third|half|twice)\b|[一二两三四五六七八九十百千万亿]+",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<!^)(?<![.!?:]\s)(?<![.!?:]\s[\"“'‘])(?<![-–—]\s)\b[A-Z\u00c0-\u00de][\w’'\-]+|\b[A-Z]{2,}\b")
# In Chinese only what shows that it is one: the dot inside a foreign name, or a surname right behind a post.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭"
    "陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_CHINESE_NAME = re.compile(
    rf"[\u4e00-\u9fff]{{1,2}}[·•・‧][\u4e00-\u9fff]{{1,2}}|(?<=[员长官任者席使授师])[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}"
)
_NEGATION = re.compile(
    r"\b(?:not?|never|none|neither|nor|without|cannot|den(?:y|ies|ied)|refus(?:es?|ed|al)|ne|pas|sans|jamais|sin|nunca|не|нет"
    r"|без)\b|n['’]t\b|[不没無无未非]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One change of one field; old and new are short excerpts, None where the field was or became empty."""

    field: str
    old: str | None
    new: str | None
    kind: str

    def as_form(self) -> dict[str, str | None]:
        """The change as the column ``revisions.changes`` holds it."""
        return {"field": self.field, "old": self.old, "new": self.new, "kind": self.kind}


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """Compare two states by the fields of COMPARED (captions: a list); empty where nothing but space changed."""
    found = [change for name in COMPARED for change in _of_field(name, _text(old.get(name)), _text(new.get(name)))]
    found.sort(key=lambda change: KINDS.index(change.kind))
    return tuple(found[:MOST_CHANGES])


def kind_of(old: str | None, new: str | None) -> str:
    """Say what two wordings differ in, by the weightiest of KINDS."""
    before, after = _facts(old or ""), _facts(new or "")
    return next((kind for kind in KINDS[:-1] if before[kind] != after[kind]), KINDS[-1])


def _of_field(name: str, old: str, new: str) -> Iterator[FieldChange]:
    if _plain(old) == _plain(new):
        return
    if name in ("body", "captions") and old and new:
        yield from (FieldChange(name, a, b, kind_of(a, b)) for a, b in _changed_excerpts(old, new))
        return
    kind = {"published_at": "date", "outlet": "name", "editor": "name", "byline": "name"}.get(name) or kind_of(old, new)
    yield FieldChange(name, _excerpt(old), _excerpt(new), kind)


def _changed_excerpts(old: str, new: str) -> Iterator[tuple[str | None, str | None]]:
    """Find changed paragraphs, then the changed words inside pairs of them."""
    before, after = _paragraphs(old), _paragraphs(new)
    matcher = SequenceMatcher(None, [_plain(p) for p in before], [_plain(p) for p in after], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        paired = min(b - a, d - c)
        for left, right in zip(before[a : a + paired], after[c : c + paired], strict=True):
            yield from _changed_words(left, right)
        for gone in before[a + paired : b]:
            yield _excerpt(gone), None
        for added in after[c + paired : d]:
            yield None, _excerpt(added)


def _changed_words(old: str, new: str) -> Iterator[tuple[str | None, str | None]]:
    before, after = list(_WORD.finditer(old)), list(_WORD.finditer(new))
    if max(len(before), len(after)) > LONGEST_COMPARED_WORDS:
        yield _excerpt(old), _excerpt(new)
        return
    matcher = SequenceMatcher(None, [m[0] for m in before], [m[0] for m in after], autojunk=False)
    groups = matcher.get_grouped_opcodes(WORDS_OF_CONTEXT)
    for group in groups:
        yield _cut(old, before, group[0][1], group[-1][2]), _cut(new, after, group[0][3], group[-1][4])


def _cut(text: str, words: Sequence[re.Match[str]], first: int, end: int) -> str | None:
    return _excerpt(text[words[first].start() : words[end - 1].end()]) if end > first else None


def _facts(text: str) -> dict[str, Counter[str]]:
    """Count the dates, figures, names and negations of a text; a date's digits are no figures."""
    dates = Counter(_folded(match[0]).lower() for match in _DATE.finditer(text))
    rest = _DATE.sub(" \u2022 ", text)
    return {
        "figure": Counter(_digits(match[0]) for match in _NUMBER.finditer(rest)),
        "date": dates,
        "name": Counter(match[0] for form in (_NAME, _CHINESE_NAME) for match in form.finditer(rest)),
        "negation": Counter(match[0].lower() for match in _NEGATION.finditer(rest)),
    }


def _digits(number: str) -> str:
    """Write a number in plain digits without grouping signs, so that 2,500 is 2500 in any script."""
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in number.lower())
    return re.sub(r"(?<=\d)[,\u00a0 ](?=\d\d\d)", "", plain)


def _paragraphs(text: str) -> list[str]:
    return [paragraph for paragraph in re.split(r"\n\s*\n|\n", text) if paragraph.strip()]


def _text(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "\n\n".join(str(part) for part in value)
    return "" if value is None else str(value)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    """The text without what is below the least size of a change."""
    return _folded(text if text.isascii() else unicodedata.normalize("NFC", text).translate(_UNSEEN))


def _excerpt(text: str) -> str | None:
    folded = _folded(text)
    if len(folded) > EXCERPT_SIGNS:
        folded = folded[: EXCERPT_SIGNS - 1] + "…"
    return folded or None
