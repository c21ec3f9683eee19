"""Sign-in: a pause after wrong passwords, and who is who."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.dossiers import Role
from app.services import accounts
from app.services.accounts import (
    PAUSE,
    TRIES,
    AccountLocked,
    AccountsNotAllowed,
    LastAdmin,
    LoginTaken,
    PasswordTooShort,
    SignInOutcome,
    SignInRefused,
)
from tests.services.desk import NOW, Desk

PASSWORD = "motcua-lan"


def _sign_in(desk: Desk, password: str, login: str = "lan", moment=NOW) -> SignInOutcome:
    with desk.database.write() as session:
        return accounts.sign_in(session, desk.office, login, password, at=moment)


def test_the_right_password_opens_the_desk(desk: Desk) -> None:
    """Case and marks of the name do not matter; the sign-in is journalled."""
    outcome = _sign_in(desk, PASSWORD, " LAN ")
    assert (outcome.actor, outcome.refusal) == (desk.clerk, None)
    last = "select kind from journal order by seq desc limit 1"
    assert desk.scalar(last) == "account.signed_in"


def test_a_wrong_name_and_a_wrong_password_look_alike(desk: Desk) -> None:
    """Which of the two was wrong is not said."""
    for outcome in (_sign_in(desk, "wrong"), _sign_in(desk, PASSWORD, "nobody")):
        assert outcome.actor is None
        assert isinstance(outcome.refusal, SignInRefused)
        assert outcome.refusal.params == {}


def test_an_account_that_was_closed_is_refused(desk: Desk) -> None:
    """No account is deleted; a closed one opens nothing and is not listed."""
    off = "0" if desk.database.is_sqlite else "false"
    desk.tamper(f"update account set is_active = {off} where login = 'lan'")
    assert isinstance(_sign_in(desk, PASSWORD).refusal, SignInRefused)
    assert [one.login for one in desk.ask(accounts.list_accounts)] == ["hung", "an", "thu"]
    with pytest.raises(SignInRefused):
        desk.ask(accounts.find_actor, "lan")


def test_wrong_tries_lock_for_a_while(desk: Desk) -> None:
    """After five wrong passwords even the right one waits; then it opens and the count ends."""
    for _ in range(TRIES):
        assert isinstance(_sign_in(desk, "wrong").refusal, SignInRefused)
    locked = _sign_in(desk, PASSWORD, moment=NOW + timedelta(minutes=1))
    assert isinstance(locked.refusal, AccountLocked)
    assert locked.refusal.params["until"] == NOW + PAUSE
    assert _sign_in(desk, PASSWORD, moment=NOW + PAUSE).actor == desk.clerk
    assert desk.scalar("select failures from account where login = 'lan'") == 0


def test_the_count_of_wrong_tries_is_kept(desk: Desk) -> None:
    """Closing the window between the tries does not begin a new count."""
    for _ in range(TRIES - 1):
        _sign_in(desk, "wrong")
    assert desk.scalar("select failures from account where login = 'lan'") == TRIES - 1
    assert desk.scalar("select count(*) from account where locked_until is not null") == 0


def test_one_locked_account_does_not_lock_another(desk: Desk) -> None:
    """A mistake at one counter stops nobody else."""
    for _ in range(TRIES):
        _sign_in(desk, "wrong")
    assert _sign_in(desk, "motcua-hung", "hung").actor is not None


def test_passwords_are_not_kept(desk: Desk) -> None:
    """The database holds an Argon2id hash and nothing that could be typed."""
    assert desk.scalar("select password_hash from account where login = 'lan'").startswith(
        "$argon2id$"
    )


def test_a_new_account_needs_a_new_name_and_a_long_password(desk: Desk) -> None:
    """Two accounts never share a name, and six signs are the least."""

    def create(login: str, password: str) -> None:
        with desk.database.write() as session:
            accounts.create_account(
                session,
                desk.office.agency_id,
                login=login,
                name="Lê Thị Mới",
                role=Role.CLERK,
                password=password,
            )

    with pytest.raises(LoginTaken):
        create("Lan", "longenough")
    with pytest.raises(PasswordTooShort):
        create("moi", "short")
    create("moi", "longenough")
    assert [one.login for one in desk.ask(accounts.list_accounts)] == [
        "lan",
        "moi",
        "hung",
        "an",
        "thu",
    ]
    assert desk.ask(accounts.find_actor, "MOI").role is Role.CLERK


def test_an_administrator_opens_and_closes_accounts(desk: Desk) -> None:
    """A new leader signs in, a closed one does not; both are in the journal."""
    admin = replace(desk.clerk, role=Role.ADMIN)
    told = {"login": "binh", "name": "Vũ Quang Bình", "role": Role.LEADER, "password": PASSWORD}
    with pytest.raises(AccountsNotAllowed):
        desk.do(accounts.open_account, **told)
    opened = desk.do(accounts.open_account, actor=admin, **told)
    assert desk.ask(accounts.find_actor, "binh") == opened
    with pytest.raises(AccountsNotAllowed):
        desk.do(accounts.close_account, "binh")
    desk.do(accounts.close_account, "binh", actor=admin)
    for login in ("binh", "nobody"):
        with pytest.raises(SignInRefused):
            desk.do(accounts.close_account, login, actor=admin)
    kinds = "select count(*) from journal where kind in ('account.opened', 'account.closed')"
    assert desk.scalar(kinds) == 2


def test_the_last_administrator_stays(desk: Desk) -> None:
    """An office that nobody administrates could never get an account again."""
    admin = replace(desk.clerk, role=Role.ADMIN)
    told = {"login": "duc", "name": "Phạm Minh Đức", "role": Role.ADMIN, "password": PASSWORD}
    desk.do(accounts.open_account, actor=admin, **told)
    with pytest.raises(LastAdmin):
        desk.do(accounts.close_account, "duc", actor=admin)
