"""The chain of organizers' acts."""

import json

import pytest
from sqlalchemy import update

from appraisal.storage import audit
from appraisal.storage.models import AuditEntry


@pytest.fixture
def logged(database):
    with database.transaction() as session:
        for act in ("create", "open", "close"):
            audit.record(session, actor="organizer", act=act, detail={"round": 1})
    return database


def first_break(database):
    with database.reading() as session:
        return audit.first_break(session)


def test_acts_are_read_back_in_order(logged):
    with logged.reading() as session:
        found = [(entry.seq, entry.actor, entry.act, entry.detail) for entry in audit.entries(session)]

    assert found == [
        (n, "organizer", act, {"round": 1}) for n, act in enumerate(("create", "open", "close"), 1)
    ]


def test_an_untouched_chain_holds(logged):
    assert first_break(logged) is None


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_a_changed_act_breaks_the_chain_where_it_stands(logged, seq):
    with logged.transaction() as session:
        entry = json.loads(session.get(AuditEntry, seq).entry) | {"actor": "nobody"}
        changed = json.dumps(entry, sort_keys=True, separators=(",", ":")).encode()
        session.execute(update(AuditEntry).where(AuditEntry.seq == seq).values(entry=changed))

    assert first_break(logged) == seq


def test_an_act_overwritten_with_text_is_told_too(logged):
    with logged.transaction() as session:
        session.connection().exec_driver_sql("UPDATE audit_entry SET entry = 'nothing' WHERE seq = 2")

    assert first_break(logged) == 2


def test_a_removed_act_breaks_the_chain(logged):
    with logged.transaction() as session:
        session.delete(session.get(AuditEntry, 2))

    assert first_break(logged) == 2


def test_times_are_told_to_the_minute(logged):
    with logged.reading() as session:
        times = {len(entry.at) for entry in audit.entries(session)}

    assert times == {len("2026-11-23T09:41Z")}
