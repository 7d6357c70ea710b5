"""Worked cases from papers and rule books."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

CASES = Path(__file__).parent / "cases"


def case(name: str) -> Any:
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def table(name: str) -> tuple[list[str], list[list[str]]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8-sig", newline="") as lines:
        header, *rows = csv.reader(lines)
    return header, rows


def item(name: str, key: str) -> Any:
    """One item of a case that holds several, by its id or name."""
    return next(entry for entry in case(name)["items"] if key in (entry.get("id"), entry.get("name")))
