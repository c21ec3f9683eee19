"""Why, where an error names a reason by code: sentences for the table in ``error_text``."""

UNNAMED = "unnamed"
"""Stands for every reason that has no sentence of its own."""

REASONS: dict[str, dict[str, str]] = {
    "card.unreadable": {
        "foreign": "Mã vừa quét không phải thẻ căn cước; mời quét lại hoặc nhập tay.",
        "torn": "Thẻ đọc thiếu thông tin; mời quét lại, hoặc nhập tay.",
        "garbled": "Chữ đọc ra bị sai dấu: tắt bộ gõ tiếng Việt rồi quét lại, hoặc nhập tay.",
    },
    "printer.unavailable": {
        "bad_target": "Địa chỉ máy in trong cài đặt chưa đúng.",
        "unknown_host": "Không tìm thấy máy in trong mạng.",
        "refused": "Máy in từ chối kết nối, có thể đang tắt.",
        "timeout": "Máy in không trả lời.",
        "unreachable": "Không có đường mạng đến máy in.",
        "reset": "Máy in ngắt kết nối.",
        "mute": "Máy in không cho biết tình trạng.",
        "offline": "Máy in đang ngoại tuyến.",
        "paper_out": "Máy in hết giấy.",
        "cover_open": "Nắp máy in đang mở.",
        "error": "Máy in báo lỗi.",
        "no_device": "Không thấy máy in, có thể chưa cắm hoặc chưa bật.",
        "no_permission": "Máy tính chưa được phép dùng máy in này.",
        "busy": "Máy in đang bận.",
        "disk_full": "Ổ đĩa đã đầy.",
        "io": "Không ghi được ra máy in.",
        UNNAMED: "Chưa rõ nguyên nhân.",
    },
    "printer.in_doubt": {
        "timeout": "Máy in ngừng trả lời giữa chừng.",
        "reset": "Kết nối bị ngắt giữa chừng.",
        "no_ack": "Máy in không xác nhận đã in xong.",
        UNNAMED: "Việc in bị ngắt giữa chừng.",
    },
    "signing.bad_file": {
        "damaged": "Tệp bị hỏng hoặc không phải PKCS#12.",
        "no_key": "Tệp không có khoá riêng.",
        "key_kind": "Loại khoá trong tệp chưa được hỗ trợ.",
    },
}
