"""The sheets and columns of a catalogue workbook, for its reader and its template.

Headings are compared without marks and case, and columns may stand in any order.
"""

from dataclasses import dataclass

HELP_SHEET = "Hướng dẫn"
ROW_NUMBER_HEADING = "STT"  # allowed anywhere, means nothing


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it fills, its heading, whether it must be there."""

    field: str
    heading: str
    is_required: bool = False
    also: tuple[str, ...] = ()  # other headings officers write


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``part`` is the field of a procedure its rows go to, "" for the procedures."""

    title: str
    part: str
    columns: tuple[Column, ...]
    is_required: bool = False


_CODE = Column("code", "Mã thủ tục", is_required=True, also=("Mã TTHC", "Mã"))
SHEETS = (
    Sheet(
        "Thủ tục",
        "",
        (
            _CODE,
            Column("name", "Tên thủ tục", is_required=True, also=("Tên TTHC",)),
            Column("short_name", "Tên ngắn"),
            Column("level", "Cấp"),
            Column("field_of_work", "Lĩnh vực", is_required=True),
            Column("decision", "Quyết định công bố"),
            Column("result", "Kết quả"),
            Column("is_police", "Công an giải quyết"),
            Column("valid_from", "Có hiệu lực từ", is_required=True, also=("Hiệu lực từ",)),
        ),
        is_required=True,
    ),
    Sheet(
        "Trường hợp",
        "cases",
        (
            _CODE,
            Column("name", "Tên trường hợp", also=("Trường hợp",)),
            Column("value", "Thời hạn", is_required=True),
            Column("unit", "Đơn vị", is_required=True, also=("Đơn vị tính",)),
            Column("text", "Thời hạn ghi trên giấy"),
            Column("source", "Nguồn"),
            Column("is_verified", "Đã đối chiếu"),
        ),
        is_required=True,
    ),
    Sheet(
        "Thành phần hồ sơ",
        "requirements",
        (
            _CODE,
            Column("label", "Tên giấy tờ", is_required=True),
            Column("kind", "Nộp hay xuất trình"),
            Column("is_required", "Bắt buộc"),
            Column("originals", "Bản chính"),
            Column("certified", "Bản chứng thực"),
            Column("copies", "Bản sao", also=("Bản photo",)),
        ),
    ),
    Sheet(
        "Lệ phí",
        "charges",
        (
            _CODE,
            Column("name", "Tên khoản thu", is_required=True),
            Column("amount", "Mức thu", also=("Mức thu (đồng)",)),
            Column("set_by_province", "Tỉnh quy định"),
            Column("note", "Ghi chú"),
            Column("valid_from", "Có hiệu lực từ", also=("Hiệu lực từ",)),
            Column("valid_to", "Có hiệu lực đến", also=("Hiệu lực đến",)),
        ),
    ),
)
