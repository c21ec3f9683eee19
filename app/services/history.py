"""Proof that nothing was lost or changed: chains, folds, papers (``motcua check``)."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import Row, RowMapping, Select, exists, func, select
from sqlalchemy.orm import Session

from app.core.errors import AppError
from app.core.papers import digest
from app.models import (
    ApologyLetterRow,
    ApologyProof,
    Base,
    Dossier,
    JournalEntry,
    Notice,
    PrintJob,
    Slip,
    StationChain,
)
from app.services import fold, fold_rows
from app.services.journal import FIRST, Entry, broken_at, from_row

BATCH = 500
"""So many dossiers are read together."""
UNFOLDED = frozenset({"file", "data"})
"""The bytes of letters and proofs: kept beside the journal, proved by their digests."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not agree; ``code`` says what, ``where`` which."""

    code: str
    where: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was looked at and what was found."""

    entries: int
    dossiers: int
    slips: int
    faults: tuple[Fault, ...]


def check(session: Session, *, most: int = 100) -> CheckReport:
    """Prove the journal intact and the rows equal to what it says; at most ``most`` faults."""
    faults: list[Fault] = []
    for finding in _findings(session):
        faults.append(finding)
        if len(faults) == most:
            break
    counts = [session.scalar(select(func.count()).select_from(table)) or 0 for table in _COUNTED]
    return CheckReport(counts[0], counts[1], counts[2], tuple(faults))


_COUNTED = (JournalEntry, Dossier, Slip)


def _findings(session: Session) -> Iterator[Fault]:
    yield from _chains(session)
    yield from _dossiers(session)
    yield from _slips(session)
    yield from _letters(session)
    yield from _proofs(session)
    yield from _notices(session)


def _chains(session: Session) -> Iterator[Fault]:
    keys = select(JournalEntry.agency_id, JournalEntry.station_id, JournalEntry.epoch).distinct()
    heads = {
        (row.agency_id, row.station_id, row.epoch): row
        for row in session.scalars(select(StationChain))
    }
    for agency_id, station_id, epoch in {*session.execute(keys), *heads}:
        where = f"{station_id}/{epoch}"
        last: Entry | None = None

        def walked(
            chain: tuple[str, str, int] = (agency_id, station_id, epoch),
        ) -> Iterator[Entry]:
            nonlocal last
            for entry in _chain(session, *chain):
                last = entry
                yield entry

        broken = broken_at(walked())
        if broken is not None:
            yield Fault("journal.broken", f"{where}/{broken.seq}")
            continue
        head = heads.get((agency_id, station_id, epoch))
        end = (0, FIRST) if last is None else (last.seq, last.hash)
        if head is None or (head.seq, head.head) != end:
            yield Fault("journal.head_differs", where)


def _chain(session: Session, agency_id: str, station_id: str, epoch: int) -> Iterator[Entry]:
    query = (
        select(JournalEntry)
        .where(
            JournalEntry.agency_id == agency_id,
            JournalEntry.station_id == station_id,
            JournalEntry.epoch == epoch,
        )
        .order_by(JournalEntry.seq)
        .execution_options(yield_per=1000)
    )
    # A broken chain is not read to its end: the server's cursor must be given back all the same.
    with closing(session.scalars(query)) as rows:
        for row in rows:
            yield from_row(row)
            session.expunge(row)


def _dossiers(session: Session) -> Iterator[Fault]:
    known = session.execute(select(Dossier.agency_id, Dossier.id, Dossier.code)).all()
    for start in range(0, len(known), BATCH):
        yield from _differing(session, known[start : start + BATCH])
    for entry_id in session.scalars(_unknown_dossiers()):
        yield Fault("dossier.missing", str(entry_id))


def _differing(session: Session, known: Sequence[Row[str, str, str]]) -> Iterator[Fault]:
    """Fold some dossiers anew and compare; their entries and rows are read together."""
    entries = _of_dossiers(session, JournalEntry, known)
    kept = {model: _of_dossiers(session, model, known) for model, _ in fold_rows.Rows().tables()}
    for agency_id, dossier_id, code in known:
        key = (agency_id, dossier_id)
        try:
            rows = fold.fold(fold.entry_of(one) for one in entries[key])
        except AppError:
            yield Fault("dossier.cannot_fold", code)
            continue
        if not all(_same(kept[model][key], wanted) for model, wanted in rows.tables()):
            yield Fault("dossier.differs", code)


def _of_dossiers(
    session: Session, model: type[Base], known: Sequence[Row[str, str, str]]
) -> defaultdict[tuple[str, str], list[RowMapping]]:
    """Return the rows of some dossiers in one table, by agency and dossier."""
    table = fold_rows.table_of(model)
    key = table.columns["id" if model is Dossier else "dossier_id"]
    query = select(*(one for one in table.columns if one.name not in UNFOLDED)).where(
        table.columns["agency_id"].in_({agency_id for agency_id, _, _ in known}),
        key.in_([dossier_id for _, dossier_id, _ in known]),
    )
    found: defaultdict[tuple[str, str], list[RowMapping]] = defaultdict(list)
    for row in session.execute(query).mappings():
        found[row["agency_id"], row[key.name]].append(row)
    return found


def _unknown_dossiers() -> Select[str | None]:
    known = exists().where(
        Dossier.agency_id == JournalEntry.agency_id, Dossier.id == JournalEntry.dossier_id
    )
    return (
        select(JournalEntry.dossier_id)
        .where(JournalEntry.kind == "dossier.received", ~known)
        .distinct()
    )


def _same(found: Sequence[RowMapping], wanted: Sequence[fold_rows.Row]) -> bool:
    if not wanted:
        return not found
    names = sorted(wanted[0])
    if not names:  # nothing was ever received
        return False
    return _ordered(tuple(row[name] for name in names) for row in found) == _ordered(
        tuple(row[name] for name in names) for row in wanted
    )


def _ordered(rows: Iterable[tuple[object, ...]]) -> list[str]:
    # SQLite keeps true and false as numbers.
    plain = (tuple(int(one) if isinstance(one, bool) else one for one in row) for row in rows)
    return sorted(repr(row) for row in plain)


def _slips(session: Session) -> Iterator[Fault]:
    for code, content, kept in session.execute(
        select(Dossier.code, Slip.content, Slip.digest).join(
            Slip, (Slip.agency_id == Dossier.agency_id) & (Slip.dossier_id == Dossier.id)
        )
    ):
        if digest(content) != kept:
            yield Fault("slip.differs", code)
    with_job = select(PrintJob.slip_id)
    for code in session.scalars(
        select(Dossier.code)
        .join(Slip, (Slip.agency_id == Dossier.agency_id) & (Slip.dossier_id == Dossier.id))
        .where(Slip.id.not_in(with_job))
    ):
        yield Fault("slip.no_print_job", code)
    with_slip = select(Slip.dossier_id)
    for code in session.scalars(select(Dossier.code).where(Dossier.id.not_in(with_slip))):
        yield Fault("dossier.no_slip", code)


def _letters(session: Session) -> Iterator[Fault]:
    for letter in session.scalars(select(ApologyLetterRow).execution_options(yield_per=50)):
        signed = letter.file_digest is not None
        if digest(letter.content) != letter.digest:
            yield Fault("letter.differs", letter.id)
        elif signed and hashlib.sha256(letter.file or b"").hexdigest() != letter.file_digest:
            yield Fault("letter.file_differs", letter.id)


def _proofs(session: Session) -> Iterator[Fault]:
    for proof in session.scalars(select(ApologyProof).execution_options(yield_per=20)):
        if hashlib.sha256(proof.data or b"").hexdigest() != proof.digest:
            yield Fault("proof.differs", proof.id)


def _notices(session: Session) -> Iterator[Fault]:
    for notice in session.scalars(select(Notice).execution_options(yield_per=100)):
        if digest(notice.content) != notice.digest:
            yield Fault("notice.differs", notice.id)
