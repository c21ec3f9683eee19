"""Printers in words: kinds, papers, speeds; and which settings concern which kind; without Qt."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, Final

from app.core.settings import AUTO, LETTER, SLIP, TICKET, PrinterSetting
from app.ui.slip_words import next_step, trouble_text

KINDS: Final = {
    "network": "Mạng",
    "usb": "USB",
    "serial": "Cổng nối tiếp (COM)",
    "device": "Tệp thiết bị (Linux)",
    "cups": "Hàng in của hệ thống (CUPS)",
    "windows": "Máy in của Windows",
    "virtual": "Máy in ảo (để tập)",
}
ONLY_ON_WINDOWS: Final = frozenset({"windows"})
NEVER_ON_WINDOWS: Final = frozenset({"cups", "device"})
PAPERS: Final = {SLIP: "Giấy hẹn", TICKET: "Phiếu số", LETTER: "Thư và mẫu"}
ROLLS: Final = {"80": "80 mm", "58": "58 mm"}
SHEETS: Final = {"A5": "A5", "A4": "A4"}
RESOLUTIONS: Final = {
    "0": "Theo kiểu máy",
    "203": "203 điểm/inch, thường gặp",
    "180": "180 điểm/inch",
}
ACKS: Final = {
    AUTO: "Theo kiểu máy",
    "gs_h": "Máy in báo khi phiếu đã ra giấy",
    "gs_r": "Máy in trả lời khi đã in đến cuối phiếu",
    "none": "Máy in không báo; cán bộ tự xem giấy",
}
CUTS: Final = {
    AUTO: "Theo kiểu máy",
    "partial": "Cắt, chừa một chút giấy",
    "full": "Cắt đứt hẳn",
    "none": "Không cắt; xé bằng tay",
}
BANDS: Final = {
    "0": "Theo kiểu máy",
    "100": "100 hàng điểm",
    "50": "50 hàng điểm",
    "24": "24 hàng điểm",
}
SPEEDS: Final = (9600, 19_200, 38_400, 57_600, 115_200)
QUICK: Final = SPEEDS[-1]
BYTES_OF_SLIP: Final = {80: 60_840, 58: 38_360}  # of a usual slip, measured
BITS_OF_A_BYTE: Final = 10  # with start and stop
ABOUT_A_MINUTE: Final = range(50, 76)

SHEET_KINDS: Final = frozenset({"cups"})
"""Kinds that can take sheets of paper, as PDF."""
TWO_WAY: Final = frozenset({"network", "usb", "serial", "device"})
"""Kinds whose printer can answer."""
_REAL = TWO_WAY | {"cups", "windows"}
CONCERNS: Final = {
    "profile": _REAL,
    "dpi": _REAL,
    "cut": _REAL,
    "band_rows": _REAL,
    "ack": TWO_WAY,
    "baud": frozenset({"serial"}),
}
"""Settings that mean something for some kinds only; they mean nothing for sheets of paper."""
_DEFAULTS: Final[dict[str, Any]] = {one.name: one.default for one in fields(PrinterSetting)}


def offered_kinds(platform: str, own: str) -> dict[str, str]:
    """Return the kinds that a system has, and always the one a printer is of."""
    absent = NEVER_ON_WINDOWS if platform == "win32" else ONLY_ON_WINDOWS
    return {kind: words for kind, words in KINDS.items() if kind == own or kind not in absent}


def is_sheet(setting: PrinterSetting) -> bool:
    """Whether a printer takes sheets, as office printers do, and not a roll."""
    return setting.profile in SHEETS


def concerns(name: str, kind: str, *, sheet: bool) -> bool:
    """Whether a field of ``PrinterSetting`` means anything for a kind of printer."""
    known = CONCERNS.get(name)
    return known is None or (kind in known and not sheet)


def tidy(setting: PrinterSetting) -> PrinterSetting:
    """Return a printer without what means nothing for its kind."""
    sheet = is_sheet(setting)
    plain: dict[str, Any] = {
        name: _DEFAULTS[name]
        for name in CONCERNS
        if not concerns(name, setting.kind, sheet=sheet) and not (name == "profile" and sheet)
    }
    return replace(setting, **plain)


def where(setting: PrinterSetting) -> str:
    """Return how and where a printer is reached."""
    words = KINDS.get(setting.kind, setting.kind).partition(" (")[0]
    return f"{words} · {setting.target}" if setting.target else words


def paper_words(setting: PrinterSetting) -> str:
    """Return the kinds of paper a printer is for, and what it prints on."""
    told = ", ".join(PAPERS[paper] for paper in PAPERS if paper in setting.papers).capitalize()
    size = SHEETS.get(setting.profile) or ROLLS.get(str(setting.width_mm), "")
    return f"{told or 'Chỉ in thay'} · {size}"


def listed(names: Iterable[str]) -> str:
    """Return names as a list in a sentence: ``a, b và c``."""
    *before, last = [f"“{name}”" for name in names]
    return f"{', '.join(before)} và {last}" if before else last


def slow_words(baud: int, width_mm: int) -> str:
    """Return a warning about a slow serial port; empty at full speed."""
    if baud >= QUICK:
        return ""
    size = BYTES_OF_SLIP.get(width_mm, max(BYTES_OF_SLIP.values()))
    seconds = round(size * BITS_OF_A_BYTE / baud)
    long = "khoảng một phút" if seconds in ABOUT_A_MINUTE else f"khoảng {seconds} giây"
    return f"Quá chậm: một phiếu mất {long}. Đặt cả máy in và cổng ở {QUICK}."


def refusal_words(reason: str) -> str:
    """Return a printer's trouble and what to do before trying again oneself."""
    step = next_step(reason).partition(";")[0].rstrip(".")
    return f"{trouble_text(reason)} {step} rồi thử lại." if step else trouble_text(reason)
