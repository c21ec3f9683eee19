"""What is done with one letter of a batch: sign and record it, or number, seal and issue it.

Each step is two short units with the signing between them: no database waits for a token.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.core.apologies import ApologyAct, after
from app.core.clock import local_day
from app.core.register_number import following
from app.services import apology, apology_signing
from app.services.apology import LetterDraft
from app.services.apology_signing import LetterChanged, NumberTaken
from app.services.signing_queue import QueuedLetter
from app.ui import signing_work
from app.ui.desk import Desk

if TYPE_CHECKING:
    from app.signing.signer import LetterSigner

Touched = frozenset[str]


@dataclass(frozen=True, slots=True)
class SignStep:
    """Signs a letter as the leader read it, and records that at once."""

    desk: Desk
    picture: bytes | None = None

    def __call__(self, row: QueuedLetter, signer: "LetterSigner") -> Touched:
        """Do it, on a worker; return the tables that were written.

        Raises:
            LetterChanged: it was written anew since it was listed.
            ApologyActNotAllowed: it is not before the leader any more.
            GlyphMissing, TokenProblem, SignatureUnproven and what ``record_signed`` raises.
        """
        found = _as_listed(self.desk, row, ApologyAct.SIGN)
        at = self.desk.clock.now()
        signed = signing_work.sign(found.letter, signer, at, self.picture)
        return _write(
            self.desk,
            apology_signing.record_signed,
            found.dossier_id,
            at,
            letter_digest=found.digest,
            file=signed.data,
            signer=signed.signer_name,
            certificate_serial=signed.serial,
            signed_at=signed.signed_at,
        )


@dataclass(slots=True)
class SealStep:
    """Numbers, dates and seals letters, counting up; a letter that fails uses up no number."""

    desk: Desk
    number: str
    picture: bytes | None = None
    was_used: bool = False

    def __call__(self, row: QueuedLetter, signer: "LetterSigner") -> Touched:
        """Do it, on a worker; return the tables that were written.

        Raises:
            LetterChanged, ApologyActNotAllowed, SamePerson, BadNumber, NumberTaken, DateGone,
            LetterOvertaken, TokenProblem, SignatureUnproven and what ``number_and_seal`` raises.
        """
        found = _as_listed(self.desk, row, ApologyAct.ISSUE)
        assert found.file is not None  # a signed letter has its file
        at = self.desk.clock.now()
        number = self._free_number(found, at)
        sealed = signing_work.seal(found.file, number, local_day(at), signer, at, self.picture)
        touched = _write(
            self.desk,
            apology_signing.issue,
            found.dossier_id,
            at,
            before=hashlib.sha256(found.file).hexdigest(),
            file=sealed.data,
            number=number,
            day=local_day(at),
            sealer=sealed.signer_name,
            seal_serial=sealed.serial,
        )
        self.number, self.was_used = following(number), True
        return touched

    def _free_number(self, found: LetterDraft, at: datetime) -> str:
        try:
            return self._checked(found, self.number, at)
        except NumberTaken as taken:
            if not self.was_used:  # the number a person typed is never exchanged in silence
                raise
            return self._checked(found, str(taken.params["free"]), at)

    def _checked(self, found: LetterDraft, number: str, at: datetime) -> str:
        with self.desk.database.read() as session:
            return apology_signing.check_number(
                session,
                self.desk.office,
                found.dossier_id,
                number=number,
                actor=self.desk.actor,
                at=at,
            )


def _as_listed(desk: Desk, row: QueuedLetter, act: ApologyAct) -> LetterDraft:
    with desk.database.read() as session:
        found = apology.current_letter(session, desk.office, row.owed.dossier_id)
    if found.digest != row.owed.letter_digest:
        raise LetterChanged(code=found.code)
    after(found.state, act)
    return found


def _write(
    desk: Desk,
    use_case: Callable[..., LetterDraft],
    dossier_id: str,
    at: datetime,
    **facts: object,
) -> Touched:
    with desk.database.write() as session:
        use_case(session, desk.office, dossier_id, actor=desk.actor, at=at, **facts)
    return frozenset(session.info["touched"])
