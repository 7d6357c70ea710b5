"""Leave a meeting ready to be voted in, so that a newcomer votes within a minute of the first start."""

from __future__ import annotations

from pathlib import Path

from ..documents import slips
from ..documents.card_text import card_text
from ..documents.fresh import SECRET, fresh
from ..transaction import reading, settings, transaction
from .meeting import Opened, find, open_meeting
from .scenario import Scenario

SLIPS = "slips.html"
CARD = "key-card.txt"


def prepare() -> Path | None:
    """Open the demo meeting for voting and put its papers into the data folder.

    Returns the folder of the papers, or None when the meeting was there already: then nothing changes.
    """
    plan = Scenario().plan
    with reading() as session:
        if find(session, plan) is not None:
            return None
    folder = settings().data / "demo"
    for name in (SLIPS, CARD):
        (folder / name).unlink(missing_ok=True)  # papers of a database that is gone
    with fresh(folder / SLIPS, SECRET), fresh(folder / CARD, SECRET), transaction() as session:
        _write(open_meeting(session, plan, settings().pepper), folder)
    return folder


def _write(opened: Opened, folder: Path) -> None:
    with (folder / SLIPS).open("wb") as out:
        slips.write_html(opened.slips, out, plan=opened.plan, voting_url=settings().voting_url)
    text = card_text(opened.plan.meeting.title, opened.card)
    (folder / CARD).write_text(f"{text}\n", encoding="utf-8")
