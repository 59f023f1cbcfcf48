"""Whether a day told without its year lies behind or ahead, by the words beside it, in Chinese. Pure."""

from __future__ import annotations

from crawler.findings.days_tense import FUTURE, PAST
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span

# What happened by its word alone, what did where no word makes it a plan, and what is to come.
_CUE = lazy(
    r"(?P<future>即将|即將|[将將](?![军軍士领領官其近至])|拟|擬|(?<=[队隊团團国國军軍方府部人兵员員])(?:计划|計劃|准备|準備|打算)"
    r"|(?:计划|計劃|拟定|安排)[于於在]"
    r"|预计|預計|有望|定于|定於|会在|會在)"
    r"|(?P<open>到期|届满|屆滿|期满|期滿|为止|為止|[可能需应應请請若]|如果)"
    r"|(?P<past>了(?!解)|已|曾|牺牲|犧牲|遇难|遇難|遇袭|遇襲|受伤|受傷|负伤|負傷|死亡|身亡|丧生|喪生|殉职|殉職|阵亡|陣亡"
    r"|遭|抵达|抵達|启程|啟程|出发|出發|离开|離開|返回|回国|回國|归来|歸來|凯旋|凱旋|表示|宣布|通报|通報|报道|報道"
    r"|发表|發表|透露|证实|證實|指出|[称稱说說](?!号)|完成|发生|發生|成立)"
)
_BEFORE = lazy(
    r"(?P<past>截至|截止到?|自从|自從|自|曾于|已于|曾在|已在)$"
    r"|(?P<future>将于|將於|将在|將在|拟于|定于|定於|下个?|下個)$|(?P<edge>[至到从從])$"
)
_AFTER = lazy(
    r"\s*(?:(?P<past>以来|以來|起至今|的?(?:袭击|襲擊|爆炸|空袭|伏击|冲突|事件|坠机|地震))"
    r"|(?P<edge>之前|以前|前(?![往线線])|到期|届满|屆滿|为止|為止|[（(]|电|電|讯|份?的|[至到—~～-]))"
)
_COMMA = "，,、"
_YEARLY = "每年"


def tense(text: str, day: Span, sentence: Span) -> str | None:
    """Of a day in its sentence: PAST, FUTURE, or None where the words do not settle it."""
    start, end = day
    if _YEARLY in text[slice(*sentence)]:
        return None
    before, after = _BEFORE.search(text, max(sentence[0], start - 4), start), _AFTER.match(text, end, sentence[1])
    if after is not None and after["past"]:
        return PAST
    if before is not None and (before["past"] or before["future"]):
        return PAST if before["past"] else FUTURE
    told = _told(text, day, sentence)
    return None if told == PAST and (before is not None or after is not None) else told


def _told(text: str, day: Span, sentence: Span) -> str | None:
    """Of the words before the day in its part of the sentence, and of the first behind it that tells a tense.

    A day with a comma behind it opens the sentence, and is ruled by the next part.
    """
    low = max([sentence[0], *(text.rfind(sign, sentence[0], day[0]) + 1 for sign in _COMMA)])
    before = list(_CUE.finditer(text, low, day[0]))
    # "将于下周一（9月30日）": words of what is to come stand before the verb, and rule all behind them.
    if any(cue["future"] for cue in before):
        return FUTURE
    if _AFTER.match(text, day[1], sentence[1]) is None:
        for cue in _CUE.finditer(text, day[1], _part_end(text, day[1], sentence[1])):
            return FUTURE if cue["future"] else PAST if cue["past"] else None
    return PAST if before and before[-1]["past"] else None


def _part_end(text: str, start: int, last: int) -> int:
    """Where the part of the sentence ends that a day at start belongs to."""
    if start >= last or text[start] in _COMMA:
        return last
    return next((place for place in range(start, last) if text[place] in _COMMA), last)
