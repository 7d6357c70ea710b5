"""A yardstick: the ballot as one writes it first, with a radio field for every cell and an ORM."""

from __future__ import annotations

import os
from functools import cache

from flask import Flask, render_template_string, request
from flask_wtf import FlaskForm
from sqlalchemy import create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from wtforms import RadioField
from wtforms.validators import InputRequired

CELLS = 51  # 17 subjects x 3 criteria
CHOICES = [("3", "优秀"), ("2", "良好"), ("1", "一般"), ("0", "较差"), ("-1", "弃权")]
PAGE = """<!doctype html><form method="post">{{ form.hidden_tag() }}
{% for field in form if field.type == "RadioField" %}<fieldset><legend>{{ field.label.text }}</legend>
{% for option in field %}{{ option() }}{{ option.label() }}{% endfor %}</fieldset>{% endfor %}
<button>提交</button></form>"""


class Model(DeclarativeBase):
    """Both tables."""


class Code(Model):
    """A code, and whether it was used."""

    __tablename__ = "code"
    text: Mapped[str] = mapped_column(primary_key=True)
    used: Mapped[bool] = mapped_column(default=False)


class Mark(Model):
    """One mark of one ballot."""

    __tablename__ = "mark"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    cell: Mapped[int]
    value: Mapped[int]


def make() -> Flask:
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "a yardstick keeps no secrets"
    engine = create_engine(f"sqlite:///{os.environ['YARDSTICK']}")
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA journal_mode=WAL"))
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA busy_timeout=15000"))

    @app.route("/", methods=("GET", "POST"))
    def ballot() -> tuple[str, int]:
        form = _form()()
        if form.validate_on_submit():
            with Session(engine) as session:
                code = session.scalars(select(Code).where(Code.text == request.args["code"])).one()
                if code.used:
                    return "used", 409
                code.used = True
                for cell in range(CELLS):
                    value = int(form[f"m{cell}"].data)
                    session.add(Mark(code=code.text, cell=cell, value=value))
                session.commit()
            return "thank you", 200
        return render_template_string(PAGE, form=form), 200

    return app


@cache
def _form() -> type[FlaskForm]:
    fields = {
        f"m{cell}": RadioField(f"单位 {cell}", [InputRequired()], choices=CHOICES) for cell in range(CELLS)
    }
    return type("BallotForm", (FlaskForm,), fields)
