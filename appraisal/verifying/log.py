"""Is the log whole, and does it say what the other documents say (V12)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ..domain.encoding import tagged_hash
from ..domain.phrase import Phrase, phrase
from . import paper
from .boxed import form_hash
from .contents import Contents

MAIN_LINE = ["open", "close", "count", "publish"]
SEALED = ("tally", "returns", "result")


def log(contents: Contents) -> Iterator[Phrase]:
    """V12: one chain from the beginning to the publishing, and one way through the states."""
    lines = contents.lines["audit.jsonl"]
    acts = [json.loads(line) for line in lines]
    yield from _chain(lines, acts, contents.documents["manifest.json"]["audit"])
    form = form_hash(contents).hex()
    starts = [place for place, act in enumerate(acts) if act["act"] == "open" and _of(act, "form") == form]
    if len(starts) != 1:
        yield phrase("操作记录里没有这一轮的开始，或不止一次")
        return
    ours = [act for act in acts[starts[0] :] if _of(act, "round") == _of(acts[starts[0]], "round")]
    main = [act for act in ours if act["act"] in MAIN_LINE]
    if [act["act"] for act in main] != MAIN_LINE or acts[-1] is not main[-1]:
        yield phrase("操作记录里的步骤不是：开始、截止、开箱、公布")
        return
    if _of(main[1], "board") != contents.documents["board.json"]["fingerprint"]:
        yield phrase("截止时记下的票箱指纹与公示板不同")
    for name in SEALED:
        if _of(main[3], name) != tagged_hash(name, bytes(contents.files[f"{name}.json"])).hex():
            yield phrase("公布时记下的 %(name)s 与归档里的不同", name=f"{name}.json")
    yield from paper.printed(contents, ours)


def _chain(lines: Sequence[bytes], acts: Sequence[Any], head: str) -> Iterator[Phrase]:
    prev = bytes(32)
    for place, (line, act) in enumerate(zip(lines, acts, strict=True), start=1):
        if act["seq"] != place or act["prev"] != prev.hex():
            yield phrase("操作记录在第 %(place)s 条断开", place=place)
            return
        prev = tagged_hash("audit", prev, line)
    if prev.hex() != head:
        yield phrase("操作记录的末条与清单不同")


def _of(act: Any, name: str) -> Any:
    return act["detail"].get(name)
