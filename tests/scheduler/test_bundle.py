"""``bluewatch bundle``: evidence that can be checked anywhere."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from storage.archive import Archive
from storage.bundle import contents, faults, packed
from tests.scheduler.days import configure, fill, page
from tests.scheduler.test_import import Bluewatch, bluewatch, data

__all__ = ["bluewatch", "data"]


@pytest.fixture
def bundle(bluewatch: Bluewatch, tmp_path: Path, data: Path) -> Path:
    fill(data, [(0, "paper", 1, ""), (1, "paper", 1, "Nine {lorries} & 120 engineers came.")])
    configure(tmp_path, "paper")
    with Archive.open(data, read_only=True) as archive:
        uid = archive.db.value("SELECT uid FROM articles")
    assert bluewatch("bundle", uid).code == 0
    assert bluewatch("bundle", uid).code == 2
    return tmp_path / f"{uid}.zip"


def test_a_bundle_holds_the_raw_answers_and_all_that_was_made_of_them(bluewatch: Bluewatch, bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    manifest = json.loads(files["manifest.json"])
    assert [one["revision"] for one in manifest["captures"]] == [1, 2]
    record = next(iter(ArchiveIterator(io.BytesIO(files["records/0001.warc.gz"]))))
    assert record.raw_stream.read() == page(1)
    assert [one["number"] for one in json.loads(files["revisions.json"])] == [1, 2]
    assert json.loads(files["decisions.json"])[0]["rules"] in manifest["rules"]
    assert json.loads(files["findings.json"])
    (csl,) = json.loads(files["citation.json"])
    assert (csl["URL"], csl["issued"]) == ("https://paper.example/a/1", {"date-parts": [[2026, 8, 31]]})
    assert b"@online{a-" in files["citation.bib"]
    assert b"Peacekeepers patrol village 1" in files["article.txt"]
    ended = bluewatch("bundle", "--verify", str(bundle), "--json")
    assert (ended.code, json.loads(ended.out)["faults"]) == (0, [])


def test_every_changed_byte_is_found_and_its_file_named(bundle: Path) -> None:
    content = bundle.read_bytes()
    with zipfile.ZipFile(bundle) as opened:
        spans = {one.filename: (one.header_offset, one.file_size) for one in opened.infolist()}
    for at in [*range(0, len(content), 211), len(content) - 1]:
        changed = bytearray(content)
        changed[at] ^= 0x41
        found = faults(bytes(changed))
        assert found, at
        inside = [
            name
            for name, (start, size) in spans.items()
            if start + 30 + len(name) <= at < start + 30 + len(name) + size
        ]
        assert not inside or any(inside[0] in fault for fault in found), (at, inside, found)
    for cut in (b"", content[:100], content[: len(content) // 2], b"no zip at all"):
        assert faults(cut)


def test_a_bundle_that_was_made_anew_around_a_changed_part_is_found(data: Path, bundle: Path) -> None:
    with Archive.open(data, read_only=True) as archive:
        files, missing = contents(archive, bundle.stem)
    assert (missing, packed(files)) == ([], bundle.read_bytes())
    left_out = {name: one for name, one in files.items() if name != "records/0001.warc.gz"}
    assert "records/0001.warc.gz: is not there" in faults(packed(left_out))
    assert "other.txt: is not in the manifest" in faults(packed({**files, "other.txt": b"x"}))
    exchanged = {**files, "records/0001.warc.gz": files["records/0002.warc.gz"]}
    assert any("records/0001.warc.gz" in fault for fault in faults(packed(exchanged)))


def test_the_check_needs_no_archive(bluewatch: Bluewatch, bundle: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere.zip"
    bundle.rename(moved)
    for path in sorted((tmp_path / "data").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert bluewatch("bundle", "--verify", str(moved)).code == 0
    moved.write_bytes(moved.read_bytes().replace(b"Peacekeepers patrol", b"Peacekeepers wander", 1))
    ended = bluewatch("bundle", "--verify", str(moved))
    assert ended.code == 1
    assert ended.lines[-1].startswith(f"{moved}: not sound")
    assert bluewatch("bundle", "--verify", str(tmp_path / "none.zip")).code == 2
    assert bluewatch("bundle").code == 2
