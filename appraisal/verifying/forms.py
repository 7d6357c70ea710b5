"""What the documents of an archive of version 1 look like."""

from __future__ import annotations

from typing import Any

from .shape import (
    Shape,
    at_least,
    claim,
    count,
    digits,
    either,
    just,
    many,
    maybe,
    named,
    number,
    one_of,
    record,
    short,
    text,
    whole,
)

HASH, UID = digits(64), digits(32)
MOST_ROWS, MOST_CRITERIA, MOST_GRADES, MOST_DECIMALS = 200, 20, 1_001, 9
FILE = record(sha256=HASH, size=whole)
MANIFEST = record(
    audit=HASH,
    files=named(FILE),
    format=just("appraisal-archive"),
    kind=one_of("public", "full"),
    mode=just("server-sealed"),
    round=UID,
    version=just(1),
)
SETTINGS = at_least(
    classes=many(
        at_least(letter=text, name=text, weight=maybe(short), issued=count, recuses_own=claim), MOST_ROWS
    ),
    criteria=many(at_least(name=text, weight=short), MOST_CRITERIA),
    rule=at_least(
        abstention_points=maybe(short),
        decimals=whole,
        normalisation=text,
        pooled=claim,
        ties=many(at_least(kind=one_of("class", "grade"), name=text), MOST_ROWS),
        trim=whole,
        trim_above=whole,
    ),
    scale=at_least(grades=many(at_least(name=text, points=short), MOST_GRADES), abstention=text),
    subjects=many(at_least(name=text, group=text), MOST_ROWS),
    version=either(just(1), just(2)),
)
ROUND = at_least(
    code_root=HASH,
    format=just("appraisal-round"),
    keyset=HASH,
    limits=at_least(distribution=whole, shown=whole),
    mode=just("server-sealed"),
    printed=many(count),
    receipt_key=digits(0, 64),
    round=UID,
    settings=SETTINGS,
    version=just(1),
)
BOARD = record(
    ballots=many(count),
    fingerprint=text,
    form_hash=text,
    format=just("appraisal-board"),
    leaves=many(text),
    root=text,
    version=just(1),
)
PLACE = {"class_": text, "subject": text, "criterion": text}
COUNTED = {"abstained": count, "n": count, "not_asked": count}
TALLY = record(
    cells=many(
        either(
            record(**PLACE, **COUNTED, counts=many(count)),
            record(**PLACE, **COUNTED, sum=short),
            record(**PLACE, **COUNTED),
            record(**PLACE, withheld=just(True)),
        )
    ),
    format=just("appraisal-tally"),
    version=just(1),
)
RETURNED = {
    "classes": many(
        record(
            abstained=maybe(count),
            cast=count,
            class_=text,
            issued=count,
            valid=maybe(count),
            void=maybe(count),
        )
    ),
    "format": just("appraisal-returns"),
    "reconciliation": maybe(many(record(not_returned=count, printed=count, spoiled=count, unused=count))),
    "unopenable": many(UID),
    "version": just(1),
}
ON_PAPER = record(classes=many(maybe(count), MOST_ROWS), total=maybe(count), void=maybe(many(count, 5)))
AT_TIMES: tuple[dict[str, Shape], ...] = (
    {},
    {"paper": ON_PAPER},
    {"present": count},
    {"paper": ON_PAPER, "present": count},
)
RETURNS = either(*(record(**RETURNED, **more) for more in AT_TIMES))
NUMBER = maybe(either(record(exact=maybe(number), shown=text), record(rounded=text, shown=text)))
CELL = at_least(
    subject=text,
    criterion=text,
    counts=maybe(named(whole)),
    rated=maybe(whole),
    abstained=maybe(whole),
    recused=maybe(whole),
    asked=maybe(whole),
)
RESULT = at_least(
    cells=many(at_least(class_=text, score=NUMBER)),
    distribution=many(CELL),
    evidence=at_least(official=just(False)),
    format=just(1),
    official=many(
        at_least(
            subject=text,
            group=text,
            class_scores=named(NUMBER),
            total=NUMBER,
            rank=maybe(whole),
            group_rank=maybe(whole),
        )
    ),
    weights=at_least(classes=named(maybe(number)), criteria=named(number)),
)
ACT = at_least(act=text, actor=text, at=text, detail=named(lambda _: True), prev=HASH, seq=whole)
LOCK = record(keyset_id=text, public_key=text, wraps=named(text))
SEALED = record(class_=whole, id=UID, sealed=text)
FORMS: dict[str, Shape] = {
    "board.json": BOARD,
    "manifest.json": MANIFEST,
    "result.json": lambda value: RESULT(value) and all(map(CELL, value["cells"])),
    "returns.json": RETURNS,
    "round.json": lambda value: ROUND(value) and is_sound(value["settings"]),
    "tally.json": TALLY,
}


def is_sound(settings: Any) -> bool:
    """Say whether a count is possible: names are unique, weights add up to something, ties are known."""
    letters = [group["letter"] for group in settings["classes"]]
    grades = [grade["name"] for grade in settings["scale"]["grades"]]
    names = (
        letters,
        grades,
        [subject["name"] for subject in settings["subjects"]],
        [criterion["name"] for criterion in settings["criteria"]],
    )
    known = {("class", letter) for letter in letters} | {("grade", grade) for grade in grades}
    weights = [[item["weight"] for item in settings["criteria"]]]
    if not settings["rule"]["pooled"]:
        weights.append([group["weight"] for group in settings["classes"]])
    return (
        all(group and len(set(group)) == len(group) for group in names)
        and all((key["kind"], key["name"]) in known for key in settings["rule"]["ties"])
        and settings["rule"]["decimals"] <= MOST_DECIMALS
        and whole(settings["rule"].get("least_marks", 0))
        and all(map(_is_share, weights))
    )


def _is_share(weights: list[str | None]) -> bool:
    """No weight is missing or negative, and not all are zero."""
    return all(weight is not None and not weight.startswith("-") for weight in weights) and any(
        weight is not None and weight.partition("/")[0] != "0" for weight in weights
    )
