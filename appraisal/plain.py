"""Plain requests, read at a glance: whatever could mean anything else is left to gunicorn's parser."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

END = "\r\n\r\n"
LONGEST_HEAD = 8190  # bytes; gunicorn says where a longer one ends
MOST_LINES = 100
REQUEST = re.compile(
    r"(?P<method>GET|POST) (?P<path>/[\w./~-]{0,1000})(?:\?(?P<query>[!-~]{0,2000}))? HTTP/1\.1\r\n"
    r"(?:[!#$%&'*+.^`|~0-9A-Za-z-]+:[\t -~\x80-\xff]*\r\n)+\r\n",
    re.ASCII,
)
READ = (
    "host",
    "cookie",
    "accept-language",
    "accept-encoding",
    "content-type",
    "content-length",
    "referer",
    "sec-fetch-site",
    "x-forwarded-proto",
)
# these change where a request ends, who is said to have sent it, or what is to be answered
NOT_PLAIN = (
    "transfer-encoding|te|trailer|expect|upgrade|connection|http2-settings|range|if-[a-z-]+|"
    "x-forwarded-[a-z]+|forwarded|via|x-real-ip|script-name|path-info|x-csrf-?token"
)
TELLING = re.compile(rf"\r\n({'|'.join(READ)}|{NOT_PLAIN}):[ \t]*([^\r]*)", re.IGNORECASE)
KEYS = {name: name.upper().replace("-", "_") for name in READ if name.startswith("content-")} | {
    name: "HTTP_" + name.upper().replace("-", "_") for name in READ if not name.startswith("content-")
}


def read(seen: bytes, *, by_front: bool = False) -> tuple[dict[str, Any], int] | None:
    """Read the request that has arrived into what WSGI calls its environment, as far as a vote needs it.

    Parameters
    ----------
    seen : bytes
        What has arrived.
    by_front : bool
        Whether a front sent it that may say that the outside is https.

    Returns
    -------
    tuple of dict and int, or None
        The environment, and how many bytes the request takes; None where it is not plain, or not all there.
    """
    text = seen[:LONGEST_HEAD].decode("latin-1")
    found = REQUEST.match(text)
    if found is None:
        return None
    environ: dict[str, Any] = {
        "REQUEST_METHOD": found["method"],
        "PATH_INFO": found["path"],
        "QUERY_STRING": found["query"] or "",
        "wsgi.url_scheme": "http",
    }
    start = found.end()
    if text.count("\r\n", 0, start) > MOST_LINES:
        return None
    lines = TELLING.findall(text, 0, start - 2)
    for name, value in lines:
        key = KEYS.get(name.lower())
        if key is None and (name.lower(), value.strip().lower()) == ("connection", "keep-alive"):
            continue
        if key is None or key in environ:
            return None
        environ[key] = value.rstrip(" \t")
    if by_front and environ.get("HTTP_X_FORWARDED_PROTO") == "https":
        environ["wsgi.url_scheme"] = "https"
    end = start + _length(environ)
    if end > len(seen):
        return None
    environ["wsgi.input"] = BytesIO(seen[start:end])
    return environ, end


def _length(environ: dict[str, Any]) -> int:
    """How long the body is; one that is not said in plain digits ends nowhere."""
    said = environ.get("CONTENT_LENGTH")
    if said is None:
        return 0
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else LONGEST_HEAD * LONGEST_HEAD
