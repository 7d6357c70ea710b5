"""Read back what the writers wrote: every format as rows of texts."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from docx import Document
from python_calamine import CalamineWorkbook

Rows = list[list[str]]


def written(write: Callable[[BinaryIO], object]) -> bytes:
    out = io.BytesIO()
    write(out)
    return out.getvalue()


def xlsx_rows(document: bytes, sheet: str, decimals: Sequence[int | None]) -> Rows:
    """Read a worksheet; a number is written with the decimals of its column, as the screen shows it."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(document)).get_sheet_by_name(sheet).to_python()
    return [[_number(cell, each) for cell, each in zip(row, decimals, strict=False)] for row in rows]


def _number(cell: object, decimals: int | None) -> str:
    return f"{cell:.{decimals}f}" if isinstance(cell, float) and decimals is not None else str(cell)


def docx_rows(document: bytes, table: int = 0) -> Rows:
    found = Document(io.BytesIO(document)).tables[table]
    return [[cell.text for cell in row.cells] for row in found.rows]


def pdf_text(document: bytes, folder: Path) -> str:
    (folder / "read.pdf").write_bytes(document)
    command = ["pdftotext", "-layout", "-enc", "UTF-8", "read.pdf", "-"]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def pdf_rows(document: bytes, folder: Path) -> Rows:
    """Read lines as rows: cells of a table stand apart by blanks."""
    return [re.split(r"\s{2,}", line.strip()) for line in pdf_text(document, folder).splitlines()]


def csv_rows(document: bytes) -> Rows:
    return list(csv.reader(io.StringIO(document.decode("utf-8-sig"))))


def json_rows(document: bytes) -> Iterator[list[str]]:
    for row in json.loads(document)["official"]:
        scores = [score["shown"] for score in row["class_scores"].values()]
        yield [
            str(row["rank"]),
            row["subject"],
            row["group"],
            *scores,
            row["total"]["shown"],
            str(row["group_rank"]),
        ]
