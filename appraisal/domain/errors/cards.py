"""Every refusal of a key card by name."""

from __future__ import annotations

from ..phrase import N_, Phrase, phrase
from .refusal import AppraisalError

KEY_CARD = phrase("钥匙卡")


class CardRefused(AppraisalError):
    """The key cards that were given do not open the box; `card` says which one is meant."""

    def __init__(self, card: Phrase = KEY_CARD, **values: object) -> None:
        super().__init__(card=card, **values)


class CardMistyped(CardRefused):
    """The check symbols of a key card do not fit; which symbol is wrong is not told."""

    text = N_("%(card)s有字符输错了。请对照卡片，一组一组再看一遍。")


class CardHalfTyped(CardRefused):
    """A key card has fewer symbols than are printed on it."""

    text = N_("%(card)s没有输完：输入了 %(found)s 个字符，卡片上有 %(whole)s 个。请接着输完。")


class CardTooLong(CardRefused):
    """More was typed than is printed on a key card."""

    text = N_("%(card)s输多了：输入了 %(found)s 个字符，卡片上只有 %(whole)s 个。请只输一张卡。")


class CardOfAnotherRound(CardRefused):
    """A well-formed key card that does not open this round."""

    text = N_("%(card)s不属于本轮，或是重做之前的旧卡，打不开这个票箱。请换用本轮的钥匙卡。")


class CardOfRehearsal(CardRefused):
    """The one card of a rehearsal was given where a real box is to be opened."""

    text = N_("%(card)s是演练用的，只能打开演练的票箱。请换用正式的钥匙卡。")


class CardReplaced(CardRefused):
    """A key card of this round that was cancelled when its holder made another."""

    text = N_("%(card)s已经作废：持卡人后来换过新卡。请用新卡。")


class CardsAlike(CardRefused):
    """Two cards of one holder were given where those of two holders are needed."""

    text = N_("这两张是同一张钥匙卡或同一人的卡。要用两位持卡人各自的卡。")


class CardsMissing(CardRefused):
    """One card cannot open a box that has two locks."""

    text = N_("要两张钥匙卡才能打开这个票箱，请另一位持卡人也输入。")


class KeysAlreadyMade(AppraisalError):
    """A key card is shown once and never again."""

    text = N_("您的钥匙卡已经制作过，只显示一次，不能再看。丢失或看错了，请换一张。")
