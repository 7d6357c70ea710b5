"""What stands out among all ballots together: counts in plain sentences, never a ballot."""

from __future__ import annotations

from collections.abc import Iterator

from ..documents.evidence import Note
from ..domain.phrase import N_, Phrase, phrase
from ..domain.waiver import LEAST_SHOWN
from .agreement import two
from .disclosure import LEAST_DISTRIBUTION, Disclosure
from .findings import Findings, Quality

WARNINGS = {
    "understated": N_("有的票种只有一张选票，看不出分散程度，误差偏小。"),
    "class_missing": N_("有的票种没有评到某些单位，其权重由别的票种分担。"),
    "not_comparable": N_("选票互不重叠，两因素校正算不出来。"),
    "skipped_large": N_("选票或单位太多，逐票的检查没有做。"),
}


def quality(found: Findings, may: Disclosure) -> tuple[Note, ...]:
    """List what was looked for; below eight ballots a count could point at one."""
    seen = found.quality
    if found.ballots < LEAST_DISTRIBUTION:
        return (
            Note("few", False, phrase("选票少于 %(least)s 张，不数异常选票。", least=LEAST_DISTRIBUTION)),
        )
    looks = (_straight(seen), _duplicates(seen), _reversed(seen), _rivals(seen), _own(seen), _spread(seen))
    told = [note for note in looks if note is not None]
    if all(map(all, may.scores)) and (note := _one_ballot(seen)) is not None:
        told.append(note)
    return (*told, *_warnings(found))


def _straight(seen: Quality) -> Note:
    if not seen.straight_lines:
        return Note("straight lines", True, phrase("没有整张同一等次的选票。"))
    sentence = phrase("有 %(count)s 张选票整张都是同一等次。", count=seen.straight_lines)
    return Note("straight lines", False, sentence)


def _duplicates(seen: Quality) -> Note | None:
    if seen.duplicate_ballots is None:
        return None
    if not seen.duplicate_ballots:
        return Note("duplicates", True, phrase("没有两张一样的选票。"))
    told = {"ballots": seen.duplicate_ballots, "groups": seen.duplicate_groups}
    return Note(
        "duplicates", False, Phrase(N_("有 %(ballots)s 张选票与别的选票逐格相同，分 %(groups)s 组。"), told)
    )


def _reversed(seen: Quality) -> Note | None:
    if seen.reversed is None:
        return None
    if not seen.reversed:
        return Note("reversed", True, phrase("没有与众人正好相反的选票。"))
    sentence = phrase("有 %(count)s 张选票与众人相反，可能把等次看倒了。", count=seen.reversed)
    return Note("reversed", False, sentence)


def _rivals(seen: Quality) -> Note | None:
    if seen.rings is None or seen.low is None or seen.homes < LEAST_SHOWN:
        return None
    if not seen.rings and not seen.low:
        return Note("rivals", True, phrase("没有看出单位之间互相抬高，也没有看出压低对手。"))
    sentence = phrase(
        "有 %(rings)s 对单位互相评得偏高，有 %(low)s 处把别的单位评得偏低。只报个数，不指名。",
        rings=seen.rings,
        low=seen.low,
    )
    return Note("rivals", False, sentence)


def _own(seen: Quality) -> Note | None:
    if seen.homes < LEAST_SHOWN:
        return None
    if not seen.own_gain:
        return Note("own", True, phrase("哪个单位的代表都不能靠压低别人让本单位提前。"))
    sentence = phrase(
        "如果代表把别的单位都评最差，%(homes)s 个单位里有 %(gain)s 个能提前，最多 %(most)s 位。",
        homes=seen.homes,
        gain=seen.own_gain,
        most=seen.own_most,
    )
    return Note("own", False, sentence)


def _spread(seen: Quality) -> Note | None:
    if seen.severity_sd is None:
        return None
    sentence = phrase(
        "手松手紧：各张选票的平均松紧相差 %(points)s 分（标准差）。", points=two(seen.severity_sd)
    )
    return Note("severity", True, sentence)


def _one_ballot(seen: Quality) -> Note | None:
    if seen.largest_score_shift is None or seen.largest_rank_shift is None:
        return None
    sentence = phrase(
        "任意去掉一张票，得分最多变 %(points)s 分，名次最多变 %(places)s 位。",
        points=two(seen.largest_score_shift),
        places=seen.largest_rank_shift,
    )
    return Note("one ballot", not seen.largest_rank_shift, sentence)


def _warnings(found: Findings) -> Iterator[Note]:
    for kind, text in WARNINGS.items():
        if kind in found.warnings:
            yield Note(kind, False, Phrase(text))
