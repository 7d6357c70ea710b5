"""Plans and rounds for tests; a call names only what the test is about."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from appraisal.domain.meeting import Meeting, VoterClass
from appraisal.domain.plan import Plan
from appraisal.domain.roles import Actor, Role
from appraisal.domain.rule import ScoringRule
from appraisal.domain.scale import Grade, Scale
from appraisal.domain.sheet import Criterion, Marks, Sheet, Subject
from appraisal.domain.waiver import NOTHING_WAIVED
from appraisal.services import checking, conduct, issuing, keys, opening, people, sealing, setup, waiving
from appraisal.services.issuing import Slip
from appraisal.storage.models import Account, Round

PEPPER = b"p" * 32
ORGANIZER = Actor(("organizer",), (Role.ORGANIZER,))
SCRUTINEER = Actor(("scrutineer",), (Role.SCRUTINEER,))
OBSERVER = Actor(("observer",), (Role.OBSERVER,))
BOTH = Actor(("organizer", "scrutineer"), (Role.ORGANIZER, Role.SCRUTINEER))
NAMES = [
    "竟陵街道",
    "侨乡街道",
    "杨林街道",
    "多宝镇",
    "拖市镇",
    "张港镇",
    "蒋场镇",
    "汪场镇",
    "渔薪镇",
    "黄潭镇",
]
KINDS = {  # as many units as the largest meeting has
    "街道": "竟陵街道 侨乡街道 杨林街道",
    "镇": "多宝镇 拖市镇 张港镇 蒋场镇 汪场镇 渔薪镇 黄潭镇 岳口镇 横林镇 彭市镇 麻洋镇 "
    "多祥镇 干驿镇 马湾镇 卢市镇 小板镇 九真镇 皂市镇 胡市镇 石家河镇 佛子山镇",
    "乡": "净潭乡",
    "场园": "蒋湖农场 白茅湖农场 沉湖管委会",
    "项目": "城区供水改造 岳口港二期 棉花交易中心 北湖治理 张港大桥 皂市水厂 "
    "卢市工业园 高铁站前广场 石家河遗址公园 黄潭排涝站 净潭渔业基地 马湾粮库 干驿养老院",
}
UNITS = tuple(Subject(name, kind) for kind, names in KINDS.items() for name in names.split())
CRITERIA = ("工作实绩", "作风建设", "群众满意")
GRADES = (("优秀", 100), ("良好", 80), ("一般", 60), ("较差", 40))


def make_plan(
    *,
    subjects: int = 3,
    criteria: tuple[str, ...] = ("工作完成情况",),
    classes: tuple[VoterClass, ...] | None = None,
    title: str = "年度民主评议",
    **rule: object,
) -> Plan:
    return Plan(
        meeting=Meeting(title=title),
        subjects=tuple(Subject(name, "街道" if "街道" in name else "镇") for name in NAMES[:subjects]),
        classes=classes or (make_class("A", 40, 4), make_class("B", 60, 6)),
        criteria=tuple(Criterion(name, Fraction(100, len(criteria))) for name in criteria),
        scale=Scale(tuple(Grade(name, Fraction(points)) for name, points in GRADES)),
        rule=replace(ScoringRule(allow_all_same=True), **rule),
    )


def make_class(
    letter: str, weight: int = 100, issued: int = 4, *, recuses_own: bool = False, paper: int = 0
) -> VoterClass:
    return VoterClass(letter, f"{letter}类代表", Fraction(weight), issued, recuses_own, paper)


def make_sheet(**fields: object) -> Sheet:
    plan = make_plan(subjects=int(str(fields.pop("subjects", 3))))
    return replace(plan.sheet(0), **fields)


def all_marked(sheet: Sheet, answer: int = 3) -> Marks:
    blank = Marks.blank(sheet)
    return Marks(tuple(answer if cell == -3 else cell for cell in blank.answers))


class SealedRound:
    """A round whose box is sealed, with its two cards in the clear."""

    def __init__(self, session: Session, plan: Plan | None = None) -> None:
        self.id: int = draft(session, plan).id
        self.plan: Plan = conduct.find(session, self.id).plan
        self.cards: tuple[str, str] = seal(session, self.id)


class OpenRound(SealedRound):
    """A round that is open for voting, with its slips and its cards in the clear."""

    def __init__(self, session: Session, plan: Plan | None = None, *, pepper: bytes = PEPPER) -> None:
        super().__init__(session, plan)
        self.slips: tuple[Slip, ...] = issuing.issue(
            session, round_id=self.id, pepper=pepper, actor=ORGANIZER
        )
        conduct.open_voting(session, round_id=self.id, actor=BOTH)

    def close(self, session: Session) -> None:
        conduct.close(session, round_id=self.id, actor=BOTH)

    def open_box(self, session: Session) -> None:
        opening.open_box(session, round_id=self.id, cards=self.cards, actor=BOTH)

    def key(self, session: Session) -> bytes:
        """The private key of the box, as the holders of the cards have it together."""
        found = conduct.find(session, self.id)
        return keys.unlock(found, self.cards)

    def codes(self, letter: str) -> list[str]:
        letters = [group.letter for group in self.plan.classes]
        return [slip.code.printed for slip in self.slips if letters[slip.voter_class] == letter]


def draft(session: Session, plan: Plan | None = None) -> Round:
    """Store a plan, with an organizer and a scrutineer; a waiver it has is agreed on by both."""
    plan = plan or make_plan()
    made = setup.create(session, plan=plan, actor=ORGANIZER)
    if plan.waiver != NOTHING_WAIVED:
        waiver = plan.waiver
        waiving.waive(session, round_id=made.id, least=waiver.least_shown, recusal=waiver.recusal, actor=BOTH)
    people.found(session, round_id=made.id, account_id=account(session, "organizer").id)
    account(session, "scrutineer")
    people.assign(session, round_id=made.id, name="scrutineer", role=Role.SCRUTINEER, actor=ORGANIZER)
    session.refresh(made)
    return made


def seal(session: Session, round_id: int) -> tuple[str, str]:
    """Make both cards, drill them, seal the box."""
    first = keys.make_card(session, round_id=round_id, actor=ORGANIZER).printed
    second = keys.make_card(session, round_id=round_id, actor=SCRUTINEER).printed
    keys.drill(session, round_id=round_id, cards=(first, second), actor=ORGANIZER)
    plan = conduct.find(session, round_id).plan
    if plan.recognisable:
        waiving.waive(session, round_id=round_id, least=plan.waiver.least_shown, recusal=True, actor=BOTH)
    acknowledge(session, round_id)
    sealing.seal(session, round_id=round_id, actor=BOTH)
    return first, second


def acknowledge(session: Session, round_id: int) -> None:
    """Tick every warning of the rule checker."""
    marks = [found.mark for found in checking.unread(conduct.find(session, round_id))]
    checking.acknowledge(session, round_id=round_id, marks=marks, actor=ORGANIZER)


def account(session: Session, name: str) -> Account:
    """Return the account of this name; one made here has no password."""
    found = session.scalars(select(Account).where(Account.name == name)).first()
    if found is None:
        found = Account(name=name, password_hash="")
        session.add(found)
        session.flush()
    return found
