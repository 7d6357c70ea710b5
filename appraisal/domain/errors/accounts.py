"""Every refusal of a name or a password by name."""

from __future__ import annotations

from ..phrase import N_
from .refusal import AppraisalError


class LoginRefused(AppraisalError):
    """Name and password do not fit; the same words whichever of the two is wrong."""

    text = N_("用户名或密码不对，请重新输入。")


class LoginTooOften(AppraisalError):
    """Too many wrong passwords for one account."""

    text = N_("密码输错次数较多，请 %(seconds)s 秒后再试。")


class PasswordWeak(AppraisalError):
    """A new password is too short or too common."""

    text = N_("密码至少 12 个字符，并且不能是常见密码。")


class AccountRefused(AppraisalError):
    """An account cannot be made under this name."""

    text = N_("不能建立账户“%(name)s”：名称已被使用或为空。")


class AccountUnknown(AppraisalError):
    """There is no account of this name."""

    text = N_("没有账户“%(name)s”。请核对用户名，或先新建账户。")
