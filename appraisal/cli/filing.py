"""A result as the three files an office keeps, and what is said beside it as a fourth."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from ..documents import csv, json, report, xlsx
from ..documents.evidence import Evidence
from ..documents.fresh import fresh
from ..documents.table import ResultTable

NAME = "result"
REPORT = "report.json"
WRITERS = {"xlsx": xlsx.write, "csv": csv.write, "json": json.write}


def file_result(table: ResultTable, folder: Path) -> tuple[Path, ...]:
    """Write the result in every format; all files, or none if one of them is in the way."""
    with ExitStack() as stack:
        paths = [stack.enter_context(fresh(folder / f"{NAME}.{ending}")) for ending in WRITERS]
        for path, write in zip(paths, WRITERS.values(), strict=True):
            with path.open("wb") as out:
                write(table, out)
    return tuple(paths)


def file_report(evidence: Evidence, folder: Path) -> Path:
    """Write how sure the result is; never over another file."""
    with fresh(folder / REPORT) as path, path.open("wb") as out:
        report.write(evidence, out)
    return folder / REPORT
