"""Counts of those who are there and are to be fewer: to cut its 12,000 troops is a plan, the 12,000 are not. Pure."""

from __future__ import annotations

import re

from crawler.findings.figures_cues import Cues
from crawler.findings.patterns import lazy

_WHOSE = r"(?:its|their|his|her|the|all)\s+(?:(?:remaining|current|entire|own|about|some|nearly|over|roughly)\s+)*\Z"
_ENDS_THEM = lazy(
    r"\b(?:cut|reduc\w+|replac\w+|halv\w+|trim\w*|downsiz\w+|shrink\w*|withdraw\w*|recall\w*|reliev\w+|pull\w*|bring\w*)"
    rf"\s+(?:(?:back|out|home)\s+)?{_WHOSE}",
    re.IGNORECASE,
)
_THOSE = lazy(rf"\b{_WHOSE}", re.IGNORECASE)
_ARE_ENDED = lazy(
    r"[^.;,]{0,60}?\b(?:will|would|shall|is\s+to|are\s+to|was\s+to|were\s+to)\s+be\s+(?:gradually\s+)?"
    r"(?:cut|reduced|halved|trimmed|downsized|withdrawn|replaced|relieved|recalled|sent\s+home|brought\s+home)\b",
    re.IGNORECASE,
)
_TAKES = lazy(r"把[^，。；]{0,24}\Z")
_AWAY = lazy(r"[^，。；]{0,10}?(?:削减|裁减|缩减|减少|撤出|撤回|撤走|撤离)")


def is_to_be_fewer(cues: Cues) -> bool:
    """Whether a plan of the sentence is to cut, replace or withdraw the very people that are counted."""
    text, end, last = cues.at.text, cues.at.words[1], cues.at.span[1]
    if cues.at.passage.chinese:
        return _TAKES.search(cues.head) is not None and _AWAY.match(text, end, last) is not None
    if _ENDS_THEM.search(cues.head):
        return True
    return _THOSE.search(cues.head) is not None and _ARE_ENDED.match(text, end, last) is not None
