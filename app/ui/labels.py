"""Vietnamese labels of what the program keeps as codes; shared with the command line, without Qt.

The keys are the stored values, so that a label needs no import of the room that owns the code.
"""

from app.core.apologies import ApologyState, DeliveryChannel, LetterOutcome
from app.core.dossiers import Channel, Role
from app.core.identity import Gender, IdentityKind, Remark
from app.core.lifecycle import DossierStatus
from app.core.printjobs import JobState
from app.core.standstill import AppointmentCause

STATUS: dict[str, str] = {
    DossierStatus.REGISTERED: "Mới đăng ký",
    DossierStatus.RECEIVED: "Được tiếp nhận",
    DossierStatus.REFUSED: "Không được tiếp nhận",
    DossierStatus.PROCESSING: "Đang xử lý",
    DossierStatus.AWAITING_SUPPLEMENT: "Yêu cầu bổ sung giấy tờ",
    DossierStatus.AWAITING_PAYMENT: "Chờ nghĩa vụ tài chính",
    DossierStatus.WITHDRAWN: "Công dân xin rút",
    DossierStatus.STOPPED: "Dừng xử lý",
    DossierStatus.FINISHED: "Đã xử lý xong",
    DossierStatus.RETURNED: "Đã trả kết quả",
}

JOB_STATE: dict[str, str] = {
    JobState.QUEUED: "Chờ in",
    JobState.WAITING: "Chờ máy in",
    JobState.HELD: "Để lâu, chờ hỏi",
    JobState.SENDING: "Đang in",
    JobState.SENT: "Đã gửi, máy in không xác nhận",
    JobState.PRINTED: "Đã in",
    JobState.UNKNOWN: "Chưa rõ đã ra giấy",
    JobState.CONFIRMED: "Đã thấy trên giấy",
    JobState.REPRINTED: "Đã in lại bản khác",
    JobState.FAILED: "Không in được",
    JobState.VOID: "Đã huỷ",
}

KEY_PLACE: dict[str, str] = {
    "keyring": "kho khoá của hệ thống",
    "file": "một tệp chỉ người dùng này đọc được",
}

IDENTITY_KIND: dict[str, str] = {
    IdentityKind.CITIZEN: "Số định danh",
    IdentityKind.OLD_CITIZEN: "Số CMND",
    IdentityKind.PASSPORT: "Hộ chiếu",
    IdentityKind.TAX: "Mã số thuế",
    IdentityKind.OTHER: "Giấy tờ khác",
}

GENDER: dict[str, str] = {Gender.MALE: "Nam", Gender.FEMALE: "Nữ"}

CHANNEL: dict[str, str] = {
    Channel.DIRECT: "Nộp trực tiếp",
    Channel.POST: "Qua bưu chính",
    Channel.ONLINE: "Trực tuyến",
}

ROLE: dict[str, str] = {
    Role.CLERK: "Cán bộ một cửa",
    Role.SUPERVISOR: "Lãnh đạo trung tâm",
    Role.LEADER: "Lãnh đạo ký văn bản",
    Role.REGISTRAR: "Văn thư",
    Role.ADMIN: "Quản trị",
}

APOLOGY_STATE: dict[str, str] = {
    ApologyState.DUE: "Chưa soạn thư",
    ApologyState.DRAFTED: "Đã soạn, chưa trình",
    ApologyState.SUBMITTED: "Chờ ký",
    ApologyState.SIGNED: "Đã ký, chờ dấu thời gian",
    ApologyState.AWAITING_SEAL: "Chờ lấy số, đóng dấu",
    ApologyState.ISSUED: "Đã phát hành, chờ giao",
    ApologyState.DELIVERED: "Đã giao người dân",
    ApologyState.CLOSED: "Đã xong",
    ApologyState.NOT_OWED: "Không còn phải xin lỗi",
}

DELIVERY: dict[str, str] = {
    DeliveryChannel.BY_HAND: "Giao tận tay",
    DeliveryChannel.POST: "Gửi bưu chính",
    DeliveryChannel.EMAIL: "Gửi thư điện tử",
    DeliveryChannel.MESSAGE: "Nhắn tin, Zalo",
}

JOURNAL: dict[str, str] = {
    "office.founded": "Lập cơ quan",
    "catalogue.imported": "Nhập danh mục thủ tục",
    "account.signed_in": "Đăng nhập",
    "clock.confirmed": "Xác nhận đồng hồ đúng",
    "dossier.received": "Tiếp nhận hồ sơ",
    "dossier.returned": "Trả kết quả",
    "dossier.stood_still": "Dừng tính thời hạn",
    "dossier.went_on": "Tính tiếp thời hạn",
    "dossier.moved": "Bàn giao hồ sơ",
    "dossier.refused": "Từ chối giải quyết",
    "dossier.withdrawn": "Công dân rút hồ sơ",
    "dossier.corrected": "Sửa lỗi nhập",
    "slip.reprinted": "In lại giấy hẹn",
    "slip.renewed": "In giấy hẹn lần hẹn mới",
    "slip.confirmed": "Xác nhận giấy hẹn đã ra giấy",
    "slip.released": "Cho in giấy hẹn để lâu",
    "slip.voided": "Huỷ in giấy hẹn",
    "forms.added": "Thêm mẫu giấy của bản chương trình mới",
    "seal.key_added": "Lập khoá xác thực giấy hẹn",
    "seal.key_revoked": "Thu hồi khoá xác thực",
    "seal.keys_imported": "Nhập danh sách khoá xác thực",
    "dossier.finished": "Nhận kết quả từ bộ phận",
    "result.sent_back": "Trả lại kết quả trễ chưa có thư xin lỗi",
    "apology.opened": "Mở nghĩa vụ xin lỗi",
    "apology.blamed": "Ghi nguyên nhân chậm",
    "apology.drafted": "Soạn thư xin lỗi",
    "apology.submitted": "Trình ký thư xin lỗi",
    "apology.sent_back": "Trả lại thư xin lỗi",
    "apology.signed": "Ký thư xin lỗi",
    "apology.time_stamped": "Gắn dấu thời gian vào thư xin lỗi",
    "apology.forwarded": "Chuyển thư xin lỗi đến văn thư",
    "apology.issued": "Phát hành thư xin lỗi",
    "apology.delivered": "Giao thư xin lỗi",
    "apology.proof_added": "Đính kèm minh chứng giao thư",
    "escalation.opened": "Báo cáo cấp trên trễ hẹn lần hai",
    "escalation.decided": "Cấp trên quyết định ngày hẹn",
    "apology.choices_changed": "Đổi thiết lập về thư xin lỗi",
    "charge.assessed": "Xác định mức thu",
    "charge.waived": "Miễn, giảm",
    "charge.collected": "Thu phí, lệ phí",
    "charge.reversed": "Hoàn tiền",
    "catalogue.charge_set": "Mức thu do tỉnh quyết định",
    "clock.rule_chosen": "Đổi cách tính tiếp thời hạn",
    "trust.added": "Thêm chứng thư gốc tin cậy",
    "trust.removed": "Bỏ chứng thư gốc tin cậy",
}

OUTCOME: dict[str, str] = {
    LetterOutcome.ON_TIME: "Giao thư đúng hẹn",
    LetterOutcome.LATE: "Giao thư muộn",
    LetterOutcome.NEVER: "Chưa giao thư",
}

REMARK: dict[str, str] = {
    Remark.LETTERS_IN_NUMBER: "Số định danh thường chỉ có chữ số; mời kiểm tra lại.",
    Remark.UNUSUAL_LENGTH: "Số này dài hoặc ngắn hơn thường lệ; mời kiểm tra lại.",
    Remark.GENDER_DIFFERS: "Chữ số giới tính trong số khác với giới tính đã ghi.",
    Remark.BIRTH_YEAR_DIFFERS: "Năm sinh trong số khác với ngày sinh đã ghi.",
    Remark.UNUSUAL_PREFIX: "Ba số đầu không thuộc mã nơi đăng ký khai sinh quen thuộc.",
    Remark.TAX_CHECKSUM: "Số kiểm tra của mã số thuế không khớp; mời kiểm tra lại.",
    Remark.OLD_NUMBER: "Số CMND 9 số đã hết giá trị sử dụng; nên hỏi số định danh 12 số.",
}


CLOCK_CAUSE: dict[str, str] = {
    AppointmentCause.FIRST: "Hẹn lần đầu",
    AppointmentCause.RESTART: "Tính lại từ đầu",
    AppointmentCause.PAUSE: "Tính tiếp sau tạm dừng",
}
"""What a promise is called that is no re-appointment."""


def status_label(status: str) -> str:
    """Return where a dossier stands."""
    return STATUS[status]


def job_state(state: str) -> str:
    """Return how a print job stands; empty for a slip that has no job."""
    return JOB_STATE.get(state, "")


def identity_kind(kind: str) -> str:
    """Return the name of a kind of identity number."""
    return IDENTITY_KIND[kind]


def channel(value: str) -> str:
    """Return how a dossier came."""
    return CHANNEL[value]


def journal_label(kind: str) -> str:
    """Return what a journal entry is about; an unknown kind is shown as it is."""
    return JOURNAL.get(kind, kind)
