"""A yardstick: the least a durable ballot can cost, with no framework and no check that is not needed."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs

CELLS = 51
WORDS = ((3, "优秀"), (2, "良好"), (1, "一般"), (0, "较差"), (-1, "弃权"))
ROWS = "".join(
    f"<fieldset><legend>单位 {cell}</legend>"
    + "".join(f'<label><input type="radio" name="m{cell}" value="{v}">{word}</label>' for v, word in WORDS)
    + "</fieldset>"
    for cell in range(CELLS)
)
PAGE = f'<!doctype html><form method="post">{ROWS}<button>提交</button></form>'.encode()
held, turn = threading.local(), threading.Lock()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    body, status = PAGE, "200 OK"
    if environ["REQUEST_METHOD"] == "POST":
        posted = parse_qs(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode())
        code = environ["QUERY_STRING"].partition("=")[2]
        marks = bytes(int(posted[f"m{cell}"][0]) + 1 for cell in range(CELLS))
        body = b"thank you"
        if not _drop(code, marks):
            status, body = "409 Conflict", b"used"
    start_response(status, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]


def _drop(code: str, marks: bytes) -> bool:
    if not hasattr(held, "database"):
        held.database = sqlite3.connect(os.environ["YARDSTICK"], isolation_level=None, timeout=15)
        held.database.execute("PRAGMA synchronous=FULL")
    with turn:
        held.database.execute("BEGIN IMMEDIATE")
        spent = held.database.execute(
            "UPDATE code SET used = 1 WHERE text = ? AND used = 0", (code,)
        ).rowcount
        if spent:
            held.database.execute("INSERT INTO ballot VALUES (randomblob(16), ?)", (marks,))
        held.database.execute("COMMIT")
    return bool(spent)
