"""The tables that list the units: on site, by their figures, and by what the parts add up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from ..documents.activity_table import IndicatorColumn, UnitRow, UnitTable
from ..documents.table import Number
from ..domain.activity import INDICATORS, Activity, ActivityRound, Part, RollUp
from ..domain.exact import shown as written
from ..domain.indicator import AS_IS, Conversion, Indicator
from ..domain.phrase import N_, Phrase, phrase
from ..domain.plan import Plan
from . import composing, figures
from .cells import disclosed
from .disclosure import Disclosure, everything
from .numbers import number
from .outcome import Exact, Outcome
from .placing import NO_CHAIN, Chain, order, place, place_within

FULL = 100  # weights of a plan are in percent
HEAD = N_("%(name)s（%(weight)s%%）")


class UnitTables:
    """The units of one counted activity, put in order by one thing after another."""

    def __init__(self, activity: Activity, outcomes: Mapping[str, Outcome], *, full: bool) -> None:
        self._activity, self._outcomes, self._full = activity, outcomes, full
        self._names = [unit.name for unit in activity.units]
        self._groups = [unit.group for unit in activity.units]
        self._decimals = activity.rounds[0].plan.rule.decimals

    def on_site(self) -> UnitTable | None:
        """Rank the units by their projects."""
        scores, tour = composing.on_site(self._activity, self._outcomes), self._activity.on_site
        if scores is None or tour is None:
            return None
        plan, may = tour.plan, self._may(tour)
        members = self._members(plan)
        cells = [
            tuple(
                number(row[u] if all(may.scores[k][s] for s in members[u]) else None, self._decimals)
                for k, row in enumerate(scores.class_scores)
            )
            for u in range(len(self._names))
        ]
        telling = self._telling(tour)
        columns = tuple(phrase("%(letter)s票得分", letter=group.letter) for group in plan.classes)
        rows = self.ranked(scores.totals, cells, scores.chain, telling)
        letters = tuple(group.letter for group in plan.classes)
        return UnitTable(phrase("单位现场得分"), letters, columns, rows, (self.roll_up_sentence(),))

    def indicator_columns(self) -> tuple[IndicatorColumn, ...]:
        """List the indicators as they were handed in."""
        agreed = self._conversion()
        return tuple(
            IndicatorColumn(
                name=each.name,
                unit=each.unit,
                weight=each.weight / FULL,
                direction=phrase("越小越好") if each.smaller_is_better else phrase("越大越好"),
                conversion=(each.conversion or agreed).sentence,
                figures={
                    name: "—" if figure is None else written(figure)
                    for name, figure in zip(self._names, each.figures, strict=True)
                },
                is_constant=len(set(each.capped)) == 1,
                worked={
                    name: figures.worked(each, agreed, u, self._decimals)
                    for u, name in enumerate(self._names)
                },
            )
            for each in self._activity.indicators
        )

    def indicators(self) -> UnitTable | None:
        """Rank the units by their figures, converted and added by weight."""
        found, agreed = self._activity.indicators, self._conversion()
        if not found:
            return None
        cells = self._cells([figures.points(each, agreed) for each in found])
        rows = self.ranked(figures.part(found, agreed), cells)
        return UnitTable(
            phrase("客观指标得分"),
            tuple(each.name for each in found),
            _weighted(found, HEAD),
            rows,
            self.figures_formula(),
            _worked(rows[0], [each.weight for each in found]),
        )

    def composite(self) -> UnitTable | None:
        """Rank the units by the weighted sum of all parts."""
        parts = self._activity.parts
        if not parts:
            return None
        columns = [composing.part_totals(self._activity, self._outcomes, part) for part in parts]
        votes = [self._telling_part(part.name) for part in parts]
        telling = [any(own) for own in zip(*votes, strict=True)]
        totals = composing.composite(self._activity, self._outcomes)
        rows = self.ranked(totals, self._cells(columns, votes), telling=telling)
        return UnitTable(
            phrase("综合结果"),
            tuple(part.name for part in parts),
            _weighted(parts, HEAD),
            rows,
            self.composite_formula(),
            _worked(rows[0], [part.weight for part in parts]),
        )

    def ranked(
        self,
        totals: Sequence[Exact],
        cells: Sequence[tuple[Number, ...]],
        chain: Chain = NO_CHAIN,
        telling: Sequence[bool] | None = None,
    ) -> tuple[UnitRow, ...]:
        """List the units by these totals; `cells` stand beside them, `telling` totals hide what is exact."""
        places, in_group = place(totals, chain), place_within(self._groups, totals, chain)
        return tuple(
            UnitRow(
                subject=self._names[u],
                group=self._groups[u],
                parts=cells[u],
                total=number(totals[u], self._decimals, is_telling=bool(telling and telling[u])),
                rank=places.ranks[u] or None,
                group_rank=in_group[u] or None,
                decided_by=places.decided_by[u],
            )
            for u in order(places.ranks)
        )

    def roll_up_sentence(self) -> Phrase:
        """Say how the scores of projects make the score of their unit."""
        rule = self._activity.roll_up or RollUp()
        if rule.kinds:
            kinds = tuple(
                phrase("%(kind)s%(weight)s%%", kind=kind, weight=written(w)) for kind, w in rule.kinds
            )
            return phrase("单位现场得分：先求各类别项目得分的平均，再按%(kinds)s合成。", kinds=kinds)
        if rule.best is not None:
            return phrase("单位现场得分是得分最高的%(best)s个项目的平均分。", best=rule.best)
        return phrase("单位现场得分是本单位各项目得分的平均分。")

    def figures_formula(self) -> tuple[Phrase, ...]:
        """Say how figures become points and points a score; nothing without indicators."""
        found = self._activity.indicators
        if not found:
            return ()
        weights = _weighted(found, N_("%(name)s%(weight)s%%"))
        return self._conversion().sentence, phrase("各项按%(weights)s合成指标得分。", weights=weights)

    def composite_formula(self) -> tuple[Phrase, ...]:
        """Say how the parts add up; nothing without a composite."""
        if not self._activity.parts:
            return ()
        weights = _weighted(self._activity.parts, N_("%(name)s×%(weight)s%%"))
        return (
            phrase(
                "综合得分=各部分得分按权重相加：%(weights)s；各部分不舍入，最后舍入一次。", weights=weights
            ),
        )

    def terms(self) -> tuple[Phrase, ...]:
        """Say how everything comes together: projects, figures, the composite."""
        named = self._activity.roll_up.top if self._activity.roll_up else 0
        top = (phrase("得分最高的 %(n)s 个项目列为好项目。", n=named),) if named else ()
        on_site = () if self._activity.on_site is None else (self.roll_up_sentence(), *top)
        return (*on_site, *self.figures_formula(), *self.composite_formula())

    @property
    def is_complete(self) -> bool:
        """Nothing is held back of any round, so that other rules may be told of beside the agreed one."""
        return not any(any(self._telling(each)) for each in self._activity.rounds)

    def _cells(
        self, columns: Sequence[Sequence[Exact]], telling: Sequence[Sequence[bool]] | None = None
    ) -> list[tuple[Number, ...]]:
        """Stand the columns side by side, a row per unit; what is `telling` is shown rounded alone."""
        held = telling or [[False] * len(self._names)] * len(columns)
        return [
            tuple(
                number(column[u], self._decimals, is_telling=own[u])
                for column, own in zip(columns, held, strict=True)
            )
            for u in range(len(self._names))
        ]

    def _telling_part(self, name: str) -> list[bool]:
        voted = next((each for each in self._activity.rounds if each.name == name), None)
        return [False] * len(self._names) if voted is None else self._telling(voted)

    def _telling(self, each: ActivityRound) -> list[bool]:
        """Say for every unit whether its exact score in a round would tell of a class that is held back."""
        may = self._may(each)
        return [not all(may.shows_all(s) for s in own) for own in self._members(each.plan)]

    def _may(self, each: ActivityRound) -> Disclosure:
        if self._full:
            return everything(len(each.plan.classes), len(each.plan.subjects))
        return disclosed(each.plan, self._outcomes[each.name])

    def _members(self, plan: Plan) -> list[list[int]]:
        """List the subjects of a round that belong to each unit: its projects, or itself."""
        return [[s for s, subject in enumerate(plan.subjects) if subject.unit == n] for n in self._names]

    def _conversion(self) -> Conversion:
        return next((part.conversion for part in self._activity.parts if part.name == INDICATORS), AS_IS)


def _weighted(items: Sequence[Indicator] | Sequence[Part], text: str) -> tuple[Phrase, ...]:
    return tuple(Phrase(text, {"name": each.label, "weight": written(each.weight)}) for each in items)


def _worked(first: UnitRow, weights: Sequence[Fraction]) -> Phrase:
    """Write the sum of the first row out, with the numbers as printed."""
    terms = "+".join(
        f"{cell.shown}×{written(weight)}%" for cell, weight in zip(first.parts, weights, strict=True)
    )
    return phrase(
        "%(subject)s：%(terms)s=%(total)s（按未舍入的数计算）。",
        subject=first.subject,
        terms=terms,
        total=first.total.shown,
    )
