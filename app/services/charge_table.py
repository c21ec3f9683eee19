"""The dated table of fees: the catalogue's, with the amounts a province decides over them."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core import text
from app.core.charges import MOST, BadAmount, Charge
from app.core.clock import local_day
from app.core.codes import parse_procedure_code
from app.core.dossiers import Actor
from app.core.errors import AppError
from app.models import ChargeOverride, ChargeRule, Dossier
from app.services import journal
from app.services.catalogue import get_procedure
from app.services.changing_choices import CHANGERS, ChoiceNotAllowed
from app.services.desk_papers import ReasonMissing
from app.services.office import Office


class BadDays(AppError):
    """The last day lies before the first; ``first``, ``last``."""

    code = "charge.bad_days"


def set_by_province(
    session: Session,
    office: Office,
    procedure: str,
    ordinal: int,
    *,
    amount: int,
    valid_from: date,
    valid_to: date | None = None,
    decision: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Let the province's amount hold for a fee of a procedure, for dossiers of some days.

    Raises:
        ChoiceNotAllowed: only supervisors, leaders and administrators set it.
        BadProcedureCode, BadAmount, BadDays.
        ReasonMissing: the decision is not named.
    """
    if actor.role not in CHANGERS:
        raise ChoiceNotAllowed(role=actor.role)
    base, named = parse_procedure_code(procedure).base, text.clean_line(decision)
    if not 0 <= amount <= MOST:
        raise BadAmount(amount=amount, most=MOST)
    if valid_to is not None and valid_to < valid_from:
        raise BadDays(first=valid_from, last=valid_to)
    if not named:
        raise ReasonMissing(code=base, kind="decision")
    told = {"amount": amount, "valid_to": valid_to, "decision": named}
    key = (office.agency_id, base, ordinal, valid_from)
    row = session.get(ChargeOverride, key)
    if row is None:
        names = ("agency_id", "procedure_code", "ordinal", "valid_from")
        session.add(ChargeOverride(**dict(zip(names, key, strict=True)), **told))
    else:
        row.amount, row.valid_to, row.decision = amount, valid_to, named
    facts = told | {"procedure": base, "ordinal": ordinal, "valid_from": valid_from}
    journal.append(session, office, "catalogue.charge_set", facts, actor, at)


def charges_of(session: Session, office: Office, dossier: Dossier) -> tuple[Charge, ...]:
    """Return the charges by the dated table, the province's amounts over the nation's."""
    day = local_day(dossier.received_at)
    base = parse_procedure_code(get_procedure(session, office, dossier.version_id).code).base
    rules = session.scalars(
        select(ChargeRule)
        .where(
            ChargeRule.agency_id == office.agency_id,
            ChargeRule.version_id == dossier.version_id,
            ChargeRule.valid_from <= day,
            or_(ChargeRule.valid_to.is_(None), ChargeRule.valid_to >= day),
        )
        .order_by(ChargeRule.ordinal)
    )
    over = _overrides(session, office, base, day)
    return tuple(
        Charge(rule.ordinal, rule.name, rule.note, over.get(rule.ordinal, rule.amount))
        for rule in rules
    )


def _overrides(session: Session, office: Office, base: str, day: date) -> dict[int, int]:
    query = (
        select(ChargeOverride.ordinal, ChargeOverride.amount)
        .where(
            ChargeOverride.agency_id == office.agency_id,
            ChargeOverride.procedure_code == base,
            ChargeOverride.valid_from <= day,
            or_(ChargeOverride.valid_to.is_(None), ChargeOverride.valid_to >= day),
        )
        .order_by(ChargeOverride.valid_from)  # the newest decision wins
    )
    return dict(session.execute(query).all())
