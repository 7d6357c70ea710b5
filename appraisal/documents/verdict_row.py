"""A verdict on one subject, with the shares of answers it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from .number import Number


@dataclass(frozen=True)
class VerdictRow:
    """What was concluded about one subject, and from which shares of answers.

    `counts` and `rates` (percent) stand in the order of the grades, the abstentions last; `rates_without`
    leaves them out of the denominator. `verdict` is None where there are too few samples; `other_verdict`
    is that of the other denominator. Counts are None where they are withheld.
    """

    subject: str
    counts: tuple[int, ...] | None
    samples: int | None
    rates: tuple[Number, ...]
    rates_without: tuple[Number, ...]
    verdict: str | None
    other_verdict: str | None
