"""Accounts and sign-in: Argon2id, a pause after wrong passwords, no account is ever deleted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import text
from app.core.clock import VIETNAM
from app.core.dossiers import Actor, Role
from app.core.errors import AppError
from app.models import Account
from app.models.base import new_id
from app.services import journal
from app.services.office import Office

if TYPE_CHECKING:
    from argon2 import PasswordHasher

TRIES = 5
PAUSE = timedelta(minutes=5)
SHORTEST_PASSWORD = 6


class SignInRefused(AppError):
    """The name or the password is wrong; which one is not said."""

    code = "account.refused"


class AccountLocked(AppError):
    """Too many wrong passwords; ``until``."""

    code = "account.locked"


class LoginTaken(AppError):
    """Another account has this name; ``login``."""

    code = "account.login_taken"


class PasswordTooShort(AppError):
    """The password is too short; ``shortest``."""

    code = "account.password_too_short"


class AccountsNotAllowed(AppError):
    """Only an administrator opens and closes accounts; ``role``."""

    code = "account.not_allowed"


class LastAdmin(AppError):
    """Nobody could administrate the office any more; ``login``."""

    code = "account.last_admin"


@dataclass(frozen=True, slots=True)
class SignInOutcome:
    """Who may work, or why not: the count of wrong tries must be kept even when refused."""

    actor: Actor | None
    refusal: AppError | None


def sign_in(
    session: Session, office: Office, login: str, password: str, *, at: datetime
) -> SignInOutcome:
    """Check a name and a password; the outcome is returned, so that the unit commits the count."""
    account = _by_login(session, office, login)
    if account is None or not account.is_active:
        return SignInOutcome(None, SignInRefused())
    if account.locked_until is not None and at < account.locked_until:
        return SignInOutcome(None, AccountLocked(until=account.locked_until.astimezone(VIETNAM)))
    if not _fits(account.password_hash, password):
        account.failures += 1
        if account.failures % TRIES == 0:
            account.locked_until = at + PAUSE
        return SignInOutcome(None, SignInRefused())
    account.failures = 0
    account.locked_until = None
    actor = _actor(account)
    journal.append(session, office, "account.signed_in", {"login": login}, actor, at)
    return SignInOutcome(actor, None)


def create_account(
    session: Session, agency_id: str, *, login: str, name: str, role: Role, password: str
) -> Actor:
    """Add an account.

    Raises:
        PasswordTooShort, LoginTaken.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(shortest=SHORTEST_PASSWORD)
    login = text.fold(login)
    taken = select(Account.id).where(Account.agency_id == agency_id, Account.login == login)
    if session.scalars(taken).first() is not None:
        raise LoginTaken(login=login)
    account = Account(
        agency_id=agency_id,
        id=new_id(),
        login=login,
        name=text.clean_line(name),
        role=str(role),
        password_hash=_hasher().hash(password),
        is_active=True,
        failures=0,
        locked_until=None,
    )
    session.add(account)
    return _actor(account)


def open_account(
    session: Session,
    office: Office,
    *,
    login: str,
    name: str,
    role: Role,
    password: str,
    actor: Actor,
    at: datetime,
) -> Actor:
    """Add an account to a working office, as an administrator.

    Raises:
        AccountsNotAllowed, PasswordTooShort, LoginTaken.
    """
    _require_admin(actor)
    added = create_account(
        session, office.agency_id, login=login, name=name, role=role, password=password
    )
    facts = {"login": added.login, "name": added.name, "role": added.role}
    journal.append(session, office, "account.opened", facts, actor, at)
    return added


def close_account(
    session: Session, office: Office, login: str, *, actor: Actor, at: datetime
) -> None:
    """Let nobody sign in by this account any more; it stays, for what it did is in the journal.

    Raises:
        AccountsNotAllowed, LastAdmin.
        SignInRefused: there is no such account.
    """
    _require_admin(actor)
    account = _by_login(session, office, login)
    if account is None or not account.is_active:
        raise SignInRefused
    admins = [one for one in list_accounts(session, office) if one.role is Role.ADMIN]
    if [one.login for one in admins] == [account.login]:
        raise LastAdmin(login=account.login)
    account.is_active = False
    journal.append(session, office, "account.closed", {"login": account.login}, actor, at)


def list_accounts(session: Session, office: Office) -> tuple[Actor, ...]:
    """Return the active accounts, clerks first."""
    query = select(Account).where(Account.agency_id == office.agency_id, Account.is_active)
    order = tuple(Role)
    actors = (_actor(row) for row in session.scalars(query))
    return tuple(sorted(actors, key=lambda actor: (order.index(actor.role), actor.login)))


def find_actor(session: Session, office: Office, login: str) -> Actor:
    """Return an active account by name, for acts on the command line.

    Raises:
        SignInRefused: there is none.
    """
    account = _by_login(session, office, login)
    if account is None or not account.is_active:
        raise SignInRefused
    return _actor(account)


def _require_admin(actor: Actor) -> None:
    if actor.role is not Role.ADMIN:
        raise AccountsNotAllowed(role=actor.role)


def _by_login(session: Session, office: Office, login: str) -> Account | None:
    return session.scalars(
        select(Account).where(
            Account.agency_id == office.agency_id, Account.login == text.fold(login)
        )
    ).first()


def _actor(account: Account) -> Actor:
    return Actor(account.id, account.login, account.name, Role(account.role))


def _fits(kept: str, password: str) -> bool:
    from argon2.exceptions import VerifyMismatchError

    try:
        return _hasher().verify(kept, password)
    except VerifyMismatchError:
        return False


def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    # 19 MiB, t=2, p=1: the floor that OWASP names, about 20 ms on a desk's computer.
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
