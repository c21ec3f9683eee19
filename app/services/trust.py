"""Whose signatures the agency trusts (chứng thư số gốc): imported and taken back by administrators.

The certificates are read by ``app.signing``; here only who trusted them, when, and their bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import VIETNAM
from app.core.dossiers import Actor, Role
from app.core.errors import AppError
from app.models import TrustAnchor
from app.services import journal
from app.services.office import Office


class AnchorNotAllowed(AppError):
    """Only an administrator chooses whom the agency trusts; ``role``."""

    code = "trust.not_allowed"


class AnchorUnknown(AppError):
    """No certificate with this fingerprint is trusted; ``fingerprint``."""

    code = "trust.unknown"


@dataclass(frozen=True, slots=True)
class AnchorFacts:
    """One certificate as it was read from a file; ``certificate`` is its DER."""

    fingerprint: str
    subject: str
    issuer: str
    valid_from: datetime
    valid_to: datetime
    certificate: bytes


def add_anchors(
    session: Session, office: Office, anchors: Sequence[AnchorFacts], *, actor: Actor, at: datetime
) -> int:
    """Trust certificates, all or none; return how many were not trusted before.

    Raises:
        AnchorNotAllowed.
    """
    _require_admin(actor)
    added = []
    for one in anchors:
        row = session.get(TrustAnchor, (office.agency_id, one.fingerprint))
        if row is not None and row.removed_at is None:
            continue
        if row is not None:
            row.removed_at, row.added_at, row.added_by = None, at, actor.account_id
        else:
            session.add(
                TrustAnchor(
                    agency_id=office.agency_id,
                    fingerprint=one.fingerprint,
                    subject=one.subject,
                    issuer=one.issuer,
                    valid_from=one.valid_from,
                    valid_to=one.valid_to,
                    certificate=one.certificate,
                    added_at=at,
                    added_by=actor.account_id,
                    removed_at=None,
                )
            )
        added.append({"fingerprint": one.fingerprint, "subject": one.subject})
    if added:
        journal.append(session, office, "trust.added", {"certificates": added}, actor, at)
    return len(added)


def remove_anchor(
    session: Session, office: Office, fingerprint: str, *, actor: Actor, at: datetime
) -> None:
    """Trust a certificate no longer; that it was trusted stays on record.

    Raises:
        AnchorNotAllowed, AnchorUnknown.
    """
    _require_admin(actor)
    row = session.get(TrustAnchor, (office.agency_id, fingerprint.lower()))
    if row is None or row.removed_at is not None:
        raise AnchorUnknown(fingerprint=fingerprint)
    row.removed_at = at
    facts = {"fingerprint": row.fingerprint, "subject": row.subject}
    journal.append(session, office, "trust.removed", facts, actor, at)


def list_anchors(session: Session, office: Office) -> tuple[AnchorFacts, ...]:
    """Return the trusted certificates by name."""
    query = (
        select(TrustAnchor)
        .where(TrustAnchor.agency_id == office.agency_id, TrustAnchor.removed_at.is_(None))
        .order_by(TrustAnchor.subject, TrustAnchor.fingerprint)
    )
    return tuple(
        AnchorFacts(
            row.fingerprint,
            row.subject,
            row.issuer,
            row.valid_from.astimezone(VIETNAM),
            row.valid_to.astimezone(VIETNAM),
            row.certificate,
        )
        for row in session.scalars(query)
    )


def _require_admin(actor: Actor) -> None:
    if actor.role is not Role.ADMIN:
        raise AnchorNotAllowed(role=actor.role)
