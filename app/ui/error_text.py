"""What an ``AppError`` says to a person: what happened, and what to do next; without Qt.

One table for the screens and the command line. A test proves that every error has its line.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.errors import AppError
from app.core.wording import moment_text, short_date


@dataclass(frozen=True, slots=True)
class ErrorText:
    """``title`` says what happened, ``text`` what to do; both are whole sentences."""

    title: str
    text: str


def error_text(error: AppError) -> ErrorText:
    """Return the words for an error, its data put in."""
    told = TEXTS[error.code]
    data = {name: _shown(value) for name, value in error.params.items()}
    by_reason = REASONS.get(error.code)
    if by_reason is not None:
        told = by_reason.get(str(error.params.get("reason")), told)
    return ErrorText(*(part.format_map(_Known(data)) for part in told))


def one_line(error: AppError) -> str:
    """Return everything in one line, for the command line and the log."""
    told = error_text(error)
    extra = error.params.get("faults")
    faults = "" if not isinstance(extra, tuple) else " " + _fault_lines(extra)
    return f"{told.title} {told.text}{faults}".strip()


class _Known(dict[str, str]):
    """A value nobody gave is left out rather than shown as a placeholder."""

    def __missing__(self, key: str) -> str:
        return ""


def _fault_lines(faults: tuple[Any, ...]) -> str:
    from app.ui.fault_text import fault_sentence

    return " | ".join(fault_sentence(fault) for fault in faults)


def _shown(value: object) -> str:
    for kind, show in _SHOWN.items():
        if isinstance(value, kind):
            return show(value)
    return str(value)


_SHOWN: Mapping[type, Callable[[Any], str]] = {datetime: moment_text, date: short_date}

_FILE = "Kiểm tra đường dẫn và quyền ghi, hoặc chọn thư mục khác."
_ADMIN = "Hãy báo người quản trị."

TEXTS: Mapping[str, tuple[str, str]] = {
    "card.unreadable": ("Không đọc được thẻ.", "Quét lại, hoặc nhập tay."),
    "person.future_birth_date": ("Ngày sinh {born_on} ở tương lai.", "Kiểm tra lại ngày sinh."),
    "person.name_missing": ("Chưa có họ tên.", "Nhập họ tên hoặc quét thẻ căn cước."),
    "dossier.bad_code": ("“{text}” không phải mã hồ sơ.", "Nhập cả mã in trên giấy hẹn."),
    "dossier.bad_code_pattern": (
        "Mẫu mã hồ sơ “{pattern}” không dùng được.",
        "Mẫu phải có {{agency}}, {{yymmdd}} và {{number}}.",
    ),
    "dossier.act_not_allowed": (
        "Hồ sơ đang ở trạng thái không làm được việc này.",
        "Mở hồ sơ để xem nó đang ở bước nào.",
    ),
    "dossier.unknown": ("Không có hồ sơ {code}.", "Kiểm tra mã, hoặc tìm theo họ tên."),
    "dossier.already_returned": (
        "Hồ sơ {code} đã trả cho {collector} lúc {returned_at}.",
        "Không trả lần hai; xem lịch sử hồ sơ nếu cần đối chiếu.",
    ),
    "dossier.collector_missing": ("Chưa ghi người nhận kết quả.", "Nhập họ tên người nhận."),
    "procedure.bad_code": ("“{text}” không phải mã thủ tục.", "Mã có dạng 1.004873."),
    "procedure.unknown": (
        "Không có thủ tục {code} đang áp dụng.",
        "Tìm theo tên, hoặc nhập thêm vào danh mục.",
    ),
    "procedure.case_unknown": (
        "Thủ tục {code} không có trường hợp số {ordinal}.",
        "Chọn một trường hợp trong danh sách.",
    ),
    "procedure.not_in_force": (
        "Phiên bản thủ tục {code} không áp dụng ngày {on}.",
        "Chọn lại thủ tục để lấy phiên bản đang áp dụng.",
    ),
    "intake.bad_count": ("Số lượng giấy tờ chưa đúng: {label}", "Nhập số từ 1 trở lên."),
    "appointment.bad_term": (
        "Thời hạn {value} không tính được.",
        "Dùng số nguyên; nửa ngày chỉ dùng cho ngày làm việc.",
    ),
    "settings.bad": (
        "Tệp thiết lập {where} không dùng được: {problem}.",
        "Sửa tệp, hoặc lập lại bằng “motcua init”.",
    ),
    "database.problem": ("Cơ sở dữ liệu báo lỗi: {detail}.", _ADMIN),
    "database.locked": (
        "Cơ sở dữ liệu đang bận vì chương trình khác giữ khoá.",
        "Đóng chương trình kia rồi làm lại; nội dung đã nhập vẫn còn.",
    ),
    "database.read_only": (
        "Không ghi được dữ liệu: tệp hoặc thư mục chỉ cho đọc ({detail}).",
        "Cấp quyền ghi cho thư mục dữ liệu rồi làm lại.",
    ),
    "database.disk_full": (
        "Ổ đĩa đã đầy, chưa lưu được gì.",
        "Dọn bớt ổ đĩa rồi bấm lại; nội dung đã nhập vẫn còn.",
    ),
    "database.damaged": (
        "Tệp dữ liệu bị hỏng hoặc không phải của chương trình.",
        "Ngừng nhập và khôi phục từ bản sao lưu gần nhất.",
    ),
    "database.missing": (
        "Không thấy cơ sở dữ liệu {where}.",
        "Kiểm tra thư mục dữ liệu, hoặc khôi phục từ bản sao lưu.",
    ),
    "database.unreachable": (
        "Không kết nối được máy chủ dữ liệu.",
        "Kiểm tra mạng; khi có lại, bấm lại là được.",
    ),
    "database.too_new": (
        "Dữ liệu do phiên bản mới hơn tạo ra ({revision}).",
        "Cập nhật chương trình rồi mở lại; dữ liệu không bị thay đổi.",
    ),
    "database.backup_failed": ("Không sao lưu được vào {where}.", _FILE),
    "database.not_a_backup": (
        "{where} không phải bản sao lưu nguyên vẹn.",
        "Chọn một bản sao lưu khác.",
    ),
    "database.tool_missing": (
        "Cần công cụ {tool} của PostgreSQL.",
        "Cài công cụ này, hoặc dùng sao lưu của máy chủ.",
    ),
    "database.changed_meanwhile": (
        "Người khác vừa sửa hồ sơ này.",
        "Mở lại hồ sơ để xem thay đổi rồi làm tiếp.",
    ),
    "enrolment.missing": (
        "Thiếu tệp ghi danh {where}, nên không thể cấp số an toàn.",
        "Khôi phục từ bản sao lưu bằng “motcua restore” để nhận dải số mới.",
    ),
    "numbers.exhausted": (
        "Hết số hồ sơ trong ngày {day} của máy này.",
        "Xin cơ quan cấp thêm dải số.",
    ),
    "office.missing": ("Chưa lập cơ quan.", "Chạy “motcua init” hoặc mở chương trình để lập."),
    "office.form_missing": ("Không có mẫu {kind} áp dụng ngày {on}.", _ADMIN),
    "office.already_set_up": (
        "Thư mục {where} đã có cơ quan.",
        "Dùng thư mục khác bằng --data-dir.",
    ),
    "clock.went_backwards": (
        "Đồng hồ máy ({at}) đi lùi so với việc gần nhất ({last_at}).",
        "Chỉnh đồng hồ; nếu đồng hồ đúng, trưởng ca xác nhận bằng “motcua confirm-clock”.",
    ),
    "clock.is_real": (
        "Không được lùi hay dời giờ ở cơ quan thật.",
        "Bỏ --at/--received, hoặc dùng dữ liệu mẫu (init --sample).",
    ),
    "clock.bad_moment": ("“{text}” không phải ngày giờ.", "Viết dạng 2026-11-26T14:30."),
    "account.refused": ("Tên đăng nhập hoặc mật khẩu chưa đúng.", "Nhập lại."),
    "account.locked": (
        "Tài khoản tạm khoá đến {until} vì nhập sai nhiều lần.",
        "Chờ hết giờ khoá, hoặc nhờ người quản trị.",
    ),
    "account.login_taken": ("Tên đăng nhập {login} đã có.", "Chọn tên khác."),
    "account.password_too_short": ("Mật khẩu quá ngắn.", "Dùng ít nhất {shortest} ký tự."),
    "slip.missing": ("Không có giấy hẹn này.", "Mở hồ sơ để xem các phiếu đã cấp."),
    "apology.reappointment_used": (
        "Hồ sơ {code} đã hẹn lại một lần (đến {due_on}); pháp luật không cho hẹn lại lần nữa.",
        "Báo lãnh đạo để giải quyết ngay; kết quả xong lúc nào vẫn trả lúc đó.",
    ),
    "apology.nothing_owed": ("Hồ sơ {code} không còn chờ kết quả.", "Không cần thư xin lỗi."),
    "apology.reason_missing": (
        "Thư xin lỗi phải ghi lý do (Điều 19.9 NĐ 61/2018).",
        "Chọn hoặc nhập lý do chậm.",
    ),
    "apology.new_date_in_past": (
        "Ngày hẹn lại {new_due_on} phải sau hôm nay và sau ngày đã hẹn.",
        "Chọn ngày muộn hơn.",
    ),
    "apology.new_date_not_working": (
        "{new_due_on} nghỉ {name}.",
        "Chọn ngày làm việc, gần nhất là {next_day}.",
    ),
    "apology.letter_missing": ("Hồ sơ {code} chưa có thư xin lỗi.", "Soạn thư trước."),
    "apology.letter_changed": (
        "Thư của hồ sơ {code} vừa được soạn lại.",
        "Xem lại bản mới rồi ký bản đó.",
    ),
    "signing.wrong_password": ("Mật khẩu của tệp chứng thư không đúng.", "Nhập lại mật khẩu."),
    "signing.bad_file": (
        "Tệp không phải chứng thư PKCS#12 dùng được.",
        "Chọn tệp .p12 hoặc .pfx có khoá bí mật.",
    ),
    "signing.file_unreadable": ("Không đọc được tệp {name}.", "Kiểm tra tệp và quyền đọc."),
    "signing.certificate_expired": (
        "Chứng thư của {holder} đã hết hạn ngày {valid_to}.",
        "Gia hạn chứng thư, hoặc dùng chứng thư khác.",
    ),
    "signing.certificate_not_yet_valid": (
        "Chứng thư của {holder} chưa có hiệu lực (từ {valid_from}).",
        "Kiểm tra đồng hồ máy, hoặc dùng chứng thư khác.",
    ),
    "signing.certificate_usage": (
        "Chứng thư của {holder} không dùng để ký văn bản.",
        "Chọn chứng thư ký số.",
    ),
    "signing.bad_pdf": ("Không đọc được tệp PDF.", "Soạn lại thư rồi ký."),
    "signing.bad_picture": ("Ảnh chữ ký không đọc được.", "Chọn ảnh PNG nền trong suốt."),
    "signing.unproven": (
        "Chữ ký vừa tạo không kiểm tra được, nên chưa ghi nhận.",
        "Ký lại; nếu vẫn lỗi, báo người quản trị.",
    ),
    "file.unusable": ("Không dùng được tệp {where}: {problem}.", _FILE),
    "file.not_writable": ("Không ghi được {name} vào {folder}.", _FILE),
    "catalogue.file_bad": (
        "Tệp danh mục chưa đúng nên chưa nhập gì.",
        "Sửa các chỗ sau rồi nhập lại:",
    ),
    "printer.profile_unknown": (
        "Không có kiểu máy in “{profile}”.",
        "Chọn kiểu khác trong thiết lập máy in.",
    ),
    "printer.unavailable": (
        "Máy in chưa sẵn sàng.",
        "Phiếu vẫn chờ và tự in khi máy in có lại.",
    ),
    "printer.in_doubt": (
        "Đường truyền đứt khi đang in.",
        "Xem phiếu đã ra đủ chưa; nếu chưa, bấm In lại.",
    ),
    "paper.glyph_missing": (
        "Phông chữ không có ký tự: {characters}.",
        "Thay ký tự đó bằng chữ thường dùng.",
    ),
    "paper.qr_too_big": (
        "Mã QR không vừa khổ giấy.",
        "Rút ngắn địa chỉ tra cứu trong thiết lập.",
    ),
}

REASONS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "card.unreadable": {
        "torn": ("Thẻ quét thiếu thông tin.", "Quét lại; nếu vẫn thiếu, nhập tay."),
        "foreign": (
            "Mã vừa quét không phải thẻ căn cước.",
            "Quét mã QR trên thẻ căn cước, hoặc nhập tay.",
        ),
        "garbled": (
            "Chữ trên thẻ bị sai vì bộ gõ tiếng Việt đang bật.",
            "Tắt bộ gõ (Telex/VNI) rồi quét lại.",
        ),
    },
    "printer.unavailable": {
        "paper_out": ("Máy in hết giấy.", "Thay cuộn giấy; phiếu tự in tiếp."),
        "cover_open": ("Máy in đang mở nắp.", "Đóng nắp; phiếu tự in tiếp."),
        "refused": ("Máy in không nhận kết nối.", "Bật máy in và kiểm tra địa chỉ."),
        "timeout": ("Máy in không trả lời.", "Kiểm tra nguồn và dây mạng của máy in."),
        "no_device": ("Không thấy máy in.", "Cắm lại dây máy in."),
        "no_permission": ("Không có quyền dùng máy in.", _ADMIN),
    },
}
