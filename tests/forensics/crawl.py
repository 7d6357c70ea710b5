"""Ask for everything the application can be asked for, as the organizer, as a voter, as a stranger."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

LINK = re.compile(r'(?:href|action|src|data-\w+)="(/[^"#]*)')
ALIKE = ("/static/", "/bundle/", "/language/")  # the same whatever a meeting holds
WORDS: dict[str, tuple[str, ...]] = {"code": (), "name": (), "filename": ()}
UNKNOWN = ("unknown",)  # what a word of an address may be is learned from the pages that link there


def addresses(app: Flask, round_id: int) -> Iterator[str]:
    """Every address of the URL map that answers GET, with every value its parts may have."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()):
                for values in _values(rule, round_id):
                    yield app.url_for(rule.endpoint, **values)


def _values(rule: Rule, round_id: int) -> Iterator[dict[str, object]]:
    found: list[dict[str, object]] = [{}]
    for name, converter in rule._converters.items():
        if isinstance(converter, IntegerConverter):
            options: Iterable[object] = (round_id,)
        elif isinstance(converter, AnyConverter):
            options = sorted(converter.items)
        else:
            options = WORDS.get(name, UNKNOWN)
        found = [{**values, name: option} for values in found for option in options]
    yield from found


def crawl(client: FlaskClient, app: Flask, round_id: int) -> dict[str, tuple[int, str, bytes]]:
    """Get every address and every address linked from there; return status, headers and body of each."""
    waiting, pages = sorted(set(addresses(app, round_id))), {}
    while waiting:
        address = waiting.pop(0)
        if address in pages or address.startswith(ALIKE):
            continue
        answer = client.get(address)
        pages[address] = (answer.status_code, str(answer.headers), answer.data)
        if answer.mimetype == "text/html":
            waiting += sorted({link.replace("&amp;", "&") for link in LINK.findall(answer.text)})
    return pages
