"""How far words such as "denied" reach in an English sentence, and what they leave standing. Pure."""

from __future__ import annotations

import re

from crawler.findings.casualties_groups import Hit
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span

CLAIM = (
    r"(?:claims?|reports?|allegations?|accusations?|rumou?rs?|suggestions?|assertions?|statements?|news|stor(?:y|ies)"
    r"|posts?|messages?|videos?|charges?|information)"
)
# The verb and not the month: 3 May, in May.
MAY = r"(?<!\d )(?<!\bin )(?<!\bof )(?<!\bsince )(?<!\bearly )(?<!\blate )(?<!\bth )may(?!\s\d)"
MOST_BETWEEN = 200
# A sentence is read no further than this, in code points, before and after a hit.
REACH = 320
# A clause of another subject or another verb of speech stands on its own.
_BREAKS = lazy(
    r";|[.!?]\s|\b(?:but|however|although|though|whereas|while|yet|instead)\b|,\s*(?:saying|adding|insisting|stating|noting)\b"
    r"|\b(?:and|or)\s+(?:(?:then|later|also|only)\s+)?(?:said|says|confirmed|confirms|added|adds|put|puts|told|announced"
    r"|reported|stated|condemned|mourned|acknowledged|admitted)\b",
    re.IGNORECASE,
)
# Who denies a part in a killing does not deny the killing.
_INVOLVED = lazy(
    r"\b(?:responsib\w+|involve\w*|roles?|part\s+in|links?|linked|hand\s+in|complicit\w*|behind|knowledge|order(?:ed|ing)"
    r"|orchestrat\w+|carr(?:ied|ying)\s+out|guilt\w*|blam\w+|cover\w*|support\w*|taken?\s+part|taking\s+part|plann\w+)\b",
    re.IGNORECASE,
)
_OPENS = lazy(r"\b(?:that|of|whether|if|to\s+have|having)\b", re.IGNORECASE)
# In such clauses the sentence takes for granted what it tells.
_ADJUNCT = lazy(
    r"\b(?:in\s+which|during\s+which|where|when|before|until|after|since|why|how(?!\s+many))\b(?:(?!\b(?:that|whether)\b)[^,])*$",
    re.IGNORECASE,
)
# Claim to hold a truce and two were killed: the claim ends with its infinitive, which tells no news itself.
_INFINITIVE = lazy(r"\s+to\s+(?!.*\b(?:that|whether|if)\b).*(?:,|\b(?:and|as)\b)", re.IGNORECASE | re.DOTALL)
_WHO_DID = lazy(r"\b(?:that|which|who)(?:\s+(?:had|has|have|also|reportedly))*\s*$", re.IGNORECASE)
_DEFINITE = lazy(r"\b(?:the|those|these|its|their|his|her|our)\s+(?:other\s+|last\s+)?$", re.IGNORECASE)
_FINITE = lazy(r"\b(?:was|were|is|are|had|has|have|been|be)\b", re.IGNORECASE)
_WHO_WERE = lazy(r"\s*,?\s*who\b", re.IGNORECASE)


def clipped(sentence: Span, hit: Hit) -> Span:
    """A sentence round a hit, cut where it runs on without a stop."""
    return max(sentence[0], hit.parts[0][0] - REACH), min(sentence[1], hit.parts[-1][1] + REACH)


def following(passage: Passage, end: int) -> Span | None:
    """The sentence that follows in the paragraph."""
    text, start = passage.text, end
    while start < len(text) and text[start] in " \t":
        start += 1
    return None if start >= len(text) or text[start] == "\n" else passage.sentence(start)


def governs(between: str, wants: re.Pattern[str] | None = None) -> bool:
    """Whether words reach over what stands between them and a hit. wants: what that must begin with."""
    if len(between) > MOST_BETWEEN or _BREAKS.search(between) or _INVOLVED.search(between):
        return False
    if (wants is not None and not wants.match(between)) or between.rfind("(") > between.rfind(")"):
        return False
    return "," not in between or _OPENS.search(between) is not None


def ends_before(between: str, hit: Hit) -> bool:
    """True where an infinitive and another subject stand between words such as "claim" and a hit."""
    passive = hit.harm is not None and hit.harm[0] >= hit.group.end
    return passive and _INFINITIVE.match(between) is not None


def is_presupposed(text: str, sentence: Span, hit: Hit) -> bool:
    """True for what holds whatever is said: the attack that killed two, in which two died, the two soldiers killed."""
    first = hit.parts[0][0]
    before = text[sentence[0] : first]
    if _ADJUNCT.search(before[-MOST_BETWEEN:]):
        return True
    if hit.harm is None:
        return False
    if hit.harm[0] <= first:
        return _WHO_DID.search(before) is not None
    gap = text[hit.group.end : hit.harm[0]]
    by_name = _DEFINITE.search(before) or _DEFINITE.search(text, max(0, first - 20), hit.group.start)
    return by_name is not None and (_FINITE.search(gap) is None or _WHO_WERE.match(gap) is not None)
