"""Photograph what organizer, scrutineer and hall see, on the very day that the browser test holds.

Written to `docs/pictures/desk/`; ``make pictures`` runs it.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from appraisal import create_app
from appraisal.demo.server import HOST, free_port, running
from tests.browser import whole_day
from tests.browser.day import LAPTOP, LOCALES, Day, Inspector, Seat, Words
from tests.organizer import make_folder

from .take import CHROMIUM, FLAGS

FOLDER = Path(__file__).with_name("desk")
PLACE = {
    "TZ": "Asia/Shanghai",
    "APPRAISAL_WIFI_NAME": "HUICHANG-5G",
    "APPRAISAL_WIFI_PASSWORD": "pingyi2026",
}
PICTURES = {
    "what was read": "read",
    "the people": "people",
    "the key card": "card",
    "the warnings": "warnings",
    "a question to the other: 封箱": "confirm",
    "the preflight": "preflight",
    "the hall before closing": "hall",
    "a difference": "paper",
    "the turnout": "screen",
    "the closed box": "closed",
    "the reveal": "reveal",
}
COLOURS = 128  # a desk has few, and the guide is read on phones too
PATIENCE = 60_000  # milliseconds; a busy machine is slow, not wrong


@dataclass
class Photographer(Inspector):
    """Somebody who looks at every page and keeps a picture of some."""

    language: str = "zh"

    def look(self, page: Page, name: str) -> None:
        """Write down what is on the screen."""
        self.seen.append(name)
        if name in PICTURES:
            path = FOLDER / f"{PICTURES[name]}-{self.language}.png"
            page.screenshot(path=path)
            Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)


def main() -> None:
    """Hold the day once in each language."""
    FOLDER.mkdir(exist_ok=True)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for language in LOCALES:
            with tempfile.TemporaryDirectory() as folder:
                _hold(browser, language, Path(folder))


def _hold(browser: Browser, language: str, folder: Path) -> None:
    port = free_port()
    make_folder(folder / "data")
    environment = {"APPRAISAL_DATA": str(folder / "data"), "APPRAISAL_PORT": str(port), **PLACE}
    installed = create_app({**environment, "TESTING": True}).extensions["appraisal"]
    seats = [
        browser.new_page(viewport=LAPTOP, locale=LOCALES[language], reduced_motion="reduce") for _ in "123"
    ]
    first, second, screen = seats
    url, words = f"http://{HOST}:{port}", Words(language)
    day = Day(Seat(url, first, words), Seat(url, second, words), Photographer(language=language))
    with running(environment, port, folder / "server.log"):
        whole_day.hold(day, installed, screen, folder / "meeting.xlsx")
    installed.database.engine.dispose()


if __name__ == "__main__":
    main()
