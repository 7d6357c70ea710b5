"""A list pasted from a spreadsheet or a letter, brought under the heads of a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ..domain.phrase import Phrase, phrase
from .grid import header_key, tidy
from .layout import KIND, ORDER, PARENT

LONGEST = 400  # rows
HEADS_WITHIN = 3  # rows; a title may stand above the heads
NAME = "名称"
FIELDS = (NAME, "分组", PARENT, KIND)  # in the order columns without heads are taken
TOTALS = ("合计", "总计", "小计")
HEADS = MappingProxyType(  # what lists of units call their columns
    {
        **dict.fromkeys(("序号", "编号", "号", "NO", "No"), ORDER),
        **dict.fromkeys(("名称", "单位", "单位名称", "评议对象", "测评对象", "被评单位"), NAME),
        **dict.fromkeys(("对象", "项目名称", "项目", "姓名"), NAME),
        **dict.fromkeys(("分组", "组别", "类型", "分类", "单位类型"), "分组"),
        **dict.fromkeys((PARENT, "所属", "主管单位", "责任单位", "所在单位"), PARENT),
        KIND: KIND,
    }
)
NUMBER = re.compile(r"\d{1,3}[.、．)）]?|[（(]\d{1,3}[)）]")
NUMBERED = re.compile(r"(?:\d{1,3}[.、．)）]|[（(]\d{1,3}[)）])\s*(?=\D)")
BROKEN_CELL = re.compile(r'(^|\t)"([^"\t]*\n[^"\t]*)"(?=\t|\n|$)', re.MULTILINE)


@dataclass(frozen=True)
class Pasted:
    """The rows that were understood, each by the titles of its columns, and what was left out of the text."""

    rows: tuple[Mapping[str, str], ...]
    left_out: tuple[Phrase, ...]

    @property
    def told(self) -> Phrase:
        """What became of the text, in one sentence."""
        if not self.left_out:
            return phrase("读到 %(n)s 行，加在名单末尾。", n=len(self.rows))
        return phrase(
            "读到 %(n)s 行，加在名单末尾；去掉了%(left_out)s。", n=len(self.rows), left_out=self.left_out
        )


def read(text: str) -> Pasted:
    """Read a list, one row a line, its columns parted by tabs; heads, numbers and blanks may be in it."""
    lines = BROKEN_CELL.sub(lambda cell: cell[1] + " ".join(cell[2].split()), _lines(text)).split("\n")
    rows = [[_cell(part) for part in line.split("\t")] for line in lines]
    filled = [row for row in rows if any(row)]
    left_out = [phrase("%(n)s 个空行", n=len(rows) - len(filled))] if len(filled) < len(rows) else []
    titles, above = _titles(filled)
    left_out += [phrase("表头")] if above else []
    body = [row for row in filled[above:] if next(filter(None, row)) not in TOTALS]
    left_out += [phrase("合计行")] if len(body) < len(filled) - above else []
    left_out += [phrase("%(n)s 行以后的", n=LONGEST)] if len(body) > LONGEST else []
    body = body[:LONGEST]
    columns = titles or _guessed(body)
    understood = [_row(row, columns) for row in _filled_down(body, columns)]
    is_numbered = bool(understood) and all(NUMBERED.match(row[NAME]) for row in understood)
    left_out += [phrase("序号")] if is_numbered or ORDER in columns.values() else []
    return Pasted(tuple(map(_without_number, understood) if is_numbered else understood), tuple(left_out))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def _cell(text: str) -> str:
    """Return a cell without odd blanks: full-width ones and runs of them count as one."""
    return " ".join(tidy(text).split())


def _titles(rows: Sequence[Sequence[str]]) -> tuple[dict[int, str], int]:
    """Return the columns by their heads, and how many rows stand above the list; none without heads."""
    for place, row in enumerate(rows[:HEADS_WITHIN]):
        known = [HEADS.get(header_key(cell)) for cell in row]
        if NAME in known:
            return {x: title for x, title in enumerate(known) if title and title not in known[:x]}, place + 1
    return {}, 0


def _guessed(rows: Sequence[Sequence[str]]) -> dict[int, str]:
    """Take the column in which rows differ most for the names, and the others as they stand."""
    used = [x for x in range(max(map(len, rows), default=0)) if any(_column(rows, x))]
    order = next((x for x in used[:1] if len(used) > 1 and _is_numbering(_column(rows, x))), None)
    others = [x for x in used if x != order]
    if not others:
        return {}
    name = max(others, key=lambda x: (len(set(filter(None, _column(rows, x)))), -x))
    rest = [x for x in others if x != name]
    columns = {name: NAME} | dict(zip(rest, FIELDS[1:], strict=False))
    return columns if order is None else {**columns, order: ORDER}


def _column(rows: Iterable[Sequence[str]], x: int) -> list[str]:
    return [row[x] if x < len(row) else "" for row in rows]


def _is_numbering(cells: Iterable[str]) -> bool:
    return all(NUMBER.fullmatch(cell) for cell in cells if cell)


def _filled_down(rows: Sequence[Sequence[str]], columns: Mapping[int, str]) -> list[list[str]]:
    """Repeat what stands left of the names: a merged cell is copied as one word and blanks below it."""
    name = next((x for x, title in columns.items() if title == NAME), 0)
    filled: list[list[str]] = []
    for row in rows:
        above = filled[-1] if filled else []
        cells = [*row, *[""] * (name + 1 - len(row))]
        filled.append([cell or (above[x] if x < name and above else "") for x, cell in enumerate(cells)])
    return filled


def _row(row: Sequence[str], columns: Mapping[int, str]) -> dict[str, str]:
    cells = {title: row[x] for x, title in columns.items() if title != ORDER and x < len(row)}
    return {NAME: "", **cells}


def _without_number(row: Mapping[str, str]) -> dict[str, str]:
    return {**row, NAME: NUMBERED.sub("", row[NAME], count=1).strip()}
