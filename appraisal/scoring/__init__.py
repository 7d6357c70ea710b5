"""Scores, ranks and the doubt about them, from answers alone: indices, never names.

An analyst can use this package on its own; it needs numpy and nothing else.
"""

from .ballots import score_ballots
from .chain import settle, tie_keys
from .majority import Majority, majority_judgment
from .matrix import ABSTAINED, NOT_ASKED, RatingMatrix
from .normalise import normalised, shadow
from .official import score
from .outcome import Flag, Scores
from .presence import MissingClassError
from .ranking import Decision, break_ties, decide, published, ranks
from .report import Report, report
from .rules import ScoringRule, Step, place_points
from .tally import Tally, tally
from .twoway import TwoWay, two_way

__all__ = [
    "ABSTAINED",
    "NOT_ASKED",
    "Decision",
    "Flag",
    "Majority",
    "MissingClassError",
    "RatingMatrix",
    "Report",
    "Scores",
    "ScoringRule",
    "Step",
    "Tally",
    "TwoWay",
    "break_ties",
    "decide",
    "majority_judgment",
    "normalised",
    "place_points",
    "published",
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
