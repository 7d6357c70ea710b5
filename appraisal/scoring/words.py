"""A rule in one sentence, Chinese or English, with its numbers filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .exact import exact
from .registry import METHODS
from .rules import ScoringRule, Step

Names = Sequence[str] | None
LANGUAGES = ("zh", "en")
CHINESE, ENGLISH = range(2)

WORDS: dict[str, tuple[str, str]] = {
    "sentence": ("{heart}，{parts}；{clauses}。", "The score is {heart}, {parts}; {clauses}."),
    "weighted": ("先按指标权重合成各票种得分，再按票种权重合成总分", "criteria weighed first, then classes"),
    "pooled": ("各票种合并计票，再按指标权重合成总分", "all classes counted as one, criteria weighed"),
    "order": ("票种和指标按权重计", "classes and criteria by weight"),
    "excluded": ("弃权不计入", "abstentions are left out"),
    "earned": ("弃权按{points}分计", "an abstention earns {points} points"),
    "counted": ("弃权计入总票数", "abstentions count towards the whole"),
    "share": ("无人评的票种权重归一", "the weight of a class without marks is shared out"),
    "refuse": ("有票种无人评时不计分", "no score if a class left no mark"),
    "exact": ("名次按未四舍五入的得分排定", "ranks are decided on the exact score"),
    "float": (
        "名次按得分的九位小数排定，仅凭计票不能复算",
        "ranks are decided on nine decimals, and the published counts alone do not recompute the score",
    ),
    "rounded": (
        "名次按四舍五入到{decimals}位小数的得分排定",
        "ranks are decided on the score rounded half up to {decimals} decimals",
    ),
    "shared": ("得分相同的并列", "equal scores share a rank"),
    "chain": ("得分相同的依次比较{keys}，仍相同的并列", "ties are broken by {keys}, then shared"),
    "drop_low": ("{n}个最低分", "the {n} lowest"),
    "drop_high": ("{n}个最高分", "the {n} highest"),
    "drop_share": ("两端各{share}的票（取整数）", "{share} of the ballots at each end, rounded down"),
    "drop": ("去掉{drops}", "{drops}"),
    "trim_above": ("（仅在多于{n}票时）", " (only above {n} marks)"),
    "trim_classes": ("（仅限{names}）", " (only for {names})"),
    "nothing": ("不去掉任何分数", "nothing"),
    "step": ("{conditions}得{points}分", "{points} if {conditions}"),
    "step_else": ("其余得{points}分", "else {points}"),
    "at_least": ("{top}达到{share}", "the share of {top} is at least {share}"),
    "below": ("{low}低于{share}", "the share of {low} is below {share}"),
    "percent": ("{number}%", "{number} %"),
    "and_low": ("和{low}的比例", " and of {low}"),
    "answer": ("第{n}档", "answer {n}"),
    "class": ("第{n}票种", "class {n}"),
    "criterion": ("第{n}项指标", "criterion {n}"),
    "best": ("最高档", "the best answer"),
    "count_key": ("{name}票数", "the number of marks “{name}”"),
    "class_key": ("{name}得分", "the score of {name}"),
    "criterion_key": ("{name}得分", "the score on {name}"),
    "top_key": ("{top}的比例", "the share of {top}"),
    "comma": ("、", ", "),
    "then": ("、", ", then "),
    "and": ("且", " and "),
    "or": ("和", " and "),
    "semicolon": ("；", "; "),
}


@dataclass(frozen=True)
class Wording:
    """Words of one language, with the names a plan gives; counting from 1 where it gives none."""

    language: int
    answers: Names
    classes: Names
    criteria: Names

    def say(self, key: str, **numbers: object) -> str:
        """Fill in one phrase of the table."""
        return WORDS[key][self.language].format(**numbers)

    def name(self, kind: str, index: int) -> str:
        """Return the name of an answer, a class or a criterion."""
        names = {"answer": self.answers, "class": self.classes, "criterion": self.criteria}[kind]
        return self.say(kind, n=index + 1) if names is None else names[index]

    def share(self, number: Fraction) -> str:
        """Return a share as a percentage where it has an end, else as a fraction: 12.5 %, 1/3."""
        percent = plain(100 * number)
        return str(number) if "/" in percent else self.say("percent", number=percent)

    def join(self, by: str, parts: Sequence[str]) -> str:
        """Join phrases by a word of the table."""
        return self.say(by).join(parts)


def sentence(
    rule: ScoringRule,
    *,
    language: str,
    answers: Names = None,
    classes: Names = None,
    criteria: Names = None,
) -> str:
    """Say a rule in one sentence, to be printed under every table.

    Parameters
    ----------
    rule : ScoringRule
    language : str
        "zh" or "en".
    answers, classes, criteria : sequence of str, optional
        Names, worst answer first; their places, counted from 1, where absent.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If the language is unknown.
    """
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}, one of {', '.join(LANGUAGES)}")
    words = Wording(LANGUAGES.index(language), answers, classes, criteria)
    row = METHODS[rule.method]
    heart = (row.chinese, row.english)[words.language].format(**numbers(rule, words))
    clauses = words.join("semicolon", [said for clause in CLAUSES if (said := clause(rule, words))])
    return words.say("sentence", heart=heart, parts=words.say(_parts(rule)), clauses=clauses)


def numbers(rule: ScoringRule, words: Wording) -> Mapping[str, str]:
    """Return the fields the heart of a sentence may hold: drops, top, and_low, steps."""
    low = _answers(rule.low, words)
    return {
        "drops": _drops(rule, words),
        "top": _top(rule, words),
        "and_low": words.say("and_low", low=low) if rule.low else "",
        "steps": words.join("semicolon", [_step(step, rule, words) for step in rule.steps]),
    }


def plain(number: Fraction) -> str:
    """Write a number as a decimal where it has an end, else as a fraction: 12.5, 1/3."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest > 1:
        return str(number)
    return f"{(Decimal(number.numerator) / number.denominator).normalize():f}"


def _parts(rule: ScoringRule) -> str:
    if rule.pooled:
        return "pooled"
    return "weighted" if METHODS[rule.method].cells or METHODS[rule.method].readable else "order"


def _abstentions(rule: ScoringRule, words: Wording) -> str:
    if rule.earned is None:
        return words.say("excluded")
    return words.say("counted" if rule.steps else "earned", points=plain(rule.earned))


def _missing(rule: ScoringRule, words: Wording) -> str:
    """Pooled marks know no class that could be missing."""
    return "" if rule.pooled else words.say(rule.missing_class)


def _decided_on(rule: ScoringRule, words: Wording) -> str:
    if rule.decimals is not None:
        return words.say("rounded", decimals=rule.decimals)
    return words.say("float" if rule.needs_ballots else "exact")


def _ties(rule: ScoringRule, words: Wording) -> str:
    if not rule.ties:
        return words.say("shared")
    return words.say("chain", keys=words.join("then", [_key(key, rule, words) for key in rule.ties]))


CLAUSES: tuple[Callable[[ScoringRule, Wording], str], ...] = (_abstentions, _missing, _decided_on, _ties)


def _key(key: str, rule: ScoringRule, words: Wording) -> str:
    kind, _, index = key.partition(":")
    if kind == "top":
        return words.say("top_key", top=_top(rule, words))
    return words.say(f"{kind}_key", name=words.name("answer" if kind == "count" else kind, int(index)))


def _drops(rule: ScoringRule, words: Wording) -> str:
    ends = [
        words.say(name, n=n) for name, n in (("drop_high", rule.drop_high), ("drop_low", rule.drop_low)) if n
    ]
    if rule.trim:
        ends.append(words.say("drop_share", share=words.share(exact(rule.trim))))
    if not ends:
        return words.say("nothing")
    above = words.say("trim_above", n=rule.trim_above) if rule.trim_above else ""
    named = [words.name("class", k) for k in rule.trim_classes or ()]
    only = words.say("trim_classes", names=words.join("or", named)) if rule.trim_classes is not None else ""
    return words.say("drop", drops=words.join("or", ends)) + above + only


def _answers(which: Sequence[int], words: Wording) -> str:
    return words.join("comma", [words.name("answer", g) for g in which])


def _top(rule: ScoringRule, words: Wording) -> str:
    if rule.top is not None:
        return _answers(rule.top, words)
    return words.say("best") if words.answers is None else words.answers[-1]


def _step(step: Step, rule: ScoringRule, words: Wording) -> str:
    points = plain(exact(step.points))
    if step.is_unconditional:
        return words.say("step_else", points=points)
    conditions = []
    if exact(step.top_at_least) > 0:
        share = words.share(exact(step.top_at_least))
        conditions.append(words.say("at_least", top=_top(rule, words), share=share))
    if step.low_below is not None:
        share = words.share(exact(step.low_below))
        conditions.append(words.say("below", low=_answers(rule.low, words), share=share))
    return words.say("step", conditions=words.join("and", conditions), points=points)
