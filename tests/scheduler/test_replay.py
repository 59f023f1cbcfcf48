"""``bluewatch replay`` and ``rebuild``: web archives by many hands, and an archive out of its own page store."""

from __future__ import annotations

import gzip
import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.catalogue import Catalogue
from crawler.rebuild import Rebuild
from crawler.replay import NOT_HERE, Replay
from crawler.web_archive import records
from crawler.worker import WorkerLimits, Workers
from storage.archive import Archive
from storage.errors import ArchiveUnusable
from tests.scheduler import days
from tests.scheduler.days import START, address, configure, fill, page, sound, story
from tests.scheduler.test_import import Bluewatch, bluewatch, data, snapshot
from tests.scheduler.warc_records import chunked, http, in_brotli, in_zstd, record, replay, sha1

__all__ = ["bluewatch", "data"]

VISITS: list[days.Visit] = [
    (0, "paper", 1, ""),
    (0, "paper", 2, "Nine lorries came."),
    (1, "paper", "choir-1", ""),
    (2, "paper", 1, "Twelve lorries came."),
    (3, "paper", 3, ""),
    (5, "paper", 1, "Fourteen lorries came."),
    (6, "paper", 2, "Nine lorries came."),
]


BODY = page(1)
WHOLE = {
    "plain": http(BODY),
    "with its length": http(BODY, f"Content-Length: {len(BODY)}"),
    "in chunks": http(chunked(BODY), "Transfer-Encoding: chunked"),
    "said to be in chunks": http(BODY, "Transfer-Encoding: chunked"),
    "compressed": http(gzip.compress(BODY), "Content-Encoding: gzip"),
    "compressed in chunks": http(chunked(gzip.compress(BODY)), "Content-Encoding: gzip", "Transfer-Encoding: chunked"),
    "said to be compressed": http(BODY, "Content-Encoding: gzip"),
    "without a type": http(BODY, kind=""),
    "compressed by brotli": http(in_brotli(BODY), "Content-Encoding: br"),
    "compressed by zstd": http(in_zstd(BODY), "Content-Encoding: zstd"),
    "compressed twice": http(gzip.compress(in_brotli(BODY)), "Content-Encoding: br, gzip"),
    "said to be compressed by zstd": http(BODY, "Content-Encoding: zstd"),
}
PACKED = {
    "plain": b"".join,
    "gzip per record": lambda found: b"".join(gzip.compress(one) for one in found),
    "one gzip": lambda found: gzip.compress(b"".join(found)),
}


@pytest.mark.parametrize("packed", PACKED)
def test_every_way_of_writing_a_page_gives_the_same_article(
    bluewatch: Bluewatch, tmp_path: Path, data: Path, packed: str
) -> None:
    found = [
        record("response", address("paper", f"1?n={n}").replace("?n=", "/"), block)
        for n, block in enumerate(WHOLE.values())
    ]
    ended = replay(bluewatch, tmp_path, PACKED[packed](found))
    assert ended.code == 0, ended.err
    assert json.loads(ended.out)["taken"] == {"new": len(WHOLE)}
    bodies = {row[5] for row in story(data)}
    assert len(bodies) == 1
    assert sound(data) == []


BROKEN = {
    "a body without its end": (http(BODY[:900], f"Content-Length: {len(BODY)}"), "cut: "),
    "chunks without an end": (http(chunked(BODY)[:900], "Transfer-Encoding: chunked"), "cut: "),
    "a gzip without its end": (http(gzip.compress(BODY)[:-9], "Content-Encoding: gzip"), "truncated compressed"),
    "an unknown coding": (http(b"\x05\x06" * 90, "Content-Encoding: packed"), "content coding"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_half_a_page_is_refused_with_a_reason_and_the_next_one_taken(
    bluewatch: Bluewatch, tmp_path: Path, name: str
) -> None:
    block, said = BROKEN[name]
    good = record("response", address("paper", 2), http(page(2)))
    ended = replay(bluewatch, tmp_path, record("response", address("paper", 1), block) + good)
    form = json.loads(ended.out)
    assert (ended.code, form["taken"]) == (1, {"new": 1})
    (reason,) = form["refused"]
    assert reason.startswith(said)
    assert "at byte 0" in ended.err


def test_damaged_archives_are_read_on_behind_the_damage(bluewatch: Bluewatch, tmp_path: Path, data: Path) -> None:
    one, two, three = (record("response", address("paper", n), http(page(n))) for n in (1, 2, 3))
    too_long = record("response", address("paper", 4), http(page(4)), length=len(http(page(4))) + 400)
    too_short = record("response", address("paper", 5), http(page(5)), length=500)
    packed = [bytearray(gzip.compress(part)) for part in (one, two, three)]
    packed[1][60:90] = b"\xff" * 30
    torn = b"".join(packed) + gzip.compress(one)[:-50]
    ended = replay(bluewatch, tmp_path, torn, too_long + one, too_short + two, b"no archive at all\n")
    form = json.loads(ended.out)
    assert ended.code == 1
    assert sum(form["refused"].values()) >= 4
    with Archive.open(data, read_only=True) as archive:
        urls = {row["url"] for row in archive.db.rows("SELECT url FROM articles")}
    assert {address("paper", n) for n in (1, 2, 3)} <= urls
    assert sound(data) == []


def test_what_is_no_page_of_text_is_counted_and_left(bluewatch: Bluewatch, tmp_path: Path) -> None:
    url = address("paper", 1)
    request = record("request", url, b"POST /a/1 HTTP/1.1\r\nHost: paper.example\r\n\r\n")
    found = [
        record("warcinfo", "", b"software: other\r\n"),
        record("response", url, http(b"no", status="404 Not Found")),
        record("response", url, http(b"\x89PNG", kind="image/png")),
        record("response", "dns:paper.example", b"20260901 paper.example 10.0.0.1\r\n"),
        record("response", "https://paper.example/about", http(BODY)),
        record("response", url, http(BODY)),
        request,
        record("response", url, http(BODY), day=0).replace(b"2026-09", b"2096-09"),
    ]
    ended = replay(bluewatch, tmp_path, b"".join(found))
    form = json.loads(ended.out)
    assert (form["kept"], form["taken"]) == (0, {})
    assert form["refused"] == {"its date lies in the future": 1}
    assert form["other"]["an answer to POST"] == 1
    assert sum(form["other"].values()) == 7


def test_the_same_bytes_once_more_are_found_by_their_digest(bluewatch: Bluewatch, tmp_path: Path, data: Path) -> None:
    url, body, later = address("paper", 1), page(1), page(1, "A dozen lorries came.")
    digest = f"WARC-Payload-Digest: {sha1(body)}"
    first = record("response", url, http(body), digest)
    other = record("response", url, http(later), day=2)
    head = http(b"", status="200 OK")
    again = record("revisit", url, head, digest, f"WARC-Refers-To-Target-URI: {url}", "WARC-Truncated: length", day=4)
    lost = record("revisit", url, head, f"WARC-Payload-Digest: {sha1(b'nothing here')}", day=5)
    ended = replay(bluewatch, tmp_path, again + lost, first + other)
    form = json.loads(ended.out)
    assert form["refused"] == {NOT_HERE: 1}
    (article,) = story(data)
    assert [number for number, *_ in article[10]] == [1, 2, 3]  # type: ignore[union-attr]
    # In a later run only our own page store knows the body.
    ended = replay(bluewatch, tmp_path, record("revisit", url, head, digest, day=8))
    assert json.loads(ended.out)["known"] == 1
    assert sound(data) == []


def test_older_states_go_before_those_that_are_known_and_change_nothing_of_now(
    bluewatch: Bluewatch, tmp_path: Path, data: Path
) -> None:
    fill(data, [(4, "paper", 1, "Fourteen lorries came."), (6, "paper", 1, "Sixteen lorries came.")])
    with Archive.open(data) as archive:
        archive.articles.mark_withdrawn(1, START)
        before = archive.db.row("SELECT uid, body, label, withdrawn_at FROM articles")
    found = b"".join(
        record("response", address("paper", 1), http(page(1, words)), day=day)
        for day, words in ((0, "Two lorries came."), (5, "Fifteen lorries came."), (2, "Three lorries came."))
    )
    ended = replay(bluewatch, tmp_path, found)
    assert json.loads(ended.out)["taken"] == {"revised": 3}
    (article,) = story(data)
    said = [
        next(word for word in body.split() if word in "Two Three Fourteen Fifteen Sixteen")
        for *_, body, _ in article[10]
    ]  # type: ignore[union-attr]
    assert said == ["Two", "Three", "Fourteen", "Fifteen", "Sixteen"]
    with Archive.open(data, read_only=True) as archive:
        assert archive.db.row("SELECT uid, body, label, withdrawn_at FROM articles") == before
        assert archive.db.value("SELECT first_seen_at FROM articles") == "2026-09-01T08:00:00Z"
    assert sound(data) == []
    once = snapshot(data)
    ended = replay(bluewatch, tmp_path, found)
    assert (json.loads(ended.out)["kept"], snapshot(data)) == (0, once)


def test_a_page_of_no_followed_outlet_is_kept_under_its_address_and_in_no_digest(
    bluewatch: Bluewatch, tmp_path: Path, data: Path
) -> None:
    url = "https://elsewhere.example/news/1"
    ended = replay(bluewatch, tmp_path, record("response", url, http(BODY)))
    assert json.loads(ended.out)["taken"] == {"new": 1}
    with Archive.open(data, read_only=True) as archive:
        row = archive.db.row("SELECT url, source, origin FROM articles")
    assert row == {"url": url, "source": "import", "origin": "replay"}
    (tmp_path / "x.warc").write_bytes(record("response", url + "2", http(BODY)))
    ended = bluewatch("replay", "--followed", "--json", str(tmp_path / "x.warc"))
    assert json.loads(ended.out)["other"] == {"of no followed outlet": 1}


def test_samples_of_other_tools_are_read_or_refused_with_a_reason(
    bluewatch: Bluewatch, tmp_path: Path, corpus: Path, data: Path
) -> None:
    folder = corpus / "warc"
    samples = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    if not samples:
        pytest.skip("no WARC samples here")
    configure(tmp_path, "paper")
    for sample in samples:
        found = list(records(sample, most_bytes=1 << 24))
        assert found, sample
    ended = bluewatch("replay", "--json", *map(str, samples))
    form = json.loads(ended.out)
    assert form["records"] == sum(
        (sum(form["taken"].values()), form["known"], sum(form["other"].values()), sum(form["refused"].values()))
    )
    once = snapshot(data)
    assert json.loads(bluewatch("replay", "--json", *map(str, samples)).out)["kept"] == 0
    assert snapshot(data) == once


@pytest.mark.long
def test_a_lost_archive_is_rebuilt_from_its_pages(bluewatch: Bluewatch, tmp_path: Path, data: Path) -> None:
    fill(data, VISITS)
    configure(tmp_path, "paper")
    (tmp_path / "text.txt").write_text("UN peacekeepers of UNMISS rest\n\n" + "They rest near Juba. " * 30)
    assert bluewatch("import", str(tmp_path / "text.txt")).code == 0
    before = story(data)
    assert len(before) == 4
    for name in ("archive.db", "archive.db-wal", "archive.db-shm"):
        (data / name).unlink(missing_ok=True)
    ended = bluewatch("rebuild", "--json")
    assert (ended.code, json.loads(ended.out)["articles"]) == (0, 4), ended.err
    assert story(data) == before
    assert sound(data) == []
    with Archive.open(data, read_only=True) as archive:
        assert {row["origin"] for row in archive.db.rows("SELECT origin FROM articles")} == {"crawl", "import"}
    # The rebuilt archive goes on as if nothing had happened.
    fill(data, [(9, "paper", 1, "Fourteen lorries came."), (9, "paper", 4, "")])
    assert len(story(data)) == 5
    assert bluewatch("rebuild").code == 2


@pytest.mark.long
def test_a_replay_or_rebuild_that_was_stopped_anywhere_is_run_again(
    bluewatch: Bluewatch, tmp_path: Path, data: Path
) -> None:
    whole = tmp_path / "whole"
    fill(whole, VISITS)
    configure(tmp_path, "paper")
    files = sorted((whole / "pages").rglob("*.warc.gz"))
    sources = Catalogue([days.source("paper")])
    now = START + timedelta(days=30)
    with Archive.open(data, create=True) as archive, Workers(WorkerLimits(sources=dict(sources)), most=1) as workers:
        for stop in (2, 5, 99):
            replay = Replay(archive, workers, sources, now=lambda: now, most_bytes=1 << 20)
            for n, _ in enumerate(replay.keep(files)):
                if n == stop:
                    break
            for n, _ in enumerate(replay.read(replay.unread())):
                if n == 1:
                    break
        for _ in replay.read(replay.unread()):
            pass
    assert [row[:11] for row in story(data)] == [row[:11] for row in story(whole)]
    assert sound(data) == []
    for name in ("archive.db", "archive.db-wal", "archive.db-shm"):
        (whole / name).unlink(missing_ok=True)
    before = story(data)
    limits = WorkerLimits(sources=dict(sources))
    with Archive.open(whole, create=True, anew=True) as archive, Workers(limits, most=1) as workers:
        archive.ledger.meta_set("rebuilding", "1")
        rebuild = Rebuild(archive, workers, sources, now=lambda: now, most_bytes=1 << 20)
        list(rebuild.lay_down(rebuild.files()[:3]))
        next(rebuild.read(rebuild.unread()))
    # What a crawl found now would count as first seen today.
    with pytest.raises(ArchiveUnusable, match="rebuild"):
        Archive.open(whole)
    assert bluewatch("rebuild", "--data", str(whole)).code == 0
    assert [row[:10] for row in story(whole)] == [row[:10] for row in before]
    assert sound(whole) == []


@pytest.mark.long
def test_pages_of_another_archive_of_ours_keep_their_uids(bluewatch: Bluewatch, tmp_path: Path, data: Path) -> None:
    other = tmp_path / "other"
    fill(other, VISITS)
    configure(tmp_path, "paper")
    files = sorted(str(path) for path in (other / "pages").rglob("*.warc.gz"))
    ended = bluewatch("replay", *files)
    assert ended.code == 0, ended.err
    assert [row[:8] for row in story(data)] == [row[:8] for row in story(other)]
    shutil.rmtree(other)
    assert sound(data) == []
