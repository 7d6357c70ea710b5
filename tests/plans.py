"""Any plan that can be held, for properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from appraisal.domain.meeting import SCOPES, Meeting, VoterClass
from appraisal.domain.plan import Plan
from appraisal.domain.rule import Normalisation, Quota, Reasons, Rounding, ScoringRule, TieKey
from appraisal.domain.scale import Grade, Scale, ScaleKind
from appraisal.domain.sheet import Criterion, Subject, units
from appraisal.domain.verdict import Band

MARKS = "甲乙丙镇乡街道园区AZaz019（）()·,%/:#&<'\"_ 　é𠮷"
WORDS = st.text(MARKS, min_size=1, max_size=8).map(str.strip).filter(lambda word: word.strip("'\" 　"))
TEXTS = st.text(MARKS + "=+-@\n", max_size=30).map(str.strip)
SHARES = st.fractions(0, 1, max_denominator=30)
PEOPLE = st.none() | st.integers(0, 5_000)


@st.composite
def weights(draw: st.DrawFn, count: int) -> list[Fraction]:
    parts = draw(st.lists(st.integers(1, 40), min_size=count, max_size=count))
    return [Fraction(100 * part, sum(parts)) for part in parts]


@st.composite
def meetings(draw: st.DrawFn) -> Meeting:
    people = sorted(draw(st.tuples(st.integers(0, 5_000), st.integers(0, 5_000))), reverse=True)
    expected, present = draw(st.sampled_from([(None, None), (people[0], None), (None, 7), tuple(people)]))
    held_on = draw(st.none() | st.dates(date(1990, 1, 1), date(2099, 12, 31)))
    return Meeting(
        title=draw(WORDS),
        topic=draw(TEXTS),
        host=draw(TEXTS),
        held_on=held_on,
        ends_on=held_on and draw(st.sampled_from((None, held_on + timedelta(days=1)))),
        paper=draw(st.none() | st.integers(0, 300)),
        venue=draw(TEXTS),
        expected=expected,
        present=present,
        scope=draw(st.sampled_from(SCOPES)),
        note=draw(TEXTS),
    )


@st.composite
def rules(draw: st.DrawFn, letters: list[str], grades: list[str]) -> ScoringRule:
    links = [TieKey("class", letter) for letter in letters] + [TieKey("grade", name) for name in grades]
    quota = st.builds(Quota, SHARES.filter(bool), st.just(Rounding.UP), st.booleans())
    normalisation = draw(st.sampled_from(Normalisation))
    plain = normalisation is Normalisation.NONE
    points = st.none() | st.fractions(-100, 100, max_denominator=12)
    return ScoringRule(
        abstention_points=draw(points) if plain else None,
        pooled=draw(st.booleans()),
        share_missing_class=draw(st.booleans()),
        trim=draw(st.integers(0, 5)) if plain else 0,
        trim_above=draw(st.integers(0, 20)),
        normalisation=normalisation,
        quota=draw(st.none() | quota),
        allow_all_same=draw(st.booleans()),
        ties=tuple(draw(st.lists(st.sampled_from(links), max_size=3, unique=True))),
        decimals=draw(st.integers(0, 4)),
        quorum=draw(st.none() | SHARES),
        spare_share=draw(SHARES),
        least_share=draw(st.none() | SHARES),
        least_marks=draw(st.integers(0, 40)),
        rates_with_abstentions=draw(st.booleans()),
        bands=draw(verdicts(grades)),
        reasons=draw(st.sampled_from(Reasons)),
        reason_length=draw(st.integers(1, 300)),
    )


@st.composite
def verdicts(draw: st.DrawFn, grades: list[str]) -> tuple[Band, ...]:
    """No table, or one whose rows sum any grades; the last row is for the rest."""
    bounds = st.fractions(0, 100, max_denominator=8)
    sums = st.lists(st.sampled_from(grades), min_size=1, unique=True).map(tuple)
    rows = draw(st.lists(st.builds(Band, WORDS, sums, bounds), max_size=3))
    return (*rows, Band(draw(WORDS))) if rows else ()


@st.composite
def numbers(draw: st.DrawFn) -> Plan:
    """A plan whose answers are points or places; no grade is left anywhere in it."""
    plan = draw(plans())
    step = draw(st.fractions(Fraction(1, 4), 5, max_denominator=4))
    first = draw(st.fractions(-50, 100, max_denominator=4))
    word = plan.scale.abstention
    if draw(st.booleans()):
        scale = Scale.of_points(first, first + step * draw(st.integers(1, 40)), step, word)
    else:
        scale = Scale.of_places(len(plan.subjects), first, step, word)
    ties = tuple(key for key in plan.rule.ties if key.kind == "class")
    partial = scale.kind is ScaleKind.PLACES and draw(st.booleans())
    return replace(
        plan,
        scale=scale,
        criteria=(Criterion("名次", Fraction(100)),) if scale.kind is ScaleKind.PLACES else plan.criteria,
        classes=tuple(replace(group, recuses_own=False) for group in plan.classes),
        rule=replace(plan.rule, ties=ties, quota=None, bands=(), reasons=Reasons.OFF, allow_partial=partial),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    names = draw(st.lists(WORDS, min_size=2, max_size=6, unique=True))
    letters = draw(st.lists(st.sampled_from("ABCDE"), min_size=1, max_size=3, unique=True))
    grades = draw(
        st.lists(st.sampled_from(["优秀", "良好", "一般", "满意", "较差"]), min_size=2, unique=True)
    )
    points = sorted(draw(st.sets(st.fractions(-200, 200, max_denominator=6), min_size=5, max_size=5)))[::-1]
    criteria = draw(st.lists(WORDS, min_size=1, max_size=4, unique=True))
    rule = draw(rules(letters, grades))
    shares: list[Fraction | None] = [*draw(weights(len(letters)))]
    if rule.pooled:
        shares = [None] * len(letters)
    word = WORDS | st.just("")
    subjects = tuple(Subject(name, draw(word), draw(word), draw(word)) for name in names)
    own = len(units(subjects))
    classes = tuple(
        VoterClass(
            letter,
            draw(WORDS),
            share,
            own * draw(st.integers(1, 50)),
            own > 1 and draw(st.booleans()),
            draw(st.integers(0, own)),
        )
        for letter, share in zip(letters, shares, strict=True)
    )
    if len(classes) > 1 and not rule.pooled and draw(st.booleans()):
        classes = (*classes[:-1], replace(classes[-1], is_public=True, recuses_own=False, paper=0))
    return Plan(
        meeting=draw(meetings()),
        subjects=subjects,
        classes=classes,
        criteria=tuple(map(Criterion, criteria, draw(weights(len(criteria))))),
        scale=Scale(tuple(map(Grade, grades, points)), draw(st.sampled_from(["弃权", "不了解", "未观摩"]))),
        rule=rule,
    )
