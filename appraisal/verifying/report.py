"""What a check found, in words, and what it all comes to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from ..domain.phrase import N_, Phrase


class Status(StrEnum):
    """How one check came out."""

    OK = "ok"
    FAILED = "failed"
    NOT_POSSIBLE = "not possible"


class Verdict(IntEnum):
    """What all checks come to; the numbers are the exit codes of the command."""

    VALID = 0
    INVALID = 1
    UNREADABLE = 2
    IN_PART = 3


TITLES = {
    "V1": N_("容器和文件的写法"),
    "V2": N_("每个文件的校验值"),
    "V3": N_("冻结设定的指纹"),
    "V4": N_("公示板的次序"),
    "V5": N_("全部选票的树根"),
    "V6": N_("票箱指纹"),
    "V7": N_("选票张数"),
    "V8": N_("印制、发出、收回和清点"),
    "V9": N_("等次票数"),
    "V10": N_("小票种的保护"),
    "V11": N_("正式结果重新算过"),
    "V12": N_("操作记录"),
    "V13": N_("回执"),
    "V14": N_("重新开箱"),
    "V15": N_("与旧归档相比"),
}


@dataclass(frozen=True)
class Check:
    """One check: its number, how it came out, and what was found, if it was not ok."""

    number: str
    status: Status
    findings: tuple[Phrase, ...] = ()

    @property
    def title(self) -> Phrase:
        """What was checked."""
        return Phrase(TITLES[self.number])


@dataclass(frozen=True)
class Report:
    """All checks that were asked for, and the fingerprint to compare by eye; empty if there is none."""

    verdict: Verdict
    checks: tuple[Check, ...] = ()
    fingerprint: str = ""
    why: Phrase | None = None
