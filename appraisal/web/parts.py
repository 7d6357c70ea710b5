"""Which files make up the style sheet and the script of a page: a sheet gets what it can need, at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import compress, product
from types import MappingProxyType

from ..domain.rule import Reasons
from ..domain.scale import ScaleKind
from ..domain.sheet import Sheet
from .tones import LAYOUTS, layout

NEEDS: Mapping[str, Callable[[Sheet], bool]] = MappingProxyType(
    {
        "numbers": lambda sheet: sheet.scale.kind is not ScaleKind.GRADES,
        "reasons": lambda sheet: sheet.scale.kind is ScaleKind.GRADES and sheet.reasons is not Reasons.OFF,
        "cards": lambda sheet: len(sheet.criteria) > 1,
        "quota": lambda sheet: sheet.quota is not None,
        "own": lambda sheet: sheet.chooses_own,
        "least": lambda sheet: sheet.least_share is not None,
    }
)
STYLES = (  # of a sheet, in order: a file, and the need that brings it
    ("tokens.css", ""),
    ("voter.css", ""),
    ("ballot.css", ""),
    ("ballot/cards.css", "cards"),
    ("ballot/list.css", "no cards"),
    ("ballot/quota.css", "quota"),
    ("ballot/own.css", "own"),
    ("numbers.css", "numbers"),
    ("reasons.css", "reasons"),
    ("ask.css", ""),
)
PHONE = (("stored.js", ""), ("type_size.js", ""))
SCRIPTS = (
    *PHONE,
    ("ballot/sheet.js", ""),
    ("ballot/cards.js", "cards"),
    ("ballot/list.js", "no cards"),
    ("ballot/ask.js", ""),
    ("ballot/words.js", ""),
    ("ballot/grades.js", "no numbers"),
    ("ballot/numbers.js", "numbers"),
    ("ballot/order.js", "numbers"),
    ("ballot/note.js", ""),
    ("ballot/quota.js", "quota"),
    ("ballot/no_quota.js", "no quota"),
    ("ballot/own.js", "own"),
    ("ballot/no_own.js", "no own"),
    ("ballot/progress.js", ""),
    ("ballot/answer.js", ""),
    ("ballot/jump.js", ""),
    ("ballot/review.js", ""),
    ("ballot/least.js", "least"),
    ("ballot/send.js", ""),
    ("ballot/draft.js", ""),
    ("ballot/reasons.js", "reasons"),
    ("ballot/start.js", ""),
)


def style_of(sheet: Sheet) -> str:
    """Name the style sheet of a sheet: what it needs, and how its answers are laid out."""
    return f"{name_of((layout(sheet.scale), *needs_of(sheet)))}.css"


def script_of(sheet: Sheet) -> str:
    """Name the script of a sheet."""
    return f"{name_of(needs_of(sheet))}.js"


def unused(name: str) -> frozenset[str]:
    """Name the classes of answers that no sheet with this style has."""
    own = next((LAYOUTS[part] for part in name.split("-") if part in LAYOUTS), frozenset())
    return frozenset().union(*LAYOUTS.values()) - own


def needs_of(sheet: Sheet) -> tuple[str, ...]:
    """Name what a sheet needs beside what every sheet does."""
    return tuple(need for need, is_needed in NEEDS.items() if is_needed(sheet))


def name_of(needs: Iterable[str]) -> str:
    """Name the files of all sheets with these needs."""
    return "-".join(filter(None, ("ballot", *needs)))


def _chosen(table: Iterable[tuple[str, str]], needs: Iterable[str]) -> tuple[str, ...]:
    """Pick the files for these needs, and those for the absence of others."""
    met = {"", *needs, *(f"no {need}" for need in NEEDS if need not in needs)}
    return tuple(file for file, need in table if need in met)


def _sheets() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the bundles of every combination of needs."""
    for chosen in product((False, True), repeat=len(NEEDS)):
        needs = tuple(compress(NEEDS, chosen))
        for answers in ("",) if "numbers" in needs else LAYOUTS:
            yield f"{name_of((answers, *needs))}.css", _chosen(STYLES, needs)
        yield f"{name_of(needs)}.js", _chosen(SCRIPTS, needs)


PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "enter.css": ("tokens.css", "voter.css", "page.css"),
        "enter.js": (*_chosen(PHONE, ()), "enter.js"),
        "page.js": _chosen(PHONE, ()),
        "done.js": (*_chosen(PHONE, ()), "done.js"),
        **dict(_sheets()),
    }
)
