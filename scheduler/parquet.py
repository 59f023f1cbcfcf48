"""Articles as a Parquet file, row group by row group; pyarrow comes with the extra ``parquet``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from storage.errors import UsageError
from storage.exported import COLUMNS, Column
from storage.times import from_text

# So many articles stand in one row group: some megabytes of text, which is what readers like and memory holds.
GROUP = 5000


def refuse_missing() -> None:
    """Raise UsageError where pyarrow is not installed, before anything is done."""
    if find_spec("pyarrow") is None:
        raise UsageError("Parquet needs pyarrow: pip install '.[parquet]' in the source folder")


def write(path: Path, batches: Iterable[list[dict[str, Any]]]) -> None:
    """Write the columns of storage.exported. Raises UsageError where pyarrow is not installed."""
    refuse_missing()
    import pyarrow  # noqa: PLC0415 - an extra
    from pyarrow import parquet  # noqa: PLC0415

    kinds = {
        "text": pyarrow.string(),
        "number": pyarrow.float64(),
        "whole": pyarrow.int64(),
        "time": pyarrow.timestamp("ms", tz="UTC"),
        "texts": pyarrow.list_(pyarrow.string()),
    }
    schema = pyarrow.schema(
        [pyarrow.field(column.name, kinds[column.kind], metadata={"meaning": column.meaning}) for column in COLUMNS]
    )
    with parquet.ParquetWriter(path, schema, compression="zstd") as file:
        group: list[dict[str, Any]] = []
        for batch in batches:
            group += ({column.name: _value(column, row) for column in COLUMNS} for row in batch)
            if len(group) >= GROUP:
                file.write_table(pyarrow.Table.from_pylist(group, schema=schema))
                group = []
        file.write_table(pyarrow.Table.from_pylist(group, schema=schema))


def _value(column: Column, row: Mapping[str, Any]) -> Any:
    value = row[column.name]
    if column.kind == "time" and value is not None:
        return from_text(value)
    if column.kind == "texts":
        return [_storable(one) for one in value]
    return _storable(value) if isinstance(value, str) else value


def _storable(text: str) -> str:
    """Parquet's text is UTF-8, which has no lone surrogates."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
