"""Two clerks at one keyboard: paper ballots typed twice, without a mouse."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page, expect

VOID = "3"  # a paper on which one line alone was typed before somebody saw that it is torn


@dataclass(frozen=True)
class Clerk:
    """The second of the two, who is not logged in at this keyboard."""

    name: str
    password: str


@dataclass(frozen=True)
class Paper:
    """One paper ballot: the place of its class among those that have paper, and its ticks.

    1 is the best grade, 0 an abstention.
    """

    place: int
    marks: str

    @property
    def mistyped(self) -> Paper:
        """The same paper with its first and its sixth cell read wrongly."""
        return Paper(self.place, "1" + self.marks[1:5] + "2" + self.marks[6:])


def first(page: Page, paper: Paper) -> None:
    """Type a paper for the first time and hand it on."""
    _type(page, paper)
    with page.expect_navigation():
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    expect(page.locator("[name=password]")).to_be_visible()


def second(page: Page, paper: Paper, clerk: Clerk) -> list[str]:
    """Type it again as the other clerk; return the cells in which the two differ."""
    _type(page, paper)
    for words in (clerk.name, clerk.password):
        page.keyboard.press("Tab")
        page.keyboard.type(words)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("[name=password]")).to_have_count(0)
    return page.locator(".places li").all_inner_texts()


def _type(page: Page, paper: Paper) -> None:
    """Type one paper: the class by arrows, the cells by digits, everything by keys."""
    page.keyboard.press("Space")
    for _ in range(paper.place):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.type(paper.marks)
    if paper.marks == VOID:
        expect(page.locator("[name=c1]")).to_be_focused()
        page.keyboard.press("Escape")
        page.locator("[name=void]").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
    expect(page.locator("[name=void]")).to_be_focused()
