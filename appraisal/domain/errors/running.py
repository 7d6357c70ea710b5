"""Every refusal of the program itself by name: to start, to back up, to rehearse."""

from __future__ import annotations

from ..phrase import N_
from .refusal import AppraisalError


class ConfigurationRefused(AppraisalError):
    """The program must not start like this."""

    text = N_("不能启动：%(why)s")


class BackupRefused(AppraisalError):
    """A file is no backup, a damaged one, or one that this program cannot put back."""

    text = N_("这份备份不能恢复：%(why)s")


class BackupWhileOpen(AppraisalError):
    """A whole copy made while people vote would say which code belongs to which moment."""

    text = N_(
        "投票进行中不做完整备份：它会留下票码使用的先后。请截止后再备份；若要先保住选票，用 --sealed-only。"
    )


class DatabaseNewer(AppraisalError):
    """A database was made by a newer program, or by none of ours."""

    text = N_("这个数据库来自更新的程序，或不是本系统的，没有动它。请先更新程序。")


class DatabaseInUse(AppraisalError):
    """Another program holds the database that is to be replaced."""

    text = N_("数据库正在使用。请先停止服务，再恢复备份。")


class AddressTaken(AppraisalError):
    """Another program, or this one a second time, listens at the address."""

    text = N_(
        "%(host)s 的 %(port)s 端口已被占用：服务可能已在运行。要换端口，请设置 APPRAISAL_PORT，例如 8001。"
    )


class RehearsalFailed(AppraisalError):
    """A rehearsal did not run to its end, or not to the end it must come to."""

    text = N_("演示没有完成：%(why)s")
