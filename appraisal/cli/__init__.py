"""Commands, as thin as pages: parse, call one service, print."""

from __future__ import annotations

from flask import Flask

from . import account, agreed, appraisal, audit, db, keys, slips
from .archive import archive
from .backup import backup, restore
from .check_config import check_config
from .demo import demo
from .loadtest import loadtest
from .preflight import command as preflight
from .score import score
from .serve import serve
from .verify import verify

NOUNS = (appraisal, keys, slips, agreed, account, audit, db)  # `agreed` adds to the commands of `round`
VERBS = (score, serve, check_config, loadtest, archive, verify, demo, backup, restore, preflight)


def register(app: Flask) -> None:
    """Give the ``flask`` command its nouns and verbs."""
    for noun in NOUNS:
        app.cli.add_command(noun.group)
    for verb in VERBS:
        app.cli.add_command(verb)
