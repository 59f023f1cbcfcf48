"""What is asked wrongly is told in the form that was asked for, and is no fault of ours."""

from __future__ import annotations

import pytest

from tests.web.conftest import Reader


@pytest.mark.parametrize(
    "path",
    ["/sources?until=0001-01-01", "/sources?until=9999-12-31", "/sources?days=00019999999", "/sources?days=000119999",
     "/sources?days=93", "/sources?days=0", "/sources?days=%D9%A1", "/sources/harbour?until=0001-01-05",
     "/sources/harbour?until=9999-12-31&days=92", "/sources/harbour?days=" + "9" * 5000,
     "/mission/UNMISS?page=000000001999999999999999999999", "/mission/UNMISS?page=0", "/mission/UNMISS?page=10001",
     "/search?q=a&page=" + "1" * 5000, "/series?page=-1", "/search.json", "/search.csv", "/search.csv?q=mission:NOPE",
     "/questions/newest-items.csv?days=99999999999999999999"]
)  # fmt: skip
def test_a_number_or_day_out_of_bounds_is_told(reader: Reader, path: str) -> None:
    assert reader.get(path).status_code == 400


@pytest.mark.parametrize("path", ["/sources?until=1900-01-01&days=92", "/sources/harbour?until=2199-12-31&days=92",
                                  "/sources?days=007"])  # fmt: skip
def test_the_outermost_days_are_shown(reader: Reader, path: str) -> None:
    assert reader.get(path).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [("/search.json", 400), ("/search.json?q=mission:NOPE", 400), ("/article/a-00000000.json", 404),
     ("/sources/nobody.json", 404), ("/mission/Atlantis.json", 404), ("/series.json?key=no", 404),
     ("/questions/nothing.json", 404), ("/digests/2020-W01.json", 404), ("/archive/nowhere.json", 404)]
)  # fmt: skip
def test_a_program_is_told_in_json(reader: Reader, path: str, status: int) -> None:
    answer = reader.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/json; charset=utf-8")
    assert answer.json()["error"]


@pytest.mark.parametrize(
    ("path", "status"),
    [("/search.csv", 400), ("/search.csv?q=mission:NOPE", 400), ("/mission/Atlantis.csv", 404),
     ("/series.csv?key=no", 404), ("/series.svg", 400), ("/article/a-00000000.txt", 404),
     ("/digests/2020-W01.md", 404), ("/archive/nowhere.csv", 404)]
)  # fmt: skip
def test_a_file_that_is_not_there_is_told_in_plain_text(reader: Reader, path: str, status: int) -> None:
    answer = reader.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/plain; charset=utf-8")
    assert "<" not in answer.text
