"""Numbers as newsrooms write them: groupings, scales, words, other scripts, ranges, parts of a whole."""

from __future__ import annotations

import pytest

from crawler.findings.numbers import numbers


def read(text: str, language: str = "en") -> list[tuple[str, float]]:
    return [(text[one.start : one.end], one.value) for one in numbers(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "words", "value"),
    [
        ("some 2,500 people", "en", "2,500", 2_500),
        ("all of 2,87,000 of them", "en", "2,87,000", 287_000),
        ("sum of 1,00,000 rupees", "en", "1,00,000", 100_000),
        ("quelque 87 000 soldats", "fr", "87 000", 87_000),
        ("1.087 prajurit", "id", "1.087", 1_087),
        ("15.21 percent", "en", "15.21", 15.21),
        ("1.087 million people", "en", "1.087 million", 1_087_000),
        ("7,8 milhões de euros", "pt", "7,8 milhões", 7_800_000),
        ("３１５人", "zh", "３１５", 315),
        ("1.2万平方米", "zh", "1.2万", 12_000),
        ("防卫预算达7.9万亿日元", "zh", "7.9万亿", 7.9e12),
        ("捐款5百万美元", "zh", "5百万", 5_000_000),
        ("约两万亿元", "zh", "两万亿", 2e12),
        ("一亿二千万元", "zh", "一亿二千万", 120_000_000),
        ("两千五百余枚", "zh", "两千五百", 2_500),
        ("一万二千人", "zh", "一万二千", 12_000),
        ("女警二十五名", "zh", "二十五", 25),
        ("上百名人员", "zh", "百", 100),
        ("٤٥٠ ألف دولار", "ar", "٤٥٠ ألف", 450_000),
        ("١٠٬١٥٠ جندياً", "ar", "١٠٬١٥٠", 10_150),
        ("৬ হাজার ৪৭ জন", "bn", "৬ হাজার ৪৭", 6_047),
        ("১ লাখ ৮৮ হাজার সদস্য", "bn", "১ লাখ ৮৮ হাজার", 188_000),
        ("понад 44 тисячі військових", "uk", "44 тисячі", 44_000),
        ("210 тис. пасажирів", "uk", "210 тис.", 210_000),
        ("empat puluh dua orang", "id", "empat puluh dua", 42),
        ("siete misiones", "es", "siete", 7),
        ("una docena de casos", "es", "docena", 12),
        ("twenty-five other ranks", "en", "twenty-five", 25),
        ("two hundred thousand men", "en", "two hundred thousand", 200_000),
        ("half a million dollars", "en", "half a million", 500_000),
        ("Rs 18.6 crore", "en", "18.6 crore", 186_000_000),
        ("Sh8.9 billion", "en", "8.9 billion", 8_900_000_000),
        ("worth $19m today", "en", "19m", 19_000_000),
    ],
)
def test_a_number_is_read_whatever_its_grouping_scale_or_script(
    text: str, language: str, words: str, value: float
) -> None:
    assert read(text, language) == [(words, value)]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("a third of the force", "en", 33.3),
        ("three-quarters of the inhabitants", "en", 75),
        ("four fifths of his men", "en", 80),
        ("half of it", "en", 50),
        ("占五分之一", "zh", 20),
        ("占近三成", "zh", 30),
        ("百分之六的人员", "zh", 6),
    ],
)
def test_a_part_of_a_whole_is_told_in_per_cent(text: str, language: str, value: float) -> None:
    (one,) = numbers(text, language)
    assert (one.kind, one.value) == ("part", value)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("between 35,000 and 37,000 people", [(35_000, 37_000)]),
        ("30-40 vehicles", [(30, 40)]),
        ("70 to 80 vehicles", [(70, 80)]),
        ("from 660 to 860 troops", [(660, None), (860, None)]),
        ("by 2,000 to 11,500", [(2_000, None), (11_500, None)]),
        ("between ten and fifteen men", [(10, 15)]),
        ("12 men and 30 women", [(12, None), (30, None)]),
    ],
)
def test_a_range_is_one_number_and_a_change_is_two(text: str, ends: list[tuple[float, float | None]]) -> None:
    assert [(one.value, one.value_to) for one in numbers(text)] == ends


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("deux mille cinq cents soldats", "fr", [("deux mille cinq cents", 2_500)]),
        ("quatre-vingt-dix-sept, soixante et onze", "fr", [("quatre-vingt-dix-sept", 97), ("soixante et onze", 71)]),
        ("trois cent vingt-cinq mille habitants", "fr", [("trois cent vingt-cinq mille", 325_000)]),
        ("un million de personnes", "fr", [("un million", 1_000_000)]),
        ("cinq dix soldats et dix et soixante et onze", "fr", []),
        ("doscientos cincuenta militares", "es", [("doscientos cincuenta", 250)]),
        ("treinta y cinco o dos mil quinientos", "es", [("treinta y cinco", 35), ("dos mil quinientos", 2_500)]),
        ("tres y cuatro soldados", "es", [("tres", 3), ("cuatro", 4)]),
        ("duzentos e cinquenta; dois mil e um", "pt", [("duzentos e cinquenta", 250), ("dois mil e um", 2_001)]),
        ("двести пятьдесят миротворцев", "ru", [("двести пятьдесят", 250)]),
        ("тысячи людей, две тысячи сорок", "ru", [("две тысячи сорок", 2_040)]),
        ("двісті п’ятдесят військових", "uk", [("двісті п’ятдесят", 250)]),
        ("ثلاثة عشر جنديا وخمسة", "ar", [("ثلاثة عشر", 13)]),
        ("خمسة آلاف جندي", "ar", [("خمسة آلاف", 5_000)]),
        ("ثلاثة وعشرون جنديا", "ar", []),
    ],
)
def test_a_number_of_several_words_is_read_whole_or_not_at_all(
    text: str, language: str, wanted: list[tuple[str, float]]
) -> None:
    assert read(text, language) == wanted


@pytest.mark.parametrize("text", ["Type-81A", "B52", "统一行动", "千方百计", "a second look", "成立大会", "第三次"])
def test_letters_and_words_that_hold_a_numeral_are_no_numbers(text: str) -> None:
    assert not [one for one in numbers(text) if one.kind != "digits"]


@pytest.mark.parametrize(
    ("text", "value"), [("dozens of vehicles", 24), ("a few dozen soldiers", 12), ("数十名士兵", 20)]
)
def test_an_amount_without_a_number_is_vague(text: str, value: float) -> None:
    (one,) = numbers(text)
    assert (one.kind, one.value) == ("vague", value)
