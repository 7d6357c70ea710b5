"""Signed words for cookies: short, and without a time."""

from __future__ import annotations

from typing import Any

from itsdangerous import URLSafeSerializer
from itsdangerous.encoding import base64_encode


class Timeless(URLSafeSerializer):
    """Signs and reads, and looks at no clock; what it signs is too short to be worth compressing."""

    def loads(self, s: str | bytes, *_: Any, **__: Any) -> Any:
        """Read what was signed, however old it is."""
        return super().loads(s)

    def dump_payload(self, obj: Any) -> bytes:
        """Write what is to be signed."""
        written = self.serializer.dumps(obj, **self.serializer_kwargs)
        return base64_encode(written)
