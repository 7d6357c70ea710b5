"""A page rendered once for all who get the same, with each voter's own values put into their places."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import lru_cache
from itertools import zip_longest

import deflate
from flask import Response, request
from werkzeug.http import parse_accept_header

from .slim import slim

LEVEL = 12  # of libdeflate, its best: once for all who get the page
MOST = 512  # pages kept: 40 recusals x 3 classes x 2 languages, and room
GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # no name, no time, no system
STORED = struct.Struct("<HH")  # what a block of deflate that is kept as it is says of its length
EMPTY = STORED.pack(0, 0xFFFF)  # such a block of nothing, with which zlib ends a piece
BLANK = b"\xff"  # occurs in no UTF-8: nothing can be a repetition of it
NOWHERE = "(?!)"  # where the values stand in a page that has none

_pages: dict[Hashable, Spliced] = {}


class Spliced:
    """What is the same for everybody, compressed once, and the names of the values in between.

    Values are never compressed: nobody can guess at them from a length.
    """

    def __init__(self, page: str, values: Mapping[str, str]) -> None:
        name_of = {value: name for name, value in values.items()}
        places = "|".join(map(re.escape, name_of)) or NOWHERE
        pieces = re.split(f"({places})", page)
        self._plain = [piece.encode() for piece in pieces[::2]]
        self._names = [name_of[value] for value in pieces[1::2]]
        self._tail = bytes(deflate.deflate_compress(self._plain[-1], LEVEL))
        self._heads = lru_cache(maxsize=4)(self._packed)

    def plain(self, values: Mapping[str, str]) -> bytes:
        """Return the page with these values."""
        own = [values[name].encode() for name in self._names]
        return b"".join(part for pair in zip_longest(self._plain, own, fillvalue=b"") for part in pair)

    def gzipped(self, values: Mapping[str, str]) -> bytes:
        """Return the page with these values, compressed."""
        own = [values[name].encode() for name in self._names]
        heads = self._heads(tuple(map(len, own)))
        body = b"".join(part for pair in zip(heads, own, strict=True) for part in pair)
        plain = self.plain(values)
        checks = struct.pack("<II", zlib.crc32(plain), len(plain))
        return b"%b%b%b%b" % (GZIP_HEAD, body, self._tail, checks)

    def _packed(self, lengths: tuple[int, ...]) -> list[bytes]:
        """Compress the pieces before values of these lengths: each repeats earlier ones, but no value."""
        return list(_heads(self._plain, lengths))


def spliced(key: Hashable, values: Mapping[str, str], render: Callable[[], str]) -> Response:
    """Answer with a page of this kind; the first of its kind is rendered with its own values, which differ.

    Parameters
    ----------
    key : hashable
        Everything the page depends on but the values, its language included.
    values : mapping of str to str
        What is this voter's alone; no value may be part of another, or of the rest of the page.
    render : callable
        Makes the page with these values.
    """
    page = _pages.get(key)
    if page is None:
        if len(_pages) >= MOST:
            _pages.clear()
        page = _pages[key] = Spliced(slim(render()), values)
    return filled(page, values, request.headers.get("Accept-Encoding", ""))


def kept(key: Hashable) -> Spliced | None:
    """Return the page of a kind that was rendered before."""
    return _pages.get(key)


def filled(page: Spliced, values: Mapping[str, str], accepted: str) -> Response:
    """Answer with a page and these values, packed where the header that says what is accepted allows it."""
    is_packed = _takes_gzip(accepted)
    response = Response(page.gzipped(values) if is_packed else page.plain(values), mimetype="text/html")
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response


@lru_cache(maxsize=64)
def _takes_gzip(accepted: str) -> bool:
    return bool(parse_accept_header(accepted)["gzip"])


def _heads(pieces: list[bytes], lengths: tuple[int, ...]) -> Iterator[bytes]:
    """Yield all pieces but the last, each with the mark that a value of its length follows as it is."""
    before = b""
    for piece, length in zip(pieces, lengths, strict=False):
        packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zlib.Z_DEFAULT_STRATEGY, before)
        packed = packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH)
        yield packed.removesuffix(EMPTY) + STORED.pack(length, length ^ 0xFFFF)
        before += piece + BLANK * length
