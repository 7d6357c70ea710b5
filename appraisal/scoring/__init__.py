"""Scores, ranks and the doubt about them, from answers alone: indices, never names.

An analyst can use this package on its own; it needs numpy and nothing else.
"""

from .ballots import score_ballots
from .bootstrap import Bootstrap, bootstrap
from .chain import settle, tie_keys
from .majority import Majority, majority_judgment
from .matrix import ABSTAINED, NOT_ASKED, RatingMatrix
from .normalise import normalised, shadow
from .official import score
from .outcome import Flag, Scores
from .presence import MissingClassError
from .rank_sets import RankSets, rank_sets
from .ranking import Decision, break_ties, decide, published, ranks
from .report import Report, report
from .resample import TooManyBallotsError
from .rules import ScoringRule, Step, place_points
from .tally import Tally, tally
from .twoway import TwoWay, two_way
from .uncertainty import Delta, delta

__all__ = [
    "ABSTAINED",
    "NOT_ASKED",
    "Bootstrap",
    "Decision",
    "Delta",
    "Flag",
    "Majority",
    "MissingClassError",
    "RankSets",
    "RatingMatrix",
    "Report",
    "Scores",
    "ScoringRule",
    "Step",
    "Tally",
    "TooManyBallotsError",
    "TwoWay",
    "bootstrap",
    "break_ties",
    "decide",
    "delta",
    "majority_judgment",
    "normalised",
    "place_points",
    "published",
    "rank_sets",
    "ranks",
    "report",
    "score",
    "score_ballots",
    "settle",
    "shadow",
    "tally",
    "tie_keys",
    "two_way",
]
