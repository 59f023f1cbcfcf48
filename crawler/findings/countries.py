"""Countries named in a text, with their part in it: contributor, host or neither. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawler.findings.gazetteer import COUNTRY, PEOPLE
from crawler.findings.passage import Mark, Passage, Text
from storage.findings import CountryMention, Finding, MissionMention

CONTRIBUTOR, HOST, OTHER = "contributor", "host", "other"
# What a contributing country gives: stands soon after its name or adjective.
_UNITS = (
    r"(?:peace-?keep\w*|blue[ -](?:helmet|beret)s?|troops?|soldiers?|contingents?|batt\w*|compan(?:y|ies)|units?|"
    r"police\w*|military|officers?|engineers?|sappers?|medics?|personnel|detachments?|squads?|helicopters?|infantry|corps|forces?|"
    r"gendarmes?|marines?|observers?|medical|sailors?|casques bleus|soldats?|contingente?|cascos azules|militares|"
    r"pasukan|миротворц\w*|военн\w*|контингент\w*)"
)
_AFTER_PEOPLE = re.compile(rf"(?:[\s-]+(?!(?:and|or|with|in|to|of)\b)[\w'’-]+){{0,3}}?[\s-]+{_UNITS}\b", re.IGNORECASE)
_SENDS = (
    r"(?:sent|sends?|sending|dispatch\w*|deploy(?:s|ed|ing)|contribut\w+|provid\w+\s+(?:\w+\s+)?(?:troops|police|personnel)"
    r"|the (?:\S+ )?(?:largest|biggest|top)[\w -]{0,30}contribut\w+)"
)
_AFTER_COUNTRY = re.compile(
    rf"(?:['’]s?(?:[\s-]+[\w'’-]+){{0,4}}?[\s-]+{_UNITS}\b"
    rf"|[\s,]+(?:(?:has|have|had|is|was|will|also|first|currently|now|already|be)\s+){{0,3}}{_SENDS})",
    re.IGNORECASE,
)
_FROM = re.compile(rf"\b{_UNITS}\s+(?:(?:\w+\s+)?(?:who|that)\s+\w+\s+)?from\s+(?:the\s+|\d+ from\s+)?$", re.IGNORECASE)
_CHINESE_GIVES = re.compile(
    r"(?:军队|军人|政府|人民解放军)?第.{1,4}批|(?:军队|军人|政府|人民解放军)?(?:已|共|累计|先后|再次|首次|将|又)*(?:派出|派遣|选派|出动|派驻)"
    r"|(?:第.{1,4}批|首批|赴.{1,12}?)?"
    r"(?:维和|維和|官兵|军人|军队|士兵|警察|防暴|分队|步兵营|工兵|医疗队|直升机|部队|蓝盔|藍盔|营|軍)"
)
_DEPLOYS = re.compile(
    rf"\b(?:{_UNITS}|deploy\w*|dispatch\w*|sent|send(?:s|ing)?|serv(?:e[ds]?|ing)|station\w*|rotat\w*|"
    r"missions?|left for|arriv\w+|depart\w*)\b",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"\b(to|in|into|across|inside|for|from|by|of|with|between|against|and its)\b", re.IGNORECASE)
_TOWARDS = frozenset(("to", "in", "into", "across", "inside", "for"))
MOST_BETWEEN = 60
_CHINESE_TO = re.compile(r"(?:赴|驻|駐|派往|派赴|派驻|前往|援|抵达|在|开赴|进驻|驻扎)(?:联合国)?(?:驻)?[^，。；]{0,6}$")
_CHINESE_AFTER_HOST = re.compile(r"(?:维和|維和|任务区|特派团|稳定团|临时部队|部队)")
# Names in a row share their part: to East Timor (2000), Liberia and Haiti; 肯尼亚、柬埔寨和塞内加尔.
_ROW = re.compile(
    r"\s*(?:[（(][^()（）]{0,24}[)）]\s*|['’]s?\s+|\s[\d,]+\s*)?(?:,|，|、|;|and|or|及|和|与|與|以及|,\s*and|e|y|et|dan|и|та|و)?"
    r"\s*(?:(?:the|la|le|les|el|los|as|os|o|a|[\d,]+ from)\s+)?"
)
MOST_IN_BETWEEN = 40
# Adjectives that stand before America and its like make another place of them.
_NO_COUNTRY_BEFORE = re.compile(r"(?:\b(?:South|North|Latin|Central|African|Native|Indigenous|Pan)[\s-]+)$")
_NO_COUNTRY_AFTER = re.compile(r"\s*\$|\s+(?:Ocean|Sea|ink|Airlines|[Dd]ollars?)\b")


def find(text: Text, before: Sequence[Finding]) -> Iterator[CountryMention]:
    """One finding a mention; the span runs through the words that give the role where they follow at once."""
    hosts = {
        iso3
        for one in before
        if isinstance(one, MissionMention)
        for iso3 in text.operations.by_acronym[one.mission].countries
    }
    for passage in text.passages:
        named = [mark for mark in passage.of(COUNTRY, PEOPLE) if _names_a_country(passage, mark)]
        for row in _rows(passage, named):
            roles = [_role(passage, mark, hosts) for mark in row]
            shared = next((found for found in roles if found[0] != OTHER), roles[0])
            for mark, (role, end, rule) in zip(row, roles, strict=True):
                if role == OTHER and shared[0] != OTHER:
                    role, rule = shared[0], "country: in a row"  # noqa: PLW2901 - what the row says
                yield CountryMention(
                    field=passage.field,
                    position=passage.position,
                    parts=((mark.start, end),),
                    rule=rule,
                    iso3=_which_congo(text, mark),
                    role=role,
                    name=passage.text[mark.start : mark.end],
                    confidence=0.9 if role == OTHER else 1.0,
                )


def _rows(passage: Passage, marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Marks that stand in a row, together."""
    row: list[Mark] = []
    for mark in marks:
        if row and not (
            mark.kind == row[-1].kind
            and 0 < mark.start - row[-1].end <= MOST_IN_BETWEEN
            and _ROW.fullmatch(passage.text, row[-1].end, mark.start)
        ):
            yield row
            row = []
        row.append(mark)
    if row:
        yield row


def _names_a_country(passage: Passage, mark: Mark) -> bool:
    before = passage.text[max(0, mark.start - 14) : mark.start]
    return not _NO_COUNTRY_BEFORE.search(before) and not _NO_COUNTRY_AFTER.match(passage.text, mark.end)


def _role(passage: Passage, mark: Mark, hosts: set[str]) -> tuple[str, int, str]:
    """Role, end of the words it rests on, and rule."""
    start, _ = passage.sentence(mark.start)
    head = passage.text[start : mark.start]
    if passage.chinese and _CHINESE_TO.search(head):
        return HOST, mark.end, "country: where to"
    if after := _gives(passage, mark):
        return CONTRIBUTOR, after, "country: what it gives"
    if mark.kind == COUNTRY and _FROM.search(head):
        return CONTRIBUTOR, mark.end, "country: peacekeepers from it"
    if mark.kind == COUNTRY and _is_goal(passage, head, mark):
        return HOST, mark.end, "country: where to"
    if mark.value in hosts:
        return HOST, mark.end, "country: of a mission named"
    return OTHER, mark.end, "country: named"


def _gives(passage: Passage, mark: Mark) -> int:
    """Where the words end that make it a contributor; 0 where there are none."""
    if passage.chinese:
        found = _CHINESE_GIVES.match(passage.text, mark.end)
    else:
        found = (_AFTER_PEOPLE if mark.kind == PEOPLE else _AFTER_COUNTRY).match(passage.text, mark.end)
    return found.end() if found else 0


def _is_goal(passage: Passage, head: str, mark: Mark) -> bool:
    """True after a verb of sending and a preposition of the way there."""
    if passage.chinese:
        return bool(_CHINESE_AFTER_HOST.match(passage.text, mark.end))
    owner = passage.text[mark.end : mark.end + 2] in ("'s", "’s")
    if owner or not _DEPLOYS.search(head):
        return False
    last = None
    for last in _PREPOSITION.finditer(head, max(0, len(head) - MOST_BETWEEN)):  # noqa: B007 - the last one counts
        pass
    return last is not None and last.group(1).lower() in _TOWARDS


def _which_congo(text: Text, mark: Mark) -> str:
    """Congo alone is the one of Kinshasa, where the operations are, unless Brazzaville is named."""
    if mark.value == "COD" and mark.end - mark.start == len("Congo"):
        return "COG" if any("Brazzaville" in passage.text for passage in text.passages) else "COD"
    return mark.value
