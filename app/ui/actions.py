"""Every page and key of the window in one table: the rail, the shortcuts and the sheet of keys."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page as the rail names it, before its code is loaded."""

    key: str
    text: str
    icon: str
    shortcut: str


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One key and what it does, for the sheet of keys."""

    keys: str
    does: str


PAGES = (
    PageEntry("reception", "Tiếp nhận", "inbox", "Alt+1"),
    PageEntry("lookup", "Tra cứu", "search", "Alt+2"),
    PageEntry("returning", "Trả kết quả", "handover", "Alt+3"),
    PageEntry("lateness", "Trễ hẹn", "clock", "Alt+4"),
    PageEntry("signing", "Ký thư", "pen", "Alt+5"),
)

PRIMARY_KEYS = ("F9", "Ctrl+Return", "Ctrl+Enter")

KEYS = (
    KeyEntry("F9, Ctrl+Enter", "Làm việc chính của trang"),
    KeyEntry("Alt+1 … Alt+5", "Chuyển trang; Ctrl+Tab sang trang kế tiếp"),
    KeyEntry("Enter", "Sang ô kế tiếp"),
    KeyEntry("Ctrl+L", "Về ô quét và tìm kiếm"),
    KeyEntry("Ctrl+N", "Hồ sơ mới"),
    KeyEntry("F3, Ctrl+F", "Tra cứu hồ sơ"),
    KeyEntry("F4", "Mở danh sách thủ tục"),
    KeyEntry("F6", "Sang phần kế tiếp của trang"),
    KeyEntry("Dấu cách", "Nhận hoặc bỏ một giấy tờ"),
    KeyEntry("+, −, 0–9", "Sửa số bản của giấy tờ đang chọn"),
    KeyEntry("Ctrl+P", "Máy in và giấy hẹn đã in"),
    KeyEntry("Esc", "Lùi một bước, không mất nội dung đã nhập"),
    KeyEntry("F1", "Bảng phím này"),
    KeyEntry("Ctrl+Q", "Thoát"),
)
