"""A dossier's rows are a fold of the set of its journal entries; one function folds, always.

An act at the desk is appended and folded in; an entry of another station is appended and the
dossier folded anew. Entries are taken in the order (logical, station, seq), so the order of arrival
changes nothing; where two desks did what does not fit together, the fold says so and stops.
``motcua check`` folds everything again and compares.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import RowMapping, Table, bindparam, select
from sqlalchemy.orm import Session

from app.core.dossiers import ReturnWay
from app.core.errors import AppError
from app.core.lifecycle import Act, after
from app.db import fast
from app.db.database import touch
from app.models import Dossier, DossierPerson, JournalEntry
from app.services import fold_apologies, fold_money, fold_turns
from app.services.fold_rows import Row, Rows, appointment_row, table_of, typed
from app.services.fold_turns import give_back, move, result_there
from app.services.journal import Entry

_JOURNAL = table_of(JournalEntry)
_ENTRIES = (
    select(*(_JOURNAL.columns[name] for name in Entry.__slots__))
    .where(
        _JOURNAL.columns.agency_id == bindparam("agency_id"),
        _JOURNAL.columns.dossier_id == bindparam("dossier_id"),
    )
    .order_by(_JOURNAL.columns.logical, _JOURNAL.columns.station_id, _JOURNAL.columns.seq)
)


class EntryMissing(AppError):
    """An act was found without the act it follows; ``kind``."""

    code = "dossier.entry_missing"


def fold(entries: Iterable[Entry]) -> Rows:
    """Return the rows that a dossier's entries lead to.

    Raises:
        ActNotAllowed, ApologyActNotAllowed: an entry does not fit the state before it.
        EntryMissing: an entry speaks of what no entry before it made.
    """
    rows = Rows()
    for entry in sorted(entries, key=lambda one: (one.logical, one.station_id, one.seq)):
        apply = FOLDS.get(entry.kind)
        if apply is None:
            continue
        try:
            apply(rows, entry, entry.facts)
        except (LookupError, StopIteration) as error:
            raise EntryMissing(kind=entry.kind) from error
    return rows


def entries_of(session: Session, agency_id: str, dossier_id: str) -> list[Entry]:
    """Return all entries about one dossier, in order."""
    key = {"agency_id": agency_id, "dossier_id": dossier_id}
    return [entry_of(row) for row in session.connection().execute(_ENTRIES, key).mappings()]


def entry_of(row: RowMapping) -> Entry:
    """Return the entry that a row of the journal keeps, whatever else was read with it."""
    return Entry(**{name: row[name] for name in Entry.__slots__})


def insert_folded(session: Session, rows: Rows) -> None:
    """Write the rows of a dossier that was not there before."""
    for model, wanted in rows.tables():
        fast.insert_rows(session, table_of(model), wanted)


def refold(session: Session, agency_id: str, dossier_id: str) -> Rows:
    """Fold a dossier anew and bring its rows to what the entries say."""
    rows = fold(entries_of(session, agency_id, dossier_id))
    for model, wanted in rows.tables():
        for row in wanted:
            _bring(session, table_of(model), row)
    return rows


def _bring(session: Session, table: Table, row: Row) -> None:
    found = fast.fetch_row(session, table, tuple(row), row)
    if found is None:
        session.connection().execute(table.insert(), row)
        touch(session, table.name)
        return
    changed = {name: value for name, value in row.items() if found[name] != value}
    if changed:
        where = [column == row[column.name] for column in table.primary_key.columns]
        session.connection().execute(table.update().where(*where).values(**changed))
        touch(session, table.name)


def _received(rows: Rows, entry: Entry, facts: Mapping[str, Any]) -> None:
    key = {"agency_id": entry.agency_id, "dossier_id": entry.dossier_id}
    rows.dossier = (
        {"foreign_code": ""}
        | typed(Dossier, facts["dossier"])
        | {
            "agency_id": entry.agency_id,
            "id": entry.dossier_id,
            "status": str(after(None, Act.RECEIVE)),
            "station_id": entry.station_id,
            "clerk_id": entry.actor_id,
            "finished_at": None,
            "returned_at": None,
            "collector": None,
            "return_way": "",
            "tracking": "",
            "promise": 1,
            "stopped_at": None,
            "holder": "",
            "row_version": 1,
        }
    )
    rows.persons = [key | typed(DossierPerson, person) for person in facts["persons"]]
    rows.papers = [key | {"given_back": 0} | dict(paper) for paper in facts["papers"]]
    rows.appointments = [key | appointment_row(facts["appointment"])]


def _finished(rows: Rows, entry: Entry, facts: Mapping[str, Any]) -> None:  # noqa: ARG001
    move(rows, Act.FINISH)
    result_there(rows, entry)
    rows.dossier["holder"] = ""


def _returned(rows: Rows, entry: Entry, facts: Mapping[str, Any]) -> None:
    if rows.dossier["finished_at"] is None:
        result_there(rows, entry)
    move(rows, Act.RETURN_RESULT)
    rows.dossier |= {
        "returned_at": entry.at,
        "collector": facts["collector"],
        "return_way": facts.get("way", ReturnWay.DESK.value),  # older entries knew no other
        "tracking": facts.get("tracking", ""),
        "holder": "",
    }
    give_back(rows, facts)
    fold_apologies.result_returned(rows.apologies)


FOLDS: dict[str, Callable[[Rows, Entry, Mapping[str, Any]], None]] = {
    "dossier.received": _received,
    "dossier.finished": _finished,
    "dossier.returned": _returned,
    **fold_turns.FOLDS,
    **fold_money.FOLDS,
    **fold_apologies.FOLDS,
}
