"""Papers without marks that turn the line: names from before these were refused may hold some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...domain.direction import straight, turns
from .model import Block, Grid, Note, OfficePaper, Value


def straightened(papers: Sequence[OfficePaper]) -> tuple[OfficePaper, ...]:
    """Leave such marks out of all that is printed; papers without one stay as they are."""
    return tuple(_paper(paper) if any(map(turns, paper.texts)) else paper for paper in papers)


def _paper(paper: OfficePaper) -> OfficePaper:
    return replace(
        paper,
        name=straight(paper.name),
        title=tuple(map(straight, paper.title)),
        lines=tuple(map(straight, paper.lines)),
        blocks=tuple(map(_block, paper.blocks)),
    )


def _block(block: Block) -> Block:
    if isinstance(block, Grid):
        columns = tuple(replace(each, heading=straight(each.heading)) for each in block.columns)
        return replace(block, columns=columns, rows=tuple(tuple(map(_value, row)) for row in block.rows))
    if isinstance(block, Note):
        return Note(straight(block.label), straight(block.text))
    return replace(block, text=straight(block.text))


def _value(value: Value) -> Value:
    return straight(value) if isinstance(value, str) else value
