"""The archive as a file: one content, one byte string."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from typing import Any, BinaryIO

from ..domain.encoding import canonical_json

FORMAT = "appraisal-archive"
VERSION = 1
MANIFEST = "manifest.json"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can say, and no other
UNIX = 3
PRIVATE = 0o600 << 16


def write(files: Mapping[str, bytes], facts: Mapping[str, Any], out: BinaryIO) -> None:
    """Write files and their manifest as a zip: uncompressed, in the order of their names, without times.

    Parameters
    ----------
    files : mapping of str to bytes
        All files but the manifest.
    facts : mapping
        What the manifest says besides: kind, mode, round, audit.
    out : binary stream
    """
    whole = {**files, MANIFEST: _manifest(files, facts)}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name in sorted(whole):
            member = zipfile.ZipInfo(name, EPOCH)
            member.create_system, member.external_attr = UNIX, PRIVATE
            packed.writestr(member, whole[name])


def _manifest(files: Mapping[str, bytes], facts: Mapping[str, Any]) -> bytes:
    listed = {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for name, content in files.items()
    }
    return canonical_json({"format": FORMAT, "version": VERSION, "files": listed, **facts})
