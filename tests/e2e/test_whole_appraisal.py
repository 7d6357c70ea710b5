"""A whole appraisal by commands and phones, on a real server, on each of the two databases."""

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from appraisal.demo import server
from appraisal.demo.phone import Phone
from appraisal.demo.voters import Voter, enter, filled_in, vote
from appraisal.documents.template import write_plan
from appraisal.domain.code import Code
from appraisal.domain.scale import ABSTAINED
from tests.factories import make_class, make_plan

ROOT = Path(__file__).parents[2]
PEOPLE, PASSWORD = ("organizer", "scrutineer"), "right horse staple"
BOTH = f"{PASSWORD}\n{PASSWORD}\n"
BEST, GOOD, FAIR, POOR = 3, 2, 1, 0
BALLOTS = {
    "A": [(BEST, GOOD, FAIR)] * 5 + [(BEST, BEST, ABSTAINED)],
    "B": [(GOOD, BEST, POOR)] * 7 + [(ABSTAINED, ABSTAINED, ABSTAINED)],
}
CLASSES = (make_class("A", 40, 6), make_class("B", 60, 8))


class Office:
    """An installation in a folder, its terminal, and its server."""

    def __init__(self, folder, database_url):
        self.folder, self.port = folder, server.free_port()
        self.environment = {
            "APPRAISAL_DATA": str(folder / "data"),
            "APPRAISAL_DATABASE_URL": database_url,
            "APPRAISAL_HOST": server.HOST,
            "APPRAISAL_PORT": str(self.port),
            "APPRAISAL_LANG": "zh",
        }

    def flask(self, *words, input=""):
        command = [sys.executable, "-m", "flask", "--app", str(ROOT / "app.py"), *map(str, words)]
        return subprocess.run(
            command,
            env=os.environ | self.environment,
            input=input,
            capture_output=True,
            text=True,
            cwd=self.folder,
            check=True,
        ).stdout

    def serving(self):
        return server.running(self.environment, self.port, self.folder / "server.log")


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request, tmp_path):
    """A new installation on one of the databases."""
    if request.param == "sqlite":
        return Office(tmp_path, f"sqlite:///{tmp_path / 'appraisal.db'}")
    return Office(tmp_path, request.getfixturevalue("postgresql_url"))


def card_of(printed):
    return "".join(re.findall(r"^    (.*)$", printed, re.MULTILINE))


def voters_of(path):
    """Give every ballot of its class a slip of the file; spares are left over."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        codes = {}
        for row in csv.DictReader(file):
            codes.setdefault(row["票种"], []).append(Code.parse(row["票码"]))
    voters = [Voter(codes[letter].pop(), marks) for letter, ballots in BALLOTS.items() for marks in ballots]
    return voters, codes["A"].pop()


def test_a_meeting_from_workbook_to_filed_table(office):
    write_plan(make_plan(classes=CLASSES), office.folder / "meeting.xlsx")
    for name in PEOPLE:
        office.flask("account", "password" if name == "organizer" else "create", name, input=f"{PASSWORD}\n")
    office.flask("appraisal", "import", "meeting.xlsx", "--scrutineer", "scrutineer")
    cards = [card_of(office.flask("keys", "make", 1, "--as", name, input=f"{PASSWORD}\n")) for name in PEOPLE]
    office.flask("keys", "drill", 1, input="\n".join((PASSWORD, *cards)))
    office.flask("appraisal", "acknowledge", 1, input=f"{PASSWORD}\n")
    office.flask("round", "seal", 1, input=BOTH)
    office.flask("slips", "issue", 1, "--out", "slips.csv", input=BOTH)
    voters, spare = voters_of(office.folder / "slips.csv")
    office.flask("round", "open", 1, "--reason", "只在本机试", input=BOTH)

    with office.serving():
        receipts = {vote(office.port, voter) for voter in voters}
        with Phone(office.port) as late:
            sheet = enter(late, spare)
            office.flask("round", "close", 1, input=BOTH)
            refused = late.post(sheet.path, filled_in(sheet, (BEST, GOOD, FAIR)))
    office.flask("round", "count", 1, input="\n".join((PASSWORD, *cards)))
    office.flask("round", "export", 1, "--out", "results")

    result = json.loads((office.folder / "results" / "result.json").read_text(encoding="utf-8"))
    assert len(receipts) == 14
    assert (refused.status, "投票已经结束。这张选票没有提交，未计入。" in refused.words) == (409, True)
    assert result["returns"]["all"] == {
        "issued": 14,
        "returned": 14,
        "unreturned": 0,
        "valid": 13,
        "void": 0,
        "abstained": 1,
    }
    assert [(row["rank"], row["subject"], row["total"]["shown"]) for row in result["official"]] == [
        (1, "侨乡街道", "93.33"),
        (2, "竟陵街道", "88.00"),
        (3, "杨林街道", "48.00"),
    ]
