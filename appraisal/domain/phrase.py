"""A sentence for people, put into their language only at the edge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .direction import straight


def N_(text: str) -> str:  # noqa: N802 - the name translators' tools look for
    """Mark a Chinese sentence for the catalogue and leave it as it is."""
    return text


def unchanged(text: str) -> str:
    """Translate into Chinese, the language the sentences are written in."""
    return text


@dataclass(frozen=True)
class Phrase:
    """A Chinese sentence with ``%(name)s`` places; the sentence is also the key of the catalogue.

    A literal percent sign is written ``%%``. Values may be phrases themselves, or tuples, which are listed.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def render(self, translate: Callable[[str], str] = unchanged) -> str:
        """Return the sentence in the language of `translate`."""
        return translate(self.text) % {name: _shown(value, translate) for name, value in self.values.items()}

    def __str__(self) -> str:
        return self.render()


def phrase(text: str, /, **values: object) -> Phrase:
    """Make a phrase; translators' tools collect its first argument."""
    return Phrase(text, values)


def _shown(value: object, translate: Callable[[str], str]) -> object:
    if isinstance(value, Phrase):
        return value.render(translate)
    if isinstance(value, tuple):
        return translate(N_("、")).join(str(_shown(item, translate)) for item in value)
    return straight(value) if isinstance(value, str) else value
