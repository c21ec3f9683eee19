"""The rows of one dossier while its entries are folded, with their types."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table
from sqlalchemy.engine import default

from app.core.standstill import AppointmentCause
from app.models import (
    Apology,
    ApologyLetterRow,
    ApologyProof,
    Appointment,
    Base,
    Dossier,
    DossierCharge,
    DossierMove,
    DossierPaper,
    DossierPerson,
    Escalation,
    Payment,
    Standstill,
)
from app.models.base import Day, Moment

Row = dict[str, Any]
_DIALECT = default.DefaultDialect()


@dataclass(slots=True)
class Rows:
    """The rows one dossier has after all its acts."""

    dossier: Row = field(default_factory=dict)
    persons: list[Row] = field(default_factory=list)
    papers: list[Row] = field(default_factory=list)
    apologies: dict[int, Row] = field(default_factory=dict)
    letters: dict[int, Row] = field(default_factory=dict)
    escalations: dict[int, Row] = field(default_factory=dict)
    proofs: list[Row] = field(default_factory=list)
    standstills: list[Row] = field(default_factory=list)
    moves: list[Row] = field(default_factory=list)
    charges: list[Row] = field(default_factory=list)
    payments: list[Row] = field(default_factory=list)
    appointments: list[Row] = field(default_factory=list)

    def tables(self) -> tuple[tuple[type[Base], list[Row]], ...]:
        """Return each table with its rows, parents first.

        A new appointment comes after the letter, decision or standstill that the database asks for.
        """
        return (
            (Dossier, [self.dossier]),
            (DossierPerson, self.persons),
            (DossierPaper, self.papers),
            (Apology, list(self.apologies.values())),
            (ApologyLetterRow, list(self.letters.values())),
            (Escalation, list(self.escalations.values())),
            (ApologyProof, self.proofs),
            (Standstill, self.standstills),
            (DossierMove, self.moves),
            (DossierCharge, self.charges),
            (Payment, self.payments),
            (Appointment, self.appointments),
        )


def appointment_row(raw: Mapping[str, Any]) -> Row:
    """Return a promised moment as its table keeps it; older entries say no cause, nor who asked."""
    cause = AppointmentCause.FIRST if raw["ordinal"] == 1 else AppointmentCause.REAPPOINTMENT
    asked = {"asked_by": "", "decided_by": "", "cause": str(cause)}
    return asked | typed(Appointment, raw) | {"why": json.dumps(raw["why"], ensure_ascii=False)}


def typed(model: type[Base], raw: Mapping[str, Any]) -> Row:
    """Give moments and days of a payload their types back."""
    columns = table_of(model).columns
    return {name: _read(columns[name].type, value) for name, value in raw.items()}


def _read(kind: object, value: Any) -> Any:
    if isinstance(kind, Moment | Day):
        return kind.process_result_value(value, _DIALECT)
    return value


def table_of(model: type[Base]) -> Table:
    """Return the table behind a model."""
    return model.__table__  # type: ignore[return-value]


def promise(rows: Rows, key: Row, raw: Mapping[str, Any]) -> None:
    """Make a promised moment the one in force."""
    appointment = appointment_row(raw)
    rows.appointments.append(key | appointment)
    rows.dossier |= {
        "due_at": appointment["due_at"],
        "due_on": appointment["due_on"],
        "promise": appointment["ordinal"],
    }
    rows.dossier["row_version"] += 1
