"""The part of a country in an operation, from the words round its name: contributor, host or neither. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.findings.gazetteer import COUNTRY, PEOPLE
from crawler.findings.passage import Mark, Passage
from crawler.findings.patterns import lazy

CONTRIBUTOR, HOST, OTHER = "contributor", "host", "other"
ROLE = "role"
UNIT, SENDS, SERVES, RANKS, CAME = "unit", "sends", "serves", "ranks", "came"
# Role, end of the words it rests on, and rule.
Part = tuple[str, int, str]
_OF_SERVICE = frozenset((UNIT, SENDS, SERVES))
# In signs: how far behind and before a name its words may stand, and how much of a long sentence is looked at.
AFTER_REACH, BEFORE_REACH, SENTENCE_REACH = 48, 64, 400
_GOVERNING = r"(?:and|or|with|in|to|of|at|by|from|who|which|that|where|while)"
_WORDS_BETWEEN = lazy(rf"(?:['’]s?)?[\s-]+(?:(?!{_GOVERNING}\b)[\w'’-]+[\s-]+){{0,3}}")
_OWNED_BETWEEN = lazy(
    rf"['’]s?[\s-]+(?:(?!{_GOVERNING}\b)[\w'’-]+[\s-]+){{0,4}}|\s(?:(?!{_GOVERNING}\b)[\w'’-]+\s){{0,1}}"
)
_AUXILIARIES = lazy(
    r"[\s,]+(?:(?:which|who|has|have|had|is|was|will|also|first|currently|now|already|be|been|again|once|since|alone|a|ha|saat|ini|"
    r"actuellement|aujourd['’]hui|hoy|actualmente|ainda|hoje|telah|сейчас|ныне|still)\s+){0,3}"
)
_HAS = lazy(
    r"(?:['’]s)?(?:,? with|,? (?:still |now |currently |alone |already )?"
    r"(?:has|have|had|fields?|keeps?|with|maintains?|runs?|tiene|mantiene|a|compte|mantém|tem|memiliki))"
    r"\s+(?:(?:about|some|around|nearly|almost|over|more than|close to|just|only|up to)\s+)?(?:\d[\d.,\s]{0,14}\d|\d)"
    r"(?=[,.;)]|\s+and\b|(?:\s+[\w-]+){0,3}?\s+(?:peace|troops|soldiers|police|personnel|blue|men|women|people|officers|"
    r"soldats|militaires|soldados|efectivos|militares|personel|observers|members|of them|there|in))",
    re.IGNORECASE,
)
# The names of what they go to follow a preposition, with few words between.
_TOWARDS = lazy(
    r"(?:\b(?:to|in|into|across|inside|for|au|aux|en|à|al|no|na|nos|nas|em|di|ke|в|во|на|у|до|para|hacia|vers|pour|ao|aos)\s+"
    r"(?:the\s+|la\s+|le\s+|les\s+|el\s+|los\s+|os\s+|o\s+|a\s+|l['’])?"
    r"|\bmissions?,?\s+(?:from|such as|like|notably in|among them)\s+(?:the\s+)?"
    r"|\b(?:to|in|into|across)\s+(?:[\w'’-]+\s+){0,3}(?:countries|states|nations|missions|places|areas|regions)"
    r"(?:\s+(?:and|or)\s+(?:countries|states|nations|missions|places|areas|regions|territories))?,?"
    r"\s+(?:including|such as|like|among them|notably)\s+(?:the\s+)?"
    r"|\b(?:to|in|into|across|inside|for)\s+"
    r"(?:(?!(?:to|in|into|from|by|of|with|between|against|where|while|when|who|which|and|its|their|is|was)\b)[\w'’-]+\s+){1,4}|(?:في|إلى|الى)\s*(?:(?:جنوب|شمال|شرق|غرب|جمهورية)\s+)?|(?<!\w)[بل])$",
    re.IGNORECASE,
)
# A place that is no country may open a row: to Abyei, Cyprus and Lebanon. Before a single name it is a city of it.
_TOWARDS_PLACE = lazy(r"\b(?:to|in|into|across)\s+(?:the\s+)?[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?,\s+(?:the\s+)?$")
_SERVED_THERE = lazy(
    r"\b(?:killed|wounded|injured|hurt|died|attack\w*|ambush\w*|patrol\w*|based|stationed|deployed|"
    r"serv(?:e|es|ed|ing)|camp)\b",
    re.IGNORECASE,
)
# Soldiers come back from where they served.
_LEAVES = lazy(
    r"\b(?:withdr[ae]w\w*|pull(?:s|ed|ing)?|leav(?:e|es|ing)|left|return\w*|came back|coming back|back|home|"
    r"repatriat\w*|evacuat\w*|exit\w*|retir\w+|rentr\w+|regres\w+|revien\w+|vuelt\w+|volt\w+|pulang|kembali|вернул\w*|вернут\w*|"
    r"вывод\w*|вывел\w*|повернул\w*)\b",
    re.IGNORECASE,
)
_OUT_OF = lazy(
    r"(?:\b(?:from|de|du|des|del|do|da|dos|das|dari|asal|из|с|со|з|із)\s+(?:the\s+|la\s+|le\s+|el\s+|l['’])?"
    r"|\bd['’]|من\s*)$",
    re.IGNORECASE,
)
_NUMBER_FROM = lazy(
    r"\d[\d,. ]*(?:\s+(?:each|or so|soldiers|people))?\s+(?:from|de|dari|из)\s+(?:the\s+)?$", re.IGNORECASE
)
_BY = lazy(
    r"\b(?:by|with|of|including|from|dont|notamment|entre ellos|:)?\s*(?:the\s+|la\s+|le\s+|el\s+|both\s+|mainly\s+)?$",
    re.IGNORECASE,
)
_COMPARED = lazy(r"\b(?:ahead of|after|behind|followed by|before|than|besides)\s+(?:the\s+)?$", re.IGNORECASE)
_ADJECTIVE_BEHIND = lazy(r"[\s-]+(?:[\w-]+\s+)?(?:ال)?", re.IGNORECASE)
_ITS_BETWEEN = lazy(r"\s(?:[\w'’-]+\s){1,5}(?:its|their)\s(?:[\w-]+\s){0,2}")
_RANKED = lazy(
    r"[\s,]+(?:(?:is|was|are|were|among|by far|together|remains?|remained|became|as|has|have|been|retain\w*|kept|"
    r"held|its|place|the|a|world['’]s|continent['’]s|[\w-]*(?:largest|biggest)|"
    r"top|(?:topped|tops|headed|heads)\s+the\s+(?:list|table)\s+of|(?:troop|police)\s+and|leading|main|number|one|single|second|third|fourth|"
    r"fifth|most|important|est|le|la|el|es|mayor|premier|plus|grand|gros|troop|police)[\s-]+){0,10}",
    re.IGNORECASE,
)
# What soldiers do who are a party, and no peacekeepers: Israeli troops fired; not: soldiers killed in Lebanon.
_HOSTILE = lazy(
    r"\s+(?:(?:also|then|again|have|had|has|reportedly)\s+){0,2}(?:fir(?:e|es|ed|ing)|opened fire|"
    r"attack(?:s|ed|ing)|shell(?:s|ed|ing)|str(?:ikes?|uck)|"
    r"bomb(?:s|ed|ing)|invad(?:es|ed|ing)|raid(?:s|ed|ing)|advanc(?:es|ed|ing)|storm(?:s|ed|ing)|"
    r"seiz(?:es|ed|ing)|fought|overran|besieg(?:es|ed|ing)|killed|crossed|entered|occup(?:y|ies|ied))"
    r"\b(?!\s+(?:by|in|near|while|when|during|last|this|on)\b)",
    re.IGNORECASE,
)
_CHINESE_HOSTILE = lazy(
    "(?:在.{1,8}?|向.{1,8}?|再次|又)?(?:炮击|袭击|空袭|轰炸|开火|入侵|占领|打死|炮轰|打击|扣押|越过)"
)
_BETWEEN = {SENDS: _AUXILIARIES, RANKS: _RANKED}
_NOUN_BEFORE = lazy(
    r"(?:\b(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|of the|all|other|many|some|are|is|were)"
    r"|[\d.,]+\d|\d|\w+(?:teen|ty)(?:-\w+)?)\s+$",
    re.IGNORECASE,
)
_NOUN_AFTER = lazy(
    r"\s*(?:[,.;:)]|$|(?:and|or|who|was|were|is|are|have|has|had|died|still|in|at|on|from|with|among|suffered|sirv\w+|em|"
    r"служ\w+|en)\b)"
)
_CHINESE_GIVES = lazy(
    r"(?:军队|军人|政府|人民解放军|公安机关)?第.{1,4}[批支]|(?:军队|军人|政府|人民解放军|公安机关)?"
    r"(?:已|共|累计|先后|再次|首次|将|又|目前){0,6}(?:在.{1,8}?|向[^。；]{1,28}?)?(?:派出|派遣|选派|出动|派驻|部署)"
    r"|(?:第.{1,4}批|首批|赴.{1,12}?)?(?:籍|方)?(?:维和|維和|官兵|军人|军队|士兵|警察|防暴|分队|步兵营|工兵|医疗队|直升机|部队|蓝盔|"
    r"藍盔|营|軍|军官|警官|中士|下士|上校|中校|少校|少将|学员|參謀|观察员)"
    r"|(?:分列|(?:排名|位列|名列|位居|居|排)(?:第|首|榜首))|是.{0,8}(?:出兵国|出警国|出兵國|派遣国)|以\d+(?:\.\d+)?万?(?:余|多)?人|佔\d+|占\d+(?:\.\d+)?人"
)
_CHINESE_TO = lazy(
    r"(?:赴|驻|駐|派往|派赴|派驻|前往|援|抵达|开赴|进驻|驻扎|部署在|部署到|派到)(?:联合国)?(?:驻)?[^，。；、]{0,6}$"
)
_CHINESE_TOWARDS = lazy(r"(?:向|在|于|到)(?:联合国)?$")
_CHINESE_SENT_THERE = lazy(
    r"[^，。；]{0,16}?(?:派出|派遣|派驻|部署|执行|任务区|参加|服役|服務|执勤|维和|遇袭|遭|牺牲|殉职|受伤|巡逻|遇难)"
)
_CHINESE_FROM = lazy(r"(?:来自|來自|出自)(?:于)?$")
_CHINESE_AFTER_HOST = lazy(r"(?:维和|維和|任务区|特派团|稳定团|临时部队|部队|支助)")
# Where the language writes the adjective behind its noun.
_NOUN_FIRST = ("fr", "es", "pt", "it", "id", "ar")
# The Bengali ending of the place where something is.
_BENGALI_IN = lazy("(?:ে|য়|তে)$")


def part_of_row(passage: Passage, row: Sequence[Mark], hosts: set[str], language: str) -> list[Part]:
    """The part of each country of a row: what stands before the first and behind any of them counts for all."""
    first = row[0]
    start, end = passage.sentence(first.start)
    start, end = max(start, first.start - SENTENCE_REACH), min(end, row[-1].end + SENTENCE_REACH)
    cues = list(passage.within(start, end, ROLE))
    if passage.chinese:
        return _chinese(passage, row, hosts, passage.text[max(start, first.start - 16) : first.start], cues)
    if language == "bn" and cues and _BENGALI_IN.search(passage.text, row[-1].start, row[-1].end):
        return [(HOST, mark.end, "country: where to") for mark in row]
    head = passage.text[max(start, first.start - BEFORE_REACH) : first.start]
    given = [_gives(passage, mark, head if mark is first else "", cues, end) for mark in row]
    if any(given):
        rule = "country: what it gives"
        if not _strong(passage, row[-1], max(given)):
            if _HOSTILE.match(passage.text, max(given)):
                return [_alone(mark, hosts) for mark in row]
            weak = {mark.value for mark in row} <= hosts
        else:
            weak = False
        role = HOST if weak else CONTRIBUTOR
        return [
            (role, reach or mark.end, rule if reach else "country: in a row")
            for mark, reach in zip(row, given, strict=True)
        ]
    before = _before(passage, row, head, cues, language)
    if before is None and first.kind == PEOPLE and first.value not in hosts:
        before = _of_people(passage, row, head, cues)
    if before is not None:
        return [(before[0], mark.end, before[1]) for mark in row]
    return [_alone(mark, hosts) for mark in row]


def _alone(mark: Mark, hosts: set[str]) -> Part:
    if mark.value in hosts:
        return HOST, mark.end, "country: of a mission named"
    return OTHER, mark.end, "country: named"


def _gives(passage: Passage, mark: Mark, head: str, cues: Sequence[Mark], limit: int) -> int:
    """Where the words end that make it a contributor; 0 where there are none."""
    text, country = passage.text, mark.kind == COUNTRY
    if country and (has := _HAS.match(text, mark.end, limit)):
        return has.end()
    for cue in cues:
        if cue.start < mark.end:
            continue
        if cue.start > mark.end + AFTER_REACH:
            break
        if cue.value == UNIT:
            if country and _ITS_BETWEEN.fullmatch(text, mark.end, cue.start):
                return cue.end
            if (_OWNED_BETWEEN if country else _WORDS_BETWEEN).fullmatch(text, mark.end, cue.start):
                place = country and text[mark.end] == " " and (_TOWARDS.search(head) or _OUT_OF.search(head))
                return 0 if place else cue.end
        elif country and (between := _BETWEEN.get(cue.value)) and between.fullmatch(text, mark.end, cue.start):
            return cue.end
    return 0


def _strong(passage: Passage, mark: Mark, reach: int) -> bool:
    """True for words that only a contributor gives; a host has soldiers and police of its own."""
    given = passage.text[mark.end : reach].lower()
    return any(
        word in given for word in ("peace", "blue", "contingent", "battalion", "sent", "deploy", "contribut", "casque")
    )


def _before(
    passage: Passage, row: Sequence[Mark], head: str, cues: Sequence[Mark], language: str
) -> tuple[str, str] | None:
    """What the words before say, or None."""
    mark = row[0]
    near = [cue for cue in cues if mark.start - BEFORE_REACH <= cue.start and cue.end <= mark.start]
    if mark.kind == COUNTRY and (said := _before_name(passage, row, head, cues, near)):
        return said
    if language in _NOUN_FIRST:
        unit = next((cue for cue in reversed(near) if cue.value == UNIT), None)
        if unit is not None and _ADJECTIVE_BEHIND.fullmatch(passage.text, unit.end, mark.start):
            return CONTRIBUTOR, "country: its unit"
    return None


def _before_name(
    passage: Passage, row: Sequence[Mark], head: str, cues: Sequence[Mark], near: Sequence[Mark]
) -> tuple[str, str] | None:
    """What stands before a country's name: so many from it, where to, a list of those who come, a comparison."""
    text, mark = passage.text, row[0]
    if _NUMBER_FROM.search(head[-32:]):
        return CONTRIBUTOR, "country: so many from it"
    owner = text[mark.end : mark.end + 2] in ("'s", "’s")
    serving = not owner and any(cue.start < mark.start and cue.value in _OF_SERVICE for cue in cues)
    if serving and (_TOWARDS.search(head[-48:]) or _is_there(head, row)):
        return HOST, "country: where to"
    came = next((cue for cue in reversed(near) if cue.value == CAME), None)
    if came is not None and _BY.fullmatch(text, came.end, mark.start) and _is_of_people(passage, row, cues):
        return CONTRIBUTOR, "country: they come from it"
    if any(cue.value == UNIT for cue in near[-2:]) and _OUT_OF.search(head[-16:]):
        left = bool(_LEAVES.search(head))
        return (HOST, "country: where they leave") if left else (CONTRIBUTOR, "country: peacekeepers from it")
    ranked = any(cue.value == RANKS for cue in cues) and _COMPARED.search(head[-20:])
    return (CONTRIBUTOR, "country: ranked as a contributor") if ranked else None


def _is_there(head: str, row: Sequence[Mark]) -> bool:
    """True for ``killed in Kidal, Mali`` and ``to Abyei, Cyprus and Lebanon``; not for ``in Geneva, Switzerland``."""
    return bool(_TOWARDS_PLACE.search(head)) and (len(row) > 1 or bool(_SERVED_THERE.search(head)))


def _is_of_people(passage: Passage, row: Sequence[Mark], cues: Sequence[Mark]) -> bool:
    """True where the sentence has people who may come from somewhere."""
    start = max(passage.sentence(row[0].start)[0], row[0].start - SENTENCE_REACH)
    return any(cue.value in _OF_SERVICE for cue in cues) or any(passage.within(start, row[0].start, PEOPLE))


def _of_people(passage: Passage, row: Sequence[Mark], head: str, cues: Sequence[Mark]) -> tuple[str, str] | None:
    """``three of the Romanians``, ``722 are Kenyans``, ``half of it is Turkish``: members of a force."""
    word = passage.text[row[0].start : row[0].end]
    plural = word.isascii() and word.endswith("s") and not word.endswith("ss")
    if not plural and not _NOUN_AFTER.match(passage.text, row[-1].end):
        return None
    if _NOUN_BEFORE.search(head[-24:]):
        return CONTRIBUTOR, "country: its people"
    if plural and head.lower().endswith("the ") and any(cue.value in (UNIT, SENDS) for cue in cues):
        return CONTRIBUTOR, "country: its people"
    return None


def _chinese(passage: Passage, row: Sequence[Mark], hosts: set[str], head: str, cues: Sequence[Mark]) -> list[Part]:
    text, first, last = passage.text, row[0], row[-1]
    if _CHINESE_TO.search(head[-16:]):
        return [(HOST, mark.end, "country: where to") for mark in row]
    if _CHINESE_FROM.search(head[-4:]) and any(cue.value == UNIT for cue in cues):
        return [(CONTRIBUTOR, mark.end, "country: they come from it") for mark in row]
    given = [(found.end() if (found := _CHINESE_GIVES.match(text, mark.end)) else 0) for mark in row]
    towards = _CHINESE_TOWARDS.search(head[-5:])
    if towards and not (head.endswith("在") and given[-1]) and _CHINESE_SENT_THERE.match(text, last.end):
        return [(HOST, mark.end, "country: where to") for mark in row]
    if any(given) and not _CHINESE_HOSTILE.match(text, max(given)):
        return [
            (CONTRIBUTOR, reach or mark.end, "country: what it gives" if reach else "country: in a row")
            for mark, reach in zip(row, given, strict=True)
        ]
    if _CHINESE_AFTER_HOST.match(text, first.end) and first.value in hosts:
        return [(HOST, mark.end, "country: where to") for mark in row]
    return [_alone(mark, hosts) for mark in row]
