"""What is read right after a click is read off the whole page it leads to, however slowly that comes."""

from __future__ import annotations

import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from appraisal.demo.server import HOST

PAUSE = 0.3  # seconds between the halves of a page
START = ("<a href=/next>", "on</a>")
NEXT = ("<h1>half</h1>", "<h1>whole</h1>")


class Slowly(BaseHTTPRequestHandler):
    """Sends each page in two halves."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        for half in NEXT if self.path == "/next" else START:
            self.wfile.write(half.encode())
            time.sleep(PAUSE)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def address():
    with ThreadingHTTPServer((HOST, 0), Slowly) as server:
        serving = Thread(target=server.serve_forever)
        serving.start()
        yield f"http://{HOST}:{server.server_port}/"
        server.shutdown()
        serving.join()


@pytest.mark.parametrize("is_scripted", [True, False])
@pytest.mark.parametrize(
    "go",
    [
        lambda page: page.click("a"),
        lambda page: page.locator("a").click(),
        lambda page: page.locator("a").press("Enter"),
        lambda page: page.press("a", "Enter"),
    ],
)
def test_a_page_that_comes_in_halves_is_read_whole(browse, address, go, is_scripted):
    page = browse(java_script_enabled=is_scripted)
    page.goto(address)

    go(page)

    assert page.locator("h1").all_inner_texts() == ["half", "whole"]
