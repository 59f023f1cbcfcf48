"""What an English text says of a report after it has told it: denied, false, corrected. Pure."""

from __future__ import annotations

import re

from crawler.findings.casualties_groups import Hit, numbers_in
from crawler.findings.casualties_scope import CLAIM, clipped, following
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span

_DENY = r"(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:es?|ed|ing)|disput(?:es?|ed|ing)|contradict(?:s|ed|ing)?)"  # noqa: E501
_TOLD = r"(?:claims?|reports?|allegations?|accusations?|figures?|numbers?|tolls?|rumou?rs?|statements?|assertions?|news|story|account|version|loss(?:es)?|casualties|deaths?)"  # noqa: E501
# Claims of looting, the looting claims, claims that it fired first: other claims than that somebody died.
_OTHER = r"(?!\w+ing\b|(?:sexual|rape|abuse|torture|corruption|negligence|misconduct|spy|espionage)\b)"
_HARMED = r"(?:kill|die|dead|dying|death|wound|injur|casualt|loss|lost|hurt|toll|fatal|abduct|captur|missing)"
_NO_HARM = rf"(?![^.;]{{0,60}}\b{_HARMED})"
_OF_HARM = (
    r"(?!\s+(?:(?:that|about|over|regarding|concerning)\s|of\s+(?!(?:the|an?|its|their|his|her)\b|(?-i:[A-Z])))"
    rf"{_NO_HARM})"
)
# Denied itself, not a part in it: this, it, the claim, or nothing at all.
_THAT = (
    rf"(?:\s+(?:(?:this|it|these|those|them|that)(?=\s*(?:[.,;:)\"”]|$|\s(?:on|in|and|but|as|later|at)\b))"
    rf"|(?:the|such|all|any|both|these|those|this|that|his|her|its|their|having\s+\w+)\s+(?:{_OTHER}[\w’'-]+\s+){{0,2}}?{_TOLD}\b{_OF_HARM})"
    r"|(?=\s*(?:[.,;)\"”]|$)))"
)
_THEN_DENIED = lazy(
    rf"(?:[,;—–]|\b(?:but|which|though|although|while|and)\b)[^.]{{0,90}}?\b{_DENY}{_THAT}"
    rf"|\b{_TOLD}\s+(?:[\w’'-]+\s+){{0,4}}?(?:denied|rejected|disputed|dismissed|refuted|contradicted)\s+by\b"
    rf"|(?:[,;—–]\s*|\b)(?:which|this|that|it|{_TOLD})\s+(?:[\w’'-]+\s+){{0,3}}?(?:was|were|is|has\s+been|have\s+been)\s+"
    rf"(?:\w+ly\s+|later\s+)?(?:denied|rejected|disputed|dismissed|refuted|debunked|retracted|withdrawn)\b",
    re.IGNORECASE,
)
# This could not be confirmed; there was no confirmation of it; the death of two was denied.
_NOT_CONFIRMED = lazy(
    r"\b(?:this|that|it|which|claims?|reports?|figures?|numbers?|tolls?|information|accounts?)\s+(?:[\w’'-]+\s+){0,2}?"
    r"(?:could\s+not|can\s?not|couldn['’]t|has\s+not|have\s+not)\s+(?:yet\s+)?(?:be|been)\s+(?:\w+ly\s+)?"
    r"(?:verified|confirmed|corroborated)\b|\bno\s+(?:\w+\s+)?confirmation\b(?!\s+(?:\w+\s+){0,2}?(?:who|whom|whose|which|how|why|what|where"
    r"|cause|motives?|identit\w+|responsib\w+|perpetrators?)\b)",
    re.IGNORECASE,
)
_ITSELF_DENIED = lazy(
    r"(?:\s+(?:in|on|at|from)\s[\w ]{1,30}?)?\s+(?:was|were|has\s+been|have\s+been|is)\s+(?:\w+ly\s+)?"
    r"(?:denied|rejected|disputed|dismissed|refuted|not\s+confirmed)\b",
    re.IGNORECASE,
)
_THE_REPORT = lazy(
    rf"\b{CLAIM}\s+(?:[\w’'-]+\s+){{0,6}}?(?:that|of|about|saying|claiming|alleging|suggesting)\b[^.;]*$", re.IGNORECASE
)
_FALSE = lazy(
    r"[^;]*?\b(?:false|untrue|fake|wrong|incorrect|inaccurate|baseless|unfounded|groundless|fabricat\w+|hoax|lies?|denied"
    r"|dismissed|rejected|refuted|debunked|retracted|withdrawn|unconfirmed|unverified|exaggerated|misleading|propaganda|disinformation"
    r"|misinformation|rumou?rs?|not\s+(?:\w+ly\s+)?(?:true|correct|confirmed|verified|accurate)|could\s+not\s+be\s+"
    r"(?:\w+ly\s+)?(?:confirmed|verified))\b",
    re.IGNORECASE,
)
_CORRECTED = lazy(
    r"[^.]{0,120}?\b(?:the\s+)?(?:correct|actual|true|real|right)\s+(?:number|figure|toll|count)\b", re.IGNORECASE
)
_AT_FIRST = lazy(
    r"\b(?:initial|initially|early|earlier|first|preliminary|previous|previously|originally)\b[^;.]*$", re.IGNORECASE
)
_REPORTED = lazy(r"\b(?:reported|believed|thought|said|feared)\b", re.IGNORECASE)
_THEN_PUT_RIGHT = lazy(
    r"[^.]{0,80}?(?:[,;—–]|\b(?:but|though|although|before)\b)[^.]{0,90}?\b(?:confirm\w*|corrected|revis\w+|lowered"
    r"|clarified|retract\w+|withdrew|updated|put\s+(?:it|the)|in\s+fact|later\s+said)\b",
    re.IGNORECASE,
)
_SPEAKS = lazy(r"\b(?:said|says?|claim\w*|report\w*|announced|stated|alleg\w+|told)\b", re.IGNORECASE)
_NEXT_DENIES = lazy(rf"[^.;,]{{0,70}}?\b{_DENY}{_THAT}", re.IGNORECASE)
_NEXT_CALLS_FALSE = lazy(
    r"(?:th(?:is|at|e\s+\w+)|it|which)\s+(?:was|is|were|are|proved|turned\s+out)\s+(?:\w+\s+){0,3}?"
    r"(?:false|untrue|fake|wrong|incorrect|denied|not\s+true|rumou?rs?)\b",
    re.IGNORECASE,
)

# Those missed who all were found: they are no victims. Not: one was found; their bodies were.
_SAFE = (
    r"(?:(?!\b(?:one|two|three|four|five|six|some|most|others?|another|bod(?:y|ies)|dead|not|search\w*)\b)[^.;\d]){0,70}?"
    r"\b(?:(?:found|located|traced|rescued|recovered|returned|turned\s+up|reached|came\s+back)\b[^.;\d]{0,40}?"
    r"\b(?:alive|unharmed|unhurt|safe(?:ly)?|well|uninjured|unscathed|good\s+health)|accounted\s+for)\b"
)
_FOUND = lazy(
    rf"(?:\s+(?=(?:was|were|has|have|had)\b)|[^.\d]{{0,60}}?(?:[,;—–]|\b(?:but|and|before|though|until)\b)){_SAFE}",
    re.IGNORECASE,
)
_THEY_FOUND = lazy(
    rf"(?:they|he|she|all|both|the\s+(?:\w+\s+)?(?:men|soldiers|peacekeepers|officers))\b{_SAFE}", re.IGNORECASE
)

# Who is blamed, or named as the doer, and then denies it, denies the deed and not the dead.
_BLAMES = lazy(r"\b(?:blam\w+|accus\w+|responsib\w+|attribut\w+)\b", re.IGNORECASE)
_DOER = lazy(r"[^.;]{0,60}?\bby\s+(?:an?\s+|the\s+)?(?P<name>[A-Z]\w{3})")


def denied_after(passage: Passage, sentence: Span, hit: Hit) -> bool:
    """True where the rest of the sentence, or the opening of the next, takes back what a hit tells."""
    text, (start, end) = passage.text, clipped(sentence, hit)
    before, after = text[start : hit.parts[0][0]], text[hit.parts[-1][1] : end]
    if _THEN_DENIED.search(after) or _CORRECTED.match(after) or _NOT_CONFIRMED.search(after):
        return True
    if _ITSELF_DENIED.match(after) or (_THE_REPORT.search(before) and _FALSE.match(after)):
        return True
    gap = text[hit.group.end : hit.harm[1]] if hit.harm is not None and hit.harm[0] > hit.group.end else ""
    if (_AT_FIRST.search(before + gap) or _REPORTED.search(gap)) and _THEN_PUT_RIGHT.match(after):
        return True
    if hit.kind == "missing" and _is_found(passage, sentence, hit):
        return True
    if not (_SPEAKS.search(before) or _SPEAKS.search(after)):
        return False
    doer = _DOER.match(after)
    blamed = _BLAMES.search(before) is not None or _BLAMES.search(after) is not None
    return _is_denied_next(passage, sentence[1], doer["name"] if doer else None, blamed=blamed)


def _is_found(passage: Passage, sentence: Span, hit: Hit) -> bool:
    """Whether all who were missed were found: not where a number says how many of them."""
    last = hit.parts[-1][1]
    found = _FOUND.match(passage.text, last, clipped(sentence, hit)[1])
    if found is not None:
        return not numbers_in(passage, last, found.end())
    return _matches_next(passage, sentence[1], _THEY_FOUND)


def _matches_next(passage: Passage, end: int, words: re.Pattern[str]) -> bool:
    span = following(passage, end)
    return span is not None and words.match(passage.text, *span) is not None


def _is_denied_next(passage: Passage, end: int, doer: str | None, *, blamed: bool) -> bool:
    """Whether the sentence that follows in the paragraph denies it; "it" is a claim only where somebody made one."""
    text, span = passage.text, following(passage, end)
    if span is None:
        return False
    by_doer = doer is not None and text[slice(*span)].removeprefix("The ").startswith(doer)
    denies = None if blamed or by_doer else _NEXT_DENIES.match(text, *span)
    return bool(denies or _NEXT_CALLS_FALSE.match(text, *span))
