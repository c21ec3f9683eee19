"""What the program says when a turn of a dossier's road cannot be taken."""

from typing import Final

from app.ui.error_entry import ErrorText

_E = ErrorText

TURN_TEXTS: Final[dict[str, _E]] = {
    "supplement.only_once": _E(
        "Hồ sơ {code} đã được yêu cầu bổ sung một lần",
        "Đã yêu cầu ngày {asked_on}; luật chỉ cho yêu cầu một lần (NĐ 61/2018, Điều 11).",
        "Giải quyết theo hồ sơ hiện có, hoặc từ chối bằng văn bản có lý do.",
    ),
    "supplement.too_late": _E(
        "Đã quá hạn yêu cầu bổ sung hồ sơ {code}",
        "Ngày cuối là {last_day}: 03 ngày làm việc kể từ ngày tiếp nhận (NĐ 61/2018, Điều 19).",
        "Ghi căn cứ của luật chuyên ngành nếu luật đó cho hạn khác.",
    ),
    "originals.not_held": _E(
        "Quầy không giữ nhiều bản chính như vậy",
        "Giấy tờ “{label}” của hồ sơ {code}.",
        "Xem lại số bản chính còn giữ.",
    ),
    "handover.empty": _E("Danh sách bàn giao chưa có hồ sơ nào", "", "Chọn hồ sơ rồi bàn giao."),
    "handover.hands_missing": _E(
        "Còn thiếu {what}", "", "Ghi tên bộ phận, người giao và người nhận."
    ),
    "handover.cannot_move": _E(
        "Hồ sơ {code} không bàn giao được",
        "Hồ sơ đang ở tình trạng “{status}”, nơi giữ: {holder}.",
        "Bỏ hồ sơ này khỏi danh sách rồi bàn giao lại.",
    ),
    "handover.count_differs": _E(
        "Số đếm không khớp",
        "Danh sách có {listed} hồ sơ, hai bên đếm được {counted}.",
        "Đếm lại trước khi ký.",
    ),
    "correction.nothing": _E("Chưa có gì thay đổi ở hồ sơ {code}", "", "Sửa ô bị gõ sai rồi lưu."),
    "correction.too_late": _E(
        "Hồ sơ {code} đã kết thúc, không sửa được nữa", "Hồ sơ đang ở tình trạng “{status}”."
    ),
    "charge.amount_open": _E(
        "Khoản “{name}” chưa có mức thu", "", "Ghi mức thu theo nghị quyết của tỉnh rồi thu."
    ),
    "charge.unknown": _E("Hồ sơ {code} không có khoản thu số {ordinal}"),
    "charge.bad_amount": _E(
        "Số tiền {amount} đồng không hợp lệ", "Nhiều nhất là {most} đồng.", "Xem lại số tiền."
    ),
    "charge.bad_days": _E("Ngày cuối {last} ở trước ngày đầu {first}", "", "Sửa lại ngày."),
    "payment.unknown": _E(
        "Không hoàn được lần thu {ordinal} của hồ sơ {code}", "Lần thu không có, hoặc đã hoàn."
    ),
    "payment.reference_missing": _E(
        "Còn thiếu số giao dịch của hồ sơ {code}", "", "Ghi số giao dịch chuyển khoản."
    ),
    "notice.missing": _E("Không có giấy này trong dữ liệu", "", "Mở lại hồ sơ để xem."),
}
