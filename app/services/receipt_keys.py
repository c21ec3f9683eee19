"""The public keys that prove slips: this desk's own, and those of the agency's other desks.

A key is never deleted: a slip of three years ago must still read as genuine. A key that got into
wrong hands is revoked; what it sealed is then only as good as the database's own word.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import text
from app.core.clock import VIETNAM
from app.core.dossiers import Actor, Role
from app.core.errors import AppError
from app.core.sealed import key_id_of
from app.models import ReceiptKey
from app.services import journal
from app.services.office import Office

OWN, IMPORTED = "own", "imported"
RAW_LENGTH = 32
LONGEST_WORDS: Final = 500
"""Of a reason or a station's name: a file that brings a book is not ours."""
LEADERS: Final = frozenset({Role.SUPERVISOR, Role.ADMIN})
"""Who may say which keys the agency trusts: bring a list in, revoke a key."""


class KeyUnknown(AppError):
    """No such key is in the list; ``key_id``."""

    code = "seal.key_unknown"


class KeyAlreadyRevoked(AppError):
    """The key was revoked before; ``key_id``, ``revoked_at``."""

    code = "seal.key_already_revoked"


class KeyListWrong(AppError):
    """A list of keys that cannot be taken in; ``reason``, and ``problem``: the file, place or key.

    ``reason`` is ``unreadable``, ``too_large``, ``not_a_list``, ``bad_line``, ``other_agency``,
    ``wrong_key`` (not the key of its id), ``other_key`` (not the key known here) or ``twice``.
    """

    code = "seal.key_list_wrong"


class LeadersOnly(AppError):
    """A clerk may not say which keys the agency trusts."""

    code = "seal.leaders_only"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """One public key; ``public_key`` is raw, ``valid_to`` and ``revoked_at`` None while in use."""

    key_id: str
    public_key: bytes
    station_id: str
    origin: str
    valid_from: datetime
    valid_to: datetime | None
    revoked_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class ImportedKeys:
    """What came in with a list."""

    added: int
    changed: int
    unchanged: int


def list_keys(session: Session, office: Office) -> tuple[PublicKey, ...]:
    """Return every key of the agency, the newest first."""
    query = (
        select(ReceiptKey)
        .where(ReceiptKey.agency_id == office.agency_id)
        .order_by(ReceiptKey.valid_from.desc(), ReceiptKey.key_id)
    )
    return tuple(_key(row) for row in session.scalars(query))


def find_key(session: Session, office: Office, key_id: str) -> PublicKey | None:
    """Return one key, or None: keys are found by id, never by trying them."""
    row = session.get(ReceiptKey, (office.agency_id, key_id))
    return None if row is None else _key(row)


def add_own_key(
    session: Session, office: Office, public_key: bytes, *, actor: Actor | None, at: datetime
) -> str:
    """Put this desk's new key into the list and end its older ones; return the key's id."""
    own = select(ReceiptKey).where(
        ReceiptKey.agency_id == office.agency_id,
        ReceiptKey.station_id == office.station_id,
        ReceiptKey.origin == OWN,
        ReceiptKey.valid_to.is_(None),
    )
    for row in session.scalars(own):
        row.valid_to = at
    key_id = key_id_of(public_key)
    session.add(
        ReceiptKey(
            agency_id=office.agency_id,
            key_id=key_id,
            public_key=base64.b64encode(public_key).decode(),
            station_id=office.station_id,
            origin=OWN,
            valid_from=at,
            valid_to=None,
            revoked_at=None,
            reason="",
        )
    )
    journal.append(session, office, "seal.key_added", {"key_id": key_id}, actor, at)
    return key_id


def revoke_key(
    session: Session, office: Office, key_id: str, *, reason: str, actor: Actor, at: datetime
) -> None:
    """Revoke a key that may be in wrong hands.

    Raises:
        LeadersOnly: the actor is a clerk.
        KeyUnknown: it is not in the list.
        KeyAlreadyRevoked: it was revoked before.
    """
    _only_leaders(actor)
    row = session.get(ReceiptKey, (office.agency_id, key_id), with_for_update=True)
    if row is None:
        raise KeyUnknown(key_id=key_id)
    if row.revoked_at is not None:
        raise KeyAlreadyRevoked(key_id=key_id, revoked_at=row.revoked_at.astimezone(VIETNAM))
    row.revoked_at, row.valid_to = at, row.valid_to or at
    row.reason = text.clean_line(reason)[:LONGEST_WORDS]
    facts = {"key_id": key_id, "reason": row.reason}
    journal.append(session, office, "seal.key_revoked", facts, actor, at)


def import_keys(
    session: Session, office: Office, keys: Sequence[PublicKey], *, actor: Actor, at: datetime
) -> ImportedKeys:
    """Take in another desk's list: new keys, and revocations of known ones; whole or not at all.

    A revocation is never undone by an older list.

    Raises:
        LeadersOnly: the actor is a clerk.
        KeyListWrong: a key's id is not that of the key, comes twice, or is here another key's.
    """
    _only_leaders(actor)
    _check(keys)
    added = changed = 0
    for key in keys:
        row = session.get(ReceiptKey, (office.agency_id, key.key_id))
        if row is None:
            session.add(_row(office, key))
            added += 1
        elif _raw(row) != key.public_key:
            raise KeyListWrong(reason="other_key", problem=key.key_id)
        elif _takes_over(row, key):
            changed += 1
    told = {"added": added, "changed": changed, "keys": [key.key_id for key in keys]}
    if added or changed:
        journal.append(session, office, "seal.keys_imported", told, actor, at)
    return ImportedKeys(added, changed, len(keys) - added - changed)


def _only_leaders(actor: Actor) -> None:
    if actor.role not in LEADERS:
        raise LeadersOnly


def _check(keys: Sequence[PublicKey]) -> None:
    seen: set[str] = set()
    for key in keys:
        if len(key.public_key) != RAW_LENGTH or key_id_of(key.public_key) != key.key_id:
            raise KeyListWrong(reason="wrong_key", problem=key.key_id)
        if key.key_id in seen:  # four bytes: two keys can be made to meet
            raise KeyListWrong(reason="twice", problem=key.key_id)
        seen.add(key.key_id)


def _takes_over(row: ReceiptKey, key: PublicKey) -> bool:
    """Let a known key end or be revoked as the list says; whether anything changed."""
    ends = row.valid_to is None and key.valid_to is not None
    is_revoked = row.revoked_at is None and key.revoked_at is not None
    if ends:
        row.valid_to = key.valid_to
    if is_revoked:
        row.revoked_at, row.reason = key.revoked_at, key.reason
    return ends or is_revoked


def _row(office: Office, key: PublicKey) -> ReceiptKey:
    return ReceiptKey(
        agency_id=office.agency_id,
        key_id=key.key_id,
        public_key=base64.b64encode(key.public_key).decode(),
        station_id=key.station_id,
        origin=IMPORTED,
        valid_from=key.valid_from,
        valid_to=key.valid_to,
        revoked_at=key.revoked_at,
        reason=key.reason,
    )


def _key(row: ReceiptKey) -> PublicKey:
    return PublicKey(
        key_id=row.key_id,
        public_key=_raw(row),
        station_id=row.station_id,
        origin=row.origin,
        valid_from=row.valid_from.astimezone(VIETNAM),
        valid_to=row.valid_to and row.valid_to.astimezone(VIETNAM),
        revoked_at=row.revoked_at and row.revoked_at.astimezone(VIETNAM),
        reason=row.reason,
    )


def _raw(row: ReceiptKey) -> bytes:
    try:
        return base64.b64decode(row.public_key, validate=True)
    except ValueError:
        return b""
