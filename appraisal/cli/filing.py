"""Write a result into a folder: every file, or none if one of them is in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import BinaryIO

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from ..documents import activity_json, filing, report
from ..documents.activity_table import ActivityTable
from ..documents.evidence import Evidence
from ..documents.fresh import fresh
from ..documents.making import Write, made
from ..documents.office.annex import bands
from ..documents.table import ResultTable
from ..domain.phrase import N_
from .terminal import translate

NAME = "result"
REPORT = "report.json"
UNITS = N_("反馈单")
WRITERS: Mapping[str, Callable[..., None]] = {
    "xlsx": filing.workbook,
    "docx": filing.form,
    **filing.TABLES,
}

Files = Iterable[tuple[str, bytes]]


def file_result(table: ResultTable, folder: Path, beside: Evidence | None = None) -> tuple[Path, ...]:
    """Write the result as a workbook, a count report and data; on request how sure it is."""
    writes: dict[str, Write] = {
        f"{NAME}.{ending}": partial(write, table) for ending, write in WRITERS.items()
    }
    if beside is not None:
        writes[REPORT] = partial(report.write, beside)
    return _written(writes, folder)


def file_inspection(
    table: ActivityTable, folder: Path, archives: Iterable[tuple[str, bytes]]
) -> tuple[Path, ...]:
    """Write what the rounds come to as a workbook and as data, every paper, and the archive of each round."""
    writes: dict[str, Write] = {
        f"{NAME}.xlsx": partial(filing.inspection, table),
        f"{NAME}.json": partial(activity_json.write, table),
    }
    writes |= filing.every_inspection_file(table, translate)
    for name, archive in archives:
        writes[f"archive-{name}.zip"] = partial(_copied, archive)
    return _written(writes, folder)


def _copied(content: bytes, out: BinaryIO) -> None:
    out.write(content)


def file_everything(table: ResultTable, folder: Path, beside: Evidence | None) -> tuple[Path, ...]:
    """Write every paper in every format and a sheet for every unit, with a bar that shows how far it is."""
    writes: dict[str, Write] = dict(filing.every_file(table, translate))
    units = filing.every_unit(table, translate, bands(beside))
    writes |= {f"{translate(UNITS)}/{name}": write for name, write in units}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns) as progress:
        return _written(
            writes,
            folder,
            lambda files: progress.track(files, len(writes), description=translate(N_("写文件"))),
        )


def _written(
    writes: Mapping[str, Write], folder: Path, shown: Callable[[Files], Files] = iter
) -> tuple[Path, ...]:
    with ExitStack() as stack:
        paths = {name: stack.enter_context(fresh(folder / name)) for name in writes}
        for name, content in shown(made(writes.items())):
            paths[name].write_bytes(content)
    return tuple(paths.values())
