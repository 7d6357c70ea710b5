"""Find one appraisal among many: by words, and by whether it is still under way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from ...domain.lifecycle import STATE_NAME, State
from ...domain.phrase import N_, Phrase
from .summary import Summary

SHOWS = MappingProxyType({"": N_("全部"), "current": N_("在办"), "archive": N_("存档")})


@dataclass(frozen=True)
class Shelf:
    """One of the ways to look at the list."""

    key: str
    name: Phrase
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Search:
    """What is looked for: every word in the title, the place or the date; one shelf or state, or all."""

    words: str = ""
    show: str = ""
    state: State | None = None

    def finds(self, about: Summary) -> bool:
        """Say whether an appraisal has all the words, and the state if one is asked for."""
        text = f"{about.title} {about.venue} {about.held_on or ''}".casefold()
        has_words = all(word in text for word in self.words.casefold().split())
        return has_words and self.state in (None, about.state)

    def shelves(self, archived: Iterable[bool]) -> tuple[Shelf, ...]:
        """Count what stands on each shelf, given which appraisals are archived."""
        known = list(archived)
        counts = {"": len(known), "current": known.count(False), "archive": known.count(True)}
        return tuple(Shelf(key, Phrase(name), counts[key], key == self.show) for key, name in SHOWS.items())

    def shows(self, archived: bool) -> bool:
        """Say whether the chosen shelf holds an appraisal."""
        return self.show not in SHOWS or not self.show or archived == (self.show == "archive")


def chosen(words: str, show: str, state: str) -> Search:
    """Take what was asked for; a shelf or a state nobody knows is all of them."""
    known = next((each for each in State if each == state), None)
    return Search(words.strip(), show if show in SHOWS else "", known)


def states(present: Iterable[State]) -> tuple[tuple[State, Phrase], ...]:
    """Name the states to choose from, in their order."""
    found = set(present)
    return tuple((each, Phrase(STATE_NAME[each])) for each in State if each in found)
