"""What two texts are compared by: their words in order, the hashes of their sentences, and a sample of their windows.

Folding takes away what carriers change without changing the wording: case, width, signs between words, datelines,
bracketed agency names and credit lines. Hashes are the same on every machine and in every run.
"""

from __future__ import annotations

import itertools
import re
import sys
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from zlib import crc32

# Signs of scripts that part no words: each stands alone.
_SIGN = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(f"[{_SIGN}]|[^\\W_{_SIGN}]+")
_IS_SIGN = re.compile(f"[{_SIGN}]")
_WORD = re.compile(r"[^\W_]+")
_PARTED = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))
_TYPESET = "\u2019\u2018\u201c\u201d\u2013\u2014\u00a0"
_MAY_BE_GROUPED = re.compile(r"\d[,.\u00a0\u202f\u2009' ]\d{3}")
_GROUPED = re.compile(r"(?<=\d)[,.\u00a0\u202f\u2009' ](?=\d{3}(?!\d))")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+|(?<=[。！？；])[”’」』》]*|\n+")
_PARAGRAPH = re.compile(r"\n\s*\n")
_DASHES = "-\u2013\u2014\u2015"
# BEIJING, Nov. 3 (Xinhua) -- / (AFP) - / 本报北京11月3日电 / 新华社日内瓦5月29日电（记者某某）
_DATELINE = re.compile(
    rf"^\s*(?:[A-ZÀ-Þ][\w.'’/()&-]*(?:[ ,]+[\w.'’/()&-]+){{0,9}}\s*(?:--|[\u2014\u2013])"
    rf"|\([^()]{{2,30}}\)\s*[{_DASHES}]+"
    rf"|[A-ZÀ-Þ][A-ZÀ-Þ .,'’]{{2,40}}(?:,? [A-Z]?[a-z]{{2,8}}\.? \d{{1,2}}|,? \d{{1,2}} [A-Z]?[a-z]{{2,8}})?"
    rf"\s*(?:\([^()]{{2,30}}\))?\s+[{_DASHES}]+\s"
    rf"|[{_SIGN}]{{2,12}}\d{{1,2}}月\d{{1,2}}日[电電讯訊](?:\s*[（(][^（）()]{{1,40}}[）)])?)\s*"
)
_AGENCY = re.compile(
    r"[(（\[]\s*(?:Xinhua|AFP|AP|Reuters|ANI|PTI|IANS|UNB|BSS|ISPR|APP|TASS|Tass|EFE|ANSA|DPA|dpa|Kyodo|Yonhap|Bernama|AA|"
    r"Anadolu|MENA|SPA|WAM|KUNA|NNN|GNA|NAN|新华社|中新社)[^()（）\[\]]{0,30}[)）\]]"
)
_CREDIT = re.compile(
    r"^\W{0,3}(?:source|sources|credit|credits|editing|edited|reporting|written|compiled|translated"
    r"|additional reporting|with (?:inputs?|files|reporting|agencies)|copyright|©|\(c\)|agencies|editor|editors|photo"
    r"|photos|来源|來源|编辑|編輯|责编|责任编辑|责任編輯|记者|来自|转自|原标题|fuente|quelle|источник)(?:\b|(?<=\W)|[:：])",
    re.IGNORECASE,
)
_LONGEST_CREDIT = 14
# Of all windows one in 16 is kept, of a short text one in 4, those among them.
SHORT_TEXT = 200
# A sentence of fewer words says too little to tie two texts.
SENTENCE_WORDS = 5
# Shorter runs stand in any two texts of one trade; longer ones do not outlive an editor.
WINDOW = {"words": 6, "signs": 10}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence or paragraph. mark: the hash of its words (48 bits); start, end: places in tokens."""

    mark: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as it is compared. numbers: those written in digits; windows: a hash at each token of it and the next few.

    The hashes of windows hold within one process only; marks hold everywhere.
    """

    tokens: tuple[str, ...]
    sentences: tuple[Stretch, ...]
    paragraphs: tuple[Stretch, ...]
    by_signs: bool
    numbers: frozenset[str]
    windows: tuple[int, ...]
    known: frozenset[int]

    @property
    def window(self) -> int:
        """How many tokens in a row make shared wording."""
        return WINDOW["signs" if self.by_signs else "words"]

    @property
    def least_sentence(self) -> int:
        """How many tokens a sentence needs to be known by."""
        return SENTENCE_WORDS * (2 if self.by_signs else 1)

    @property
    def marked(self) -> tuple[Stretch, ...]:
        """The sentences that are long enough to be known by."""
        return tuple(one for one in self.sentences if one.end - one.start >= self.least_sentence)


def fold(text: str) -> str:
    """Give letters and digits their plain small form and close the gaps inside numbers."""
    return _GROUPED.sub("", _plain(text))


def _plain(text: str) -> str:
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold()


def words(text: str) -> list[str]:
    """The words of a text; a sign of a script without spaces is one."""
    return _TOKEN.findall(fold(text))


def _words_of(text: str) -> list[str]:
    """The words of a text without signs that stand alone, as _TOKEN finds them, but four times as fast."""
    if not text.isascii():
        for sign in _TYPESET:
            text = text.replace(sign, " ")
        if not text.isascii():
            return _WORD.findall(text)
    return text.translate(_PARTED).split()


def mark_of(kind: str, value: str) -> int:
    """A hash of 48 bits: the same for the same kind and value everywhere."""
    return int.from_bytes(blake2b(f"{kind}\n{value}".encode("utf-8", "replace"), digest_size=6).digest())


def wording(body: str, *, captions: Collection[str] = (), dateline: str | None = None) -> Wording:
    """Read a text. dateline: the printed words that are known to open the body."""
    text = body[len(dateline) :] if dateline and body.startswith(dateline) else body
    tokens: list[str] = []
    sentences: list[Stretch] = []
    paragraphs: list[Stretch] = []
    plains: list[str] = []
    for paragraph in (*_bare(text), *captions):
        began = len(tokens)
        plain = _plain(paragraph)
        plains.append(plain)
        by_sign = _IS_SIGN.search(plain) is not None
        for sentence in _SENTENCE.split(_GROUPED.sub("", plain) if _MAY_BE_GROUPED.search(plain) else plain):
            found = _TOKEN.findall(sentence) if by_sign else _words_of(sentence)
            if found:
                start = len(tokens)
                tokens += found
                sentences.append(Stretch(mark_of("sentence", " ".join(found)), start, len(tokens)))
        if len(tokens) > began:
            paragraphs.append(Stretch(mark_of("paragraph", " ".join(tokens[began:])), began, len(tokens)))
    signs = sum(1 for token in tokens if len(token) == 1 and _IS_SIGN.match(token))
    by_signs = signs * 2 > len(tokens)
    windows = _windows(tokens, WINDOW["signs" if by_signs else "words"])
    return Wording(
        tuple(map(sys.intern, tokens)),  # copies of one text have their words in common
        tuple(sentences),
        tuple(paragraphs),
        by_signs,
        _numbers_of("\n".join(plains), 0),
        windows,
        frozenset(windows),
    )


def _bare(text: str) -> Iterator[str]:
    """The paragraphs, the first without its dateline, none that only credits somebody."""
    for number, paragraph in enumerate(one for one in _PARAGRAPH.split(text) if one.strip()):
        plain = paragraph if number else _DATELINE.sub("", paragraph, count=1)
        plain = _AGENCY.sub(" ", plain)
        if _CREDIT.match(plain.strip()) and len(words(plain)) <= _LONGEST_CREDIT:
            continue
        yield plain


def sampled(text: Wording) -> frozenset[int]:
    """A sample of the text's windows: two texts with the same window both keep it, or a short one alone does.

    The words of a window decide whether it is kept, whatever their order.
    """
    length, tokens = text.window, text.tokens
    sums = [0, *itertools.accumulate(map(_number, tokens))]
    but = 3 if len(tokens) < SHORT_TEXT * (2 if text.by_signs else 1) else 15
    kept = [place for place, (one, end) in enumerate(zip(sums, sums[length:], strict=False)) if not (end - one) & but]
    return frozenset(mark_of("window", " ".join(tokens[place : place + length])) for place in kept)


@lru_cache(maxsize=1 << 15)
def _number(token: str) -> int:
    return crc32(token.encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Shares:
    """What two texts share. of_a: part of a's own words that stand in b in windows; own_a: how many own words a has.

    lead_a: the opening words of a stand in b. Own words are those outside common sentences.
    """

    of_a: float
    of_b: float
    own_a: int
    own_b: int
    lead_a: bool
    lead_b: bool


def shares(a: Wording, b: Wording, common: Collection[int] = ()) -> Shares:
    """Compare two texts; common: hashes of sentences that say nothing of a text, as many of an outlet hold them."""
    if a.by_signs != b.by_signs:
        return Shares(0.0, 0.0, 0, 0, lead_a=False, lead_b=False)
    own_a, own_b = _own(a, common), _own(b, common)
    found_a, found_b = _covered(a, b) & own_a, _covered(b, a) & own_b
    size_a, size_b = own_a.bit_count(), own_b.bit_count()
    return Shares(
        found_a.bit_count() / size_a if size_a else 0.0, found_b.bit_count() / size_b if size_b else 0.0,
        size_a, size_b, lead_a=_lead(found_a, own_a), lead_b=_lead(found_b, own_b),
    )  # fmt: skip


def _windows(tokens: Sequence[str], length: int) -> tuple[int, ...]:
    if len(tokens) < length:
        return (hash(tuple(tokens)),) if tokens else ()
    return tuple(map(hash, zip(*(tokens[start:] for start in range(length)), strict=False)))


def _own(text: Wording, common: Collection[int]) -> int:
    """A bit for each token, the first lowest: 1 outside common sentences."""
    flags = _stretch(0, len(text.tokens))
    if common:
        for sentence in text.sentences:
            if sentence.mark in common:
                flags &= ~_stretch(sentence.start, sentence.end)
    return flags


def _covered(text: Wording, other: Wording) -> int:
    """A bit for each token: 1 inside a window that the other text holds too."""
    known = other.known
    starts = int(bytes(map(known.__contains__, reversed(text.windows))).translate(_BITS) or b"0", 2)
    found = starts
    for step in range(1, text.window):
        found |= starts << step
    return found & _stretch(0, len(text.tokens))


_BITS = bytes.maketrans(b"\0\1", b"01")


def _stretch(start: int, end: int) -> int:
    return (1 << end) - (1 << start)


def _lead(found: int, own: int, words_of_lead: int = 24) -> bool:
    """Half of the first own words are among those found."""
    places = 0
    for _ in range(words_of_lead):
        lowest = own & -own
        places |= lowest
        own ^= lowest
    return bool(places) and (found & places).bit_count() * 2 >= places.bit_count()


def paragraphs_not_in(a: Wording, b: Wording, common: Collection[int] = ()) -> tuple[int, ...]:
    """Numbers, from 1, of the paragraphs of a (credit lines left out) of which less than half stands in b.

    Paragraphs of a few words count only where they are too long to be a heading; common sentences count nowhere.
    """
    own = _own(a, common)
    found = _covered(a, b) & own
    known = {one.mark for one in b.paragraphs}
    missing = []
    for number, one in enumerate(a.paragraphs, 1):
        there = _stretch(one.start, one.end)
        length = (own & there).bit_count()
        if one.mark not in known and length >= a.least_sentence and (found & there).bit_count() * 2 < length:
            missing.append(number)
    return tuple(missing)


# With group signs, or with what follows it.
_FIGURE = re.compile(rf"(?<!\d)\d{{1,3}}(?:[,.\u00a0\u202f\u2009' ]\d{{3}})+(?!\d)|\d+(?:\.\d+)?(?=([{_SIGN}])?)")
_YEAR = re.compile(r"\d{4}")
_BETWEEN_YEARS = "年至到及和与、"
# Where a number can stand: found many times faster than the number itself, which looks behind at every sign.
_DIGITS = re.compile(r"\d[\d,.\u00a0\u202f\u2009' ]*")


def numbers_in(text: str, *, least: float = 0) -> frozenset[str]:
    """The numbers written in digits from least on, as they read without grouping; years are left out.

    Four digits between 1900 and 2100 are a year, but not with a group sign or a Chinese measure word behind them.
    """
    return _numbers_of(_plain(text), least)


def _numbers_of(plain: str, least: float) -> frozenset[str]:
    found = set()
    runs = (run.span() for run in _DIGITS.finditer(plain))
    for match in itertools.chain.from_iterable(_FIGURE.finditer(plain, start, end + 1) for start, end in runs):
        digits = _GROUPED.sub("", match[0])
        counted = len(digits) < len(match[0]) or (match[1] or _BETWEEN_YEARS) not in _BETWEEN_YEARS
        if float(digits) >= least and (counted or not (_YEAR.fullmatch(digits) and 1900 <= int(digits) <= 2100)):
            found.add(digits.lstrip("0") or "0")
    return frozenset(found)
