"""Number words and scales by language: the data that crawler.findings.numbers reads. Pure."""

from __future__ import annotations


def _from(first: int, words: str, step: int = 1) -> dict[str, int]:
    return {word: first + step * index for index, word in enumerate(words.split())}


UNITS = {
    "en": _from(0, "zero one two three four five six seven eight nine ten eleven twelve")
    | _from(13, "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"),
    "fr": _from(2, "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize")
    | _from(20, "vingt trente quarante cinquante soixante", 10)
    | {"cent": 100},
    "es": _from(2, "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince")
    | _from(20, "veinte treinta cuarenta cincuenta sesenta", 10)
    | {"cien": 100},
    "pt": _from(2, "dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze")
    | _from(20, "vinte trinta quarenta cinquenta sessenta", 10)
    | {"duas": 2, "cem": 100},
    "id": _from(2, "dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas")
    | {"dua belas": 12, "seratus": 100},
    "ru": _from(2, "два три четыре пять шесть семь восемь девять десять")
    | _from(2, "двое трое четверо пятеро шестеро семеро восьмеро")
    | _from(2, "двух трёх четырёх пяти шести семи восьми девяти десяти")
    | {"две": 2, "трех": 3, "четырех": 4, "двадцать": 20},
}
TENS = _from(20, "twenty thirty forty fifty sixty seventy eighty ninety", 10)

# What may stand after a number written in digits. Short forms only where a number stands straight before them.
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "millions": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9,
    "trillion": 1e12, "lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "crore": 1e7, "crores": 1e7,
    "mille": 1e3, "milliard": 1e9, "milliards": 1e9, "mil": 1e3, "millón": 1e6, "millones": 1e6, "milhão": 1e6,
    "milhões": 1e6, "ribu": 1e3, "juta": 1e6, "тыс": 1e3, "тысяч": 1e3, "тысячи": 1e3, "тысяча": 1e3, "млн": 1e6,
    "миллион": 1e6, "миллиона": 1e6, "миллионов": 1e6, "млрд": 1e9, "миллиардов": 1e9,
    "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "千": 1e3, "百": 1e2,
}  # fmt: skip
WORD_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

# Words that name an amount without a number; the value is the least that they can mean.
VAGUE = {
    "dozens": 24, "scores": 40, "tens": 20, "hundreds": 200, "thousands": 2_000, "millions": 2_000_000,
    "tens of thousands": 20_000, "hundreds of thousands": 200_000,
    "数十": 20, "几十": 20, "數十": 20, "数百": 200, "數百": 200, "上百": 100, "数千": 2_000, "數千": 2_000,
    "上千": 1_000,
    "数万": 20_000, "數萬": 20_000, "上万": 10_000, "成百上千": 1_000,
}  # fmt: skip

CHINESE_DIGITS = {sign: value for value, signs in enumerate(("零〇", "一壹", "二两兩贰", "三叁", "四", "五", "六", "七", "八", "九")) for sign in signs}  # fmt: skip  # noqa: E501
CHINESE_STEPS = {"十": 10, "百": 100, "千": 1_000}
CHINESE_LEAPS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
# After a Chinese numeral one of these must stand, else it may be a part of another word (统一, 万象, 千方百计).
MEASURES = (
    "名|人|个|個|位|辆|輛|架|艘|次|批|支|国|國|家|起|件|处|處|公顷|平方|公里|千米|吨|米|枚|所|座|项|項|份|台|套|场|場|届|年|天|小时|分钟|"
    "颗|发|份|条|條|间|頂|顶|箱|箱|里|亩|对|番|成|分|任务区|余|餘|多|几|%|％"
)
