"""What an act is told beside the token: days, a reason, a spoiled code, a password."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, IntegerField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from ...domain.code import Code
from ...domain.lifecycle import Act
from ...domain.plan import Plan
from ...domain.waiver import LEAST_EVER, LEAST_SHOWN
from ...services.conduct import LONGEST_NOTICE
from ...services.head_count import Surplus
from .confirm import ConfirmForm

USUAL_DAYS, MOST_DAYS = 7, 90
HEAD = r"\A[0-9a-f]{16}\Z"


class PublishForm(ConfirmForm):
    """How long objections may come, and why there are more ballots than people, which is asked only then."""

    days = IntegerField(
        lazy_gettext("异议期（天）"), [InputRequired(), NumberRange(1, MOST_DAYS)], default=USUAL_DAYS
    )
    reason = StringField(lazy_gettext("为什么仍要公布"), [Length(max=200)])
    surplus: Surplus | None = None

    def expect(self, surplus: Surplus | None) -> None:
        """Ask for a reason where there is a surplus, and for none elsewhere."""
        self.surplus = surplus
        if surplus is None:
            del self.reason

    def validate_reason(self, field: StringField) -> None:
        """Ask for words, not for blanks."""
        if not (field.data or "").strip():
            raise ValidationError(lazy_gettext("选票多于实到人数：请先查明，或写明原因。"))


class ReasonForm(ConfirmForm):
    """Why."""

    reason = StringField(lazy_gettext("原因"), [InputRequired(), Length(max=200)])


class AloneForm(ReasonForm):
    """Why the organizer closes without the scrutineer."""


class OpenForm(ConfirmForm):
    """Why voting opens although a lamp is not green; nothing is asked where all are."""

    reason = StringField(lazy_gettext("为什么仍要开始"), [Length(max=200)])
    unlit: tuple[str, ...] = ()

    def validate_reason(self, field: StringField) -> None:
        """Ask for words, not for blanks."""
        if self.unlit and not (field.data or "").strip():
            raise ValidationError(lazy_gettext("有灯不绿：请先处理，或写明原因。"))


class AnnounceForm(ConfirmForm):
    """In how many minutes voting is to end; 0 takes the announcement back."""

    minutes = IntegerField(
        lazy_gettext("几分钟后截止"), [InputRequired(), NumberRange(0, LONGEST_NOTICE)], default=5
    )


class SpoiledForm(ConfirmForm):
    """The code of the spoiled slip; only its keyed digest goes any further."""

    code = StringField(
        lazy_gettext("旧条上的票码"),
        [InputRequired(), Length(max=60)],
        description=lazy_gettext(
            "照旧条输入，大小写、空格、横线都不要紧。旧条的票码看不清的，请改发备用条，旧条按写坏登记。"
        ),
    )


class GivenBackForm(SpoiledForm):
    """The code of the slip that is given back for a paper ballot."""

    code = StringField(
        lazy_gettext("交回的选票条上的票码"),
        [InputRequired(), Length(max=60)],
        description=lazy_gettext(
            "用扫码枪扫，或照交回的条输入，大小写、空格、横线都不要紧。"
            "票码看不清的，先换一条同票种的备用条，再凭备用条换纸质票。"
        ),
    )


class WaiveForm(ConfirmForm):
    """The fewest ballots of a class that is shown, and whether recusals may name a voter."""

    least = RadioField(
        lazy_gettext("票种至少有几张有效票才单独公布"),
        choices=[SelectChoice(str(least), f"≥ {least}") for least in range(LEAST_SHOWN, LEAST_EVER - 1, -1)],
        coerce=int,
        default=LEAST_SHOWN,
    )
    recusal = BooleanField(lazy_gettext("同意使用会认出人的回避选票"))

    def show(self, plan: Plan) -> None:
        """Mark what holds now, unless something was just sent."""
        if not self.is_submitted():
            self.least.data, self.recusal.data = plan.waiver.least_shown, plan.waiver.recusal


class ConsentForm(ConfirmForm):
    """The own password of whoever agrees, and the last act of the log that stood on the page."""

    seen = HiddenField(validators=[Optional(), Regexp(HEAD)])
    password = PasswordField(lazy_gettext("您的密码"), [InputRequired(), Length(max=200)])


FORMS: Mapping[Act, type[ConfirmForm]] = {
    Act.PUBLISH: PublishForm,
    Act.OPEN: OpenForm,
    Act.ANNOUNCE: AnnounceForm,
    Act.ABANDON: ReasonForm,
    Act.REPLACE_SLIP: SpoiledForm,
    Act.HAND_OUT_PAPER: GivenBackForm,
    Act.WAIVE: WaiveForm,
}


def form_of(act: Act) -> ConfirmForm:
    """Make the form of an act."""
    return FORMS.get(act, ConfirmForm)()


def detail_of(act: Act, form: ConfirmForm, digest: Callable[[Code], bytes]) -> dict[str, object]:
    """Return what the act is told, without any secret; `digest` is what the round keeps of a code.

    Raises
    ------
    CodeMistyped
        If the spoiled code is no code at all.
    """
    if isinstance(form, PublishForm):
        told = {"reason": (form.reason.data or "").strip()} if form.surplus else {}
        return {"days": form.days.data, **told}
    if isinstance(form, OpenForm):
        return {"unlit": list(form.unlit), "reason": (form.reason.data or "").strip()} if form.unlit else {}
    if isinstance(form, ReasonForm):
        return {"reason": form.reason.data}
    if isinstance(form, AnnounceForm):
        return {"minutes": form.minutes.data}
    if isinstance(form, SpoiledForm):
        return {"digest": digest(Code.parse(form.code.data or "")).hex()}
    if isinstance(form, WaiveForm):
        return {"least": form.least.data, "recusal": form.recusal.data}
    return {}
