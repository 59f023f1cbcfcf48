"""What an article costs while one crisis goes on for months, in which each day's reports are tied to the day's before.

    python benchmarks/long_crisis.py [--days 300] [--each-day 6] [--json]

Six invented outlets report on one mission every day in words of their own; each day some of the numbers, the place and
the name that they give stay and some change, so that ties go on without end. Pages are read first; then they are stored
day by day as a crawl does. Prints milliseconds of CPU an article of each tenth of the time, the longest stories, and
the ties known.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.storing import Prepared, source_of, store
from benchmarks.storing_elsewhere import Clock
from crawler.extraction.page import Page
from crawler.findings.rules import load_finder
from crawler.peacekeeping.rules import load_relevance
from crawler.reading import read_page
from storage.archive import Archive
from storage.records import Answer, Link

START = datetime(2026, 1, 1, 8, tzinfo=UTC)
STAYS = 0.65
PEOPLE = ("Aaron Lindqvist", "Marta Oyelaran", "Peter Vandenhoek", "Laila Sabounji")
PLACES = ("Naqoura", "Tyre", "Marjayoun", "Bint Jbeil", "Kfar Kila")
HAPPENED = ("come under fire", "shelled", "wounded in attack", "hit by rocket")


@dataclass(frozen=True, slots=True)
class Tenth:
    """A tenth of the time. longest: articles in the longest stories so far; ties: known so far."""

    articles: int
    ms_each: float
    longest: tuple[int, ...]
    ties: int


def days_of(count: int, each: int, rng: random.Random) -> Iterator[list[Prepared]]:
    """The pages of each day, read."""
    relevance = load_relevance()
    finder = load_finder(relevance)
    words = ["".join(rng.choices("abcdefghijklmnoprstuvw", k=rng.randint(3, 9))) for _ in range(6000)]

    def prose(length: int) -> str:
        return " ".join(rng.choices(words, k=length)).capitalize() + "."

    dead, hurt, sent, place, who = 3, 10, 400, PLACES[0], PEOPLE[0]
    for day in range(count):
        dead = dead if rng.random() < STAYS else rng.randint(2, 300)
        hurt = hurt if rng.random() < STAYS else rng.randint(3, 600)
        sent = sent if rng.random() < STAYS else rng.randint(200, 9000)
        place = place if rng.random() < STAYS else rng.choice(PLACES)
        who = who if rng.random() < STAYS else rng.choice(PEOPLE)
        found = []
        for number in range(each):
            host = f"outlet{number}.example"
            url, at = f"http://{host}/a/{day}.html", START + timedelta(days=day, hours=number)
            title = f"UNIFIL peacekeepers {rng.choice(HAPPENED)} near {place}"
            body = (
                f"{place.upper()}, Lebanon - {hurt} peacekeepers of the UN Interim Force in Lebanon (UNIFIL)"
                f" were wounded and {dead} killed when shells hit a position near {place}, the mission said.",
                f"Force commander {who} told reporters that {sent} troops had been moved to {place}. {prose(30)}",
                prose(60),
                f"Since the fighting began, UNIFIL has counted {sent + 1} attacks. {prose(30)}",
            )
            html = (
                f'<html lang="en"><head><title>{title}</title>'
                f'<meta property="article:published_time" content="{at.isoformat()}"></head><body><article>'
                f"<h1>{title}</h1>{''.join(f'<p>{one}</p>' for one in body)}</article></body></html>"
            ).encode()
            source = source_of(host)
            answer = Answer(url=url, status=200, headers=(("Content-Type", "text/html"),), body=html, fetched_at=at)
            page = Page(body=html, url=url, content_type="text/html; charset=utf-8", fetched_at=at)
            reading = read_page(page, source, relevance, finder)
            found.append(Prepared(source, Link(url=url, title=title), answer, reading))
        yield found


def measured(count: int, each: int) -> list[Tenth]:
    """Store the days; a row a tenth of them."""
    rng = random.Random(5)  # noqa: S311 - invented
    step = max(1, count // 10)
    rows, spent, before = [], 0.0, 0
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder), create=True) as archive:
        for number, pages in enumerate(days_of(count, each, rng), start=1):
            began = time.process_time()
            store(archive, pages, Clock(), together=each)
            spent += time.process_time() - began
            if number % step == 0:
                longest = archive.db.tuples(
                    "SELECT count(*) AS many FROM articles GROUP BY story_id ORDER BY many DESC LIMIT 3"
                )
                ties = archive.db.value("SELECT count(*) / 2 FROM story_pairs")
                cost = 1000 * spent / ((number - before) * each)
                rows.append(Tenth(number * each, round(cost, 1), tuple(many for (many,) in longest), ties))
                spent, before = 0.0, number
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=300)
    parser.add_argument("--each-day", type=int, default=6)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows = measured(asked.days, asked.each_day)
    if asked.json:
        print(json.dumps([asdict(row) for row in rows]))
        return
    print("articles  ms of CPU each  longest stories      ties")
    for row in rows:
        print(f"{row.articles:8}  {row.ms_each:14.1f}  {', '.join(map(str, row.longest)):18}  {row.ties:6}")


if __name__ == "__main__":
    main()
