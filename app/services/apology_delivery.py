"""The letter into the citizen's hand, and what proves it."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from app.core import text
from app.core.apologies import OUT, ApologyAct, Delivery, after, check_delivery
from app.core.clock import VIETNAM, local_day
from app.core.dossiers import Actor
from app.core.errors import AppError
from app.models import ApologyLetterRow, ApologyProof
from app.models.base import new_id
from app.services import fold, journal, ledger
from app.services.ledger import Obligation
from app.services.locks import hold
from app.services.office import Office

LARGEST_PROOF: Final = 10 * 1024 * 1024
KINDS: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
SLACK = timedelta(minutes=5)
"""Clocks of two desks may differ by as much."""


class DeliveryTimeWrong(AppError):
    """A delivery lies ahead, or before the letter was issued; ``delivered_at``, ``issued_at``."""

    code = "apology.delivery_time_wrong"


class ProofKind(AppError):
    """A proof is a PDF, a PNG or a JPEG; ``name``."""

    code = "apology.proof_kind"


class ProofTooLarge(AppError):
    """A proof has at most so many megabytes; ``name``, ``megabytes``."""

    code = "apology.proof_too_large"


class ProofMissing(AppError):
    """No proof has this id; ``proof_id``."""

    code = "apology.proof_missing"


@dataclass(frozen=True, slots=True)
class Proof:
    """One file that proves a delivery or is the scan of the paper; ``kind`` is its media type."""

    proof_id: str
    ordinal: int
    kind: str
    name: str
    size: int
    added_at: datetime


def deliver(
    session: Session,
    office: Office,
    dossier_id: str,
    delivery: Delivery,
    *,
    actor: Actor,
    at: datetime,
) -> Obligation:
    """Record how and when the issued letter reached the citizen.

    Raises:
        ApologyMissing, ApologyActNotAllowed.
        ReceiverMissing, TrackingMissing, AddressMissing: what the channel needs.
        DeliveryTimeWrong.
    """
    hold(session, office.agency_id, dossier_id)
    found = ledger.current(session, office, dossier_id)
    found = _issued_one(session, office, found)
    after(found.state, ApologyAct.DELIVER)
    told = replace(
        delivery,
        receiver=text.clean_line(delivery.receiver),
        reference=text.clean_line(delivery.reference),
        note=text.clean_line(delivery.note),
    )
    check_delivery(told)
    _check_time(session, office, found, told.delivered_at, at)
    facts = {
        "ordinal": found.ordinal,
        "delivery": {
            "channel": told.channel,
            "delivered_at": told.delivered_at,
            "receiver": told.receiver,
            "reference": told.reference,
            "delivery_note": told.note,
        },
    }
    journal.append(session, office, "apology.delivered", facts, actor, at, dossier_id)
    fold.refold(session, office.agency_id, dossier_id)
    session.expire_all()
    return _nth(session, office, dossier_id, found.ordinal)


def add_proof(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    name: str,
    data: bytes,
    ordinal: int | None = None,
    actor: Actor,
    at: datetime,
) -> Proof:
    """Attach a proof to an obligation; what it is, its bytes tell.

    If none is named: to the letter that went out last, or the newest while none has.

    Raises:
        ApologyMissing, ProofKind, ProofTooLarge.
    """
    hold(session, office.agency_id, dossier_id)
    found = ledger.current(session, office, dossier_id)
    kind = kind_of(data, name=name)
    proof_id = new_id()
    facts = {
        "ordinal": ordinal or _last_out(session, office, found).ordinal,
        "proof": {
            "id": proof_id,
            "kind": kind,
            "name": text.clean_line(name),
            "digest": hashlib.sha256(data).hexdigest(),
        },
    }
    journal.append(session, office, "apology.proof_added", facts, actor, at, dossier_id)
    fold.refold(session, office.agency_id, dossier_id)
    row = session.get_one(ApologyProof, (office.agency_id, proof_id))
    row.data = data  # bytes stay out of the journal, which keeps their SHA-256
    session.flush()
    return _proof(row, len(data))


def kind_of(data: bytes, *, name: str) -> str:
    """Return the media type of a proof or scan, as its bytes tell.

    Raises:
        ProofKind, ProofTooLarge.
    """
    kind = next((kind for head, kind in KINDS if data.startswith(head)), None)
    if kind is None:
        raise ProofKind(name=name)
    if len(data) > LARGEST_PROOF:
        raise ProofTooLarge(name=name, megabytes=LARGEST_PROOF // 1024**2)
    return kind


def proofs(session: Session, office: Office, dossier_id: str) -> tuple[Proof, ...]:
    """Return the proofs of a dossier, the oldest first."""
    query = (
        select(ApologyProof, func.length(ApologyProof.data))
        .options(defer(ApologyProof.data))
        .where(ApologyProof.agency_id == office.agency_id, ApologyProof.dossier_id == dossier_id)
        .order_by(ApologyProof.added_at, ApologyProof.id)
    )
    return tuple(_proof(row, size or 0) for row, size in session.execute(query))


def proof_data(session: Session, office: Office, proof_id: str) -> bytes:
    """Return the bytes of a proof.

    Raises:
        ProofMissing.
    """
    row = session.get(ApologyProof, (office.agency_id, proof_id))
    if row is None or row.data is None:
        raise ProofMissing(proof_id=proof_id)
    return row.data


def _issued_one(session: Session, office: Office, newest: Obligation) -> Obligation:
    """Return the obligation to be delivered: an earlier letter may still lie on the desk."""
    rows = ledger.of_dossier(session, office, newest.dossier_id)
    return next((row for row in rows if row.state == "issued"), newest)


def _last_out(session: Session, office: Office, newest: Obligation) -> Obligation:
    rows = ledger.of_dossier(session, office, newest.dossier_id)
    return next((row for row in reversed(rows) if row.state in OUT), newest)


def _nth(session: Session, office: Office, dossier_id: str, ordinal: int) -> Obligation:
    rows = ledger.of_dossier(session, office, dossier_id)
    return next(row for row in rows if row.ordinal == ordinal)


def _check_time(
    session: Session, office: Office, found: Obligation, delivered_at: datetime, at: datetime
) -> None:
    row = session.scalars(
        select(ApologyLetterRow).where(
            ApologyLetterRow.agency_id == office.agency_id,
            ApologyLetterRow.dossier_id == found.dossier_id,
            ApologyLetterRow.ordinal == found.ordinal,
        )
    ).one()
    first = row.issued_at
    if row.numbered_on is not None and row.on_paper:
        # A letter of paper may be recorded days after it went out.
        too_early = local_day(delivered_at) < row.numbered_on
    else:
        too_early = first is not None and delivered_at < first - SLACK
    if too_early or delivered_at > at + SLACK:
        raise DeliveryTimeWrong(
            delivered_at=delivered_at, issued_at=first and first.astimezone(VIETNAM)
        )


def _proof(row: ApologyProof, size: int) -> Proof:
    return Proof(
        proof_id=row.id,
        ordinal=row.ordinal,
        kind=row.kind,
        name=row.name,
        size=size,
        added_at=row.added_at.astimezone(VIETNAM),
    )
