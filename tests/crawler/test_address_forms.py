"""The form of article addresses that is learnt of links: mixed keys, months and years, what stands behind a key."""

from __future__ import annotations

import pytest

from crawler.address_form import learn

SITE = "https://paper.example"


@pytest.mark.parametrize(
    ("keys", "later", "none"),
    [
        (("dQw4w9WgXcQ", "a1B2c3D4e5F", "Qx7mPlokijU", "ZZtopQwer5k", "m3n4o5p6q7R"), "abcdefGHIjk", "archive"),
        (("x7f2", "9kq1", "t0p4", "44zz"), "1234", "all"),
    ],
)
def test_a_key_may_lack_digits_or_letters(keys: tuple[str, ...], later: str, none: str) -> None:
    learnt = learn([f"{SITE}/v/{key}" for key in keys], [f"{SITE}/v/{none}"], sure=True)
    assert len(learnt.patterns) == 1
    assert learnt.takes(f"{SITE}/v/{later}")
    assert not learnt.takes(f"{SITE}/v/{none}")
    assert not learnt.left


def test_two_running_numbers_stay_two_forms() -> None:
    learnt = learn([f"{SITE}/{sign}{n}" for sign in ("", "b") for n in range(101, 106)], [])
    assert sorted(learnt.patterns) == [r"^/\d{3,4}$", r"^/b\d{3,4}$"]


def test_a_key_with_a_digit_where_a_page_of_the_site_has_none() -> None:
    learnt = learn([f"{SITE}/v/{key}" for key in ("x7f2", "9kq1", "t0p4", "44zz")], [f"{SITE}/v/help"])
    assert not learnt.takes(f"{SITE}/v/help")
    assert not learnt.doubtful


@pytest.mark.parametrize(
    ("now", "later"),
    [
        ("/stories/2026/nov/{n}/words-{n}", "/stories/2026/dec/12/words-12"),
        ("/2026/November/{n}/bridge-{n}.html", "/2027/May/12/bridge-12.html"),
        ("/y2026/m11/d{n}/bridge-{n}.html", "/y2026/m12/d12/bridge-12.html"),
        ("/news2026/{n}.html", "/news2027/12.html"),
        ("/archive/november-2026/bridge{n}.html", "/archive/march-2027/bridge12.html"),
        ("/2026/%D9%86%D9%88%D9%81%D9%85%D8%A8%D8%B1/{n}.html", "/2026/%D9%8A%D9%86%D8%A7%D9%8A%D8%B1/12.html"),
    ],
)
def test_the_form_of_addresses_holds_beyond_the_month_and_the_year(now: str, later: str) -> None:
    learnt = learn([SITE + now.format(n=n) for n in range(13, 24)], [], sure=True)
    assert learnt.takes(SITE + later)


def test_keys_with_something_behind_them_and_sums_that_are_no_keys() -> None:
    ids = ["C4CA4238A0B923820DCC509A6F75849B", "C81E728D9D4C2F636F067F89CC14862C", "ECCBC87E4B5CE2FE28308FD9F2A7BAF3"]
    learnt = learn([f"{SITE}/news.nsf/0/{one}!OpenDocument" for one in ids], [])
    assert learnt.takes(f"{SITE}/news.nsf/0/A87FF679A2F3E71D9181A67B7542122C!OpenDocument")
    sealed = [f"{SITE}/index.php?cHash={one.lower()}&id=77&news={n + 31}" for n, one in enumerate(ids)]
    assert learn(sealed, []).key is None


def test_a_key_without_a_digit_beside_a_page_of_the_site() -> None:
    keys = ("dQw4w9Wg", "a1B2c3D4", "Qx7mPlok", "m3n4o5p6", "7kLE0P5d")
    others = {f"{SITE}/p/politica": "Politics", f"{SITE}/p/JrCAeHwZ": "Engineers of the invented unit open a bridge"}
    learnt = learn([f"{SITE}/p/{key}" for key in keys], others, words=others)
    assert learnt.takes(f"{SITE}/p/AeHwZJrC")
    assert not learnt.takes(f"{SITE}/p/politica")


def test_a_headline_is_no_reason_for_doubt() -> None:
    others = {f"{SITE}/news/313/": "Engineers of the invented unit open a bridge", f"{SITE}/news/2/": "More"}
    wanted = [f"{SITE}/news/{n}/" for n in (316, 319, 322)]
    assert learn(wanted, list(others)[:1], words=others).doubtful == ()
    assert learn(wanted, [f"{SITE}/news/9000/"], words=others).doubtful != ()
