"""Whether a Chinese sentence asserts what befell people: 否认有5人死亡, 有传言称, 如果, 演练中模拟. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.findings.casualties_groups import Hit
from crawler.findings.casualties_scope import clipped, following
from crawler.findings.casualties_ways import ASSERTED, ATTEMPTED, CLAIMED, DENIED, EXERCISE, HYPOTHETICAL
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span

_STAGED = lazy(
    r"模拟|模擬|假想|设想|設想|想定|虚构|虛構|情景设置|导调|推演|剧中|劇中|片中|电影|電影|影片|电视剧|電視劇|小说|小說"
)
# What follows at once is of the drill: 组织应急演练。“2名战友受伤！”
_DRILL = lazy(
    r"(?:组织|組織|开展|開展|举行|舉行|进行|進行|展开|展開)[^，。；]{0,24}(?:演练|演練|演习|演習|对抗训练|救护训练)"
    r"|(?:演练|演練|演习|演習)[^，。；]{0,16}(?:展开|展開|打响|打響|拉开|举行|舉行|进行|開始|开始)"
)
# A report begins with what is called out, and then tells of the drill: “2名哨兵受伤！”7月21日，分队组织演练。
_SHOUTED = lazy(r"[“「][^“”「」]+[”」]")
_SCARE = lazy(r"[“「\"](?:被)?[^”」\"]{1,4}[”」\"]")
_DENIED = lazy(
    r"(?:否认|否認|驳斥|駁斥|辟谣|闢謠|并未|並未|并没有|並沒有|不是|并非|並非|不存在|没有证据|沒有證據|谎称|謊稱|误报|誤報)"
    r"(?P<rest>[^。；;]{0,50})$"
)
# Who denies a part in a killing does not deny the killing.
_INVOLVED = lazy(r"负责|負責|责任|責任|参与|參與|卷入|捲入|有关|有關|策划|策劃|制造了|製造了|实施|發動|发动|幕后")
_ITS_ATTACK = lazy(r"[^。，；]{0,8}的(?:袭击|襲擊|爆炸|攻击|攻擊|事件|事故|伏击|伏擊)")
_CLAIMED = lazy(
    r"(?:声称|聲稱|自称|自稱|宣称|宣稱|扬言|揚言|据传|據傳|传言|傳言|谣言|謠言|谣传|謠傳|传闻|傳聞|网传|網傳|未经证实|未經證實"
    r"|未证实|未證實|未获证实|未能证实|无法证实|無法證實|没有证实|指控|涉嫌)[^。；;]{0,40}$"
)
_HYPOTHETICAL = lazy(
    r"(?:如果|假如|假设|假設|倘若|要是|万一|萬一|是否|不清楚|尚不清楚|不确定|不確定|无法确认|無法確認|可能|也许|或许|恐怕|担心"
    r"|擔心)[^，。；;]{0,40}$|(?:^|[，。；;])若[^，。；;]{0,30}$"
)
_PERHAPS = lazy(r"(?:可能|或许|也许|恐已|疑似)[^，。；;]{0,6}$")
_NOT = lazy(r"(?:未|没有|沒有|并未)[^，。；;]{0,3}$")
_TRIED = lazy(r"(?:企图|企圖|试图|試圖|图谋|預謀|预谋|密谋|威胁|威脅|险些|險些|差点|差點|几乎|幾乎)[^，。；;]{0,16}$")
_THEN_DENIED = lazy(
    r"[^。]{0,40}?(?:否认|否認)(?!(?:参与|參與|与|與|对|對|卷入|有关|有關|负责|負責|制造|製造|实施|发动|發動|是|策划))"
    r"|[^。]{0,40}?(?:驳斥|駁斥|辟谣|闢謠|不实|不實|不属实|不屬實|属实(?:。|$)|是假|假的|系谣言|是谣言|為謠言|为谣言|假消息|虚假|虛假|失实|失實"
    r"|有误|有誤|误报|誤報|尚未得到证实|未获证实|未得到证实)"
)
# Those missed who were all found: 一度失踪，后被安全找到.
_FOUND = lazy(
    r"(?:[^。；一二两三四五\d]{0,14}?)(?:(?:安全|平安)(?:地)?(?:找到|归队|歸隊|返回|获救|獲救|脱险)|(?:找到|归队|获救)[^。；]{0,6}(?:安全|平安|无恙))"
)


def veracity(passage: Passage, sentence: Span, hit: Hit) -> str:
    """How the sentence tells a hit; parts of a number are told as their whole is."""
    if hit.whole is not None:
        return veracity(passage, sentence, hit.whole)
    return next(_readings(passage, sentence, hit), ASSERTED)


def _is_staged(passage: Passage, sentence: Span, hit: Hit) -> bool:
    """In a film or a drill, which the sentence before may set, or in quotation marks."""
    text, (start, end) = passage.text, clipped(sentence, hit)
    first, last = hit.parts[0][0], hit.parts[-1][1]
    if _STAGED.search(text, start, end) or _SCARE.search(text, max(start, first - 1), min(end, last + 1)):
        return True
    shouted = following(passage, sentence[1]) if _SHOUTED.fullmatch(text, *sentence) else None
    if shouted is not None and _DRILL.search(text, *shouted):
        return True
    opens = sentence[0]
    if opens < 2 or "\n" in text[opens - 2 : opens]:
        return False
    return _DRILL.search(text, passage.sentence(opens - 2)[0], opens) is not None


def _readings(passage: Passage, sentence: Span, hit: Hit) -> Iterator[str]:
    """Each way in which it is not asserted, the plainest first."""
    text, (start, end) = passage.text, clipped(sentence, hit)
    first, last = hit.parts[0][0], hit.parts[-1][1]
    before, within, after = text[start:first], text[hit.group.end : max(hit.group.end, last - 2)], text[last:end]
    if _is_staged(passage, sentence, hit):
        yield EXERCISE
    denied = _DENIED.search(before)
    if denied is not None and not _INVOLVED.search(denied["rest"]) and not _ITS_ATTACK.match(after):
        yield DENIED
    if hit.kind == "missing" and _FOUND.match(after):
        yield DENIED
    if _THEN_DENIED.match(after) or _NOT.search(within):
        yield DENIED
    if _CLAIMED.search(before):
        yield CLAIMED
    if _HYPOTHETICAL.search(before) or _PERHAPS.search(within):
        yield HYPOTHETICAL
    if _TRIED.search(before) or _TRIED.search(within):
        yield ATTEMPTED
