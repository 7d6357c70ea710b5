"""The public archive of a published round, to keep beside the tables."""

from __future__ import annotations

from functools import partial

from flask.typing import ResponseReturnValue

from ...domain.phrase import N_
from ...domain.roles import Role
from ...services import archive as archives
from ...services import conduct
from ...transaction import reading
from ..language import translate
from ..roles import may
from .door import bp
from .filing import ZIP, file_name, handed_out

NAME = N_("归档")


@bp.get("/<int:round_id>/archive.zip")
@may(*Role)
def archived(round_id: int) -> ResponseReturnValue:
    """Hand out the archive that anybody can check; the full one is written in the terminal alone."""
    with reading() as session:
        meeting = conduct.find(session, round_id).plan.meeting
        write = partial(archives.write, session, round_id=round_id)
        name, plain = file_name(meeting, translate(NAME), "zip"), f"archive-{round_id}.zip"
        return handed_out(write, ZIP, name, plain=plain)
