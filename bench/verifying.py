"""How long it takes to check the archive of five hundred ballots; the goal is one second."""

import random
import statistics
import time
from dataclasses import replace

from appraisal.domain.plan import Plan
from appraisal.verifying.verify import verify
from tests.archives import make_archive
from tests.factories import make_class, make_plan
from tests.tianmen import plan as tianmen

BALLOTS, RUNS = 500, 9
CLASSES = (make_class("A", 40, BALLOTS), make_class("B", 60, BALLOTS))


def main() -> None:
    """Check one archive several times and tell the middle of it."""
    chance = random.Random(1)
    whole = make_plan(subjects=10, criteria=("德", "能", "勤", "绩"), classes=CLASSES)
    for name, plan in (("10 subjects x 4 criteria", whole), ("Tianmen", _large(tianmen()))):
        cells = len(plan.subjects) * len(plan.criteria)
        classes = [place % len(plan.classes) for place in range(BALLOTS)]
        content = make_archive(plan, [_marks(chance, cells) for _ in classes], classes)
        times = [_timed(content) for _ in range(RUNS)]
        print(f"{name}, {BALLOTS} ballots, {len(content) // 1024} KB: {statistics.median(times):.3f} s")


def _large(plan: Plan) -> Plan:
    """The same meeting with classes large enough for everybody."""
    return replace(
        plan, classes=tuple(replace(group, issued=BALLOTS // 28 * 28 + 28) for group in plan.classes)
    )


def _timed(content: bytes) -> float:
    start = time.perf_counter()
    verify(content)
    return time.perf_counter() - start


def _marks(chance: random.Random, cells: int) -> list[int]:
    return [chance.randint(-1, 3) for _ in range(cells)]


if __name__ == "__main__":
    main()
