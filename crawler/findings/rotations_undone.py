"""Steps and medals that did not come about: cancelled, put off, denied, failed, or only once planned. Pure."""

from __future__ import annotations

import re

from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span

_CALLED_OFF = (
    r"(?:cancel|postpon|delay|suspend|scrap|reject|block|prevent|halt|abandon|defer|shelv|aborted|prohibit|forb[aiy]d"
    r"|r[au]led\s+out|ruling\s+out|call(?:ed|s|ing)?\s+off|put(?:s|ting)?\s+off|refus|oppos|overturn|revers|stopp|thwart"
    r"|demand|urg|call(?:ed|s|ing)?\s+for|propos)"
)
_CLAUSE = lazy(
    r"[;:]|\s[-–—]{1,2}\s|,?\s\b(?:but|while|whereas|although|though|yet|because|since|after|before|until|when|as|so"
    r"|which|who|that)\s|,\s+and\s|\band\s+(?=(?:the|it|its|their|they|he|she|a|an|\d)\b)",
    re.IGNORECASE,
)
_ASIDE = lazy(r",\s+(?:which|who|whose|where|when)\b[^,;]*(?:,|$)|\([^()]*\)")
# Not yet, or no longer: right before the verb. "Before" and "if" open a clause of what has not happened.
_NOT = lazy(
    r"\b(?:not|never|yet\s+to|no|nobody|none|nor|neither|without|before|could|would|might|may|should|if|unless|until"
    r"|whether|n['’]t|cannot|can|instead\s+of|rather\s+than|no\s+longer"
    r"|(?:fail|refus|declin|threaten|want|wish)\w*\s+(?:\w+\s+)?to)\s+"
    r"(?:(?:have|has|had|be|been|being|yet|also|even|ever|\w+ly)\s+){0,3}(?:\w+\s+)?$",
    re.IGNORECASE,
)
# What was planned, not what is: whether it came about is not told.
_ONCE_PLANNED = lazy(
    r"\b(?:(?:was|were)\s+to|(?:was|were|had(?:\s+been)?)(?:\s+(?:once|first|originally|initially|also|already|all))*\s+"
    r"(?:planned|planning|due|scheduled|supposed|meant|expected|intended|set|slated|hoped|hoping|about|promised|pledged"
    r"|wanted|agreed)(?:\s+to)?)(?:\s+(?:be|have|been|\w+ly))*\s+$",
    re.IGNORECASE,
)
_ONCE_DUE = lazy(r"\b(?:was|were|had\s+been|been)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_DUE = lazy(r"due\b", re.IGNORECASE)
_WOULD_HAVE = lazy(r"\b(?:would|should|could|might)\s+(?:\w+\s+)?have\b|\bwere\s+to\s+have\b", re.IGNORECASE)
_DENIED = lazy(
    r"\b(?:(?:den(?:y|ies|ied|ying|ial)|refut\w+|dismiss\w+|rumou?r\w*|hoax|false|untrue|fabricated|unclear|unknown"
    r"|not\s+(?:known|true|clear))\b[^;.]{0,40}?\b(?:that|having|reports?|claims?|any|whether|when|if|of)"
    r"|no\s+plans?)\b",
    re.IGNORECASE,
)
_DENIED_AFTER = lazy(
    r",\s+(?:which|something|a\s+claim|a\s+report)\b[^;.]{0,60}\b(?:denied|denies|refuted|untrue|false)\b"
    r"|\b(?:is|are|was|were)\s+(?:false|untrue|a\s+hoax|fabricated|a\s+rumou?r)\b",
    re.IGNORECASE,
)
# A step told by a noun happens only if its own verb says so.
_NOUN = lazy(
    r"parades?|ceremon\w+|departure\b.*|arrival\b.*|farewell|send-?off|see-?off|handover|hand-over|repatriation\b.*"
    r"|withdrawal\b.*|transfer\b.*|homecoming|medal day|medal presentation|.*training",
    re.IGNORECASE,
)
_BEFORE_NOUN = lazy(rf"\b{_CALLED_OFF}\w*\s+(?:[\w'’-]+\s+){{0,7}}$", re.IGNORECASE)
# The order to come home is no coming home.
_ONLY_ORDERED = lazy(
    r"\b(?:order|decid|approv|request|authori[sz]|agree|announc)\w*\s+(?:[\w'’-]+\s+){0,4}$", re.IGNORECASE
)
_HOMEWARD = ("withdraw", "repatriat")
_AFTER_NOUN = lazy(
    rf"\b(?:was|were|is|are|has|have|had|been|be|being|got|stands?|remains?)(?:\s+(?:been|being|be|not|again|\w+ly))*\s+"
    rf"(?:{_CALLED_OFF}|held\s+up|in\s+doubt|uncertain|(?<=not\s)\w+)|\bdid\s+not\b",
    re.IGNORECASE,
)
_CHINESE_NOT = lazy(
    r"(?:未能|没有|沒有|没能|尚未|并未|並未|从未|從未|未曾|仍未|还未|未|不再|无法|無法|拒绝|拒絕|不会|不會|原定|原计划|原計劃|本应|本應|原拟)"
    r"[^，。；！？]{0,6}$"
)
_CHINESE_OFF = lazy(r"取消|推迟|推遲|延期|暂停|暫停|搁置|擱置|中止|否认|否認|不实|不實|谣言|謠言|辟谣|闢謠")


def undone(text: str, word: Span, sentence: Span) -> bool:
    """True where the words of a step or of a giving of medals tell what did not come about, in English."""
    (start, end), (first, last) = word, sentence
    stops = [stop.end() for stop in _CLAUSE.finditer(text, first, start)]
    low = stops[-1] if stops else first
    before, told = text[low:start], text[start:end]
    # "Before" and "until" belong to what they open.
    near = text[max(first, start - 40) : start]
    if _NOT.search(near) or _ONCE_PLANNED.search(near) or _WOULD_HAVE.search(before):
        return True
    if _DUE.match(told) and _ONCE_DUE.search(near):
        return True
    if _DENIED.search(text, first, start) or _DENIED_AFTER.search(text, end, last):
        return True
    if not _NOUN.fullmatch(told.split(maxsplit=1)[-1]) and not _NOUN.fullmatch(told):
        return False
    if told.lower().startswith(_HOMEWARD) and _ONLY_ORDERED.search(before):
        return True
    behind = _ASIDE.sub(" ", text[end:last])
    stop = _CLAUSE.search(behind)
    return bool(_BEFORE_NOUN.search(before) or _AFTER_NOUN.search(behind[: stop.start()] if stop else behind))


def undone_chinese(text: str, word: Span, sentence: Span) -> bool:
    """The same in Chinese, by the part of the sentence between commas."""
    (start, end), (first, last) = word, sentence
    low = max(first, *(text.rfind(sign, first, start) + 1 for sign in "，,；"))
    high = min([last, *(place for sign in "，,；" if (place := text.find(sign, end, last)) >= 0)])
    return bool(_CHINESE_NOT.search(text, low, start) or _CHINESE_OFF.search(text, low, high))
