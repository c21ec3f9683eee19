"""A dossier's rows are a fold of the set of its journal entries; one function folds, always.

An act at the desk is appended and folded in; an entry of another station is appended and the
dossier folded anew. Entries are taken in the order (logical, station, seq), so a late arrival
changes nothing. ``motcua check`` folds everything again and compares.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.engine import default
from sqlalchemy.orm import Session

from app.core.lifecycle import Act, DossierStatus, after
from app.db import fast
from app.db.database import touch
from app.models import (
    ApologyLetterRow,
    Appointment,
    Base,
    Dossier,
    DossierPaper,
    DossierPerson,
    JournalEntry,
)
from app.models.base import Day, Moment
from app.services.journal import Entry, from_row

Row = dict[str, Any]
_DIALECT = default.DefaultDialect()


@dataclass(slots=True)
class Rows:
    """The rows one dossier has after all its acts."""

    dossier: Row = field(default_factory=dict)
    persons: list[Row] = field(default_factory=list)
    papers: list[Row] = field(default_factory=list)
    appointments: list[Row] = field(default_factory=list)
    letter: Row | None = None

    def tables(self) -> tuple[tuple[type[Base], list[Row]], ...]:
        """Return each table with its rows, parents first."""
        return (
            (Dossier, [self.dossier]),
            (DossierPerson, self.persons),
            (DossierPaper, self.papers),
            (Appointment, self.appointments),
            (ApologyLetterRow, [] if self.letter is None else [self.letter]),
        )


def fold(entries: Iterable[Entry]) -> Rows:
    """Return the rows that a dossier's entries lead to.

    Raises:
        ActNotAllowed: an entry does not fit the state before it.
    """
    rows = Rows()
    for entry in sorted(entries, key=lambda one: (one.logical, one.station_id, one.seq)):
        apply = FOLDS.get(entry.kind)
        if apply is not None:
            apply(rows, entry, entry.facts)
    return rows


def entries_of(session: Session, agency_id: str, dossier_id: str) -> list[Entry]:
    """Return all entries about one dossier, in order."""
    query = (
        select(JournalEntry)
        .where(JournalEntry.agency_id == agency_id, JournalEntry.dossier_id == dossier_id)
        .order_by(JournalEntry.logical, JournalEntry.station_id, JournalEntry.seq)
    )
    return [from_row(row) for row in session.scalars(query)]


def insert_folded(session: Session, rows: Rows) -> None:
    """Write the rows of a dossier that was not there before."""
    for model, wanted in rows.tables():
        fast.insert_rows(session, _table(model), wanted)


def refold(session: Session, agency_id: str, dossier_id: str) -> Rows:
    """Fold a dossier anew and bring its rows to what the entries say."""
    rows = fold(entries_of(session, agency_id, dossier_id))
    for model, wanted in rows.tables():
        table = _table(model)
        keys = [column.name for column in table.primary_key.columns]
        for row in wanted:
            _bring(session, table, keys, row)
    return rows


def _bring(session: Session, table: Table, keys: list[str], row: Row) -> None:
    where = [table.columns[key] == row[key] for key in keys]
    columns = [table.columns[name] for name in row]
    found = session.execute(select(*columns).where(*where)).mappings().first()
    if found is None:
        session.execute(table.insert().values(**row))
        touch(session, table.name)
        return
    changed = {name: value for name, value in row.items() if found[name] != value}
    if changed:
        session.execute(table.update().where(*where).values(**changed))
        touch(session, table.name)


def _received(rows: Rows, entry: Entry, facts: Mapping[str, Any]) -> None:
    key = {"agency_id": entry.agency_id, "dossier_id": entry.dossier_id}
    rows.dossier = _typed(Dossier, facts["dossier"]) | {
        "agency_id": entry.agency_id,
        "id": entry.dossier_id,
        "status": str(after(None, Act.RECEIVE)),
        "station_id": entry.station_id,
        "clerk_id": entry.actor_id,
        "returned_at": None,
        "collector": None,
        "row_version": 1,
    }
    rows.persons = [key | _typed(DossierPerson, person) for person in facts["persons"]]
    rows.papers = [key | dict(paper) for paper in facts["papers"]]
    rows.appointments = [key | _appointment(facts["appointment"])]


def _returned(rows: Rows, entry: Entry, facts: Mapping[str, Any]) -> None:
    _move(rows, Act.RETURN_RESULT)
    rows.dossier |= {"returned_at": entry.at, "collector": facts["collector"]}


def _drafted(rows: Rows, entry: Entry, facts: Mapping[str, Any]) -> None:
    rows.letter = _typed(ApologyLetterRow, facts["letter"]) | {
        "agency_id": entry.agency_id,
        "dossier_id": entry.dossier_id,
        "state": "drafted",
        "drafted_at": entry.at,
        "signed_at": None,
        "signer": None,
        "certificate_serial": None,
        "file_digest": None,
    }


def _issued(rows: Rows, entry: Entry, facts: Mapping[str, Any]) -> None:
    signed = _typed(ApologyLetterRow, facts["signed"])
    rows.letter = (rows.letter or {}) | signed | {"state": "issued"}
    appointment = _appointment(facts["appointment"])
    key = {"agency_id": entry.agency_id, "dossier_id": entry.dossier_id}
    rows.appointments.append(key | appointment)
    rows.dossier |= {"due_at": appointment["due_at"], "due_on": appointment["due_on"]}
    rows.dossier["row_version"] += 1


def _appointment(raw: Mapping[str, Any]) -> Row:
    return _typed(Appointment, raw) | {"why": json.dumps(raw["why"], ensure_ascii=False)}


def _move(rows: Rows, act: Act) -> None:
    rows.dossier["status"] = str(after(DossierStatus(rows.dossier["status"]), act))
    rows.dossier["row_version"] += 1


FOLDS: dict[str, Callable[[Rows, Entry, Mapping[str, Any]], None]] = {
    "dossier.received": _received,
    "dossier.returned": _returned,
    "apology.drafted": _drafted,
    "apology.issued": _issued,
}


def _typed(model: type[Base], raw: Mapping[str, Any]) -> Row:
    """Give moments and days of a payload their types back."""
    columns = _table(model).columns
    return {name: _read(columns[name].type, value) for name, value in raw.items()}


def _read(kind: object, value: Any) -> Any:
    if isinstance(kind, Moment | Day):
        return kind.process_result_value(value, _DIALECT)
    return value


def _table(model: type[Base]) -> Table:
    return model.__table__  # type: ignore[return-value]
