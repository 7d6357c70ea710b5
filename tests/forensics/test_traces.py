"""What a whole meeting leaves behind, searched for everything that must not be there."""

from __future__ import annotations

import base64
import json
import logging
import re
from fractions import Fraction
from pathlib import Path

import pytest

from appraisal import create_app
from appraisal.services import conduct, opening
from appraisal.storage import hygiene
from tests.factories import ACTOR, OpenRound, make_plan

ADDRESS = "203.0.113.77"
DEVICE = "CanaryPhone/9.7"
HIDDEN = re.compile(r'<input[^>]*name="(\w+)"[^>]*type="hidden"[^>]*value="([^"]*)"')
RADIO = re.compile(r'name="(m\d+)"')


class Hall:
    """An application whose voters come from a known address with a known device."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.app = create_app({"APPRAISAL_DATA": folder, "TESTING": True})
        self.database = self.app.extensions["appraisal"].database
        pepper = self.app.extensions["appraisal"].settings.pepper
        with self.database.transaction() as session:
            self.round = OpenRound(session, make_plan(subjects=4, spare_share=Fraction(0)), pepper=pepper)
        self.secrets: dict[str, str] = {"address": ADDRESS, "device": DEVICE, "card": self.round.card}

    def vote(self, code: str) -> int:
        phone = self.app.test_client()
        carried = {"environ_base": {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": DEVICE}}
        page = phone.get("/v", **carried).text
        phone.post("/v", data={**dict(HIDDEN.findall(page)), "code": code}, **carried)
        sheet = phone.get("/v/ballot", **carried).text
        hidden = dict(HIDDEN.findall(sheet))
        self.secrets[f"code {code}"] = code
        self.secrets[f"plain code {code}"] = code.replace("-", "")
        self.secrets[f"nonce of {code}"] = hidden["nonce"]
        marks = dict.fromkeys(RADIO.findall(sheet), "2")
        return phone.post("/v/ballot", data=hidden | marks, **carried).status_code

    def finish(self) -> None:
        with self.database.transaction() as session:
            conduct.close(session, round_id=self.round.id, actor=ACTOR)
        hygiene.scrub(self.database)
        with self.database.transaction() as session:
            opening.open_box(session, round_id=self.round.id, cards=(self.round.card,), actor=ACTOR)

    def left_behind(self, log: str) -> bytes:
        kept = [path for path in self.folder.rglob("*") if path.is_file() and path.name not in SECRET_FILES]
        return b"\n".join([log.encode(), *(path.read_bytes() for path in kept)])


SECRET_FILES = {"pepper", "secret_key"}


def spellings(text: str) -> set[bytes]:
    """Every way a text may hide in a file."""
    raw = text.encode()
    forms = {
        raw,
        raw.hex().encode(),
        base64.b64encode(raw),
        text.encode("utf-16-le"),
        json.dumps(text).encode(),
    }
    return forms | {bytes.fromhex(text)} if re.fullmatch(r"[0-9a-f]{32}", text) else forms


def found(hall: Hall, log: str) -> list[str]:
    everything = hall.left_behind(log)
    return [
        name for name, text in hall.secrets.items() if any(form in everything for form in spellings(text))
    ]


@pytest.fixture
def hall(tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    return Hall(tmp_path / "data")


def test_a_meeting_leaves_no_code_nonce_address_device_or_card(hall, caplog):
    answers = {hall.vote(code) for code in hall.round.codes("A") + hall.round.codes("B")}
    before_closing = found(hall, caplog.text)
    hall.finish()

    assert (answers, len(hall.secrets)) == ({303}, 3 + 3 * 10)
    assert (before_closing, found(hall, caplog.text)) == ([], [])


def test_the_search_would_find_a_code_in_a_log_line(hall, caplog):
    code = hall.round.codes("A")[0]
    hall.vote(code)
    logging.getLogger("appraisal").info("voter entered %s", code)

    assert found(hall, caplog.text) == [f"code {code}"]


def test_the_search_would_find_a_nonce_in_a_table(hall, caplog):
    code = hall.round.codes("A")[0]
    hall.vote(code)
    nonce = hall.secrets[f"nonce of {code}"]
    with hall.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE appraisal SET title = ?", (nonce,))

    assert found(hall, caplog.text) == [f"nonce of {code}"]


@pytest.mark.parametrize("step", ["appraisal.ballotbox.seal.HEADER", "appraisal.ballotbox.box.board.leaf"])
def test_a_fault_while_casting_tells_nothing_of_the_ballot(hall, caplog, monkeypatch, step):
    hall.app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(step, None)

    status = hall.vote(hall.round.codes("A")[0])

    assert (status, "fault" in caplog.text, found(hall, caplog.text)) == (500, True, [])
