"""Leave a meeting ready to be voted in, so that a newcomer votes within a minute of the first start."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from ..documents import slips
from ..documents.card_text import card_text
from ..documents.fresh import SECRET, fresh
from ..services import accounts
from ..transaction import reading, settings, transaction
from .meeting import Opened, find, open_meeting
from .scenario import Scenario

SLIPS = "slips.html"
CARDS = ("key-card-organizer.txt", "key-card-scrutineer.txt")
ACCOUNT = "scrutineer.txt"


def prepare() -> Path | None:
    """Open the demo meeting for voting and put its papers into the data folder.

    Returns the folder of the papers, or None when the meeting was there already: then nothing changes.
    """
    plan = Scenario().plan
    with reading() as session:
        if find(session, plan) is not None:
            return None
    folder = settings().data / "demo"
    with ExitStack() as papers:
        for name in (SLIPS, *CARDS, ACCOUNT):
            (folder / name).unlink(missing_ok=True)  # papers of a database that is gone
            papers.enter_context(fresh(folder / name, SECRET))
        with transaction() as session:
            opened = open_meeting(session, plan, settings().pepper)
            _write(opened, accounts.name_of(session, opened.scrutineer), folder)
    return folder


def _write(opened: Opened, scrutineer: str, folder: Path) -> None:
    with (folder / SLIPS).open("wb") as out:
        slips.write_html(opened.slips, out, face=slips.face_of(opened.plan), voting_url=settings().voting_url)
    for name, card in zip(CARDS, opened.cards, strict=True):
        text = card_text(opened.plan.meeting.title, card)
        (folder / name).write_text(f"{text}\n", encoding="utf-8")
    (folder / ACCOUNT).write_text(f"{scrutineer}\n{opened.password}\n", encoding="utf-8")
