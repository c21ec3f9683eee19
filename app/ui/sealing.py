"""The desk's key for slips, joined from settings, key store and database; without windows."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.core.clock import SystemClock, local_day
from app.core.dossiers import Actor
from app.core.errors import AppError
from app.core.forms import FormVersion
from app.core.sealed import Seal
from app.core.settings import Machine, save_machine
from app.db.database import Database
from app.exchange.shipped import load_shipped_forms
from app.services import receipt_keys
from app.services.office import Office, load_office
from app.services.setup import add_missing_forms
from app.signing.receipt_keys import KeyMissing, KeyPlace, NewKey, load_seal, make_key

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seated:
    """An office as a station serves it.

    ``unsealed`` is why its slips carry the code alone, None while they are sealed; ``replaced``
    the id of a key that had to give way to a new one, empty when none had.
    """

    machine: Machine
    office: Office
    unsealed: AppError | None = None
    replaced: str = ""


def seat_office(machine: Machine, database: Database) -> Seated:
    """Load the office as this station serves it, with its key for slips.

    Raises:
        OfficeMissing: the database was never set up.
        DatabaseProblem: the database cannot be asked now.
    """
    now = SystemClock().now()
    office = _with_shipped_forms(database, _loaded(machine, database, now), machine, now)
    return with_seal(machine, database, office, at=now)


def with_seal(machine: Machine, database: Database, office: Office, *, at: datetime) -> Seated:
    """Give the office the printer and the key that the settings name.

    A new key is made where there is none, or where the agency's list has it revoked or not at all.
    A key that cannot be had never stops the desk: its slips then carry the code alone.

    Raises:
        DatabaseProblem: the list cannot be asked now.
    """
    office = replace(office, printer=machine.slip_printer, seal=None)
    is_good = _is_good(machine, database, office)
    replaced = "" if is_good else machine.seal_key
    try:
        if not is_good:
            machine, _ = renew_key(machine, database, office, actor=None, at=at)
        seal = seal_of(machine)
    except AppError as error:
        LOG.info("slips carry the code alone: %s", error)
        return Seated(machine, office, unsealed=error)
    return Seated(machine, replace(office, seal=seal), replaced=replaced)


def seal_of(machine: Machine) -> Seal:
    """Return the seal that the settings name.

    Raises:
        KeyMissing, KeyExposed: its private key cannot be used.
    """
    try:
        place = KeyPlace(machine.seal_place)
    except ValueError:
        raise KeyMissing(key_id=machine.seal_key, place=machine.seal_place) from None
    return load_seal(machine.data_dir, machine.seal_key, place)


def renew_key(
    machine: Machine, database: Database, office: Office, *, actor: Actor | None, at: datetime
) -> tuple[Machine, NewKey]:
    """Make this desk's next key, put its public part into the list, write down where it is kept.

    Older public keys stay in the list; what they sealed goes on reading as genuine.

    Raises:
        SettingsNotSaved: where the key is kept could not be written down; no key was made.
        KeyNotKept: the private key could be kept nowhere.
        DatabaseProblem: the list cannot be written now.
    """
    save_machine(machine)  # as they are: where settings cannot be kept no key shall be left behind
    made = make_key(machine.data_dir)
    changed = replace(machine, seal_key=made.key_id, seal_place=made.place.value)
    with database.write() as session:
        receipt_keys.add_own_key(session, office, made.public_key, actor=actor, at=at)
        save_machine(changed)  # before the commit: no list shall name a key that nobody can find
    return changed, made


def _is_good(machine: Machine, database: Database, office: Office) -> bool:
    """Whether this desk's key is in the agency's list and not revoked."""
    if not machine.seal_key:
        return False
    with database.read() as session:
        key = receipt_keys.find_key(session, office, machine.seal_key)
    return key is not None and key.revoked_at is None


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
    """Add the forms and wordings that an office founded by an older program lacks."""
    shipped = load_shipped_forms()
    if _wordings(shipped) <= _wordings(office.forms):
        return office
    with database.write() as session:
        add_missing_forms(session, office, shipped, at=now)
    return _loaded(machine, database, now)


def _wordings(forms: Sequence[FormVersion]) -> set[tuple[str, date, str]]:
    """Return each version of a form, and each of its wordings."""
    return {(form.kind, form.valid_from, name) for form in forms for name in ("", *form.wording)}
