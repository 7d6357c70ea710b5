"""The table of scoring rules: to add one, write its function and its row."""

from __future__ import annotations

from .ballots import around_mean, mark_statistics, normalised_scores, share_of_hundred, two_way_scores
from .cells import mean_cells, median_cells, trimmed_cells
from .official import order_scores, step_scores
from .registry import METHODS, Method, register
from .replicate import majority_replicates, step_replicates
from .resample import averages, two_way_draws

__all__ = ["METHODS", "Method", "register"]

register(
    (
        Method(
            "mean",
            "取分值的平均分",
            "the mean of the points",
            cells=mean_cells,
            draws=averages,
        ),
        Method(
            "trimmed",
            "{drops}后取平均分",
            "the mean of the points after dropping {drops}",
            cells=trimmed_cells,
        ),
        Method(
            "median",
            "取分值的中位数",
            "the median of the points",
            cells=median_cells,
            counts_abstentions=False,
        ),
        Method(
            "majority",
            "取半数以上支持的等次，等次相同的由中间向两端比较全部等次的比例",
            "the grade that half of the ballots support, equal grades compared from the middle outwards",
            score=order_scores,
            replicate=majority_replicates,
            counts_abstentions=False,
        ),
        Method(
            "steps",
            "按{top}的比例{and_low}定分（{steps}）",
            "points by the share of {top}{and_low} ({steps})",
            score=step_scores,
            replicate=step_replicates,
        ),
        Method(
            "centred",
            "每票减去本票平均分，取平均后加上全部分值的平均分",
            "the mean of the points less each ballot's own mean, put back around the mean of all marks",
            from_ballots=normalised_scores,
            draws=averages,
            readable=around_mean,
            counts_abstentions=False,
        ),
        Method(
            "standard",
            "每票按本票平均分和标准差换算成标准分，取平均后换回原量表",
            "the mean of each ballot's standard scores, put back on the scale of the marks",
            from_ballots=normalised_scores,
            draws=averages,
            readable=mark_statistics,
            counts_abstentions=False,
        ),
        Method(
            "min-max",
            "每票以本票最低分为0、最高分为100换算后取平均",
            "the mean of the points after each ballot is stretched from 0, its lowest, to 100, its highest",
            from_ballots=normalised_scores,
            draws=averages,
            readable=share_of_hundred,
            counts_abstentions=False,
        ),
        Method(
            "percentile",
            "每票按名次换算成0到100的百分位后取平均",
            "the mean of the places on each ballot, as percentiles from 0 to 100",
            from_ballots=normalised_scores,
            draws=averages,
            readable=share_of_hundred,
            counts_abstentions=False,
        ),
        Method(
            "two-way",
            "用两因素最小二乘法扣除各票宽严后，加上全部分值的平均分",
            "the effect of each subject by two-way least squares, severity of ballots taken out, "
            "put back around the mean of all marks",
            from_ballots=two_way_scores,
            draws=two_way_draws,
            counts_abstentions=False,
        ),
    )
)
