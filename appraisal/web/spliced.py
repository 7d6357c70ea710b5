"""A page rendered once for all who get the same, with each voter's own values put into their places."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Hashable, Mapping
from itertools import zip_longest

from flask import Response, request

LEVEL = 6
MOST = 512  # pages kept: 40 recusals x 3 classes x 2 languages, and room
GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # no name, no time, no system
STORED = struct.Struct("<BHH")  # a block of deflate that is kept as it is

_pages: dict[Hashable, Spliced] = {}


class Spliced:
    """What is the same for everybody, compressed once, and the names of the values in between.

    Values are never compressed: nobody can guess at them from a length.
    """

    def __init__(self, page: str, values: Mapping[str, str]) -> None:
        name_of = {value: name for name, value in values.items()}
        pieces = re.split("(" + "|".join(map(re.escape, name_of)) + ")", page)
        self._plain = [piece.encode() for piece in pieces[::2]]
        self._names = [name_of[value] for value in pieces[1::2]]
        self._packed = [_packed(piece, is_last=False) for piece in self._plain[:-1]]
        self._packed.append(_packed(self._plain[-1], is_last=True))

    def plain(self, values: Mapping[str, str]) -> bytes:
        """Return the page with these values."""
        own = [values[name].encode() for name in self._names]
        return b"".join(part for pair in zip_longest(self._plain, own, fillvalue=b"") for part in pair)

    def gzipped(self, values: Mapping[str, str]) -> bytes:
        """Return the page with these values, compressed."""
        own = [_kept(values[name].encode()) for name in self._names]
        body = b"".join(part for pair in zip_longest(self._packed, own, fillvalue=b"") for part in pair)
        plain = self.plain(values)
        return b"%b%b%b" % (GZIP_HEAD, body, struct.pack("<II", zlib.crc32(plain), len(plain)))


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
        page = _pages[key] = Spliced(render(), values)
    is_packed = bool(request.accept_encodings["gzip"])
    response = Response(page.gzipped(values) if is_packed else page.plain(values), mimetype="text/html")
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _packed(piece: bytes, *, is_last: bool) -> bytes:
    """Compress a piece so that it stands alone: what follows cannot refer back to it."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(piece) + packer.flush(zlib.Z_FINISH if is_last else zlib.Z_FULL_FLUSH)


def _kept(value: bytes) -> bytes:
    return STORED.pack(0, len(value), len(value) ^ 0xFFFF) + value
