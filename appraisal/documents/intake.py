"""What may be read at all: files of organizers, told by their content and taken apart under limits."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from ..domain.errors import FileRefused
from ..domain.phrase import Phrase, phrase
from . import container
from .grid import Grid, address

MOST_BYTES = 20 * 1024 * 1024
MOST_COLUMNS = 60
WALL_SECONDS = 30  # the parser has ten seconds of its own; this is for systems that cannot limit those
PARSER = Path(__file__).with_name("parser.py")
ZIP = b"PK\x03\x04"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # the container of .xls and of files with a password
SIGNATURES = {
    b"\x89PNG": phrase("这是图片，不是电子表格"),
    b"\xff\xd8\xff": phrase("这是图片，不是电子表格"),
    b"GIF8": phrase("这是图片，不是电子表格"),
    b"%PDF": phrase("这是 PDF，不是电子表格"),
    b"Rar!": phrase("这是压缩包，不是电子表格"),
    b"7z\xbc\xaf": phrase("这是压缩包，不是电子表格"),
}
TEXT = phrase(
    "这是文本、CSV 或网页，不是电子表格。请用 Excel 或 WPS 打开，另存为 .xlsx 后再试；"
    "只有一份名单的，可以在网页上新建，把名单贴进去"
)
UNKNOWN = phrase("不是 .xlsx、.xls 或 .ods 电子表格")
WORD = phrase("这是 Word 文档，不是电子表格")
TOO_LARGE = phrase("表格过大，读取用时或内存超过上限。请删去无关的工作表和空行后再试")

REASONS = {
    "password": container.PASSWORD,
    "damaged": container.DAMAGED,
    "macros": container.MACROS,
    "memory": TOO_LARGE,
    "characters": phrase("表格中的文字总量过大。请删去无关内容后再试"),
    "rows": phrase("工作表“%(sheet)s”超过 %(most)s 行。请删去无关内容后再试"),
    "columns": phrase("工作表“%(sheet)s”超过 %(most)s 列。请删去无关内容后再试"),
    "long": phrase("工作表“%(sheet)s”的单元格 %(cell)s 超过 %(most)s 字"),
}


def read(file: Path | str | bytes, most_columns: int = MOST_COLUMNS) -> tuple[Grid, ...]:
    """Read every sheet of an .xlsx, .xls or .ods as rows of text.

    Parameters
    ----------
    file : path or bytes
        The file itself or where it is; its name decides nothing.
    most_columns : int
        The most columns a sheet may have.

    Returns
    -------
    tuple of Grid
        Numbers are exact decimals, dates ISO, formulas their stored value, empty cells the empty text.

    Raises
    ------
    FileRefused
        With the reason and what to do about it.
    """
    answer = _parsed(_admitted(content_of(file)), most_columns)
    if "refused" in answer:
        raise FileRefused(why=_reason(answer["refused"]))
    return tuple(Grid(sheet["name"], tuple(map(tuple, sheet["rows"]))) for sheet in answer["sheets"])


def content_of(file: Path | str | bytes) -> bytes:
    """Return the bytes of a file that is there, not empty and not too large."""
    if not isinstance(file, bytes):
        try:
            with Path(file).open("rb") as stream:
                file = stream.read(MOST_BYTES + 1)
        except OSError:
            raise FileRefused(why=phrase("找不到这个文件，或者没有读取权限")) from None
    if not file:
        raise FileRefused(why=phrase("文件是空的"))
    if len(file) > MOST_BYTES:
        raise FileRefused(why=phrase("文件超过 20 MB"))
    return file


def is_spreadsheet(content: bytes) -> bool:
    """Say whether the content looks like a workbook of any kind, rather than text."""
    return content.startswith((ZIP, OLE))


def _admitted(content: bytes) -> bytes:
    if content.startswith(ZIP):
        return container.repack(content)
    if content.startswith(OLE):
        _require_plain_xls(content)
        return content
    for signature, reason in SIGNATURES.items():
        if content.startswith(signature):
            raise FileRefused(why=reason)
    raise FileRefused(why=UNKNOWN if b"\0" in content else TEXT)


def _require_plain_xls(content: bytes) -> None:
    streams = {name: name.encode("utf-16-le") in content for name in ("EncryptedPackage", "WordDocument")}
    if streams["EncryptedPackage"]:
        raise FileRefused(why=container.PASSWORD)
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise FileRefused(why=container.MACROS)
    if streams["WordDocument"] and "Workbook".encode("utf-16-le") not in content:
        raise FileRefused(why=WORD)


def _parsed(content: bytes, most_columns: int) -> dict[str, Any]:
    # -P: our modules named like those of the standard library stay out of the parser's way
    command = [sys.executable, "-P", str(PARSER), str(most_columns)]
    try:
        run = subprocess.run(  # noqa: S603 - our own script, and no argument comes from the file
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FileRefused(why=TOO_LARGE) from None
    if run.returncode:
        raise FileRefused(why=TOO_LARGE if run.returncode < 0 else container.DAMAGED)
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def _reason(refused: dict[str, Any]) -> Phrase:
    values = dict(refused)
    reason = REASONS[values.pop("reason")]
    if "row" in values:
        values["cell"] = address(values.pop("row") - 1, values.pop("column") - 1)
    return Phrase(reason.text, values)
