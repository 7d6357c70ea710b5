"""The zip around .xlsx and .ods: every member examined, then packed anew for the parser."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from xml.parsers import expat

from ..domain.errors import FileRefused
from ..domain.phrase import Phrase, phrase

MOST_MEMBERS = 200
MOST_UNPACKED = 60 * 1024 * 1024
MOST_RATIO = 100
CHUNK = 64 * 1024
READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
DAMAGED = phrase("文件已损坏，打不开。请重新导出或另存为 .xlsx 后再试")
TOO_LARGE = phrase("文件解压后过大")
MACROS = phrase("文件带有宏。请另存为不含宏的 .xlsx 后再试")
LINKS = phrase("文件链接着别的文件。请断开链接（数据 → 编辑链接）后再试")
ENTITIES = phrase("文件带有不允许的内部定义（DTD）")
PASSWORD = phrase("文件有打开密码。请取消密码后再试")
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
MACRO_PLACES = ("xl/macrosheets/", "xl/activex/", "basic/", "scripts/")
OTHER_KINDS = {
    "word/document.xml": phrase("这是 Word 文档，不是电子表格"),
    "ppt/presentation.xml": phrase("这是演示文稿，不是电子表格"),
    "xl/workbook.bin": phrase("不支持 .xlsb 格式。请另存为 .xlsx 后再试"),
}


def repack(content: bytes) -> bytes:
    """Return a fresh zip of the sheets' XML, so that the parser meets only what was examined here.

    Raises
    ------
    FileRefused
        If it is no .xlsx or .ods, is damaged, too large once unpacked, or carries macros, links or entities.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _require_members(packed, len(content))
            _require_spreadsheet(packed)
            return _repacked(packed)
    except BROKEN:
        raise FileRefused(why=DAMAGED) from None


def _require_members(packed: zipfile.ZipFile, size: int) -> None:
    members = packed.infolist()
    names = [member.filename for member in members]
    if len(members) > MOST_MEMBERS:
        raise FileRefused(why=phrase("文件内部的部件超过 %(most)s 个", most=MOST_MEMBERS))
    if len({name.lower() for name in names}) < len(names) or any(map(_strays, names)):
        raise FileRefused(why=DAMAGED)
    if any(member.flag_bits & 1 for member in members):
        raise FileRefused(why=PASSWORD)
    if any(member.compress_type not in READABLE for member in members):
        raise FileRefused(why=DAMAGED)
    declared = sum(member.file_size for member in members)
    if declared > min(MOST_UNPACKED, MOST_RATIO * size):
        raise FileRefused(why=TOO_LARGE)


def _strays(name: str) -> bool:
    return "\\" in name or ":" in name or name.startswith("/") or ".." in PurePosixPath(name).parts


def _require_spreadsheet(packed: zipfile.ZipFile) -> None:
    names = set(packed.namelist())
    for name, reason in OTHER_KINDS.items():
        if name in names:
            raise FileRefused(why=reason)
    is_ods = "content.xml" in names and "mimetype" in names and packed.read("mimetype").strip() == ODS
    if "xl/workbook.xml" not in names and not is_ods:
        raise FileRefused(why=phrase("这是压缩包，不是电子表格"))
    for name in map(str.lower, names):
        if name.endswith("vbaproject.bin") or (name.startswith(MACRO_PLACES) and not name.endswith("/")):
            raise FileRefused(why=MACROS)
        if name.startswith("xl/externallinks/"):
            raise FileRefused(why=LINKS)


def _repacked(packed: zipfile.ZipFile) -> bytes:
    fresh, unpacked = io.BytesIO(), 0
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as clean:
        for member in packed.infolist():
            pieces = []
            for piece in _pieces(packed, member):
                unpacked += len(piece)
                if unpacked > MOST_UNPACKED:
                    raise FileRefused(why=TOO_LARGE)
                pieces.append(piece)
            content = b"".join(pieces)
            if member.filename.endswith((".xml", ".rels")):
                _require_harmless(member.filename, content)
                clean.writestr(member.filename, content)
            elif member.filename == "mimetype":
                clean.writestr(member.filename, content)
    return fresh.getvalue()


def _pieces(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with packed.open(member) as stream:
        while piece := stream.read(CHUNK):
            yield piece


def _require_harmless(name: str, content: bytes) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refusing(ENTITIES)
    parser.EntityDeclHandler = _refusing(ENTITIES)
    if name.endswith((".rels", "manifest.xml")):
        parser.StartElementHandler = _require_local
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError):  # the last two: an encoding that is none
        raise FileRefused(why=DAMAGED) from None


def _refusing(reason: Phrase) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise FileRefused(why=reason)

    return refuse


def _require_local(tag: str, attributes: dict[str, str]) -> None:
    if tag.endswith("encryption-data"):
        raise FileRefused(why=PASSWORD)
    is_link = attributes.get("TargetMode") == "External"
    if is_link and not attributes.get("Type", "").endswith("/hyperlink"):
        raise FileRefused(why=LINKS)
