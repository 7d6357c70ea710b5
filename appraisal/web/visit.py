"""What a voter's phone carries from page to page: two signed cookies, and nothing on the server."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from functools import lru_cache
from typing import Any

from itsdangerous import BadSignature
from werkzeug.wrappers import Response

from ..domain.encoding import tagged_hash
from ..domain.errors import VisitEnded
from ..services.voting import Booth, tag_of
from ..transaction import settings
from .cookie_headers import cookie, no_cookie
from .signing import Timeless

VOTER, VOTER_PATH = "voter", "/v"
RECEIPT, RECEIPT_PATH = "receipt", "/v"
DRAWN, DRAWN_PATH = "drawn", "/v/public"
Cookies = Mapping[str, str]
RECEIPT_SECONDS = 600  # for a refresh, and for a web view that was thrown away and restored


@dataclass(frozen=True)
class Visit:
    """Which credential is at the sheet, and those of other rounds if the code is good for several."""

    round_id: int
    digest: bytes = field(repr=False)
    others: tuple[tuple[int, bytes], ...] = field(default=(), repr=False)

    @property
    def everything(self) -> tuple[tuple[int, bytes], ...]:
        """The credentials this phone holds, by round, the one at the sheet first."""
        return ((self.round_id, self.digest), *self.others)

    def at(self, round_id: int) -> Visit:
        """Go to another round of the same code; `VisitEnded` if this phone has no credential of it."""
        digest = dict(self.everything).get(round_id)
        if digest is None:
            raise VisitEnded
        return Visit(round_id, digest, tuple(pair for pair in self.everything if pair[0] != round_id))


@dataclass(frozen=True)
class Shown:
    """A receipt as the last page shows it."""

    text: str
    signed: str
    page: str = field(repr=False)
    is_rehearsal: bool = False

    @property
    def leaf(self) -> str:
        """The line of the board, 64 hex digits."""
        return self.signed.split(":")[2]


def begin(response: Response, booth: Booth, others: Iterable[Booth] = ()) -> None:
    """Remember a code that was entered; a receipt left by an earlier voter on this phone goes."""
    pairs = tuple((other.round_id, other.digest) for other in others)
    keep(response, Visit(booth.round_id, booth.digest, pairs))
    response.headers.add("Set-Cookie", no_cookie(key=RECEIPT, path=RECEIPT_PATH))


def keep(response: Response, here: Visit) -> None:
    """Remember which credential is at the sheet."""
    others = [[round_id, digest.hex()] for round_id, digest in here.others]
    held = [here.round_id, here.digest.hex(), *([others] if others else [])]
    _set(response, VOTER, VOTER_PATH, held)


def forget(response: Response) -> None:
    """Leave no credential on this phone."""
    response.headers.add("Set-Cookie", no_cookie(key=VOTER, path=VOTER_PATH))


def is_there(cookies: Cookies) -> bool:
    """Say whether this phone has a code at the sheet, a good one or not."""
    return VOTER in cookies


def kept(cookies: Cookies, *, own: bool = False) -> tuple[str, ...]:
    """Name the drafts that stay on this phone: those of other rounds of its slip, on the last page of all."""
    try:
        here = current(cookies)
    except VisitEnded:
        return ()
    pairs = here.everything if own else here.others
    return tuple(tag_of(digest) for _, digest in pairs)


def places(tags: Iterable[str]) -> dict[str, str]:
    """Give the tags of drafts names, for a page that is the same for all but for them."""
    return {f"kept{place}": tag for place, tag in enumerate(tags)}


def current(cookies: Cookies) -> Visit:
    """Return the visit that a phone's cookies belong to; `VisitEnded` if there is none."""
    round_id, digest, *more = _read(VOTER, cookies)
    others = more[0] if more else ()
    return Visit(round_id, bytes.fromhex(digest), tuple((other, bytes.fromhex(own)) for other, own in others))


def note_drawn(response: Response, cookies: Cookies, channel: str) -> None:
    """Remember until the browser is closed that a ballot of a public channel was drawn in it."""
    _set(response, DRAWN, DRAWN_PATH, [*_drawn(cookies), channel])


def has_drawn(cookies: Cookies, channel: str) -> bool:
    """Say whether a ballot of this channel was drawn in this browser."""
    return channel in _drawn(cookies)


def _drawn(cookies: Cookies) -> list[str]:
    try:
        return _read(DRAWN, cookies)
    except VisitEnded:
        return []


def shown(text: str, signed: str, nonce: str, *, rehearsal: bool) -> Shown:
    """Make what the last page shows, after the page with this number."""
    return Shown(text, signed, _page_of(nonce), rehearsal)


def end(response: Response, held: Shown, others: Sequence[Booth] = ()) -> None:
    """Forget the code and keep the receipt for the last page; `others` are rounds that are open to it now."""
    if others:
        first, *rest = others
        pairs = tuple((each.round_id, each.digest) for each in rest)
        keep(response, Visit(first.round_id, first.digest, pairs))
    else:
        forget(response)
    _set(response, RECEIPT, RECEIPT_PATH, list(astuple(held)), RECEIPT_SECONDS)


def receipt(cookies: Cookies) -> Shown:
    """Return the receipt to show; `VisitEnded` if this phone holds none."""
    return Shown(*_read(RECEIPT, cookies))


def is_receipt_of(nonce: str, cookies: Cookies) -> bool:
    """Say whether the receipt on this phone is the one of a page: never that of an earlier voter's."""
    try:
        return hmac.compare_digest(receipt(cookies).page, _page_of(nonce))
    except VisitEnded:
        return False


def _page_of(nonce: str) -> str:
    return tagged_hash("page", nonce.encode()).hex()[:16]


def _set(response: Response, name: str, path: str, value: list[Any], seconds: int | None = None) -> None:
    ours = settings()
    header = cookie(
        str(_signed(name, ours.secret_key).dumps(value)),
        now=seconds and int(time.time()),
        key=name,
        path=path,
        max_age=seconds,
        secure=ours.is_secure,
        httponly=True,
        samesite="Strict",
    )
    response.headers.add("Set-Cookie", header)


def _read(name: str, cookies: Cookies) -> list[Any]:
    try:
        return list(_signed(name, settings().secret_key).loads(cookies.get(name, "")))
    except BadSignature:
        raise VisitEnded from None


@lru_cache(maxsize=8)
def _signed(name: str, key: bytes) -> Timeless:
    """Sign without a time: not even the phone keeps when a vote was cast."""
    return Timeless(
        key,
        salt=f"appraisal {name} cookie",
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )
