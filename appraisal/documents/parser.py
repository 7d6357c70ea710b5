"""Takes a spreadsheet apart in a process of its own: bytes in, rows of text as JSON out.

It runs as a script beside the program, not inside it, and imports nothing of ours: a file that eats memory or
time ends this process and no other. What it refuses is named by a key of `intake.REASONS`.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import python_calamine as calamine

CPU_SECONDS = 10
MEMORY = 512 * 1024 * 1024
MOST_ROWS = 5_000
MOST_CHARACTERS = 500  # a cell
MOST_TEXT = 10_000_000  # characters in all the sheets together
SIGNIFICANT_DIGITS = ".15g"  # what a spreadsheet shows of a number; the rest is noise of binary fractions


class Refused(Exception):
    """The file is read no further; the values say why and where."""


def main() -> None:
    """Read a spreadsheet from standard input; the one argument is the most columns a sheet may have."""
    _limit_resources()
    try:
        answer: dict[str, Any] = {"sheets": sheets(sys.stdin.buffer.read(), int(sys.argv[1]))}
    except Refused as refusal:
        answer = {"refused": refusal.args[0]}
    except calamine.PasswordError:
        answer = {"refused": {"reason": "password"}}
    except MemoryError:
        answer = {"refused": {"reason": "memory"}}
    except (calamine.CalamineError, OSError, ValueError, OverflowError):
        answer = {"refused": {"reason": "damaged"}}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def sheets(content: bytes, most_columns: int) -> list[dict[str, Any]]:
    """Return name and rows of every sheet, rows and columns counted from the first cell of the sheet."""
    book = calamine.load_workbook(io.BytesIO(content))
    found, characters = [], 0
    for position, about in enumerate(book.sheets_metadata):
        if about.typ == calamine.SheetTypeEnum.ChartSheet:
            continue
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            raise Refused({"reason": "macros"})
        rows = _rows(book.get_sheet_by_index(position), about.name, most_columns)
        characters += sum(len(text) for row in rows for text in row)
        if characters > MOST_TEXT:
            raise Refused({"reason": "characters"})
        found.append({"name": about.name, "rows": rows})
    return found


def _rows(sheet: calamine.CalamineSheet, name: str, most_columns: int) -> list[list[str]]:
    if sheet.start is None or sheet.end is None:
        return []
    last_row, last_column = sheet.end
    if last_row >= MOST_ROWS:
        raise Refused({"reason": "rows", "sheet": name, "most": MOST_ROWS})
    if last_column >= most_columns:
        raise Refused({"reason": "columns", "sheet": name, "most": most_columns})
    rows = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            if len(text) > MOST_CHARACTERS:
                place = {"sheet": name, "row": row + 1, "column": column + 1}
                raise Refused({"reason": "long", "most": MOST_CHARACTERS, **place})
    return rows


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return format(Decimal(format(value, SIGNIFICANT_DIGITS)), "f")
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _limit_resources() -> None:
    with contextlib.suppress(ImportError):  # Windows knows no such limits; there the caller's clock must do
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
