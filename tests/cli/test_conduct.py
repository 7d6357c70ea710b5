"""A meeting conducted from the terminal, act by act."""

import re
import secrets
import stat
from dataclasses import replace

import pytest

from appraisal.services import voting
from appraisal.transaction import transaction
from tests.factories import OpenRound, all_marked, make_class, make_plan
from tests.factories import draft as draft_of

CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")


@pytest.fixture
def draft(flask, workbook):
    """The number of an appraisal that was just imported, with its two people."""
    flask("appraisal", "import", workbook, "--scrutineer", "scrutineer")
    return 1


@pytest.fixture
def cards(flask, draft):
    """The cards of both holders."""
    return [
        card_of(flask("keys", "make", draft, "--as", name).output) for name in ("organizer", "scrutineer")
    ]


@pytest.fixture
def sealed(flask, draft, cards):
    """The number of a round whose box is sealed."""
    flask("keys", "drill", draft, cards=cards)
    flask("appraisal", "acknowledge", draft)
    flask("round", "seal", draft)
    return draft


def card_of(printed):
    return "".join(re.findall(r"^    (.*)$", printed, re.MULTILINE)).replace(" ", "")


def test_a_draft_names_what_it_needs(flask, draft):
    status = flask("round", "status", draft)

    assert status.output.splitlines()[0] == "第 1 号　年度民主评议　【草稿】"
    assert "还需：逐条看过规则检查的提醒，勾“知道了”（还有 5 条）、制作钥匙卡" in status.output
    assert "flask keys make 1 --as 账户；flask keys drill 1" in status.output


def test_voting_does_not_open_before_its_time(flask, draft, sealed):
    refused = flask("round", "open", draft)

    assert (refused.exit_code, refused.stderr) == (1, "还不能进行这一步，先要：印制选票条\n")


def test_a_box_is_sealed_once_the_warnings_were_read(flask, draft, cards):
    flask("keys", "drill", draft, cards=cards)

    refused = flask("round", "seal", draft)
    read = flask("appraisal", "acknowledge", draft)
    again = flask("appraisal", "acknowledge", draft)

    assert refused.stderr == "还不能进行这一步，先要：逐条看过规则检查的提醒，勾“知道了”（还有 5 条）\n"
    assert "提醒（有效比例）：没有规定收回多少票才算数，收回很少时也没有提示。\n" in read.output
    assert read.output.endswith("已记下“organizer”看过 5 条提醒。\n")
    assert again.output == "已记下“organizer”看过 0 条提醒。\n"
    assert flask("round", "seal", draft).exit_code == 0


def test_a_lamp_that_is_not_green_wants_a_reason(flask, draft, cards, sealed, tmp_path):
    flask("slips", "issue", draft, "--out", tmp_path / "slips.csv")

    refused = flask("round", "open", draft)

    assert refused.exit_code == 1
    assert refused.stderr.startswith("会前检查有灯不绿：投票地址、")


def test_a_card_is_shown_once(flask, draft):
    made, again = flask("keys", "make", draft), flask("keys", "make", draft)

    assert len(card_of(made.output)) == 40
    assert (again.exit_code, again.stderr) == (
        1,
        "您的钥匙卡已经制作过，只显示一次，不能再看。丢失或看错了，请换一张。\n",
    )


def test_a_lost_card_is_replaced_in_draft(flask, draft):
    made, replaced = flask("keys", "make", draft), flask("keys", "make", draft, "--replace")

    assert replaced.exit_code == 0
    assert card_of(made.output) != card_of(replaced.output)


def test_a_wrong_password_does_nothing(flask, draft):
    refused = flask("keys", "make", draft, input="something else entirely\n")

    assert (refused.exit_code, refused.stderr) == (1, "用户名或密码不对，请重新输入。\n")


def test_the_drill_wants_two_cards_of_two_people(flask, draft, cards):
    twice = flask("keys", "drill", draft, cards=(cards[0], cards[0]))
    both = flask("keys", "drill", draft, cards=cards)

    assert twice.stderr == "这两张是同一张钥匙卡或同一人的卡。要用两位持卡人各自的卡。\n"
    assert both.output == "两张卡打开了试验选票。下一步：flask round seal 1\n"


def test_two_people_waive_a_limit_at_the_terminal(flask, draft):
    waived, refused = (
        flask("round", "waive", draft, "--least", 3),
        flask("round", "waive", draft, "--least", 2),
    )

    assert waived.output == "已登记：满 3 张票的票种单独公布。修改方案后要重新同意。\n"
    assert (refused.exit_code, refused.stderr) == (1, "人少票种的限制最低放宽到 3 张，不放宽是 5 张。\n")


def test_one_person_under_two_options_is_one_person(flask, sealed):
    refused = flask("round", "unseal", sealed, "--with", "organizer")

    assert (refused.exit_code, refused.stderr) == (
        1,
        "提出的人不能自己确认，请由另一位在自己的登录中确认。\n",
    )


@pytest.mark.parametrize("name", ["slips.csv", "slips.html"])
def test_slips_go_into_one_private_file_and_nowhere_else(flask, sealed, tmp_path, name):
    issued = flask("slips", "issue", sealed, "--out", tmp_path / name)

    codes = CODE.findall((tmp_path / name).read_text(encoding="utf-8-sig"))
    assert len(set(codes)) == 12
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert CODE.findall(issued.output) == []


def test_slips_never_overwrite_a_file(flask, sealed, tmp_path):
    (tmp_path / "slips.csv").write_text("precious")

    refused = flask("slips", "issue", sealed, "--out", tmp_path / "slips.csv")
    issued = flask("slips", "issue", sealed, "--out", tmp_path / "other.csv")

    assert (refused.exit_code, issued.exit_code) == (1, 0)
    assert (tmp_path / "slips.csv").read_text() == "precious"


def test_a_refused_issue_leaves_no_file_behind(flask, sealed, tmp_path):
    flask("slips", "issue", sealed, "--out", tmp_path / "slips.csv")

    refused = flask("slips", "issue", sealed, "--out", tmp_path / "again.csv")

    assert (refused.exit_code, refused.stderr) == (
        1,
        "本轮的选票条已经印制。要重印，请先作废原有票码。\n",
    )
    assert not (tmp_path / "again.csv").exists()


def test_slips_are_not_written_in_a_format_nobody_knows(flask, sealed, tmp_path):
    refused = flask("slips", "issue", sealed, "--out", tmp_path / "slips.txt")

    assert refused.exit_code == 1
    assert refused.stderr.endswith("slips.txt：文件名应以 .html、.csv 结尾。\n")


def test_cancelled_slips_can_be_printed_again(flask, sealed, tmp_path):
    flask("slips", "issue", sealed, "--out", tmp_path / "slips.csv")

    voided = flask("slips", "void", sealed)
    issued = flask("slips", "issue", sealed, "--out", tmp_path / "again.csv")

    assert voided.output == "已作废 12 个票码，印好的选票条请销毁。\n"
    assert issued.exit_code == 0


def test_a_meeting_runs_from_draft_to_published(flask, draft, cards, sealed, tmp_path):
    flask("slips", "issue", draft, "--out", tmp_path / "slips.csv")
    flask("round", "open", draft, "--reason", "借来的网络")
    flask("round", "close", draft)
    flask("round", "issued", draft, "A=0", "B=0", "--present", 9)

    counted = flask("round", "count", draft, cards=cards)
    too_early = flask("round", "publish", draft)
    flask("round", "slips", draft, "A=5/0", "B=6/1")
    published = flask("round", "publish", draft)
    exported = flask("round", "export", draft, "--out", tmp_path / "results")

    codes = (counted.exit_code, too_early.exit_code, published.exit_code, exported.exit_code)
    assert codes == (0, 1, 0, 0)
    assert ("实到人数 9" in counted.output, "收回票数 0" in counted.output) == (True, True)
    assert sorted(path.name for path in (tmp_path / "results").iterdir()) == [
        "result.csv",
        "result.docx",
        "result.json",
        "result.xlsx",
    ]


def test_more_ballots_than_people_are_published_with_a_reason(flask, app):
    plan = make_plan()
    pepper = app.extensions["appraisal"].settings.pepper
    with app.app_context(), transaction() as session:
        made = OpenRound(session, replace(plan, meeting=replace(plan.meeting, present=0)), pepper=pepper)
        booth = voting.enter(session, typed=made.codes("A")[0], pepper=pepper)
        voting.cast(session, booth=booth, marks=all_marked(booth.sheet), nonce=secrets.token_bytes(16))
        made.close(session)
        made.open_box(session)
    flask("round", "slips", made.id, "A=4/0", "B=7/0")

    refused = flask("round", "publish", made.id)
    published = flask("round", "publish", made.id, "--reason", "数漏了一位代表")

    assert refused.stderr.startswith("票箱中有 1 张选票，多于实到的 0 人。")
    assert (refused.exit_code, published.exit_code) == (1, 0)


def test_a_wrong_card_leaves_the_box_closed(flask, open_round):
    flask("round", "close", open_round.id)

    mistyped = flask("round", "count", open_round.id, cards=("ABCD", open_round.cards[1]))
    opened = flask("round", "count", open_round.id, cards=open_round.cards)

    expected = "第一张钥匙卡没有输完：输入了 4 个字符，卡片上有 40 个。请接着输完。\n"
    assert (mistyped.exit_code, mistyped.stderr) == (1, expected)
    assert opened.exit_code == 0


def test_there_is_no_result_before_the_box_was_opened(flask, open_round, tmp_path):
    refused = flask("round", "export", open_round.id, "--out", tmp_path / "results")

    assert (refused.exit_code, refused.stderr) == (1, "还没有结果：要先截止投票，再用两张钥匙卡开箱计票。\n")
    assert not (tmp_path / "results").exists()


def test_one_file_in_the_way_keeps_all_three_from_being_written(flask, open_round, tmp_path):
    flask("round", "close", open_round.id)
    flask("round", "count", open_round.id, cards=open_round.cards)
    (tmp_path / "result.csv").write_text("precious")

    refused = flask("round", "export", open_round.id, "--out", tmp_path)

    assert refused.exit_code == 1
    assert {path.name for path in tmp_path.glob("result.*")} == {"result.csv"}
    assert (tmp_path / "result.csv").read_text() == "precious"


@pytest.mark.parametrize("typed", ["A", "A=", "A=x", "A=-1", "Z=3", "A=٣"])
def test_counts_that_mean_nothing_are_refused(flask, open_round, typed):
    flask("round", "close", open_round.id)

    refused = flask("round", "issued", open_round.id, "--", typed)

    assert (refused.exit_code, refused.stderr) == (
        1,
        f"“{typed}”看不懂。请写成“票种=张数”，例如 A=28；本轮的票种有：A、B\n",
    )


def test_an_unknown_number_is_told_where_to_look(flask):
    refused = flask("round", "status", 9)

    assert (refused.exit_code, refused.stderr) == (1, "没有这个编号。现有的编号见：flask appraisal list\n")


def test_the_status_of_an_open_round_shows_no_single_vote(flask, open_round):
    status = flask("round", "status", open_round.id)

    lines = [[part.strip() for part in line.split("│")[1:5]] for line in status.output.splitlines()]
    assert [line for line in lines if line[:1] in (["A"], ["B"])] == [
        ["A", "A类代表", "5", "—"],
        ["B", "B类代表", "7", "—"],
    ]


def test_how_sure_a_result_is_is_not_told_of_too_few_ballots(flask, open_round, tmp_path):
    flask("round", "close", open_round.id)
    flask("round", "count", open_round.id, cards=open_round.cards)

    refused = flask("round", "export", open_round.id, "--out", tmp_path / "results", "--report")

    assert (refused.exit_code, refused.stderr.startswith("这一轮没有旁证")) == (1, True)
    assert not (tmp_path / "results").exists()


@pytest.mark.parametrize("typed", ["A", "A=3", "A=3/", "A=x/1", "Z=3/1"])
def test_slips_in_hand_that_mean_nothing_are_refused(flask, open_round, typed):
    flask("round", "close", open_round.id)

    refused = flask("round", "slips", open_round.id, "--", typed)

    assert (refused.exit_code, "看不懂" in refused.stderr) == (1, True)


def test_a_round_that_was_given_up_has_no_result(flask, open_round, tmp_path):
    given_up = flask("round", "abandon", open_round.id, "--reason", "改期")

    refused = flask("round", "count", open_round.id, cards=open_round.cards)

    assert given_up.output == "本轮已放弃，票箱没有打开，选票已销毁。\n"
    assert refused.exit_code == 1


def test_paper_ballots_are_written_for_the_copier(flask, app, tmp_path):
    with app.app_context(), transaction() as session:
        number = draft_of(session, make_plan(classes=(make_class("A", 100, 6, paper=2),))).id
        without = draft_of(session, make_plan()).id

    done = flask("slips", "paper", number, "--out", tmp_path / "paper.pdf")
    refused = flask("slips", "paper", without, "--out", tmp_path / "none.pdf")

    assert done.output == f"已写出纸质票：{tmp_path}/paper.pdf。请按票种、照备用张数复印。\n"
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF-")
    assert (refused.exit_code, "没有备纸质票" in refused.stderr) == (1, True)
    assert not (tmp_path / "none.pdf").exists()
