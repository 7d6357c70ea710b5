"""Plans and rounds for tests; a call names only what the test is about."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from sqlalchemy.orm import Session

from appraisal.ballotbox import keycards
from appraisal.ballotbox.keycards import KeyCard
from appraisal.domain.meeting import Meeting, VoterClass
from appraisal.domain.plan import Plan
from appraisal.domain.rule import ScoringRule
from appraisal.domain.scale import Grade, Scale
from appraisal.domain.sheet import Criterion, Marks, Sheet, Subject
from appraisal.services import conduct, issuing, keys, opening, setup
from appraisal.services.issuing import Slip

PEPPER = b"p" * 32
ACTOR = "organizer"
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


def make_class(letter: str, weight: int = 100, issued: int = 4, *, recuses_own: bool = False) -> VoterClass:
    return VoterClass(letter, f"{letter}类代表", Fraction(weight), issued, recuses_own)


def make_sheet(**fields: object) -> Sheet:
    plan = make_plan(subjects=int(str(fields.pop("subjects", 3))))
    return replace(plan.sheet(0), **fields)


def all_marked(sheet: Sheet, answer: int = 3) -> Marks:
    blank = Marks.blank(sheet)
    return Marks(tuple(answer if cell == -3 else cell for cell in blank.answers))


class OpenRound:
    """A round that is open for voting, with its slips and its card in the clear."""

    def __init__(self, session: Session, plan: Plan | None = None, *, pepper: bytes = PEPPER) -> None:
        voting_round = setup.create(session, plan=plan or make_plan(), actor=ACTOR)
        self.id: int = voting_round.id
        self.plan: Plan = voting_round.plan
        self.card: str = keys.make_card(session, round_id=self.id, actor=ACTOR).printed
        self.slips: tuple[Slip, ...] = issuing.issue(session, round_id=self.id, pepper=pepper, actor=ACTOR)
        conduct.open_voting(session, round_id=self.id, actor=ACTOR)

    def close(self, session: Session) -> None:
        conduct.close(session, round_id=self.id, actor=ACTOR)

    def open_box(self, session: Session) -> None:
        opening.open_box(session, round_id=self.id, cards=(self.card,), actor=ACTOR)

    def key(self, session: Session) -> bytes:
        """The private key of the box, as the holders of the cards have it together."""
        found = conduct.find(session, self.id)
        card = KeyCard.parse(self.card)
        wraps = {wrap.pair: wrap.wrapped for wrap in found.wraps}
        return keycards.unlock(found.keyset_id or b"", wraps, {card.role: card})

    def codes(self, letter: str) -> list[str]:
        letters = [group.letter for group in self.plan.classes]
        return [slip.code.printed for slip in self.slips if letters[slip.voter_class] == letter]
