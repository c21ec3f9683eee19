"""What lies on the desk of one person: the letters, the decisions awaited, the next number."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.core.apologies import NUMBERERS, SIGNERS, ApologyState
from app.core.clock import local_day
from app.core.dossiers import Actor, Role
from app.services import apology, apology_signing, escalation, signing_queue
from app.services.apology import LetterDraft
from app.services.escalation import EscalationRow
from app.services.office import Office
from app.services.signing_queue import QueuedLetter
from app.ui.pdf_view import SCREEN_DPI, PagePicture, draw_pages

_S = ApologyState


class Face(StrEnum):
    """What the desk is for, by who sits at it."""

    SIGN = "sign"
    SEAL = "seal"
    READ = "read"


def face_of(role: Role) -> Face:
    """Return what a role does here; nobody both signs and seals."""
    if role in SIGNERS:
        return Face.SIGN
    return Face.SEAL if role in NUMBERERS else Face.READ


ACTED_ON: dict[Face, frozenset[ApologyState]] = {
    Face.SIGN: frozenset({_S.SUBMITTED}),
    Face.SEAL: frozenset({_S.AWAITING_SEAL}),
    Face.READ: frozenset(),
}
"""Letters of which states a batch may take."""


@dataclass(frozen=True, slots=True)
class DeskQueue:
    """One reading of the desk."""

    letters: tuple[QueuedLetter, ...]
    decisions: tuple[EscalationRow, ...]
    next_number: str

    def in_states(self, *states: ApologyState) -> tuple[QueuedLetter, ...]:
        """Return the letters that stand in some states."""
        return tuple(row for row in self.letters if row.owed.state in states)


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """A letter as it stands, and the pages of the very file that is signed or was."""

    draft: LetterDraft
    pages: tuple[PagePicture, ...]


def load(session: Any, office: Office, *, actor: Actor, at: datetime) -> DeskQueue:
    """Read the desk of one person."""
    decisions = escalation.undecided(session, office, at=at)
    return DeskQueue(
        signing_queue.queued(session, office),
        tuple(row for row in decisions if escalation.may_decide(office, row, actor)),
        apology_signing.next_number(session, office, local_day(at).year),
    )


def letter_of(session: Any, office: Office, dossier_id: str) -> LetterDraft:
    """Read the letter of a dossier; raises as ``current_letter`` does."""
    return apology.current_letter(session, office, dossier_id)


def draw(draft: LetterDraft) -> ShownLetter:
    """Draw the signed file, or the letter that would be signed; for a worker.

    Raises:
        GlyphMissing: a character that the letter's font does not have.
    """
    from app.printing.letter_pdf import letter_pdf

    pdf = letter_pdf(draft.letter).data if draft.file is None else draft.file
    return ShownLetter(draft, draw_pages(pdf, SCREEN_DPI))
