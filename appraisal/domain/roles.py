"""Who takes part in an appraisal besides the voters, and who acts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from .phrase import N_


class Role(StrEnum):
    """What an account is to one round; nobody is two things to the same round."""

    ORGANIZER = "organizer"
    SCRUTINEER = "scrutineer"
    OBSERVER = "observer"


ROLE_NAME = MappingProxyType(
    {
        Role.ORGANIZER: N_("组织者"),
        Role.SCRUTINEER: N_("监票人"),
        Role.OBSERVER: N_("观察员"),
    }
)


@dataclass(frozen=True)
class Actor:
    """One person in a role, or two who agreed; made by `services.people` and by nobody else."""

    names: tuple[str, ...]
    roles: tuple[Role, ...]
    has_waited: bool = False  # asked the second person, and nobody answered in time

    @property
    def is_two(self) -> bool:
        """Organizer and scrutineer agreed."""
        return set(self.roles) >= {Role.ORGANIZER, Role.SCRUTINEER}

    @property
    def role(self) -> Role:
        """The role of the one who asked."""
        return self.roles[0]

    def __str__(self) -> str:
        return "、".join(self.names)
