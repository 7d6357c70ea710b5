"""Addresses that lead back: only ever to a page of this host."""

from __future__ import annotations

from urllib.parse import urlsplit


def on_this_host(target: str | None) -> str | None:
    """Return the path an address asks to go on to; None if there is none or it leads elsewhere."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    if "\\" in target or any(ord(mark) < 0x21 for mark in target):  # browsers read these as part of a host
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target
