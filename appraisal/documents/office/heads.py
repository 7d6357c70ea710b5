"""What every office paper has in common: title, returns, the rule in words, the line to sign."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...domain.phrase import N_, Phrase, phrase
from ..paper import evenly
from ..table import EMPTY, ResultTable
from .model import BETWEEN_FACTS, Note

TITLE_ROOM = 40  # half-width signs of a line of 22 points on an upright page
SIGNED_BY = (N_("总监票人："), N_("监票人："), N_("计票人："), N_("年　　月　　日"))

Translate = Callable[[str], str]


def titles(*lines: str, room: int = TITLE_ROOM) -> tuple[str, ...]:
    """Break title lines that do not fit into parts of the same length; words are kept whole."""
    whole = ((line.split(" "), " ") if line.isascii() else (list(line), "") for line in lines)
    return tuple(part for words, joint in whole for part in evenly(words, joint, room))


def labelled(pairs: Sequence[tuple[Phrase, Phrase | str]], translate: Translate) -> str:
    """Write facts in a line: label, colon, value."""
    return BETWEEN_FACTS.join(
        phrase("%(label)s：%(value)s", label=label, value=value).render(translate) for label, value in pairs
    )


def occasion(table: ResultTable, translate: Translate) -> tuple[str, ...]:
    """Say who met when, where the ballots went, and what the reader is warned of."""
    lines = (
        labelled(table.facts, translate),
        labelled(table.returns.line, translate),
        BETWEEN_FACTS.join(line.render(translate) for line in table.class_returns),
        *(warning.render(translate) for warning in table.warnings),
    )
    return tuple(line for line in lines if line)


def returned(table: ResultTable, translate: Translate) -> tuple[str, ...]:
    """Say where the ballots went, and what the reader is warned of."""
    warnings = (warning.render(translate) for warning in table.warnings)
    return (labelled(table.returns.line, translate), *warnings)


def remarks(table: ResultTable, translate: Translate, *more: Phrase) -> Note:
    """Say the whole rule, point by point, what the quorum came to, and what else is to be known."""
    quorum = table.returns.quorum
    said = (*table.remarks, *((quorum.sentence,) if quorum else ()), *more)
    return Note(translate(N_("备注")), numbered(said, translate))


def worked(table: ResultTable, translate: Translate) -> tuple[Note, ...]:
    """Work out the first row, where a pencil is enough."""
    return () if table.worked is None else (Note(translate(N_("算例")), table.worked.render(translate)),)


def numbered(sentences: Sequence[Phrase], translate: Translate) -> str:
    """Write sentences as numbered points."""
    points = (phrase("%(n)s. %(sentence)s", n=n, sentence=each) for n, each in enumerate(sentences, start=1))
    return "".join(each.render(translate) for each in points).rstrip()


def dash(table: ResultTable) -> tuple[Phrase, ...]:
    """Explain the dash where there is one."""
    numbers = (number for row in table.rows for number in (*row.class_scores, row.total))
    if any(number.is_empty for number in numbers) or any(cell.counts is None for cell in table.cells):
        return (phrase("“%(dash)s”表示未评、不适用或不单独列出，与0不同。", dash=EMPTY),)
    return ()


def signatures(translate: Translate) -> tuple[str, ...]:
    """Name those who sign."""
    return tuple(translate(label) for label in SIGNED_BY)
