"""Texts whose words are as rare and as common as in real ones (Zipf's law), English and Chinese; same seed, same texts.

The commonest words are real ones, so that queries of the benchmark read like an analyst's; the others are made of
syllables. The sense is none: only the shape matters to an index.
"""

# ruff: noqa: S311 - chance for test data
from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from functools import cache

_FUNCTION_WORDS = (
    "the of and to in a for on that with by is was at from as it were be has have an their which this will they said"
    " had its are not but more after who also been or he his than two first one would about between into over during"
    " when all other where new three under time years people while there before since local day against many year"
)
_TOPIC_WORDS = (
    "peacekeepers mission united nations peacekeeping troops un force security council commander contingent military"
    " medical police unit patrol camp area support training soldiers area engineers border operations ceremony"
    " deployment hospital ministry defence team civilians village bridge road battalion medal community school women"
    " protection ambush attack convoy mandate resolution drill rotation officer colonel brigade sector base ceasefire"
    " demining observer withdrawal humanitarian displaced flood market ferry vaccine solar well water clinic airlift"
    " exercise delegation condolences martyr anniversary handover reconnaissance logistics quarantine telemedicine"
)
_CHINESE_WORDS = (
    "维和 部队 联合国 任务 官兵 中国 和平 南苏丹 工兵 医疗 分队 训练 警察 安全 国际 军队 司令 官员 行动 保护 平民"
    " 道路 桥梁 营区 巡逻 轮换 勋章 授予 仪式 黎巴嫩 马里 刚果 步兵 直升机 国防 演习 援助 社区 学校 边境 停火 袭击"
    " 牺牲 烈士 决议 授权"
)
# Signs of which the other Chinese words are made.
_SIGNS = [chr(code) for code in range(0x4E00, 0x4E00 + 3500)]
_ONSETS = (
    "b",
    "br",
    "ch",
    "d",
    "dr",
    "f",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pr",
    "r",
    "s",
    "st",
    "t",
    "v",
)
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
_CODAS = ("", "l", "n", "nd", "r", "rk", "s", "st", "t")
WORDS = 60_000
CHINESE_WORDS = 30_000
# The exponent of English news text is near one; so the commonest word is every fourteenth.
_EXPONENT = 1.0


class Writer:
    """Writes texts; all chance comes from ``chance``."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        # The vocabulary does not depend on the seed: queries name its words.
        self._english, self._chinese = _vocabulary()
        self._english_weights = _zipf(len(self._english))
        self._chinese_weights = _zipf(len(self._chinese))

    def title(self, language: str) -> str:
        """A headline of some eight words."""
        return self._sentence(language, self._chance.randint(6, 11)).rstrip(".。")

    def paragraphs(self, language: str) -> list[str]:
        """A body: five to eleven paragraphs of some 35 words (Chinese: of some 30 words of two signs)."""
        counts = [self._chance.randint(20, 50) for _ in range(self._chance.randint(5, 11))]
        return [self._sentence(language, count) for count in counts]

    def _sentence(self, language: str, count: int) -> str:
        if language == "zh":
            words = self._chance.choices(self._chinese, cum_weights=self._chinese_weights, k=count)
            cuts = range(0, count, 9)
            return "，".join("".join(words[cut : cut + 9]) for cut in cuts) + "。"
        words = self._chance.choices(self._english, cum_weights=self._english_weights, k=count)
        return " ".join(words).capitalize() + "."


@cache
def _vocabulary() -> tuple[list[str], list[str]]:
    """English and Chinese words, the commonest first."""
    english = _spread(_FUNCTION_WORDS.split(), _unique(_TOPIC_WORDS.split(), _syllables(), WORDS))
    return english, _unique(_CHINESE_WORDS.split(), _pairs(), CHINESE_WORDS)


def _zipf(count: int) -> list[float]:
    return list(itertools.accumulate(1 / (rank + 2.7) ** _EXPONENT for rank in range(count)))


def _spread(common: Sequence[str], others: Sequence[str]) -> list[str]:
    """The first hundred or so of both by turns: words of the topic are as common as function words."""
    head = [word for pair in itertools.zip_longest(common, others[: len(common)]) for word in pair if word]
    return [*head, *others[len(common) :]]


def _unique(first: Sequence[str], others: Sequence[str], count: int) -> list[str]:
    return list(dict.fromkeys([*first, *others]))[:count]


def _syllables() -> list[str]:
    chance = random.Random(0)
    return [
        "".join(chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_CODAS) for _ in range(parts))
        for parts, count in ((2, WORDS // 2), (3, WORDS))
        for _ in range(count)
    ]


def _pairs() -> list[str]:
    chance = random.Random(0)
    return ["".join(chance.choices(_SIGNS, k=2)) for _ in range(CHINESE_WORDS * 2)]
