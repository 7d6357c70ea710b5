"""What may be read at all."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from appraisal.documents import intake
from appraisal.documents.ballots_file import read_ballots
from appraisal.documents.workbook import read_plan
from appraisal.domain.errors import AppraisalError, FileRefused
from tests.documents.workbooks import xlsx
from tests.factories import make_plan

FILES = Path(__file__).parent / "files"
DAMAGED = "文件已损坏，打不开。请重新导出或另存为 .xlsx 后再试"
LARGE = "文件解压后过大"
MEMORY = "表格过大，读取用时或内存超过上限。请删去无关的工作表和空行后再试"
MACROS = "文件带有宏。请另存为不含宏的 .xlsx 后再试"
LINKS = "文件链接着别的文件。请断开链接（数据 → 编辑链接）后再试"
ENTITIES = "文件带有不允许的内部定义（DTD）"
PASSWORD = "文件有打开密码。请取消密码后再试"
TEXT = (
    "这是文本、CSV 或网页，不是电子表格。请用 Excel 或 WPS 打开，另存为 .xlsx 后再试；"
    "只有一份名单的，可以在网页上新建，把名单贴进去"
)
PICTURE = "这是图片，不是电子表格"
UNKNOWN = "不是 .xlsx、.xls 或 .ods 电子表格"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SCHEMA = "http://schemas.openxmlformats.org"
RELATIONS = f'<Relationships xmlns="{SCHEMA}/package/2006/relationships">{{}}</Relationships>'
LINK = (
    f'<Relationship Id="x" Type="{SCHEMA}/officeDocument/2006/relationships/{{}}" Target="{{}}"'
    ' TargetMode="External"/>'
)


def refusal(content: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        intake.read(content)
    return str(refused.value.phrase.values["why"])


def repacked(change: Callable[[dict[str, bytes]], object], content: bytes | None = None) -> bytes:
    """Return a workbook after a change to its members."""
    with zipfile.ZipFile(io.BytesIO(content or xlsx())) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    change(members)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fresh:
        for name, member in members.items():
            fresh.writestr(name, member)
    return out.getvalue()


def adding(name: str, member: bytes = b"<x/>") -> bytes:
    return repacked(lambda members: members.update({name: member}))


def png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = chunk(b"IHDR", bytes([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def single(name: str, member: bytes = b"<x/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, member)
    return out.getvalue()


def test_cells_become_text_at_their_place() -> None:
    out = io.BytesIO()
    with Workbook(out) as book:
        sheet = book.add_worksheet("一")
        sheet.write_number(1, 1, 0.1 + 0.2)
        sheet.write_number(1, 2, 1e21)
        sheet.write_string(2, 1, "007")
        sheet.write_boolean(2, 2, True)
        sheet.write_formula(2, 3, "=1/0", None, "#DIV/0!")
        book.add_worksheet("空")

    grids = intake.read(out.getvalue())

    assert [(grid.name, grid.rows) for grid in grids] == [
        (
            "一",
            (("", "", "", ""), ("", "0.3", "1000000000000000000000", ""), ("", "007", "TRUE", "")),
        ),
        ("空", ()),
    ]


@pytest.mark.parametrize("name", ["会议.xls", "会议.png", "会议"])
def test_the_name_of_a_file_decides_nothing(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(xlsx())

    grids = intake.read(file)

    assert grids == intake.read(xlsx())


WRONG_KINDS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "文件是空的"),
    "png": (png(), PICTURE),
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF", PICTURE),
    "pdf": (b"%PDF-1.7\n", "这是 PDF，不是电子表格"),
    "csv named xlsx": ("票种,票号\nA,1\n".encode("gbk"), TEXT),
    "web page named xls": (b"<html><table><tr><td>1</td></tr></table></html>", TEXT),
    "random bytes": (bytes(range(256)), UNKNOWN),
    "docx": (single("word/document.xml"), "这是 Word 文档，不是电子表格"),
    "pptx": (single("ppt/presentation.xml"), "这是演示文稿，不是电子表格"),
    "xlsb": (single("xl/workbook.bin"), "不支持 .xlsb 格式。请另存为 .xlsx 后再试"),
    "zip": (single("a.txt"), "这是压缩包，不是电子表格"),
    "odt": (single("content.xml"), "这是压缩包，不是电子表格"),
    "doc": (OLE + bytes(500) + "WordDocument".encode("utf-16-le"), "这是 Word 文档，不是电子表格"),
    "xlsx with a password": (OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le"), PASSWORD),
    "xls with macros": (OLE + bytes(500) + "_VBA_PROJECT".encode("utf-16-le"), MACROS),
    "half a workbook": (xlsx()[:2000], DAMAGED),
    "xls that is only a head": (OLE + bytes(3000), DAMAGED),
    "a workbook without sheets": (single("xl/workbook.xml"), DAMAGED),
}


@pytest.mark.parametrize(("content", "why"), WRONG_KINDS.values(), ids=WRONG_KINDS)
def test_a_file_of_another_kind_is_told_what_it_is(content: bytes, why: str) -> None:
    found = refusal(content)

    assert found == why


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        intake.read(tmp_path / "没有.xlsx")

    assert str(refused.value) == "这个文件不能读取：找不到这个文件，或者没有读取权限"


UNSAFE: dict[str, tuple[Callable[[], bytes], str]] = {
    "macros": (lambda: adding("xl/vbaProject.bin", b"\0"), MACROS),
    "macros of another case": (lambda: adding("xl/VBAPROJECT.BIN", b"\0"), MACROS),
    "a macro sheet": (lambda: adding("xl/macrosheets/sheet1.xml"), MACROS),
    "a link to a workbook": (lambda: adding("xl/externalLinks/externalLink1.xml"), LINKS),
    "a link to a picture": (
        lambda: adding("xl/_rels/a.rels", RELATIONS.format(LINK.format("image", "http://x")).encode()),
        LINKS,
    ),
    "a definition of a type": (
        lambda: adding("xl/a.xml", b'<!DOCTYPE x SYSTEM "http://x/x.dtd"><x/>'),
        ENTITIES,
    ),
    "an entity": (lambda: adding("xl/a.xml", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'), ENTITIES),
    "an entity in another encoding": (
        lambda: adding(
            "xl/a.xml", '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x><x/>'.encode("utf-16")
        ),
        ENTITIES,
    ),
    "an encoding that is none": (
        lambda: adding("xl/a.xml", b'<?xml version="1.0" encoding="UT--8"?><x/>'),
        DAMAGED,
    ),
    "broken XML": (lambda: adding("xl/a.xml", b"<x>"), DAMAGED),
    "a way out of the archive": (lambda: adding("../../etc/passwd"), DAMAGED),
    "an absolute name": (lambda: adding("/etc/passwd"), DAMAGED),
    "a backslash": (lambda: adding("xl\\..\\a.xml"), DAMAGED),
    "a name twice, in another case": (lambda: adding("XL/workbook.xml"), DAMAGED),
    "too many members": (
        lambda: repacked(lambda members: members.update({f"xl/{n}.xml": b"<x/>" for n in range(200)})),
        "文件内部的部件超过 200 个",
    ),
    "a bomb by ratio": (lambda: adding("xl/a.xml", b"<x>" + b" " * 5_000_000 + b"</x>"), LARGE),
    "an ods with a password": (
        lambda: repacked(
            lambda members: members.update(
                {"META-INF/manifest.xml": b'<m xmlns:a="a"><a:encryption-data/></m>'}
            ),
            (FILES / "tianmen.ods").read_bytes(),
        ),
        PASSWORD,
    ),
    "an ods with macros": (
        lambda: repacked(
            lambda members: members.update({"Basic/Standard/a.xml": b"<x/>"}),
            (FILES / "tianmen.ods").read_bytes(),
        ),
        MACROS,
    ),
}


@pytest.mark.parametrize(("make", "why"), UNSAFE.values(), ids=UNSAFE)
def test_an_unsafe_workbook_is_refused(make: Callable[[], bytes], why: str) -> None:
    content = make()

    found = refusal(content)

    assert found == why


def test_a_member_named_twice_is_refused() -> None:
    content = xlsx()
    again = io.BytesIO(content)
    with zipfile.ZipFile(again, "a") as packed, pytest.warns(UserWarning, match="Duplicate name"):
        packed.writestr("xl/workbook.xml", b"<x/>")

    found = refusal(again.getvalue())

    assert found == DAMAGED


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    honest = adding("xl/a.xml", b"<x>" + random.Random(1).randbytes(3000).hex().encode() + b"</x>")
    size = (6007).to_bytes(4, "little")
    lying = honest.replace(size, (100).to_bytes(4, "little"))

    found = refusal(lying)

    assert (honest.count(size), found) == (2, DAMAGED)


def test_an_encrypted_member_is_refused() -> None:
    content = bytearray(xlsx())
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 8] |= 1

    found = refusal(bytes(content))

    assert found == PASSWORD


def test_an_ordinary_hyperlink_is_no_harm() -> None:
    relations = RELATIONS.format(LINK.format("hyperlink", "http://example.org")).encode()

    grids = intake.read(adding("xl/worksheets/_rels/sheet1.xml.rels", relations))

    assert grids == intake.read(xlsx())


def test_a_file_above_the_limit_is_refused_unread() -> None:
    found = refusal(xlsx() + bytes(intake.MOST_BYTES))

    assert found == "文件超过 20 MB"


def sheet_with(row: int, column: int, text: str = "x") -> bytes:
    out = io.BytesIO()
    with Workbook(out) as book:
        sheet = book.add_worksheet("大表")
        sheet.write_string(0, 0, "x")
        sheet.write_string(row, column, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (sheet_with(5_000, 0), "工作表“大表”超过 5000 行。请删去无关内容后再试"),
        (sheet_with(0, 60), "工作表“大表”超过 60 列。请删去无关内容后再试"),
        (sheet_with(6, 27, "字" * 501), "工作表“大表”的单元格 AB7 超过 500 字"),
        (sheet_with(1_048_575, 16_383), MEMORY),
    ],
    ids=["rows", "columns", "characters", "memory"],
)
def test_a_sheet_above_the_limits_is_refused(content: bytes, why: str) -> None:
    if why == MEMORY and sys.platform == "win32":
        pytest.skip("Windows sets no limit of memory; the allocation fails there all the same")

    found = refusal(content)

    assert found == why


def test_a_sheet_at_the_limits_is_read() -> None:
    grids = intake.read(sheet_with(4_999, 59, "字" * 500))

    assert (len(grids[0].rows), len(grids[0].rows[0])) == (5_000, 60)


def test_a_parser_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    endless = tmp_path / "endless.py"
    endless.write_text("while True: pass")
    monkeypatch.setattr(intake, "PARSER", endless)
    monkeypatch.setattr(intake, "WALL_SECONDS", 0.2)

    found = refusal(xlsx())

    assert found == MEMORY


def test_the_parser_imports_nothing_of_ours() -> None:
    command = [sys.executable, "-P", "-c", f"import runpy, sys; runpy.run_path({str(intake.PARSER)!r}); "]

    run = subprocess.run(
        [*command[:-1], command[-1] + "print(any(name.startswith('appraisal') for name in sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout.strip() == "False"


ORIGINALS = {
    "xlsx": xlsx(),
    "xls": (FILES / "tianmen.xls").read_bytes(),
    "ods": (FILES / "tianmen.ods").read_bytes(),
}
EDITS = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=6)), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(list(ORIGINALS)), EDITS, st.booleans())
def test_no_bytes_can_do_worse_than_be_refused(
    kind: str, edits: list[tuple[float, bytes]], keeps_length: bool
) -> None:
    content = bytearray(ORIGINALS[kind])
    for share, piece in edits:
        start = int(share * len(content))
        content[start : start + (len(piece) if keeps_length else 0)] = piece

    outcomes = set()
    for read in (read_plan, lambda file: read_ballots(file, make_plan())):
        try:
            read(bytes(content))
        except AppraisalError as refused:
            outcomes.add(type(refused).__name__)

    assert outcomes <= {"FileRefused", "WorkbookRefused", "BallotsRefused"}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet3.xml"]), EDITS)
def test_no_member_can_do_worse_than_be_refused(name: str, edits: list[tuple[float, bytes]]) -> None:
    def change(members: dict[str, bytes]) -> None:
        for share, piece in edits:
            start = int(share * len(members[name]))
            members[name] = members[name][:start] + piece + members[name][start + len(piece) :]

    outcome = "read"
    try:
        read_plan(repacked(change))
    except AppraisalError as refused:
        outcome = type(refused).__name__

    assert outcome in ("read", "FileRefused", "WorkbookRefused")
