"""How a clock goes on after a standstill: the office's dated choice, for all or one procedure."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.core.clock import local_day
from app.core.codes import parse_procedure_code
from app.core.dossiers import Actor
from app.core.standstill import ClockRule, StandstillKind
from app.services import dated_settings, journal
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
    value = dated_settings.value_on(session, office, SETTING, day)
    if code:
        value.setdefault("supplements", {})[code] = rule.value
    else:
        value.setdefault("kinds", {})[kind.value] = rule.value
    dated_settings.keep(session, office, SETTING, day, value)
    facts = {"kind": kind.value, "rule": rule.value, "procedure": code}
    journal.append(session, office, "clock.rule_chosen", facts, actor, at)
