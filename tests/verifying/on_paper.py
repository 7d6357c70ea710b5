"""Archives of rounds with paper ballots, and how they could be told wrongly."""

from __future__ import annotations

from appraisal.services.outcome import PaperReturned
from tests.archives import make_archive
from tests.factories import make_class, make_plan

TOLD_WRONGLY = (
    lambda found: found.pop("paper"),
    lambda found: found["paper"].update(classes=[6, 4, 7]),
    lambda found: found["paper"].update(classes=[9, None, None]),
    lambda found: found["paper"]["classes"].pop(),
    lambda found: found["paper"].update(total=10),
    lambda found: found["paper"].update(total=31),
    lambda found: found["paper"].update(void=[4, 0, 0, 0, 0]),
)


def on_paper(*cast: int, present: int | None = None) -> bytes:
    """An archive of three classes of twelve by phone, and so many on paper, of eight set aside for each."""
    weights = {"A": 40, "B": 30, "C": 30}
    classes = tuple(make_class(letter, weight, 20, paper=8) for letter, weight in weights.items())
    lines = tuple(PaperReturned(n, (1 if n else 0, 0, 0, 0, 0)) for n in cast)
    marks = [[place % 4, 2, 3] for place in range(36)]
    groups = [0] * 12 + [1] * 12 + [2] * 12
    return make_archive(make_plan(classes=classes), marks, groups, paper=lines, present=present)
