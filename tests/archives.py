"""Archives without a meeting: any plan, any ballots, put together as a published round would be."""

from __future__ import annotations

import io
import json
import random
from collections import Counter
from fractions import Fraction
from typing import Any

from appraisal.ballotbox import board, receipts
from appraisal.ballotbox.board import Seals
from appraisal.documents import archive
from appraisal.documents.archive_readme import TEXT
from appraisal.domain import settings
from appraisal.domain.encoding import canonical_json, tagged_hash
from appraisal.domain.meeting import VoterClass
from appraisal.domain.plan import Plan
from appraisal.domain.rule import Normalisation, TieKey
from appraisal.domain.scale import ABSTAINED, NOT_ASKED
from appraisal.services import counting, filed
from appraisal.services.outcome import PaperReturned
from tests.factories import make_plan

SECRET = b"receipts" * 8
ROUND = 7
SPARES = 2


def make_archive(
    plan: Plan,
    answers: list[list[int]],
    classes: list[int],
    *,
    chance: random.Random | None = None,
    paper: tuple[PaperReturned, ...] = (),
    present: int | None = None,
) -> bytes:
    """The public archive of a round that was held by this plan with these ballots, and void ones on paper."""
    chance = chance or random.Random(1)
    uid, keyset, codes = chance.randbytes(16), chance.randbytes(32), chance.randbytes(32)
    counted = Counter(classes)
    for k, line in enumerate(paper):
        counted[k] += sum(line.void)
    ballots = tuple(counted[k] for k in range(len(plan.classes)))
    form = canonical_json(
        {
            "code_root": codes.hex(),
            "format": "appraisal-round",
            "keyset": keyset.hex(),
            "limits": {"distribution": 8, "shown": plan.waiver.least_shown},
            "mode": "server-sealed",
            **({"paper": [group.paper for group in plan.classes]} if plan.has_paper else {}),
            "printed": [group.issued + SPARES for group in plan.classes],
            "receipt_key": receipts.public_key(SECRET).hex(),
            "release": "0",
            "round": uid.hex(),
            "settings": json.loads(settings.dump(plan)),
            "version": 1,
        }
    )
    form_hash = tagged_hash("form", form)
    leaves = sorted(chance.randbytes(32) for _ in range(sum(ballots)))
    root = board.root(leaves)
    mark = board.fingerprint(Seals(uid, form_hash, keyset, codes, ballots), root).hex()
    written = filed.documents(
        plan,
        counting.count(plan, answers, classes, paper=paper),
        issued=[group.issued for group in plan.classes],
        present=present,
        slips=[
            _counted(group.issued + SPARES, cast) for group, cast in zip(plan.classes, ballots, strict=True)
        ],
    )
    acts = [
        ("create", {"round": ROUND}),
        ("open", {"round": ROUND, "form": form_hash.hex()}),
        ("close", {"round": ROUND, "form": form_hash.hex(), "board": mark}),
        ("count", {"round": ROUND, "cards": 2}),
        ("publish", {"round": ROUND, **filed.seals(written)}),
    ]
    lines, head = _chain(acts)
    files = {
        "README.txt": TEXT,
        "audit.jsonl": b"".join(line + b"\n" for line in lines),
        "board.json": canonical_json(
            {
                "ballots": ballots,
                "fingerprint": mark,
                "form_hash": form_hash.hex(),
                "format": "appraisal-board",
                "leaves": [leaf.hex() for leaf in leaves],
                "root": root.hex(),
                "version": 1,
            }
        ),
        "round.json": form,
        **written,
    }
    return packed(files, {"audit": head, "kind": "public", "mode": "server-sealed", "round": uid.hex()})


def _counted(printed: int, cast: int) -> dict[str, int]:
    """The slips of a class as the scrutineer found them: one spoiled, all others unused."""
    return {"not_returned": 0, "printed": printed, "spoiled": 1, "unused": printed - cast - 1}


def packed(files: dict[str, bytes], facts: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    archive.write(files, facts, out)
    return out.getvalue()


def _chain(acts: list[tuple[str, dict[str, Any]]]) -> tuple[list[bytes], str]:
    prev, lines = bytes(32), []
    for seq, (act, detail) in enumerate(acts, start=1):
        fields = {"seq": seq, "at": "2026-11-24T02:00Z", "actor": "organizer", "act": act, "detail": detail}
        lines.append(canonical_json({**fields, "prev": prev.hex()}))
        prev = tagged_hash("audit", prev, lines[-1])
    return lines, prev.hex()


def any_archive(chance: random.Random, *, mean_only: bool = False) -> bytes:
    """An archive of any shape: few and many ballots, abstentions, recusals, every kind of rule."""
    plan = _any_plan(chance, mean_only)
    answers, classes = [], []
    for k, group in enumerate(plan.classes):
        for _ in range(chance.randint(0, group.issued)):
            answers.append(_any_ballot(chance, plan, group))
            classes.append(k)
    return make_archive(plan, answers, classes, chance=chance)


def _any_plan(chance: random.Random, mean_only: bool) -> Plan:
    letters = "ABC"[: chance.randint(1, 3)]
    shares = [chance.randint(0 if len(letters) > 1 else 1, 5) for _ in letters]
    shares[0] = shares[0] or 1
    subjects = chance.randint(2, 6)
    rule = chance.choice(
        [{}, {"pooled": True}, {"abstention_points": Fraction(chance.randint(0, 120))}]
        + ([] if mean_only else [{"trim": 1, "trim_above": 3}, {"normalisation": Normalisation.STANDARD}])
    )
    ties = (TieKey("class", letters[-1]), TieKey("grade", "优秀"), TieKey("grade", "良好"))
    return make_plan(
        subjects=subjects,
        criteria=("甲", "乙", "丙")[: chance.randint(1, 3)],
        classes=tuple(
            VoterClass(
                letter,
                f"{letter}类",
                None if rule.get("pooled") else Fraction(100 * share, sum(shares)),
                subjects * chance.choice((1, 2, 9, 14)),
                chance.random() < 0.3,
            )
            for letter, share in zip(letters, shares, strict=True)
        ),
        ties=tuple(chance.sample(ties, chance.randint(0, 3))),
        decimals=chance.randint(0, 4),
        **rule,
    )


def _any_ballot(chance: random.Random, plan: Plan, group: VoterClass) -> list[int]:
    own = chance.randrange(len(plan.subjects)) if group.recuses_own else None
    likely = [ABSTAINED, *range(len(plan.scale.grades)), len(plan.scale.grades) - 1]
    return [
        NOT_ASKED if subject == own else chance.choice(likely)
        for subject in range(len(plan.subjects))
        for _ in plan.criteria
    ]
