"""What people try at every meeting: press twice, vote twice, invent a code."""

from __future__ import annotations

from dataclasses import dataclass

from ..domain.code import Code
from ..domain.errors import RehearsalFailed
from ..domain.phrase import Phrase, phrase
from .phone import Page, Phone
from .voters import Voter, enter, receipt

NO_SUCH_CODE = Code("000000000000")


@dataclass(frozen=True)
class Refusal:
    """Something that was tried, and the status of the answer."""

    tried: Phrase
    status: int


def mischief(port: int, voter: Voter) -> tuple[Refusal, ...]:
    """Vote once with this slip, and try three more times; only the one ballot may be in the box."""
    with Phone(port) as phone:
        sheet = enter(phone, voter.code)
        fields = voter.fields(sheet)
        before = dict(phone.cookies)
        first = receipt(phone.post(sheet.path, fields))
        phone.cookies = before  # a double tap: the second request left before the first was answered
        second = phone.post(sheet.path, fields)
    if receipt(second) != first:
        raise RehearsalFailed(why=phrase("同一张选票提交两次，得到了两个回执"))
    return (
        Refusal(phrase("同一张选票提交两次：只收一张，回执相同"), second.status),
        _tried(phrase("用过的票码再投一次"), _other_phone(port, voter.code), expected=409),
        _tried(phrase("编造一个票码"), _other_phone(port, NO_SUCH_CODE), expected=403),
    )


def _other_phone(port: int, code: Code) -> Page:
    with Phone(port) as phone:
        return enter(phone, code)


def _tried(what: Phrase, answer: Page, *, expected: int) -> Refusal:
    if answer.status != expected:
        raise RehearsalFailed(why=phrase("%(what)s：应答 %(status)s", what=what, status=answer.status))
    return Refusal(what, answer.status)
