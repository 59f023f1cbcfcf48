"""`make bench`: each has its time, one that fails costs its row only, and the page keeps what people wrote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import bench, bench_table
from benchmarks.bench_entries import ENTRIES, Entry
from benchmarks.bench_table import json_of, key_values, machine, put, quoted, tables_of

GOOD = "import json, sys; print(json.dumps({'rate': 2.5, 'of': {'peer': int(sys.argv[1])}}))"
SCRIPTS = {
    "good": GOOD,
    "misses": GOOD + "; sys.exit(1)",
    "fails": "raise SystemExit('the peer | is away')",
    "silent": "print('no figures today')",
    "hangs": "import time; time.sleep(60)",
}
PAGE = "# Figures\nWords of ours.\n<!-- bench: good -->\nold\n<!-- /bench: good -->\nMore words.\n"


@pytest.fixture
def entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Entry]:
    """One entry a script; ``hangs`` has little time."""
    folder = tmp_path / "benchmarks"
    folder.mkdir()
    for name, text in SCRIPTS.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    made = {
        name: Entry(
            name, f"{name}.py", ("{size}",), 0.005 if name == "hangs" else 1, key_values, size=10, least=3,
            headline=(("times the peer", "of.peer", "5"),),
        )
        for name in (*SCRIPTS, "absent")
    }  # fmt: skip
    made["hungry"] = Entry("hungry", "good.py", ("{corpus}",), 1, key_values, needs_corpus=True)
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    monkeypatch.setattr(bench, "ENTRIES", tuple(made.values()))
    return made


def test_every_benchmark_ends_in_a_row_and_the_page_keeps_our_words(entries: dict[str, Entry], tmp_path: Path) -> None:
    rows = {name: bench.run(one, tmp_path, 1.0) for name, one in entries.items()}
    assert {name for name, row in rows.items() if row.measured} == {"good", "misses"}
    assert rows["good"].said == "times the peer: 10 (goal 5)"
    assert rows["misses"].said.endswith("exit 1: a bound or goal of its own is missed")
    assert "the peer / is away" in rows["fails"].said
    assert rows["silent"].said == "failed: it printed no JSON"
    assert rows["hangs"].said == "failed: it took more than its 0.0 minutes"
    assert (rows["absent"].said, rows["hungry"].said[:9]) == ("not there", "no corpus")
    assert str(tmp_path) not in rows["hungry"].command
    page = bench.written(PAGE, list(rows.values()))
    assert page.startswith("# Figures\nWords of ours.\n<!-- bench: good -->\n`python benchmarks/good.py 10`, 20")
    assert "old" not in page
    assert "\nMore words.\n" in page
    assert "| of.peer | 10 |" in page
    assert page.count("| not measured: ") == 5
    # A later run of one benchmark leaves the rows of the others.
    again = bench.written(page, [bench.run(entries["good"], tmp_path, 0.1)])
    assert "python benchmarks/good.py 3`" in again
    assert again.count("| not measured: ") == 5
    assert again.count("<!-- bench: summary -->") == 1


def test_the_command_line(entries: dict[str, Entry], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    assert bench.main(["--list", "--minutes", "5"]) == 0
    assert "absent.py 8  (not there)" in capsys.readouterr().out
    assert bench.main(["--only", "absent", "--json", "--page", str(page)]) == 1
    assert json.loads(capsys.readouterr().out)[0]["measured"] is False
    assert page.read_text(encoding="utf-8") == PAGE
    assert bench.main(["--only", "good", "--minutes", "1", "--page", str(page)]) == 0
    assert "times the peer" in page.read_text(encoding="utf-8")
    assert entries["good"].minutes == 1


def test_tables() -> None:
    assert key_values('warm up\n{"a": {"b": [1, 2]}, "c": "x|y"}').splitlines()[2:] == [
        "| a.b | 1, 2 |",
        "| c | x\\|y |",
    ]
    assert tables_of("said\n| a |\n| 1 |\nmore") == "| a |\n| 1 |"
    assert quoted("```x") == "```text\nx\n```"
    assert json_of('[1] no\n{"a": 1}') == {"a": 1}
    assert put("a", "x", "b") == "a\n\n<!-- bench: x -->\nb\n<!-- /bench: x -->\n"
    assert "SQLite" in machine()


def test_the_machine_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_table.platform, "node", lambda: "secret-host")
    assert "secret-host" not in machine()


def test_all_minutes_are_shared_out_and_every_entry_has_its_place_in_the_page() -> None:
    assert sum(one.minutes for one in ENTRIES) == pytest.approx(bench.MINUTES)
    page = (Path(__file__).parents[1] / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    missing = [one.name for one in ENTRIES if f"<!-- bench: {one.name} -->" not in page]
    assert not missing
