"""What a scanned slip is worth: its seal, its key, and what the database knows beside it.

The seal alone is checked without a network and without the dossier. A slip that was replaced by a
later appointment reads as replaced, although its seal is still good.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.sealed import SealedSlip, SlipFacts
from app.models import Dossier, Procedure, ProcedureVersion
from app.services import lookup, receipt_keys, seal_check, slips
from app.services.lookup import AppointmentRow, DossierRow
from app.services.office import Office
from app.services.receipt_keys import PublicKey
from app.services.seal_check import IsGenuine


class Verdict(StrEnum):
    """How a slip reads, the plainest trouble first."""

    UNKNOWN_KEY = "unknown_key"
    FORGED = "forged"
    REVOKED = "revoked"
    NOT_HERE = "not_here"  # genuine, but this database does not hold the dossier
    DIFFERS = "differs"  # good seal over facts that the database has otherwise, or nobody issued
    REPLACED = "replaced"  # by a later appointment
    REPRINT = "reprint"
    CURRENT = "current"

    @property
    def is_good(self) -> bool:
        """Whether the slip may be relied on as it stands."""
        return self in (Verdict.CURRENT, Verdict.REPRINT)


class Difference(StrEnum):
    """A fact that a slip tells otherwise than the database."""

    OFFICE = "office"
    PROCEDURE = "procedure"
    RECEIVED = "received_at"
    APPOINTMENT = "appointment"  # no such promise was made
    DUE = "due_at"
    COPY = "copy"  # no such copy was issued


@dataclass(frozen=True, slots=True)
class SlipVerdict:
    """The verdict, what the slip says, and what the database knows beside it.

    ``newest_copy`` is the number of the last copy of this paper, -1 without one; ``appointment``
    the promise in force; both only with a ``row``. ``differences`` only where the slip differs.
    """

    verdict: Verdict
    facts: SlipFacts
    key_id: str
    key: PublicKey | None
    row: DossierRow | None
    appointment: AppointmentRow | None
    newest_copy: int
    differences: tuple[Difference, ...] = ()


def judge(
    session: Session, office: Office, sealed: SealedSlip, is_genuine: IsGenuine
) -> SlipVerdict:
    """Return what a slip is worth."""
    facts = sealed.facts
    key = receipt_keys.find_key(session, office, sealed.key_id)
    row = lookup.find_by_known_code(session, office, facts.code)
    promises = () if row is None else lookup.appointments(session, office, row.dossier_id)
    newest = (
        -1 if row is None else slips.newest_copy(session, office, row.dossier_id, facts.appointment)
    )
    trouble = seal_check.trouble_of(sealed, key, is_genuine)
    verdict = None if trouble is None else Verdict(trouble)
    differences: tuple[Difference, ...] = ()
    if verdict is None:
        differences = _differences(session, office, facts, row, promises, newest)
        verdict = Verdict.DIFFERS if differences else _of_the_facts(facts, row, promises)
    return SlipVerdict(
        verdict=verdict,
        facts=facts,
        key_id=sealed.key_id,
        key=key,
        row=row,
        appointment=promises[-1] if promises else None,
        newest_copy=newest,
        differences=differences,
    )


def _of_the_facts(
    facts: SlipFacts, row: DossierRow | None, promises: tuple[AppointmentRow, ...]
) -> Verdict:
    """Return how a slip stands whose facts are the database's own, as far as it has them."""
    if row is None:
        return Verdict.NOT_HERE
    if promises[-1].ordinal > facts.appointment:
        return Verdict.REPLACED
    return Verdict.REPRINT if facts.copy else Verdict.CURRENT


def _differences(
    session: Session,
    office: Office,
    facts: SlipFacts,
    row: DossierRow | None,
    promises: tuple[AppointmentRow, ...],
    newest_copy: int,
) -> tuple[Difference, ...]:
    """Return what a slip with a good seal tells otherwise: the key was used beside the program."""
    found = [Difference.OFFICE] if facts.office_code != office.code else []
    if row is None:
        return tuple(found)
    # A slip carries the national base; case and place may follow it: 1.004873.02.
    if not f"{_procedure(session, office, row)}.".startswith(f"{facts.procedure_code}."):
        found.append(Difference.PROCEDURE)
    if _minute(facts.received_at) != _minute(row.received_at):
        found.append(Difference.RECEIVED)
    promised = next((one for one in promises if one.ordinal == facts.appointment), None)
    if promised is None:
        found.append(Difference.APPOINTMENT)
    elif _minute(facts.due_at) != _minute(promised.due_at):
        found.append(Difference.DUE)
    if promised is not None and facts.copy > newest_copy:
        found.append(Difference.COPY)
    return tuple(found)


def _procedure(session: Session, office: Office, row: DossierRow) -> str:
    """Return the code of a dossier's procedure."""
    return session.scalars(
        select(Procedure.code)
        .join(
            ProcedureVersion,
            (ProcedureVersion.agency_id == Procedure.agency_id)
            & (ProcedureVersion.procedure_id == Procedure.id),
        )
        .join(
            Dossier,
            (Dossier.agency_id == ProcedureVersion.agency_id)
            & (Dossier.version_id == ProcedureVersion.id),
        )
        .where(Dossier.agency_id == office.agency_id, Dossier.id == row.dossier_id)
    ).one()


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60
