"""The projector's page on the screens that halls have: one figure on one line, nothing over anything else."""

from __future__ import annotations

import pytest

from appraisal import create_app
from appraisal.demo import server
from appraisal.domain.lifecycle import State
from appraisal.web import screen
from tests import tianmen
from tests.browser.day import LOCALES
from tests.organizer import hold, make_folder

SCREENS = ((1024, 768), (1280, 720), (1366, 768), (1920, 1080))
WIFI = {"APPRAISAL_WIFI_NAME": "HUICHANG-5G", "APPRAISAL_WIFI_PASSWORD": "pingyi2026"}
FULL_HOUSE = """() => {
  document.querySelector("[data-figure=returned]").textContent = "485";
  const line = document.querySelector(".figure").getBoundingClientRect();
  const [count, of] = [...document.querySelectorAll(".figure > *")].map(part => part.getBoundingClientRect());
  const main = document.querySelector("main");
  return of.top >= count.bottom - 1 ? "stacked"
    : of.right > line.right ? "wider than its place"
    : main.scrollHeight > main.clientHeight ? "over the foot"
    : "one line";
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Where the turnout of an open round is shown, by a running server."""
    folder, port = tmp_path_factory.mktemp("screen"), server.free_port()
    make_folder(folder / "data")
    environment = {"APPRAISAL_DATA": str(folder / "data"), "APPRAISAL_PORT": str(port), **WIFI}
    app = create_app({**environment, "TESTING": True})
    held = hold(app, State.OPEN, plan=tianmen.plan())
    with app.test_request_context():
        path = screen.address(held.id, classes="1")
    app.extensions["appraisal"].database.engine.dispose()
    with server.running(environment, port, folder / "server.log"):
        yield f"http://{server.HOST}:{port}{path}"


@pytest.mark.parametrize("tone", screen.TONES)
@pytest.mark.parametrize("language", LOCALES)
def test_the_figure_stands_on_one_line(browse, address, language, tone):
    page = browse(locale=LOCALES[language])
    page.goto(f"{address}&tone={tone}")

    found = {}
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        found[width, height] = page.evaluate(FULL_HOUSE)

    assert found == dict.fromkeys(SCREENS, "one line")
