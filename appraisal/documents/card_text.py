"""A key card as plain text, for a terminal or a file."""

from __future__ import annotations

from ..domain.phrase import Phrase, phrase

ROW = 5  # groups to a line, as on the printed card
INDENT = "    "


def card_text(title: str, printed: str) -> Phrase:
    """Write a card out.

    Parameters
    ----------
    title : str
        The meeting whose box the card opens.
    printed : str
        Ten groups of four symbols, joined by hyphens: the secret itself.
    """
    groups = printed.split("-")
    rows = ("  ".join(groups[start : start + ROW]) for start in range(0, len(groups), ROW))
    return phrase(
        "钥匙卡：%(title)s\n%(groups)s\n没有它，谁也打不开票箱；有它，就能打开。系统不保存，只此一份。",
        title=title,
        groups="\n".join(INDENT + row for row in rows),
    )
