"""A phone as the server sees one: it keeps cookies, follows redirects and sends forms."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from types import TracebackType
from typing import Self
from urllib.parse import urlencode, urlsplit

from .server import HOST

TIMEOUT = 60
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Page:
    """What came back: status, where it was read, the form in it, the words on it."""

    status: int = 0
    path: str = ""
    hidden: dict[str, str] = field(default_factory=dict, repr=False)
    choices: dict[str, list[str]] = field(default_factory=dict, repr=False)
    words: str = field(default="", repr=False)


class Phone:
    """One browser with one connection and its own cookies."""

    def __init__(self, port: int) -> None:
        self.cookies: dict[str, str] = {}
        self.origin = f"http://{HOST}:{port}"
        self._connection = http.client.HTTPConnection(HOST, port, timeout=TIMEOUT)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def get(self, path: str) -> Page:
        """Open a page."""
        return self._ask("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> Page:
        """Send a form and follow where it leads."""
        sent_from = {"Origin": self.origin, "Referer": f"{self.origin}{path}"}
        return self._ask("POST", path, urlencode(fields), FORM | sent_from)

    def _ask(
        self, method: str, path: str, body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> Page:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self._connection.request(
            method, path, body, {"Cookie": cookies, "Accept-Language": "zh-CN", **(headers or {})}
        )
        answer = self._connection.getresponse()
        content = answer.read().decode()
        self._keep(answer)
        if answer.status in (http.HTTPStatus.FOUND, http.HTTPStatus.SEE_OTHER):
            return self.get(urlsplit(answer.headers["Location"]).path)
        return read(Page(answer.status, path), content)

    def _keep(self, answer: http.client.HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value


class _Reader(HTMLParser):
    """Collects the fields of the page's forms and its words."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep hidden fields and the values of radio buttons, in the order of the page."""
        given = {name: value or "" for name, value in attrs}
        if tag != "input" or "name" not in given:
            return
        if given.get("type") == "hidden":
            self.page.hidden[given["name"]] = given.get("value", "")
        elif given.get("type") == "radio":
            self.page.choices.setdefault(given["name"], []).append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.page.words += data


def read(page: Page, content: str) -> Page:
    """Read a page: the form in it, the words on it."""
    _Reader(page).feed(content)
    return page
