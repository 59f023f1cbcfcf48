"""Numbers of people that a text takes back in the same breath: three, not four as first reported. Pure."""

from __future__ import annotations

from crawler.findings.patterns import lazy

# Two soldiers, not three as reported, were hurt.
_CORRECTED = lazy(r",\s+(?:and\s+)?not\s+$")
_CORRECTED_REACH = 12
# Between a number and its noun or verb.
_CORRECTION = lazy(
    r",\s+(?:and\s+)?(?:not|rather\s+than)\s+(?:the\s+)?[\w-]+(?:\s+(?:as|that|which)\b[^,;.]{1,60})?,(?=\s)"
)


def is_corrected(text: str, start: int, place: int) -> bool:
    """True for a number at a place that is only told to be wrong. start: of its sentence."""
    return _CORRECTED.search(text, max(start, place - _CORRECTED_REACH), place) is not None


def past_correction(text: str, place: int, end: int) -> int:
    """Where a correction straight behind a number ends; the place itself where there is none. end: of the sentence."""
    told = _CORRECTION.match(text, place, end)
    return told.end() if told is not None else place
