"""Founding and opening the data of a folder: the slow beginning, done off the screen's thread."""

from pathlib import Path

from app.core.dossiers import Actor, Role
from app.core.settings import Machine, load_machine
from app.db.database import Database
from app.db.upkeep import open_database
from app.exchange import shipped
from app.services.accounts import list_accounts
from app.services.setup import FirstAccount, OfficeFacts
from app.ui.first_run import OfficeForm
from app.ui.founding import found
from app.ui.sealing import Seated, seat_office


def found_desk(machine: Machine, form: OfficeForm) -> None:
    """Found the office that was typed, or the sample ward.

    Raises:
        AppError: nothing was founded.
    """
    facts = shipped.sample_office()
    if not form.is_sample:
        account = FirstAccount(form.login, form.account_name, Role.ADMIN, form.password)
        facts = OfficeFacts(
            code=form.code,
            name=form.name,
            parent_name=form.parent_name,
            place=form.place,
            address=form.address,
            phone=form.phone,
            accounts=(account,),
            responsible=form.name,
        )
    found(machine, facts)


def open_desk(data_dir: Path) -> tuple[Database, Seated, tuple[Actor, ...]]:
    """Open the data of a folder: settings, database, office with its key, accounts.

    Raises:
        AppError: what is wrong with them.
    """
    machine = load_machine(data_dir)
    database = open_database(machine)
    try:
        seated = seat_office(machine, database)
        with database.read() as session:
            return database, seated, list_accounts(session, seated.office)
    except BaseException:
        database.close()
        raise
