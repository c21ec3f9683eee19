"""``motcua printers``: which printers this desk has or could have, and a test slip."""

import argparse
from dataclasses import replace
from typing import Any

from app.cli.answers import Answer
from app.core.errors import AppError
from app.core.settings import Machine, PrinterSetting, load_machine, save_machine
from app.printing.ask_printer import can_be_asked, look
from app.ui.printer_check import find_faults
from app.ui.printer_set import problem_of, put
from app.ui.printer_words import is_sheet
from app.ui.slip_words import next_step, trouble_text


class PrinterUnknown(AppError):
    """The settings name no such printer; ``printer``."""

    code = "printer.unknown"


class PrinterUnfit(AppError):
    """A printer cannot be used as it is set up; ``printer``, and in words the ``problem``."""

    code = "printer.unfit"


class NoTestSlip(AppError):
    """An office printer takes sheets, not the strip that a test slip is; ``printer``."""

    code = "printer.no_test_slip"


def show(arguments: argparse.Namespace) -> Answer:
    """List this desk's printers with their state, and what else this machine can see."""
    machine = load_machine(arguments.data_dir)
    facts: dict[str, Any] = {"printers": [], "found": []}
    lines = []
    for setting in machine.printers:
        told = _state(setting, machine)
        facts["printers"].append(_facts(setting) | {"state": told})
        papers = ", ".join(setting.papers)
        lines.append(f"{setting.key}  {setting.kind} {setting.target}  ({papers})  {told}")
    if arguments.find:
        from app.printing.devices.discovery import find_printers

        for one in find_printers():
            facts["found"].append({"kind": one.kind, "target": one.target, "name": one.name})
            lines.append(f"  thấy: {one.kind} {one.target}  {one.name} {one.note}".rstrip())
    return Answer(facts, lines)


def test(arguments: argparse.Namespace) -> Answer:
    """Print a test slip on one printer: every letter, a ruler, three sizes of QR."""
    from app.printing.printers import Way
    from app.printing.test_slip import print_test_slip

    machine = load_machine(arguments.data_dir)
    setting = chosen(machine, arguments.printer)
    if is_sheet(setting):
        raise NoTestSlip(printer=setting.key)
    outcome = print_test_slip(setting, Way(data_dir=machine.data_dir))
    said = "máy in xác nhận đã in" if outcome.acknowledged else "đã gửi, máy in không xác nhận"
    facts = {"printer": setting.key, "acknowledged": outcome.acknowledged}
    return Answer(facts | {"bytes": outcome.bytes_sent}, [f"{setting.key}: {said}."])


def use(arguments: argparse.Namespace) -> Answer:
    """Add a printer to the settings, or change one, by the rules of the dialog for printers."""
    machine = load_machine(arguments.data_dir)
    before = machine.printer(arguments.printer) or PrinterSetting(key=arguments.printer)
    names = ("kind", "target", "width_mm", "profile", "fallback", "ack", "dpi", "baud")
    given = {n: getattr(arguments, n) for n in names if getattr(arguments, n) is not None}
    if arguments.papers is not None:  # none at all: a printer that only stands in for others
        given["papers"] = tuple(one.strip() for one in arguments.papers.split(",") if one.strip())
    setting = replace(before, **given)
    printers = put(machine.printers, setting)
    others = [one.key for one in machine.printers if one.key != setting.key]
    problem = " ".join(find_faults(setting, others).values()) or problem_of(printers)
    if problem:
        raise PrinterUnfit(printer=setting.key, problem=problem)
    save_machine(replace(machine, printers=printers))
    return Answer(_facts(setting), [f"Đã lưu máy in {setting.key}."])


def chosen(machine: Machine, key: str | None) -> PrinterSetting:
    """Return a printer of this desk, without a ``key`` the one for slips.

    Raises:
        PrinterUnknown: there is none of that name.
    """
    setting = machine.printer(key or machine.slip_printer)
    if setting is None:
        raise PrinterUnknown(printer=key)
    return setting


def _state(setting: PrinterSetting, machine: Machine) -> str:
    if not can_be_asked(setting):
        return ""
    status = look(setting, data_dir=machine.data_dir)
    if status is None:
        return "máy in không cho biết tình trạng"
    if status.trouble:
        return f"{trouble_text(status.trouble)} {next_step(status.trouble)}".strip()
    return "sắp hết giấy" if status.near_end else "sẵn sàng"


def _facts(setting: PrinterSetting) -> dict[str, Any]:
    return {
        "key": setting.key,
        "kind": setting.kind,
        "target": setting.target,
        "width_mm": setting.width_mm,
        "profile": setting.profile,
        "papers": setting.papers,
        "fallback": setting.fallback,
    }
