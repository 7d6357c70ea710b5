"""The paper twin of the sheet: the same subjects, criteria and answers in the same order, and no number."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from math import ceil
from pathlib import Path
from typing import Any, BinaryIO

from ..domain.exact import shown
from ..domain.phrase import N_, Phrase, phrase, unchanged
from ..domain.plan import Plan
from ..domain.scale import ABSTAINED, ScaleKind
from ..domain.sheet import Sheet
from ..domain.validity import ALL_SAME_FROM
from . import font, pdf
from .csv import Translate
from .slips import BORDERS
from .slips_pdf import COLOURS

TEMPLATE = Path(__file__).with_name("ballot_paper.typ")
LOW, HIGH = 6.7, 8.4  # millimetres of a row: a little lower where that saves a page
FIRST, FURTHER = 215, 255  # millimetres for rows on the first page and on those after it
PRIVACY = N_(
    "无记名：这张票没有编号。由两个人分别录入，他们看得到票，不知道是谁填的；录入后与手机投的票放在一起，"
    "不能再分辨。票装袋密封，只供复核。"
)
PRIVACY_WITH_UNIT = N_(
    "这张票没有编号，但写着本单位：录入的两个人看得到票，可能认出是谁填的。不愿意的，请借手机投。"
    "录入后与手机投的票放在一起，不能再分辨。票装袋密封，只供复核。"
)


def write(plan: Plan, out: BinaryIO, *, translate: Translate = unchanged) -> None:
    """Write one ballot of every class that has paper ballots; as many copies as are needed are printed of it.

    Raises
    ------
    GlyphMissing
        If a name holds a sign that the font cannot draw.
    """
    papers = [_paper(plan, place, translate) for place, group in enumerate(plan.classes) if group.paper]
    font.require_glyphs(_texts(papers))
    words = {
        "title": translate(N_("纸质票")),
        "subject": translate(N_("评议对象")),
        "pages": translate(N_("第 %(page)s 页　共 %(pages)s 页")),
    }
    lang = "en" if translate(N_("单位")) != "单位" else "zh"
    data = {"lang": lang, "words": words, "papers": papers}
    out.write(pdf.compiled(data, TEMPLATE, format="pdf"))


def _paper(plan: Plan, place: int, translate: Translate) -> dict[str, Any]:
    group, sheet = plan.classes[place], plan.sheet(place)
    border = BORDERS[place % len(BORDERS)]
    groups = list(_groups(sheet))
    rows = len(plan.subjects) * len(plan.criteria) + sum(bool(each["name"]) for each in groups)
    own = translate(N_("本单位：____________________（那一行不填；换票时由工作人员写明）"))
    return {
        "title": plan.meeting.title,
        "topic": plan.meeting.topic,
        "letter": translate(N_("%(letter)s票")) % {"letter": group.letter},
        "name": group.name,
        "border": border,
        "colour": COLOURS[border],
        "own": own if group.recuses_own else "",
        "privacy": translate(PRIVACY_WITH_UNIT if group.recuses_own else PRIVACY),
        "rules": [rule.render(translate) for rule in rules(plan, sheet)],
        "answers": _answers(plan, translate),
        "writes": plan.scale.kind is not ScaleKind.GRADES,
        "criteria": [criterion.name for criterion in plan.criteria] if len(plan.criteria) > 1 else [],
        "groups": groups,
        "row": min(HIGH, LOW, key=lambda height: _pages(rows, height)),
    }


def _pages(rows: int, height: float) -> int:
    return 1 + max(0, ceil((rows * height - FIRST) / FURTHER))


def rules(plan: Plan, sheet: Sheet) -> Iterator[Phrase]:
    """Say how a paper ballot is filled in, and what makes it void."""
    yield from _how(plan)
    yield phrase("空着的格按“%(word)s”计。划错了，请向工作人员换一张。", word=_word(plan.scale.abstention))
    yield from _limits(plan, sheet)
    may_be_alike = plan.rule.allow_all_same or plan.scale.kind is ScaleKind.PLACES
    if not may_be_alike and len(plan.subjects) >= ALL_SAME_FROM:
        yield phrase("全部评为同一等次的，整张无效。")
    yield phrase("不要写姓名，不要做记号，否则整张无效。")
    yield from plan.waiver.sentences()


def _word(text: str) -> Phrase:
    """Say an answer word as its column does."""
    return Phrase(text.replace("%", "%%"))


def _how(plan: Plan) -> Iterator[Phrase]:
    scale = plan.scale
    if scale.kind is ScaleKind.GRADES:
        yield phrase("每行只在一个方格里划“√”，划两个以上的整张无效。")
    elif scale.kind is ScaleKind.POINTS:
        yield phrase(
            "每行写一个分数：%(lowest)s 到 %(highest)s，间隔 %(step)s；不评的在“%(word)s”格里划“√”。",
            lowest=shown(scale.points[0]),
            highest=shown(scale.points[-1]),
            step=shown(scale.step),
            word=_word(scale.abstention),
        )
    else:
        yield phrase("每行写一个名次：1 到 %(last)s，不能重复。", last=scale.grades[-1].name)
        if not plan.rule.allow_partial:
            yield phrase("有一个对象没有名次的，整张无效；全部空着的是弃权。")


def _limits(plan: Plan, sheet: Sheet) -> Iterator[Phrase]:
    known = sheet.recusing(0) if sheet.chooses_own else sheet
    for members, limit in known.quota_limits():
        whose = plan.subjects[members[0]].group if plan.rule.quota and plan.rule.quota.per_group else ""
        text = (
            N_("%(group)s“%(grade)s”最多 %(limit)s 个，多了整张无效。")
            if len(plan.criteria) == 1
            else N_("%(group)s每一项“%(grade)s”最多 %(limit)s 个，多了整张无效。")
        )
        yield Phrase(text, {"group": whose, "grade": _word(plan.scale.grades[0].name), "limit": limit})


def _answers(plan: Plan, translate: Translate) -> list[str]:
    scale = plan.scale
    if scale.kind is ScaleKind.GRADES:
        words = [grade.name for grade in scale.grades]
    else:
        words = [N_("分数") if scale.kind is ScaleKind.POINTS else N_("名次")]
    return [translate(word) for word in (*words, scale.word(ABSTAINED))]


def _groups(sheet: Sheet) -> Iterator[dict[str, Any]]:
    """Yield runs of one group in list order, as the phone heads them."""
    numbered = list(enumerate(sheet.subjects, start=1))
    for name, run in groupby(numbered, key=lambda pair: pair[1].group):
        yield {"name": name, "subjects": [{"number": n, "name": subject.name} for n, subject in run]}


def _texts(papers: list[dict[str, Any]]) -> Iterator[str]:
    for paper in papers:
        yield from (paper[name] for name in ("title", "topic", "letter", "name", "own", "privacy"))
        yield from (*paper["rules"], *paper["answers"], *paper["criteria"])
        for group in paper["groups"]:
            yield group["name"]
            yield from (subject["name"] for subject in group["subjects"])
