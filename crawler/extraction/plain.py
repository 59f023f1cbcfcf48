"""Plain text: its length, one line of it without invisible signs, and how sentences end."""

from __future__ import annotations

import re

# Persian and Indic words are spelt with joiners, which stand between two letters and are kept there.
_SPELT = "[\u0620-\u06ff\u0900-\u0dff]"
_DROPPED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
    f"|(?<!{_SPELT})[\u200c\u200d]|[\u200c\u200d](?!{_SPELT})"
)
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_SENTENCE_END = re.compile(r"[.!?…。！？।॥؟။។።”’\"'»）)：:;；]\s*$")
CJK_WEIGHT = 3


def size_of(text: str) -> int:
    """Length of a text in signs, CJK signs weighted."""
    if text.isascii():
        return len(text)
    return len(text) + (CJK_WEIGHT - 1) * sum(map(len, _CJK.findall(text)))


def squeeze(text: str) -> str:
    """One line of text: white space runs to one space, unseen signs dropped but for joiners that spell a word."""
    text = " ".join(text.split())
    return text if text.isprintable() else " ".join(_DROPPED.sub("", text).split())


def ends_sentence(text: str) -> bool:
    """Whether a line ends as sentences do."""
    return bool(_SENTENCE_END.search(text))
