"""What a spreadsheet makes of a CSV file: how it knows UTF-8, and which texts it would run. Pure."""

from __future__ import annotations

from typing import Any

# At the head of the CSV files that people open: without it, spreadsheets on Windows take UTF-8 for another writing.
MARK = "\ufeff"
# What a spreadsheet takes for the start of a formula, its full-width forms too (OWASP, CSV injection).
FORMULA_SIGNS = tuple("=+-@\t\r\n|＝＋－＠")


def defused(cell: Any) -> Any:
    """Put an apostrophe before a text that a spreadsheet would run; numbers stay numbers."""
    if isinstance(cell, str) and (cell.startswith(FORMULA_SIGNS) or cell.lstrip().startswith(FORMULA_SIGNS)):
        return f"'{cell}"
    return cell
