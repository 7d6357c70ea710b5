"""Phones as a crowd: each keeps one connection and its cookies, and says how long every step took."""

from __future__ import annotations

import asyncio
import re
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input[^>]*name="?(\w+)"?[^>]*type="?hidden"?[^>]*value="?([^">]*)"?')
RADIO = re.compile(r'name="?(m\d+)"?')


@dataclass
class Times:
    """Milliseconds of each step, from the moment somebody wanted it, and what went wrong."""

    steps: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)
    acknowledged: int = 0

    def of(self, step: str, share: float) -> float:
        """The time within which that share of the people had their answer."""
        found = sorted(self.steps[step])
        return found[min(len(found) - 1, int(share * len(found)))]


class Phone:
    """One connection, one voter."""

    def __init__(self, port: int, times: Times) -> None:
        self.port, self.times, self.cookies = port, times, {}
        self.reader: asyncio.StreamReader | None = None

    async def ask(
        self, step: str, method: str, path: str, fields: dict[str, str] | None = None, *, late: bool = False
    ) -> str:
        """Ask for one page and return its text; the answer must be 200 or 303, to a late ballot 409."""
        start = time.perf_counter()
        if self.reader is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        body = urlencode(fields).encode() if fields is not None else b""
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Accept-Language: zh-CN"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if fields is not None:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        self.writer.write("\r\n".join((*lines, "", "")).encode() + body)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin1").split("\r\n")
        status, length = int(head[0].split()[1]), 0
        for line in head[1:]:
            name, _, value = line.partition(": ")
            if name.lower() == "content-length":
                length = int(value)
            elif name.lower() == "set-cookie":
                cookie, _, content = value.split(";", 1)[0].partition("=")
                self.cookies[cookie] = content
                if "Max-Age=0" in value:  # as browsers do
                    del self.cookies[cookie]
        text = (await self.reader.readexactly(length)).decode()
        self.times.steps[step].append((time.perf_counter() - start) * 1000)
        if status not in ((409,) if late else (200, 303)) and step != "watch":
            self.times.wrong.append(f"{step} {status}")
            raise ConnectionError(status)
        return text


async def vote(phone: Phone, code: str) -> None:
    """Everything a phone with scripts asks for in a vote, without the pauses for thought."""
    page = await phone.ask("enter", "GET", "/v")
    sheet = await phone.ask("code", "POST", "/v", {**hidden(page), "code": code, "at_once": "1"})
    answer = {**filled_in(sheet), "at_once": "1"}
    receipt = await phone.ask("submit", "POST", "/v/ballot", answer)
    phone.times.acknowledged += answer["nonce"] in receipt


async def vote_without_scripts(phone: Phone, code: str) -> None:
    """The same on a phone without scripts, which is led from page to page."""
    page = await phone.ask("enter", "GET", "/v")
    await phone.ask("code", "POST", "/v", {**hidden(page), "code": code})
    sheet = await phone.ask("sheet", "GET", "/v/ballot")
    await phone.ask("submit", "POST", "/v/ballot", filled_in(sheet))
    receipt = await phone.ask("receipt", "GET", "/v/done")
    phone.times.acknowledged += "R-" in receipt


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page."""
    return dict(HIDDEN.findall(page))


def filled_in(sheet: str) -> dict[str, str]:
    """All fields of a sheet, with marks in all its cells."""
    cells = enumerate(dict.fromkeys(RADIO.findall(sheet)))
    return {**hidden(sheet), **{name: str(place % 4) for place, name in cells}}


async def vote_late(phone: Phone, code: str, ready: asyncio.Barrier, closed: asyncio.Event) -> None:
    """Fill the sheet in, and submit it after the close."""
    page = await phone.ask("enter", "GET", "/v")
    sheet = await phone.ask("code", "POST", "/v", {**hidden(page), "code": code, "at_once": "1"})
    await ready.wait()
    await closed.wait()
    await phone.ask("late", "POST", "/v/ballot", {**filled_in(sheet), "at_once": "1"}, late=True)


async def vote_plainly(phone: Phone, code: str) -> None:
    """A page and a submission: what the yardsticks offer."""
    sheet = await phone.ask("sheet", "GET", f"/?code={code}")
    await phone.ask("submit", "POST", f"/?code={code}", filled_in(sheet))


async def watch(phone: Phone, path: str, seconds: float) -> None:
    """Ask for a page again and again, as a screen does."""
    while True:
        await phone.ask("watch", "GET", path)
        await asyncio.sleep(seconds)


def crowd(
    port: int,
    codes: Sequence[str],
    act: Callable[[Phone, str], Awaitable[None]],
    *,
    over: float = 0,
    at_once: int = 10_000,
    watchers: int = 0,
    watched: str = "",
) -> tuple[Times, float]:
    """Let everybody vote, arriving evenly over some seconds; return times, and how long it took in all."""
    times = Times()

    async def everybody() -> None:
        gate = asyncio.Semaphore(at_once)

        async def one(place: int, code: str) -> None:
            await asyncio.sleep(over * place / len(codes))
            async with gate:
                try:
                    await act(Phone(port, times), code)
                except (OSError, asyncio.IncompleteReadError) as error:
                    times.wrong.append(type(error).__name__)

        screens = [asyncio.create_task(watch(Phone(port, times), watched, 2)) for _ in range(watchers)]
        await asyncio.gather(*(one(place, code) for place, code in enumerate(codes)))
        for screen in screens:
            screen.cancel()

    start = time.perf_counter()
    asyncio.run(everybody())
    return times, time.perf_counter() - start
