"""Organizers' accounts."""

import pytest

from appraisal.domain.errors import AccountRefused, LoginRefused, PasswordWeak
from appraisal.services import accounts
from tests.factories import BOTH

PASSWORD = "correct horse battery"


@pytest.fixture
def account(database):
    with database.transaction() as session:
        return accounts.create(session, name="张敏", password=PASSWORD, actor=BOTH)


def log_in(database, name, password):
    with database.reading() as session:
        return accounts.log_in(session, name=name, password=password).id


def test_the_right_password_logs_in(database, account):
    assert log_in(database, " 张敏 ", PASSWORD) == account.id


@pytest.mark.parametrize(("name", "password"), [("张敏", "wrong horse battery"), ("李四", PASSWORD)])
def test_the_refusal_does_not_say_which_of_the_two_was_wrong(database, account, name, password):
    with pytest.raises(LoginRefused, match="用户名或密码不对"):
        log_in(database, name, password)


def test_no_password_is_stored(account):
    assert (
        account.password_hash.startswith("$argon2id$v=19$m=65536,t=3,p=1$"),
        PASSWORD in account.password_hash,
    ) == (
        True,
        False,
    )


@pytest.mark.parametrize("password", ["short", "Password1234", "11 chars !!"])
def test_a_weak_password_is_refused(database, password):
    with pytest.raises(PasswordWeak), database.transaction() as session:
        accounts.create(session, name="李四", password=password, actor=BOTH)


@pytest.mark.parametrize("name", ["", "  ", "张敏"])
def test_a_name_is_needed_and_taken_once(database, account, name):
    with pytest.raises(AccountRefused), database.transaction() as session:
        accounts.create(session, name=name, password=PASSWORD, actor=BOTH)


def test_a_changed_password_ends_other_logins(database, account):
    with database.transaction() as session:
        changed = accounts.change_password(
            session, account_id=account.id, old=PASSWORD, new="another long one"
        )
        version = changed.session_version

    assert (version, log_in(database, "张敏", "another long one")) == (1, account.id)


def test_the_first_organizer_is_made_once(database):
    with database.transaction() as session:
        password = accounts.create_first(session)
    with database.transaction() as session:
        again = accounts.create_first(session)

    assert (len(password), again) == (19, None)
    assert log_in(database, accounts.FIRST, password) == 1
