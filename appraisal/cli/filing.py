"""A result as the three files an office keeps."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from ..documents import csv, json, xlsx
from ..documents.fresh import fresh
from ..documents.table import ResultTable

NAME = "result"
WRITERS = {"xlsx": xlsx.write, "csv": csv.write, "json": json.write}


def file_result(table: ResultTable, folder: Path) -> tuple[Path, ...]:
    """Write the result in every format; all files, or none if one of them is in the way."""
    with ExitStack() as stack:
        paths = [stack.enter_context(fresh(folder / f"{NAME}.{ending}")) for ending in WRITERS]
        for path, write in zip(paths, WRITERS.values(), strict=True):
            with path.open("wb") as out:
                write(table, out)
    return tuple(paths)
