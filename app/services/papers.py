"""Gathering the frozen content of each paper from the office, the catalogue and the dossier."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.core.appointment import Appointment
from app.core.clock import VIETNAM, local_day
from app.core.dossiers import Actor, Channel, Intake, Person
from app.core.identity import Gender, IdentityKind, mask
from app.core.papers import ApologyLetter, Decision, ReceiptSlip
from app.core.sealed import SlipFacts, seal_text
from app.core.sealed_letter import LetterFacts, seal_letter
from app.core.signature_block import signature_block
from app.core.wording import long_date
from app.services.apology_choices import FORM, OFFICIAL_LETTER
from app.services.catalogue import ProcedureDetail
from app.services.office import Office

SEALED = "sealed"
"""The setting under which a slip's QR code proves itself; ``code`` is the other one."""
CHANNELS = {
    Channel.DIRECT: "Trực tiếp",
    Channel.POST: "Qua dịch vụ bưu chính",
    Channel.ONLINE: "Trực tuyến",
}
IDENTITY_LABELS = {
    IdentityKind.CITIZEN: "Số định danh cá nhân",
    IdentityKind.OLD_CITIZEN: "Số CMND",
    IdentityKind.PASSPORT: "Số hộ chiếu",
    IdentityKind.TAX: "Mã số thuế",
    IdentityKind.OTHER: "Số giấy tờ",
}
SALUTATIONS = {Gender.MALE: "Ông", Gender.FEMALE: "Bà"}
OF_NOBODY_KNOWN = "Ông/Bà"
ORGANISATION = "Quý đơn vị"
COPIES = ("Như trên", "Lưu: VT, TTPVHCC")
"""Nơi nhận of a letter (NĐ 30/2020, Phụ lục I, II.9)."""
DECISION_FACTS = (
    "decision_name",
    "decision_position",
    "decision_number",
    "decision_day",
    "decision_reason",
)


def receipt_slip(
    office: Office,
    detail: ProcedureDetail,
    intake: Intake,
    appointment: Appointment,
    code: str,
    number: int,
    actor: Actor,
    at: datetime,
) -> ReceiptSlip:
    """Return the content of form 01 for a dossier that is being received.

    The identity number is masked: the slip lies about on counters (NĐ 356/2025).
    """
    day = local_day(at)
    form = office.form("receipt_slip", day)
    applicant = intake.applicant
    case = detail.case(intake.case_ordinal)
    slip = ReceiptSlip(
        form_number=form.number,
        title=form.title,
        legal_basis=form.legal_basis,
        letterhead=office.letterhead,
        code=code,
        book=str(day.year),
        entry=f"{number:04}",
        issued_at=at,
        **slip_people(applicant, intake.representative),
        procedure_code=detail.code,
        procedure_name=detail.name,
        case_name=case.name if len(detail.cases) > 1 else "",
        channel=CHANNELS[intake.channel],
        papers=intake.papers,
        set_count=intake.set_count,
        term_text=case.term_text,
        received_at=at,
        due_at=appointment.due_at,
        result_place=office.result_place,
        charge_text=detail.charge_text,
        clerk_name=actor.name,
        counter_name=office.counter_name,
        copy=0,
        qr_text="",
        notes=office.notes,
    )
    return replace(slip, qr_text=slip_qr(office, slip))


def slip_people(applicant: Person, representative: Person | None) -> dict[str, Any]:
    """Return what a slip says of the people; the identity number is masked."""
    return {
        "owner_name": applicant.full_name,
        "submitter_name": (representative or applicant).full_name,
        "address": applicant.address,
        "phone": applicant.phone,
        "email": applicant.email,
        "identity_label": IDENTITY_LABELS[applicant.identity_kind],
        "identity_masked": mask(applicant.identity_number),
    }


def slip_qr(office: Office, slip: ReceiptSlip) -> str:
    """Return what a slip's QR code says: the office's address, then sealed facts or the code.

    The code alone where the province wants that, where the desk has no key, or where a code of
    another system has letters that the sealed format has no room for.
    """
    if office.seal is not None and office.qr_content == SEALED:
        facts = SlipFacts(
            office_code=office.code,
            code=slip.code,
            procedure_code=slip.procedure_code,
            received_at=slip.received_at,
            due_at=slip.due_at,
            appointment=slip.appointment,
            copy=slip.copy,
        )
        with suppress(ValueError):
            return office.qr_prefix + seal_text(facts, office.seal)
    return office.qr_prefix + slip.code


def apology_letter(
    office: Office,
    *,
    document_id: str,
    code: str,
    procedure_name: str,
    recipient: str,
    address: str,
    phone: str,
    received_at: datetime,
    promised_at: datetime,
    reason: str,
    new_due_at: datetime | None,
    wording: str,
    at: datetime,
    first_promised_at: datetime | None = None,
    was_reappointed: bool = False,
    ordinal: int = 1,
    finished_at: datetime | None = None,
    decision: Decision | None = None,
    form_kind: str = FORM,
    salutation: str = OF_NOBODY_KNOWN,
    responsible: str = "",
    responsible_phone: str = "",
    authority: tuple[str, ...] = (),
    signer_name: str = "",
) -> ApologyLetter:
    """Return the content of form 04, or of the official letter in its place.

    ``wording`` is ``before`` or ``after`` the appointment ``ordinal`` promised for ``promised_at``,
    ``second`` with the superior's ``decision``, ``finished`` where the result has been there since
    ``finished_at``, or ``ended`` where the dossier ended then without one; neither promises a day.
    ``first_promised_at`` is what lateness is measured against, ``was_reappointed`` whether
    ``promised_at`` took its place. What is empty of the last four is the office's
    own. NĐ 61/2018 Đ19.9: the reason and the proposed new time are what the law wants in it.

    Raises:
        FormMissing, WordingMissing, BadWording, FactMissing, SignatureBlockWrong.
    """
    day = local_day(at)
    form = office.form(form_kind, day)
    told = {
        "agency": office.name,
        "received_day": long_date(local_day(received_at)),
        "procedure_name": procedure_name.removeprefix("Thủ tục "),  # the sentence has the word
        "recipient": recipient,
        "salutation": salutation or ORGANISATION,
        "addressee": f"{salutation} {recipient}".strip(),
        "dossier_code": code,
        "due_moment": _long_moment(promised_at),
        "first_due_moment": _long_moment(first_promised_at or promised_at),
        "later_due_moment": _long_moment(promised_at) if was_reappointed else "",
        "reason": reason.rstrip(". "),
        "new_due_moment": _long_moment(new_due_at),
        "new_due_day": _long_day(new_due_at),
        "finished_moment": _long_moment(finished_at),
        "result_place": office.result_place,
        "contact": office.contact,
        "responsible": responsible or office.responsible,
        "responsible_phone": responsible_phone,
    } | _of_decision(decision)
    said = form.compose(wording, told)
    is_official = form_kind == OFFICIAL_LETTER
    facts = LetterFacts(document_id, office.code, code, ordinal, promised_at, new_due_at)
    return ApologyLetter(
        document_id=document_id,
        title="" if is_official else said.title.upper(),
        letterhead=office.letterhead,
        number="",
        symbol=form.symbol,
        dated_on=day,
        recipient=recipient,
        recipient_address=address,
        recipient_phone=phone,
        dossier_code=code,
        paragraphs=said.paragraphs,
        closing=said.closing,
        authority=signature_block(authority or office.signer.authority),
        signer_name=signer_name or office.signer.name,
        copies_to=COPIES,
        qr_text=_letter_qr(office, facts),
        salutation=salutation,
        subject=said.title if is_official else "",
        paper=form.paper,
    )


def salutation_of(person: Person) -> str:
    """Return how a letter calls somebody: ``Ông``, ``Bà``, ``Ông/Bà``; an organisation not at all.

    >>> salutation_of(Person("Nguyễn Thị Ẩn"))
    'Ông/Bà'
    """
    if person.identity_kind is IdentityKind.TAX:
        return ""
    return OF_NOBODY_KNOWN if person.gender is None else SALUTATIONS[person.gender]


def _of_decision(decision: Decision | None) -> dict[str, str]:
    """Return what a letter says of the superior's decision; without one, nothing."""
    if decision is None:
        return dict.fromkeys(DECISION_FACTS, "")
    values = (
        decision.name,
        decision.position,
        decision.document_number,
        long_date(decision.document_on),
        decision.reason.rstrip(". "),
    )
    return dict(zip(DECISION_FACTS, values, strict=True))


def _letter_qr(office: Office, facts: LetterFacts) -> str:
    """Return what a letter's QR code says; the code alone where a slip's would."""
    if office.seal is not None and office.qr_content == SEALED:
        with suppress(ValueError):
            return office.qr_prefix + seal_letter(facts, office.seal)
    return office.qr_prefix + facts.code


def _long_moment(moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(VIETNAM)
    return f"{local:%H} giờ {local:%M} phút, {long_date(local.date())}"


def _long_day(moment: datetime | None) -> str:
    return "" if moment is None else long_date(local_day(moment))
