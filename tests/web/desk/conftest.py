"""A desk for every test: a fresh copy of an installation, and somebody logged in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.organizer import Desk, copied, make_app, make_folder


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_folder(tmp_path_factory.mktemp("installation") / "data")


@pytest.fixture
def stranger(installation: Path, tmp_path: Path) -> Iterator[Desk]:
    """Somebody at the desk who has not logged in."""
    desk = Desk(make_app(copied(installation, tmp_path / "data")))
    yield desk
    desk.database.engine.dispose()


@pytest.fixture
def desk(stranger: Desk) -> Desk:
    """An organizer at the desk."""
    stranger.log_in()
    return stranger
