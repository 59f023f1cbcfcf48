"""The patterns of addresses, and what a run may ask for of each: fair shares, and little of what gives nothing."""

from __future__ import annotations

import pytest

from crawler.budgets import IN_VAIN, IN_VAIN_IN_ALL, IN_VAIN_PROVEN, Budget
from crawler.patterns import MOST_NAMES, Patterns, pattern_of

HOST = "https://x.example"


def learnt(*paths: str) -> Patterns:
    return Patterns(f"{HOST}/{path}" for path in paths)


SLUGS = tuple(f"news/{'abcdefghijklmnopqrstuvwxyz'[n] * 3}-story" for n in range(MOST_NAMES + 1))
PATTERNS = {
    "a calendar": (("cal/2026/11/3", "cal/1999/1/4"), "cal/2026/11/3", "x.example/cal/N/N/N"),
    "few words are names": (("news/1", "sport/2"), "news/7", "x.example/news/N"),
    "many are none": (SLUGS, SLUGS[0], "x.example/news/*"),
    "many above others": (tuple(f"{word}/{n}/page" for n, word in enumerate(SLUGS)), "news/aaa-story/0/page", "x.example/news/*/N/page"),  # noqa: E501
    "a path that grows": (("a/b/c/b/c/b/c/b/c",), "a/b/c/b/c/b/c", "x.example/a/b/c"),
    "a date is no growth": (("1/2/3/4",), "2026/11/3/17", "x.example/N/N/N/N"),
    "numbers among words": ((*SLUGS, "news/7"), "news/9", "x.example/news/N"),
    "numbers below words": ((*(f"{slug}/one" for slug in SLUGS), *(slug[5:] for slug in SLUGS), "a/7"), "a/9", "x.example/*/N"),  # noqa: E501
    "numbered files among words": ((*SLUGS, "news/7.html"), "news/19.html", "x.example/news/N.html"),
    "names of a query": (("shop?b=1&a=2",), "shop?a=9&b=3", "x.example/shop?a&b"),
    "many queries": (tuple(f"shop?{slug[5:8]}=1" for slug in SLUGS), f"shop?{SLUGS[0][5:8]}=1", "x.example/shop?*"),
    "deeper than anyone goes": (("/".join("abcdefghijklmnopqrstuvw"),), "/".join("abcdefghijklmnopqrstuvw"), "x.example/a/b/c/d/e/f/g/h/i/j/k/l/..."),  # noqa: E501
}  # fmt: skip


@pytest.mark.parametrize("name", PATTERNS)
def test_the_pattern_of_an_address(name: str) -> None:
    known, path, pattern = PATTERNS[name]
    assert learnt(*known).of(f"{HOST}/{path}") == pattern


def test_a_path_of_thousands_of_segments_is_bounded() -> None:
    assert len(pattern_of(HOST + "/a/b" * 2000)) < 100
    assert len(pattern_of(HOST + "".join(f"/s{'x' * n}" for n in range(80)))) < 200


def ask(budget: Budget, urls: list[str], kept: object = (), *, proven: tuple[str, ...] = ()) -> list[str]:
    """Ask for all that the budget allows; those of `kept` give an article."""
    rows = [{"id": n, "url": url} for n, url in enumerate(urls)]
    asked = []
    for row in budget.choose(lambda: rows, proven):
        if budget.put_off(row):
            continue
        asked.append(row["url"])
        budget.gave(row, kept=row["url"] in kept)  # type: ignore[operator]
    return asked


def test_a_pattern_that_gives_nothing_is_left_after_a_few_dozen_pages() -> None:
    budget = Budget(500, 200)
    asked = ask(
        budget,
        [f"{HOST}/cal/{n}" for n in range(1000)] + [f"{HOST}/a/{n}" for n in range(9)],
        {f"{HOST}/a/{n}" for n in range(9)},
    )
    assert sum("/cal/" in url for url in asked) == IN_VAIN
    assert sum("/a/" in url for url in asked) == 9
    assert f"{IN_VAIN:g} pages of x.example/cal/N in vain (960 left)" in (budget.reason or "")
    ((left, articles),) = budget.in_vain()
    assert (len(left), articles) == (960, False)


def test_what_gave_articles_before_has_more_room_and_each_article_makes_some() -> None:
    urls = [f"{HOST}/a/{n}" for n in range(300)]
    assert len(ask(Budget(500, 200), urls, proven=(urls[0],))) == IN_VAIN_PROVEN
    assert len(ask(Budget(500, 200), urls, set(urls[:3]))) == 3 + IN_VAIN + 30
    assert len(ask(Budget(500, 200), urls, set(urls))) == 200


def test_many_patterns_that_give_nothing_share_one_bound() -> None:
    names = [word * 4 for word in "abcdefghijklmnop"]
    urls = [f"{HOST}/{name}/{n}" for n in range(50) for name in names]
    assert len(ask(Budget(500, 200), urls)) == IN_VAIN_IN_ALL


@pytest.mark.parametrize("form", ["/a/{n}?w={m}", "/s{m}/a/{n}", "/a/{n}/v{m}x"])
def test_of_four_articles_under_a_thousand_addresses_each_comes_first(form: str) -> None:
    urls = [HOST + form.format(n=n, m=m + 1000 * n) for n in range(1, 5) for m in range(250)]
    asked = ask(Budget(500, 200), urls)
    first = {
        n
        for n in range(1, 5)
        for url in asked[:4]
        if url in {HOST + form.format(n=n, m=m + 1000 * n) for m in range(250)}
    }
    assert first == {1, 2, 3, 4}
