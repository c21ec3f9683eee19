"""The desk's key for slips, joined from settings, key store and database; without windows."""

import logging
from dataclasses import replace
from datetime import datetime

from app.core.clock import SystemClock, local_day
from app.core.dossiers import Actor
from app.core.errors import AppError
from app.core.sealed import Seal
from app.core.settings import Machine, save_machine
from app.db.database import Database
from app.exchange.shipped import load_shipped_forms
from app.services import receipt_keys
from app.services.office import Office, load_office
from app.services.setup import add_missing_forms
from app.signing.receipt_keys import KeyPlace, NewKey, load_seal, make_key

LOG = logging.getLogger(__name__)


def seat_office(machine: Machine, database: Database) -> tuple[Machine, Office]:
    """Load the office as this station serves it, with its key for slips; make one if it has none.

    A key that cannot be had never stops the desk: its slips then carry the code alone.

    Raises:
        OfficeMissing: the database was never set up.
    """
    now = SystemClock().now()
    office = _with_shipped_forms(database, _loaded(machine, database, now), machine, now)
    if not machine.seal_key:
        try:
            machine, _ = renew_key(machine, database, office, actor=None, at=now)
        except AppError as error:
            LOG.info("slips carry the code alone: %s", error)
            return machine, office
    return machine, reseated(machine, office)


def _loaded(machine: Machine, database: Database, now: datetime) -> Office:
    with database.read() as session:
        return load_office(
            session,
            on=local_day(now),
            station_id=machine.station_id,
            counter_name=machine.counter_name,
            printer=machine.slip_printer,
        )


def _with_shipped_forms(
    database: Database, office: Office, machine: Machine, now: datetime
) -> Office:
    """Add the forms that an office founded by an older program lacks."""
    shipped = load_shipped_forms()
    known = {(form.kind, form.valid_from): bool(form.wording) for form in office.forms}
    if all(known.get((form.kind, form.valid_from), -1) >= bool(form.wording) for form in shipped):
        return office
    with database.write() as session:
        add_missing_forms(session, office, shipped, at=now)
    return _loaded(machine, database, now)


def reseated(machine: Machine, office: Office) -> Office:
    """Return the office with the printer and the key that the settings name now."""
    try:
        seal = seal_of(machine)
    except AppError as error:
        LOG.info("slips carry the code alone: %s", error)
        seal = None
    return replace(office, printer=machine.slip_printer, seal=seal)


def seal_of(machine: Machine) -> Seal:
    """Return the seal that the settings name.

    Raises:
        KeyMissing, KeyExposed: its private key cannot be used.
    """
    return load_seal(machine.data_dir, machine.seal_key, KeyPlace(machine.seal_place))


def renew_key(
    machine: Machine, database: Database, office: Office, *, actor: Actor | None, at: datetime
) -> tuple[Machine, NewKey]:
    """Make this desk's next key, put its public part into the list, write down where it is kept.

    Older public keys stay in the list; what they sealed goes on reading as genuine.

    Raises:
        KeyNotKept: the private key could be kept nowhere.
    """
    made = make_key(machine.data_dir)
    with database.write() as session:
        receipt_keys.add_own_key(session, office, made.public_key, actor=actor, at=at)
    changed = replace(machine, seal_key=made.key_id, seal_place=made.place.value)
    save_machine(changed)
    return changed, made
