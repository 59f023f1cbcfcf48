"""Whether a count is the amount of a change, and which way: increased by 1,126; a cut of 800; 41 fewer than. Pure."""

from __future__ import annotations

import re

from crawler.findings.figures_cues import Cues
from crawler.findings.figures_setting import Setting
from crawler.findings.passage import Mark
from crawler.findings.patterns import lazy

_AMOUNT = r"(?:another\s+|a\s+further\s+|about\s+|some\s+|nearly\s+|around\s+)?(?:US|Rs)?[$€£]?"
_BY = lazy(
    rf"(?:\w*\s+(?:[\w’'% ]{{0,40}}?\s)?by|\s+(?:of|de|en|em|на)|\w*\s+(?:на|de|en|"
    rf"em))\s+{_AMOUNT}\Z|了?(?:约|近|逾|超过)?\Z",
    re.IGNORECASE,
)
_DIRECT = lazy(rf"\s+{_AMOUNT}\Z")
_UP_AT_ALL = lazy(r"(?:\A|[,(;—–]\s*|\b(?:is|are|was|were|go|goes|went|gone)\s+)\Z", re.IGNORECASE)
_THAN = lazy(r"(?:\s[\w-]+){0,10}\s+than\s+(?:a|an|the|in|last|it|he|she|they|at)\b", re.IGNORECASE)
_SENDS = lazy(r"\b(?:send|sends|sending|deploy|reinforc\w+|dispatch)\b[^,.;]{0,30}\Z", re.IGNORECASE)
_OTHER_COUNT = lazy(r"[\d,;，；]")
# A word of rise or fall stands no further from the count than this, in code points, before and after it.
_CHANGE_BEFORE, _CHANGE_AFTER = 64, 40


def sign_of(cues: Cues) -> int | None:
    """1 for a rise, -1 for a fall by the count; None where it is no amount of a change."""
    sign = _sign_before(cues)
    if sign is None:
        sign = next((found for cue in cues.after[:2] if (found := _sign_after(cues.at, cue)) is not None), None)
    return sign


def _sign(cue: Mark) -> int:
    return -1 if cue.value.startswith("fall") else 1


def _sign_before(cues: Cues) -> int | None:
    text, start = cues.at.text, cues.at.words[0]
    for cue in reversed(cues.before):
        if cue.start < start - _CHANGE_BEFORE:
            break
        if cue.value.startswith(("rise", "fall")) and _governs(cues, cue, text[cue.end : start]):
            return _sign(cue)
    return None


def _governs(cues: Cues, cue: Mark, between: str) -> bool:
    """True where a word of rise or fall tells by how much: increased by, a cut of, up 12 per cent, 减少."""
    text = cues.at.text
    word = text[cue.start : cue.end].lower()
    if word in ("up", "down"):
        opens = _UP_AT_ALL.search(text, max(cues.at.span[0], cue.start - 8), cue.start)
        return opens is not None and between.strip() in ("", "by")
    if word in ("add", "adds", "added", "adding"):
        return _DIRECT.fullmatch(between) is not None
    return (not word.isascii() or " " in between) and _BY.fullmatch(between) is not None


def _sign_after(at: Setting, cue: Mark) -> int | None:
    if not cue.value.startswith(("rise", "fall")) or cue.start > at.number[1] + _CHANGE_AFTER:
        return None
    if _OTHER_COUNT.search(at.text, at.number[1], cue.start):
        return None
    word = at.text[cue.start : cue.end].lower()
    if word in ("more", "less", "fewer", "lower", "higher") and _THAN.match(at.text, cue.end, at.span[1]):
        return _sign(cue)
    further = word in ("more", "additional", "extra") and cue.start <= at.number[1] + 1
    return 1 if further and _SENDS.search(at.text, max(at.span[0], at.words[0] - 60), at.words[0]) else None
