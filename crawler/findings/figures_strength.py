"""Whether a count of people tells how many there are of a country or at a mission, or only some of them. Pure."""

from __future__ import annotations

import re

from crawler.findings.figures_cues import Cues
from crawler.findings.figures_natures import CURRENT, PLANNED, Nature
from crawler.findings.patterns import lazy

PEOPLE = ("people", "group")
# No platoon and no company has so many.
SURELY_ALL = 500
# Nine peacekeepers of one company; 63 peacekeepers received medals; two platoons were formed.
_SOME_AFTER = lazy(
    r"[^.;。；]{0,24}?\b(?:of|from|in)\s+(?:one|a|the\s+same|its|their)\s+(?:company|platoon|squad|battalion|patrol|unit)\b"
    r"|[^.;]{0,48}?\b(?:medals?|decorated|awarded|honou?red|praised|arrested|suspended|accused|detained|disciplined|"
    r"sent\s+home|go(?:es)?\s+home|formed|founded|trained|vaccinated|took\s+part|take\s+part|attend\w*|graduat\w+)\b"
    r"|[^。；，]{0,16}?(?:获颁|获得|荣获|获授|授予|被授|受训|参训|结业|毕业|组建|成立|参加)",
    re.IGNORECASE,
)
_SOME_BEFORE = lazy(
    r"\b(?:medals?\s+(?:on|to|for)|decorat\w+|award\w+|honou?r\w*|train\w*|arrest\w*|suspend\w*|formed|founded|"
    r"welcomed|met\s+with)\b[^.;]{0,24}\Z|(?:授予|表彰|培训|组建|成立)[^。；，]{0,8}\Z",
    re.IGNORECASE,
)
_COME_AND_GO = lazy(
    r"[^.;]{0,32}?\b(?:left|leaves?|departed|arrived|arrives?|returned|returns?|flew|flown|landed|came|went|were\s+sent)\b"
    r"|[^。；，]{0,12}?(?:启程|抵达|返回|回国|凯旋|出发|出征)",
    re.IGNORECASE,
)
# Without an owner a count is a mission's strength only where it is said to be.
_STRENGTH_BEFORE = lazy(
    r"(?:\b(?:has|have|had|having|with|force\s+of|strength\s+of|total\s+of|total(?:s|ling)?|number(?:s|ing)?|comprises?|"
    r"comprising|consists?\s+of|made\s+up\s+of|fields?|keeps?|maintains?|counts)"
    r"|总兵力|兵力|共有|现有|目前有|拥有|部署有|部署了|部署)[^.;。；]{0,24}\Z"
    r"|\b(?:whose|its|the\s+mission['’]s)\s+\Z",
    re.IGNORECASE,
)
_STRENGTH_AFTER = lazy(
    r"[^.;]{0,24}?(?:\b(?:deployed|stationed|serving|serve|are\s+working|in\s+all|in\s+total|on\s+the\s+ground)\b|-strong\b)"
    r"|[^。；，]{0,10}?(?:部署|驻扎|服役|执行维和|执行任务)",
    re.IGNORECASE,
)


def makes_a_series(cues: Cues, told: Nature, owner: str | None, value: float, *, owner_here: bool) -> bool:
    """False where a count is of some only: what befell them, or nothing says that they are all.

    owner_here: the owner is named in the count's own sentence; one of an earlier sentence is not enough.
    """
    at = cues.at
    people = at.what.family in PEOPLE
    timed = cues.serving() is not None or (told.cue is not None and told.cue[0] < told.cue[1])
    if people and told.nature in (CURRENT, PLANNED):
        return _is_strength(cues, told, timed=timed, all_of=owner_here or (owner is None and value >= SURELY_ALL))
    return owner is None or owner_here or timed or _says_all(cues)


def _is_strength(cues: Cues, told: Nature, *, timed: bool, all_of: bool) -> bool:
    at = cues.at
    (start, end), (first, last) = at.words, at.span
    if _SOME_AFTER.match(at.text, end, last) or _SOME_BEFORE.search(at.text, max(first, start - 64), start):
        return False
    if told.nature != CURRENT or timed or told.cue is not None:
        return True
    if _COME_AND_GO.match(at.text, end, last):
        return False
    return all_of or _says_all(cues)


def _says_all(cues: Cues) -> bool:
    at = cues.at
    (start, end), (first, last) = at.words, at.span
    before = _STRENGTH_BEFORE.search(at.text, max(first, start - 64), start)
    return before is not None or _STRENGTH_AFTER.match(at.text, end, last) is not None
