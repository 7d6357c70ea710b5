"""A lamp for one thing looked at before people sit down: what was found, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from ..domain.phrase import N_, Phrase, phrase


class Light(StrEnum):
    """What a check says: go on, look at it, stop."""

    OK = "ok"
    ASK = "ask"
    STOP = "stop"


WORDS: Mapping[Light, Phrase] = MappingProxyType(
    {Light.OK: phrase("正常"), Light.ASK: phrase("注意"), Light.STOP: phrase("停")}
)
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "address": N_("投票地址"),
        "slips": N_("选票条"),
        "printed": N_("条上的地址"),
        "keys": N_("钥匙卡"),
        "plan": N_("规则检查"),
        "font": N_("字体"),
        "box": N_("票箱"),
        "clock": N_("时钟"),
        "disk": N_("磁盘"),
        "tables": N_("数据库结构"),
        "durable": N_("断电不丢票"),
        "phone": N_("会场手机"),
        "printer": N_("打印机"),
        "projector": N_("大屏"),
        "served": N_("地址通到本机"),
        "burst": N_("同时连接"),
        "copy": N_("备份"),
        "folder": N_("数据文件夹"),
        "database": N_("数据库"),
        "connections": N_("数据库连接"),
        "secrets": N_("密钥"),
        "counts": N_("共用计数"),
        "port": N_("端口"),
        "files": N_("连接数上限"),
        "swap": N_("内存交换"),
    }
)


@dataclass(frozen=True)
class Check:
    """What was found of one thing, and what to do where it is not in order."""

    key: str
    light: Light
    found: Phrase
    cure: Phrase | None = None

    @property
    def name(self) -> Phrase:
        """What was looked at, in words."""
        return Phrase(NAMES[self.key])


def worst_first(found: Iterable[Check]) -> tuple[Check, ...]:
    """Order checks by what must be looked at first."""
    order = (Light.STOP, Light.ASK, Light.OK)
    return tuple(sorted(found, key=lambda check: order.index(check.light)))


def unlit(found: Iterable[Check]) -> tuple[str, ...]:
    """Return the keys of the lamps that are not green, the worst first."""
    return tuple(check.key for check in worst_first(found) if check.light is not Light.OK)


def named(keys: Iterable[str]) -> tuple[Phrase, ...]:
    """Return the names of lamps."""
    return tuple(Phrase(NAMES[key]) for key in keys if key in NAMES)
