"""The sentence of each fault of a catalogue file; the command line says the same words."""

from app.exchange.faults import LineFault, Problem

SENTENCES: dict[Problem, str] = {
    Problem.UNKNOWN_TYPE: "chỉ nhận tệp .json hoặc .xlsx.",
    Problem.UNREADABLE: "không đọc được tệp. Kiểm tra đường dẫn và quyền đọc tệp.",
    Problem.TOO_LARGE: "tệp quá lớn. Chia danh mục thành nhiều tệp.",
    Problem.NOT_JSON: "không phải JSON đúng cú pháp.",
    Problem.NOT_WORKBOOK: (
        "không phải sổ Excel .xlsx, hoặc tệp hỏng, có mật khẩu. Mở bằng Excel và lưu lại."
    ),
    Problem.NOT_CATALOGUE: "không phải danh mục thủ tục mà chương trình biết.",
    Problem.SHEET_MISSING: "thiếu trang tính này.",
    Problem.SHEET_UNKNOWN: "trang tính không thuộc danh mục. Xóa trang hoặc sửa tên.",
    Problem.HEADER_MISSING: "không thấy dòng tiêu đề cột trong mười dòng đầu.",
    Problem.COLUMN_MISSING: "thiếu cột này.",
    Problem.COLUMN_UNKNOWN: "cột không thuộc danh mục. Xóa cột hoặc sửa tiêu đề.",
    Problem.COLUMN_TWICE: "cột này có hai lần.",
    Problem.TOO_MANY_ROWS: "quá nhiều dòng hoặc cột. Xóa phần trống thừa hoặc chia tệp.",
    Problem.MERGED_CELLS: "có ô gộp. Bỏ gộp ô và điền đủ từng ô.",
    Problem.FORMULA: "có công thức. Chép lại thành giá trị.",
    Problem.CELL_ERROR: "ô đang báo lỗi của Excel.",
    Problem.MISSING: "thiếu giá trị bắt buộc.",
    Problem.UNKNOWN_FIELD: "tên trường không thuộc danh mục.",
    Problem.WRONG_TYPE: "giá trị không đúng kiểu.",
    Problem.EMPTY: "không được để trống.",
    Problem.TOO_LONG: "quá dài, nhiều nhất 600 ký tự.",
    Problem.BAD_CODE: "không phải mã thủ tục, ví dụ đúng: 1.004873.",
    Problem.BAD_NUMBER: "không phải số.",
    Problem.NEGATIVE: "không được là số âm.",
    Problem.NOT_WHOLE: "phải là số nguyên.",
    Problem.TOO_GREAT: "số quá lớn.",
    Problem.BAD_DATE: "không phải ngày, ví dụ đúng: 01/07/2025.",
    Problem.UNKNOWN_UNIT: "đơn vị phải là Ngày làm việc, Ngày, Giờ, Tháng hoặc Trong ngày.",
    Problem.UNKNOWN_KIND: "phải là Nộp hoặc Xuất trình.",
    Problem.UNKNOWN_LEVEL: "cấp phải là Xã, Tỉnh hoặc Bộ.",
    Problem.NOT_YES_NO: "phải là Có hoặc Không.",
    Problem.DUPLICATE_CODE: "mã thủ tục này đã có ở dòng khác.",
    Problem.UNKNOWN_PROCEDURE: "mã này không có trong trang Thủ tục.",
    Problem.NO_CASE: "thủ tục chưa có trường hợp và thời hạn nào.",
    Problem.NO_PROCEDURE: "danh mục không có thủ tục nào.",
    Problem.BAD_TERM: (
        "thời hạn không tính được: phải lớn hơn 0; nửa ngày chỉ dùng cho ngày làm việc."
    ),
    Problem.BAD_VALIDITY: "ngày hết hiệu lực trước ngày bắt đầu.",
}


def fault_sentence(fault: LineFault) -> str:
    """Return one line for people: the place, the value found, what is wrong."""
    if fault.problem is Problem.MORE_FAULTS:
        return f"… và {fault.value} lỗi nữa."
    value = f"“{fault.value}”: " if fault.value else ""
    return f"{fault.where}: {value}{SENTENCES[fault.problem]}"
