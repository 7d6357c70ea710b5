"""States of a round and the acts that move them."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from .errors import StateRefused
from .phrase import N_, Phrase


class State(StrEnum):
    """Where a round stands; there is no way back once voting is open."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    OPENED = "opened"
    PUBLISHED = "published"


class Act(StrEnum):
    """What an organizer does to a round."""

    REPLACE_PLAN = "replace-plan"
    MAKE_KEYS = "make-keys"
    ISSUE_SLIPS = "issue-slips"
    VOID_SLIPS = "void-slips"
    OPEN = "open"
    CLOSE = "close"
    COUNT = "count"
    PUBLISH = "publish"


STATE_NAME = MappingProxyType(
    {
        State.DRAFT: N_("草稿"),
        State.OPEN: N_("投票中"),
        State.CLOSED: N_("已截止"),
        State.OPENED: N_("已开箱"),
        State.PUBLISHED: N_("已公布"),
    }
)

ACT_NAME = MappingProxyType(
    {
        Act.REPLACE_PLAN: N_("修改方案"),
        Act.MAKE_KEYS: N_("制作钥匙卡"),
        Act.ISSUE_SLIPS: N_("印制选票条"),
        Act.VOID_SLIPS: N_("作废选票条"),
        Act.OPEN: N_("开始投票"),
        Act.CLOSE: N_("截止投票"),
        Act.COUNT: N_("开箱计票"),
        Act.PUBLISH: N_("公布结果"),
    }
)

# act: the state it needs, the state it leads to
EDGES = MappingProxyType(
    {
        Act.REPLACE_PLAN: (State.DRAFT, State.DRAFT),
        Act.MAKE_KEYS: (State.DRAFT, State.DRAFT),
        Act.ISSUE_SLIPS: (State.DRAFT, State.DRAFT),
        Act.VOID_SLIPS: (State.DRAFT, State.DRAFT),
        Act.OPEN: (State.DRAFT, State.OPEN),
        Act.CLOSE: (State.OPEN, State.CLOSED),
        Act.COUNT: (State.CLOSED, State.OPENED),
        Act.PUBLISH: (State.OPENED, State.PUBLISHED),
    }
)


def after(state: State, act: Act) -> State:
    """Return the state an act leads to; refuse an act that this state does not allow."""
    needed, reached = EDGES[act]
    if state != needed:
        raise StateRefused(
            act=Phrase(ACT_NAME[act]), needed=Phrase(STATE_NAME[needed]), state=Phrase(STATE_NAME[state])
        )
    return reached
