"""What a Chinese number counts: measure word and noun after it, or the noun before it (女兵21名). Pure."""

from __future__ import annotations

import re

from crawler.findings.figures_counted import (
    EVENT,
    GROUP,
    MEASURE,
    MONEY,
    NONE,
    PEOPLE,
    PLACE,
    SHARE,
    THING,
    UNIT,
    WORK,
    Counted,
    parts_of,
)  # fmt: skip
from crawler.findings.numbers import Number
from crawler.findings.passage import Mark, Passage
from crawler.findings.patterns import lazy

# Measure words by what they count. A noun after the measure, where the tables know it, says it more exactly.
_MEASURES = {
    (PEOPLE, "persons"): "名 人 位 员",
    (PEOPLE, "personnel-times"): "人次",
    (THING, "vehicles"): "辆 輛 台（套） 台(套) 台（件） 台(件) 台套 台 部",
    (THING, "aircraft"): "架",
    (THING, "ships"): "艘",
    (THING, "pieces"): "枚 颗 发 發 支枪 件 套 份 顶 箱 门 挺 张 幅 册 株 棵 具 头 匹 只 本 盒 块 枝",
    (GROUP, "units"): "支",
    (GROUP, "contingents"): "批",
    (WORK, "times"): "次 批次 架次 余次 场次 场 場",
    (WORK, "tasks"): "项 項 期 例 台次",
    (WORK, "bridges and the like"): "座 眼 口",
    (EVENT, "cases"): "起 宗",
    (PLACE, "sites"): "处 處 所 条 條 间 個 个 家 户 戶",
    (PLACE, "countries"): "国 國",
    (MEASURE, "kilometers"): "公里 千米 海里",
    (MEASURE, "square meters"): "平方米 万平方米",
    (MEASURE, "square kilometers"): "平方公里 平方千米",
    (MEASURE, "hectares"): "公顷 公頃 亩",
    (MEASURE, "cubic meters"): "立方米 立方",
    (MEASURE, "meters"): "米",
    (MEASURE, "tonnes"): "吨 噸 公斤 千克 升",
    (MEASURE, "flight hours"): "飞行小时",
    (MONEY, "US dollars"): "美元 美金",
    (MONEY, "euros"): "欧元 歐元",
    (MONEY, "yuan"): "元 人民币 元人民币",
    (MONEY, "other"): "卢比 日元 英镑 卢布",
    (SHARE, "percent"): "% ％",
    (SHARE, "percentage points"): "个百分点 個百分點",
}
_BY_WORD = {word: unit for unit, words in _MEASURES.items() for word in words.split()}
_MEASURE = lazy(
    r"(?:[余餘多来几]|(?<=\d)\+)?\s?(?P<measure>"
    + "|".join(sorted((re.escape(word) for word in _BY_WORD), key=len, reverse=True))
    + ")"
)
# What looks like a measure and is none: a duration, a date, an order, a body.
_NO_MEASURE = lazy(
    r"\s?[余餘多]?\s?(?:个|個)?多?(?:月|小时|小時|多小时|星期|年|世纪|世紀|工作日|交易日|日|"
    r"天|周(?!边)|岁|歲|点|分钟|分鐘|秒|季度|学期|时许)"
    r"|\s?(?:个|個)(?:方面|问题|问號|意识|字|层面|阶段|环节|步骤|特点|原因)|\s?(?:届|屆|"
    r"周年|週年|代|级|級|楼|号|號|式|型|军种|部分|家族|位数|大|大洲|线|月|日|年|时|點|度|码)"
)
_NOT_BEFORE = lazy(r"(?:第|每|同|另|某|首|前|后|後|上|下|头|这|這|那|该|該|各|逐|哪|不|初)\s?\Z")
# After these measures a sign may go on with another word: 77国集团, 三人道, 两国元首, 六部门.
_NATION = lazy(r"集团|际|家主席|民|防|歌|旗|产|内|外|土|籍|元首|军|领导|关系|总理|外长|政府|人民|论坛|峰会|首脑")
_GOES_ON = {
    "国": _NATION,
    "國": _NATION,
    "人": lazy(r"道(?!主义援助点)|类|權|权|际|间|生|气|心|口|均|民(?!军|兵|警)|民币|大(?=会|代表)|工"),
    "员": lazy(r"额|工"),
    "部": lazy(r"门|長|长|委|分|署|队"),
    "项": lazy(r"目"),
    "家": lazy(r"庭|属|园|乡"),
    "起": lazy(r"来|到|飞|草"),
    "处": lazy(r"长|理|于|在|境|罚|置|嗅|是|都|可见|打"),
    "次": lazy(r"日|要|元|会议"),
    "位": lazy(r"于|置|居|列"),
    "场": lazy(r"所|地|景|面"),
    "条": lazy(r"件|例|约"),
    "口": lazy(r"人|头|气|岸|径"),
    "支": lazy(r"持|援|付|部"),
    "批": lazy(r"准|评|示"),
    "台": lazy(r"湾|海|风|阶"),
}
_NOUN_FAR = 16
_STOP = lazy(
    r"[，。、；：！？,;:!?（）()“”\"《》\n]|和(?=\d)|与(?=\d)|在|于|从|向|被|将|已|是|"
    r"为|来自|分别|参加|参与|执行|组成|抵达|启程|出征|死亡|受伤|获"
)
# These count whatever noun follows them, and nothing where none does.
_NEED_A_NOUN = frozenset("个個家条條项項场份套台部所间")
_ANY_NOUN = lazy(r"[\u4e00-\u9fff]{2,6}")
_BEFORE_FAR = 10
_CLAUSE = lazy(r"[^，。、；：！？,;:!?（）()“”\"《》\n]*\Z")
_COUNT_VERB = lazy(
    r"(?:共|共计|总计|累计|达|达到|为|约|超|超过|近|逾|占|由|至|降至|增至|可达|有|派出|派遣|仅|只有|"
    r"其余|其餘|共有|維持|维持|突破|上限|余|和|及)\Z"
)


def counted_chinese(passage: Passage, number: Number) -> Counted | None:
    """What the number counts; None where no measure word or noun says it."""
    text, end = passage.text, number.end
    if _is_ordered(text, number) or _NO_MEASURE.match(text, end):
        return None
    if number.kind == "part":
        return Counted(number.start, end, SHARE, "percent", "share", "figure: part of a whole")
    found = _MEASURE.match(text, end)
    return _straight(passage, number) if found is None else _measured(passage, number, found)


def _measured(passage: Passage, number: Number, found: re.Match[str]) -> Counted | None:
    """What a number with its measure word counts."""
    text, measure = passage.text, found["measure"]
    family, unit = _BY_WORD[measure]
    stop = found.end("measure")
    if (measure in _GOES_ON and _GOES_ON[measure].match(text, stop)) or (measure in "国國" and number.value <= 5):
        return None
    if family in (SHARE, MONEY, MEASURE):
        before = _noun_before(passage, number.start) if family == MEASURE else None
        start = before.start if before else number.start
        return Counted(start, stop, family, unit, unit, "figure: measure")
    after = _noun_after(passage, stop, stop)
    if after is None:
        return _by_what_stands_before(passage, number, (measure, family, unit), stop)
    return _by_noun(number, family, unit, stop, after)


def _is_ordered(text: str, number: Number) -> bool:
    """第4次, 每3名, 首批; but 上百名 counts."""
    if text[number.start - 1 : number.start] == "上" and number.kind == "chinese" and number.value >= 100:
        return False
    return _NOT_BEFORE.search(text, max(0, number.start - 2), number.start) is not None


def _straight(passage: Passage, number: Number) -> Counted | None:
    """A noun without a measure word: 153 维和人员."""
    mark = _noun_after(passage, number.end, number.end)
    if mark is None or mark.start - number.end > 1 or number.value < 2:
        return None
    family, unit, concept = parts_of(mark)
    return None if family == NONE else Counted(number.start, mark.end, family, unit, concept)


def _by_noun(number: Number, family: str, unit: str, stop: int, after: Mark) -> Counted:
    known, name, concept = parts_of(after)
    if family == PEOPLE and known != PEOPLE:
        return Counted(number.start, stop, PEOPLE, unit, "personnel", "figure: number + measure")
    name = unit if unit == "personnel-times" else name
    return Counted(number.start, after.end, known, name, concept, "figure: number + measure + noun")


def _by_what_stands_before(
    passage: Passage, number: Number, measured: tuple[str, str, str], stop: int
) -> Counted | None:
    _, family, unit = measured
    before = _noun_before(passage, number.start)
    if before is not None:
        known, name, concept = parts_of(before)
        start = before.start
        if family == PEOPLE:
            concept = concept if known in (PEOPLE, WORK) else "personnel"
            known, name = PEOPLE, unit
        elif family in (WORK, EVENT):
            known = family
        return Counted(start, stop, known, name, concept, "figure: noun + number + measure")
    if family == PEOPLE:
        return Counted(number.start, stop, PEOPLE, unit, "personnel", "figure: number + measure")
    return _by_any_noun(passage, number, measured, stop)


def _by_any_noun(passage: Passage, number: Number, measured: tuple[str, str, str], stop: int) -> Counted | None:
    """A noun that the tables do not know, after a measure word."""
    (measure, family, unit), text = measured, passage.text
    noun = _ANY_NOUN.match(text, stop)
    least = 3 if number.kind == "chinese" else 2
    in_turns = measure == "批" and text[number.start - 1 : number.start] == "分"
    if number.value < least or in_turns or (noun is None and measure in _NEED_A_NOUN):
        return None
    if measure in "个個" and _STOP.match(text, stop):
        return None
    end = stop
    if noun is not None:
        cut = _STOP.search(text, stop, noun.end())
        end = cut.start() if cut else min(noun.end(), stop + 4)
    # What is counted by 项 or 次 is work only where the tables know it.
    family = THING if family == WORK and noun is not None else family
    return Counted(
        number.start, end, family, text[stop:end] or unit, text[stop:end] or unit, "figure: number + measure", 0.8
    )


def _noun_after(passage: Passage, place: int, stop: int) -> Mark | None:
    """The last known noun of the phrase that begins here: 名|军事、警务和文职人员."""
    text = passage.text
    cut = _STOP.search(text, stop, stop + _NOUN_FAR)
    limit = cut.start() if cut else min(len(text), stop + _NOUN_FAR)
    best = None
    for mark in passage.within(place, limit, UNIT):
        if best is None or (mark.start <= best.end + 2 and mark.end >= best.end):
            best = mark
    return best


def _noun_before(passage: Passage, place: int) -> Mark | None:
    """A known noun straight before the number, or before a word such as 共, 达, 约."""
    text = passage.text
    at = place
    for _ in range(3):
        verb = _COUNT_VERB.search(text, max(0, at - 3), at)
        if verb is None or verb.start() == at:
            break
        at = verb.start()
    while at > 0 and text[at - 1] in " \u3000":
        at -= 1
    best = None
    for mark in passage.within(max(0, at - _BEFORE_FAR), at, UNIT):
        if mark.end == at and (best is None or mark.start < best.start):
            best = mark
    return best
