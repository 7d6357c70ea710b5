"""Put scored units in order, overall and within their groups, with a chain of keys between equals."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..domain.plan import Plan
from ..scoring import decide, ranks
from .outcome import Exact, Outcome
from .standing import SHARED

Row = Sequence[Exact]


@dataclass(frozen=True)
class Places:
    """Ranks by position, 0 without a score, and what decided between equals: None if the score did."""

    ranks: tuple[int, ...]
    decided_by: tuple[str | None, ...]


@dataclass(frozen=True)
class Chain:
    """The keys of a tie chain, higher is better, and their names."""

    keys: tuple[Row, ...] = ()
    labels: tuple[str, ...] = ()


NO_CHAIN = Chain()


def place(totals: Row, chain: Chain = NO_CHAIN) -> Places:
    """Rank exact totals; what the chain leaves equal shares the place."""
    decision = decide(ranks(totals), *chain.keys)
    words = (*chain.labels, SHARED)
    return Places(
        tuple(decision.ranks.tolist()),
        tuple(None if index < 0 else words[index] for index in decision.decided_by.tolist()),
    )


def place_within(groups: Sequence[Hashable], totals: Row, chain: Chain = NO_CHAIN) -> tuple[int, ...]:
    """Rank the members of each group among themselves, with the same chain."""
    members: dict[Hashable, list[int]] = {}
    for position, group in enumerate(groups):
        members.setdefault(group, []).append(position)
    found = [0] * len(totals)
    for positions in members.values():
        keys = tuple([key[p] for p in positions] for key in chain.keys)
        own = place([totals[p] for p in positions], Chain(keys, chain.labels))
        for position, rank in zip(positions, own.ranks, strict=True):
            found[position] = rank
    return tuple(found)


def tie_chain(plan: Plan, outcome: Outcome) -> Chain:
    """Return the agreed chain over the subjects of a counted round."""
    return Chain(
        tuple(_key(plan, outcome, kind=link.kind, name=link.name) for link in plan.rule.ties),
        tuple(link.label for link in plan.rule.ties),
    )


def _key(plan: Plan, outcome: Outcome, *, kind: str, name: str) -> Row:
    if kind == "class":
        return outcome.official.class_scores[[group.letter for group in plan.classes].index(name)]
    answer = plan.scale.index(name)
    counted = [k for k, group in enumerate(plan.classes) if plan.rule.pooled or group.weight]
    weighed = [c for c, criterion in enumerate(plan.criteria) if criterion.weight]
    return [
        Fraction(sum(outcome.counts[k][s][c][answer] for k in counted for c in weighed))
        for s in range(len(plan.subjects))
    ]


def order(places: Sequence[int]) -> list[int]:
    """List positions by rank, then as they stand; what has no rank comes last."""
    return sorted(range(len(places)), key=lambda p: (places[p] == 0, places[p], p))
