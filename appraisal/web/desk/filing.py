"""Files people put into folders: their names, and the answers that carry them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO
from urllib.parse import quote

from flask import Response

from ...domain.meeting import Meeting

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|', " "))  # some system refuses each of these in a name
LONGEST = 60  # characters of the meeting's title; longer names are cut by old archives


def file_name(meeting: Meeting, table: str, kind: str) -> str:
    """Name a file: ``2020_招商引资项目建设推进会_分票种汇总表.xlsx``."""
    year = str(meeting.held_on.year) if meeting.held_on else ""
    title = " ".join(meeting.title.translate(FORBIDDEN).split())[:LONGEST].removeprefix(f"{year}年")
    return "_".join(part for part in (year, title, table) if part) + f".{kind}"


def handed_out(write: Callable[[BinaryIO], None], mimetype: str, name: str, plain: str) -> Response:
    """Answer with one file; `plain` is its name for browsers that read ASCII alone."""
    out = io.BytesIO()
    write(out)
    response = Response(out.getvalue(), mimetype=mimetype)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    return response
