"""Everything that reads what strangers send, with honest examples of it; it may refuse and do no worse."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from appraisal.ballotbox.keycards import KeyCard, Role
from appraisal.documents import backup_file, container, parser, pasted_list
from appraisal.documents.ballots_file import read_ballots
from appraisal.documents.grid import Grid
from appraisal.documents.workbook import activity_of
from appraisal.documents.workbook_form import cells_of, grids_sent
from appraisal.domain.code import Code
from appraisal.domain.errors import AppraisalError
from appraisal.verifying.report import Verdict
from appraisal.verifying.verify import Asked, verify
from tests.archives import make_archive
from tests.documents.workbooks import PLAIN, xlsx
from tests.factories import make_class, make_plan

FILES = Path(__file__).parents[1] / "documents" / "files"
PLAN = make_plan(classes=(make_class("A", 40, 12), make_class("B", 60, 12)))
ARCHIVE = make_archive(PLAN, [[3, 2, 1], [3, 3, -1], [2, 1, 0]] * 7, [0] * 10 + [1] * 11)
BOARD = verify(ARCHIVE).fingerprint
CARD = KeyCard(Role.ORGANIZER, b"key4", b"s" * 16)


@dataclass(frozen=True)
class Target:
    """A reader and what honest people give it."""

    reads: Callable[[bytes], object]
    examples: Sequence[bytes]


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _code(content: bytes) -> None:
    code = Code.parse(_text(content))
    assert Code.parse(code.printed) == code


def _card(content: bytes) -> None:
    card = KeyCard.parse(_text(content))
    assert KeyCard.parse(card.printed) == card


def _signed_card(content: bytes) -> None:
    """A card whose check fits whatever it says: its maker is no friend."""
    _card(
        KeyCard.symbols.fget(
            _Any(content[:1] or b"\0", content[1:5].ljust(4), content[5:21].ljust(16))
        ).encode()
    )


@dataclass(frozen=True)
class _Any:
    """What a card says, be it one or not."""

    kind: bytes
    keyset_id: bytes
    secret: bytes

    @property
    def role(self) -> int:
        return self.kind[0]


def _container(content: bytes) -> None:
    container.repack(content)


def _workbook(content: bytes) -> None:
    """What happens to a workbook, without the process around its parser."""
    try:
        found = parser.sheets(container.repack(content), 60)
    except (parser.Refused, parser.calamine.CalamineError, OSError, ValueError, OverflowError):
        return
    activity_of(Grid(sheet["name"], tuple(map(tuple, sheet["rows"]))) for sheet in found)


def _typed_sheets(content: bytes) -> None:
    fields = (line.partition("=")[::2] for line in _text(content).split("\n"))
    activity_of(grids_sent(fields))


def _ballots(content: bytes) -> None:
    if content.startswith((b"PK", b"\xd0\xcf")):
        return  # a workbook: that is another target
    read_ballots(content, PLAN)


def _pasted(content: bytes) -> None:
    str(pasted_list.read(_text(content)).told)


def _archive(content: bytes) -> None:
    found = verify(content, Asked(board=BOARD)).verdict
    assert content == ARCHIVE or found not in (Verdict.VALID, Verdict.IN_PART)


def _backup(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "some.backup"
        path.write_bytes(content)
        backup_file.read(path, Path(folder) / "tables.db")


def _a_backup() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        tables, out = Path(folder) / "tables.db", Path(folder) / "one.backup"
        tables.write_bytes(b"SQLite format 3\0" + bytes(600))
        backup_file.write(out, tables, revision="r", with_codes=True, at="2026-11-24T02:00Z")
        return out.read_bytes()


def _typed() -> bytes:
    grids = (Grid(name, tuple(tuple(map(str, row)) for row in rows)) for name, rows in PLAIN.items())
    return "\n".join(f"{name}={text}" for name, text in cells_of(grids)).encode()


def _csv() -> bytes:
    heads = ",".join(["票种", "票号", *(subject.name for subject in PLAN.subjects)])
    return f"{heads}\nA,1,优秀,良好,一般\nB,2,良好,较差,弃权\n".encode()


def _small() -> bytes:
    """A workbook of a few hundred bytes: mutations find its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as whole, zipfile.ZipFile(out, "w") as packed:
        for name in whole.namelist():
            if "theme" not in name and "styles" not in name and "docProps" not in name:
                packed.writestr(name, whole.read(name))
    return out.getvalue()


TARGETS = {
    "code": Target(_code, [b"7K3M-9QPT-2XWB-2", "７Ｋ３Ｍ 9qpt·2xwb2".encode(), b"R-0000-0000-0000-0"]),
    "card": Target(_card, [CARD.printed.encode(), CARD.qr_text.encode(), CARD.symbols.lower().encode()]),
    "signed card": Target(_signed_card, [b"\1key4" + b"s" * 16, b"\4key4"]),
    "container": Target(_container, [_small(), (FILES / "tianmen.ods").read_bytes()]),
    "workbook": Target(_workbook, [_small(), xlsx()]),
    "typed sheets": Target(_typed_sheets, [_typed()]),
    "ballots": Target(_ballots, [_csv(), _csv().decode().encode("gb18030"), _csv().replace(b",", b"\t")]),
    "pasted list": Target(
        _pasted, ['序号\t单位\n1\t竟陵街道\n2\t"张港\n镇"\n合计\t2'.encode(), "一、竟陵街道".encode()]
    ),
    "archive": Target(_archive, [ARCHIVE]),
    "backup": Target(_backup, [_a_backup()]),
}


def outcome(target: Target, content: bytes) -> str:
    """Let a reader read; what it refuses in words is fine, anything else is raised."""
    try:
        target.reads(content)
    except AppraisalError as refusal:
        str(refusal)
        return type(refusal).__name__
    return "read"
