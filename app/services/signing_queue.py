"""The letters that wait at the signing desk: for the leader, the time stamp, or the registrar."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.apologies import ApologyState
from app.models import Account, Apology
from app.services import ledger
from app.services.ledger import Obligation
from app.services.office import Office

STATES = (ApologyState.SUBMITTED, ApologyState.SIGNED, ApologyState.AWAITING_SEAL)
"""Where a letter is in the hands of those who sign, number and seal."""


@dataclass(frozen=True, slots=True)
class QueuedLetter:
    """One letter of the queue, and who wrote it; ``writer`` is empty for an unknown account."""

    owed: Obligation
    writer: str

    @property
    def key(self) -> str:
        """Return what names the letter for good: a letter sent back and rewritten is another."""
        return f"{self.owed.dossier_id}/{self.owed.ordinal}"


def queued(
    session: Session, office: Office, states: Sequence[ApologyState] = STATES
) -> tuple[QueuedLetter, ...]:
    """Return the letters that stand in some of the desk's states, the most urgent first."""
    writers = _writers(session, office)
    return tuple(
        QueuedLetter(owed, writers.get((owed.dossier_id, owed.ordinal), ""))
        for owed in ledger.in_states(session, office, states)
        if owed.letter_digest
    )


def _writers(session: Session, office: Office) -> dict[tuple[str, int], str]:
    """Return who put each letter that is still owed before the leader; a short list."""
    query = (
        select(Apology.dossier_id, Apology.ordinal, Account.name)
        .join(
            Account,
            (Account.agency_id == Apology.agency_id) & (Account.id == Apology.submitted_by),
        )
        .where(
            Apology.agency_id == office.agency_id,
            Apology.state.in_([str(state) for state in STATES]),
        )
    )
    return {(dossier_id, ordinal): name for dossier_id, ordinal, name in session.execute(query)}
