"""Signed words for cookies and forms: one secret, one key derived from it, one step to sign."""

from __future__ import annotations

import hmac
from typing import Any

from itsdangerous import Signer, TimestampSigner, URLSafeSerializer, URLSafeTimedSerializer
from itsdangerous.encoding import base64_encode
from itsdangerous.signer import SigningAlgorithm
from itsdangerous.url_safe import URLSafeSerializerMixin


class OneStep(SigningAlgorithm):
    """HMAC in one call: every request of every voter signs or checks several words."""

    def __init__(self, digest_method: Any) -> None:
        self._name = digest_method().name

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        """Sign a word."""
        return hmac.digest(key, value, self._name)


class _Kept:
    """Derives the key of its one secret once."""

    _key: bytes | None = None

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        """Return the key."""
        if self._key is None:
            self._key = super().derive_key(secret_key)  # type: ignore[misc]
        return self._key


class KeptSigner(_Kept, Signer):
    """Signs without a time."""


class KeptTimestampSigner(_Kept, TimestampSigner):
    """Signs with a time."""


class _Ready(URLSafeSerializerMixin):
    """Makes its signer once, and tries to compress nothing: the words are short."""

    _signer: Signer | None = None

    def dump_payload(self, obj: Any) -> bytes:
        """Write what is to be signed."""
        written = self.serializer.dumps(obj, **self.serializer_kwargs)
        return base64_encode(written)

    def make_signer(self, salt: str | bytes | None = None) -> Signer:
        """Return the signer of the one salt there is."""
        if self._signer is None:
            made: Signer = super().make_signer(salt)
            made.algorithm = OneStep(made.digest_method)
            self._signer = made
        return self._signer


class Timeless(_Ready, URLSafeSerializer):
    """Signs and reads, and looks at no clock."""

    default_signer = KeptSigner

    def loads(self, s: str | bytes, *_: Any, **__: Any) -> Any:
        """Read what was signed, however old it is."""
        return super().loads(s)


class Timed(_Ready, URLSafeTimedSerializer):
    """Signs as Flask-WTF does."""

    default_signer = KeptTimestampSigner
