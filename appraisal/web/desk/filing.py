"""Answers that carry a file for a folder."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO
from urllib.parse import quote

from flask import Response

from ...documents.filing import file_name

__all__ = ["MIMETYPES", "SHEET", "ZIP", "file_name", "handed_out"]

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
MIMETYPES = {
    "xlsx": SHEET,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "json": "application/json",
}


def handed_out(write: Callable[[BinaryIO], None], mimetype: str, name: str, plain: str) -> Response:
    """Answer with one file; `plain` is its name for browsers that read ASCII alone."""
    out = io.BytesIO()
    write(out)
    response = Response(out.getvalue(), mimetype=mimetype)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    return response
