"""What a scanned letter is worth: its seal, its key, and the record that its id finds.

As with slips the seal alone is checked without a network. A scan of a signed paper finds its letter
by the id in the code, whatever was written on the paper by hand.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.apologies import OUT, ApologyState
from app.core.sealed_letter import LetterFacts, SealedLetter
from app.models import Apology, ApologyLetterRow
from app.services import lookup, receipt_keys, seal_check
from app.services.lookup import DossierRow
from app.services.office import Office
from app.services.receipt_keys import PublicKey
from app.services.seal_check import IsGenuine


class LetterVerdict(StrEnum):
    """How a letter reads, the plainest trouble first; the first three are the seal's."""

    UNKNOWN_KEY = "unknown_key"
    FORGED = "forged"
    REVOKED = "revoked"
    NOT_HERE = "not_here"  # genuine, but this database does not hold the letter
    DIFFERS = "differs"  # an older draft, or facts that the database has otherwise
    NOT_ISSUED = "not_issued"
    ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class LetterCheck:
    """The verdict, what the letter says, and what the database knows beside it.

    ``state``, ``number`` and ``numbered_on`` are the record's, empty without one.
    """

    verdict: LetterVerdict
    facts: LetterFacts
    key_id: str
    key: PublicKey | None
    row: DossierRow | None
    state: ApologyState | None
    number: str
    numbered_on: date | None

    @property
    def is_good(self) -> bool:
        """Whether the letter may be relied on as it stands."""
        return self.verdict is LetterVerdict.ISSUED


def judge(
    session: Session, office: Office, sealed: SealedLetter, is_genuine: IsGenuine
) -> LetterCheck:
    """Return what a letter is worth."""
    facts = sealed.facts
    key = receipt_keys.find_key(session, office, sealed.key_id)
    row = lookup.find_by_known_code(session, office, facts.code)
    record = _record(session, office, facts)
    trouble = seal_check.trouble_of(sealed, key, is_genuine)
    letter, owed = (None, None) if record is None else record
    state = None if owed is None else ApologyState(owed.state)
    if trouble is not None:
        verdict = LetterVerdict(trouble)
    elif letter is None or owed is None:
        verdict = LetterVerdict.NOT_HERE
    elif row is None or _differs(office, facts, row, letter, owed):
        verdict = LetterVerdict.DIFFERS
    else:
        verdict = LetterVerdict.ISSUED if state in OUT else LetterVerdict.NOT_ISSUED
    return LetterCheck(
        verdict=verdict,
        facts=facts,
        key_id=sealed.key_id,
        key=key,
        row=row,
        state=state,
        number=(letter and letter.number) or "",
        numbered_on=None if letter is None else letter.numbered_on,
    )


def _record(
    session: Session, office: Office, facts: LetterFacts
) -> tuple[ApologyLetterRow, Apology] | None:
    query = (
        select(ApologyLetterRow, Apology)
        .join(
            Apology,
            (Apology.agency_id == ApologyLetterRow.agency_id)
            & (Apology.dossier_id == ApologyLetterRow.dossier_id)
            & (Apology.ordinal == ApologyLetterRow.ordinal),
        )
        .where(
            ApologyLetterRow.agency_id == office.agency_id,
            ApologyLetterRow.id == facts.document_id,
        )
    )
    found = session.execute(query).first()
    return None if found is None else (found[0], found[1])


def _differs(
    office: Office, facts: LetterFacts, row: DossierRow, letter: ApologyLetterRow, owed: Apology
) -> bool:
    told = (
        facts.office_code,
        row.dossier_id,
        facts.ordinal,
        _minute(facts.due_at),
        _minute(facts.new_due_at),
    )
    kept = (
        office.code,
        letter.dossier_id,
        letter.ordinal,
        _minute(owed.due_at),
        _minute(letter.new_due_at),
    )
    return told != kept


def _minute(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp()) // 60
