"""The archive of the rehearsed meeting, and what a checker says who was in the hall."""

from __future__ import annotations

import io

from ..services import archive, board, conduct
from ..transaction import reading
from ..verifying.report import Report
from ..verifying.verify import Asked, verify


def archived(number: int) -> bytes:
    """Write the public archive of a published round."""
    out = io.BytesIO()
    with reading() as session:
        archive.write(session, out, round_id=number)
    return out.getvalue()


def checked(content: bytes, number: int) -> Report:
    """Check it against the four groups that the hall saw at closing."""
    with reading() as session:
        seen = board.fingerprint(conduct.find(session, number))
    return verify(content, Asked(board="".join(seen)))
