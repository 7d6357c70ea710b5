"""A hall of scripted phones at the own address: every one votes in a rehearsal, and its steps are timed."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from ..domain.code import Code
from ..domain.errors import RehearsalFailed
from ..domain.meeting import REHEARSAL
from ..domain.phrase import phrase
from ..domain.scale import ABSTAINED
from .phone import Page, read
from .voters import PRESSES, RECEIPT

MOST_VOTERS = 2_000
MOST_SECONDS = 600
PATIENCE = 60  # seconds; a phone gives an answer up then
LONGEST_HEAD = 64 * 1024  # bytes
LOST = (OSError, EOFError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)
SHEET, AT_ONCE = "/v/ballot", {"at_once": "1"}
MOVED = (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER)


@dataclass
class Seen:
    """Milliseconds of each step from the moment somebody wanted it, who got a receipt, what went wrong."""

    steps: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    receipts: set[str] = field(default_factory=set, repr=False)
    wrong: Counter[str] = field(default_factory=Counter)

    def within(self, step: str, share: float) -> float:
        """Return the milliseconds within which that share of the people had their answer."""
        found = sorted(self.steps[step])
        return found[min(len(found) - 1, int(share * len(found)))]


class Refused(Exception):
    """A page that is none of those a voter meets; the text says which."""


class Phone:
    """One connection that is kept, and its own cookies."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host, self._name = parts.hostname or "", parts.netloc
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._port = parts.port or (443 if self._tls else 80)
        self._cookies: dict[str, str] = {}
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, path: str, fields: dict[str, str] | None = None) -> Page:
        """Open a page or send a form, and follow where it leads."""
        async with asyncio.timeout(PATIENCE):
            status, head, content = await self._exchange(path, fields)
        for line in head:
            if line.lower().startswith("set-cookie:"):
                for name, morsel in SimpleCookie(line.partition(":")[2]).items():
                    self._cookies[name] = morsel.value
        if status in MOVED:
            where = next(line for line in head if line.lower().startswith("location:"))
            return await self.ask(urlsplit(where.partition(":")[2].strip()).path)
        return read(Page(status, path), content)

    async def _exchange(self, path: str, fields: dict[str, str] | None) -> tuple[int, list[str], str]:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(
                self._host, self._port, ssl=self._tls, limit=LONGEST_HEAD
            )
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        body = urlencode(fields or {}).encode()
        lines = [f"{'GET' if fields is None else 'POST'} {path} HTTP/1.1", f"Host: {self._name}"]
        lines += ["Accept-Language: zh-CN", *([f"Cookie: {cookies}"] if cookies else [])]
        if fields is not None:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
            lines.append(f"Referer: {self._origin}{path}")  # asked for over TLS
        self._writer.write("\r\n".join((*lines, "", "")).encode() + body)
        first, *head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin1").split("\r\n")
        sizes = [line.partition(":")[2] for line in head if line.lower().startswith("content-length:")]
        content = await self._reader.readexactly(int(sizes[0])) if sizes else b""
        return int(first.split()[1]), head, content.decode()

    async def hang_up(self) -> None:
        """Close the connection."""
        if self._writer is not None:
            self._writer.close()
            with suppress(OSError):
                await self._writer.wait_closed()


def fill(address: str, codes: Sequence[Code], over: float, voted: Callable[[], None]) -> Seen:
    """Let everybody vote, arriving evenly over some seconds; `voted` is called after each.

    Raises
    ------
    RehearsalFailed
        If a code leads to a meeting that is no rehearsal: nothing is cast there.
    """
    return asyncio.run(_fill(address, codes, over, voted))


async def _fill(address: str, codes: Sequence[Code], over: float, voted: Callable[[], None]) -> Seen:
    seen = Seen()

    async def one(place: int, code: Code) -> None:
        await asyncio.sleep(over * place / len(codes))
        phone = Phone(address)
        try:
            seen.receipts.add(await _vote(phone, code, seen))
        except Refused as refused:
            seen.wrong[str(refused)] += 1
        except LOST as error:
            seen.wrong[type(error).__name__] += 1
        finally:
            await phone.hang_up()
            voted()

    try:
        async with asyncio.TaskGroup() as hall:
            for place, code in enumerate(codes):
                hall.create_task(one(place, code))
    except* RehearsalFailed as failures:
        raise failures.exceptions[0] from None
    return seen


async def _vote(phone: Phone, code: Code, seen: Seen) -> str:
    """Vote once, as the scripts of a phone do, and return the receipt."""
    page = await _timed(seen, "enter", phone.ask("/v"))
    sheet = await _timed(seen, "sheet", phone.ask("/v", {**page.hidden, "code": code.printed, **AT_ONCE}))
    if sheet.status != HTTPStatus.OK or not sheet.choices:
        raise Refused(f"/v {sheet.status}")
    if REHEARSAL not in sheet.words:
        raise RehearsalFailed(why=phrase("这些票码不是演练的，一张也没有投。请在演练里印一份"))
    answer = Page()
    for marks in (_second_best(sheet), _by_turns(sheet)):
        for _ in range(PRESSES):
            answer = await _timed(seen, "submit", phone.ask(SHEET, {**sheet.hidden, **marks, **AT_ONCE}))
            if answer.status != HTTPStatus.SERVICE_UNAVAILABLE:
                break
        if answer.status != HTTPStatus.UNPROCESSABLE_ENTITY:
            break
    found = RECEIPT.search(answer.words)
    if found is None:
        raise Refused(f"{SHEET} {answer.status}")
    return found.group()


async def _timed(seen: Seen, step: str, asked: Awaitable[Page]) -> Page:
    began = time.perf_counter()
    page = await asked
    seen.steps[step].append((time.perf_counter() - began) * 1000)
    return page


def _second_best(sheet: Page) -> dict[str, str]:
    """Mark what most rules allow: the second answer everywhere, the first one once."""
    return {name: _grades(offered)[min(row, 1)] for row, (name, offered) in enumerate(sheet.choices.items())}


def _by_turns(sheet: Page) -> dict[str, str]:
    """Mark the answers by turns, as a sheet of places wants them."""
    rows = enumerate(sheet.choices.items())
    return {name: _grades(offered)[row % len(_grades(offered))] for row, (name, offered) in rows}


def _grades(offered: Sequence[str]) -> Sequence[str]:
    found = [answer for answer in offered if answer != str(ABSTAINED)]
    return found if len(found) > 1 else [*found, *found]
