"""What a whole hall of pages asks again and again."""

import secrets
from time import monotonic

import pytest

from appraisal.services import voting, watching
from tests.factories import PEPPER, OpenRound, all_marked


@pytest.mark.parametrize(("least", "told"), [(0, [0, 0, 5]), (watching.LARGE, [0, 5, 5])])
def test_a_large_turnout_is_counted_once_for_all_who_look(database, monkeypatch, least, told):
    monkeypatch.setattr(watching, "LARGE", least)
    with database.transaction() as session:
        made = OpenRound(session)

    found = [looked(database, made)]
    for code in made.codes("B"):
        with database.transaction() as session:
            booth = voting.enter(session, typed=code, pepper=PEPPER)
            marks = all_marked(booth.sheet)
            voting.cast(session, booth=booth, marks=marks, nonce=secrets.token_bytes(16))
    found.append(looked(database, made))
    now = monotonic()
    monkeypatch.setattr(watching, "monotonic", lambda: now + watching.KEPT)
    found.append(looked(database, made))

    assert found == told


def looked(database, made):
    with database.glancing() as connection:
        return watching.figures(connection, made.id)[1].returned
