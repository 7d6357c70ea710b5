"""Where a database file lies: over a network its locks do not hold, and a ballot can be lost."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

MOUNTS = Path("/proc/self/mountinfo")
REMOTE = frozenset(
    {"9p", "afs", "ceph", "cifs", "davfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"}
    | {"fuse.davfs2", "fuse.glusterfs", "fuse.sshfs"}
)


def network(path: Path) -> str | None:
    """Name the network file system a file lies on; None on a disk of this machine, or where nobody tells."""
    if os.name == "nt":
        return "UNC" if str(path).startswith("\\\\") else None
    if not MOUNTS.exists():
        return None
    kind = file_system(path.resolve(), MOUNTS.read_text(encoding="utf-8", errors="replace"))
    return kind if kind in REMOTE else None


def file_system(path: PurePath, mounts: str) -> str:
    """Return the kind of file system a path lies on, from the kernel's list of mounts; the last counts."""
    found, depth = "", -1
    for line in mounts.splitlines():
        fields, _, kinds = line.partition(" - ")
        point = PurePath(fields.split(" ")[4].replace("\\040", " "))
        if path.is_relative_to(point) and len(point.parts) >= depth:
            found, depth = kinds.split(" ")[0], len(point.parts)
    return found
