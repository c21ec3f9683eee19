"""From what an officer sees on the test slip to what to change in the printer's setting; no Qt."""

from dataclasses import dataclass, replace
from typing import Final

from app.core.settings import PrinterSetting
from app.printing.paper_profiles import DEFAULT, DPI, Ack, profile_of
from app.ui.printer_words import is_sheet

CLEAR, FAINT, GARBAGE, NOTHING = "clear", "faint", "garbage", "nothing"
RIGHT, CUT_OFF, ROOM_LEFT, WRONG_SCALE = "right", "cut_off", "room_left", "wrong_scale"
NONE: Final = "none"
LETTERS: Final = {
    CLEAR: "Rõ, đủ dấu",
    FAINT: "Mờ, mất nét",
    GARBAGE: "Ký tự lạ",
    NOTHING: "Không ra gì",
}
RULER: Final = {
    RIGHT: "Đúng, đủ hai mép",
    CUT_OFF: "Mất mép phải",
    ROOM_LEFT: "Thừa giấy",
    WRONG_SCALE: "Sai milimét",
}
CODES: Final = {"A": "Mã A", "B": "Mã B", "C": "Chỉ mã C", NONE: "Không mã nào"}
"""The smallest of the three that a telephone reads; a slip's own is as large as B."""
SIZES: Final = ((80, 203), (80, 180), (58, 203), (58, 180))  # from the most dots to the least
OTHER_DPI: Final = {203: 180, 180: 203}
SMALLER_BANDS: Final = {100: 50, 50: 24}
WEAKER: Final = {Ack.GS_H: Ack.GS_R, Ack.GS_R: Ack.NONE}

READY: Final = "Mọi thứ đều đúng: bấm “Dùng máy in này”."
BURNS_BADLY: Final = "Lau đầu in, tăng độ đậm của máy in hoặc thay giấy khác, rồi in lại."
NOT_A_SLIP_PRINTER: Final = (
    "Máy này có thể không hiểu lệnh ESC/POS: chọn máy khác, hoặc ghi kiểu máy."
)
PAPER_ASKEW: Final = "Không có khổ nào hợp hơn: xem giấy có lắp lệch không, rồi in lại."
TURN_PAPER: Final = (
    "Giấy trắng: lật mặt cuộn giấy. Không có giấy: xem dây và nguồn máy in. Xong thì in lại."
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What came out; each is a key of ``LETTERS``, ``RULER``, ``CODES``, or empty: no answer."""

    letters: str = ""
    ruler: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do now. ``setting`` differs from the printer's own where a change is proposed."""

    words: str
    setting: PrinterSetting
    is_good: bool = False


def advise(setting: PrinterSetting, seen: Seen) -> Advice | None:
    """Return what to do about the gravest thing seen; None while something is unanswered.

    Raises:
        ProfileUnknown: the setting names no kind of printer.
    """
    if seen.letters == NOTHING:
        return Advice(TURN_PAPER, setting)
    if seen.letters == GARBAGE:
        return _smaller_bands(setting)
    if seen.ruler not in {"", RIGHT}:
        return _other_size(setting, seen.ruler)
    is_answered = seen.letters and seen.ruler and seen.code
    return _how_it_burns(setting, seen) if is_answered else None


def dpi_of(setting: PrinterSetting) -> int:
    """Return the resolution a printer is driven with: 203 or 180."""
    told = DPI if is_sheet(setting) else profile_of(setting).dpi
    return told if told in OTHER_DPI else DPI


def without_ack(setting: PrinterSetting) -> PrinterSetting:
    """Return a printer that is asked for a weaker acknowledgement than the one that never came."""
    ack = profile_of(setting).ack
    return replace(setting, ack=WEAKER.get(ack, Ack.NONE).value)


def _how_it_burns(setting: PrinterSetting, seen: Seen) -> Advice:
    if seen.letters == FAINT:
        return Advice(BURNS_BADLY, setting)
    if seen.code in {"C", NONE}:
        return Advice(f"Mã trên giấy hẹn to bằng mã B nên sẽ khó đọc. {BURNS_BADLY}", setting)
    return Advice(READY, setting, is_good=True)


def _smaller_bands(setting: PrinterSetting) -> Advice:
    rows = SMALLER_BANDS.get(profile_of(setting).band_rows)
    if rows is None:
        return Advice(NOT_A_SLIP_PRINTER, setting)
    words = f"Bộ nhớ máy in có thể nhỏ: gửi mỗi lần {rows} hàng điểm."
    return Advice(words, replace(setting, band_rows=rows))


def _other_size(setting: PrinterSetting, ruler: str) -> Advice:
    width, dpi = setting.width_mm, dpi_of(setting)
    if ruler == WRONG_SCALE:
        size = (width, OTHER_DPI[dpi])
    else:
        place = SIZES.index((width, dpi)) + (1 if ruler == CUT_OFF else -1)
        if place not in range(len(SIZES)):
            return Advice(PAPER_ASKEW, setting)
        size = SIZES[place]
    # A named model has its own resolution, which the ruler has just proved wrong.
    changed = replace(setting, width_mm=size[0], dpi=size[1], profile=DEFAULT)
    return Advice(f"Thử khổ {size[0]} mm, {size[1]} điểm/inch.", changed)
