"""How a clock goes on after a standstill: the office's dated choice, for all or one procedure."""

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import local_day
from app.core.codes import parse_procedure_code
from app.core.dossiers import Actor
from app.core.standstill import ClockRule, StandstillKind
from app.models import Setting
from app.services import journal
from app.services.changing_choices import CHANGERS, ChoiceNotAllowed
from app.services.office import Office

SETTING = "clock"


def choose_rule(
    session: Session,
    office: Office,
    kind: StandstillKind,
    rule: ClockRule,
    *,
    procedure: str = "",
    actor: Actor,
    at: datetime,
) -> None:
    """Let a rule hold from today on; with ``procedure`` for its supplements alone.

    Raises:
        ChoiceNotAllowed: only supervisors, leaders and administrators choose.
        BadProcedureCode: not the code of a procedure.
    """
    if actor.role not in CHANGERS:
        raise ChoiceNotAllowed(role=actor.role)
    code = parse_procedure_code(procedure).base if procedure else ""
    day = local_day(at)
    row = _in_force(session, office, day)
    value: dict[str, Any] = {} if row is None else json.loads(row.value)
    if code:
        value.setdefault("supplements", {})[code] = rule.value
    else:
        value.setdefault("kinds", {})[kind.value] = rule.value
    written = json.dumps(value, ensure_ascii=False)
    if row is not None and row.valid_from == day:
        row.value = written
    else:
        session.add(
            Setting(agency_id=office.agency_id, name=SETTING, valid_from=day, value=written)
        )
    facts = {"kind": kind.value, "rule": rule.value, "procedure": code}
    journal.append(session, office, "clock.rule_chosen", facts, actor, at)


def _in_force(session: Session, office: Office, day: date) -> Setting | None:
    query = (
        select(Setting)
        .where(
            Setting.agency_id == office.agency_id,
            Setting.name == SETTING,
            Setting.valid_from <= day,
        )
        .order_by(Setting.valid_from.desc())
        .limit(1)
    )
    return session.scalars(query).first()
