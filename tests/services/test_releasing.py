"""Reasons from the box to the two people who look into them, and to nobody else."""

import secrets
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, func, select, update

from appraisal.ballotbox.reason_seal import seal_all
from appraisal.domain import errors
from appraisal.domain.reason import NOTHING_WRITTEN, FollowUp, Written
from appraisal.domain.rule import Reasons
from appraisal.domain.sheet import Marks
from appraisal.services import conduct, opening, reconciling, releasing, shredding, voting
from appraisal.storage import audit, hygiene
from appraisal.storage.models import ReleasedReason, SealedReason
from tests.factories import BOTH, ORGANIZER, PEPPER, SCRUTINEER, make_class, make_plan

TEXTS = [f"第{n}条：办事要跑两趟" for n in range(6)]
VOTERS = 8


def asking(reasons=Reasons.REQUIRED, **rule):
    return make_plan(classes=(make_class("A", 100, VOTERS),), reasons=reasons, spare_share=0, **rule)


def cast(database, code, marks, texts, nonce=None):
    with database.transaction() as session:
        booth = voting.enter(session, typed=code, pepper=PEPPER)
        return voting.cast(
            session,
            booth=booth,
            marks=Marks(marks),
            nonce=nonce or secrets.token_bytes(16),
            written=Written(texts),
        )


@pytest.fixture
def voted(database, open_round):
    """Six voters rate the first subject lowest, four the second, none the third; two rate all well."""
    made = open_round(asking())
    for n, code in enumerate(made.codes("A")):
        lowest = {0: n < 6, 1: n < 4, 2: False}
        marks = tuple(0 if lowest[subject] else 3 for subject in range(3))
        cast(database, code, marks, {subject: TEXTS[n] for subject in range(3) if lowest[subject]})
    return made


def closed(database, made):
    with database.transaction() as session:
        made.close(session)
    return made


def opened(database, made):
    with database.transaction() as session:
        made.open_box(session)
    return released(database, made)


def released(database, made):
    with database.reading() as session:
        return releasing.released(session, round_id=made.id)


def count(database, table):
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table))


def test_every_ballot_drops_as_many_rows_as_there_are_subjects(database, voted):
    assert count(database, SealedReason) == 3 * VOTERS


def test_a_round_without_reasons_has_no_rows(database, open_round):
    made = open_round(asking(Reasons.OFF))

    cast(database, made.codes("A")[0], (0, 3, 3), {})

    assert count(database, SealedReason) == 0


def test_the_same_page_sent_again_drops_nothing_more(database, open_round):
    made, nonce = open_round(asking()), secrets.token_bytes(16)
    cast(database, made.codes("A")[0], (0, 3, 3), {0: "慢"}, nonce)
    with database.reading() as session:
        booth = voting.booth(session, digest=voting.Code.parse(made.codes("A")[0]).digest(PEPPER))

    with database.transaction() as session:
        given = {"marks": Marks((0, 3, 3)), "nonce": nonce, "written": Written({0: "慢"})}
        voting.cast(session, booth=booth, **given)

    assert count(database, SealedReason) == 3


def test_a_compulsory_reason_that_is_missing_spends_nothing(database, open_round):
    made = open_round(asking())

    with pytest.raises(errors.BallotRefused) as refusal:
        cast(database, made.codes("A")[0], (0, 3, 0), {0: "慢"})

    assert [str(each) for each in refusal.value.findings] == ["评为“较差”的要写明原因：杨林街道"]
    assert count(database, SealedReason) == 0


def test_a_text_beside_a_better_grade_never_reaches_the_box(database, open_round):
    made = open_round(asking(Reasons.OPTIONAL))
    for code in made.codes("A"):
        cast(database, code, (3, 3, 3), {0: "改主意了"})

    assert opened(database, closed(database, made)).reasons == {}


def test_reasons_are_released_from_five_on(database, voted):
    found = opened(database, closed(database, voted))

    assert {subject: sorted(each.text for each in listed) for subject, listed in found.reasons.items()} == {
        0: TEXTS
    }
    assert (found.faults, {each.state for each in found.reasons[0]}) == ({}, {FollowUp.PENDING})


def test_of_fewer_than_five_nothing_is_kept_outside_the_box(database, voted):
    opened(database, closed(database, voted))

    with database.reading() as session:
        kept = session.execute(select(ReleasedReason.subject, func.count()).group_by(ReleasedReason.subject))
        assert kept.all() == [(0, 6)]


def test_reasons_come_in_the_order_of_ids_drawn_anew(database, voted):
    with database.reading() as session:
        sealed = set(session.scalars(select(SealedReason.id)))

    found = opened(database, closed(database, voted)).reasons[0]

    assert [each.id for each in found] == sorted(each.id for each in found)
    assert {bytes.fromhex(each.id) for each in found} & sealed == set()


def test_nobody_reads_reasons_before_the_box_is_opened(database, voted):
    with pytest.raises(errors.NotFound):
        released(database, closed(database, voted))


def take_out(session):
    gone = session.scalars(select(SealedReason.id).limit(2)).all()
    session.execute(delete(SealedReason).where(SealedReason.id.in_(gone)))


def spoil(session):
    one = session.scalars(select(SealedReason.id).limit(1)).one()
    session.execute(update(SealedReason).where(SealedReason.id == one).values(sealed=b"x" * 284))


def copy(session):
    one = session.scalars(select(SealedReason).limit(1)).one()
    session.add(SealedReason(id=b"i" * 16, round_id=one.round_id, sealed=one.sealed))


def stuff(session):
    one = session.scalars(select(SealedReason).limit(1)).one()
    voting_round = conduct.find(session, one.round_id)
    form = voting.form_of(voting_round.plan, voting_round.uid, voting_round.form_hash)
    for row in seal_all(NOTHING_WRITTEN, form, voting_round.public_key):
        session.add(SealedReason(id=row.id, round_id=one.round_id, sealed=row.sealed))


FAULTS = [
    (take_out, {"missing": 2}),
    (spoil, {"missing": 1, "unopenable": 1}),
    (copy, {"unopenable": 1}),
    (stuff, {"surplus": 3}),
]


@pytest.mark.parametrize(("tamper", "faults"), FAULTS)
def test_rows_that_are_not_those_of_the_ballots_are_counted_and_stop_no_count(
    database, voted, tamper, faults
):
    closed(database, voted)
    with database.transaction() as session:
        tamper(session)

    found = opened(database, voted)

    with database.reading() as session:
        entry = list(audit.entries(session))[-1]
    assert found.faults == {**faults, "changed": 1}
    assert (entry.act, entry.detail["reasons"]) == ("count", found.faults)


@pytest.mark.parametrize(("tamper", "faults"), FAULTS)
def test_what_happened_before_closing_is_told_by_the_number_of_ballots(database, voted, tamper, faults):
    with database.transaction() as session:
        tamper(session)

    assert opened(database, closed(database, voted)).faults == faults


def follow_up(database, made, states, actor=ORGANIZER):
    with database.transaction() as session:
        releasing.follow_up(session, round_id=made.id, states=states, actor=actor)


def test_the_organizer_writes_down_what_came_of_a_reason(database, voted):
    first, *_ = opened(database, closed(database, voted)).reasons[0]

    follow_up(database, voted, {first.id: FollowUp.UPHELD})

    states = [each.state for each in released(database, voted).reasons[0]]
    assert states == [FollowUp.UPHELD, *[FollowUp.PENDING] * 5]


def test_the_log_knows_that_it_was_done_and_nothing_more(database, voted):
    first, *_ = opened(database, closed(database, voted)).reasons[0]

    follow_up(database, voted, {first.id: FollowUp.MENDED})

    with database.reading() as session:
        entry = list(audit.entries(session))[-1]
    assert (entry.act, entry.detail) == ("follow-up", {"round": voted.id})


def test_only_the_organizer_follows_up(database, voted):
    first, *_ = opened(database, closed(database, voted)).reasons[0]

    with pytest.raises(errors.RoleRefused):
        follow_up(database, voted, {first.id: FollowUp.UPHELD}, actor=SCRUTINEER)


def test_a_reason_of_another_round_is_not_followed_up_here(database, voted):
    opened(database, closed(database, voted))

    with pytest.raises(errors.NotFound):
        follow_up(database, voted, {"00" * 16: FollowUp.UPHELD})


def test_shredding_leaves_neither_a_row_nor_a_text_in_the_files(database, voted):
    opened(database, closed(database, voted))
    until = date(2026, 12, 1)
    with database.transaction() as session:
        counts = [{"unused": 0, "spoiled": 0}]
        reconciling.reconcile(session, round_id=voted.id, counts=counts, actor=SCRUTINEER)
        conduct.publish(session, round_id=voted.id, actor=BOTH, objections_until=until)
        sealed = session.scalars(select(SealedReason.sealed)).all()
    traces = [*sealed, *(text.encode() for text in TEXTS)]
    before = sum(trace in files(database) for trace in traces)

    with database.transaction() as session:
        shredding.shred(session, round_id=voted.id, actor=BOTH, today=until + timedelta(days=1))
    hygiene.scrub(database)

    assert before == len(traces)  # what is looked for was there
    assert sum(trace in files(database) for trace in traces) == 0
    assert released(database, voted).reasons == {}


def files(database):
    return b"".join(path.read_bytes() for path in database.path.parent.iterdir())


def test_the_result_is_the_same_with_reasons_and_without(database, open_round, voted):
    opened(database, closed(database, voted))
    plain = open_round(asking(Reasons.OFF))
    for n, code in enumerate(plain.codes("A")):
        cast(database, code, (0 if n < 6 else 3, 0 if n < 4 else 3, 3), {})
    with database.transaction() as session:
        plain.close(session)
        plain.open_box(session)

    with database.reading() as session:
        outcomes = [opening.outcome(session, round_id=made.id) for made in (voted, plain)]
    assert outcomes[0] == outcomes[1]
