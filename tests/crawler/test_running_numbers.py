"""A drafted address form lets a running number grow, and keeps a date as long as it is."""

from __future__ import annotations

import pytest

from crawler.address_form import learn

SITE = "https://paper.example"


def learnt(paths: list[str]) -> tuple[str, ...]:
    return learn([SITE + path for path in paths], [], sure=True).patterns


@pytest.mark.parametrize(
    ("form", "numbers", "pattern", "later"),
    [
        ("/news/{}.html", range(9985, 9999), r"^/news/\d{4,5}\.html$", 10_000),
        ("/news/{}.html", range(90, 99), r"^/news/\d{2,3}\.html$", 100),
        ("/news/{}.html", range(10, 22), r"^/news/\d{2,3}\.html$", 100),
        ("/news/{}.html", range(985, 999), r"^/news/\d{3,4}\.html$", 1000),
        ("/news/{}.html", range(3, 9), r"^/news/\d{1,2}\.html$", 10),
        ("/news/t{}.html", range(9985, 9999), r"^/news/t\d{4,5}\.html$", 10_000),
        ("/news/t{}.html", range(95, 105), r"^/news/t\d{1,4}\.html$", 1000),
        ("/news/{}", range(9985, 9999), r"^/news/\d{4,5}$", 10_000),
        ("/2026/{}.html", range(9985, 9999), r"^/\d{4}/\d{4,5}\.html$", 10_000),
        ("/{}-a-road-is-open", range(9985, 9999), r"^/\d{4,5}-a-road-is-open$", 10_000),
        ("/news/{}.html", range(99_985, 99_999), r"^/news/\d{5,6}\.html$", 100_000),
    ],
)
def test_a_running_number_may_grow_by_a_digit(form: str, numbers: range, pattern: str, later: int) -> None:
    found = learn([SITE + form.format(number) for number in numbers], [], sure=True)
    assert found.patterns == (pattern,)
    assert found.takes(SITE + form.format(later))


@pytest.mark.parametrize(
    ("form", "pattern"),
    [
        ("/2026/11/{}/c.html", r"^/\d{4}/\d{2}/\d{2}/c\.html$"),
        ("/2026-11/{}/c.html", r"^/\d{4}-\d{2}/\d{2}/c\.html$"),
        ("/2026/11{}/c.html", r"^/\d{4}/\d{4}/c\.html$"),
        ("/26/11/{}/c.html", r"^/\d{2}/\d{2}/\d{2}/c\.html$"),
        ("/{}/11/2026/c.html", r"^/\d{2}/\d{2}/\d{4}/c\.html$"),
        ("/202611{}/c.html", r"^/\d{8}/c\.html$"),
        ("/20{}/review.html", r"^/\d{4}/review\.html$"),
    ],
)
def test_a_date_stays_as_long_as_it_is(form: str, pattern: str) -> None:
    assert learnt([form.format(day) for day in range(10, 22)]) == (pattern,)


def test_days_and_months_without_a_leading_zero_have_two_digits_at_most() -> None:
    assert learnt([f"/2026-{day}-{day}/c.html" for day in range(7, 12)]) == (r"^/\d{4}-\d{1,2}-\d{1,2}/c\.html$",)
