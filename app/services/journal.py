"""The journal: every business act appends one entry, chained to the one before, in the same unit.

The chain is per (station, epoch), so that an offline ward needs nobody's lock. A changed, missing
or swapped entry breaks the chain; what was done stays provable.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.core.dossiers import Actor
from app.core.errors import AppError
from app.db import fast
from app.models import JournalEntry
from app.models.base import Moment, moment_text
from app.services.office import Office

FIRST = "0" * 64
"""What stands before the first entry of a chain."""
BACKWARDS_ALLOWED = timedelta(seconds=5)
_MOMENT = Moment()
_HEAD = (
    "select seq, head, logical, last_at from station_chain"
    " where agency_id = ? and station_id = ? and epoch = ?"
)
_HEAD_LOCKED = f"{_HEAD} for update"
_NEWEST = "select max(logical) from journal where agency_id = ? and dossier_id = ?"
BEGINNING = "dossier.received"
"""The one kind that follows nothing of its dossier."""


class ClockWentBackwards(AppError):
    """The computer's clock stands before the last act; ``last_at``, ``at``."""

    code = "clock.went_backwards"


@dataclass(frozen=True, slots=True)
class Entry:
    """One act, as it is kept and as it is folded."""

    agency_id: str
    station_id: str
    epoch: int
    seq: int
    dossier_id: str | None
    kind: str
    payload: str
    actor_id: str | None
    at: datetime
    logical: int
    prev_hash: str
    hash: str

    @property
    def facts(self) -> dict[str, Any]:
        """The payload read back."""
        read: dict[str, Any] = json.loads(self.payload)
        return read


def canonical(facts: Mapping[str, Any]) -> str:
    """Return the canonical JSON of a payload: sorted keys, no spaces, moments in UTC."""
    return json.dumps(
        facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
    )


def entry_hash(entry: Entry) -> str:
    """Return the SHA-256 over everything an entry says and the hash before it, in hex."""
    said = [
        entry.agency_id,
        entry.station_id,
        entry.epoch,
        entry.seq,
        entry.dossier_id,
        entry.kind,
        entry.payload,
        entry.actor_id,
        moment_text(entry.at),
        entry.logical,
        entry.prev_hash,
    ]
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def append(
    session: Session,
    office: Office,
    kind: str,
    facts: Mapping[str, Any],
    actor: Actor | None,
    at: datetime,
    dossier_id: str | None = None,
    *,
    clock_confirmed: bool = False,
) -> Entry:
    """Append one act to this station's chain; the chain's head is locked until the unit ends.

    Raises:
        ClockWentBackwards: ``at`` lies before the last act by more than a few seconds. A sample
            ward may set its clock, so the rule does not hold there.
    """
    enrolment = session.info.get("enrolment")
    epoch = 1 if enrolment is None else enrolment.epoch
    key = (office.agency_id, office.station_id, epoch)
    seq, head, logical, last_at = _head(session, key)
    if not (office.is_sample or clock_confirmed) and last_at and at < last_at - BACKWARDS_ALLOWED:
        raise ClockWentBackwards(last_at=last_at, at=at)
    entry = Entry(
        *key,
        seq=seq + 1,
        dossier_id=dossier_id,
        kind=kind,
        payload=canonical(facts),
        actor_id=None if actor is None else actor.account_id,
        at=at.astimezone(UTC),
        # A hybrid clock: real time where it moves on, a counter where it does not. An act comes
        # after all that is known of its dossier, whatever the clock of the other desk says.
        logical=max(
            int(at.timestamp() * 1000) << 16,
            logical + 1,
            _after_all(session, office.agency_id, dossier_id, kind),
        ),
        prev_hash=head,
        hash="",
    )
    entry = _sealed(entry)
    row = {name: getattr(entry, name) for name in Entry.__slots__} | {"recorded_at": None}
    fast.insert_rows(session, JournalEntry.__table__, [row])  # type: ignore[arg-type]
    _move_head(session, entry)
    session.info["journal_seq"] = entry.seq
    return entry


def confirm_clock(
    session: Session, office: Office, *, note: str, actor: Actor, at: datetime
) -> None:
    """Record that a supervisor looked at the clock and found it right; acts may go on from here."""
    append(session, office, "clock.confirmed", {"note": note}, actor, at, clock_confirmed=True)


def broken_at(entries: Iterable[Entry]) -> Entry | None:
    """Return the first entry of one chain that does not follow from the one before, or None."""
    seq, head = 0, FIRST
    for entry in entries:
        if entry.seq != seq + 1 or entry.prev_hash != head or entry_hash(entry) != entry.hash:
            return entry
        seq, head = entry.seq, entry.hash
    return None


def from_row(row: JournalEntry) -> Entry:
    """Return the entry a row keeps."""
    return Entry(**{name: getattr(row, name) for name in Entry.__slots__})


def _after_all(session: Session, agency_id: str, dossier_id: str | None, kind: str) -> int:
    if dossier_id is None or kind == BEGINNING:
        return 0
    found = fast.fetch_one(session, _NEWEST, (agency_id, dossier_id))
    return 0 if found is None or found[0] is None else int(found[0]) + 1


def _sealed(entry: Entry) -> Entry:
    return dataclasses.replace(entry, hash=entry_hash(entry))


def _head(session: Session, key: tuple[str, str, int]) -> tuple[int, str, int, datetime | None]:
    query = _HEAD if session.get_bind().dialect.name == "sqlite" else _HEAD_LOCKED
    row = fast.fetch_one(session, query, key)
    if row is None:
        fast.run(
            session,
            "insert into station_chain (agency_id, station_id, epoch, seq, head, logical, last_at)"
            " values (?, ?, ?, 0, ?, 0, null) on conflict do nothing",
            (*key, FIRST),
        )
        row = fast.fetch_one(session, query, key) or (0, FIRST, 0, None)
    return (
        row[0],
        row[1],
        row[2],
        _MOMENT.process_result_value(row[3], session.get_bind().dialect),
    )


def _move_head(session: Session, entry: Entry) -> None:
    at = _MOMENT.process_bind_param(entry.at, session.get_bind().dialect)
    fast.run(
        session,
        "update station_chain set seq = ?, head = ?, logical = ?, last_at = ?"
        " where agency_id = ? and station_id = ? and epoch = ?",
        (
            entry.seq,
            entry.hash,
            entry.logical,
            at,
            entry.agency_id,
            entry.station_id,
            entry.epoch,
        ),
    )


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
