"""Gathering the frozen content of each paper from the office, the catalogue and the dossier."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from app.core.appointment import Appointment
from app.core.clock import VIETNAM, local_day
from app.core.dossiers import Actor, Channel, Intake
from app.core.identity import IdentityKind, mask
from app.core.papers import ApologyLetter, Decision, ReceiptSlip
from app.core.sealed import SlipFacts, seal_text
from app.core.wording import long_date
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
        owner_name=applicant.full_name,
        submitter_name=(intake.representative or applicant).full_name,
        address=applicant.address,
        phone=applicant.phone,
        email=applicant.email,
        identity_label=IDENTITY_LABELS[applicant.identity_kind],
        identity_masked=mask(applicant.identity_number),
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
    ordinal: int = 1,
    finished_at: datetime | None = None,
    decision: Decision | None = None,
    form_kind: str = "apology_letter",
) -> ApologyLetter:
    """Return the content of form 04, in the wording ``before`` or ``after`` the appointment.

    NĐ 61/2018 Đ19.9: the reason and the proposed new time are what the law wants in it.
    """
    day = local_day(at)
    form = office.form("apology_letter", day)
    told = {
        "agency": office.name,
        "received_day": long_date(local_day(received_at)),
        "procedure_name": procedure_name,
        "recipient": recipient,
        "dossier_code": code,
        "due_moment": _long_moment(promised_at),
        "reason": reason.rstrip(". "),
        "new_due_moment": _long_moment(new_due_at),
        "new_due_day": long_date(local_day(new_due_at)),
        "contact": office.contact,
        "responsible": office.responsible,
    }
    return ApologyLetter(
        document_id=document_id,
        title=form.title.upper(),
        letterhead=office.letterhead,
        number="",
        symbol=form.symbol,
        dated_on=day,
        recipient=recipient,
        recipient_address=address,
        recipient_phone=phone,
        dossier_code=code,
        paragraphs=tuple(line.format(**told) for line in form.wording[wording]),
        closing=form.closing.format(**told),
        authority=office.signer.authority,
        signer_name=office.signer.name,
        copies_to=("Như trên", "Lưu: VT, TTPVHCC"),
        qr_text=office.qr_prefix + code,
    )


def _long_moment(moment: datetime) -> str:
    local = moment.astimezone(VIETNAM)
    return f"{local:%H} giờ {local:%M} phút, {long_date(local.date())}"
