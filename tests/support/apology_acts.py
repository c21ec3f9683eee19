"""The acts of the people of the sample ward upon one apology, each as its own account."""

import hashlib
from dataclasses import replace
from datetime import date

from app.core.apologies import Delivery, DeliveryChannel
from app.core.clock import local_day
from app.printing.letter_pdf import letter_pdf
from app.services import accounts, apology, apology_delivery, apology_signing, escalation, ledger
from app.services.apology import LetterDraft
from app.services.ledger import Obligation
from tests.support.desk_ward import Ward

CAUSE = "verification"
REASON = "Chờ kết quả xác minh của cơ quan phối hợp"


def as_person(ward: Ward, login: str) -> Ward:
    """Return the ward as another of its people sits at it."""
    return replace(ward, actor=ward.ask(accounts.find_actor, login))


def tick(ward: Ward) -> int:
    """Let the ledger open what has become due."""
    with ward.database.write() as session:
        return ledger.open_due(session, ward.office, at=ward.clock.now())


def draft(ward: Ward, dossier_id: str, new_due_on: date | None) -> LetterDraft:
    """Draft the letter of a dossier."""
    return ward.do(apology.draft, dossier_id, reason=REASON, new_due_on=new_due_on)


def submit(ward: Ward, dossier_id: str, new_due_on: date | None) -> LetterDraft:
    """Draft a letter and put it into the leader's queue."""
    draft(ward, dossier_id, new_due_on)
    return ward.do(apology.submit, dossier_id)


def send_back(ward: Ward, dossier_id: str, why: str) -> LetterDraft:
    """Let the leader give a letter back."""
    return as_person(ward, "an").do(apology.send_back, dossier_id, why=why)


def sign(ward: Ward, letter: LetterDraft) -> LetterDraft:
    """Let the leader sign a submitted letter; the file is the drawn letter itself."""
    return as_person(ward, "an").do(
        apology_signing.record_signed,
        letter.dossier_id,
        letter_digest=letter.digest,
        file=letter_pdf(letter.letter).data,
        signer="Đỗ Thị Ẩn",
        certificate_serial="42",
        signed_at=ward.clock.now(),
    )


def seal(ward: Ward, letter: LetterDraft, number: str = "05") -> LetterDraft:
    """Let the registrar number, date and seal a signed letter, which issues it."""
    assert letter.file is not None
    return as_person(ward, "thu").do(
        apology_signing.issue,
        letter.dossier_id,
        before=hashlib.sha256(letter.file).hexdigest(),
        file=letter.file,
        number=number,
        day=local_day(ward.clock.now()),
        sealer="Trung tâm",
        seal_serial="43",
    )


def issue(ward: Ward, dossier_id: str, new_due_on: date | None, number: str = "05") -> LetterDraft:
    """Lead a letter from nothing to its issue."""
    return seal(ward, sign(ward, submit(ward, dossier_id, new_due_on)), number)


def deliver(ward: Ward, dossier_id: str, receiver: str = "Nguyễn Thị Hoa") -> Obligation:
    """Give the issued letter to the citizen."""
    delivery = Delivery(DeliveryChannel.BY_HAND, ward.clock.now(), receiver=receiver)
    return ward.do(apology_delivery.deliver, dossier_id, delivery)


def decide(ward: Ward, dossier_id: str, new_due_on: date) -> None:
    """Let the superior decide about a second lateness."""
    as_person(ward, "binh").do(
        escalation.decide,
        dossier_id,
        reason="Chờ cơ quan cấp trên",
        document_number="12/QĐ-UBND",
        document_on=local_day(ward.clock.now()),
        new_due_on=new_due_on,
    )
