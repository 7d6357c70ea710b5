"""What is read at a glance is read as gunicorn reads it, and what could mean anything else is not."""

from __future__ import annotations

import socket

import pytest
from gunicorn.config import Config
from gunicorn.http.parser import RequestParser
from gunicorn.http.wsgi import create
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal import plain
from appraisal.connection import Connection

GET = b"GET /v/ballot?x=1 HTTP/1.1\r\nHost: hall.example\r\n"
POST = b"POST /v HTTP/1.1\r\nHost: hall.example\r\n"
PHONES = [
    GET + b"\r\n",
    GET + b"connection: Keep-Alive\r\nCookie:  voter=a.b; appraisal=c \t\r\nUser-Agent: M\xfcller\r\n\r\n",
    GET + b"X-Forwarded-Proto: https\r\n\r\n",
    GET + b"X-Forwarded-Proto: http\r\n\r\n",
    GET + b"Accept-Language: zh-CN,zh;q=0.9\r\nAccept-Encoding: gzip, br\r\nReferer: http://a/\r\n\r\n",
    POST + b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 6\r\n\r\ncode=7",
    POST + b"Content-Length: 0\r\nSec-Fetch-Site: same-origin\r\nX-Requested-With: com.tencent.mm\r\n\r\n",
]


FRONT, PEERS = ("127.0.0.1", 1), (("127.0.0.1", 1), ("203.0.113.1", 1))
NEXT = b"GET /next HTTP/1.1\r\nHost: a\r\n\r\n"
STARTS = ("GET /v", "POST /v", "GET /v/ballot", "GET /v?a#b", "GET //v", "GET /v;a", "PUT /v", "get /v")
NAMES = (*plain.READ, "transfer-encoding", "connection", "expect", "sec-fetch-mode", "x-a", "x_a", "host ")
VALUES = (
    "1",
    "0",
    " 3\t",
    "+1",
    "1, 1",
    "chunked",
    "keep-alive",
    "close",
    "a",
    "\x7f",
    "a\rb",
    "a\nb",
    "https",
)
ANY = st.text("\t !:;~\x80\xff", max_size=4)
HEADERS = st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES) | ANY)


@st.composite
def requests(draw):
    """Requests as nobody sends them, most of them nearly right."""
    swap = draw(st.sampled_from([str, str.upper, str.title]))
    lines = [f"{draw(st.sampled_from(STARTS))} HTTP/1.{draw(st.sampled_from('1110'))}", "Host: hall.example"]
    lines += [f"{swap(name)}:{value}" for name, value in draw(st.lists(HEADERS, max_size=3))]
    ending = draw(st.sampled_from(["\r\n"] * 9 + ["\n"]))
    return (ending.join(lines) + "\r\n\r\n").encode("latin-1") + draw(st.sampled_from([b"", b"a", b"abc"]))


@settings(max_examples=600, deadline=None)
@given(requests(), st.sampled_from(PEERS))
def test_what_is_read_ends_where_gunicorn_ends_it(sent, peer):
    read = plain.read(sent + NEXT, by_front=peer == FRONT)
    if read is None:
        return
    parser = RequestParser(Config(), iter([sent + NEXT]), peer)
    _, theirs = create(next(parser), None, peer, FRONT, Config())
    environ, length = read
    body = environ.pop("wsgi.input").read()
    query = environ.pop("QUERY_STRING").partition("#")[0]  # nothing reads it

    assert (body, query) == (theirs["wsgi.input"].read(), theirs["QUERY_STRING"])
    assert environ == {name: theirs[name] for name in environ}
    assert parser.unreader.take_buffered() == (sent + NEXT)[length:]


@pytest.mark.parametrize("peer", PEERS)
@pytest.mark.parametrize("sent", PHONES)
def test_a_plain_request_is_read_as_gunicorn_reads_it(sent, peer):
    with socket.socket() as phone:
        by_front = Connection(Config(), phone, peer, FRONT).by_front
    environ, length = plain.read(sent + b"GET /next", by_front=by_front)
    parsed = next(RequestParser(Config(), iter([sent]), peer))
    _, theirs = create(parsed, None, peer, FRONT, Config())

    assert length == len(sent)
    assert environ.pop("wsgi.input").read() == theirs["wsgi.input"].read()
    assert environ == {name: theirs[name] for name in environ}
    assert {name for name in plain.KEYS.values() if name in theirs} <= environ.keys()


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        GET,
        POST + b"Content-Length: 6\r\n\r\ncode=",
        b"DELETE /v HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /v HTTP/1.0\r\nHost: a\r\n\r\n",
        b"GET /v?" + b"x" * 4_094 + b" HTTP/1.1\r\nHost: a\r\n\r\n",  # longer than gunicorn takes a line
        b"GET http://hall.example/v HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /%76 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /v HTTP/1.1\nHost: a\n\n",
        GET + b"Host: twice\r\n\r\n",
        GET + b"Cookie: a=1\r\nCookie: b=2\r\n\r\n",
        GET + b"Name : space\r\n\r\n",
        GET + b"Name: folded\r\n line\r\n\r\n",
        GET + b"Name: bare\nline\r\n\r\n",
        GET + b"Name: nul\x00\r\n\r\n",
        GET + b"Under_score: a\r\n\r\n",
        GET + b"Connection: close\r\n\r\n",
        GET + b"Connection: keep-alive\r\nConnection: close\r\n\r\n",
        GET + b"Upgrade: h2c\r\n\r\n",
        GET + b"X-Forwarded-Protocol: ssl\r\n\r\n",
        GET + b"X-Forwarded-Proto: https\r\nX-Forwarded-Proto: http\r\n\r\n",
        GET + b"Cookie: " + b"x" * plain.LONGEST_HEAD + b"\r\n\r\n",
        POST + b"Expect: 100-continue\r\nContent-Length: 1\r\n\r\na",
        POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        POST + b"Content-Length: +1\r\n\r\na",
        POST + b"Content-Length: 1, 1\r\n\r\na",
        POST + b"Content-Length: \xb2\r\n\r\nab",
        POST + b"Content-Length: 99999999999\r\n\r\na",
    ],
)
def test_everything_else_is_left_to_gunicorn(sent):
    assert plain.read(sent) is None
