"""The archive of all files: how far it is, for whoever asked for it."""

from __future__ import annotations

import zipfile
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest

from appraisal.domain.lifecycle import State
from appraisal.notices import Notices
from tests.organizer import hold

VOTES = [3, 3, 2, 1, 0, 3, 2, 2, 1, 1, 0, 3]


@pytest.mark.parametrize("what", ["documents", "units"])
def test_who_asked_for_every_file_is_told_how_many_are_made(desk, monkeypatch, what):
    meeting, told = hold(desk.app, State.PUBLISHED, votes=VOTES), []
    far = f"{meeting.path}/{what}/progress"
    others = desk.second()
    put = Notices.put

    def put_and_look(*given):
        """Whoever waits looks each time that something is told."""
        put(*given)
        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(lambda: told.append((desk.get(far).json, others.get(far).json))).result()

    monkeypatch.setattr(Notices, "put", put_and_look)

    page, packed = desk.get(f"{meeting.path}/documents").text, desk.get(f"{meeting.path}/{what}.zip").data

    files = len(zipfile.ZipFile(BytesIO(packed)).namelist())
    assert f'href="{meeting.path}/{what}.zip" data-shown-in="{what}-so-far"' in page
    assert f'id="{what}-so-far" data-so-far="{far}"' in page
    nothing = {"done": 0, "of": 0}
    assert told == [({"done": done, "of": files}, nothing) for done in range(files + 1)]
    assert desk.get(far).json == nothing
