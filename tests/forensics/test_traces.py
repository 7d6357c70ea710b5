"""What a whole meeting leaves behind, searched for everything that must not be there."""

from __future__ import annotations

import logging

import pytest
from flask import request

from appraisal.web.asked import Asked
from appraisal.web.front import Front
from tests.forensics.crawl import crawl
from tests.forensics.hall import by_flask_alone, hall
from tests.forensics.meeting import VOTERS

FEW = 60  # on a server, which is slower to search


def found(place, *more):
    search = place.search()
    return set().union(*(search.found(content) for content in (*place.left_behind(), *more)))


def test_a_meeting_leaves_no_code_nonce_address_device_mark_cookie_or_card(tmp_path, address):
    with hall(tmp_path, address, voters=FEW if address else VOTERS) as place:
        statuses = place.vote_all()
        before_closing = found(place)
        place.close()
        place.open_box()
        pages = crawl(place.desk().client, place.app, place.round.id)
        after_opening = found(place, *(body for _, _, body in pages.values()))

    assert (statuses, sum(status == 200 for status, _, _ in pages.values()) > 15) == ({303}, True)
    assert (before_closing, after_opening) == (set(), set())


def log_codes(place):
    @place.app.before_request
    def chatter():
        if code := request.form.get("code"):
            logging.getLogger("appraisal").debug("entered: %s", code)


def log_forms(place):
    @place.app.before_request
    def chatter():
        if request.path == "/v/ballot":
            logging.getLogger("appraisal").debug("form: %r", request.form)


def log_cookies(place):
    @place.app.before_request
    def chatter():
        logging.getLogger("appraisal").debug("%s", request.headers)


def log_access(place):
    application = place.app.wsgi_app

    def chatter(environ, start_response):
        logging.getLogger("access").info("%s %s", environ.get("REMOTE_ADDR"), environ.get("HTTP_USER_AGENT"))
        return application(environ, start_response)

    place.app.wsgi_app = chatter


def keep_upload(place):
    @place.app.after_request
    def spool(response):
        if nonce := request.form.get("nonce"):
            (place.temporary / "spooled").write_bytes(bytes.fromhex(nonce))
        return response


def keep_title(place):
    @place.app.before_request
    def store():
        if nonce := request.form.get("nonce"):
            with place.database.transaction() as session:
                session.connection().exec_driver_sql(f"UPDATE appraisal SET title = '{nonce}'")


def test_the_search_would_find_a_nonce_in_a_table(tmp_path, address):
    with hall(tmp_path, address, voters=1) as place:
        by_flask_alone(place.app)
        keep_title(place)
        place.vote_all()

        assert {name.split()[0] for name in found(place)} == {"nonce"}


@pytest.mark.parametrize(
    ("defect", "shown"),
    [
        (log_codes, {"printed"}),
        (log_forms, {"nonce", "marks"}),
        (log_cookies, {"cookie"}),
        (log_access, {"address", "device"}),
        (keep_upload, {"nonce"}),
    ],
)
def test_the_search_would_find_it(tmp_path, defect, shown):
    with hall(tmp_path, voters=1) as place:
        by_flask_alone(place.app)
        defect(place)
        place.vote_all()

        assert {name.split()[0] for name in found(place)} == shown


def say_fields(asked):
    return Asked.fields(asked)


def say_headers(asked):
    return {name: value for name, value in asked.environ.items() if isinstance(value, str)}


@pytest.mark.parametrize(
    ("what", "shown"),
    [(say_fields, {"printed", "nonce", "marks"}), (say_headers, {"cookie"})],  # address and device: nowhere
)
def test_the_search_would_find_what_the_front_door_says(tmp_path, monkeypatch, what, shown):
    found_by = Front._or_too_late

    def chatty(asked, find):
        if asked.environ["REQUEST_METHOD"] == "POST":
            logging.getLogger("appraisal").debug("asked: %r", what(asked))
        return found_by(asked, find)

    monkeypatch.setattr(Front, "_or_too_late", staticmethod(chatty))
    with hall(tmp_path, voters=1) as place:
        place.vote_all()

        assert {name.split()[0] for name in found(place)} == shown
