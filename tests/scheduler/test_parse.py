"""`bluewatch parse`: files, standard input, manifests; a page that cannot be read costs one line."""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from scheduler.commands.main import main
from scheduler.parsing import is_markup, wanted_of_manifest
from storage.errors import UsageError
from storage.forms import article_from_form
from storage.seedshape import to_text

PAGE = """<!doctype html><html lang="en"><head><title>Battalion lands</title></head><body><article>
<h1>Battalion lands</h1><p>JUBA, May 1 -- The 40th peacekeeping infantry battalion arrived on Friday to serve with
UNMISS, a spokesman told reporters at the airport.</p><p>The battalion of 700 soldiers will patrol the mission area
for twelve months, its commander said after the ceremony in the camp of the force.</p><p>United Nations officials
welcomed the new unit with a parade; road patrols would start again soon.</p></article></body></html>"""
SEED = "000_12144f029dc4f62c.txt"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    out, err = capsys.readouterr()
    return int(end.value.code or 0), [json.loads(line) for line in out.splitlines()], err


def test_manifest_gives_one_object_a_line_in_order_whatever_the_pages_hold(
    tmp_path: Path, seeds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (tmp_path / "bad.gz").write_bytes(b"\x1f\x8b broken")
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    lines = [
        json.dumps({"file": str(seeds / SEED)}),
        json.dumps(
            {"file": "page.html.gz", "url": "http://news.example/1", "source": "none-such", "fetched_at": "2026-05-02"}
        ),
        *(json.dumps({"file": name}) for name in ("bad.gz", "empty.html", "binary.txt", "missing.html")),
        "no JSON",
        '{"file": 5}',
        '{"file": "page.html.gz", "fetched_at": "yesterday"}',
    ]  # fmt: skip
    manifest = tmp_path / "manifest.jsonl"
    manifest.write_text("\n".join(lines), encoding="utf-8")
    code, forms, _ = run(capsys, "parse", "--files-from", str(manifest))
    assert code == 0
    seed, page, *bad = forms
    assert (seed["title"], seed["decision"]["score"]) == (
        "China, UN co-host meeting on peacekeeping experience sharing", 67,
    )  # fmt: skip
    resolution = next(found for found in seed["findings"] if found["type"] == "resolution")
    assert (resolution["number"], resolution["text"]) == (2518, ["March 2020", "Resolution 2518"])
    assert to_text(article_from_form(seed)) == (seeds / SEED).read_text(encoding="utf-8")
    assert (page["file"], page["url"], page["source"]) == ("page.html.gz", "http://news.example/1", "none-such")
    assert (page["decision"]["label"], page["decision"]["operation_kind"]) == ("peacekeeping", "un-pko")
    assert [form["error"]["kind"] for form in bad] == [
        "unreadable", "no-text", "not-a-page", "unreadable", "unreadable", "unreadable", "unreadable",
    ]  # fmt: skip
    assert bad[0]["file"] == "bad.gz"


def test_standard_input_is_read(
    seeds: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = (seeds / "003_9968fb0687a3fe4f.txt").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(content))))
    code, (form,), _ = run(capsys, "parse", "-")
    assert (code, form["file"], form["decision"]["score"]) == (0, "-", 29)


def test_a_gzip_file_on_standard_input_is_read_whole_or_not_at_all(
    seeds: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = (seeds / "003_9968fb0687a3fe4f.txt").read_bytes()
    packed = gzip.compress(content[:500]) + gzip.compress(content[500:])
    for body, kind in ((packed, None), (packed[:-40], "unreadable"), (packed + b"more", "unreadable")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(body)))
        code, (form,), _ = run(capsys, "parse", "-")
        assert form.get("error", {}).get("kind") == kind
        assert kind is not None or (code, form["decision"]["score"]) == (0, 29)


@pytest.mark.parametrize("arguments", [("no-such-file.html",), (), ("--files-from", "no-such-manifest")])
def test_bad_usage_ends_with_two_and_no_traceback(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    code, forms, err = run(capsys, "parse", *arguments)
    assert (code, forms) == (2, [])
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("body", "markup"),
    [
        (PAGE.encode(), True),
        (PAGE.encode("utf-16"), True),
        (b"\xef\xbb\xbf<div>text</div>", True),
        (b"words first <p>one</p><p>two</p><p>three</p>", True),
        (b"JUBA -- A text with one stray <br> in it.", False),
        (b"", False),
    ],
)
def test_pages_are_told_from_texts(body: bytes, markup: bool) -> None:
    assert is_markup(body) is markup


def test_manifest_that_is_no_text_is_bad_usage(tmp_path: Path) -> None:
    (tmp_path / "m").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(UsageError, match="manifest"):
        wanted_of_manifest(tmp_path / "m")


def test_what_another_host_prints_of_an_outlet_is_not_read_as_that_outlets_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = PAGE.replace("</h1>", "</h1><p>2021-05-03 10:11　来源：中国军网</p>")
    (tmp_path / "page.html").write_text(printed, "utf-8")
    rows = [{"file": "page.html", "url": "https://mil.northwind.example/2021/c.htm"}, {"file": "page.html"}]
    (tmp_path / "m.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    code, (elsewhere, saved), _ = run(capsys, "parse", "--files-from", str(tmp_path / "m.jsonl"))
    assert (code, elsewhere["outlet"], elsewhere["source"]) == (0, "中国军网", None)
    assert (saved["outlet"], saved["source"]) == ("中国军网", "pla-daily-zh")
