"""Days in French, Spanish and Portuguese texts, by the day of publication: Thursday, 30 May 2024."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.findings.circumstances import circumstances
from crawler.findings.days_romance import days
from crawler.findings.romance import tongues
from crawler.tables import packaged
from tests.crawler.findings.texts import an_item

AROUND = circumstances(an_item(""), home=None)
TONGUES = tongues(packaged("crawler.findings", "romance.toml"))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Le 4 mars 2021, puis le 1er mai.", ["2021-03-04", "2024-05-01"]),
        ("fr", "En mars 2021 ; depuis 2013 ; en février", ["2021-03", "2013", "2024-02"]),
        ("fr", "Lundi, hier soir et ce matin", ["2024-05-27", "2024-05-29", "2024-05-30"]),
        ("fr", "jeudi, jeudi dernier, jeudi prochain", ["2024-05-30", "2024-05-23", "2024-06-06"]),
        ("fr", "le mois dernier et l'année dernière", ["2024-04", "2023"]),
        ("fr", "le 12 décembre", ["2023-12-12"]),
        (
            "es",
            "El 8 de noviembre de 1960, en setiembre de 2000 y el 3 de mayo",
            ["1960-11-08", "2000-09", "2024-05-03"],
        ),
        ("es", "ayer, el miércoles pasado y el año pasado", ["2024-05-29", "2024-05-29", "2023"]),
        ("es", "Santo Domingo. Domingo de calma", ["2024-05-26"]),
        ("pt", "na segunda-feira, na terça-feira passada", ["2024-05-27", "2024-05-28"]),
        ("pt", "a 14 de fevereiro, em setembro de 2000", ["2024-02-14", "2000-09"]),
        ("pt", "a segunda força e a quarta rotação", []),
        ("fr", "2024-05-03", ["2024-05-03"]),
    ],
)
def test_days_named(language: str, text: str, expected: list[str]) -> None:
    assert [day.iso for day in days(text, AROUND, TONGUES[language])] == expected


def test_the_word_before_a_month_is_no_part_of_the_day() -> None:
    text = "Ils sont morts en mars 2021."
    [day] = days(text, AROUND, TONGUES["fr"])
    assert text[day.start : day.end] == "mars 2021"


def test_without_a_day_of_publication_only_what_is_written_is_settled() -> None:
    unknown = replace(AROUND, published=None, published_basis=None, year=None, year_basis=None)
    assert [day.iso for day in days("lundi, le 4 mars et le 4 mars 2021", unknown, TONGUES["fr"])] == [
        *[None, None, "2021-03-04"],
    ]
