"""What a page watches has a tag: the page says which state it shows, the answer whether that is past."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from flask import Response, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

DIGITS = 16


def tag_of(told: Mapping[str, object]) -> str:
    """Name a state; any change gives another name."""
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:DIGITS]


def answer(told: Mapping[str, object]) -> AnyResponse:
    """Tell a state, or that it is still the one that was asked about."""
    response: Response = jsonify(told)
    response.set_etag(tag_of(told))
    return response.make_conditional(request)
