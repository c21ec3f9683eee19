"""What the program says when something cannot be done: what, why, and what to do next.

One table for the screens and the command line. ``AppError`` carries codes and data; every sentence
for people is here or in the table of reasons below.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.core.errors import AppError
from app.core.wording import moment_text, short_date
from app.ui import labels
from app.ui.apology_error_text import APOLOGY_TEXTS
from app.ui.error_entry import ErrorText
from app.ui.error_reasons import REASONS, UNNAMED
from app.ui.token_error_text import TOKEN_TEXTS
from app.ui.turn_error_text import TURN_TEXTS


class _Told(dict[str, str]):
    """Parameters in words; what an error did not carry leaves no hole of code."""

    def __missing__(self, _name: str) -> str:
        return "…"


def error_text(error: AppError) -> ErrorText:
    """Return what to say about an error, with its data filled in."""
    told = _Told(_in_words(error.params))
    told["error_code"] = error.code
    told["reason_text"] = _reason(error)
    return _filled(TEXTS.get(error.code, _UNNAMED), told)


def text_of_code(code: str) -> ErrorText | None:
    """Return what to say of an error of which the code alone was kept; None for no such code."""
    said = TEXTS.get(code)
    return None if said is None else _filled(said, _Told(error_code=code))


def one_line(error: AppError) -> str:
    """Return the whole matter in one line, for a terminal or the notice bar."""
    said = error_text(error)
    return " ".join(part for part in (f"{said.title}.", said.text, said.next_step) if part)


def _filled(said: ErrorText, told: _Told) -> ErrorText:
    return ErrorText(
        said.title.format_map(told), said.text.format_map(told), said.next_step.format_map(told)
    )


def _reason(error: AppError) -> str:
    known = REASONS.get(error.code, {})
    return known.get(str(error.params.get("reason", "")), known.get(UNNAMED, ""))


def _in_words(params: Mapping[str, object]) -> dict[str, str]:
    return {name: _word(name, value) for name, value in params.items()}


def _word(name: str, value: Any) -> str:
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return short_date(value)
    if name == "faults":
        return str(len(value))
    return CODES.get(name, {}).get(str(value), str(value))


CODES: dict[str, dict[str, str]] = {
    "role": {"applicant": "người nộp", "representative": "người được uỷ quyền"},
    "state": labels.JOB_STATE | labels.APOLOGY_STATE,
    "status": labels.STATUS,
    "holder": {"": "quầy"},
    "what": {"department": "tên bộ phận", "giver": "người giao", "receiver": "người nhận"},
}
"""Parameters that are codes, and what each is called."""

_UNNAMED = ErrorText(
    "Chưa thực hiện được",
    "Tình huống này chưa có lời giải thích riêng (mã {error_code}).",
    "Vui lòng thử lại; nếu vẫn vậy, báo người phụ trách kèm mã trên.",
)
_SAY_AGAIN = "Chưa có gì được ghi; thông tin đã nhập vẫn còn trên màn hình."
_E = ErrorText

TEXTS: dict[str, ErrorText] = {
    "app.error": _UNNAMED,
    # the card and the person
    "card.unreadable": _E("Không đọc được thẻ", "{reason_text}"),
    "person.name_missing": _E("Còn thiếu họ tên {role}", "", "Nhập họ tên rồi tiếp nhận lại."),
    "person.future_birth_date": _E(
        "Ngày sinh {born_on} ở sau hôm nay", "", "Kiểm tra lại ngày sinh trên giấy tờ."
    ),
    # procedures
    "procedure.unknown": _E(
        "Không có thủ tục {code} đang áp dụng", "", "Kiểm tra mã, hoặc tìm theo tên thủ tục."
    ),
    "procedure.bad_code": _E("“{text}” không phải mã thủ tục", "Mã có dạng 1.004873."),
    "procedure.case_unknown": _E(
        "Thủ tục {code} không có trường hợp số {ordinal}", "", "Chọn lại trường hợp."
    ),
    "procedure.not_in_force": _E(
        "Thủ tục {code} không áp dụng vào ngày {on}", "", "Chọn bản đang áp dụng của thủ tục."
    ),
    "intake.foreign_code_taken": _E(
        "Hồ sơ {foreign_code} trên Cổng đã được tiếp nhận",
        "Mã ở đây là {code}.",
        "Tra cứu mã đó thay vì nhận lần nữa.",
    ),
    "intake.bad_count": _E(
        "Số lượng giấy tờ chưa đúng",
        "Mỗi giấy tờ đã nhận phải có ít nhất một bản. {label}",
        "Sửa số lượng hoặc bỏ chọn giấy tờ đó.",
    ),
    "appointment.bad_term": _E(
        "Thời hạn giải quyết {value} không tính được", "", "Sửa thời hạn trong danh mục thủ tục."
    ),
    # dossiers
    "dossier.bad_code": _E("“{text}” không phải mã hồ sơ", "Mã có dạng H29.26-261124-0001."),
    "dossier.bad_code_pattern": _E(
        "Mẫu mã hồ sơ “{pattern}” không dùng được", "Mẫu phải có mã cơ quan, ngày và số thứ tự."
    ),
    "dossier.unknown": _E(
        "Không có hồ sơ {code}", "", "Kiểm tra mã trên giấy hẹn, hoặc tìm theo họ tên."
    ),
    "dossier.already_returned": _E(
        "Hồ sơ {code} đã trả kết quả", "Đã trả cho {collector} lúc {returned_at}."
    ),
    "dossier.collector_missing": _E(
        "Chưa ghi ai nhận kết quả", "", "Nhập họ tên người nhận kết quả của hồ sơ {code}."
    ),
    "dossier.not_returned": _E(
        "Hồ sơ {code} chưa trả kết quả", "", "Trả kết quả trước, rồi in giấy biên nhận."
    ),
    "dossier.act_not_allowed": _E(
        "Việc này không hợp với tình trạng hồ sơ", "Hồ sơ đang ở tình trạng “{status}”."
    ),
    # numbers, clock
    "numbers.exhausted": _E(
        "Đã hết số hồ sơ cho ngày {day}",
        _SAY_AGAIN,
        "Nhờ quản trị cấp thêm dải số cho quầy này.",
    ),
    "enrolment.missing": _E(
        "Thiếu tệp ghi danh của máy này",
        "Cần tệp {where} để chắc chắn không cấp trùng số hồ sơ.",
        "Nhờ quản trị khôi phục tệp, hoặc khôi phục dữ liệu từ bản sao lưu.",
    ),
    "clock.went_backwards": _E(
        "Đồng hồ máy đang chạy lùi",
        "Việc gần nhất ghi lúc {last_at}, còn máy báo {at}.",
        "Chỉnh lại giờ máy; nếu giờ máy đúng, lãnh đạo xác nhận đồng hồ rồi làm tiếp.",
    ),
    "clock.is_real": _E("Chỉ dữ liệu mẫu mới đặt được giờ", "Dữ liệu thật luôn ghi giờ thật."),
    "clock.bad_moment": _E("“{text}” không phải thời điểm", "Viết như 2026-11-23T09:15."),
    # the office, accounts
    "office.missing": _E("Chưa có cơ quan nào", "", "Lập cơ quan trước khi dùng."),
    "office.already_set_up": _E("Đã lập cơ quan rồi", "Thư mục {where} đã có dữ liệu."),
    "office.form_missing": _E(
        "Chưa có mẫu giấy áp dụng cho ngày {on}", "", "Nhờ quản trị thêm mẫu còn thiếu ({kind})."
    ),
    "form.wording_missing": _E(
        "Mẫu “{title}” chưa có lời văn cho trường hợp này",
        "",
        "Nhờ quản trị thêm lời văn “{wording}” vào mẫu.",
    ),
    "form.bad_wording": _E(
        "Lời văn của mẫu “{title}” viết chưa đúng",
        "Chỗ sai: {asked}",
        "Nhờ quản trị sửa lại lời văn của mẫu.",
    ),
    "form.fact_missing": _E(
        "Chưa lập được “{title}”", "{reason_text}", "Bổ sung rồi lập lại; giấy không in chỗ trống."
    ),
    "letter.signature_block_wrong": _E(
        "Phần đề ký của thư chưa đúng thể thức",
        "{reason_text}",
        "Nhờ quản trị sửa người ký, ví dụ “KT. GIÁM ĐỐC” rồi “PHÓ GIÁM ĐỐC”.",
    ),
    "letter.not_sealed": _E(
        "Mã QR này không phải thư xin lỗi của Một Cửa, hoặc đã bị sửa",
        "",
        "Quét lại; nếu vẫn vậy, tìm hồ sơ theo mã in bằng chữ trên thư.",
    ),
    "account.refused": _E("Tên đăng nhập hoặc mật khẩu chưa đúng"),
    "account.locked": _E("Tài khoản tạm nghỉ vì nhập sai nhiều lần", "", "Thử lại sau {until}."),
    "dossier.entry_missing": _E(
        "Nhật ký của hồ sơ này thiếu một việc trước đó",
        "Việc “{kind}” không có việc đi trước nó.",
        "Chạy “motcua check” và báo người phụ trách.",
    ),
    "account.not_allowed": _E(
        "Chỉ quản trị được mở, đóng tài khoản", "", "Đăng nhập bằng tài khoản quản trị."
    ),
    "account.last_admin": _E(
        "Không đóng được tài khoản {login}",
        "Đây là tài khoản quản trị duy nhất.",
        "Mở một tài khoản quản trị khác trước.",
    ),
    "account.login_taken": _E("Tên đăng nhập {login} đã có người dùng", "", "Chọn tên khác."),
    "account.password_too_short": _E("Mật khẩu cần ít nhất {shortest} ký tự"),
    # paper and printers
    "slip.missing": _E("Hồ sơ này chưa có giấy hẹn"),
    "slip.outdated": _E(
        "Hồ sơ {code} đã có giấy hẹn mới hơn hoặc ngày hẹn mới",
        "Phiếu này ghi lời hẹn cũ nên không in nữa.",
        "Bấm “Không cần nữa”; cần giấy thì in lại từ hồ sơ.",
    ),
    "slip.too_many_copies": _E("Giấy hẹn đã in lại {most} lần", "", "Lập biên bản thay cho in."),
    "slip.not_sealed": _E(
        "Mã QR này không phải giấy hẹn của Một Cửa, hoặc đã bị sửa",
        "",
        "Quét lại; nếu vẫn vậy, tìm hồ sơ theo mã in bằng chữ trên giấy.",
    ),
    "print_job.moved_on": _E(
        "Lệnh in đã được xử lý ở chỗ khác", "Lệnh in đang ở tình trạng “{state}”."
    ),
    "spool.nothing_asks": _E("Hồ sơ {code} không có lệnh in nào ở máy này"),
    "print_job.missing": _E("Không có lệnh in này", "", "Xem danh sách bằng “Máy in”."),
    "printer.taken": _E(
        "Máy in {printer} đang do một cửa sổ Một Cửa khác phục vụ",
        "",
        "Đóng cửa sổ kia, hoặc để nó in tiếp.",
    ),
    # keys of slips
    "seal.key_missing": _E(
        "Không dùng được khoá xác thực giấy hẹn {key_id}",
        "Giấy hẹn tạm chỉ mang mã hồ sơ.",
        "Nếu hệ thống đang hỏi mật khẩu kho khoá, mở kho rồi mở lại chương trình; "
        "nếu không, lập khoá mới ở Máy in → Khoá xác thực… hoặc bằng “motcua keys rotate”.",
    ),
    "seal.key_exposed": _E(
        "Tệp khoá {where} để người khác đọc được",
        "Giấy hẹn tạm chỉ mang mã hồ sơ.",
        "Đặt quyền 0600 cho tệp rồi mở lại chương trình; nếu khoá có thể đã lộ, thu hồi và lập "
        "khoá mới ở Máy in → Khoá xác thực….",
    ),
    "seal.key_not_kept": _E(
        "Không cất được khoá xác thực giấy hẹn", "Không ghi được {where}.", "Kiểm tra quyền ghi."
    ),
    "seal.key_unknown": _E("Không có khoá {key_id} trong danh sách"),
    "seal.key_already_revoked": _E("Khoá {key_id} đã thu hồi lúc {revoked_at}"),
    "seal.leaders_only": _E(
        "Chỉ lãnh đạo hoặc quản trị được thu hồi khoá và nhập danh sách khoá",
        "Việc này đổi những khoá mà cơ quan tin.",
        "Nhờ người ấy đăng nhập rồi làm; ở dòng lệnh, thêm --as và tên đăng nhập của người ấy.",
    ),
    "seal.key_list_wrong": _E(
        "Danh sách khoá không dùng được ({problem})",
        "{reason_text} Chưa nhập khoá nào.",
        "Xuất lại danh sách từ quầy của cùng cơ quan rồi nhập.",
    ),
    "paper.glyph_missing": _E(
        "Có ký tự không in được",
        "Đó là: {characters}",
        "Sửa ký tự đó rồi in lại; có thể do bộ gõ hoặc đầu đọc.",
    ),
    "paper.reason_missing": _E(
        "Chưa ghi lý do hoặc nội dung yêu cầu",
        "Giấy của hồ sơ {code} phải nói rõ để công dân hiểu.",
        "Ghi đủ lý do và nội dung rồi lập lại.",
    ),
    "paper.nothing_listed": _E(
        "Danh sách không có hồ sơ nào", "", "Chọn ít nhất một hồ sơ, hoặc chọn ngày khác."
    ),
    "register.bad_period": _E(
        "Khoảng ngày của sổ chưa đúng",
        "Sổ theo dõi lập riêng từng năm: {first_on} và {last_on} phải theo thứ tự, trong một năm.",
        "Chọn lại ngày.",
    ),
    "charge.amount_missing": _E(
        "Danh mục chưa có mức thu “{name}”",
        "Hồ sơ {code}: mức thu do tỉnh quy định hoặc tính theo số lượng.",
        "Nhập số tiền rồi lập lại phiếu thu.",
    ),
    "charge.nothing_to_pay": _E("Hồ sơ {code} không có khoản thu nào"),
    "paper.qr_too_big": _E("Mã QR lớn hơn khổ giấy", "", "Dùng giấy rộng hơn, hoặc mã ngắn hơn."),
    "printer.unavailable": _E(
        "Máy in {printer} chưa sẵn sàng",
        "{reason_text}",
        "Hồ sơ vẫn được ghi; giấy hẹn chờ và tự in khi máy in sẵn sàng.",
    ),
    "printer.in_doubt": _E(
        "Không rõ giấy hẹn đã ra hết chưa",
        "{reason_text}",
        "Xem giấy ở máy in {printer}; nếu chưa ra đủ, dùng “In lại giấy hẹn”.",
    ),
    "printer.unfit": _E("Máy in {printer} chưa dùng được như vậy", "{problem}", "Chưa lưu gì."),
    "printer.no_test_slip": _E(
        "Máy in {printer} in tờ A4, A5 nên không có phiếu thử", "", "In thử một giấy hẹn ở đó."
    ),
    "printer.unknown": _E(
        "Cài đặt không có máy in {printer}", "", "Xem danh sách bằng “motcua printers list”."
    ),
    "printer.gone": _E(
        "Không thấy máy in {printer}",
        "Chưa in gì; chương trình không tự in ra máy khác.",
        "Bật máy in đó rồi tìm lại, hoặc chọn máy khác.",
    ),
    "printers.silent": _E(
        "Hệ thống in của máy tính không trả lời",
        "",
        "Tìm lại máy in sau ít phút, hoặc lưu PDF để in ở nơi khác.",
    ),
    "paper.not_sent": _E(
        "Chưa gửi được đến máy in {printer}",
        "{reason_text}",
        "In lại sau, chọn máy khác, hoặc lưu PDF.",
    ),
    "paper.in_doubt": _E(
        "Không rõ máy in {printer} đã nhận đủ giấy chưa",
        "{reason_text}",
        "Xem giấy đã ra ở máy in rồi hãy in lại.",
    ),
    "printer.profile_unknown": _E(
        "Không có kiểu máy in này", "Kiểu “{profile}”, khổ {width_mm} mm.", "Chọn kiểu khác."
    ),
    **APOLOGY_TEXTS,
    # signing
    "signing.wrong_password": _E("Mật khẩu chứng thư chưa đúng", "", "Nhập lại mật khẩu."),
    "signing.bad_file": _E("Không dùng được tệp chứng thư", "{reason_text}"),
    "signing.key_not_chosen": _E(
        "Chưa rõ ký bằng chứng thư nào",
        "Trên thiết bị có: {found}.",
        "Chọn bằng --serial hoặc --label.",
    ),
    "signing.file_unreadable": _E("Không đọc được tệp {name}", "", "Chọn lại tệp chứng thư."),
    "signing.certificate_expired": _E(
        "Chứng thư của {holder} đã hết hạn", "Hết hạn lúc {valid_to}.", "Dùng chứng thư còn hạn."
    ),
    "signing.certificate_not_yet_valid": _E(
        "Chứng thư của {holder} chưa có hiệu lực", "Có hiệu lực từ {valid_from}."
    ),
    "signing.certificate_usage": _E(
        "Chứng thư của {holder} không dùng để ký văn bản", "", "Chọn chứng thư ký số khác."
    ),
    "signing.bad_pdf": _E("Không đọc được tệp PDF", "Chưa thể nói gì về chữ ký trong tệp."),
    "signing.bad_picture": _E(
        "Không dùng được hình chữ ký hoặc con dấu",
        "{reason_text}",
        "Dùng tệp PNG nền trong suốt, mỗi cạnh dưới 4000 điểm ảnh.",
    ),
    "signing.not_signed_by_leader": _E(
        "Thư chưa có chữ ký của lãnh đạo", "", "Trình lãnh đạo ký trước rồi mới đóng dấu."
    ),
    "signing.already_sealed": _E("Thư đã có con dấu của cơ quan", "", "Mở lại thư để xem."),
    "signing.letter_altered": _E(
        "Tệp thư không còn đúng như lúc lãnh đạo ký",
        "Tệp đã bị sửa hoặc hỏng sau khi ký.",
        "Trả thư lại để lãnh đạo ký lại, và báo người phụ trách.",
    ),
    "signing.nothing_to_stamp": _E(
        "Không gắn được dấu thời gian vào tệp này",
        "Tệp chưa có chữ ký, hoặc đã được ghi thêm sau chữ ký cuối.",
    ),
    "signing.time_stamp_unavailable": _E(
        "Dịch vụ dấu thời gian chưa trả lời",
        "{url}",
        "Thư vẫn hợp lệ; chương trình tự thử lại. Văn thư có thể làm tiếp không chờ.",
    ),
    "signing.time_stamp_wrong": _E(
        "Dịch vụ dấu thời gian trả lời sai",
        "{url}",
        "Nhờ quản trị xem lại địa chỉ: motcua apology choices.",
    ),
    "verify.file_unreadable": _E(
        "Không mở được tệp {name}", "", "Xem tệp còn ở đó không rồi chọn lại."
    ),
    "signing.bad_anchor_file": _E(
        "Không dùng được tệp chứng thư gốc",
        "{reason_text}",
        "Tải lại tệp (.crt, .cer, .pem, .p7b) từ trang của nơi cấp rồi chọn lại.",
    ),
    "signing.anchor_not_authority": _E(
        "Chứng thư của {holder} không phải của nơi cấp",
        "Chỉ tin cậy chứng thư của nơi cấp, không tin cậy riêng chứng thư của một người.",
        "Chọn tệp chứng thư gốc hoặc trung gian của nơi cấp.",
    ),
    "signing.batch_broken": _E(
        "Chương trình gặp lỗi, việc ký đã dừng", "", "Xem lại danh sách rồi ký tiếp."
    ),
    "signing.paused_too_long": _E(
        "Tạm dừng quá {minutes} phút, khoá ký đã được khoá lại", "", "Bấm ký lại để làm tiếp."
    ),
    "signing.picture_unreadable": _E(
        "Không đọc được hình {where}", "", "Sửa mục [signing] trong tệp cài đặt, hoặc nhờ quản trị."
    ),
    "signing.unproven": _E(
        "Chữ ký vừa tạo không kiểm tra được", "Chưa có gì được ghi.", "Thử lại."
    ),
    **TOKEN_TEXTS,
    **TURN_TEXTS,
    # database, files, settings
    "database.problem": _E("Cơ sở dữ liệu báo lỗi", "{detail}", _SAY_AGAIN),
    "database.locked": _E(
        "Dữ liệu đang bận", "Một chương trình khác đang giữ dữ liệu.", "Đợi một lát rồi thử lại."
    ),
    "database.read_only": _E(
        "Không ghi được dữ liệu", "Thư mục hoặc tệp chỉ cho đọc.", "Nhờ quản trị cấp quyền ghi."
    ),
    "database.disk_full": _E("Ổ đĩa đã đầy", _SAY_AGAIN, "Giải phóng chỗ trống rồi thử lại."),
    "database.damaged": _E(
        "Tệp dữ liệu bị hỏng", "{detail}", "Ngừng tiếp nhận và khôi phục từ bản sao lưu gần nhất."
    ),
    "database.missing": _E(
        "Không thấy tệp dữ liệu", "Đáng lẽ ở {where}.", "Kiểm tra ổ đĩa, hoặc khôi phục sao lưu."
    ),
    "database.unreachable": _E(
        "Mất kết nối đến máy chủ dữ liệu", _SAY_AGAIN, "Kiểm tra mạng rồi thử lại."
    ),
    "database.too_new": _E(
        "Dữ liệu do bản chương trình mới hơn ghi", "", "Cập nhật chương trình trên máy này."
    ),
    "database.backup_failed": _E("Chưa sao lưu được vào {where}", "", "Chọn nơi khác và thử lại."),
    "database.not_a_backup": _E("{where} không phải bản sao lưu nguyên vẹn"),
    "database.tool_missing": _E("Máy này thiếu công cụ {tool}", "", "Nhờ quản trị cài đặt."),
    "database.changed_meanwhile": _E(
        "Hồ sơ vừa được người khác sửa", "Chưa có gì bị ghi đè.", "Mở lại hồ sơ rồi làm tiếp."
    ),
    "settings.missing": _E(
        "Chưa lập cơ quan trong thư mục {where}", "", "Chạy “motcua init” hoặc mở chương trình."
    ),
    "settings.bad": _E(
        "Tệp cài đặt chưa dùng được",
        "Xem chỗ “{problem}” trong {where}.",
        "Sửa tệp đó, hoặc nhờ quản trị.",
    ),
    "settings.not_saved": _E(
        "Chưa lưu được cài đặt của máy này",
        "Không ghi được {where} ({problem}); cài đặt cũ vẫn còn.",
        "Xem quyền ghi và chỗ trống của thư mục, hoặc nhờ quản trị.",
    ),
    "file.unusable": _E("Không dùng được tệp {where}", "{problem}"),
    "file.not_writable": _E("Không ghi được {name}", "Thư mục {folder} không cho ghi."),
    "catalogue.file_bad": _E(
        "Tệp danh mục có {faults} chỗ chưa đúng", "Chưa nhập thủ tục nào.", "Sửa rồi nhập lại."
    ),
}
