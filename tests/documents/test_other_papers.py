"""Papers of other kinds of meetings: satisfaction with verdicts, the places of a tour."""

from appraisal.documents import docx, pdf, xlsx
from appraisal.documents.office.model import BETWEEN_FACTS, OfficePaper
from appraisal.documents.office.satisfaction import verdicts
from appraisal.documents.office.tour import Visited, toured
from appraisal.documents.paper import Paper, text_width
from appraisal.documents.table import Number
from appraisal.domain.phrase import phrase, unchanged
from tests import tianmen
from tests.documents.reading import docx_rows, pdf_text, written, xlsx_rows

PLACES = (
    Visited(8, "岳口镇", Number("88.10"), "芯片厂", "开工"),
    Visited(9, "张港镇", Number("87.50"), "纺织园", "竣工"),
    Visited(9, "渔薪镇", Number("87.50"), "农产品市场", "竣工"),
    Visited(11, "卢市镇", Number("86.00"), "物流园", "扩规"),
)


def tour(lines):
    return toured(
        tianmen.plan().meeting,
        lines,
        unchanged,
        name=phrase("观摩评比结果"),
        formula=phrase("总分=现场得分×50%%+评议得分×20%%+指标得分×30%%。"),
        worked=None,
        mark="0000",
    )


def test_shared_places_of_a_tour_are_printed_as_they_are_shared(tmp_path):
    paper = tour([Visited(line.rank, line.unit, line.result) for line in PLACES])

    word = docx_rows(written(lambda out: docx.write((paper,), out)))
    printed = pdf_text(written(lambda out: pdf.write((paper,), out)), tmp_path)

    assert [row[0] for row in word[1:]] == ["8", "9", "9", "11"]
    assert word[0] == ["名次", "单位", "综合结果"]
    assert "总分=现场得分×50%+评议得分×20%+指标得分×30%。" in "".join(printed.split())


def test_projects_of_a_tour_name_their_unit_and_kind():
    rows = docx_rows(written(lambda out: docx.write((tour(PLACES),), out)))

    assert rows[:2] == [
        ["名次", "项目", "所属单位", "类别", "得分"],
        ["8", "芯片厂", "岳口镇", "开工", "88.10"],
    ]


def test_a_verdict_stands_beside_counts_and_rates():
    table = tianmen.table()
    paper = verdicts(table, unchanged, found={"竟陵街道": phrase("满意")}, returned={})

    rows = xlsx_rows(written(lambda out: xlsx.write((paper,), out)), paper.name, [None] * 15)

    first = next(row for row in rows if row[1:2] == ["竟陵街道"])
    assert first[-3:] == ["116.0", "116.0", "满意"]
    assert [round(float(share) * 115) for share in first[3:12:2]] == [61, 39, 9, 1, 5]
    assert next(row for row in rows if row[1:2] == ["张港镇"])[-1] == "—"


def test_a_line_of_facts_breaks_between_two_facts_and_fits_the_page():
    facts = [
        "时间：2020年5月13日",
        "地点：市会议中心",
        "组织单位：天门市",
        "评议内容：各乡镇办场园工作完成情况",
    ]
    facts += ["应到人数：118", "实到人数：116"]
    paper = OfficePaper("单", ("单",), (BETWEEN_FACTS.join(facts), "短"), ())

    lines = paper.laid_lines

    assert [fact for line in lines[:-1] for fact in line.split(BETWEEN_FACTS)] == facts
    assert (len(lines), lines[-1]) == (3, "短")
    assert max(text_width(line, 10.5) for line in lines) <= Paper(is_landscape=False).width


def test_a_fact_longer_than_a_page_has_a_line_of_its_own():
    long = "评议内容：" + "长" * 80

    assert OfficePaper("单", ("单",), (f"时间：今天{BETWEEN_FACTS}{long}",), ()).laid_lines == (
        "时间：今天",
        long,
    )
