"""What the program says when a token, its PIN or a signer's certificate stands in the way."""

from typing import Final

from app.ui.error_entry import ErrorText

_E = ErrorText

_UNLOCK: Final = (
    "Gửi văn bản đề nghị khôi phục thiết bị (Mẫu số 06, Nghị định 68/2024/NĐ-CP); "
    "trong lúc chờ, ký thư trên giấy."
)
_KEPT: Final = "Thư đã ký vẫn giữ nguyên."

TOKEN_TEXTS: Final[dict[str, _E]] = {
    # the PIN
    "token.pin_wrong": _E(
        "Mã PIN không đúng",
        "Đã sai {wrong} lần liên tiếp; thiết bị sẽ tự khoá sau vài lần sai.",
        "Kiểm tra bộ gõ và phím Caps Lock rồi nhập lại, hoặc hỏi người giữ thiết bị.",
    ),
    "token.few_tries_left": _E(
        "Lần trước mã PIN của thiết bị {label} bị nhập sai",
        "Sai vài lần liên tiếp, thiết bị sẽ tự khoá.",
        "Nhập thật cẩn thận.",
    ),
    "token.last_try": _E(
        "Thiết bị {label} chỉ còn 1 lần thử",
        "Nếu sai, thiết bị bị khoá và phải gửi văn bản đề nghị khôi phục (Mẫu số 06).",
        "Chắc chắn đúng mã PIN thì đánh dấu đồng ý rồi nhập; nếu không, hãy dừng lại.",
    ),
    "token.pin_locked": _E(
        "Thiết bị {label} đã bị khoá", "Mã PIN bị nhập sai quá số lần cho phép.", _UNLOCK
    ),
    "token.pin_length": _E(
        "Mã PIN dài hoặc ngắn hơn quy định của thiết bị", "", "Kiểm tra rồi nhập lại."
    ),
    "token.pin_expired": _E(
        "Mã PIN phải được đổi trước khi ký",
        "",
        "Đổi mã PIN bằng phần mềm đi kèm thiết bị rồi ký lại.",
    ),
    "token.pin_missing": _E("Chưa nhập mã PIN", "", "Nhập mã PIN của thiết bị."),
    "token.pin_each_time": _E(
        "Thiết bị này hỏi mã PIN cho từng chữ ký", "", "Chọn từng thư một để ký."
    ),
    "token.tries_not_kept": _E(
        "Không ghi được số lần nhập sai mã PIN",
        "Tệp {where} không ghi được nên mã PIN chưa được gửi đi.",
        "Kiểm tra ổ đĩa và quyền ghi rồi ký lại.",
    ),
    # the token
    "token.absent": _E(
        "Không thấy thiết bị {label}", "", "Cắm thiết bị ký số vào máy, chờ đèn sáng rồi thử lại."
    ),
    "token.unplugged": _E(
        "Thiết bị đã bị rút ra", _KEPT, "Cắm lại rồi nhập mã PIN để ký các thư còn lại."
    ),
    "token.no_certificate": _E(
        "Thiết bị {label} không có chứng thư nào", "", "Cắm đúng thiết bị của người ký."
    ),
    "token.key_without_certificate": _E(
        "Thiết bị {label} có khoá nhưng thiếu chứng thư",
        "Chứng thư chưa được nạp, hoặc đã bị xoá.",
        "Nhờ nơi cấp nạp lại chứng thư vào thiết bị.",
    ),
    "token.key_missing": _E(
        "Thiết bị không có khoá của chứng thư đã chọn", "", "Chọn chứng thư khác."
    ),
    "token.mechanism": _E(
        "Thiết bị không ký được theo cách thư cần",
        "Thiếu {detail}.",
        "Dùng thiết bị khác, hoặc nhờ quản trị cập nhật trình điều khiển.",
    ),
    "token.signature_wrong": _E(
        "Chữ ký do thiết bị tạo ra không khớp với chứng thư",
        "Thư này chưa được ký.",
        "Rút thiết bị, cắm lại rồi thử; nếu vẫn vậy, liên hệ nơi cấp thiết bị.",
    ),
    "token.failed": _E(
        "Thiết bị ký số báo lỗi",
        "Trình điều khiển trả lời: {detail}.",
        "Rút thiết bị, cắm lại rồi thử; nếu vẫn vậy, nhờ quản trị xem trình điều khiển.",
    ),
    # the driver and its process
    "token.library_missing": _E(
        "Chưa cài trình điều khiển của thiết bị ký số",
        "Không có tệp {library}.",
        "Cài phần mềm đi kèm thiết bị, hoặc ghi đúng tệp ở mục [signing] của config.toml.",
    ),
    "token.library_unloadable": _E(
        "Không dùng được trình điều khiển {library}", "{reason_text}", "Nhờ quản trị cài lại."
    ),
    "token.batch_used_up": _E(
        "Đã ký đủ {letters} thư như đã đồng ý", "", "Chọn thêm thư rồi nhập mã PIN cho lượt mới."
    ),
    "token.logged_out": _E(
        "Đã khoá thiết bị vì một lúc không ký",
        _KEPT,
        "Nhập mã PIN để ký các thư còn lại.",
    ),
    "token.process_died": _E(
        "Trình điều khiển của thiết bị dừng đột ngột",
        _KEPT,
        "Rút thiết bị, cắm lại rồi nhập mã PIN để ký các thư còn lại.",
    ),
    "token.process_silent": _E(
        "Thiết bị không trả lời sau {seconds} giây",
        f"Đã ngắt thiết bị. {_KEPT}",
        "Rút thiết bị, cắm lại rồi nhập mã PIN để ký các thư còn lại.",
    ),
    # the certificate
    "signing.certificate_untrusted": _E(
        "Chưa thể tin chứng thư của {holder}",
        "{reason_text} Nơi cấp ghi trong chứng thư: {issuer}.",
        "Nhờ quản trị nhập chứng thư gốc của nơi cấp: nút Chữ ký số, Chứng thư gốc tin cậy…",
    ),
    "signing.certificate_revoked": _E(
        "Chứng thư của {holder} đã bị thu hồi",
        "Thu hồi lúc {revoked_at}.",
        "Không ký bằng chứng thư này; dùng chứng thư khác hoặc xin cấp lại.",
    ),
    "signing.revocation_unknown": _E(
        "Chưa kiểm tra được chứng thư của {holder} có bị thu hồi không",
        "Không lấy được danh sách thu hồi.",
        "Vẫn ký được; nên kiểm tra lại khi có mạng.",
    ),
    "signing.certificate_ends_soon": _E(
        "Chứng thư của {holder} sắp hết hạn",
        "Hết hạn lúc {valid_to}.",
        "Làm văn bản đề nghị gia hạn (Mẫu số 04, Nghị định 68/2024/NĐ-CP).",
    ),
}
