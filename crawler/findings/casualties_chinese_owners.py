"""Whose people a Chinese number of victims are where no word beside it says so: 该国有3名士兵阵亡. Pure."""

from __future__ import annotations

from crawler.findings.casualties_groups import COUNTRY
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy

_OWN = lazy(r"(?P<its>该国|該國|本国|本國)[^，。；\d]{0,6}\Z|(?:通报|通報|损失|損失|失去)(?:了)?\Z")
_OWN_REACH = 14
_BODY = lazy(r"(?:国防部|國防部|国防军|國防軍|军方|軍方|军队|軍隊|陆军|陸軍|武装部队|武裝部隊|政府|总参谋部)?")


def speaker(passage: Passage, begin: int, place: int) -> str | None:
    """The country that tells of its own people before a number: 马拉维军方说，该国有3名士兵阵亡; 国防部通报1人."""
    own = _OWN.search(passage.text, max(begin, place - _OWN_REACH), place)
    if own is None:
        return None
    marks = [
        one for one in passage.within(begin, own.start(), COUNTRY) if own["its"] or one.end > own.start() - _OWN_REACH
    ]
    last = marks[-1] if marks else None
    if last is None or (own["its"] is None and not _BODY.fullmatch(passage.text, last.end, own.start())):
        return None
    return last.value
