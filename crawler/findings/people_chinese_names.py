"""Where a name in Chinese ends: by family name, by signs of sound, and by the words that may follow. Pure.

A Chinese name is a family name of the table and one or two signs; a foreign name is written by sound, its parts joined
by a middle dot. Neither is parted from the words round it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy
from crawler.findings.people_names import Names

DOTS = "·•・‧∙﹒．"
_JOINS = DOTS + "—-"
_RANKS = (
    r"(?:(?:[海陆陸空][军軍]|武警)?(?:[上中少准準][将將]|大校|[上中少][校尉士]|大尉|列兵|高[级級]警司|"
    r"[一二三][级級]警督|警[司督监監]|[将將][军軍]|元帅|元帥|先生|女士|博士|教授|同志|[阁閣]下))"
)
# Words of two signs and more that may stand straight after a name, and stops.
_STRONG = lazy(
    rf"[\s，。、；：:,.;!！?？（）()“”\"《》「」\-—–\d]|$|{_RANKS}|[说説說](?!服)|"
    r"表示|表[態态]|指出|介[绍紹]|告[诉訴]|[强強][调調烈]|[认認][为為]|宣[布读讀]|主[持动動]|致[辞詞词電电]|"
    r"出[席任生]|[参參][加与與观觀]|代[表理]|[会會][见見晤][访訪]?|[访訪][问問华華]|[讲講][话話解述]|"
    r"[颁頒][发發奖獎]|[評评][價价論论]|透露|回[应應答忆憶国國]|呼[吁籲]|要求|感[谢謝慨]|[对對]此|"
    r"[当當][日天场場选選地]|今[天日年]|昨[天日]|日前|近日|[随隨][后後即]|[牺犧]牲|[遇罹][难難害]|身[亡后後穿着]|"
    r"周[一二三四五六日末]|星期|受[伤傷邀命]|殉[职職]|[带帶][领領着队隊]|前[往来來]|[抵到][达達]|作[为為了]|[担擔]任|接[受过過到]|"
    r"[签簽]署|[发發][表言现現出布]|[应應][邀询詢约約]|一[行边邊下直起同]|陪同|[赞讚贊][扬揚赏賞]|[写寫]道|"
    r"答[道记記]|[问問]道|[负負][责責]|[检檢][查阅閱]|[视視]察|[谴譴][责責]|[确確][认認]|[证證][实實]|"
    r"[获獲]得|[荣榮][获獲]|[没沒]有|承[诺諾认認]|[开開]始|先[后後]|[组組][织織]|指[挥揮]|[返赶趕]回|立即|迅速|"
    r"[这這][样樣位名里]|[来來][自到]|[毕畢][业業]|率[领領队隊]|完成|[进進]行|[举舉]行|手[中里持]|正在|已[经經]|"
    r"曾[经經]|[还還]|也是|[则則]|[并並][表强說说]|最[后後]|[总總][结結]|[亲親]自|[一共]同|[与與]|通[过過报報]|"
    r"[坚堅][持决決]|提[出到议議]|希望|相信|祝[贺賀愿願]|[欢歡]迎|批[准評评]|拒[绝絕]|[决決]定|下令|命令|"
    r"召[开開]|[听聽]取|[观觀]看|登[上机機]|[驾駕]|[为為]|[坦直]言|[谈談]到|[称稱]|在[接会會]|是[一该該]|的"
)
# One sign that may stand after a name, and may also be the last of one.
_WEAK = frozenset(
    "在和与與及同对對向率将將是已曾也等于於为為以从從到就则則还還又之的便而由被把让讓给給不有正并並那该該总總用没沒"
    "拿坐站走看想笑"
)
# As the third sign of a name and before a stop these are the verb of the sentence.
_SPEECH = frozenset("说説說称稱率答")
# Family names that are common words too: only a clear end makes a name of what follows.
DOUBTFUL = frozenset("于任方应應成关關向常安时時明单單高万萬连連全文何和曾强费管程查祝尚")
# Signs that no given name holds.
_NEVER = frozenset(
    "的了是在和与與及不都也还還就认認说說表指告诉訴这這其他她它们們我你个個被把各每某很更最已并但而或因所以"
)
# A family name with a form of address is no whole name.
_ADDRESSED = lazy(r"先生|女士|小姐|大夫|[医醫]生|老[师師]|同志|主任|教授|[局队隊部][长長]|司令|大使|某")
# What makes a thing of a name: Hammarskjöld Medal, Bernadotte Square.
_THING = lazy(
    r"[奖獎勋勳]章|[奖獎]|大[学學]|[机機][场場]|[广廣][场場]|路|[号號]|[营營]地|[医醫]院|[学學]校|基金|[监監][狱獄]|"
    r"中心|州|省|市|[县縣]|[镇鎮]|村|[岛島]|港|河|山|湖|[区區]|法案|主[义義]|家族|政府"
)
_STOP = lazy(r"[\s，。、；：:,.;!！?？（）()》」]")
_MAY_PRECEDE = frozenset("由与與和對对向是被让讓及")
_CJK = lazy(r"[\u3400-\u4dbf\u4e00-\u9fff]+")


class ChineseNames:
    """Names in one passage."""

    def __init__(self, passage: Passage, names: Names) -> None:
        self._passage, self._text, self._names = passage, passage.text, names
        self._sound = _by_sound(names.sounds)

    def end_of(self, place: int) -> int | None:
        """Where the name that begins at a place ends; None where none begins."""
        found = self._sound.match(self._text, place)
        if found is not None and any(dot in found.group() for dot in _JOINS):
            end: int | None = self._closed(found) or found.end()
        else:
            end = self._own(place)
            closed = None if found is None else self._closed(found)
            if closed is not None and closed - place >= (3 if end is None else 4):
                end = closed
        return None if end is None or _THING.match(self._text, end) else end

    def in_full(self) -> Iterator[tuple[int, int]]:
        """Foreign names with a dot that stand where a name may begin and end."""
        if not any(dot in self._text for dot in DOTS):
            return
        for found in self._sound.finditer(self._text):
            if not any(dot in found.group() for dot in DOTS) or not self._may_begin(found.start()):
                continue
            end = self._closed(found)
            if end is not None and not _THING.match(self._text, end):
                yield found.start(), end

    def is_own(self, start: int, end: int) -> bool:
        """True for a stretch that is a Chinese name and nothing else: the label of a speaker."""
        name = self._text[start:end]
        doubtful = name[0] not in self._names.surnames or name[0] in DOUBTFUL or _ADDRESSED.match(name, 1)
        return not (doubtful or _NEVER.intersection(name[1:]) or self._is_word(start, end))

    def _may_begin(self, place: int) -> bool:
        """After a stop or a word that is no sound; a name in quotation marks is a ship or a work."""
        before = self._text[place - 1 : place] if place else " "
        return _STOP.match(before) is not None or before in _MAY_PRECEDE

    def _closed(self, found: re.Match[str]) -> int | None:
        """Where a name by sound ends: at a word that may follow a name, up to three signs back."""
        for end in range(found.end(), max(found.start() + 1, found.end() - 4), -1):
            if self._text[end - 1] in _JOINS:
                return None
            if _STRONG.match(self._text, end) or self._text[end : end + 1] in _WEAK:
                return end
        return None

    def _own(self, place: int) -> int | None:
        """A Chinese name: family name and one or two signs."""
        text = self._text
        first = place + (2 if text[place : place + 2] in self._names.double_surnames else 1)
        if first == place + 1 and text[place:first] not in self._names.surnames:
            return None
        known = self._passage.within(place, place + 8, "country", "people", "mission", "post")
        if any(mark.start < first for mark in known) or _ADDRESSED.match(text, place + 1):
            return None
        signs = _CJK.match(text, place, first + 2)
        if signs is None or signs.end() <= first or text[first] in _NEVER or self._is_word(place, first + 2):
            return None
        longer = first + 2 if signs.end() == first + 2 and text[first + 1] not in _NEVER else None
        return self._longest(place, first + 1, longer)

    def _longest(self, place: int, shorter: int, longer: int | None) -> int | None:
        """One given sign or two: by the word that follows, else by how the text names the same person again."""
        text = self._text
        if longer is not None and _STRONG.match(text, longer) and text[longer - 1] not in _SPEECH:
            return longer
        if _STRONG.match(text, shorter) or text[place] in DOUBTFUL:
            return shorter if _STRONG.match(text, shorter) else None
        if longer is not None and text[longer : longer + 1] in _WEAK and text[longer - 1] not in _WEAK:
            return longer
        if text[shorter : shorter + 1] in _WEAK:
            return shorter
        return longer if longer is not None and _again(text, text[place:longer], longer) else None

    def _is_word(self, start: int, end: int) -> bool:
        """True where a word of the language stands: 解释, 安排."""
        return any(self._text[start:stop] in self._names.no_names for stop in range(start + 2, end + 3))


def _again(text: str, name: str, place: int) -> bool:
    """True where the same three signs stand further on, or stood before."""
    return text.find(name, place) >= 0 or text.find(name, 0, place - 1) >= 0


@lru_cache(maxsize=4)
def _by_sound(sounds: frozenset[str]) -> re.Pattern[str]:
    """Signs of sound, parts joined by a dot or a dash."""
    piece = f"[{re.escape(''.join(sorted(sounds)) or DOTS)}]{{1,9}}+"
    return lazy(rf"{piece}(?:[{DOTS}—-](?:[A-Z]\.?[{DOTS}])?{piece}){{0,4}}")
