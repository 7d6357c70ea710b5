"""What is destroyed is in no file of the data folder, in no copy, and in no old version of a row."""

from pathlib import Path

import pytest
from sqlalchemy import select

from appraisal import create_app, safekeeping
from appraisal.documents import backup_file
from appraisal.domain.errors import NotFound
from appraisal.domain.lifecycle import Act, State
from appraisal.services import conduct, issuing, opening, rehearsing, shredding, voting
from appraisal.services.finished import finished
from appraisal.storage.models import Ballot, Result, Round
from appraisal.transaction import database, reading, settings, transaction
from appraisal.web.desk.agreement import finish
from tests.factories import BOTH, ORGANIZER, all_marked, draft
from tests.organizer import AFTER_OBJECTIONS, hold

OF_SERVER = ("round", "result", "ballot", "credential", "key_wrap", "card")


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request, tmp_path):
    """An installation on one of the databases."""
    given = {"APPRAISAL_DATA": tmp_path / "data", "TESTING": True}
    if request.param == "postgresql":
        given["APPRAISAL_DATABASE_URL"] = request.getfixturevalue("postgresql_url")
    app = create_app(given)
    with app.app_context():
        yield app
        database().engine.dispose()


def copies():
    return sorted((settings().data / safekeeping.FOLDER).glob("*"))


def contents(folder):
    """Every file of the data folder, copies unpacked, and where PostgreSQL keeps the rows."""
    for place, path in enumerate(path for path in settings().data.rglob("*") if path.is_file()):
        yield path.read_bytes()
        if path.suffix == ".backup":
            backup_file.read(path, folder / f"{place}.db")
            yield (folder / f"{place}.db").read_bytes()
            (folder / f"{place}.db").unlink()
    if not database().is_sqlite:
        yield from rows_of_server()


def rows_of_server():
    with database().engine.connect() as connection:
        run = connection.exec_driver_sql
        run("CHECKPOINT")
        data = Path(run("SHOW data_directory").scalar_one())
        names = [run(f"SELECT pg_relation_filepath('{name}')").scalar_one() for name in OF_SERVER]
    yield from ((data / name).read_bytes() for name in names)


def found(secrets, folder):
    """How many of these are written anywhere."""
    written = list(contents(folder))
    return sum(any(secret in content for content in written) for secret in secrets)


def sealed():
    with reading() as session:
        return session.scalars(select(Ballot.sealed)).all()


def shred(session, round_id):
    shredding.shred(session, round_id=round_id, actor=BOTH, today=AFTER_OBJECTIONS)


def abandon(session, round_id):
    shredding.abandon(session, round_id=round_id, actor=BOTH, reason="改期")


@pytest.mark.parametrize(
    ("state", "act", "destroy"),
    [(State.PUBLISHED, Act.SHRED, shred), (State.CLOSED, Act.ABANDON, abandon)],
)
def test_copies_go_with_the_ballots_and_one_is_kept_of_what_is_left(app, tmp_path, state, act, destroy):
    meeting = hold(app, state)
    finish(Act.CLOSE)
    safekeeping.keep_copy(database(), settings(), safekeeping.BEFORE_UPGRADE)
    ballots, before = sealed(), len(copies())
    there = sum(ballot in b"".join(unpacked(tmp_path)) for ballot in ballots)

    with transaction() as session:
        destroy(session, meeting.id)
    finish(act)

    assert (there, before) == (len(ballots), 2)  # what is looked for was there
    assert found(ballots, tmp_path) == 0
    assert [path.name.rpartition("-")[0].rpartition("-")[0] for path in copies()] == ["destroyed"]


def unpacked(folder):
    """The tables in every copy."""
    for path in copies():
        backup_file.read(path, folder / "copy.db")
        yield (folder / "copy.db").read_bytes()
        (folder / "copy.db").unlink()


def test_copies_that_a_power_cut_left_go_at_the_next_start(app, tmp_path):
    meeting, ballots = hold(app, State.CLOSED), sealed()
    finish(Act.CLOSE)
    with transaction() as session:
        abandon(session, meeting.id)
    before = found(ballots, tmp_path)

    given = {"APPRAISAL_DATA": settings().data, "APPRAISAL_DATABASE_URL": settings().database_url}
    create_app(given).extensions["appraisal"].database.engine.dispose()

    assert (before, found(ballots, tmp_path), copies()) == (len(ballots), 0, [])


@pytest.fixture
def rehearsal(app):
    """A rehearsal with two votes, closed at the desk and counted; its number."""
    with transaction() as session:
        given = {"round_id": draft(session).id, "actor": ORGANIZER}
        card = rehearsing.begin(session, **given)
        slips = issuing.issue(session, pepper=settings().pepper, **given)
        conduct.open_voting(session, **given)
        for place, slip in enumerate(slips[:2]):
            booth = voting.enter(session, typed=slip.code.printed, pepper=settings().pepper)
            voting.cast(session, booth=booth, marks=all_marked(booth.sheet), nonce=bytes([place]) * 16)
        conduct.close(session, **given)
    finish(Act.CLOSE, rehearsal=True)
    with transaction() as session:
        opening.open_box(session, cards=[card.printed], **given)
    return given["round_id"]


def traces(round_id):
    """Pieces of all that a rehearsal writes: ballots, board, form, lock, result."""
    with reading() as session:
        held, result = session.get_one(Round, round_id), session.get_one(Result, round_id)
        leaves = [held.board_leaves[start : start + 32] for start in range(0, len(held.board_leaves), 32)]
        roots = [held.form_hash, held.code_root, held.board_root, held.public_key]
        pieces = [result.document[:64]] if database().is_sqlite else []  # a server packs long ones
    return [*sealed(), *leaves, *roots, *pieces]


def test_nothing_of_a_wiped_rehearsal_is_left_or_shown(app, tmp_path, rehearsal):
    looked_for, at_its_close = traces(rehearsal), copies()
    with reading() as session:
        finished(session, round_id=rehearsal)
        plan = session.get_one(Round, rehearsal).settings
        title = session.get_one(Round, rehearsal).appraisal.title
    safekeeping.keep_copy(database(), settings(), safekeeping.BEFORE_UPGRADE)
    before = found(looked_for, tmp_path)

    with transaction() as session:
        rehearsing.wipe(session, round_id=rehearsal, actor=ORGANIZER)
    finish(Act.WIPE)

    assert (at_its_close, before) == ([], len(looked_for))  # what is looked for was there
    assert found(looked_for, tmp_path) == 0
    with reading() as session:
        kept = session.get_one(Round, rehearsal)
        assert (kept.settings, kept.appraisal.title) == (plan, title)
        with pytest.raises(NotFound):
            finished(session, round_id=rehearsal)
    assert "演练" not in app.test_client().get("/v").text
