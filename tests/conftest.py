"""What several rooms' tests stand on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgres import cluster


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    with cluster() as url:
        yield url
