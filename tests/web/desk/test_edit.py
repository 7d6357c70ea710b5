"""The plan in a page: edited, made by hand, cloned."""

from __future__ import annotations

import re

from appraisal.domain.lifecycle import State
from appraisal.domain.roles import Actor, Role
from appraisal.services import conduct, setup
from tests.factories import make_plan
from tests.organizer import fields, hold


def plan_of(desk, number):
    with desk.database.reading() as session:
        return conduct.find(session, number).plan


def saved(desk, path, **changes):
    return desk.save(desk.get(path), path.partition("?")[0], **changes)


def test_a_page_saved_untouched_changes_nothing(desk):
    meeting = hold(desk.app, State.DRAFT)

    answer = saved(desk, f"{meeting.path}/edit")

    assert (answer.status_code, answer.location) == (303, meeting.path)
    assert plan_of(desk, meeting.id) == meeting.plan


def test_a_name_is_changed_in_the_page(desk):
    meeting = hold(desk.app, State.DRAFT)

    saved(desk, f"{meeting.path}/edit", 评议对象_1_1="新城街道")

    assert plan_of(desk, meeting.id).subjects[0].name == "新城街道"


def test_a_faulty_page_comes_back_as_it_was_typed(desk):
    meeting = hold(desk.app, State.DRAFT)

    answer = saved(desk, f"{meeting.path}/edit", 评议对象_1_1="新城街道", 票种_1_2="50")

    assert answer.status_code == 422
    assert "各行权重相加应为 100，现为 110" in answer.text
    assert fields(answer.text)["评议对象.1.1"] == "新城街道"
    assert plan_of(desk, meeting.id) == meeting.plan


def test_a_button_of_a_list_saves_nothing(desk):
    meeting = hold(desk.app, State.DRAFT)
    path = f"{meeting.path}/edit"

    page = desk.client.post(path, data={**fields(desk.get(path).text), "do": "down:评议对象:1"}).text

    moved = fields(page)
    assert (moved["评议对象.1.1"], moved["评议对象.2.1"]) == ("侨乡街道", "竟陵街道")
    assert 'class="editor"' in page and " data-changed>" in page
    assert plan_of(desk, meeting.id) == meeting.plan


def test_a_messy_list_is_understood_and_what_is_wrong_in_it_is_marked_at_once(desk):
    meeting = hold(desk.app, State.DRAFT)
    path, pasted = f"{meeting.path}/edit", "序号\t单位\t类型\n1\t多宝镇\t镇\n\n2\t竟陵街道\t街道\n"
    before = desk.dump()

    page = desk.save(desk.get(path), path, do="paste:评议对象", paste=pasted).text

    assert "读到 2 行，加在名单末尾；去掉了1 个空行、表头、序号。" in page
    found = fields(page)
    assert (found["评议对象.4.1"], found["评议对象.4.2"], found["评议对象.5.1"]) == (
        "多宝镇",
        "镇",
        "竟陵街道",
    )
    assert re.findall(r'name="(.*?)"[^>]* aria-invalid="true">', page) == ["评议对象.5.1"]
    assert desk.dump() == before


def test_the_second_of_two_editors_keeps_what_was_typed_and_overwrites_nothing(desk):
    meeting = hold(desk.app, State.DRAFT)
    path = f"{meeting.path}/edit"
    mine = fields(desk.get(path).text)
    with desk.database.transaction() as session:
        setup.replace_plan(
            session,
            round_id=meeting.id,
            plan=make_plan(decimals=4),
            actor=Actor(("王芳",), (Role.ORGANIZER,)),
        )

    answer = desk.client.post(path, data={**mine, "评议对象.1.1": "新城街道"})

    assert answer.status_code == 409
    assert "王芳刚刚改过这份方案，您的改动没有保存。" in answer.text
    assert fields(answer.text)["评议对象.1.1"] == "新城街道"
    assert plan_of(desk, meeting.id) == make_plan(decimals=4)


def test_a_meeting_is_made_by_hand(desk):
    answer = saved(
        desk,
        "/desk/new",
        活动_1_1="年度评议",
        评议对象_1_1="甲镇",
        评议对象_2_1="乙镇",
        票种_1_0="A",
        票种_1_1="领导",
        票种_1_2="100",
        票种_1_3="20",
    )

    assert (answer.status_code, answer.location) == (303, "/desk/1")
    assert [subject.name for subject in plan_of(desk, 1).subjects] == ["甲镇", "乙镇"]


def test_an_earlier_meeting_is_the_beginning_of_another(desk):
    meeting = hold(desk.app, State.PUBLISHED)

    answer = saved(desk, f"/desk/new?like={meeting.id}")

    with desk.database.reading() as session:
        copy = conduct.find(session, 2)
        assert (answer.location, copy.state, copy.plan) == ("/desk/2", State.DRAFT, meeting.plan)
        assert (copy.public_key, conduct.turnout(session, round_id=2).classes[0].printed) == (None, 0)


def test_a_meeting_that_began_is_not_edited(desk):
    meeting = hold(desk.app, State.OPEN)

    assert desk.get(f"{meeting.path}/edit").status_code == 409
