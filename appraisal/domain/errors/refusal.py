"""What every refusal has in common."""

from __future__ import annotations

from typing import ClassVar

from ..phrase import N_, Phrase


class AppraisalError(Exception):
    """Something was refused, and this is what to tell the person.

    Values must be safe to print: never a code, a mark, a nonce or a key.
    """

    text: ClassVar[str] = N_("操作没有完成。")

    def __init__(self, **values: object) -> None:
        self.phrase = Phrase(self.text, values)
        super().__init__(str(self.phrase))
