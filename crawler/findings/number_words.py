"""Number words and scales by language: the data that crawler.findings.numbers reads. Pure."""

from __future__ import annotations


def _from(first: int, words: str, step: int = 1) -> dict[str, int]:
    return {word: first + step * index for index, word in enumerate(words.split())}


UNITS = {
    "en": _from(0, "zero one two three four five six seven eight nine ten eleven twelve")
    | _from(13, "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"),
    "fr": _from(2, "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize")
    | _from(20, "vingt trente quarante cinquante soixante", 10)
    | {
        "cent": 100,
        "cents": 100,
        "vingts": 20,
        "dizaine": 10,
        "douzaine": 12,
        "quinzaine": 15,
        "vingtaine": 20,
        "trentaine": 30,
    }
    | {"quarantaine": 40, "cinquantaine": 50, "centaine": 100, "millier": 1_000},
    "es": _from(2, "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince")
    | _from(16, "dieciséis diecisiete dieciocho diecinueve")
    | _from(20, "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa", 10)
    | _from(21, "veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve")
    | _from(200, "doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos", 100)
    | _from(200, "doscientas trescientas cuatrocientas quinientas seiscientas setecientas ochocientas novecientas", 100)
    | {
        "ciento": 100,
        "veintiún": 21,
        "veintiuna": 21,
        "cien": 100,
        "docena": 12,
        "decena": 10,
        "veintena": 20,
        "treintena": 30,
        "centenar": 100,
        "medio millar": 500,
    }
    | {"millar": 1_000},
    "pt": _from(2, "dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze")
    | _from(16, "dezesseis dezessete dezoito dezenove")
    | _from(20, "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa", 10)
    | _from(200, "duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos", 100)
    | _from(200, "duzentas trezentas quatrocentas quinhentas seiscentas setecentas oitocentas novecentas", 100)
    | {
        "catorze": 14,
        "dezasseis": 16,
        "dezassete": 17,
        "dezanove": 19,
        "cento": 100,
        "duas": 2,
        "cem": 100,
        "dezena": 10,
        "dúzia": 12,
        "centena": 100,
        "duas centenas": 200,
        "três centenas": 300,
    },
    "id": _from(2, "dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas") | {"seratus": 100},
    "ru": _from(2, "два три четыре пять шесть семь восемь девять десять")
    | _from(2, "двое трое четверо пятеро шестеро семеро восьмеро")
    | _from(2, "двух трёх четырёх пяти шести семи восьми девяти десяти")
    | _from(11, "одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать")
    | _from(11, "одиннадцати двенадцати тринадцати четырнадцати пятнадцати шестнадцати семнадцати восемнадцати")
    | _from(20, "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто", 10)
    | _from(20, "двадцати тридцати сорока пятидесяти шестидесяти семидесяти восьмидесяти девяноста", 10)
    | _from(100, "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот", 100)
    | _from(100, "ста двухсот трёхсот четырёхсот пятисот шестисот семисот восьмисот девятисот", 100)
    | {"две": 2, "двумя": 2, "трех": 3, "четырех": 4, "девятнадцать": 19, "девятнадцати": 19, "трехсот": 300}
    | {"четырехсот": 400, "полсотни": 50, "сотня": 100},
    "uk": _from(2, "два три чотири п'ять шість сім вісім дев'ять десять одинадцять дванадцять")
    | _from(2, "двоє троє четверо п'ятеро шестеро семеро восьмеро дев'ятеро десятеро одинадцятеро дванадцятеро")
    | _from(13, "тринадцять чотирнадцять п'ятнадцять шістнадцять сімнадцять вісімнадцять дев'ятнадцять")
    | _from(20, "двадцять тридцять сорок п'ятдесят шістдесят сімдесят вісімдесят дев'яносто", 10)
    | _from(20, "двадцяти тридцяти сорока п'ятдесяти шістдесяти сімдесяти вісімдесяти", 10)
    | _from(100, "сто двісті триста чотириста п'ятсот шістсот сімсот вісімсот дев'ятсот", 100)
    | {"дві": 2, "двома": 2},
    "bn": {
        "দুই": 2,
        "দুটি": 2,
        "তিন": 3,
        "তিনটি": 3,
        "চার": 4,
        "চারটি": 4,
        "পাঁচ": 5,
        "পাঁচটি": 5,
        "ছয়": 6,
        "সাত": 7,
        "আট": 8,
        "নয়": 9,
        "দশ": 10,
    },
    "ar": {
        "ثلاثة": 3,
        "ثلاث": 3,
        "أربعة": 4,
        "أربع": 4,
        "خمسة": 5,
        "خمس": 5,
        "ستة": 6,
        "ست": 6,
        "سبعة": 7,
        "سبع": 7,
        "ثمانية": 8,
        "ثماني": 8,
        "تسعة": 9,
        "تسع": 9,
        "عشرة": 10,
        "عشر": 10,
    },
    "ur": {"دو": 2, "تین": 3, "چار": 4, "پانچ": 5, "چھ": 6, "سات": 7, "آٹھ": 8, "نو": 9, "دس": 10},
}
# Numbers of several words: what multiplies, what stands for one inside a run, and what joins its words.
RUN_SCALES = {
    "fr": {"mille": 1_000, "million": 1_000_000, "millions": 1_000_000},
    "es": {"mil": 1_000, "millón": 1_000_000, "millones": 1_000_000},
    "pt": {"mil": 1_000, "milhão": 1_000_000, "milhões": 1_000_000},
    "ru": {"тысяча": 1_000, "тысячи": 1_000, "тысяч": 1_000, "миллион": 1_000_000}
    | {"миллиона": 1_000_000, "миллионов": 1_000_000},
    "uk": {"тисяча": 1_000, "тисячі": 1_000, "тисяч": 1_000, "мільйон": 1_000_000, "мільйони": 1_000_000}
    | {"мільйонів": 1_000_000},
}
RUN_ARTICLES = {
    "fr": ("un", "une"),
    "es": ("un", "una", "uno"),
    "pt": ("um", "uma"),
    "ru": ("один", "одна", "одного"),
    "uk": ("один", "одна", "одного"),
}
RUN_LINKS = {"fr": "et", "es": "y", "pt": "e", "ru": "(?!)", "uk": "(?!)"}
# What multiplies the word before it (TEENS: is added to it), and what goes on with it as a number that is not read.
TEENS = 10
UNIT_STEPS = {
    "ar": {"عشر": TEENS, "عشرة": TEENS, "مئة": 100, "مائة": 100, "آلاف": 1_000, "ملايين": 1_000_000},
    "bn": {"হাজার": 1_000, "লাখ": 100_000},
    "ur": {"ہزار": 1_000, "سو": 100, "لاکھ": 100_000},
}
_UNIT_GOES_ON = "وعشرون وعشرين وثلاثون وثلاثين وأربعون وأربعين وخمسون وخمسين ومئة ومائة ومئتان ومئتين ألف"
UNIT_GOES_ON = frozenset(_UNIT_GOES_ON.split())
# Indonesian counts by parts: empat puluh dua is 42.
INDONESIAN_STEPS = {"belas": 10, "puluh": 10, "ratus": 100}
TENS = _from(20, "twenty thirty forty fifty sixty seventy eighty ninety", 10)

# What may stand after a number written in digits. Short forms only where a number stands straight before them.
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "millions": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9,
    "trillion": 1e12, "dozen": 12, "lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "crore": 1e7, "crores": 1e7,
    "mille": 1e3, "milliard": 1e9, "milliards": 1e9, "mil": 1e3, "millón": 1e6, "millones": 1e6, "milhão": 1e6,
    "milhões": 1e6, "ribu": 1e3, "juta": 1e6, "тыс": 1e3, "тысяч": 1e3, "тысячи": 1e3, "тысяча": 1e3, "млн": 1e6,
    "миллион": 1e6, "миллиона": 1e6, "миллионов": 1e6, "млрд": 1e9, "миллиардов": 1e9,
    "тисяч": 1e3, "тисячі": 1e3, "тис": 1e3, "мільйон": 1e6, "мільйона": 1e6, "мільйонів": 1e6, "мільярд": 1e9,
    "мільярда": 1e9, "ألف": 1e3, "آلاف": 1e3, "ألفاً": 1e3, "مليون": 1e6, "ملايين": 1e6, "مليار": 1e9, "হাজার": 1e3,
    "লাখ": 1e5, "লক্ষ": 1e5, "কোটি": 1e7, "ہزار": 1e3, "لاکھ": 1e5, "کروڑ": 1e7,
    "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "千": 1e3, "百": 1e2,
    "百万": 1e6, "百萬": 1e6, "千万": 1e7, "千萬": 1e7, "百亿": 1e10, "千亿": 1e11, "万亿": 1e12, "萬億": 1e12,
}  # fmt: skip
# One letter straight after a price.
SHORT_SCALES = {"m": 1e6, "M": 1e6, "k": 1e3, "K": 1e3, "b": 1e9, "B": 1e9}
WORD_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

# Parts of a whole, in per cent: a third of, three-quarters of.
PARTS = {
    "half": 50, "third": 100 / 3, "quarter": 25, "fourth": 25, "fifth": 20, "sixth": 100 / 6, "eighth": 12.5,
    "tenth": 10, "thirds": 100 / 3, "quarters": 25, "fourths": 25, "fifths": 20, "sixths": 100 / 6, "eighths": 12.5,
    "tenths": 10,
}  # fmt: skip
# Codes and signs of money that stand before a number, and the unit that they say.
CURRENCIES = {
    "US$": "US dollars", "USD": "US dollars", "U.S.$": "US dollars", "$": "dollars", "€": "euros", "EUR": "euros",
    "£": "pounds", "GBP": "pounds", "¥": "yuan", "￥": "yuan", "RMB": "yuan", "CNY": "yuan", "Rs": "rupees",
    "Rs.": "rupees", "₹": "Indian rupees", "INR": "Indian rupees", "Tk": "taka", "KSh": "Kenyan shillings",
    "Ksh": "Kenyan shillings", "Sh": "shillings", "KES": "Kenyan shillings", "GH¢": "cedis", "GH₵": "cedis",
    "₦": "naira", "N$": "Namibian dollars", "A$": "Australian dollars", "C$": "Canadian dollars", "Rp": "rupiah",
    "FCFA": "CFA francs", "HK$": "Hong Kong dollars",
}  # fmt: skip

# Words that name an amount without a number; the value is the least that they can mean.
VAGUE = {
    "dozens": 24, "scores": 40, "tens": 20, "hundreds": 200, "thousands": 2_000, "millions": 2_000_000,
    "tens of thousands": 20_000, "hundreds of thousands": 200_000,
    "dozen": 12, "数十": 20, "几十": 20, "數十": 20, "幾十": 20, "数百": 200, "數百": 200, "几百": 200, "数千": 2_000,
    "數千": 2_000, "几千": 2_000, "数万": 20_000, "數萬": 20_000, "成百上千": 1_000, "成千上万": 1_000, "十几": 11,
    "十多": 11,
}  # fmt: skip

CHINESE_DIGITS = {sign: value for value, signs in enumerate(("零〇", "一壹", "二两兩贰", "三叁", "四", "五", "六", "七", "八", "九")) for sign in signs}  # fmt: skip  # noqa: E501
CHINESE_STEPS = {"十": 10, "百": 100, "千": 1_000}
CHINESE_LEAPS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
# After a Chinese numeral one of these must stand, else it may be a part of another word (统一, 万象, 千方百计).
MEASURES = (
    "名|人|个|個|位|辆|輛|架|艘|次|批|支|国|國|家|起|件|处|處|公顷|平方|公里|千米|吨|米|枚|所|座|"
    "项|項|份|台|套|场|場|届|年|天|小时|分钟|"
    "颗|发|份|条|條|间|頂|顶|箱|箱|里|亩|对|番|成|分|任务区|余|餘|多|几|%|％|艘|眼|例|期|块|塊|"
    "人次|批次|架次|部|幅|册|株|棵|副|具|顿|海里|立方|头|匹|只|門|门|挺|发|發|道|段|轮|輪|户|戶|"
    "省|月|周|日|岁|歲|世纪|美元|欧元|元|班|组|組|队|隊|营|營|连|連|级|級|层|層|类|類|种|種|款|时|時|秒"
)
