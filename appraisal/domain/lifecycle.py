"""States of a round, the acts that move them, and who may do what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from .errors import NeedsTwo, RoleRefused, StateRefused
from .phrase import N_, Phrase
from .roles import ROLE_NAME, Actor, Role


class State(StrEnum):
    """Where a round stands; there is no way back once voting is open."""

    DRAFT = "draft"
    REHEARSAL = "rehearsal"
    SEALED = "sealed"
    OPEN = "open"
    CLOSED = "closed"
    OPENED = "opened"
    PUBLISHED = "published"
    SHREDDED = "shredded"


class Act(StrEnum):
    """What people do to a round."""

    REPLACE_PLAN = "replace-plan"
    ASSIGN = "assign"
    ACKNOWLEDGE = "acknowledge"
    WAIVE = "waive"
    REHEARSE = "rehearse"
    WIPE = "wipe"
    MAKE_CARD = "make-card"
    DRILL = "drill"
    SEAL = "seal"
    UNSEAL = "unseal"
    ISSUE_SLIPS = "issue-slips"
    VOID_SLIPS = "void-slips"
    OPEN = "open"
    ANNOUNCE = "announce"
    REPLACE_SLIP = "replace-slip"
    HAND_OUT_PAPER = "hand-out-paper"
    ENTER_PAPER = "enter-paper"
    CLOSE = "close"
    STATE_ISSUED = "state-issued"
    COUNT = "count"
    RECONCILE = "reconcile"
    FOLLOW_UP = "follow-up"
    PUBLISH = "publish"
    SHRED = "shred"
    ABANDON = "abandon"


STATE_NAME = MappingProxyType(
    {
        State.DRAFT: N_("草稿"),
        State.REHEARSAL: N_("演练"),
        State.SEALED: N_("已封箱"),
        State.OPEN: N_("投票中"),
        State.CLOSED: N_("已截止"),
        State.OPENED: N_("已开箱"),
        State.PUBLISHED: N_("已公布"),
        State.SHREDDED: N_("已销毁"),
    }
)

ACT_NAME = MappingProxyType(
    {
        Act.REPLACE_PLAN: N_("修改方案"),
        Act.ASSIGN: N_("安排人员"),
        Act.ACKNOWLEDGE: N_("看过提醒"),
        Act.WAIVE: N_("放宽人少票种的限制"),
        Act.REHEARSE: N_("开始演练"),
        Act.WIPE: N_("结束演练"),
        Act.MAKE_CARD: N_("制作钥匙卡"),
        Act.DRILL: N_("试开票箱"),
        Act.SEAL: N_("封箱"),
        Act.UNSEAL: N_("拆封"),
        Act.ISSUE_SLIPS: N_("印制选票条"),
        Act.VOID_SLIPS: N_("作废选票条"),
        Act.OPEN: N_("开始投票"),
        Act.ANNOUNCE: N_("预告截止"),
        Act.REPLACE_SLIP: N_("补发选票条"),
        Act.HAND_OUT_PAPER: N_("换发纸质票"),
        Act.ENTER_PAPER: N_("录入纸质票"),
        Act.CLOSE: N_("截止投票"),
        Act.STATE_ISSUED: N_("登记发出票数"),
        Act.COUNT: N_("开箱计票"),
        Act.RECONCILE: N_("登记选票条清点"),
        Act.FOLLOW_UP: N_("登记理由核实情况"),
        Act.PUBLISH: N_("公布结果"),
        Act.SHRED: N_("销毁选票和钥匙"),
        Act.ABANDON: N_("放弃本轮"),
    }
)


BEFORE_VOTING = (State.DRAFT, State.REHEARSAL, State.SEALED)
COUNTED = (State.OPENED, State.PUBLISHED, State.SHREDDED)
TOLD = (State.PUBLISHED, State.SHREDDED)  # the result is out


@dataclass(frozen=True)
class Edge:
    """An act: the states it may be done in, where it leads, who may do it, and whether two must agree."""

    needs: tuple[State, ...]
    leads_to: State | None = None  # None: the round stays where it is
    by: tuple[Role, ...] = (Role.ORGANIZER,)
    two: bool = False
    may_wait: bool = False  # the organizer alone, after the scrutineer was asked in vain


BOTH = (Role.ORGANIZER, Role.SCRUTINEER)
BEFORE_COUNT = (State.SEALED, State.OPEN, State.CLOSED)

EDGES = MappingProxyType(
    {
        Act.REPLACE_PLAN: Edge((State.DRAFT,)),
        Act.ASSIGN: Edge((State.DRAFT,)),
        Act.ACKNOWLEDGE: Edge((State.DRAFT,), by=BOTH),
        Act.WAIVE: Edge((State.DRAFT,), by=BOTH, two=True),
        Act.REHEARSE: Edge((State.DRAFT,), State.REHEARSAL),
        Act.MAKE_CARD: Edge((State.DRAFT,), by=tuple(Role)),
        Act.DRILL: Edge((State.DRAFT,), by=BOTH),
        Act.SEAL: Edge((State.DRAFT,), State.SEALED, BOTH, two=True),
        Act.UNSEAL: Edge((State.SEALED,), State.DRAFT, BOTH, two=True),
        Act.ISSUE_SLIPS: Edge((State.SEALED,)),
        Act.VOID_SLIPS: Edge((State.SEALED,), by=BOTH, two=True),
        Act.OPEN: Edge((State.SEALED,), State.OPEN, BOTH, two=True),
        Act.ANNOUNCE: Edge((State.OPEN,), by=BOTH),
        Act.REPLACE_SLIP: Edge((State.OPEN,), by=BOTH, two=True),
        Act.HAND_OUT_PAPER: Edge((State.OPEN,), by=BOTH, two=True),
        Act.ENTER_PAPER: Edge((State.OPEN,), by=tuple(Role)),
        Act.CLOSE: Edge((State.OPEN,), State.CLOSED, BOTH, two=True, may_wait=True),
        Act.STATE_ISSUED: Edge((State.CLOSED,), by=BOTH),
        Act.COUNT: Edge((State.CLOSED,), State.OPENED, BOTH),
        Act.RECONCILE: Edge((State.CLOSED, State.OPENED), by=(Role.SCRUTINEER,)),
        Act.FOLLOW_UP: Edge((State.OPENED, State.PUBLISHED)),
        Act.PUBLISH: Edge((State.OPENED,), State.PUBLISHED, BOTH, two=True),
        Act.SHRED: Edge((State.PUBLISHED,), State.SHREDDED, BOTH, two=True),
        Act.ABANDON: Edge(BEFORE_COUNT, State.SHREDDED, BOTH, two=True),
    }
)
# A rehearsal goes the same way on one card and one person, and from anywhere back to the draft.
REHEARSED = MappingProxyType(
    {
        Act.VOID_SLIPS: Edge((State.REHEARSAL,)),
        Act.WIPE: Edge((State.REHEARSAL, State.OPEN, State.CLOSED, State.OPENED), State.DRAFT),
        Act.ISSUE_SLIPS: Edge((State.REHEARSAL,)),
        Act.OPEN: Edge((State.REHEARSAL,), State.OPEN),
        Act.HAND_OUT_PAPER: Edge((State.OPEN,)),
        Act.ENTER_PAPER: Edge((State.OPEN,), by=tuple(Role)),
        Act.ANNOUNCE: Edge((State.OPEN,)),
        Act.CLOSE: Edge((State.OPEN,), State.CLOSED),
        Act.STATE_ISSUED: Edge((State.CLOSED,)),
        Act.COUNT: Edge((State.CLOSED,), State.OPENED),
        Act.FOLLOW_UP: Edge((State.OPENED,)),
    }
)


def edge(act: Act, *, rehearsal: bool = False) -> Edge:
    """Return how an act goes; acts that the rehearsal or the real round does not know lead nowhere."""
    return (REHEARSED if rehearsal else EDGES).get(act, Edge(()))


def after(state: State, act: Act, *, rehearsal: bool = False) -> State:
    """Return the state an act leads to; refuse an act that this state does not allow."""
    found = edge(act, rehearsal=rehearsal)
    if state not in found.needs:
        needed = found.needs or edge(act, rehearsal=not rehearsal).needs
        raise StateRefused(
            act=Phrase(ACT_NAME[act]),
            needed=tuple(Phrase(STATE_NAME[each]) for each in needed),
            state=Phrase(STATE_NAME[State.REHEARSAL if rehearsal else state]),
        )
    return found.leads_to or state


def require(act: Act, actor: Actor, *, rehearsal: bool = False) -> None:
    """Refuse an actor who may not do this, or may not do it alone."""
    found = edge(act, rehearsal=rehearsal)
    if actor.role not in found.by:
        raise RoleRefused(
            act=Phrase(ACT_NAME[act]),
            by=tuple(Phrase(ROLE_NAME[role]) for role in found.by),
            role=Phrase(ROLE_NAME[actor.role]),
        )
    if found.two and not actor.is_two and not (found.may_wait and actor.has_waited):
        raise NeedsTwo(act=Phrase(ACT_NAME[act]))
