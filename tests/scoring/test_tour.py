"""A tour of projects: on-site marks, a rank ballot and indicators, added up to the digit."""

from fractions import Fraction

import pytest

from appraisal.scoring import (
    ABSTAINED,
    NOT_ASKED,
    RatingMatrix,
    ScoringRule,
    composite,
    efficacy_in_range,
    place_points,
    place_share,
    ranks,
    ratio_to_best,
    score,
    tally,
)

from .worked import case, table

EXPECTED = case("tour/expected")
ABSENT = {"未观摩": ABSTAINED, "回避": NOT_ASKED}
TRIMMED = ScoringRule("trimmed", drop_low=1, drop_high=1, trim_above=5)


def numbers(rows, of="total"):
    return {row["subject"]: Fraction(row[of]) for row in rows}


@pytest.fixture(scope="module")
def projects():
    """Names of the projects, and the ballots that scored at least half of what they were asked."""
    header, rows = table("tour/on_site")
    names = [name.partition("/")[0] for name in header[2::3]]
    marks = [[ABSENT.get(cell, cell) for cell in row[2:]] for row in rows]
    cube = [[[int(cell) for cell in row[at : at + 3]] for at in range(0, len(row), 3)] for row in marks]
    kept = [
        n
        for n, row in enumerate(cube)
        if 2 * sum(max(cells) >= 0 for cells in row) >= sum(max(cells) > NOT_ASKED for cells in row)
    ]
    return names, RatingMatrix.build(
        [cube[n] for n in kept],
        ["ABC".index(rows[n][0]) for n in kept],
        points=range(101),
        class_weights=(50, 25, 25),
        criterion_weights=(40, 40, 20),
    )


@pytest.fixture(scope="module")
def figures():
    """Indicators by name: weight, whether smaller is better, and the figure of every unit."""
    header, (weights, directions, *rows) = table("tour/figures")
    units = [row[0] for row in rows]
    about = zip(
        header[1:], weights[1:], directions[1:], zip(*(row[1:] for row in rows), strict=True), strict=True
    )
    return units, {name: (weight, way == "越小越好", column) for name, weight, way, column in about}


def test_projects_are_scored_cell_by_cell(projects):
    names, matrix = projects

    found = score(tally(matrix), TRIMMED)

    assert dict(zip(names, found.exact, strict=True)) == numbers(EXPECTED["projects"])
    rank = {row["subject"]: row["rank"] for row in EXPECTED["projects"]}
    assert dict(zip(names, ranks(found.exact).tolist(), strict=True)) == rank
    for k, letter in enumerate("ABC"):
        expected = {row["subject"]: Fraction(row["class_scores"][letter]) for row in EXPECTED["projects"]}
        assert dict(zip(names, found.exact_classes[k], strict=True)) == expected


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        (None, TRIMMED),
        ("no_trim", ScoringRule()),
        ("missed_as_zero", ScoringRule("trimmed", drop_low=1, drop_high=1, trim_above=5, abstentions=0)),
        ("pooled", ScoringRule("trimmed", drop_low=1, drop_high=1, trim_above=5, pooled=True)),
    ],
)
def test_a_unit_scores_the_mean_of_its_projects(name, rule, projects):
    names, matrix = projects
    unit = {row["subject"]: row["unit"] for row in EXPECTED["projects"]}
    expected = EXPECTED["alternatives"][name] if name else EXPECTED["units_on_site"]

    totals = dict(zip(names, score(tally(matrix), rule).exact, strict=True))

    own = {s["subject"]: [t for p, t in totals.items() if unit[p] == s["subject"]] for s in expected}
    assert {name: sum(parts) / len(parts) for name, parts in own.items()} == numbers(expected)


def rank_ballots(places, classes):
    """Ballots that give every subject a place, pooled."""
    last = max(map(max, places))
    answers = [[last - place for place in row] for row in places]
    points = place_points(last, first=100, step=3)
    return RatingMatrix.build(answers, classes, points=points, class_weights=(1, 1))


def test_a_rank_ballot_is_a_mean_of_points_by_place():
    header, rows = table("tour/rank")
    matrix = rank_ballots([[*map(int, row[2:])] for row in rows], ["AC".index(row[0]) for row in rows])

    found = score(tally(matrix), ScoringRule(pooled=True)).exact

    assert dict(zip(header[2:], found, strict=True)) == numbers(EXPECTED["rank_ballot"]["results"])
    rank = {row["subject"]: row["rank"] for row in EXPECTED["rank_ballot"]["results"]}
    assert dict(zip(header[2:], ranks(found).tolist(), strict=True)) == rank


def test_five_rank_ballots_by_hand():
    check = EXPECTED["rank_ballot"]["small_check"]
    places = [[ballot.index(name) + 1 for name in check["totals"]] for ballot in check["ballots"]]

    found = score(tally(rank_ballots(places, [0] * 5)), ScoringRule(pooled=True)).exact

    assert found == tuple(map(Fraction, check["totals"].values()))


def converted(figures, convert):
    """The weighted indicators of every unit."""
    columns = [convert(column, smaller_is_better=cost) for _, cost, column in figures.values()]
    return composite(columns, [weight for weight, _, _ in figures.values()])


def test_indicators_are_efficacy_coefficients_by_weight(figures):
    units, columns = figures

    for name, (_, cost, column) in columns.items():
        found = efficacy_in_range(column, smaller_is_better=cost)
        expected = {row["subject"]: Fraction(row["indicators"][name]) for row in EXPECTED["indicators"]}
        assert dict(zip(units, found, strict=True)) == expected
    totals = converted(columns, efficacy_in_range)
    assert dict(zip(units, totals, strict=True)) == numbers(EXPECTED["indicators"])


@pytest.mark.parametrize(
    ("expected", "convert", "weights"),
    [
        (EXPECTED["composite"], efficacy_in_range, (50, 20, 30)),
        (EXPECTED["alternatives"]["composite_ratio_to_best"], ratio_to_best, (50, 20, 30)),
        (EXPECTED["alternatives"]["composite_rank_minus_2"], place_share, (50, 20, 30)),
        (EXPECTED["alternatives"]["composite_70_30"], efficacy_in_range, (30, 0, 70)),
    ],
)
def test_the_composite_is_exact(expected, convert, weights, figures):
    units, columns = figures
    on_site, by_rank = numbers(EXPECTED["units_on_site"]), numbers(EXPECTED["rank_ballot"]["results"])
    parts = [on_site[unit] for unit in units], [by_rank[unit] for unit in units], converted(columns, convert)

    found = composite(parts, weights)

    assert dict(zip(units, found, strict=True)) == numbers(expected)
    rank = {row["subject"]: row["rank"] for row in expected}
    assert dict(zip(units, ranks(found).tolist(), strict=True)) == rank
