"""The key card as it is printed."""

import io
import re
from datetime import date

import pytest

from appraisal.ballotbox.keycards import KeyCard, Role
from appraisal.documents import qr
from appraisal.documents.key_card import card_sheet
from appraisal.documents.printing import write_page
from appraisal.domain.meeting import Meeting

MEETING = Meeting("年度民主评议", held_on=date(2020, 5, 13), venue="市会议中心")
KEYSET = bytes.fromhex("861b7a2b")


def laid_out(card):
    return card_sheet(
        MEETING, role=card.role, printed=card.printed, qr_text=card.qr_text, keyset_id=card.keyset_id
    )


def text(sheet):
    out = io.BytesIO()
    write_page("key_card.html", out, card=sheet)
    return re.sub(r"<[^>]+>|\s+", " ", out.getvalue().decode())


def test_a_card_can_be_read_back_from_its_ten_groups():
    card = KeyCard.draw(Role.SINGLE, KEYSET)

    sheet = laid_out(card)

    assert [len(group) for group in sheet.groups] == [4] * 10
    assert KeyCard.parse(" ".join(sheet.groups)) == card
    assert sheet.symbol == qr.draw(card.qr_text)


def test_a_card_says_what_it_is_for_and_how_to_keep_it():
    card = KeyCard.draw(Role.SINGLE, KEYSET)

    words = text(laid_out(card))

    for expected in (
        "年度民主评议",
        "2020年5月13日",
        "市会议中心",
        "开箱钥匙卡",
        "没有它，谁也打不开票箱",
        "不拍照，不复印",
        "沿此线向内对折，字在里面",
        "861B 7A2B",
        *card.printed.split("-"),
    ):
        assert expected in words


@pytest.mark.parametrize(
    ("role", "name"),
    [(Role.ORGANIZER, "组织者卡"), (Role.SCRUTINEER, "监票人卡"), (Role.RESERVE, "备用卡")],
)
def test_a_card_of_a_pair_asks_for_two(role, name):
    words = text(laid_out(KeyCard.draw(role, KEYSET)))

    assert name in words
    assert "开箱要用两张不同的卡" in words


def test_the_secret_is_in_no_print_of_the_sheet():
    card = KeyCard.draw(Role.SINGLE, KEYSET)

    assert not any(group in repr(laid_out(card)) for group in card.printed.split("-"))
