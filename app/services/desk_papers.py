"""Gathering the frozen content of the papers about one dossier; nothing changes by it.

The acts behind a supplement request, a refusal or a stop come with their own use cases; here is
only what their papers say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core import text
from app.core.charges import Charge
from app.core.clock import VIETNAM, local_day
from app.core.desk_papers import (
    HANDOVER_BLOCKS,
    ChargeLine,
    ChargeNote,
    ControlSheet,
    HandoverBlock,
    Matter,
    PaperHead,
    Refusal,
    ResultItem,
    ResultReceipt,
    StopNotice,
    SupplementRequest,
)
from app.core.dossiers import Actor
from app.core.errors import AppError
from app.core.forms import FormVersion
from app.core.money import money_in_words
from app.core.papers import PaperCount
from app.core.wording import long_date
from app.models import ChargeRule, Dossier, DossierMove
from app.services import lookup
from app.services.catalogue import ProcedureDetail, get_procedure
from app.services.office import Office

EDITIONS = ("Liên 1: Lưu", "Liên 2: Giao người nộp tiền", "Liên 3: Kế toán")
COPIES_TO = ("Như trên", "Lưu: VT, TTPVHCC")


class ReasonMissing(AppError):
    """A paper that must give its reason, or its list, has none; ``code``, ``kind``."""

    code = "paper.reason_missing"


class NotReturned(AppError):
    """The result of the dossier was not handed over yet; ``code``."""

    code = "dossier.not_returned"


class AmountMissing(AppError):
    """The catalogue leaves the amount of a charge open; ``code``, ``name``."""

    code = "charge.amount_missing"


class NothingToPay(AppError):
    """The procedure takes no charge on the day the dossier was received; ``code``."""

    code = "charge.nothing_to_pay"


@dataclass(frozen=True, slots=True)
class _Known:
    """What every paper about one dossier needs."""

    card: lookup.DossierCard
    detail: ProcedureDetail
    matter: Matter


def supplement_request(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    items: Sequence[str],
    reasons: Sequence[str],
    actor: Actor,
    at: datetime,
) -> SupplementRequest:
    """Return form 02: what is to be supplied and why (NĐ 61/2018 Đ17.1.a, Đ19.4).

    Raises:
        DossierUnknown: there is none with this id.
        ReasonMissing: no item or no reason was typed.
    """
    known = _known(session, office, dossier_id)
    form = office.form("supplement_request", local_day(at))
    told = _told(office, known, at)
    return SupplementRequest(
        head=_head(office, form, at, known.card.row.code),
        matter=known.matter,
        request=" ".join(line.format(**told) for line in form.wording["request"]),
        items=_typed(items, known, form.kind),
        reasons=_typed(reasons, known, form.kind),
        closing=form.closing.format(**told),
        clerk_name=actor.name,
    )


def refusal(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    reasons: Sequence[str],
    legal_ground: str = "",
    actor: Actor,
    at: datetime,
) -> Refusal:
    """Return form 03: the reasons must stand in it (NĐ 61/2018 Đ17.1.b).

    Raises:
        DossierUnknown: there is none with this id.
        ReasonMissing: no reason was typed.
    """
    known = _known(session, office, dossier_id)
    form = office.form("refusal", local_day(at))
    told = _told(office, known, at)
    return Refusal(
        head=_head(office, form, at, known.card.row.code),
        matter=known.matter,
        statement=" ".join(line.format(**told) for line in form.wording["statement"]),
        reasons=_typed(reasons, known, form.kind),
        legal_ground=text.clean_line(legal_ground),
        closing=form.closing.format(**told),
        clerk_name=actor.name,
    )


def stop_notice(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    reasons: Sequence[str],
    legal_ground: str = "",
    returned: Sequence[PaperCount] | None = None,
    at: datetime,
) -> StopNotice:
    """Return the stop notice; ``returned`` are the papers given back, all that came where None.

    Raises:
        DossierUnknown: there is none with this id.
        FormMissing: before 15/9/2025 there was no such form.
        ReasonMissing: no reason was typed.
    """
    known = _known(session, office, dossier_id)
    form = office.form("stop_notice", local_day(at))
    told = _told(office, known, at)
    return StopNotice(
        head=_head(office, form, at, known.card.row.code),
        matter=known.matter,
        number="",
        symbol=form.symbol,
        received_at=known.card.row.received_at,
        paragraphs=tuple(line.format(**told) for line in form.wording["stop"]),
        reasons=_typed(reasons, known, form.kind),
        legal_ground=text.clean_line(legal_ground),
        returned=known.card.papers if returned is None else tuple(returned),
        closing=form.closing.format(**told),
        authority=office.signer.authority,
        signer_name=office.signer.name,
        copies_to=COPIES_TO,
    )


def control_sheet(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    department: str = "",
    partner: str = "",
    at: datetime,
) -> ControlSheet:
    """Return the sheet that goes with a dossier from hand to hand, with the hands it went through.

    What was not handed over yet is left for the pen.

    Raises:
        DossierUnknown: there is none with this id.
    """
    known = _known(session, office, dossier_id)
    form = office.form("control_sheet", local_day(at))
    moves = _moves(session, office, dossier_id)
    department = text.clean_line(department) or (moves[0].department if moves else "")
    blocks = _blocks(moves) or (HandoverBlock(giver=office.name, receiver=department),)
    blank = (HandoverBlock(),) * (HANDOVER_BLOCKS - len(blocks))
    return ControlSheet(
        head=_head(office, form, at, known.card.row.code),
        owner_name=known.matter.owner_name,
        received_at=known.card.row.received_at,
        due_at=known.card.row.due_at,
        department=department,
        partner=text.clean_line(partner),
        blocks=(*blocks, *blank),
    )


def _moves(session: Session, office: Office, dossier_id: str) -> Sequence[DossierMove]:
    query = (
        select(DossierMove)
        .where(DossierMove.agency_id == office.agency_id, DossierMove.dossier_id == dossier_id)
        .order_by(DossierMove.ordinal)
    )
    return session.scalars(query).all()


def _blocks(moves: Sequence[DossierMove]) -> tuple[HandoverBlock, ...]:
    """Return the last changes of hands that one sheet has room for."""
    return tuple(
        HandoverBlock(
            giver=move.giver, receiver=move.receiver, at=move.at.astimezone(VIETNAM), note=move.note
        )
        for move in moves[-HANDOVER_BLOCKS:]
    )


def result_receipt(
    session: Session, office: Office, dossier_id: str, *, at: datetime
) -> ResultReceipt:
    """Return what the collector signs: who gave what to whom, as the journal has it.

    Raises:
        DossierUnknown: there is none with this id.
        NotReturned: nothing was handed over yet.
    """
    known = _known(session, office, dossier_id)
    card = known.card
    if card.returned_at is None:
        raise NotReturned(code=card.row.code)
    entry = next(row for row in reversed(card.history) if row.kind == "dossier.returned")
    form = office.form("result_receipt", local_day(at))
    people = [one for one in (card.applicant, card.representative) if one is not None]
    phones = {text.fold(one.full_name): one.phone for one in people}
    result = ResultItem(known.detail.result_name or "Kết quả", "", known.detail.short_name)
    return ResultReceipt(
        head=_head(office, form, at, card.row.code),
        matter=known.matter,
        giver_name=entry.actor_name,
        giver_phone=office.letterhead.phone,
        receiver_name=card.collector,
        receiver_phone=phones.get(text.fold(card.collector), ""),
        receiver_identity=entry.facts.get("collector_identity", ""),
        results=(result,),
        returned_at=card.returned_at,
    )


def charge_note(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    amounts: Sequence[int] = (),
    actor: Actor,
    at: datetime,
) -> ChargeNote:
    """Return what is to be paid under the version of the catalogue on the receiving day.

    ``amounts`` in đồng, in the order of the charges, are what the officer counted (so many pages,
    so many copies); the catalogue's own amount stands where none was given.

    Raises:
        DossierUnknown: there is none with this id.
        AmountMissing: the catalogue leaves an amount open and none was given.
        NothingToPay: no charge, or a sum of nothing.
    """
    known = _known(session, office, dossier_id)
    code = known.card.row.code
    received_on = local_day(known.card.row.received_at)
    rules = _charges(session, office, known.detail.version_id, received_on)
    form = office.form("charge_note", local_day(at))
    lines = tuple(line for line in _lines(rules, amounts, code) if line.amount)
    if not lines:
        raise NothingToPay(code=code)
    total = sum(line.amount for line in lines)
    return ChargeNote(
        head=_head(office, form, at, code),
        matter=known.matter,
        payer_name=known.matter.submitter_name,
        lines=lines,
        total=total,
        total_words=money_in_words(total),
        remark=form.closing,
        editions=EDITIONS,
        clerk_name=actor.name,
    )


def payment_note(
    session: Session,
    office: Office,
    dossier_id: str,
    charges: Sequence[Charge],
    amount: int,
    payer: str,
    actor: Actor,
    at: datetime,
) -> ChargeNote:
    """Return the desk's note for money that was taken; ``charges`` only where it paid them all."""
    known = _known(session, office, dossier_id)
    code = known.card.row.code
    form = office.form("charge_note", local_day(at))
    lines = tuple(ChargeLine(one.name, one.note, one.owed) for one in charges if one.owed)
    return ChargeNote(
        head=_head(office, form, at, code),
        matter=known.matter,
        payer_name=text.clean_line(payer) or known.matter.submitter_name,
        lines=lines or (ChargeLine("Thu phí, lệ phí của hồ sơ", "", amount),),
        total=amount,
        total_words=money_in_words(amount),
        remark=form.closing,
        editions=EDITIONS,
        clerk_name=actor.name,
    )


def list_head(office: Office, kind: str, at: datetime) -> PaperHead:
    """Return the head of a paper about many dossiers."""
    return _head(office, office.form(kind, local_day(at)), at)


def _head(office: Office, form: FormVersion, at: datetime, code: str = "") -> PaperHead:
    return PaperHead(
        kind=form.kind,
        form_number=form.number,
        title=form.title,
        legal_basis=form.legal_basis,
        paper=form.paper,
        letterhead=office.letterhead,
        issued_at=at,
        code=code,
        qr_text=office.qr_prefix + code if code else "",
    )


def _known(session: Session, office: Office, dossier_id: str) -> _Known:
    card = lookup.card(session, office, dossier_id)
    dossier = session.get_one(Dossier, (office.agency_id, dossier_id))
    detail = get_procedure(session, office, dossier.version_id)
    applicant = card.applicant
    matter = Matter(
        owner_name=applicant.full_name,
        submitter_name=(card.representative or applicant).full_name,
        address=applicant.address,
        phone=applicant.phone,
        email=applicant.email,
        procedure_code=detail.code,
        procedure_name=detail.name,
        case_name=detail.case(card.case_ordinal).name if len(detail.cases) > 1 else "",
    )
    return _Known(card, detail, matter)


def _told(office: Office, known: _Known, at: datetime) -> dict[str, str]:
    """Return what stands in the place of the wording's placeholders."""
    phone = office.letterhead.phone
    return {
        "agency": office.name,
        "received_day": long_date(local_day(known.card.row.received_at)),
        "procedure_name": known.detail.name,
        "recipient": known.matter.owner_name,
        "dossier_code": known.card.row.code,
        "contact": office.contact,
        "responsible": office.responsible,
        "helpdesk": f"{office.name}, số điện thoại {phone}" if phone else office.name,
        "stopped_day": long_date(local_day(at)),
    }


def _typed(lines: Sequence[str], known: _Known, kind: str) -> tuple[str, ...]:
    cleaned = tuple(line for line in map(text.clean_line, lines) if line)
    if not cleaned:
        raise ReasonMissing(code=known.card.row.code, kind=kind)
    return cleaned


def _charges(session: Session, office: Office, version_id: str, on: date) -> Sequence[ChargeRule]:
    query = (
        select(ChargeRule)
        .where(
            ChargeRule.agency_id == office.agency_id,
            ChargeRule.version_id == version_id,
            ChargeRule.valid_from <= on,
            or_(ChargeRule.valid_to.is_(None), ChargeRule.valid_to >= on),
        )
        .order_by(ChargeRule.ordinal)
    )
    return session.scalars(query).all()


def _lines(rules: Sequence[ChargeRule], amounts: Sequence[int], code: str) -> Iterable[ChargeLine]:
    for place, rule in enumerate(rules):
        amount = amounts[place] if place < len(amounts) else rule.amount
        if amount is None:
            raise AmountMissing(code=code, name=rule.name)
        yield ChargeLine(rule.name or "Phí, lệ phí", rule.note, amount)
