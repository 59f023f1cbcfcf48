"""The answer to a reader's own SQL as CSV, whole: Datasette's ends after the rows of a page and does not say so."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from datasette.utils import InvalidSql, derive_named_parameters, sqlite_timelimit, validate_sql_select
from datasette.utils.asgi import Response
from datasette.views.base import DatasetteError

from reports.web.stock import Writer
from reports.web.tables import DATABASE
from storage.database import EngineError

# A file is made in memory, by several readers at a time.
MOST_BYTES = 64 << 20
_BATCH = 500


async def own_sql_csv(request: Any, datasette: Any) -> Any:
    """``/archive.csv?sql=SELECT``; a named parameter of the statement is one of the address."""
    sql = (request.args.get("sql") or "").strip()
    if not sql:
        raise DatasetteError(f"which rows? /{DATABASE}.csv?sql=SELECT gives the answer to a SELECT", status=400)
    try:
        validate_sql_select(sql)
    except InvalidSql as error:
        raise DatasetteError(str(error), status=400) from error
    database = datasette.get_database(DATABASE)
    given = {name: request.args.get(name) or "" for name in await derive_named_parameters(database, sql)}
    limit = datasette.setting("sql_time_limit_ms")
    try:
        body = await database.execute_fn(lambda connection: _answer(connection, sql, given, limit))
    except EngineError as error:
        interrupted = error.args == ("interrupted",)
        raise DatasetteError(str(error), status=400, message_is_html=interrupted) from error
    return Response(
        body.decode("utf-8", "replace"),
        content_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{DATABASE}.csv"'},
    )


class _Bytes(io.TextIOBase):
    """A text file in memory that takes a byte a sign for what is ASCII."""

    def __init__(self) -> None:
        self.made = bytearray()

    def write(self, text: str) -> int:
        self.made += text.encode("utf-8", "backslashreplace")
        return len(text)


def _answer(connection: Any, sql: str, given: Mapping[str, str], limit: int) -> bytes:
    out = _Bytes()
    writer = Writer(out)
    with sqlite_timelimit(connection, limit):
        cursor = connection.execute(sql, given)
        names = [column[0] for column in cursor.description or ()]
        writer.writerow(names)
        while rows := cursor.fetchmany(_BATCH):
            for row in rows:
                writer.writerow([cell.hex() if isinstance(cell, bytes) else cell for cell in row])
            if len(out.made) > MOST_BYTES:
                told = f"cut here: a file takes {MOST_BYTES >> 20} MB at most; ask for fewer rows or columns"
                writer.writerow([told, *[""] * (len(names) - 1)])
                break
    return bytes(out.made)
