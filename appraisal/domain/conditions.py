"""What a result depends on besides the score, in words: verdicts, samples, completeness, reasons."""

from __future__ import annotations

from collections.abc import Iterator

from .exact import shown
from .phrase import N_, Phrase, phrase
from .plan import Plan
from .reason import LEAST_RELEASED
from .rule import Reasons
from .scale import ScaleKind


def scale_sentence(plan: Plan) -> Phrase:
    """Say what an answer earns."""
    scale = plan.scale
    if scale.kind is ScaleKind.POINTS:
        return phrase(
            "每格打%(lowest)s到%(highest)s分，间隔%(step)s分。",
            lowest=shown(scale.points[0]),
            highest=shown(scale.points[-1]),
            step=shown(scale.step),
        )
    if scale.kind is ScaleKind.PLACES:
        return phrase(
            "每张选票给每个对象排一个名次，不得重复；第1名%(first)s分，每低一名减%(step)s分，第%(last)s名%(least)s分。",
            first=shown(scale.points[-1]),
            step=shown(scale.step),
            last=len(scale.grades),
            least=shown(scale.points[0]),
        )
    points = tuple(
        phrase("%(grade)s%(points)s分", grade=grade.name, points=shown(grade.points))
        for grade in scale.grades
    )
    return phrase("%(grades)s。", grades=points)


def completeness(plan: Plan) -> Iterator[Phrase]:
    """Say which ballots are void for rating too little, and which subjects go without a rank."""
    rule = plan.rule
    if rule.least_share is not None:
        yield phrase(
            "评的对象少于应评对象的%(share)s的选票为无效票，正好%(share)s的有效。", share=rule.least_share
        )
    if rule.least_marks:
        yield phrase(
            "划票（%(abstention)s除外）不足%(least)s张的对象为“样本不足”，不下结论，不排名。",
            abstention=plan.scale.abstaining,
            least=rule.least_marks,
        )


def verdicts(plan: Plan) -> Iterator[Phrase]:
    """Say the verdict table in its order."""
    rule = plan.rule
    if not rule.bands:
        return
    rows = tuple(
        phrase("其余为“%(verdict)s”", verdict=band.verdict)
        if band.at_least is None
        else phrase(
            "%(grades)s合计不低于%(bound)s%%的为“%(verdict)s”",
            grades=band.grades,
            bound=shown(band.at_least),
            verdict=band.verdict,
        )
        for band in rule.bands
    )
    text = (
        N_("结论按顺序判定，先符合的为准：%(rows)s。比例的分母含%(abstention)s。")
        if rule.rates_with_abstentions
        else N_("结论按顺序判定，先符合的为准：%(rows)s。比例的分母不含%(abstention)s。")
    )
    yield Phrase(text, {"rows": rows, "abstention": plan.scale.abstaining})


def reasons(plan: Plan) -> Iterator[Phrase]:
    """Say whether the lowest grade needs a reason, how it is kept and who ever reads it."""
    if not plan.rule.asks_reasons:
        return
    text = (
        N_("评“%(grade)s”须写理由，最多%(length)s字。")
        if plan.rule.reasons is Reasons.REQUIRED
        else N_("评“%(grade)s”可以写理由，最多%(length)s字。")
    )
    yield Phrase(text, {"grade": plan.scale.grades[-1].name, "length": plan.rule.reason_length})
    yield phrase(
        "理由与选票分开密封，不影响得分；满%(least)s条的对象才打乱后交组织者和监票人核实，不公布。",
        least=LEAST_RELEASED,
    )
