"""The list of reasons that are looked into, as a file for the two who do: never part of what is filed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import BinaryIO

from ..domain.meeting import Meeting
from ..domain.phrase import N_, Phrase, unchanged
from . import xlsx
from .csv import guarded
from .office import heads
from .office.model import Column, Grid, OfficePaper

HEADINGS = (N_("单位"), N_("理由"), N_("核实情况"))
WIDTHS = (120, 420, 90)  # pixels

Translate = Callable[[str], str]


@dataclass(frozen=True)
class Line:
    """One reason: about whom, what it says, what came of it."""

    subject: str
    text: str = field(repr=False)
    state: Phrase


def write_csv(
    meeting: Meeting, lines: Sequence[Line], out: BinaryIO, translate: Translate = unchanged
) -> None:
    """Write one line per reason, for other programs."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(map(translate, HEADINGS))
    rows.writerows(
        (guarded(line.subject), guarded(line.text), line.state.render(translate)) for line in lines
    )
    out.write(text.getvalue().encode("utf-8-sig"))


def write_xlsx(
    meeting: Meeting, lines: Sequence[Line], out: BinaryIO, translate: Translate = unchanged
) -> None:
    """Write the list as a worksheet to be printed and ticked off."""
    name = translate(N_("理由核实清单"))
    paper = OfficePaper(
        name=name,
        title=heads.titles(meeting.title, name),
        lines=(translate(N_("内部资料，不公布；已打乱次序，只核实事情，不追问是谁写的。")),),
        blocks=(
            Grid(
                tuple(Column(translate(word), width) for word, width in zip(HEADINGS, WIDTHS, strict=True)),
                tuple((line.subject, line.text, line.state.render(translate)) for line in lines),
            ),
        ),
    )
    xlsx.write([paper], out, translate)


WRITERS: Mapping[str, Callable[..., None]] = MappingProxyType({"xlsx": write_xlsx, "csv": write_csv})
