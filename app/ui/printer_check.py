"""What keeps a printer's setting from being used, said per field; without Qt."""

import re
from collections.abc import Collection
from typing import Final

from app.core.errors import AppError
from app.core.settings import LETTER, PrinterSetting
from app.printing.paper_profiles import profile_of
from app.ui.error_text import one_line
from app.ui.printer_words import KINDS, PAPERS, SHEET_KINDS, is_sheet

LONGEST_KEY: Final = 30
PORTS: Final = range(1, 65_536)
USB: Final = re.compile(r"[0-9a-fA-F]{4}:[0-9a-fA-F]{4}")
EMPTY: Final = "Chưa nhập."
NETWORK_WANTED: Final = "Cần địa chỉ và cổng, ví dụ 192.168.1.50:9100."
SHEETS_ELSEWHERE: Final = "Chỉ hàng in của hệ thống (CUPS) in được tờ A5, A4."


def find_faults(setting: PrinterSetting, taken: Collection[str]) -> dict[str, str]:
    """Return field and fault for all that is wrong; ``taken`` are the keys of other printers."""
    found = {
        "key": _key_fault(setting.key, taken),
        "kind": "" if setting.kind in KINDS else f"Không có cách nối “{setting.kind}”.",
        "target": _target_fault(setting),
        "papers": _paper_fault(setting),
        "fallback": _fallback_fault(setting.fallback, taken),
        "profile": _profile_fault(setting),
    }
    return {name: fault for name, fault in found.items() if fault}


def _key_fault(key: str, taken: Collection[str]) -> str:
    if not key:
        return EMPTY
    if len(key) > LONGEST_KEY:
        return f"Nhiều nhất {LONGEST_KEY} ký tự."
    is_taken = key.casefold() in {one.casefold() for one in taken}
    return "Quầy đã có máy in tên này." if is_taken else ""


def _target_fault(setting: PrinterSetting) -> str:
    if not setting.target:
        return EMPTY
    if setting.kind == "network" and not _has_port(setting.target):
        return NETWORK_WANTED
    if setting.kind == "usb" and USB.fullmatch(setting.target) is None:
        return "Cần mã hãng và mã máy, ví dụ 04b8:0e15; “Tìm máy in” ghi giúp."
    return ""


def _paper_fault(setting: PrinterSetting) -> str:
    unknown = [paper for paper in setting.papers if paper not in PAPERS]
    if unknown:
        return f"Không có loại giấy “{unknown[0]}”."
    if LETTER in setting.papers and setting.kind in SHEET_KINDS and not is_sheet(setting):
        return "Giấy cuộn không in được thư; chọn khổ A5 hoặc A4."
    return ""


def _fallback_fault(fallback: str, others: Collection[str]) -> str:
    is_there = not fallback or fallback in others
    return "" if is_there else f"Quầy không có máy in nào khác tên “{fallback}”."


def _profile_fault(setting: PrinterSetting) -> str:
    if is_sheet(setting):
        return "" if setting.kind in SHEET_KINDS else SHEETS_ELSEWHERE
    try:
        profile_of(setting)
    except AppError as error:
        return one_line(error)
    return ""


def _has_port(target: str) -> bool:
    host, _, port = target.rpartition(":")
    return bool(host) and port.isdecimal() and int(port) in PORTS
