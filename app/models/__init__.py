"""Tables and the rules that need only the row.

Why: every business table's key starts with ``agency_id`` and every id is a UUIDv7 made at the desk,
so rows of many wards merge without translation and the same schema can be spread over a Postgres
distributed by agency. Types are the few that SQLite's STRICT tables and Postgres both keep exactly.
"""

from app.models.base import Base
from app.models.catalogue import (
    ChargeRule,
    Procedure,
    ProcedureCase,
    ProcedureVersion,
    Requirement,
)
from app.models.dossier import Appointment, Dossier, DossierPaper, DossierPerson, NumberCounter
from app.models.journal import JournalEntry, StationChain
from app.models.letter import (
    Apology,
    ApologyLetterRow,
    ApologyProof,
    Escalation,
    TrustAnchor,
)
from app.models.money import ChargeOverride, DossierCharge, Payment
from app.models.office import (
    Account,
    Agency,
    CalendarYear,
    CodePattern,
    DeskHours,
    Fact,
    FormVersionRow,
    Holiday,
    Setting,
)
from app.models.slip import PrintEvent, PrintJob, ReceiptKey, Slip
from app.models.turn import DossierMove, Notice, Standstill

__all__ = [
    "Account",
    "Agency",
    "Apology",
    "ApologyLetterRow",
    "ApologyProof",
    "Appointment",
    "Base",
    "CalendarYear",
    "ChargeOverride",
    "ChargeRule",
    "CodePattern",
    "DeskHours",
    "Dossier",
    "DossierCharge",
    "DossierMove",
    "DossierPaper",
    "DossierPerson",
    "Escalation",
    "Fact",
    "FormVersionRow",
    "Holiday",
    "JournalEntry",
    "Notice",
    "NumberCounter",
    "Payment",
    "PrintEvent",
    "PrintJob",
    "Procedure",
    "ProcedureCase",
    "ProcedureVersion",
    "ReceiptKey",
    "Requirement",
    "Setting",
    "Slip",
    "Standstill",
    "StationChain",
    "TrustAnchor",
]
