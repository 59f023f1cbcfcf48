"""Which people a Chinese word of harm speaks of: 2名维和人员死亡, 3死7伤, 致2人受伤, 57名殉职维和人员. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.findings.casualties_chinese_owners import speaker
from crawler.findings.casualties_groups import COUNTRY, Group, Hit
from crawler.findings.casualties_named_chinese import with_named
from crawler.findings.casualties_ordinal import outside, tolls
from crawler.findings.numbers import Number, chinese_value
from crawler.findings.passage import Mark, Passage
from crawler.findings.patterns import lazy
from crawler.findings.people_names import Names
from crawler.findings.sentences import Span

_MEASURE = lazy(r"(?P<more>[余餘多])?[名位人个個](?P<more2>[余餘多])?(?P<noun>[^\d，。；、,：:！？（(]{0,24})")
_QUALIFIER = lazy(
    r"(?:(?P<least>至少|不少于|不少於)|(?P<more>超过|超過|逾|多于|不止)|(?P<nearly>近|将近|接近)|(?P<about>约|約"
    r"|大约|大約|大概)|(?P<most>多达|多達|至多|最多))"
    r"(?:有)?$"
)
# Two peacekeepers in a country are not of it: 两名维和人员在中非共和国身亡; those from it are.
_IN_A_PLACE = lazy(r"[在于於赴遭被驻駐]|(?<![来來])自")
_BROKEN = lazy(r"[，,。；]|、.")
_PERSONNEL = (
    ("military observer", lazy(r"军事观察员|軍事觀察員|观察员")),
    ("police", lazy(r"警察|民警|警员|警員|防暴|警官|警务")),
    (
        "military",
        lazy(r"士兵|官兵|军人|軍人|战士|维和[军人員员]|維和[軍人員员]|军官|中士|上士|少校|工兵|同袍|蓝盔|藍盔"),
    ),
    (
        "civilian",
        lazy(r"平民|司机|司機|翻译|雇员|僱員|文职|村民|儿童|妇女|医生|记者|工作人员|教师|学生|百姓|居民"),
    ),
)
_TERSE = lazy(
    r"(?<![\w])?(?P<n>\d{1,4}"
    r"|[一二两兩三四五六七八九十]{1,3})(?P<kind>[死亡伤傷])(?=[\d一二两兩三四五六七八九十死亡伤傷，。、,；！\s]|$)"
)
_TERSE_KIND = {"死": "death", "亡": "death", "伤": "injury", "傷": "injury"}
_TOLL = lazy(
    r"(?:死亡|遇难|丧生|遇難|喪生|牺牲|犧牲|死者)(?:人数|总数|人數)?(?:已)?(?:上升|增加|升|增|达|達)?(?:至|到|为|為)?$"
)
_VICTIMS = lazy(
    r"(?:(?P<dead>死者|遇难者|遇難者|牺牲者|殉职者)|(?P<hurt>伤者|傷者))?(?:中)?(?:包括|有|为|為)$"
    r"|(?:(?P<dead2>死亡|遇难|遇難|丧生|牺牲)|(?P<hurt2>受伤|受傷|负伤))的[^，。；\d]{1,8}?(?:为|為|是|有|达到?|達到?|共|[增升]至)$"
)
# None of them; but a drone, and the innocent, are written with the same sign.
_NONE = lazy(
    r"(?:[无無](?!人[机機]|辜|线|線|端|法|名)|没有|沒有|未有|未造成|零)[^，。；]{0,12}$|(?:如果|一旦|可能|避免|防止|以免|险些)[^，。；]{0,12}$"
)
_UNREAL_AFTER = lazy(r"(?:风险|危险|的可能|赔偿|抚恤)")
# 3名维和人员被坦克炮火击伤: those who are hit stand before it.
_SUFFERED = lazy(r"[名位人][^，。；]{0,20}[被遭][^，。；]{0,14}\Z")
_SERIES = lazy(r"[^\d，。；、]{0,8}?(?:[、，]|以?及|和|与|與)(?:以及|和|及)?")
# 两名受伤维和人员死亡, 3人受伤后死亡: the wounded who died are dead.
_OF_THE_WOUNDED = lazy(r"(?:(?<=维)和|(?<=維)和|[^\d，。；、,：:和及并与與或称稱说說一二两兩三四五六七八九十]){0,14}$")
# 其中13人来自南非, 包括3名维和人员: some of those told before.
_OF_THEM = lazy(r"[^\d，。；]{0,8}[，,]?(?:其中|[^\d，。；]{0,4}(?:包括|包含|含))+(?:有)?$")
_WHO = lazy(
    r"(?:来自|來自|隶属|隸屬|属于|屬於|分属|为|為|是|系)(?!.{0,8}[死伤傷亡])"
    r"|[^\d，。；、,：:]{0,10}?(?:人员|人員|士兵|官兵|军人|軍人|警察|平民|儿童|妇女|司机|翻译|记者|者)(?=[和及与與、，。；])"
)
_FROM = lazy(r"来自|來自|隶属|隸屬|属于|屬於|分属|为|為|是|系")
_JOIN = lazy(r"(?:以及|[和及与與])$")
_ELSEWHERE = lazy(r"[，。；：、]|袭击了|打击|摧毁|表示|参加|出席|慰问|悼念|救治|营救")
_PART = "casualty: Chinese, part of a number"
# 遭炸弹袭击，不幸牺牲: a comma, and how they died.
_WAYS = "不幸|壮烈|壯烈|英勇|光荣|光榮|因公|当场|當場|最终|最終|经抢救无效|因伤势过重|因伤重"
_HOW = lazy(_WAYS)
_THEN = lazy(rf"，(?:(?:{_WAYS})，?)+$")
MOST_BETWEEN = 40


def find(names: Names, passage: Passage, sentence: Span, marks: Sequence[Mark]) -> Iterator[Hit]:
    """The hits of one sentence. names: the words by which names are known; marks: its words of harm, in order."""
    counted = list(tolls(passage, sentence))
    marks = outside(marks, counted)
    found: list[Hit] = [*counted, *_terse(passage, sentence)]
    taken = {hit.group.start for hit in found}
    people = [group for group in _groups(passage, sentence) if group.start not in taken]
    people = with_named(passage, sentence, people, names)
    for index, mark in enumerate(marks):
        kind, form = mark.value.split("/")
        if kind == "injury" and _is_fatal(passage, mark, marks[index + 1 : index + 2]):
            continue
        if mark.end - mark.start == 1 and form == "zh" and not _stands_alone(passage, mark):
            continue
        if _NONE.search(passage.text, sentence[0], mark.start):
            continue
        hits = list(_after(passage, mark, people, kind)) if form == "zh_before" else []
        if form != "zh_before" or (not hits and _SUFFERED.search(passage.text, sentence[0], mark.start)):
            hits = list(_around(passage, mark, people, kind))
        for hit in hits:
            if hit.group.start not in taken:
                taken.add(hit.group.start)
                found.append(hit)
    found = [_of_those(passage, hit, found) for hit in found]
    yield from found
    before: Hit | None = None
    for group in people:
        told = _told_before(passage, sentence, group) if group.start not in taken else None
        if told is None and before is not None and _goes_on(passage, before.group, group):
            own = _of_its_country(passage, group, group)
            told = replace(before, group=own, parts=((before.parts[0][0], group.end),))
        if told is None and group.start not in taken:
            told = _part(passage, group, _whole_before(found, group.start), before)
        before = told
        if told is not None:
            found.append(told)
            yield told


def _ends(hit: Hit) -> int:
    return hit.parts[-1][1]


def _whole_before(found: Sequence[Hit], place: int) -> Hit | None:
    """The number told last before a place that is itself no part of another."""
    return max((hit for hit in found if not hit.part and _ends(hit) <= place), key=_ends, default=None)


def _of_those(passage: Passage, hit: Hit, found: Sequence[Hit]) -> Hit:
    """8人受伤，其中3人伤势严重: the three are some of the eight."""
    whole = _whole_before([one for one in found if one.kind == hit.kind], hit.group.start)
    if whole is None or hit.part or hit.group.value >= whole.group.value:
        return hit
    if not _OF_THEM.match(passage.text[_ends(whole) : hit.group.start]):
        return hit
    return replace(hit, part=True, whole=whole, rule=_PART)


def _is_fatal(passage: Passage, mark: Mark, following: Sequence[Mark]) -> bool:
    """True for wounds of which the same words tell the death."""
    return any(
        other.value.startswith("death/") and _OF_THE_WOUNDED.match(passage.text[mark.end : other.start])
        for other in following
    )


def _part(passage: Passage, group: Group, whole: Hit | None, before: Hit | None) -> Hit | None:
    """Some of the dead or hurt told before: 其中13人来自南非，3人来自马拉维; 包括3名维和人员和12名示威者."""
    if whole is None or group.value >= whole.group.value:
        return None
    text = passage.text
    own = before if before is not None and before.part else None
    gap = text[(own or whole).parts[-1][1] : group.start]
    goes_on = own is not None and (gap in ("，", "、", "") or _goes_on(passage, own.group, group))
    if not (goes_on or (own is None and _OF_THEM.match(gap))) or not _WHO.match(text, group.end):
        return None
    named = _of_its_country(passage, group, group)
    end = group.noun[1] if group.noun else group.end
    if _FROM.match(text, group.end):
        own_land = named.nationality or whole.group.nationality
        named = replace(named, noun=None, personnel=whole.group.personnel, nationality=own_land)
    elif join := _JOIN.search(text, group.end, end):
        end = join.start()
        named = replace(named, noun=(group.end, end))
    return Hit(named, whole.kind, _PART, ((group.start, end),), part=True, whole=whole)


def _told_before(passage: Passage, sentence: Span, group: Group) -> Hit | None:
    """死亡人数升至120人, 死者包括两名维和人员: the word for the victims stands before their number."""
    low = max(sentence[0], group.start - 14)
    if toll := _TOLL.search(passage.text, low, group.start):
        return Hit(group, "death", "casualty: Chinese, toll", ((toll.start(), group.end),), total=True)
    country = _country_before(passage, group)
    victims = _VICTIMS.search(passage.text, low, country.start if country is not None else group.start)
    if victims is None or not any(victims.groups()):
        return None
    kind = "death" if victims["dead"] or victims["dead2"] else "injury"
    named = group if country is None else _of_its_country(passage, group, group)
    return Hit(named, kind, "casualty: Chinese, victims named", ((victims.start(), group.end),))


def _stands_alone(passage: Passage, mark: Mark) -> bool:
    """死 and 伤 count only right after their people: 2人死, 3人伤."""
    return passage.text[max(0, mark.start - 1) : mark.start] in ("人", "名", "死")


def _terse(passage: Passage, sentence: Span) -> Iterator[Hit]:
    """3死7伤, 一死兩傷."""
    matches = list(_TERSE.finditer(passage.text, *sentence))
    for match in matches:
        digits = match["n"]
        value = float(digits) if digits.isdecimal() else chinese_value(digits)
        # One alone may be a part of another word (九死一生); two in a row are a count.
        row = any(other.start() == match.end() or other.end() == match.start() for other in matches)
        if value is None or not (row or digits.isdecimal()):
            continue
        group = Group(match.start(), match.end(), value, "exact", None, firm=False)
        yield Hit(group, _TERSE_KIND[match["kind"]], "casualty: Chinese, terse", (match.span(),))


def _groups(passage: Passage, sentence: Span) -> list[Group]:
    """Numbers with a measure word of people."""
    inside = (number for number in passage.numbers if sentence[0] <= number.start < sentence[1])
    return [group for number in inside if (group := _group(passage, passage.text, number, sentence))]


def _group(passage: Passage, text: str, number: Number, sentence: Span) -> Group | None:
    measure = _MEASURE.match(text, number.end, sentence[1])
    if measure is None or text[max(0, number.start - 1) : number.start] == "第" or number.value != int(number.value):
        return None
    qualifier, bound, start = "exact", None, number.start
    if before := _QUALIFIER.search(text, max(sentence[0], number.start - 5), number.start):
        start = before.start()
        qualifier, bound = {
            "least": ("at least", "lower"), "more": ("more than", "above"), "nearly": ("nearly", "below"),
            "about": ("about", "around"), "most": ("up to", "upper"),
        }[before.lastgroup or "more"]  # fmt: skip
    elif measure["more"] or measure["more2"] or text[number.end - 1] in "余餘多":
        qualifier, bound = "more than", "above"
    noun = measure["noun"]
    first = measure.start("noun")
    personnel = next((name for name, pattern in _PERSONNEL if pattern.search(noun)), None)
    place = _IN_A_PLACE.search(text, first, measure.end())
    nations = {mark.value for mark in passage.within(first, place.start() if place else measure.end(), COUNTRY)}
    return Group(
        start, first, number.value, qualifier, bound, firm=True, noun=(first, measure.end()), personnel=personnel,
        nationality=nations.pop() if len(nations) == 1 else speaker(passage, sentence[0], start),
    )  # fmt: skip


def _around(passage: Passage, mark: Mark, people: Sequence[Group], kind: str) -> Iterator[Hit]:
    """People before the verb, else the words of harm before their people: 57名殉职维和人员, 牺牲的8名维和警察."""
    before = [group for group in people if group.end <= mark.start]
    text = passage.text
    how = _HOW.match(text, mark.start)
    if before and _reaches(text[before[-1].end : how.end() if how else mark.start]):
        row = [before[-1]]
        for group in reversed(before[:-1]):
            gap = text[group.end : row[-1].start]
            series = _in_series(passage, group, row[-1])
            if not series and (len(gap) > 16 or _BROKEN.search(gap) or not _ends_joined(gap)):
                break
            if series:
                row[-1] = _of_its_country(passage, row[-1], row[0])
                group = _of_its_country(passage, group, row[0])  # noqa: PLW2901 - as it stands in the row
            row.append(group)
        for group in row:
            yield Hit(group, kind, "casualty: Chinese, people and verb", ((group.start, mark.end),))
        return
    if text.startswith("的", mark.end):
        yield from _after(passage, mark, people, kind, gap="的")


def _in_series(passage: Passage, group: Group, following: Group) -> bool:
    """南非14名、马拉维3名: each number behind its country."""
    country = _country_before(passage, following)
    return country is not None and bool(_SERIES.fullmatch(passage.text, group.end, country.start))


def _goes_on(passage: Passage, group: Group, following: Group) -> bool:
    """5名印度人、3名巴基斯坦人: the next of those named, behind its country or not."""
    gap = passage.text[group.end : following.start]
    return _in_series(passage, group, following) or (len(gap) <= 12 and _ends_joined(gap) and not _BROKEN.search(gap))


def _country_before(passage: Passage, group: Group) -> Mark | None:
    """The country straight before a number."""
    low = max(0, group.start - 16)
    return next((mark for mark in passage.within(low, group.start, COUNTRY) if mark.end == group.start), None)


def _of_its_country(passage: Passage, group: Group, last: Group) -> Group:
    """A group of a series: of the country before it, with the noun of the last one where it has none of its own."""
    country = _country_before(passage, group)
    bare = group.noun is None or passage.text[slice(*group.noun)].strip()[:1] in ("", "和", "及", "与", "與", "以")
    return replace(
        group,
        nationality=country.value if country is not None else group.nationality,
        personnel=group.personnel or last.personnel,
        noun=(last.noun if last is not group else None) if bare else group.noun,
    )


def _ends_joined(gap: str) -> bool:
    return gap.endswith(("和", "及", "与", "與", "、", "以及"))


def _reaches(gap: str) -> bool:
    gap = _THEN.sub("", gap)
    return len(gap) <= MOST_BETWEEN and not _ELSEWHERE.search(gap)


def _after(passage: Passage, mark: Mark, people: Sequence[Group], kind: str, gap: str = "") -> Iterator[Hit]:
    for group in people:
        between = passage.text[mark.end : group.start] if group.start >= mark.end else None
        if between is not None and between in (gap, gap + "了", "了", "了至少"):
            end = group.noun[1] if group.noun else group.end
            yield Hit(group, kind, "casualty: Chinese, verb and people", ((mark.start, min(end, group.end + 12)),))
            return
