"""What a voter is told before the first tap; everything else is never checked."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from ..domain.phrase import N_, Phrase, phrase
from ..domain.scale import ScaleKind
from ..domain.sheet import Sheet
from ..domain.validity import ALL_SAME_FROM
from .answer_words import spoken
from .number_answers import number_rules
from .reason_form import reason_part

# for one group?, with a single criterion?
LIMIT = MappingProxyType(
    {
        (False, True): N_("“%(grade)s”最多 %(limit)s 个"),
        (False, False): N_("每一项“%(grade)s”最多 %(limit)s 个"),
        (True, True): N_("%(group)s“%(grade)s”最多 %(limit)s 个"),
        (True, False): N_("%(group)s每一项“%(grade)s”最多 %(limit)s 个"),
    }
)


def rules(sheet: Sheet) -> Iterator[Phrase]:
    """Tell the rules of a sheet, one by one."""
    is_single = len(sheet.criteria) == 1
    yield phrase("无记名")
    if sheet.is_public:
        yield phrase("公开渠道，只作参考，不是正式票")
    if sheet.scale.kind is not ScaleKind.GRADES:
        yield from number_rules(sheet)
        return
    yield phrase("每个单位选一个等次") if is_single else phrase("每个单位每一项选一个等次")
    best = spoken(sheet.scale.word(sheet.scale.best))
    for _, limit, group in limits(sheet):
        yield phrase(LIMIT[bool(group), is_single], group=group, grade=best, limit=limit)
    if not sheet.allow_all_same and asked(sheet) >= ALL_SAME_FROM:
        yield phrase("不能所有单位评同一等次")
    if part := reason_part(sheet):
        yield part.rule


def limits(sheet: Sheet) -> Iterator[tuple[tuple[int, ...], int, str]]:
    """Tell for each quota its subjects, the most best answers they may get, and its group if it has one."""
    if sheet.quota is None:
        return
    known = sheet.recusing(0) if sheet.chooses_own and not sheet.quota.per_group else sheet
    for (members, _), (_, limit) in zip(sheet.quota_limits(), known.quota_limits(), strict=True):
        yield members, limit, sheet.subjects[members[0]].group if sheet.quota.per_group else ""


def single_quota(sheet: Sheet) -> int | None:
    """The one quota that the foot of the page can count along; None where there are several or none."""
    most = [limit for _, limit, _ in limits(sheet)]
    return most[0] if len(most) == 1 and len(sheet.criteria) == 1 else None


def asked(sheet: Sheet) -> int:
    """How many subjects this voter rates in the end."""
    if not sheet.chooses_own:
        return len(sheet.asked_subjects)
    return min(len(sheet.recusing(unit).asked_subjects) for unit in range(len(sheet.units)))
