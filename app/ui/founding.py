"""Founding a desk: database, office, shipped data, settings; for the first start and ``init``."""

from app.core.clock import SystemClock
from app.core.settings import Machine, save_machine
from app.db import upkeep
from app.exchange import shipped
from app.services.setup import OfficeFacts, found_office
from app.ui.sealing import seat_office


def found(machine: Machine, facts: OfficeFacts) -> Machine:
    """Create the database with the office, its dated data, the starter catalogue and a key.

    Returns the machine as its settings now stand: they say where the key for slips is kept.

    Raises:
        AppError: the place cannot be written, or an account is refused; no desk exists then.
    """
    database = upkeep.create_database(machine)
    try:
        with database.write() as session:
            found_office(
                session,
                facts,
                shipped.dated_data(),
                shipped.load_shipped_catalogue(),
                at=SystemClock().now(),
                station_id=machine.station_id,
            )
        save_machine(machine)  # late: a desk exists only when its database is whole
        return seat_office(machine, database).machine
    finally:
        database.close()
