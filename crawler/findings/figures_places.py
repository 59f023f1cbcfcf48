"""Where a count is: the mission that holds it, else the host country. Pure.

A mission that only speaks, or that something happens beside, holds nobody: Israel has 5,000 troops there, UNIFIL said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.findings.figures_counted import GROUP, PEOPLE, STRONG
from crawler.findings.figures_items import is_bracketed, is_taken, item_of
from crawler.findings.figures_lists import head_of
from crawler.findings.figures_owners import HOST, is_where
from crawler.findings.figures_setting import Countries, Setting, Span, name_end
from crawler.findings.figures_strength import FIGHTERS, SERVE
from crawler.findings.passage import Mark
from crawler.findings.patterns import lazy
from storage.findings import CountryMention

_MODIFIERS = r"(?:(?!(?:said|says|that|who|which|where|when|and|or|but)\b)[\w’'./-]+\s+){0,7}[\"“(]?"
_ADJECTIVES = r"(?:(?!(?:said|that|who|which|where|and|or|but|of|in|with|for|to|from|made)\b)[\w’'./-]+\s+){0,4}[\"“(]?"
_HOLDER = lazy(
    r"(?:\b(?:of|in|into|with|within|to|for|from|under|inside|join\w*|reinforc\w+|leav\w+|left|quit\w*|at|strengthen\w*)"
    rf"\s+(?:the\s+|a\s+|an\s+|its\s+|their\s+)?{_MODIFIERS}|[(\[]\s*|"
    r"\b(?:au\s+sein\s+de|dans|à|de|en|a|con|avec|com|para)\s+(?:la|le|el|los|a)\s+|\b(?:na|da|à|au|ao|del|al)\s+|\b(?:di|dalam|ke|untuk)\s+(?:misi\s+|pasukan\s+)?|"
    r"\b(?:au\s+sein\s+de|de|à|dans)\s+l['’])\Z",
    re.IGNORECASE,
)
_BYSTANDER = lazy(
    r"(?:\b(?:near|outside|beside|besides|against|alongside|opposite|around|by|behind|despite|without|not\s+part\s+of|"
    r"next\s+to|close\s+to|according\s+to|replac\w+|succeed\w+|over\s+from|successors?\s+(?:of|to)|formerly|hostile\s+to|opposed\s+to|"
    r"près\s+de|hors\s+de|contre|selon|d['’]après|cerca\s+de|fuera\s+de|contra|según|perto\s+d[aeo]|fora\s+d[aeo]|segundo|"
    r"около|возле|рядом\s+с|вне|против|по\s+данным|по\s+словам)"
    rf"\s+(?:the\s+|la\s+|le\s+|el\s+|l['’]|a\s+|o\s+)?{_ADJECTIVES}"
    r"(?:(?:bases?|posts?|positions?|camps?|headquarters|areas?)\s+of\s+(?:the\s+)?)?"
    r"|قرب\s*|خارج\s*|据|根据|除)\Z",
    re.IGNORECASE,
)
# A base of UNIFIL, a patrol of UNIFIL: what others come to.
_ITS_OWN = lazy(
    r"\b(?:bases?|posts?|positions?|camps?|convoys?|patrols?|vehicles?|areas?|zones?|mandate|head|chief|commander|"
    r"spokes\w+|report\w*)\s+of\s+(?:the\s+)?(?:[\w’'-]+\s+){0,5}\Z",
    re.IGNORECASE,
)
_ITS_GROUND = lazy(
    r"(?:['’]s?)?\s+(?:(?:area|zone|base|post|position|camp|sector|patrol|convoy|checkpoint)s?)\b|"
    r"附近|以外|驻地|基地|总部外",
    re.IGNORECASE,
)
_SAYS = (
    r"\b(?:sa(?:id|ys?|ying)|tells?|told|reports?|reported|warn\w*|notes?|noted|announc\w+|adds?|added|confirm\w*|"
    r"den(?:y|ies|ied)|states?|stated|estimat\w+|believ\w+|claim\w*|accus\w+|condemn\w*|stress\w*|reiterat\w+|"
    r"complain\w*|according\s+to|indiqu\w+|déclar\w+|annonc\w+|affirm\w+|dijo|inform(?:ó|a|ou)|anunci\w+|denunci\w+|disse|"
    r"afirm\w+|сообщ\w+|заяв\w+|отмет\w+|уточн\w+)\b|(?:قالت|أعلنت|أفادت|ذكرت)|"
    r"表示|指出|通报|报告|宣布|否认|证实|谴责|警告|透露|(?:发言人|特派团|部队|团)\s?[说称]|[说称](?=[，：:])"
)
_SPEAKS = lazy(_SAYS, re.IGNORECASE)
# A mission that speaks of itself holds them: UNIFIL said it has 10,300 troops.
_OF_ITSELF = lazy(
    r"\b(?:it|they)\s+(?:now\s+|currently\s+|still\s+|also\s+|already\s+)?(?:has|have|had|counts|numbers|deploys|fields|keeps)\s+"
    r"(?:now\s+|some\s+|a\s+total\s+of\s+)?\Z|\bits\s+\Z|"
    r"\bit\s+(?:has\s+|had\s+|also\s+)?(?:carried\s+out|conducted|mounted|made|ran|completed)\s+(?:about\s+|some\s+|over\s+)?\Z|其?(?:现有|共有)\Z",
    re.IGNORECASE,
)
_ASIDE = lazy(
    r",\s+(?:which|who)\b[^.;]*,\s+(?:now\s+|currently\s+|still\s+)?(?:has|have|had|counts|deploys|fields)\s+(?:\w+\s+){0,2}",
    re.IGNORECASE,
)
# What a mission does to people who are not its own.
_DEALS_WITH = lazy(
    r"\b(?:s[ae]w|see(?:s|n)?|observ(?:ed|es)|count(?:ed)|record\w*|verif\w+|document\w*|monitor(?:s|ed)|watch\w*|"
    r"support\w*|train\w*|help\w*|assist\w*|escort\w*|fac(?:es|ed|ing)|f[oi]ught\w*|fight\w*|disarm\w*|demobili\w+|treat\w*|"
    r"vaccinat\w*|rescu\w+|evacuat\w*|met\b|meets|thank\w*|attacked|shelled|surround\w*|blocked|stormed|raided|ambushed|"
    r"stopped|detain\w*|urg(?:es|ed|ing)|ask(?:s|ed)|call(?:s|ed)|demand\w*|clash\w*|fir(?:ed|ing)|hits?|enter\w*|"
    r"coordinat\w*|cooperat\w*|honou?r\w*)\b|支持|培训|观察到|看到|救治|袭击|与",
    re.IGNORECASE,
)
# Areas of operation that are no countries.
_AREAS = (
    r"(?-i:Darfur|Darfour|Abyei|Golan|Golán|Western\sSahara|Sahara\s(?:[Oo]ccidental|[Oo]cidental)|Sinai)"
    r"|达尔富尔|阿卜耶伊|戈兰"
)
_AREA = lazy(
    r"(?:\b(?:in|to|into|across|throughout|for|from|dans|au|en|no|em|di|ke)\s+(?:the\s+|le\s+|el\s+|o\s+)?|[赴在驻])"
    r"(?:(?:western|south|north|east|west|central|occupied)\s+)?"
    rf"(?P<name>{_AREAS})",
    re.IGNORECASE,
)
# Between those who are named in one row: South Sudan, Lebanon and Mali; 南苏丹、黎巴嫩和马里.
_JOINER = lazy(
    r"\s*(?:,|、|/)?\s*(?:(?<=[\s,])(?:and|or|et|y|e|dan|и)\s+|以及|[和及与與]|(?<=[\s,،])و\s?)?"
    r"(?:(?:in|at|with|to|the|au|en|no|na)\s+|在)*",
    re.IGNORECASE,
)
AREA = lazy(_AREAS)
_ITS_NUMBER = lazy(r"(?:\s+(?:has|had|have|with))?\s*[有:：(（]?\s*\d")
# A comma closes what is told of some.
_OF_SOME = lazy(
    r"(?:(?<!\ball )(?<!\bboth )\bof\s+(?:them|whom|these|those)\b|\b(?:including|among\s+them)\b|其中|包括)"
    r"(?:[^,;.，；。]|(?<=\d)[,.](?=\d))*\Z",
    re.IGNORECASE,
)
_TAIL = 90


def place(at: Setting, countries: Countries) -> str | None:
    """The acronym of the mission that holds the count, else the host country as printed.

    Hosts or missions in a row (nine countries including A, B and C) are no place of one count.
    """
    item = item_of(at)
    mission = None if at.what.concept in FIGHTERS else _mission(at, item)
    hosts = [
        one
        for one in countries.named(*at.span)
        if (one.role == HOST or (item[0] <= one.start < item[1] and is_where(at, one)))
        and not countries.is_adjective(one)
        and not is_taken(at, one.start, item)
        and not _is_of_a_part(at, one.start)
    ]
    if is_bracketed(at):
        hosts = [one for one in hosts if one.start < at.number[0]]
    own = [one for one in hosts if item[0] <= one.start < item[1] and not _straight_before(at, one)]
    # In Somalia, 2,500 of them in ATMIS: a place of its own goes before a mission of the next item.
    if mission is not None and not (own and mission.start >= item[1] and is_where(at, own[-1])):
        marks = at.passage.within(*at.span, "mission")
        others = [(mark.start, mark.end) for mark in marks if mark.value != mission.value]
        return None if _in_a_row(at, (mission.start, mission.end), others) else mission.value
    everywhere, area = hosts, None if own else _area(at, item)
    hosts = own or hosts
    if area is not None or not hosts:
        return area or _of_table(at, countries)
    if len({host.iso3 for host in hosts if host.start >= at.words[1]}) > 1:
        return None
    found = min(hosts, key=lambda host: _away(host, at))
    others = [(one.start, name_end(one)) for one in everywhere if one.iso3 != found.iso3]
    return None if _in_a_row(at, (found.start, name_end(found)), others) else found.name


def _straight_before(at: Setting, one: CountryMention) -> bool:
    """Whether nothing stands between a place and a count, as in a table's row; 在黎巴嫩有418名 holds it."""
    return name_end(one) <= at.words[0] <= name_end(one) + 1 and not at.text[name_end(one) : at.words[0]].strip()


def _in_a_row(at: Setting, one: Span, others: Sequence[Span]) -> bool:
    """Whether one of the others, or an area that is no country, stands beside a name with only a joiner between.

    One that a number of its own follows begins another item.
    """
    behind = _JOINER.match(at.text, one[1])
    if behind is not None and behind.end() > one[1]:
        area = AREA.match(at.text, behind.end())
        ends = [end for start, end in others if start == behind.end()] + ([area.end()] if area else [])
        if any(not _ITS_NUMBER.match(at.text, end) for end in ends):
            return True
    before = (_JOINER.match(at.text, end) for _, end in others)
    return any(gap is not None and gap.end() == one[0] > gap.start() for gap in before)


def _area(at: Setting, item: Span) -> str | None:
    """The area of operation told behind a count, or before it in its own item."""
    found = _AREA.search(at.text, at.words[1], item[1]) or _AREA.search(at.text, item[0], at.words[0])
    return found["name"] if found is not None else None


def _of_table(at: Setting, countries: Countries) -> str | None:
    """The one mission, else the host, that the line over a table names for its rows."""
    head = head_of(at)
    if head is None:
        return None
    missions = {mark.value for mark in at.passage.within(*head, "mission")}
    hosts = [one.name for one in countries.named(*head) if one.role == HOST and not countries.is_adjective(one)]
    return missions.pop() if len(missions) == 1 else hosts[0] if len(hosts) == 1 and not missions else None


def _away(one: CountryMention, at: Setting) -> int:
    """How far a place is from a count; what follows it is nearer."""
    start, end = one.start, name_end(one)
    return start - at.words[1] if start >= at.words[1] else at.words[0] - end + 40


def _mission(at: Setting, item: Span) -> Mark | None:
    """The mission that holds a count: first in its own item of a list, then before it, then after it."""
    marks = list(at.passage.within(*at.span, "mission"))
    start, end = at.words
    inside = [mark for mark in marks if start <= mark.start < end and mark.start >= at.number[0]]
    if at.what.rule == STRONG:
        # The 10,300-strong UNIFIL.
        inside += [mark for mark in marks if 0 <= mark.start - end <= 1]
    if inside:
        return inside[-1]
    return holder(at, item, marks)


def holder(at: Setting, item: Span, marks: Sequence[Mark]) -> Mark | None:
    """The one of some missions of a count's sentence that holds it, as the words between them tell."""
    # Most counts are settled by the mission nearest to them, so the others are asked only where it fails.
    end = at.words[1]
    before = [mark for mark in reversed(marks) if mark.end <= at.number[0]]
    after = [mark for mark in marks if mark.start >= end and not is_bracketed(at) and not _is_of_a_part(at, mark.start)]
    own = next((mark for mark in after if mark.start < item[1] and _holds_after(at, mark)), None)
    own = own or next((mark for mark in before if mark.start >= item[0] and _holds_before(at, mark)), None)
    own = own or next((mark for mark in before if not is_taken(at, mark.start, item) and _holds_before(at, mark)), None)
    if own is not None:
        return own
    after = [mark for mark in after if _holds_after(at, mark)]
    return after[0] if len({mark.value for mark in after}) == 1 else None


def _is_of_a_part(at: Setting, place: int) -> bool:
    """Whether a place behind a count is where only some of them are: 5,300 troops, most of them in Lebanon."""
    return _OF_SOME.search(at.text, at.words[1], max(at.words[1], place)) is not None


def _is_bystander(at: Setting, mark: Mark) -> bool:
    head = at.text[max(at.span[0], mark.start - _TAIL) : mark.start]
    return _BYSTANDER.search(head) is not None


def _holds_after(at: Setting, mark: Mark) -> bool:
    """Peacekeepers of, in, with, for or from it; other things only where it neither speaks nor stands by."""
    text, end = at.text, at.words[1]
    if _is_bystander(at, mark) or not is_of_a_mission(at):
        return not _is_bystander(at, mark) and not _speaks_after(at, mark)
    between = text[end : mark.start]
    if at.passage.chinese or not text.isascii():
        return not _SPEAKS.search(between)
    tail = text[max(end, mark.start - _TAIL) : mark.start]
    if not _HOLDER.search(tail) or _SPEAKS.search(between) or _DEALS_WITH.search(between):
        return False
    foreign = at.what.concept != "peacekeepers"
    return not (foreign and (_ITS_OWN.search(tail) or _ITS_GROUND.match(text, mark.end)))


def _speaks_after(at: Setting, mark: Mark) -> bool:
    """A mission after a count, with a verb of speech straight before or behind it."""
    near = at.text[mark.end : min(at.span[1], mark.end + _TAIL)]
    tail = at.text[max(at.words[1], mark.start - 24) : mark.start]
    return _SPEAKS.search(near) is not None or _SPEAKS.search(tail) is not None


def _holds_before(at: Setting, mark: Mark) -> bool:
    """A mission before a count holds it unless it speaks, deals with others or stands by."""
    between = at.text[mark.end : at.number[0]]
    if _is_bystander(at, mark):
        return False
    if _SPEAKS.search(between):
        return _OF_ITSELF.search(between) is not None or _ASIDE.fullmatch(between) is not None
    if not is_of_a_mission(at):
        return True
    if _DEALS_WITH.search(between):
        return False
    return at.what.concept == "peacekeepers" or not _ITS_GROUND.match(at.text, mark.end)


def is_of_a_mission(at: Setting) -> bool:
    """True for those whom a mission has of its own."""
    return at.what.family == GROUP or (at.what.family == PEOPLE and at.what.concept in SERVE)
