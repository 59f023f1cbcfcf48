"""A bounded share of every fuzz target, the same inputs each time; under ``long`` many more, new ones each time."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz.soup import INPUTS, saved
from tests.fuzz.targets import TARGETS

# What an input costs, to make and to read, bounds how many of them CI can afford.
SHARE = {
    "html": 18, "findings": 10, "listing": 20, "charset": 25, "sitemap": 15, "feed": 30, "coding": 40, "text": 50,
    "header": 50, "date": 80, "robots": 120, "number": 120,
}  # fmt: skip
USUAL = 150
TIMES = 100
_UNHURRIED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


# Inputs that once broke a promise, as small as they could be made.
FOUND = [
    (
        "sitemap",
        b"<urlset><url><loc>https://outlet.example/news/1.html</loc>"
        b"<lastmod>9999-12-31T23:59:59-12:00</lastmod></url></urlset>",
    ),
    ("listing", "<a href='/news/1.html'>peacekeepers \u202e</a>".encode()),
    ("feed", b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/1", "title": "a\\u001b[2J"}]}'),
    ("text", b"\x01UNMISS\nThe patrol left."),
]


@pytest.mark.parametrize(("name", "data"), FOUND)
def test_what_was_found_stays_mended(name: str, data: bytes) -> None:
    TARGETS[name](data)


def test_every_target_has_inputs_of_its_own() -> None:
    assert set(TARGETS) == set(INPUTS)


@pytest.mark.parametrize("name", ["html", "listing", "charset"])
def test_the_saved_pages_themselves_hold_every_promise(name: str) -> None:
    for page in saved(".html"):
        TARGETS[name](page)


@pytest.mark.parametrize("name", TARGETS)
def test_a_share_of_what_may_come(name: str) -> None:
    _run(name, SHARE.get(name, USUAL), always=True)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", TARGETS)
def test_much_of_what_may_come(name: str) -> None:
    _run(name, SHARE.get(name, USUAL) * TIMES, always=False)


def _run(name: str, examples: int, *, always: bool) -> None:
    target = TARGETS[name]

    @settings(max_examples=examples, deadline=None, derandomize=always, database=None, suppress_health_check=_UNHURRIED)
    @given(data=INPUTS[name])
    def drive(data: bytes) -> None:
        target(data)

    drive()
