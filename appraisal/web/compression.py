"""Pages compressed for phones: a hall of them shares one access point."""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

from .security import is_voters

WORTH_IT = 500  # bytes; less is not made smaller
LEVEL = 9  # of zlib: a hall loads it hundreds of times


def register(app: Flask) -> None:
    """Compress what participants' phones load."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """Compress an answer that any phone may read: never one that repeats what a phone has sent."""
    if response.content_encoding is None and _is_worth_it(response):
        response.vary.add("Accept-Encoding")
        body = response.get_data()
        if request.accept_encodings["gzip"] and len(body) > WORTH_IT:
            response.set_data(gzip.compress(body, LEVEL, mtime=0))
            response.content_encoding = "gzip"
    return response


def _is_worth_it(response: Response) -> bool:
    is_for_all = request.method == "GET" and is_voters(request.path) and response.status_code == 200
    return is_for_all and response.mimetype == "text/html"
