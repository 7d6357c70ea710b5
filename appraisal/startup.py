"""What must hold before anything is served: durable, migrated, with its own secrets and an organizer."""

from __future__ import annotations

import hmac
import sys

from .ballotbox.receipts import public_key
from .config import Settings
from .domain.encoding import tagged_hash
from .domain.errors import ConfigurationRefused
from .domain.lifecycle import State
from .domain.phrase import phrase
from .safekeeping import discard_copies
from .services import accounts
from .storage import hygiene, schema
from .storage.database import Database, create_private
from .storage.models import Installation


def make_ready(database: Database, settings: Settings) -> None:
    """Set a new installation up, or refuse to go on with one that is not in order."""
    make_file(database)
    database.require_durable()
    with database.alone():
        if schema.is_empty(database):
            schema.upgrade(database)
        schema.require_head(database)
        _require_secrets(database, settings)
        _finish_interrupted(database, settings)
        with database.transaction() as session:
            password = accounts.create_first(session)
    if password:
        _announce(password)


def make_file(database: Database) -> None:
    """Make the file of a new SQLite database, readable by its owner alone."""
    if database.path and not database.path.exists():
        create_private(database.path)


def _finish_interrupted(database: Database, settings: Settings) -> None:
    """A power cut may have come between the destroying of ballots and that of their copies."""
    if hygiene.is_unfinished(database, State.SHREDDED):
        discard_copies(settings)
    hygiene.scrub_unfinished(database)


def _require_secrets(database: Database, settings: Settings) -> None:
    """Codes and receipts are useless without their secrets: a moved database must bring both along."""
    pepper_id, receipt_key = tagged_hash("pepper-id", settings.pepper)[:8], public_key(settings.receipt_key)
    with database.transaction() as session:
        installation = session.get(Installation, 1)
        if installation is None:
            installation = Installation(id=1, pepper_id=pepper_id)
            session.add(installation)
        installation.receipt_key = installation.receipt_key or receipt_key
        known = (installation.pepper_id, installation.receipt_key)
    if not hmac.compare_digest(known[0], pepper_id):
        raise ConfigurationRefused(
            why=phrase("pepper 与数据库不是一套，票码将全部失效。请用原来的 pepper 文件")
        )
    if not hmac.compare_digest(known[1], receipt_key):
        raise ConfigurationRefused(
            why=phrase("receipt_key 与数据库不是一套，已发出的回执将无法核对。请用原来的 receipt_key 文件")
        )


def _announce(password: str) -> None:
    sys.stderr.write(
        "\n组织者账户已建立，密码只显示这一次，请记下：\n"
        f"  用户名 user name   {accounts.FIRST}\n  密码   password    {password}\n\n"
    )
