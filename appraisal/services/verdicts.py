"""What the evidence comes to, in one sentence each, put together from its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from ..documents.evidence import Estimate, OtherRule, Share
from ..domain.phrase import N_, Phrase, phrase
from .other_rules import ABSTENTIONS

SURE = 0.95
MOSTLY = 0.75  # of the neighbours; above it a mark on nearly every row would say nothing
FEW = 2  # rules that are worth naming one by one
LEADING = 5  # the places an organizer reads out
SMALL = 15  # subjects; below, a third of them


def leading(subjects: int) -> int:
    """Return how many places count as the first ones, and as the last ones."""
    return LEADING if subjects >= SMALL else max(1, subjects // 3)


def verdict(estimates: Sequence[Estimate], rules: Sequence[OtherRule]) -> Phrase:
    """Say what other rules would change: of the first place, and by the policy on abstentions."""
    rated = [row for row in estimates if row.rank]
    if not rated or not rules:
        return phrase("没有别的办法可比。")
    return phrase(
        "%(first)s；%(abstentions)s。", first=_first(rated, rules), abstentions=_abstentions(rated, rules)
    )


def _first(rated: Sequence[Estimate], rules: Sequence[OtherRule]) -> Phrase:
    first = [row for row in rated if row.rank == 1]
    changed = [p for p in range(len(rules)) if any(row.moves[p].shift for row in first)]
    if not changed:
        return phrase("换任何一种办法，第 1 名都不变")
    given = {
        "rules": len(rules),
        "name": tuple(row.subject for row in first),
        "kept": len(rules) - len(changed),
        "changing": tuple(rules[p].name for p in changed),
    }
    if len(changed) <= FEW:
        return Phrase(
            N_("换 %(rules)s 种办法，%(name)s在 %(kept)s 种里仍是第 1，只有%(changing)s时不是"), given
        )
    return Phrase(N_("换 %(rules)s 种办法，%(name)s只在 %(kept)s 种里仍是第 1"), given)


def _abstentions(rated: Sequence[Estimate], rules: Sequence[OtherRule]) -> Phrase:
    policies = [p for p, rule in enumerate(rules) if rule.key in ABSTENTIONS]
    moving = [any(row.moves[p].shift for p in policies) for row in rated]
    if True not in moving:
        return phrase("弃权怎么算，名次都不变")
    start = moving.index(True)
    run = list(takewhile(lambda row: row[0], zip(moving[start:], rated[start:], strict=True)))
    first, last = run[0][1].rank, run[-1][1].rank
    if first == last:
        return phrase("第 %(first)s 名随弃权处理而变", first=first)
    return phrase("第 %(first)s–%(last)s 名随弃权处理而变", first=first, last=last)


def sayable(estimates: Sequence[Estimate], top: int) -> Phrase:
    """Say what re-drawn meetings leave as it is."""
    ranges = [row.likely for row in estimates if row.likely is not None]
    if len(ranges) < 2 or len(ranges) < len(estimates):
        return phrase("有的单位没有足够的选票，说不出哪一段名次稳定。")
    high = max(high for _, high in ranges[:top])
    low = min(low for low, _ in ranges[-top:])
    firm_top, firm_bottom = high < len(ranges), low > 1
    given = {"top": top, "high": high, "low": low}
    if firm_top and firm_bottom:
        return Phrase(
            N_("正式前 %(top)s 名稳定在前 %(high)s 名以内，后 %(top)s 名稳定在第 %(low)s 名以后。"), given
        )
    if firm_top:
        return Phrase(N_("正式前 %(top)s 名稳定在前 %(high)s 名以内。"), given)
    if firm_bottom:
        return Phrase(N_("正式后 %(top)s 名稳定在第 %(low)s 名以后。"), given)
    return phrase("没有哪一段名次说得准。")


def unsayable(estimates: Sequence[Estimate]) -> Phrase:
    """Say what they do not."""
    pairs, unsettled = pairs_of(estimates), sum(row.is_unsettled for row in estimates)
    first = next((row for row in estimates if row.rank == 1), None)
    if not unsettled:
        return phrase("没有：每一名与下一名的先后都稳定。")
    given: dict[str, object] = {"pairs": pairs, "unsettled": unsettled}
    if first is None or first.own.value is None or first.own.value >= SURE:
        return Phrase(N_("相邻名次的先后：%(pairs)s 对里有 %(unsettled)s 对不稳定。"), given)
    given |= {"name": first.subject, "share": first.own.shown}
    return Phrase(
        N_("相邻名次的先后：%(pairs)s 对里有 %(unsettled)s 对不稳定。%(name)s排第 1 的把握是 %(share)s。"),
        given,
    )


def neighbours(estimates: Sequence[Estimate], *, has_grades: bool) -> tuple[Phrase, bool]:
    """Say what the ranking page tells of neighbours, and whether it marks them row by row."""
    unsettled = sum(row.is_unsettled for row in estimates)
    if not unsettled:
        return phrase("每一名与下一名的先后都稳定。"), False
    if unsettled >= MOSTLY * pairs_of(estimates):
        grades = phrase("名次大多不稳定，请看等次分布。")
        return grades if has_grades else phrase("名次大多不稳定，请看波动范围。"), False
    return phrase("“≈上一名”：与上一名的先后不稳定，换一批同类的人来评，次序可能相反。"), True


def pairs_of(estimates: Sequence[Estimate]) -> int:
    """Count the neighbours that are told apart."""
    return sum(row.above.value is not None for row in estimates)


def is_unsettled(above: Share) -> bool:
    """Say whether the one before is not surely ahead."""
    return above.value is not None and above.value < SURE
