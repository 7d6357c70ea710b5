"""A result as the three files an office keeps, and what is said beside it as a fourth on request."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import BinaryIO

from ..documents import csv, json, report, xlsx
from ..documents.evidence import Evidence
from ..documents.fresh import fresh
from ..documents.table import ResultTable

NAME = "result"
REPORT = "report.json"
WRITERS = {"xlsx": xlsx.write, "csv": csv.write, "json": json.write}

Write = Callable[[BinaryIO], object]


def file_result(table: ResultTable, folder: Path, beside: Evidence | None = None) -> tuple[Path, ...]:
    """Write the result in every format; all files, or none if one of them is in the way."""
    writes: dict[str, Write] = {
        f"{NAME}.{ending}": partial(write, table) for ending, write in WRITERS.items()
    }
    if beside is not None:
        writes[REPORT] = partial(report.write, beside)
    with ExitStack() as stack:
        paths = [stack.enter_context(fresh(folder / name)) for name in writes]
        for path, write in zip(paths, writes.values(), strict=True):
            with path.open("wb") as out:
                write(out)
    return tuple(paths)
