"""A new installation and its command line."""

import os

import pytest

from appraisal import create_app
from appraisal.documents.template import write_plan
from appraisal.transaction import database, transaction
from tests.factories import OpenRound, account, make_plan
from tests.organizer import PASSWORD, QUICK


@pytest.fixture
def app(tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith("APPRAISAL_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("APPRAISAL_LANG", "zh")
    monkeypatch.chdir(tmp_path)
    app = create_app({"APPRAISAL_DATA": tmp_path / "data"})
    with app.app_context(), transaction() as session:
        for name in ("organizer", "scrutineer"):
            account(session, name).password_hash = QUICK.hash(PASSWORD)
    yield app
    with app.app_context():
        database().engine.dispose()


@pytest.fixture
def flask(app):
    """Run a command as the terminal would: ``flask("round", "open", 1)``; passwords first, then cards."""
    runner = app.test_cli_runner()

    def run(*words, input=None, cards=()):
        typed = "".join(f"{line}\n" for line in (PASSWORD, *(cards or (PASSWORD,))))
        return runner.invoke(args=[str(word) for word in words], input=typed if input is None else input)

    return run


@pytest.fixture
def workbook(tmp_path):
    """A workbook of three subjects and ten slips that imports."""
    path = tmp_path / "meeting.xlsx"
    write_plan(make_plan(), path)
    return path


@pytest.fixture
def open_round(app):
    """A round that is open for voting, with its slips and its cards."""
    with app.app_context(), transaction() as session:
        return OpenRound(session)
