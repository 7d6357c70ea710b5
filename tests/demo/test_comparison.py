"""A result compared with what was expected, number by number."""

from copy import deepcopy

import pytest

from appraisal.demo.comparison import Difference, differences
from tests import tianmen


def changed(*path, to):
    """The expected result of Tianmen with one value changed."""
    result = deepcopy(tianmen.expected())
    place = result
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return result


def test_equal_results_have_no_difference():
    assert differences(deepcopy(tianmen.expected()), tianmen.expected()) == ()


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("returns", "all", "valid"), "returns all valid"),
        (("weights", "classes", "A"), "weights classes A"),
        (("official", 1, "group_rank"), "official 张港镇 group_rank"),
        (("cells", 0, "counts", "优秀"), "cells A 多宝镇 工作完成情况 counts 优秀"),
    ],
)
def test_one_changed_number_is_named(path, place):
    found = differences(changed(*path, to="?"), tianmen.expected())

    assert [(difference.place, difference.found) for difference in found] == [(place, "?")]


def test_a_missing_number_is_a_difference():
    result = deepcopy(tianmen.expected())
    del result["official"][0]["rank"]

    assert differences(result, tianmen.expected()) == (Difference("official 竟陵街道 rank", "—", "1"),)


def test_another_order_of_the_ranking_is_a_difference():
    result = deepcopy(tianmen.expected())
    result["official"][16:18] = result["official"][17:15:-1]

    assert [difference.place for difference in differences(result, tianmen.expected())] == [
        "official 马湾镇 place",
        "official 小板镇 place",
    ]


def test_another_order_of_the_cells_is_none():
    result = deepcopy(tianmen.expected())
    result["cells"].reverse()

    assert differences(result, tianmen.expected()) == ()
