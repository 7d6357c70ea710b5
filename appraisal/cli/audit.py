"""``flask audit``: read the log of acts and check its chain."""

from __future__ import annotations

import json

from ..domain.phrase import N_, phrase
from ..services import logbook
from ..transaction import reading
from .command import Noun
from .terminal import say, show, table

group = Noun("audit", help=N_("操作记录：组织者做过的每一步。"))
HEADS = (N_("序号"), N_("时间（UTC）"), N_("操作人"), N_("操作"), N_("内容"))


@group.command("list", help=N_("列出操作记录。"))
def list_() -> None:
    """List the acts from the first to the last."""
    with reading() as session:
        rows = [
            (str(entry.seq), entry.at, entry.actor, entry.act, json.dumps(entry.detail, ensure_ascii=False))
            for entry in logbook.entries(session)
        ]
    show(table(HEADS, rows, right=(0,)))


@group.command("verify", help=N_("检查操作记录是否被改动过。"))
def verify() -> None:
    """Check that no entry was changed, removed or put in between."""
    with reading() as session:
        count, head = logbook.verify(session)
    say(phrase("共 %(count)s 条记录，首尾相连，未被改动。末条指纹 %(head)s", count=count, head=head))
