"""What the program says when an apology, a decision or a letter's result cannot go on."""

from typing import Final

from app.ui.error_entry import ErrorText

_E = ErrorText

_SEND_BACK: Final = "Trả thư lại để soạn lại với nội dung đúng."

APOLOGY_TEXTS: Final[dict[str, _E]] = {
    # the obligation
    "apology.missing": _E(
        "Hồ sơ {code} không có nghĩa vụ xin lỗi", "Hồ sơ chưa đến ngày phải gửi thư xin lỗi."
    ),
    "apology.act_not_allowed": _E(
        "Chưa làm được việc này với thư xin lỗi",
        "Thư đang ở bước “{state}”.",
        "Mở lại thư để xem bước tiếp theo.",
    ),
    "apology.role_not_allowed": _E(
        "Tài khoản này không được làm việc đó với thư",
        "Người ký là lãnh đạo; lấy số, đóng dấu là văn thư.",
        "Nhờ đúng người, hoặc đăng nhập bằng tài khoản của người đó.",
    ),
    "apology.cause_unknown": _E(
        "Lý do “{key}” không có trong danh mục", "", "Chọn một lý do trong danh mục của cơ quan."
    ),
    # writing
    "apology.decision_needed": _E(
        "Hồ sơ {code} đã được hẹn lại một lần, đến {due_on}",
        "Theo quy định chỉ hẹn lại một lần. Muốn hẹn tiếp phải có quyết định của {superior}.",
        "Chờ quyết định được ghi vào chương trình, hạn trả lời {answer_by}.",
    ),
    "apology.nothing_owed": _E(
        "Hồ sơ {code} không phải xin lỗi", "Hồ sơ ở tình trạng “{status}”, không trễ hẹn."
    ),
    "apology.reason_missing": _E(
        "Thư xin lỗi cần ghi lý do", "", "Chọn hoặc nhập lý do chậm trả kết quả."
    ),
    "apology.new_date_in_past": _E(
        "Ngày hẹn lại {new_due_on} quá sớm", "", "Chọn ngày sau hôm nay và sau ngày đã hẹn."
    ),
    "apology.new_date_not_working": _E(
        "{new_due_on} là ngày nghỉ ({name})", "", "Ngày làm việc tiếp theo là {next_day}."
    ),
    "apology.new_date_decided": _E(
        "Ngày hẹn {new_due_on} khác với quyết định", "Cấp trên đã quyết định ngày {decided}."
    ),
    "apology.letter_missing": _E("Hồ sơ {code} chưa có thư xin lỗi", "", "Soạn thư trước."),
    "apology.letter_changed": _E(
        "Thư của hồ sơ {code} vừa được thay đổi", "", "Mở lại thư, đọc rồi làm tiếp."
    ),
    "apology.letter_signed": _E(
        "Thư của hồ sơ {code} đã ký, không sửa được nữa",
        "Thư đang ở bước “{state}”.",
        "Nếu sai, lãnh đạo hoặc văn thư trả thư lại trước khi phát hành.",
    ),
    "apology.why_missing": _E(
        "Cần ghi vì sao trả thư lại", "", "Viết một câu để người soạn biết phải sửa gì."
    ),
    # signing, number and seal
    "apology.date_gone": _E(
        "Ngày hẹn lại {new_due_on} trong thư của hồ sơ {code} đã tới", "", _SEND_BACK
    ),
    "apology.overtaken": _E("Hồ sơ {code} đã có kết quả, thư lại hẹn ngày khác", "", _SEND_BACK),
    "apology.same_person": _E(
        "Người ký không tự lấy số, đóng dấu",
        "Thư của hồ sơ {code} do {signer} ký.",
        "Văn thư đăng nhập bằng tài khoản của mình để đóng dấu.",
    ),
    "apology.bad_number": _E(
        "“{number}” không phải số văn bản", "", "Nhập số trong sổ, ví dụ 05 hoặc 05b."
    ),
    "apology.number_taken": _E(
        "Số {number} năm {year} đã cấp cho thư của hồ sơ {code}", "", "Số trống kế tiếp là {free}."
    ),
    "apology.no_time_stamp_authority": _E(
        "Cơ quan chưa chọn máy chủ dấu thời gian",
        "",
        "Ghi địa chỉ bằng lệnh motcua apology choices set rồi làm lại.",
    ),
    "apology.signer_missing": _E(
        "Chưa ghi người ký trên giấy", "", "Nhập họ tên người đã ký thư của hồ sơ {code}."
    ),
    "apology.paper_day_wrong": _E(
        "Ngày {day} ghi trên giấy không hợp lý", "", "Nhập ngày từ {earliest} đến hôm nay."
    ),
    "apology.scan_of_other": _E(
        "Bản quét là thư khác",
        "Mã QR trên giấy là thư của hồ sơ {code}, hoặc bản in của một bản nháp cũ.",
        "Chọn đúng bản quét, hoặc in lại thư rồi trình ký.",
    ),
    "apology.no_letter_on_scan": _E(
        "Không tìm thấy thư nào theo bản quét {name}",
        "",
        "Quét rõ hơn (từ 200 dpi), hoặc chọn thư trong danh sách.",
    ),
    # handing over
    "apology.receiver_missing": _E(
        "Chưa ghi người nhận thư", "", "Nhập họ tên người đã nhận và ký vào bản lưu."
    ),
    "apology.tracking_missing": _E(
        "Chưa ghi số hiệu bưu gửi", "", "Nhập số trên phiếu gửi của bưu điện."
    ),
    "apology.address_missing": _E(
        "Chưa ghi nơi gửi đến", "", "Nhập địa chỉ thư điện tử hoặc số điện thoại đã gửi."
    ),
    "apology.delivery_time_wrong": _E(
        "Lúc giao {delivered_at} không hợp lý",
        "Thư phát hành lúc {issued_at}.",
        "Nhập giờ giao sau khi phát hành và không muộn hơn bây giờ.",
    ),
    "apology.proof_kind": _E(
        "Không nhận được tệp “{name}”", "", "Minh chứng là tệp PDF, PNG hoặc JPEG."
    ),
    "apology.proof_unreadable": _E(
        "Không đọc được tệp “{name}”", "", "Chọn lại tệp, hoặc ghi nhận mà không đính kèm."
    ),
    "apology.proof_too_large": _E(
        "Tệp “{name}” quá lớn", "", "Quét lại hoặc thu nhỏ xuống dưới {megabytes} MB."
    ),
    "apology.proof_missing": _E("Không còn tệp minh chứng này", "", "Mở lại hồ sơ để xem."),
    # a second lateness
    "escalation.missing": _E(
        "Hồ sơ này không có việc chờ cấp trên quyết định", "", "Mở lại danh sách."
    ),
    "escalation.already_decided": _E(
        "Hồ sơ {code} đã có quyết định", "Văn bản số {document_number}, hẹn ngày {new_due_on}."
    ),
    "escalation.not_the_superior": _E(
        "Chỉ {name} được quyết định việc này", "", "Người đó đăng nhập và ghi quyết định."
    ),
    "escalation.decision_incomplete": _E(
        "Quyết định về hồ sơ {code} còn thiếu", "", "Nhập lý do và số văn bản."
    ),
    "escalation.day_wrong": _E(
        "Không hẹn được vào ngày {new_due_on}", "", "Ngày gần nhất hẹn được là {next_day}."
    ),
    # the result from the department
    "result.no_letter": _E(
        "Kết quả hồ sơ {code} trễ hẹn {due_on} mà chưa có thư xin lỗi",
        "Quy định của cơ quan: không có thư thì không nhận.",
        "Trả hồ sơ về bộ phận chuyên môn để lập thư, hoặc soạn thư ngay tại đây.",
    ),
    # choices, figures, trust
    "apology.bad_choice": _E(
        "Lựa chọn “{value}” không dùng được", "", "Xem lại giá trị của mục {name}."
    ),
    "apology.bad_cause_words": _E(
        "Nguyên nhân “{text}” chưa ghi đúng", "", "Viết KHOÁ=CÂU, hoặc KHOÁ=CÂU=chờ."
    ),
    "apology.choice_not_allowed": _E(
        "Tài khoản này không đổi được thiết lập về thư xin lỗi",
        "",
        "Nhờ trưởng ca, lãnh đạo hoặc quản trị.",
    ),
    "report.bad_period": _E(
        "Khoảng ngày chưa đúng", "Ngày cuối {last} trước ngày đầu {first}.", "Chọn lại hai ngày."
    ),
    "trust.not_allowed": _E(
        "Chỉ quản trị được đổi chứng thư gốc tin cậy", "", "Đăng nhập bằng tài khoản quản trị."
    ),
    "trust.file_unreadable": _E("Không đọc được tệp {name}", "", "Chọn lại tệp chứng thư gốc."),
    "trust.unknown": _E(
        "Không có chứng thư gốc nào với dấu vân tay này", "{fingerprint}", "Xem lại danh sách."
    ),
}
