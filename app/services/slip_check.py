"""What a scanned slip is worth: its seal, its key, and what the database knows beside it.

The seal alone is checked without a network and without the dossier. A slip that was replaced by a
later appointment reads as replaced, although its seal is still good.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from app.core.sealed import SealedSlip, SlipFacts
from app.services import lookup, receipt_keys, slips
from app.services.lookup import AppointmentRow, DossierRow, DossierUnknown
from app.services.office import Office
from app.services.receipt_keys import PublicKey

IsGenuine = Callable[[bytes, bytes, bytes], bool]
"""Whether ``(raw public key, signed bytes, signature)`` belong together: signing's own word."""


class Verdict(StrEnum):
    """How a slip reads, the plainest trouble first."""

    UNKNOWN_KEY = "unknown_key"
    FORGED = "forged"
    REVOKED = "revoked"
    NOT_HERE = "not_here"  # genuine, but this database does not hold the dossier
    DIFFERS = "differs"  # genuine seal over facts that the database does not have
    REPLACED = "replaced"  # by a later appointment
    REPRINT = "reprint"
    CURRENT = "current"

    @property
    def is_good(self) -> bool:
        """Whether the slip may be relied on as it stands."""
        return self in (Verdict.CURRENT, Verdict.REPRINT)


@dataclass(frozen=True, slots=True)
class SlipVerdict:
    """The verdict, what the slip says, and what the database knows beside it.

    ``newest_copy`` is the number of the last copy of this paper, ``appointment`` the promise in
    force; both only with a ``row``.
    """

    verdict: Verdict
    facts: SlipFacts
    key_id: str
    key: PublicKey | None
    row: DossierRow | None
    appointment: AppointmentRow | None
    newest_copy: int


def judge(
    session: Session, office: Office, sealed: SealedSlip, is_genuine: IsGenuine
) -> SlipVerdict:
    """Return what a slip is worth."""
    facts = sealed.facts
    key = receipt_keys.find_key(session, office, sealed.key_id)
    row = _dossier(session, office, facts.code)
    promises = () if row is None else lookup.appointments(session, office, row.dossier_id)
    newest = (
        -1 if row is None else slips.newest_copy(session, office, row.dossier_id, facts.appointment)
    )
    verdict = _of_the_seal(sealed, key, is_genuine) or _of_the_facts(facts, row, promises)
    return SlipVerdict(
        verdict=verdict,
        facts=facts,
        key_id=sealed.key_id,
        key=key,
        row=row,
        appointment=promises[-1] if promises else None,
        newest_copy=newest,
    )


def _of_the_seal(
    sealed: SealedSlip, key: PublicKey | None, is_genuine: IsGenuine
) -> Verdict | None:
    """Return what is wrong with the seal, None when it is good."""
    if key is None:
        return Verdict.UNKNOWN_KEY
    if not is_genuine(key.public_key, sealed.signed, sealed.signature):
        return Verdict.FORGED
    # Whoever holds a revoked key can write any date into a slip, also one before the revocation.
    return None if key.revoked_at is None else Verdict.REVOKED


def _of_the_facts(
    facts: SlipFacts, row: DossierRow | None, promises: tuple[AppointmentRow, ...]
) -> Verdict:
    if row is None:
        return Verdict.NOT_HERE
    promised = next((one for one in promises if one.ordinal == facts.appointment), None)
    if promised is None or not _agree(facts, row, promised):
        return Verdict.DIFFERS
    if promises[-1].ordinal > facts.appointment:
        return Verdict.REPLACED
    return Verdict.REPRINT if facts.copy else Verdict.CURRENT


def _agree(facts: SlipFacts, row: DossierRow, promised: AppointmentRow) -> bool:
    return _minute(facts.received_at) == _minute(row.received_at) and _minute(
        facts.due_at
    ) == _minute(promised.due_at)


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60


def _dossier(session: Session, office: Office, code: str) -> DossierRow | None:
    try:
        return lookup.by_known_code(session, office, code)
    except DossierUnknown:
        return None
