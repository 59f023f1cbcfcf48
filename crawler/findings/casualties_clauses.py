"""Whether English words between people and a verb let the people be its subject. Pure."""

from __future__ import annotations

import re

from crawler.findings.patterns import lazy

_AUX = (
    r"(?:\s+(?:has|have|had|was|were|is|are|be|been|being|got|get|gets|also|reportedly|later|already|still|then"
    r"|all|both|each|"
    r"tragically|will be|slightly|lightly|seriously|severely|critically|gravely|badly|fatally|sadly|recently"
    r"|instantly|immediately|"
    r"confirmed|feared|believed|reported|presumed|to|there|may|too|now|so far|so|far|either|bravely|remain"
    r"|remains|remained|went|"
    r"lie|lay|were left|among (?:the|those)|"
    r"left|even|together|first|since|only|never|not yet|apparently|allegedly|initially|mistakenly))*"
)
DIRECT = lazy(rf"(?:\s*\([^()]{{0,30}}\))?{_AUX}\s*", re.IGNORECASE)
_TAIL = lazy(rf"{_AUX}\s*$", re.IGNORECASE)
_POSTMODIFIER = lazy(
    r"\s*(?:\(|,\s|\s(?:from|of|with|in|at|on|near|by|serving|deployed|stationed|aboard|travelling|traveling"
    r"|under|assigned|attached|"
    r"belonging|working|who|that|including|patrolling|riding|guarding|escorting|manning|for|to|around|based"
    r"|inside|and|shot|struck)\b)",
    re.IGNORECASE,
)
_BLOCKS = lazy(
    r";|:|(?<!\b[A-Z]\.[A-Z])[.!?]\s|\b(?:where|when|while|after|before|because|said|says|told|but|whose|which|until|if|although"
    r"|as(?!\s+(?:(?:previously|earlier|first)\s+)?reported\b)"
    r"|say|called|"
    r"condemned|urged|visited|attended|paid tribute|laid)\b"
    r"|\band\s+(?!(?:military|police|army|navy|air\s+force|gendarmerie|civilian|paramilitary|coast\s*guard)\b)[a-z]",
)
_RELATIVE = lazy(r".*\b(?:who|that)\b", re.DOTALL)
_ONE_OR_MORE = lazy(r"\b(?:(?P<one>was|is|has)|(?P<more>were|are|have))\b", re.IGNORECASE)
# Straight before people whom another verb governs: the mission has 900 soldiers and two were killed.
OWNS = lazy(
    r"\b(?:has|have|had|protects?|hosts?|deploy(?:s|ed)|sen(?:t|ds)|contribut(?:es|ed)|fields?|includes?|employs?|comprises?"
    r"|numbers?|train(?:s|ed)|treat(?:s|ed)|rescued|saved|evacuated|met|visited|commands?|leads?|cut|killed|wounded)\s+$",
    re.IGNORECASE,
)
MOST_BETWEEN = 140


def reaches(gap: str) -> bool:
    """True where only words that belong to the people stand between them and the verb."""
    if len(gap) > MOST_BETWEEN or not _POSTMODIFIER.match(gap):
        return False
    if gap.startswith(",") and not gap[: _tail(gap)].rstrip().endswith((",", "who", "whom", "that")):
        return False
    core = gap[: _tail(gap)]
    if _BLOCKS.search(core):
        return False
    relative = _RELATIVE.match(core)
    return relative is None or not core[relative.end() :].strip() or core.rstrip().endswith(",")


def _tail(gap: str) -> int:
    """Where the auxiliaries begin at its end."""
    found = _TAIL.search(gap)
    return found.start() if found else len(gap)


def agrees(gap: str, value: float) -> bool:
    """A singular verb has one subject, a plural verb several."""
    last = None
    for last in _ONE_OR_MORE.finditer(gap):  # noqa: B007 - the last one is the verb's
        pass
    if last is None:
        return True
    return value == 1 if last["one"] else value != 1
