"""The page store in the eyes of a tool of others: ``warcio check`` reads every file and every digest in it."""

from __future__ import annotations

import gzip
from datetime import timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.cli import main as warcio

from storage.archive import Archive
from tests.storage.conftest import START, an_answer


def fill(archive: Archive) -> list[str]:
    """Answers of every kind over two days, an imported file and the notes beside articles; the files' paths."""
    bodies = (b"", b"<p>one</p>" * 5000, bytes(range(256)), "中国维和部队".encode("gb18030"))
    for day in (0, 40):
        for n, body in enumerate(bodies):
            at = START + timedelta(days=day, hours=n)
            url = f"http://newsroom.example/a/{n}?q=%E4%B8%AD"
            headers = (("Content-Type", "text/html; charset=gb18030"), ("X-Odd", "é\u00a0"), ("Set-Cookie", "a=1"))
            answer = an_answer(url, body, fetched_at=at, headers=headers, status=200 if n else 404)
            kept = archive.captures.keep(answer, page_id=None)
            archive.captures.name_article(kept.capture_id, uid=f"a-{n}", source="newsroom", origin="crawl", at=at)
    archive.captures.keep_file("notes.txt", b"A plain text.", content_type="text/plain", at=START)
    return sorted(map(str, archive.data.glob("pages/*/*.warc.gz")))


def check(files: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Its own exit code, which says whether any record was wrong, and what it said."""
    with pytest.raises(SystemExit) as ended:
        warcio(["check", "-v", *files])
    return int(ended.value.code or 0), capsys.readouterr().out


def test_every_file_passes_the_check_of_another_tool(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    files = fill(archive)
    assert len(files) == 2
    code, said = check(files, capsys)
    assert code == 0, said
    assert "failed" not in said
    assert said.count("digest pass") >= len(files)
    with Path(files[0]).open("rb") as file:
        found = [(one.rec_type, one.rec_headers.get_header("WARC-Payload-Digest")) for one in ArchiveIterator(file)]
    # FastWARC refuses a digest of a payload where there is none.
    assert {kind for kind, digest in found if digest} == {"response"}


def test_the_check_would_tell_of_a_changed_byte(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    files = fill(archive)
    content = gzip.decompress(Path(files[0]).read_bytes())
    with gzip.open(files[0], "wb") as file:
        file.write(content.replace(b"<p>one</p>", b"<p>two</p>", 1))
    assert check(files, capsys)[0] != 0
