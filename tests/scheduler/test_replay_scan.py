"""``bluewatch replay``: pages in which nothing of the rules stands are counted and left out; known pages are taken."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.catalogue import Catalogue
from crawler.peacekeeping.byte_scan_engine import load_byte_scan
from crawler.replay import Replay
from crawler.worker import WorkerLimits, Workers
from storage.archive import Archive
from tests.scheduler.days import START, address, configure, fill, page, sound
from tests.scheduler.test_import import Bluewatch, bluewatch, data
from tests.scheduler.warc_records import http, record, replay, sha1

__all__ = ["bluewatch", "data"]


def test_a_page_without_a_word_of_the_rules_is_counted_and_leaves_no_row(
    bluewatch: Bluewatch, tmp_path: Path, data: Path
) -> None:
    choir = page("choir-1")
    digest = f"WARC-Payload-Digest: {sha1(choir)}"
    found = b"".join(
        [
            record("response", address("paper", "choir-1"), http(choir), digest),
            record("response", "https://elsewhere.example/choir", http(page("choir-2"))),
            record("response", address("paper", 1), http(page(1))),
            record("revisit", address("paper", "choir-1"), http(b""), digest, day=3),
        ]
    )
    form = json.loads(replay(bluewatch, tmp_path, found).out)
    assert (form["kept"], form["left"], sum(form["scanned"].values()), form["refused"]) == (1, 2, 3, {})
    assert form["other"] == {"a page without a word of the rules": 3}
    with Archive.open(data, read_only=True) as archive:
        assert [row["url"] for row in archive.db.rows("SELECT url FROM pages")] == [address("paper", 1)]
    assert sound(data) == []
    form = json.loads(bluewatch("replay", "--json", "--all", str(tmp_path / "0-one.warc")).out)
    assert (form["kept"], form["known"], form["scanned"]) == (2, 2, {})


def test_a_page_that_is_known_is_taken_whatever_it_says(bluewatch: Bluewatch, tmp_path: Path, data: Path) -> None:
    fill(data, [(0, "paper", 1, "")])
    later = record("response", address("paper", 1), http(page("choir-3")), day=4)
    form = json.loads(replay(bluewatch, tmp_path, later).out)
    assert (form["kept"], form["left"]) == (1, 0)
    assert sound(data) == []


def test_a_folder_is_searched_for_archives(bluewatch: Bluewatch, tmp_path: Path) -> None:
    configure(tmp_path, "paper")
    folder = tmp_path / "archives" / "2026"
    folder.mkdir(parents=True)
    assert bluewatch("replay", str(folder)).code == 2
    (folder / "one.warc").write_bytes(record("response", address("paper", 1), http(page(1))))
    (folder / "notes.txt").write_text("no archive")
    assert json.loads(bluewatch("replay", "--json", str(tmp_path / "archives")).out)["kept"] == 1
    (folder / "two.warc.bz2").write_bytes(b"BZh9" + bytes(40))
    ended = bluewatch("replay", str(tmp_path / "archives"))
    assert (ended.code, "two.warc.bz2: no web archive, but compressed by bzip2" in ended.err) == (1, True)


def test_the_same_archive_is_not_read_twice_but_where_it_is_asked_for(
    bluewatch: Bluewatch, tmp_path: Path, data: Path
) -> None:
    found = record("response", address("paper", 1), http(page(1))) + record(
        "response", address("paper", "choir-1"), http(page("choir-1"))
    )
    assert json.loads(replay(bluewatch, tmp_path, found).out)["kept"] == 1
    again = json.loads(replay(bluewatch, tmp_path, found).out)
    assert (again["finished_before"], again["records"], again["kept"]) == (1, 0, 0)
    anew = json.loads(bluewatch("replay", "--json", "--again", str(tmp_path / "0-one.warc")).out)
    assert (anew["kept"], anew["known"], anew["left"]) == (0, 1, 1)
    with Archive.open(data, read_only=True) as archive:
        (row,) = archive.db.rows("SELECT * FROM replay_files")
    assert (row["records"], row["scanned"], row["left_out"], row["ended_at"] is None) == (2, 2, 1, False)


@pytest.mark.parametrize("packed", ["plain", "gzip per record", "one gzip"])
def test_a_replay_that_is_stopped_at_any_record_goes_on_behind_it(tmp_path: Path, packed: str) -> None:
    parts = [record("response", address("paper", f"choir-{n}" if n % 2 else n), http(page(n or 1))) for n in range(5)]
    parts.insert(2, record("revisit", address("paper", 2), http(b""), "WARC-Refers-To: <urn:uuid:none>"))
    file = tmp_path / "one.warc"
    whole = b"".join(parts)
    per_record = b"".join(map(gzip.compress, parts))
    file.write_bytes({"plain": whole, "gzip per record": per_record, "one gzip": gzip.compress(whole)}[packed])
    counts, scan = set(), load_byte_scan(slow=True)
    with Workers(WorkerLimits(), most=1) as workers:
        for stop in range(1, len(parts) + 1):
            with Archive.open(tmp_path / f"{packed}-{stop}", create=True) as archive:
                first, second = (
                    Replay(
                        archive, workers, Catalogue([]), now=lambda: START + timedelta(days=9), most_bytes=1 << 20,
                        scan=scan,
                    )
                    for _ in range(2)
                )  # fmt: skip
                going = first.keep([file])
                for _ in range(stop):
                    next(going)
                going.close()
                list(second.keep([file]))
                (row,) = archive.db.rows("SELECT * FROM replay_files")
                captures = archive.db.value("SELECT count(*) FROM captures")
                counts.add((captures, *(row[name] for name in ("records", "scanned", "left_out", "kept", "refused"))))
                assert row["ended_at"] is not None
    assert len(counts) == 1
