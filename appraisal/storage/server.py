"""What a PostgreSQL server must keep, and what it must not: durable ballots, and no second record of them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, text

NEEDED: Mapping[str, tuple[str, ...]] = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "remote_write", "remote_apply"),
    "track_commit_timestamp": ("off",),  # it would tell to the microsecond when each ballot came
}
QUIET: Mapping[str, tuple[str, ...]] = {
    "log_statement": ("none",),
    "log_min_duration_statement": ("-1",),
    "log_min_error_statement": ("panic",),
    "wal_level": ("replica", "minimal"),
    "archive_mode": ("off",),
}
WATCHER = "pg_stat_statements"


def wrong(connection: Connection) -> list[str]:
    """List the settings under which a ballot could be lost or its moment be told."""
    return [f"{name}={value}" for name, value in _differing(connection, NEEDED)]


def talkative(connection: Connection) -> list[str]:
    """List the settings by which the server writes down more than the tables, each with what to set."""
    found = [f"{name}={value} → {QUIET[name][0]}" for name, value in _differing(connection, QUIET)]
    watched = connection.execute(text("SHOW shared_preload_libraries")).scalar_one()
    return [*found, *([f"shared_preload_libraries={watched}"] if WATCHER in watched else [])]


def connections(connection: Connection) -> int:
    """Say how many connections there are for everybody who is no superuser."""
    names = ("max_connections", "superuser_reserved_connections")
    most, reserved = (int(connection.execute(text(f"SHOW {name}")).scalar_one()) for name in names)
    return most - reserved


def _differing(connection: Connection, wanted: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    shown = {name: str(connection.execute(text(f"SHOW {name}")).scalar_one()) for name in wanted}
    return [(name, value) for name, value in shown.items() if value not in wanted[name]]
