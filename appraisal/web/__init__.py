"""Pages: parse, call one service, answer."""

from __future__ import annotations

from flask import Flask

from .. import notices
from . import (
    account,
    address,
    alarms,
    assets,
    board,
    bundle,
    compression,
    front,
    language,
    ops,
    public,
    published,
    reach,
    refusals,
    roles,
    rounds,
    screen,
    security,
    session,
    voter,
)
from .desk import bp as desk


def register(app: Flask) -> None:
    """Give the application its pages and what protects them."""
    app.url_map.converters["int"] = address.Number
    front.register(app)  # inside of what takes the traces away
    language.register(app)
    assets.register(app)
    bundle.register(app)
    compression.register(app)
    security.register(app)
    notices.register(app)
    alarms.register(app)
    session.register(app)
    account.register(app)
    roles.register(app)
    refusals.register(app)
    ops.register(app)
    for module in (voter, public, rounds, board, screen, published, reach):
        app.register_blueprint(module.bp)
    app.register_blueprint(desk)
