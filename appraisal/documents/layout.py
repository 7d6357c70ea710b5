"""The sheets of the organizer's workbook, their columns and what each stands for in a plan."""

from __future__ import annotations

MEETING = "活动"
SUBJECTS = "评议对象"
CLASSES = "票种"
CRITERIA = "评议指标"
GRADES = "等次"
RULE = "规则"
VERDICTS = "结论"
PROJECTS = "观摩项目"
RANK_RULE = "排名票规则"
INDICATORS = "客观指标"
FIGURES = "指标数值"
COMPOSITE = "综合"
SHEETS = (
    MEETING,
    SUBJECTS,
    PROJECTS,
    CLASSES,
    CRITERIA,
    GRADES,
    RULE,
    VERDICTS,
    RANK_RULE,
    INDICATORS,
    FIGURES,
    COMPOSITE,
)

ITEM, VALUE = "项目", "取值"  # the columns of the sheets that list one setting a row
ORDER = "序号"
PLACE = "顺序"
NUMBERINGS = (ORDER, PLACE)  # columns that only say which row comes first
PARENT = "所属单位"
KIND = "类别"
PAPER = "纸质票"
PUBLIC = "公开渠道"
CONVERSION = "换算"
COLUMNS = {
    MEETING: (ITEM, VALUE),
    SUBJECTS: (ORDER, "名称", "分组"),
    CLASSES: ("代号", "名称", "权重%", "发出票数", "回避本单位"),
    CRITERIA: ("名称", "权重%"),
    GRADES: ("名称", "分值"),
    RULE: (ITEM, VALUE),
    VERDICTS: (PLACE, "结论", "等次之和", "不低于%"),
    PROJECTS: (ORDER, "名称", PARENT),
    RANK_RULE: (ITEM, VALUE),
    INDICATORS: ("名称", "单位", "权重%", "方向"),
    FIGURES: ("对象",),
    COMPOSITE: ("部分", "权重%"),
}
OPTIONAL = {
    SUBJECTS: (PARENT, KIND),
    PROJECTS: (KIND,),
    CLASSES: (PAPER, PUBLIC),
    INDICATORS: (CONVERSION, "封顶", "缺项"),
    COMPOSITE: (CONVERSION,),
}
TABLES = {
    "meeting": MEETING,
    "subjects": SUBJECTS,
    "classes": CLASSES,
    "criteria": CRITERIA,
    "grades": GRADES,
    "rule": RULE,
    "bands": VERDICTS,
}
TITLES = {
    "name": "名称",
    "group": "分组",
    "parent": PARENT,
    "kind": KIND,
    "verdict": "结论",
    "grades": "等次之和",
    "at_least": "不低于%",
    "letter": "代号",
    "weight": "权重%",
    "issued": "发出票数",
    "recuses_own": "回避本单位",
    "paper": PAPER,
    "is_public": PUBLIC,
    "points": "分值",
}
MEETING_ITEMS = {
    "title": "名称",
    "topic": "评议内容",
    "host": "组织单位",
    "held_on": "日期",
    "ends_on": "结束日期",
    "venue": "地点",
    "expected": "应到人数",
    "present": "实到人数",
    "paper": "其中纸质票",
    "scope": "结果公布范围",
    "note": "说明",
}
