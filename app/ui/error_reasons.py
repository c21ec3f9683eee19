"""Why, where an error names a reason by code: sentences for the table in ``error_text``."""

NEXT_STEPS = {
    "paper_out": "Thay cuộn giấy; phiếu tự in tiếp.",
    "cover_open": "Đóng nắp máy in; phiếu tự in tiếp.",
    "cutter": "Tắt máy in, gỡ giấy kẹt ở dao cắt rồi bật lại.",
    "error": "Tắt máy in, chờ vài giây rồi bật lại.",
    "offline": "Bấm nút FEED hoặc bật lại máy in.",
    "refused": "Kiểm tra máy in đã bật.",
    "timeout": "Kiểm tra dây mạng và nguồn máy in.",
    "unreachable": "Kiểm tra dây mạng và nguồn máy in.",
    "unknown_host": "Xem lại địa chỉ trong Cài đặt máy in.",
    "bad_target": "Xem lại địa chỉ trong Cài đặt máy in.",
    "no_device": "Cắm lại dây và bật máy in.",
    "stalled": "Kiểm tra giấy và nắp máy in.",
    "disk_full": "Giải phóng ổ đĩa.",
    "no_library": "Nhờ quản trị cài thêm phần mềm ấy.",
    "no_queue": "Chọn lại máy in trong Cài đặt máy in.",
    "queue_stopped": "Cho máy in chạy lại trong cài đặt của hệ thống.",
    "spooler_down": "Nhờ quản trị khởi động lại dịch vụ in.",
    "taken": "Đóng cửa sổ kia, hoặc để nó in tiếp.",
}
"""What to do about a printer's trouble; one short sentence for the status bar."""
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
        "cutter": "Dao cắt giấy bị kẹt.",
        "stalled": "Máy in ngừng nhận giữa chừng.",
        "interrupted": "Chương trình bị tắt giữa chừng.",
        "taken": "Một cửa sổ Một Cửa khác đang dùng máy in này.",
        "no_device": "Không thấy máy in, có thể chưa cắm hoặc chưa bật.",
        "no_permission": "Máy tính chưa được phép dùng máy in này.",
        "busy": "Máy in đang bận.",
        "disk_full": "Ổ đĩa đã đầy.",
        "io": "Không ghi được ra máy in.",
        "no_library": "Máy tính thiếu phần mềm để dùng máy in này (libusb hoặc CUPS).",
        "no_queue": "Hệ thống không có máy in tên này.",
        "queue_stopped": "Máy in đang tạm dừng trong hệ thống.",
        "spooler_down": "Dịch vụ in của hệ thống không chạy.",
        UNNAMED: "Chưa rõ nguyên nhân.",
    },
    "printer.in_doubt": {
        "timeout": "Máy in ngừng trả lời giữa chừng.",
        "reset": "Kết nối bị ngắt giữa chừng.",
        "no_ack": "Máy in không xác nhận đã in xong.",
        UNNAMED: "Việc in bị ngắt giữa chừng.",
    },
    "paper.not_sent": {
        "queue_stopped": "Máy in đang tạm dừng trong hệ thống.",
        "spooler_down": "Dịch vụ in của hệ thống không chạy.",
        UNNAMED: "Hệ thống không nhận giấy này.",
    },
    "paper.in_doubt": {
        "timeout": "Hệ thống in ngừng trả lời giữa chừng.",
        "crashed": "Trình điều khiển máy in dừng đột ngột.",
        UNNAMED: "Việc gửi bị ngắt giữa chừng.",
    },
    "signing.bad_file": {
        "damaged": "Tệp bị hỏng hoặc không phải PKCS#12.",
        "no_key": "Tệp không có khoá riêng.",
        "key_kind": "Loại khoá trong tệp chưa được hỗ trợ.",
    },
}
