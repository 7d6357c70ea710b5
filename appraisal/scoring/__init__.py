"""Scores, ranks and the doubt about them, from answers alone: indices, never names.

An analyst can use this package on its own; it needs numpy and nothing else.
"""

from .alpha import krippendorff
from .ballots import score_ballots
from .blup import Blup, blup
from .bootstrap import Bootstrap, bootstrap
from .cells import Cells, cell_values
from .chain import settle, tie_keys
from .diagnostics import consensus, duplicates, severity, spread, straight_lines
from .indicators import (
    MissingFigureError,
    composite,
    efficacy,
    efficacy_in_range,
    is_constant,
    min_max,
    place_share,
    ratio_to_best,
    z_scores,
)
from .leave_out import LeaveOneOut, leave_one_out
from .loopholes import find_gap, find_overlaps
from .majority import Majority, majority_judgment
from .matrix import ABSTAINED, NOT_ASKED, RatingMatrix
from .methods import METHODS, Method, register
from .normalise import normalised, shadow
from .official import score
from .outcome import Flag, Scores
from .pairs import NotConnectedError, bradley_terry, copeland, pairwise
from .presence import MissingClassError
from .rank_sets import RankSets, rank_sets
from .ranking import Decision, break_ties, comparable, decide, published, ranks
from .rasch import ManyFacet, many_facet
from .reading import CellError, Table, read_answer, read_csv
from .reliability import ICC, Concordance, cronbach, icc, kendall_w
from .report import Report, report
from .resample import TooManyBallotsError
from .rivalry import Contrast, Reciprocity, class_contrast, reciprocity
from .rules import ScoringRule, Step, place_points
from .sensitivity import (
    Agreement,
    OwnInfluence,
    method_agreement,
    own_influence,
    weight_sensitivity,
    without_class,
)
from .tally import Tally, tally
from .twoway import TwoWay, two_way
from .uncertainty import Delta, delta
from .verdict import Band, Bound, verdicts
from .words import sentence

__all__ = [
    "ABSTAINED",
    "ICC",
    "METHODS",
    "NOT_ASKED",
    "Agreement",
    "Band",
    "Blup",
    "Bootstrap",
    "Bound",
    "CellError",
    "Cells",
    "Concordance",
    "Contrast",
    "Decision",
    "Delta",
    "Flag",
    "LeaveOneOut",
    "Majority",
    "ManyFacet",
    "Method",
    "MissingClassError",
    "MissingFigureError",
    "NotConnectedError",
    "OwnInfluence",
    "RankSets",
    "RatingMatrix",
    "Reciprocity",
    "Report",
    "Scores",
    "ScoringRule",
    "Step",
    "Table",
    "Tally",
    "TooManyBallotsError",
    "TwoWay",
    "blup",
    "bootstrap",
    "bradley_terry",
    "break_ties",
    "cell_values",
    "class_contrast",
    "comparable",
    "composite",
    "consensus",
    "copeland",
    "cronbach",
    "decide",
    "delta",
    "duplicates",
    "efficacy",
    "efficacy_in_range",
    "find_gap",
    "find_overlaps",
    "icc",
    "is_constant",
    "kendall_w",
    "krippendorff",
    "leave_one_out",
    "majority_judgment",
    "many_facet",
    "method_agreement",
    "min_max",
    "normalised",
    "own_influence",
    "pairwise",
    "place_points",
    "place_share",
    "published",
    "rank_sets",
    "ranks",
    "ratio_to_best",
    "read_answer",
    "read_csv",
    "reciprocity",
    "register",
    "report",
    "score",
    "score_ballots",
    "sentence",
    "settle",
    "severity",
    "shadow",
    "spread",
    "straight_lines",
    "tally",
    "tie_keys",
    "two_way",
    "verdicts",
    "weight_sensitivity",
    "without_class",
    "z_scores",
]
