"""Commands about the desk itself: init, catalogue import, check, backup, restore, print."""

import argparse
import dataclasses
import secrets

from app.cli.answers import FAILED, Answer
from app.cli.program import open_program
from app.core.dossiers import Role
from app.core.errors import AppError
from app.core.settings import DATABASE, Machine, is_set_up, load_machine
from app.db import upkeep
from app.services import catalogue, history, journal
from app.services.setup import FirstAccount, OfficeFacts
from app.ui.founding import found

FIRST_LOGIN = "admin"


class AlreadySetUp(AppError):
    """A desk was set up in this folder before; ``where``."""

    code = "office.already_set_up"


def init(arguments: argparse.Namespace) -> Answer:
    """Make a new desk in the data folder, or the sample ward."""
    from app.exchange import shipped

    if is_set_up(arguments.data_dir):
        raise AlreadySetUp(where=str(arguments.data_dir))
    machine = Machine(arguments.data_dir, arguments.database or f"sqlite:///{DATABASE}")
    password = secrets.token_urlsafe(9)
    facts = shipped.sample_office() if arguments.sample else _new_office(arguments, password)
    if arguments.agency_code:
        facts = renamed(facts, arguments.agency_code, arguments.agency_name)
    found(machine, facts)
    said = {"agency_code": facts.code, "agency_name": facts.name, "sample": facts.is_sample}
    lines = [f"Đã lập {facts.name} ({facts.code}) tại {arguments.data_dir}"]
    if not facts.is_sample:
        said |= {"login": FIRST_LOGIN, "password": password}
        lines.append(f"Tài khoản {FIRST_LOGIN}, mật khẩu {password} (chỉ hiện một lần này)")
    return Answer(said, lines)


def renamed(facts: OfficeFacts, code: str, name: str | None) -> OfficeFacts:
    """Return the facts of an office under another code and name."""
    return dataclasses.replace(facts, code=code, name=name or facts.name)


def import_catalogue(arguments: argparse.Namespace) -> Answer:
    """Bring a catalogue file in, whole or not at all."""
    from app.exchange.catalogue_file import read_catalogue

    procedures = read_catalogue(arguments.file)
    with open_program(arguments.data_dir, login=arguments.login) as program:
        with program.database.write() as session:
            done = catalogue.import_catalogue(
                session, program.office, procedures, actor=program.actor, at=program.at
            )
    facts = {"added": done.added, "changed": done.changed, "unchanged": done.unchanged}
    line = f"Thêm {done.added}, cập nhật {done.changed}, giữ nguyên {done.unchanged} thủ tục"
    return Answer(facts, [line])


def catalogue_template(arguments: argparse.Namespace) -> Answer:
    """Write an example workbook with the columns that ``catalogue import`` reads."""
    from app.exchange.catalogue_template import write_template

    write_template(arguments.file)
    return Answer({"file": str(arguments.file)}, [f"Đã ghi tệp mẫu {arguments.file}"])


def check(arguments: argparse.Namespace) -> Answer:
    """Prove that the journal is intact and the rows agree with it."""
    with open_program(arguments.data_dir) as program, program.database.read() as session:
        report = history.check(session)
    facts = {
        "ok": not report.faults,
        "entries": report.entries,
        "dossiers": report.dossiers,
        "slips": report.slips,
        "faults": [{"code": one.code, "where": one.where} for one in report.faults],
    }
    if report.faults:
        return Answer(facts, [f"{one.code}: {one.where}" for one in report.faults], FAILED)
    line = (
        f"Nguyên vẹn: {report.entries} dòng nhật ký, {report.dossiers} hồ sơ, {report.slips} phiếu"
    )
    return Answer(facts, [line])


def backup(arguments: argparse.Namespace) -> Answer:
    """Write one whole, verified copy of the database."""
    with open_program(arguments.data_dir) as program:
        upkeep.back_up(program.database, arguments.file)
    return Answer({"file": str(arguments.file)}, [f"Đã sao lưu vào {arguments.file}"])


def restore(arguments: argparse.Namespace) -> Answer:
    """Put a backup in the place of the database; the present one is kept aside."""
    aside = upkeep.restore(load_machine(arguments.data_dir), arguments.file)
    lines = [f"Đã khôi phục từ {arguments.file}"]
    if aside is not None:
        lines.append(f"Dữ liệu trước đó được giữ tại {aside}")
    return Answer({"file": str(arguments.file), "kept": aside and str(aside)}, lines)


def confirm_clock(arguments: argparse.Namespace) -> Answer:
    """Record that somebody looked at the clock and found it right."""
    with open_program(arguments.data_dir, login=arguments.login) as program:
        with program.database.write() as session:
            journal.confirm_clock(
                session, program.office, note=arguments.note, actor=program.actor, at=program.at
            )
    return Answer({"confirmed": True}, ["Đã ghi nhận đồng hồ đúng."])


def _new_office(arguments: argparse.Namespace, password: str) -> OfficeFacts:
    return OfficeFacts(
        code=arguments.agency_code,
        name=arguments.agency_name,
        parent_name="",
        place="",
        address="",
        phone="",
        accounts=(FirstAccount(FIRST_LOGIN, "Quản trị", Role.ADMIN, password),),
    )
