"""Whether a day told without its year lies behind or ahead, by the verb that governs it, in English. Pure.

Where the words settle nothing (a present, an infinitive, "until 30 September"), neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span

PAST, FUTURE = "past", "future"
_WOULD, _OPEN, _NOW, _IS, _SPOKE, _INFINITIVE = "would", "open", "now", "is", "spoke", "infinitive"

_ONCE = lazy(r"(?:planned|scheduled|expected|intended|projected|slated)\b")
_ADVERBS = r"(?:\s+(?:not|also|all|then|soon|now|only|both|always|already|since|just|officially|[a-z]+ly))*"
# Past forms that do not end in -ed.
_IRREGULAR = (
    "left|hurt|came|went|took|flew|fell|lost|held|gave|got|sent|saw|began|met|found|made|paid|hit|shot|struck|broke|built"
    "|brought|fought|led|won|stood|was|were|had|did|became|ran|sank|drew|drove|grew|kept|laid|bore|blew|bade|taken"
    "|given|slain|thrown|shown|seen|done|gone|withdrew|withdrawn|undertook|overran|rose|set\\s+(?:off|out|up)"
)
_SPEAKING = (
    "said|told|wrote|spoke|announced|reported|added|stated|noted|confirmed|declared|tweeted|posted|saying|adding"
    "|telling"
)
_NO_VERB = (
    "[Uu]nited|hundred|indeed|need|seed|speed|feed|breed|embed|exceed|proceed|succeed|red|bed|shed|based|armed|unarmed"
    "|uniformed|experienced|alleged|unprecedented|limited|combined|skilled|dedicated|continued|sacred|hatred|deed"
    "|related|interested|supposed|agreed|ordered|urged|asked|demanded|decided|[A-Z]?[a-z]*(?:amed|ammed|aled|aeed|aleed)"
)
_MEANT = "planned|scheduled|expected|intended|projected|slated|due|set|poised|likely|bound|ready|preparing|going"
_MEANS = "plans?|planning|intends?|aims?|hopes?|expects?|pledges?|vows?"
_VERB = lazy(
    rf"(?<![\w’'-])(?:(?P<open>(?:was|were|had\s+been|had|been){_ADVERBS}\s+(?:(?:{_MEANT})\b(?:\s+to\b)?|to\b)"
    r"(?:\s+(?:be\s+)?\w+)?"
    rf"|(?:would{_ADVERBS}\s+have|could|may|might|cannot|can|should){_ADVERBS}(?:\s+(?:be|have))?(?:\s+been)?\s+\w+"
    rf"|(?:is|are|be|being|am){_ADVERBS}\s+(?!{_MEANT})[a-z]+ed"
    r"|agreed|ordered|urged|asked|demanded|decided)"
    # The verb that it rules goes with it: "will be deployed" is no past.
    rf"|(?P<future>(?:will|shall|won['’]t|must|(?:is|are|has|have|needs?)\s+to){_ADVERBS}(?:\s+(?:be|have|been))*\s+\w+"
    rf"|(?:{_MEANT}|{_MEANS})\s+(?:to|for|on|in)\b(?:\s+(?:be\s+)?[a-z]+)?|(?<=the\s)planned)"
    r"|(?P<meant>planned|scheduled|expected|intended|projected|slated|coming|upcoming|postponed|rescheduled)"
    rf"|(?P<would>would{_ADVERBS}(?:\s+be)?\s+\w+)"
    rf"|(?P<past>(?:has|have|having){_ADVERBS}\s+(?:been|[a-z]+ed|{_IRREGULAR})|{_IRREGULAR}"
    rf"|(?!(?:{_NO_VERB}|{_SPEAKING})(?!\w))[A-Za-z][a-z]+ed)"
    rf"|(?P<spoke>{_SPEAKING})|(?P<infinitive>to\s+(?:be\s+)?[a-z]+)|(?P<is>is|are|has|have)"
    r"|(?P<now>ends|expires?|begins?|starts?|takes?|flies|sends|deploys|joins|becomes|receives|gets|withdraws|pulls|launches|hands|sets|runs|lasts|leaves|returns|arrives|departs|falls|continues"
    r"|remains?|opens|closes|meets|goes|comes|marks|celebrates|concludes|finishes|hosts))(?![\w’'-])"
)
# "To South Sudan", "to peacekeepers", "to base": no infinitive.
_NO_INFINITIVE = lazy(
    r"to\s+(?:the|an?|its|their|his|her|this|that|base|camp|duty|work|service|fire|action|hospital|\w+ing|\w+s)\b"
)
_ATTRIBUTE_BEFORE = lazy(
    r"(?:\b(?:the|an?|its|their|his|her|of|for|this|these|those|some|two|three|more|new|many|several)|\d|['’]s)\s+$"
)
_ATTRIBUTE_AFTER = lazy(
    r"\s+(?!(?:in|on|at|by|to|from|for|with|during|after|before|when|while|as|and|or|near|outside|inside|off|over|out"
    r"|an?|the|its|their|his|her|last|this|that|under|since|around|about|across|into|more|some|dozens)\b)[a-z]"
)
_CLAUSE = lazy(
    r"[;:—]|\s[-–]{1,2}\s|,\s+(?:and|but|or|so|yet)\s|,?\s\b(?P<word>that|which|who|whom|whose|where|while|when|because"
    r"|although|though|whereas|but|after|before)\s",
    re.IGNORECASE,
)
_ASIDE = lazy(r",\s+(?:which|who|whose|where|when|led|part)\b[^,;]*(?:,|$)")
_SINCE = lazy(r"\b(?:since(?:\s+(?:the|early|late|mid|its|\w+ing))*|as\s+(?:of|at))\s+$", re.IGNORECASE)
_RANGE = lazy(r"\b(?:from|between)\s+[\w .]{1,20}\s+(?:to|and)\s+$", re.IGNORECASE)
_EDGE = lazy(
    r"\b(?:until|till|by|for|to|through|from|starting|beginning|effective|before|after|of|dated|than|towards?)\s+"
    r"(?:the\s+)?(?:end\s+of\s+|start\s+of\s+|early\s+|late\s+|mid-?)?$",
    re.IGNORECASE,
)
_THE = lazy(r"(?:\b(?:the|an?|its|this|that|deadly)|\w['’]s|s['’])\s+$", re.IGNORECASE)
_NOUN = lazy(r"\s+(?P<noun>[a-z][\w-]*(?:\s+[a-z][\w-]*)?)")
_HAPPENED = (
    "attacks?|ambush(?:es)?|killings?|blasts?|explosions?|massacres?|raids?|(?:air)?strikes?|assaults?|incidents?"
    "|bombings?|crash(?:es)?|shelling|coup|clash(?:es)?|deaths?|accidents?|murders?|earthquake|invasion|shooting"
)
_EVENT = lazy(rf"(?:[\w-]+\s+)?(?:{_HAPPENED})\b", re.IGNORECASE)
_EVENT_BEFORE = lazy(rf"\b(?:{_HAPPENED})\s+(?:on|of|in)\s+(?:the\s+)?$", re.IGNORECASE)
# "According to a statement on Friday": when it was said, whatever was said.
_ACCORDING = lazy(r"\b(?:according\s+to|citing)\s+(?:[\w’'.-]+\s+){1,9}?(?:on\s+)?$", re.IGNORECASE)
# "Discussed the vote on 30 September", but "voted in a session on 30 September".
_TO_COME = lazy(
    r"\b(?:elections?|vote|polls?|referendum|deadline|expiry|expiration|end|renewal|withdrawal|departure|summit"
    r"|conference|session|anniversary|inauguration|closure)\s+(?:on|in|of|for)\s+$",
    re.IGNORECASE,
)
_FOR = lazy(
    r"\bfor\s+(?:an?\s+|the\s+|its\s+|their\s+)?(?:[\w-]+\s+){0,2}?(?:parade|ceremony|deployment|exercise|rotation|departure"
    r"|mission|meeting|visit|course|event|trip|elections?|vote|session|summit|handover)\s+(?:on|in)\s+$",
    re.IGNORECASE,
)
# What was extended or asked for lasts until a day to come; "had lost by" looks back.
_EXTENDED = lazy(
    r"\b(?:extend|renew|prolong|authori[sz]|lengthen)ed\b[^;.]{0,80}\b(?:until|till|to|through|ending|expiring)\s+"
    r"(?:the\s+)?(?:end\s+of\s+)?$",
    re.IGNORECASE,
)
_LEAVE_BY = lazy(r"\bto\s+[a-z]+\b[^;.,]{0,40}\bby\s+(?:the\s+)?(?:end\s+of\s+)?$", re.IGNORECASE)
_BY_FIRST = lazy(r"\W*by\s+(?:the\s+)?(?:(?:end|start|beginning|middle)\s+of\s+)?$", re.IGNORECASE)
_AT_IT = lazy(
    r"\b(?:at|in|during|after|with)\s+(?:an?\s+|the\s+|its\s+|their\s+)?(?:[\w-]+\s+){0,2}\w+\s+(?:on|in)\s+$",
    re.IGNORECASE,
)
_YEARLY = lazy(r"\b(?:every|each|annual(?:ly)?|yearly)\b", re.IGNORECASE)
_ON = lazy(r"(?:^|[\s,])(?:on|in|by|early|late|earlier)\s*(?:the\s+)?$", re.IGNORECASE)
_FRONT = lazy(r"[\W_]*(?:(?:on|in|by|early|late|earlier|and|but|then|however|also)[\W_]*)*$", re.IGNORECASE)
_ENCLOSED = lazy(r"[)\]]|\.?\s*(?:\([^()\n]{1,40}\)\s*)?(?:--|—|–\s|-\s|/)")
# So far from its verb, in signs, a day may stand.
FAR = 160
# Words that end where the day begins are no longer than this, so that only so much is searched for them.
_TAIL = 96
# So much behind a day is read of a sentence that never ends.
_WHOLE = 600


class _Verb(NamedTuple):
    kind: str
    start: int
    end: int


def tense(text: str, day: Span, sentence: Span) -> str | None:
    """Of a day in its sentence: PAST, FUTURE, or None where the words do not settle it."""
    start, end = day
    # "On Friday" and "the 3 March" are days with the word before them.
    inner = start + next((len(word) for word in ("on ", "the ") if text[start:end].lower().startswith(word)), 0)
    before = text[max(sentence[0], start - FAR) : inner]
    if _ENCLOSED.match(text, end) or _is_yearly(text, sentence):
        return None
    verb = _governing(text, before, end, sentence[1])
    if _closes(_EVENT_BEFORE, before) or _ACCORDING.search(before):
        return PAST
    if _closes(_SINCE, before):
        return None if verb == FUTURE else PAST
    if _closes(_THE, before) and (noun := _NOUN.match(text, end, sentence[1])):
        return PAST if _EVENT.match(noun["noun"]) else None
    if verb == PAST and not _RANGE.search(before):
        return _what_was(before)
    return FUTURE if verb is None and _LEAVE_BY.search(before) else verb


@lru_cache(maxsize=2)
def _is_yearly(text: str, sentence: Span) -> bool:
    """Of a sentence, which may hold very many days."""
    return _YEARLY.search(text, *sentence) is not None


def _closes(words: re.Pattern[str], before: str) -> re.Match[str] | None:
    """Words that stand right before a day."""
    return words.search(before, max(0, len(before) - _TAIL))


def _what_was(before: str) -> str | None:
    """The tense of a day that a verb of the past rules, by the words between them."""
    if _EXTENDED.search(before):
        return FUTURE
    if _BY_FIRST.match(before):
        return PAST
    coming = _closes(_FOR, before) or (_closes(_TO_COME, before) and not _closes(_AT_IT, before))
    return None if coming or _closes(_EDGE, before) else PAST


def _governing(text: str, before: str, end: int, last: int) -> str | None:
    """The tense of the last verb before the day in its clause; where it opens the clause, of the first behind it."""
    stops = [stop for stop in _CLAUSE.finditer(before) if before[stop.end() :].strip()]
    clause = before[stops[-1].end() :] if stops else before
    verbs = list(_verbs(clause))
    while not verbs and stops and (stops[-1]["word"] or "").lower() in ("after", "before"):
        # "Left after a parade on 3 May": no clause, so the verb before it rules the day.
        stops.pop()
        clause = before[stops[-1].end() if stops else 0 :]
        verbs = list(_verbs(clause))
    whole = f"{before} {text[end : min(last, end + _WHOLE)]}"
    if verbs:
        # "Cancelled the parade planned for 15 May": it was planned once.
        once = _ONCE.match(clause, verbs[-1].start) and any(verb.kind == PAST for verb in verbs[:-1])
        return None if once else _tense(verbs[-1], whole)
    ranged = _RANGE.search(clause)
    if (_closes(_EDGE, clause) and not _BY_FIRST.match(clause) and not ranged) or not (
        ranged or _BY_FIRST.match(clause) or _FRONT.match(clause) or _closes(_ON, clause)
    ):
        return None
    return _behind(text[end : min(last, end + FAR)], whole)


def _behind(words: str, whole: str) -> str | None:
    """The tense of the first verb of the clause that goes on behind the day."""
    words = _ASIDE.sub(" ", words)
    stop = _CLAUSE.search(words)
    words = words[: stop.start()] if stop else words
    verbs = list(_verbs(words))
    if not verbs:
        return None
    first, *further = verbs
    # "30 September is the date, the army said" and "the force deployed in 1978 leaves": no verb of the day.
    tail = first.kind == _SPOKE and "," in words[: first.start].strip().removeprefix(",")
    participle = first.kind == PAST and any(verb.kind in (_NOW, FUTURE) for verb in further)
    return None if tail or participle else _tense(first, whole)


def _tense(verb: _Verb, sentence: str) -> str | None:
    if verb.kind in (PAST, FUTURE):
        return verb.kind
    if verb.kind == _SPOKE:
        return PAST
    kinds = [one.kind for one in _verbs(sentence)]
    # "The army said that it would leave"; "Ghana to send 850 in March" as a headline.
    if (verb.kind == _WOULD and _SPOKE in kinds) or (verb.kind == _INFINITIVE and len(kinds) == 1):
        return FUTURE
    return None


def _verbs(clause: str) -> Iterator[_Verb]:
    for match in _VERB.finditer(clause):
        kind = match.lastgroup or _OPEN
        if kind == _INFINITIVE and _NO_INFINITIVE.match(clause, match.start()):
            continue
        attribute = (
            kind == PAST
            and match.group().endswith("ed")
            and _ATTRIBUTE_BEFORE.search(clause, max(0, match.start() - _TAIL), match.start())
            and _ATTRIBUTE_AFTER.match(clause, match.end())
        )
        if not attribute:
            yield _Verb(kind, *match.span())
