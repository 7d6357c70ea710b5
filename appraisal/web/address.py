"""What stands in addresses: ways back to a page of this host, numbers that a table can hold."""

from __future__ import annotations

from urllib.parse import urlsplit

from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1  # no row of a table has a larger number


class Number(IntegerConverter):
    """A number in a path; of a larger one there is no page."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST)


def number(text: str) -> int:
    """Read a number after the question mark; `ValueError` where it is none, or of no row."""
    found = int(text)
    if not 0 <= found <= LARGEST:
        raise ValueError(text)
    return found


def on_this_host(target: str | None) -> str | None:
    """Return the path an address asks to go on to; None if there is none or it leads elsewhere."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    if "\\" in target or any(ord(mark) < 0x21 for mark in target):  # browsers read these as part of a host
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target
