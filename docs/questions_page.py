"""The written parts of docs/query-the-archive.md: the saved questions with their answers, and the columns of an export.

The answers come from a demo archive (`docs/generate.py --demo DIR` takes them) and stand in demo-answers.json; without
what differs from demo to demo: uids, which rest on the ports of the newsroom, and row numbers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from storage.archive import Archive
from storage.exported import COLUMNS
from storage.questions import Question, load_questions

ANSWERS = Path(__file__).resolve().parent / "demo-answers.json"
SHOWN = 3
LONGEST = 64
_KINDS = {
    "text": "text", "number": "number", "whole": "whole number", "time": "instant, UTC", "texts": "list of texts",
}  # fmt: skip


def answers(demo: Path) -> dict[str, dict[str, Any]]:
    """How many rows a demo archive gives to each question, and the first of them."""
    with Archive.open(demo, read_only=True) as archive:
        found = {one.id: archive.db.rows(one.sql, one.bound({})) for one in load_questions()}
    return {name: {"rows": len(rows), "first": [_stable(row) for row in rows[:SHOWN]]} for name, rows in found.items()}


def _stable(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "text" and not name.endswith("uid")}


def write_answers(demo: Path) -> None:
    """Take the answers from a demo archive."""
    ANSWERS.write_text(json.dumps(answers(demo), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def differing(demo: Path) -> list[str]:
    """The questions to which this demo archive gives another answer than demo-answers.json."""
    known, found = json.loads(ANSWERS.read_text(encoding="utf-8")), answers(demo)
    return sorted(name for name in known.keys() | found.keys() if known.get(name) != found.get(name))


def with_parts(page: str) -> str:
    """The page with its written parts made anew; each stands between two marks."""
    for name, lines in (("questions", _questions()), ("columns", _columns())):
        mark, end = f"<!-- {name}: written by docs/generate.py -->", f"<!-- end of {name} -->"
        text = "\n".join([mark, *lines, end])
        # A function, because a replacement's backslashes would be read.
        page, count = re.subn(f"{mark}.*?{end}", lambda _, text=text: text, page, flags=re.DOTALL)
        if count != 1:
            raise SystemExit(f"query-the-archive.md lacks {mark}")
    return page


def _questions() -> Iterator[str]:
    known = json.loads(ANSWERS.read_text(encoding="utf-8"))
    for number, one in enumerate(load_questions(), 1):
        yield f"\n### {number}. {one.title}\n"
        yield one.why
        yield f"\n```sql\n{one.sql_with_defaults};\n```\n"
        yield _parameters(one)
        yield from _answer(known[one.id])
    yield ""


def _parameters(one: Question) -> str:
    params = {name: param for name, param in one.params.items() if name != "limit"}
    told = ", ".join(f"`{name}` ({param.meaning})" for name, param in params.items())
    return f"`bluewatch ask {one.id}`" + (f"; open: {told}" if told else "") + "\n"


def _answer(answer: Mapping[str, Any]) -> Iterator[str]:
    rows: Sequence[Mapping[str, Any]] = answer["first"]
    if not rows:
        yield "In the demo archive: no rows."
        return
    named = [name for name in rows[0] if any(row[name] not in (None, "[]") for row in rows)]
    count = answer["rows"]
    yield f"In the demo archive, {f'the first {len(rows)} of ' if count > len(rows) else ''}{_counted(count)}:\n"
    yield f"| {' | '.join(named)} |"
    yield f"|{' --- |' * len(named)}"
    yield from (f"| {' | '.join(_cell(row[name]) for name in named)} |" for row in rows)


def _counted(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.10g}"
    text = "" if value is None else re.sub(r"\s+", " ", str(value))
    return (text if len(text) <= LONGEST else f"{text[:LONGEST]}…").replace("|", "\\|")


def _columns() -> Iterator[str]:
    yield "\n| column | type | meaning |\n| --- | --- | --- |"
    yield from (f"| `{column.name}` | {_KINDS[column.kind]} | {column.meaning} |" for column in COLUMNS)
    yield ""
