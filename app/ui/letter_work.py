"""What the letter dialogs have done on workers: how the letter stands, writing it, drawing it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from app.core.apologies import ApologyState, Delivery, is_missed
from app.core.clock import local_day
from app.core.dossiers import Actor
from app.core.errors import AppError
from app.core.papers import ApologyLetter
from app.services import apology, apology_delivery, ledger, lookup
from app.services.apology import LetterDraft, LetterMissing
from app.services.ledger import Obligation
from app.services.lookup import DossierCard
from app.services.office import Office
from app.ui.pdf_view import SCREEN_DPI, PagePicture, draw_pages

PDF_HEAD, PNG_HEAD = b"%PDF-", b"\x89PNG"


class Stage(Enum):
    """What the officer can do about the letter of a dossier."""

    WRITE = auto()
    WATCH = auto()
    """Somebody else has it: the leader or the registrar."""
    OUT = auto()
    """Issued: printed, saved, handed over."""
    DECIDE = auto()
    """A second lateness waits for its superior."""
    NOTHING = auto()


class ProofUnreadable(AppError):
    """The chosen proof cannot be read; ``name``."""

    code = "apology.proof_unreadable"


@dataclass(frozen=True, slots=True)
class DrawnLetter:
    """A letter as PDF or scanned picture, and its pages for the screen."""

    data: bytes
    pages: tuple[PagePicture, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """How a dossier and its newest letter stand; ``stage`` is as of the moment it was read."""

    card: DossierCard
    letter: LetterDraft | None
    stage: Stage

    @property
    def owed(self) -> Obligation | None:
        """The obligation the dialog is about: the letter's own, or the newest."""
        rows = self.card.apologies
        if self.letter is not None and self.stage in {Stage.OUT, Stage.WATCH}:
            return next((row for row in rows if row.ordinal == self.letter.ordinal), None)
        return rows[-1] if rows else None

    @property
    def lies_undelivered(self) -> bool:
        """Whether an issued letter, this one or the one before, has not reached the citizen."""
        return any(row.state is ApologyState.ISSUED for row in self.card.apologies)

    @property
    def is_rewritten(self) -> bool:
        """Whether the letter to be written stands already, as a draft."""
        return (
            self.stage is Stage.WRITE
            and self.letter is not None
            and self.letter.ordinal == self.card.appointments[-1].ordinal
        )

    @property
    def decided_on(self) -> date | None:
        """The day that the superior decided for this letter; None where nobody had to."""
        found = self.card.escalation
        if found is None or found.ordinal != self.card.appointments[-1].ordinal:
            return None
        return found.new_due_on


@dataclass(frozen=True, slots=True)
class Words:
    """What the officer says in a letter, and about whose fault it is; ``cause`` may be empty."""

    reason: str
    new_due_on: date | None
    cause: str
    cause_note: str
    department: str


def situation(session: Any, office: Office, dossier_id: str, *, at: datetime) -> Situation:
    """Read a dossier and its letter, as they stand at ``at``.

    Raises:
        DossierUnknown: there is none with this id.
    """
    card = lookup.card(session, office, dossier_id)
    try:
        letter = apology.current_letter(session, office, dossier_id)
    except LetterMissing:
        letter = None
    return Situation(card, letter, _stage(card, letter, at))


def keep(
    session: Any,
    office: Office,
    dossier_id: str,
    words: Words,
    *,
    submit: bool,
    actor: Actor,
    at: datetime,
) -> LetterDraft:
    """Draft a letter with whose fault it is, and submit it if wished: all of it, or nothing.

    Raises:
        What ``apology.draft``, ``ledger.blame`` and ``apology.submit`` raise.
    """
    kept = apology.draft(
        session,
        office,
        dossier_id,
        reason=words.reason,
        new_due_on=words.new_due_on,
        actor=actor,
        at=at,
    )
    if words.cause:
        ledger.blame(
            session,
            office,
            dossier_id,
            cause=words.cause,
            department=words.department,
            note=words.cause_note,
            actor=actor,
            at=at,
        )
    if submit:
        return apology.submit(session, office, dossier_id, actor=actor, at=at)
    return kept


def hand_over(
    session: Any,
    office: Office,
    dossier_id: str,
    delivery: Delivery,
    proof: tuple[str, bytes] | None,
    *,
    actor: Actor,
    at: datetime,
) -> Obligation:
    """Record a delivery with its proof, a file's name and bytes: both, or nothing.

    Raises:
        What ``apology_delivery.deliver`` and ``add_proof`` raise.
    """
    done = apology_delivery.deliver(session, office, dossier_id, delivery, actor=actor, at=at)
    if proof is not None:
        name, data = proof
        apology_delivery.add_proof(
            session,
            office,
            dossier_id,
            name=name,
            data=data,
            ordinal=done.ordinal,
            actor=actor,
            at=at,
        )
    return done


def read_proof(path: Path) -> tuple[str, bytes]:
    """Return the name and the bytes of a chosen proof.

    Raises:
        ProofUnreadable.
    """
    try:
        return path.name, path.read_bytes()
    except OSError as error:
        raise ProofUnreadable(name=path.name) from error


def draw(letter: ApologyLetter, *, draft: bool) -> DrawnLetter:
    """Draw a letter; a draft says that it is one.

    Raises:
        GlyphMissing: a character that the letter's font does not have.
    """
    from app.printing.letter_pdf import letter_pdf

    return redraw(letter_pdf(letter, draft=draft).data)


def redraw(file: bytes) -> DrawnLetter:
    """Draw the pages of a finished letter: the signed PDF, or the scan of the paper."""
    if file.startswith(PDF_HEAD):
        return DrawnLetter(file, draw_pages(file, SCREEN_DPI))
    return DrawnLetter(file, (PagePicture.of(QImage.fromData(file)),))


def file_kind(file: bytes) -> str:
    """Return how the name of a letter's file ends: a signed PDF, or the scan of the paper."""
    if file.startswith(PDF_HEAD):
        return "pdf"
    return "png" if file.startswith(PNG_HEAD) else "jpg"


def _stage(card: DossierCard, letter: LetterDraft | None, at: datetime) -> Stage:
    promised = card.appointments[-1]
    if letter is not None and letter.ordinal == promised.ordinal:
        return _stage_of(letter.state)
    over_at = card.stopped_at or card.finished_at
    missed = over_at is not None and local_day(over_at) > promised.due_on
    if card.finished_at is not None:
        if missed:
            return Stage.WRITE
    elif over_at is None or missed:
        if not any(one.is_reappointment for one in card.appointments):
            return Stage.WRITE  # ahead of the rule's day too
        if _is_owed(card, promised.ordinal) or is_missed(promised.due_on, None, at):
            return Stage.WRITE if _is_decided(card, promised.ordinal, at) else Stage.DECIDE
    return Stage.OUT if letter is not None and letter.is_out else Stage.NOTHING


def _is_owed(card: DossierCard, ordinal: int) -> bool:
    return any(row.ordinal == ordinal for row in card.apologies)


def _is_decided(card: DossierCard, ordinal: int, at: datetime) -> bool:
    found = card.escalation
    return found is not None and found.ordinal == ordinal and not found.is_open(at)


def _stage_of(state: ApologyState) -> Stage:
    if state in {ApologyState.DUE, ApologyState.DRAFTED}:
        return Stage.WRITE
    if state is ApologyState.NOT_OWED:
        return Stage.NOTHING
    return Stage.WATCH if state in _WITH_OTHERS else Stage.OUT


_WITH_OTHERS = frozenset({ApologyState.SUBMITTED, ApologyState.SIGNED, ApologyState.AWAITING_SEAL})
