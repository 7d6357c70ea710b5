"""Names that two people would read as one, or a printer not at all."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from ..phrase import Phrase, phrase
from ..plan import Plan
from .finding import Finding, Prints, changed, error, warning

# characters that differ by a stroke; in a list of place names one is easily typed for another
TWINS = (
    *("日曰", "干千于", "土士", "末未", "己已巳", "戊戌戍", "人入八", "大太犬", "天夫", "王玉主", "田由甲申"),
    *(
        "刀力",
        "今令",
        "免兔",
        "贝见",
        "风凤",
        "乌鸟",
        "史吏",
        "折拆析",
        "侯候",
        "徽微",
        "拔拨",
        "茶荼",
        "晴睛",
    ),
    *("竞竟", "桥侨", "垱挡", "渔鱼", "石右", "白百", "口囗", "木本", "北比", "冶治", "汨汩", "毫亳", "郎朗"),
    *("坡坂", "杨扬", "黄黃", "皂皁", "彭膨", "蒋将"),
)
HOMOGLYPHS = {mark: group[0] for group in TWINS for mark in group}
HOMOGLYPHS |= dict(zip("АВЕКМНОРСТХΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTXABEZHIKMNOPTYX", strict=True))


def alike(plan: Plan) -> Iterator[Finding]:
    """Find pairs of names that are the same but for blanks and width, or differ only by a stroke."""
    for table, place, names in _lists(plan):
        for (i, first), (j, second) in combinations(enumerate(names), 2):
            key = f"alike/{table}/{i}/{j}"
            if plain(first) == plain(second):
                reason = phrase("“%(a)s”和“%(b)s”只差空格或全角半角，印出来是同一个名称。", a=first, b=second)
                yield error(key, table, place, reason, mend=phrase("改名，或删去多余的一个"))
            elif shape(first) == shape(second):
                reason = phrase("“%(a)s”和“%(b)s”只有字形相近的字不同，容易看错，请核对。", a=first, b=second)
                yield warning(key, table, place, reason, mend=phrase("核对无误可保留"))


def with_odd_blanks(plan: Plan) -> Iterator[Finding]:
    """Find blanks at the ends of names; they print crooked and spoil every comparison."""
    for i, subject in enumerate(plan.subjects):
        tidy = " ".join(subject.name.split())
        if tidy != subject.name:
            subjects = (*plan.subjects[:i], replace(subject, name=tidy), *plan.subjects[i + 1 :])
            yield warning(
                f"blanks/subjects/{i}",
                "subjects",
                phrase("评议对象第 %(n)s 项", n=i + 1),
                phrase("“%(name)s”的首尾或中间有多余的空格。", name=subject.name),
                mend=phrase("改为“%(name)s”", name=tidy),
                mended=changed(plan, subjects=subjects),
            )


def unprinted(plan: Plan, prints: Prints) -> Iterator[Finding]:
    """Find characters that the font of the papers lacks; they would print as boxes."""
    for table, place, names in _lists(plan):
        for i, name in enumerate(names):
            rare = tuple(dict.fromkeys(mark for mark in name if not mark.isspace() and not prints(mark)))
            if rare:
                yield warning(
                    f"rare/{table}/{i}",
                    table,
                    place,
                    phrase(
                        "“%(name)s”中的“%(rare)s”，印刷字体里没有，纸上会印成空框。", name=name, rare=rare
                    ),
                    mend=phrase("请用字体里有的字，或在线下另行排版"),
                )


def plain(name: str) -> str:
    """Reduce a name to what is read: no blanks, one width, one case."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def shape(name: str) -> str:
    """Reduce a name to its outline: characters that differ by a stroke become one."""
    return "".join(HOMOGLYPHS.get(mark, mark) for mark in unicodedata.normalize("NFKC", name)).casefold()


def _lists(plan: Plan) -> tuple[tuple[str, Phrase, tuple[str, ...]], ...]:
    return (
        ("meeting", phrase("会议名称"), (plan.meeting.title,)),
        ("subjects", phrase("评议对象"), tuple(subject.name for subject in plan.subjects)),
        ("groups", phrase("分组"), tuple(dict.fromkeys(each.group for each in plan.subjects if each.group))),
        ("classes", phrase("票种名称"), tuple(group.name for group in plan.classes)),
        ("criteria", phrase("测评指标"), tuple(criterion.name for criterion in plan.criteria)),
        ("grades", phrase("等次"), tuple(grade.name for grade in plan.scale.grades)),
    )
