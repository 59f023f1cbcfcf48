"""Signs of a person beside a name that has no post: rank, age, a verb of speech, a country in brackets. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.findings.patterns import lazy
from crawler.findings.people_marks import PostMarks
from crawler.findings.people_names import Candidate

# Rule, confidence, and where the words end.
Sign = tuple[str, float, int]
_AGE_IN_BRACKETS = r"\s*\(\s*(?:aged\s+)?\d{1,2}\s*\)"
_AGE = lazy(_AGE_IN_BRACKETS)
AGE = lazy(rf"{_AGE_IN_BRACKETS}|,\s*(?:aged\s+)?\d{{2}}(?=\s*(?:,|\.(?!\d)))|\s*\((?:[Rr]et(?:d|ired)?|Rtd)\.?\)")
SAYS = (
    r"(?:said|says|told|added|adds|noted|notes|stressed|explained|stated|declared|confirmed|insisted|warned|argued|"
    r"recalled|replied|wrote|remarked|emphasi[sz]ed|reiterated|recounted|commented|observed|concluded|urged|thanked|"
    r"praised|lauded|commended|hailed)"
)
_SPEAKS = lazy(rf"\s*,?\s+(?:also\s+|later\s+|then\s+|further\s+)?{SAYS}\b")
_SPOKEN = lazy(rf"(?:[,”\"’?!]\s*|\b){SAYS}\s+$")
_FAMILY = lazy(r"\b(?:his|her) (?:wife|husband|son|daughter|brother|sister|mother|father|widow)$")
# How many later places of a family name are looked at.
_SEEN_AGAIN = 8


def sign_of(
    text: str, one: Candidate, marks: PostMarks, alone: Mapping[int, Candidate], *, named: bool, comma: int | None
) -> Sign | None:
    """What shows a person of at least two words. named: after a word for people; comma: a place that ends before one.

    alone: the candidates of the passage by place.
    """
    if _AGE.match(text, one.end) or (AGE.match(text, one.end) and (one.known or _speaks_again(text, one, alone))):
        return "person: name with age", 0.9, one.end
    family = comma is not None and _FAMILY.search(text, max(0, comma - 20), comma)
    if (named and one.known) or family:
        return "person: name after a word for people", 0.8, one.end
    speaks = _SPEAKS.match(text, one.end) or _SPOKEN.search(text, max(0, one.start - 24), one.start)
    if speaks and (one.known or _speaks_again(text, one, alone)):
        return "person: name with a verb of speech", 0.8, one.end
    return _from_a_country(text, one, marks)


def _from_a_country(text: str, one: Candidate, marks: PostMarks) -> Sign | None:
    """``Anna Berg (Norway) said``: how the UN's press notes name delegates."""
    owner = marks.owner_by_start.get(one.end + 2) if text.startswith(" (", one.end) else None
    if owner is None or owner.kind != "country" or not text.startswith(")", owner.end):
        return None
    if not one.known and not _SPEAKS.match(text, owner.end + 1):
        return None
    return "person: name with country in brackets", 0.8, owner.end + 1


def _speaks_again(text: str, one: Candidate, alone: Mapping[int, Candidate]) -> bool:
    """The last word alone, further on, with a verb of speech or a possessive."""
    word, at = one.words[-1], one.end
    for _ in range(_SEEN_AGAIN):
        at = text.find(word, at)
        if at < 0:
            return False
        end = at + len(word)
        single = at in alone and len(alone[at].words) == 1
        if single and (_SPEAKS.match(text, end) or text[end : end + 2] in ("'s", "’s")):
            return True
        at = end
    return False
