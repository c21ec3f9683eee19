"""An example workbook: the columns an officer is to fill, with one procedure and an explanation."""

from pathlib import Path
from typing import Any

from app.exchange.catalogue_columns import HELP_SHEET, SHEETS

EXAMPLE: dict[str, tuple[dict[str, object], ...]] = {
    "": (
        {
            "code": "1.004873",
            "name": "Cấp Giấy xác nhận tình trạng hôn nhân",
            "short_name": "Xác nhận tình trạng hôn nhân",
            "level": "Xã",
            "field_of_work": "Hộ tịch",
            "decision": "163/QĐ-BTP",
            "result": "Giấy xác nhận tình trạng hôn nhân",
            "is_police": "Không",
            "valid_from": "01/07/2025",
        },
    ),
    "cases": (
        {
            "code": "1.004873",
            "name": "Thông thường",
            "value": 3,
            "unit": "Ngày làm việc",
            "source": "Quyết định công bố của tỉnh",
            "is_verified": "Có",
        },
    ),
    "requirements": (
        {
            "code": "1.004873",
            "label": "Tờ khai cấp Giấy xác nhận tình trạng hôn nhân",
            "kind": "Nộp",
            "is_required": "Có",
            "originals": 1,
        },
        {
            "code": "1.004873",
            "label": "Giấy tờ tùy thân còn giá trị",
            "kind": "Xuất trình",
            "is_required": "Có",
        },
    ),
    "charges": (
        {
            "code": "1.004873",
            "name": "Lệ phí hộ tịch",
            "amount": 3000,
            "set_by_province": "Có",
            "note": "Miễn cho hộ nghèo",
        },
    ),
}
ADVICE = (
    "Mỗi dòng là một thủ tục, trường hợp, giấy tờ hoặc khoản thu; nối với nhau bằng mã thủ tục.",
    "Không gộp ô, không dùng công thức, không thêm cột; thứ tự cột tùy ý, cột STT được phép.",
    "Ô trống lấy giá trị thường dùng.",
    "Đơn vị: Ngày làm việc, Ngày, Giờ, Tháng, Trong ngày. Chỉ ngày làm việc có nửa ngày: 2,5.",
    "Cấp: Xã, Tỉnh, Bộ. Nộp hay xuất trình: Nộp, Xuất trình. Câu hỏi có hay không: Có, Không.",
    "Ngày viết dạng 01/07/2025. Mức thu là số đồng, để trống khi tỉnh quy định.",
)
WIDEST = 48


def write_template(path: Path) -> None:
    """Write the example workbook; what it holds is a catalogue that can be read.

    Raises:
        OSError: the file cannot be written.
    """
    from openpyxl import Workbook

    book = Workbook()
    advice = book.active
    advice.title = HELP_SHEET
    advice.column_dimensions["A"].width = 2 * WIDEST
    for line in ADVICE:
        advice.append([line])
    required = ", ".join(
        f"{column.heading} ({sheet.title})"
        for sheet in SHEETS
        for column in sheet.columns
        if column.is_required
    )
    advice.append([f"Cột phải có: {required}."])
    for sheet in SHEETS:
        worksheet = book.create_sheet(sheet.title)
        worksheet.append([column.heading for column in sheet.columns])
        for row in EXAMPLE[sheet.part]:
            worksheet.append([row.get(column.field) for column in sheet.columns])
        _dress(worksheet)
    book.active = 1
    book.save(path)


def _dress(worksheet: Any) -> None:
    from openpyxl.styles import Alignment, Font

    worksheet.freeze_panes = "A2"
    for cells in worksheet.iter_cols():
        widest = max(len(str(cell.value or "")) for cell in cells)
        worksheet.column_dimensions[cells[0].column_letter].width = min(widest + 4, WIDEST)
        cells[0].font = Font(bold=True)
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
