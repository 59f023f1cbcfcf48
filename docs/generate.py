"""Write docs/archive.md, docs/reference.md and parts of docs/query-the-archive.md from the code.

`--check` only says whether they are up to date. `--demo DIR` takes the answers to the saved questions from a demo's
archive first (with --check: compares them).
"""

from __future__ import annotations

import argparse
import ast
import inspect
import itertools
import json
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast, get_args

import click
import questions_page
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from crawler.source import Source
from crawler.source_tables import Dated, Layout, Section, Was
from scheduler.commands.main import bluewatch
from scheduler.config import ConfigFile
from storage.archive import Archive
from storage.descriptions import DESCRIPTIONS
from storage.errors import BluewatchError

FOLDER = Path(__file__).resolve().parent
NOTICE = "<!-- Written by docs/generate.py (`make docs`); do not edit. -->\n"


def archive_page() -> str:
    """Every table and view with its columns, types and meanings."""
    with tempfile.TemporaryDirectory() as scratch, Archive.open(Path(scratch), create=True) as archive:
        names = [
            (row["name"], row["type"])
            for row in archive.db.rows(
                "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')"
                " AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'articles_words_%'"
            )
        ]
        columns = {name: archive.db.rows(f'PRAGMA table_info("{name}")') for name, _ in names}
    order = [name for name in DESCRIPTIONS if name in dict(names)]
    missing = sorted(set(dict(names)) ^ set(order))
    if missing:
        raise SystemExit(f"storage/descriptions.py and the schema differ on: {', '.join(missing)}")
    kinds = dict(names)
    parts = [NOTICE, ARCHIVE_HEAD]
    for name in order:
        described = DESCRIPTIONS[name]
        parts.append(f"## {name}{' (view)' if kinds[name] == 'view' else ''}\n\n{described.about}\n")
        if not described.columns:
            parts.append("Columns as in `articles`.\n")
            continue
        found = [row["name"] for row in columns[name]]
        if set(found) != set(described.columns):
            differing = sorted(set(found) ^ set(described.columns))
            raise SystemExit(f"storage/descriptions.py and table {name} differ on: {', '.join(differing)}")
        rows = "\n".join(
            f"| `{row['name']}` | {row['type'] or '-'} | {described.columns[row['name']]} |" for row in columns[name]
        )
        parts.append(f"| column | type | meaning |\n| --- | --- | --- |\n{rows}\n")
    return "\n".join(parts)


ARCHIVE_HEAD = """# The archive

One SQLite file, `archive.db`, in the data folder (`bluewatch status` names it). Open it with any SQLite tool while
Bluewatch runs; read only, please: writing belongs to the commands. Times are text in UTC such as
`2026-11-21T22:05:09Z`; columns called JSON hold JSON text. How to ask it questions: query-the-archive.md.
"""


def reference_page() -> str:
    """Every command with its help, every key of the configuration and of a source file, every exit code."""
    parts = [NOTICE, "# Reference\n", "## Commands\n"]
    context = click.Context(bluewatch, info_name="bluewatch")
    for name, command, parent in commands(bluewatch, context):
        with click.Context(command, info_name=name, parent=parent) as inner:
            parts.append(f"### {inner.command_path}\n\n```text\n{command.get_help(inner)}\n```\n")
    parts.append(EXIT_CODES)
    parts.append("## bluewatch.toml\n\n" + keys_of(ConfigFile))
    for name, field in ConfigFile.model_fields.items():
        parts += [
            f"### [[{name}]]\n\n{(model.__doc__ or '').partition(': ')[2].strip()}\n\n" + keys_of(model)
            for model in tables_in(field.annotation)
        ]
    parts.append("## A source file\n\n" + keys_of(Source))
    parts.append("### [[section]]\n\n" + keys_of(Section))
    parts.append("### [[layout]]\n\n" + keys_of(Layout))
    parts.append("### [[dated]]\n\nLists of a year, month or day; only a back-fill reads them.\n\n" + keys_of(Dated))
    parts.append("### [[was]]\n\nOlder forms of the outlet's addresses.\n\n" + keys_of(Was))
    parts.append("## Errors\n\n" + errors())
    return "\n".join(parts)


EXIT_CODES = """## Exit codes

| code | meaning |
| --- | --- |
| 0 | all well |
| 1 | some sources (or files) failed |
| 2 | bad usage or configuration |
| 3 | the archive cannot be used |
| 4 | another instance is running |
| 130, 143 | ended by a signal (Ctrl-C, SIGTERM) |
"""


def commands(group: click.Command, context: click.Context) -> Iterator[tuple[str, click.Command, click.Context]]:
    """All commands below a group, parents first."""
    if not isinstance(group, click.Group):
        return
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        yield name, command, context
        if isinstance(command, click.Group):
            yield from commands(command, click.Context(command, info_name=name, parent=context))


def keys_of(model: type[BaseModel], prefix: str = "") -> str:
    """A table of the keys of a pydantic model, tables inside it with dotted names."""
    return "| key | default | meaning |\n| --- | --- | --- |\n" + "\n".join(key_rows(model, prefix)) + "\n"


def key_rows(model: type[BaseModel], prefix: str) -> Iterator[str]:
    """One table row a key."""
    meanings = meanings_of(model)
    for name, field in model.model_fields.items():
        key = prefix + (field.alias or name)
        inner: Any = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from key_rows(inner, key + ".")
        elif key != "packaged" and not tables_in(inner):
            yield f"| `{key}` | {default_of(field)} | {meanings.get(name, '')} |"


def meanings_of(model: type[BaseModel]) -> dict[str, str]:
    """The text under each key in the source, without line breaks.

    pydantic can hold them itself, at the cost of reading the source of every model in every command.
    """
    found: dict[str, str] = {}
    for one in reversed([kind for kind in model.__mro__ if issubclass(kind, BaseModel) and kind is not BaseModel]):
        body = cast("ast.ClassDef", ast.parse(textwrap.dedent(inspect.getsource(one))).body[0]).body
        for key, text in itertools.pairwise(body):
            if not (isinstance(key, ast.AnnAssign) and isinstance(key.target, ast.Name)):
                continue
            said = text.value if isinstance(text, ast.Expr) else None
            if isinstance(said, ast.Constant) and isinstance(said.value, str):
                found[key.target.id] = inspect.cleandoc(said.value)
    return found


def tables_in(annotation: Any) -> tuple[type[BaseModel], ...]:
    """The model of a list of tables, such as [[deliver]]; empty for any other key."""
    return tuple(one for one in get_args(annotation) if isinstance(one, type) and issubclass(one, BaseModel))


def default_of(field: FieldInfo) -> str:
    """The default as it would stand in the file; a dash where the key is simply absent."""
    if field.is_required():
        return "needed"
    value = field.get_default(call_default_factory=True)
    return "-" if value in (None, (), {}) else f"`{json.dumps(value)}`"


def errors() -> str:
    """The errors that end a command, with their exit codes."""
    rows = [
        f"| {kind.__name__} | {kind.exit_code} | {(kind.__doc__ or '').strip().splitlines()[0]} |"
        for kind in BluewatchError.__subclasses__()
    ]
    return "| error | exit code | when |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"


def query_page() -> str:
    """The page on queries with its written parts made anew."""
    return questions_page.with_parts((FOLDER / "query-the-archive.md").read_text(encoding="utf-8"))


PAGES = {"archive.md": archive_page, "reference.md": reference_page, "query-the-archive.md": query_page}


def main() -> int:
    """Write the pages, or with --check compare them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument(
        "--demo", type=Path, metavar="DIR", help="take the answers to the saved questions from this demo"
    )
    options = parser.parse_args()
    check, stale = options.check, []
    if options.demo and check:
        stale = [f"the answer to {name}" for name in questions_page.differing(options.demo)]
    elif options.demo:
        questions_page.write_answers(options.demo)
    for name, write in PAGES.items():
        text = write()
        path = FOLDER / name
        if check:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.write_text(text, encoding="utf-8")
    if stale:
        again = ", or `docs/generate.py --demo DIR`" if options.demo else ""
        sys.stderr.write(f"out of date: {', '.join(stale)}; run `make docs`{again}\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
