"""Hundreds of outlets in one service: all are asked, by few crawls at a time, no host by two, and none is starved."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.batches import LARGEST_BATCH
from scheduler.commands.options import Settings
from scheduler.config import load_config
from scheduler.gather import facts_now, lay_down_days, planned_sources
from scheduler.plan import PlannedSource
from scheduler.service import Service
from scheduler.work import Limits, Work
from storage.archive import Archive
from storage.health import PastRun
from storage.records import Outcome
from tests.scheduler.standins import HOUR, MINUTE, NOON, StandIns, Watch, configure

ROOT = Path(__file__).resolve().parents[2]
NUMBER = 200
MORE = '[backup]\ndaily = 0\n[schedule]\ncrawl = "every 1 hour"\n'


@pytest.fixture
def handlers() -> Iterator[None]:
    former = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    yield
    for number, handler in former.items():
        signal.signal(number, handler)


def crawled(stand_ins: StandIns) -> list[list[str]]:
    return [words.split()[1:] for words, _ in stand_ins.started if words.startswith("crawl ")]


@pytest.mark.usefixtures("handlers")
def test_two_hundred_sources_are_all_crawled_in_few_processes_again_and_again(tmp_path: Path) -> None:
    slugs = [f"s{n:03}" for n in range(NUMBER)]
    config = configure(tmp_path, *slugs, more=MORE)
    watch = Watch(step=MINUTE)
    stand_ins = StandIns(tmp_path / "data", watch, interval=HOUR)
    settings = Settings(load_config(config), tmp_path / "data", watch)
    asked: Counter[str] = Counter()
    at_once: list[int] = []
    services: list[Service] = []

    def line(command: str, *rest: str, **places: Path) -> list[str]:
        if command == "crawl":
            asked.update(rest)
            at_once.append(1 + sum(name.startswith("crawl") for name in services[0]._children.names))
        return stand_ins(command, *rest, **places)

    stand_ins.until = lambda: len(asked) == NUMBER and min(asked.values()) >= 2
    services.append(Service(settings, lambda: settings, limits=Limits(tick=0.01), line=line))
    assert services[0].run() == 143
    batches = crawled(stand_ins)
    assert max(asked.values()) - min(asked.values()) <= 2, "nobody is asked much more than others"
    assert max(map(len, batches)) <= LARGEST_BATCH
    assert sum(map(len, batches)) / len(batches) > 15, "few processes"
    assert max(at_once) <= 6
    waits = [
        after - before
        for slug in slugs[::20]
        for before, after in zip(stand_ins.crawls(slug), stand_ins.crawls(slug)[1:], strict=False)
    ]
    assert max(waits) < 2 * HOUR


def test_a_source_whose_run_has_ended_is_free_though_its_child_goes_on() -> None:
    work = Work(began=NOON, sources={f"s{n}": frozenset({f"h{n}"}) for n in range(8)}, given=8)
    work.before = {f"s{n}": n for n in range(8)}
    newest = {
        "s1": PastRun(id=9, started_at=NOON, ended_at=NOON, outcome="collected"),
        "s2": PastRun(id=9, started_at=NOON),
        "s3": PastRun(id=3, started_at=NOON, ended_at=NOON, outcome="collected"),
    }
    assert work.release(newest) == ["s1"]
    assert sorted(work.sources) == ["s0", "s2", "s3", "s4", "s5", "s6", "s7"]
    assert work.hosts == {"h0", "h2", "h3", "h4", "h5", "h6", "h7"}
    assert "s1" not in work.before, "a later run of it is another child's"
    assert not work.nearly_done
    work.release({f"s{n}": PastRun(id=99, started_at=NOON, ended_at=NOON, outcome="crashed") for n in range(6)})
    assert work.nearly_done


def test_a_thousand_days_are_laid_down_in_few_transactions_and_once(tmp_path: Path) -> None:
    sources = [
        PlannedSource(slug=f"s{n}", hosts=frozenset({f"h{n}"}), listings=(f"http://h{n}.test/feed",))
        for n in range(1000)
    ]
    with Archive.open(tmp_path, create=True) as archive:
        commits: list[str] = []
        archive.db.utils.conn.set_trace_callback(lambda sql: commits.append(sql) if sql == "COMMIT" else None)
        lay_down_days(archive, sources, NOON)
        assert archive.db.value("SELECT count(*) FROM coverage WHERE state = 'never-ran'") == 1000
        assert len(commits) <= 5
        commits.clear()
        lay_down_days(archive, sources, NOON + 3 * HOUR)
        assert commits == []
        lay_down_days(archive, sources, NOON + timedelta(days=2))
        assert archive.db.value("SELECT count(*) FROM coverage") == 3000


def test_the_service_reads_one_run_a_source_and_more_only_where_it_failed(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as archive:
        for n in range(20):
            for slug in ("well", "badly"):
                run = archive.ledger.start_run(slug, NOON + n * HOUR)
                outcome = Outcome.COLLECTED if slug == "well" or n < 4 else Outcome.UNREACHABLE
                archive.ledger.end_run(run, NOON + n * HOUR + MINUTE, outcome, "the words")
        pasts = archive.health.pasts(["well", "badly", "new"])
        assert [run.ok for run in pasts["well"].runs] == [True]
        assert len(pasts["badly"].runs) == 12
        assert pasts["badly"].runs == archive.health.runs_of("badly")
        assert pasts["well"].runs[0] == archive.health.runs_of("well", 1)[0]
        assert pasts["new"].runs == ()
        for sql in ("INDEXED BY runs_newest",):
            plan = archive.db.rows(
                f"EXPLAIN QUERY PLAN SELECT id FROM runs {sql} WHERE source = 'x' ORDER BY id DESC LIMIT 12"
            )
            assert "TEMP B-TREE" not in str(plan)


def test_a_look_at_thousands_of_sources_makes_few_queries(tmp_path: Path) -> None:
    config = configure(tmp_path, *(f"s{n:03}" for n in range(60)), more=MORE)
    settings = Settings(load_config(config), tmp_path / "data", lambda: NOON)
    sources = planned_sources(settings)
    with settings.archive(create=True) as archive:
        asked: list[str] = []
        archive.db.utils.conn.set_trace_callback(asked.append)
        facts_now(archive, sources, NOON, settings.config)
        assert len(asked) < 30


def test_thousands_of_source_files_are_remembered_until_one_of_them_changes(tmp_path: Path) -> None:
    import os

    from crawler.catalogue import load_catalogue
    from crawler.catalogue_memory import MANY

    configure(tmp_path, *(f"s{n:03}" for n in range(MANY + 5)))
    folder, memory = tmp_path / "sources", tmp_path / "sources.json"
    long_ago = 1_000_000_000
    for path in folder.iterdir():
        os.utime(path, ns=(long_ago, long_ago))
    plain = load_catalogue(folder, "none")
    assert load_catalogue(folder, "none", remembered=memory) == plain
    later = memory.stat().st_mtime_ns + 3_600 * 1_000_000_000
    os.utime(memory, ns=(later, later))
    held = json.loads(memory.read_bytes())
    held["files"][str(folder / "s001.toml")][1]["name"] = "Remembered"
    memory.write_text(json.dumps(held))
    os.utime(memory, ns=(later, later))
    again = load_catalogue(folder, "none", remembered=memory)
    assert again["s001"].name == "Remembered", "it was not read again"
    assert {slug: one for slug, one in again.items() if slug != "s001"} == {
        slug: one for slug, one in plain.items() if slug != "s001"
    }
    text = (folder / "s001.toml").read_text()
    (folder / "s001.toml").write_text(text.replace('name = "s001"', 'name = "Changed"'))
    assert load_catalogue(folder, "none", remembered=memory)["s001"].name == "Changed"
    for broken in ("", "[]", '{"reader": 1}', '{"reader": "x", "files": {}}'):
        memory.write_text(broken)
        assert len(load_catalogue(folder, "none", remembered=memory)) == MANY + 5
    (folder / "s002.toml").write_text("slug = 7")
    with pytest.raises(Exception, match="s002"):
        load_catalogue(folder, "none", remembered=memory)


def test_a_crawl_of_the_service_reads_no_file_that_names_none_of_its_sources(tmp_path: Path) -> None:
    from crawler.catalogue import load_catalogue

    configure(tmp_path, "alpha", "beta", "gamma")
    (tmp_path / "sources" / "broken.toml").write_text("what is this")
    escaped = (tmp_path / "sources" / "gamma.toml").read_text().replace('slug = "gamma"', 'slug = "g\\u0061mma"')
    (tmp_path / "sources" / "gamma.toml").write_text(escaped)
    assert "beta" not in load_catalogue(tmp_path / "sources", "none", only=("alpha",))
    assert {"alpha", "gamma"} <= set(load_catalogue(tmp_path / "sources", "none", only=("alpha", "gamma")))


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc")
def test_two_thousand_outlets_on_loopback(tmp_path: Path) -> None:
    line = [sys.executable, "benchmarks/many_sources.py", "--minutes", "6", "--history", "10", "--json"]
    done = subprocess.run(
        [*line, "--folder", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=1100, check=False
    )
    report: dict[str, Any] = json.loads(done.stdout)
    assert report["within_bounds"]["service_mb"], report
    assert report["within_bounds"]["gap_kept"], report
    assert report["within_bounds"]["none_failed"], report
