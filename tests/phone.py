"""A voter's phone without a script: it opens pages, fills in what is on them, and sends them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HIDDEN = re.compile(r'<input[^>]*name="?(\w+)"?[^>]*type="?hidden"?[^>]*value="?([^">]*)"?')
RECEIPT = re.compile(r"R-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
RADIO = re.compile(r'name="?(m\d+)"?')
CHECKED = re.compile(r'value="(-?\d)" name="(m\d+)" checked')


class Phone:
    """One browser with its own cookies."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def enter(self, code: str) -> TestResponse:
        return self.client.post("/v", data={**hidden(self.get("/v")), "code": code})

    def sheet(self, code: str) -> TestResponse:
        """Enter a code and open its sheet."""
        self.enter(code)
        return self.get("/v/ballot")

    def send(
        self, page: TestResponse, marks: Mapping[str, object] | int | None = None, **fields: object
    ) -> TestResponse:
        """Submit a sheet as it was rendered; one number marks every cell with it."""
        given = dict.fromkeys(RADIO.findall(page.text), marks) if isinstance(marks, int) else marks
        return self.client.post("/v/ballot", data={**hidden(page), **(given or {}), **fields})

    def vote(self, code: str, answer: int = 2) -> TestResponse:
        return self.send(self.sheet(code), answer)

    def holds(self, cookie: str, path: str) -> bool:
        return self.client.get_cookie(cookie, path=path) is not None


def hidden(page: TestResponse) -> dict[str, str]:
    """The hidden fields of a page."""
    return dict(HIDDEN.findall(page.text))


def kept(page: TestResponse) -> dict[str, str]:
    """The marks that a page shows as made."""
    return {name: value for value, name in CHECKED.findall(page.text)}


def receipt(page: TestResponse) -> str:
    """The receipt that a page shows."""
    return RECEIPT.findall(page.text)[0]
