"""What an examined file is worth, in words: for the screen and the command line alike."""

from collections.abc import Iterator
from dataclasses import replace

from app.core.wording import moment_text, short_date
from app.signing.fields import DAY, LEADER, NUMBER, SEAL
from app.signing.findings import (
    Change,
    ChangeKind,
    Doubt,
    Fault,
    FileFinding,
    Reason,
    Revocation,
    SignatureFinding,
    Verdict,
)
from app.ui.verdict_words import VerdictText

_V, _K, _F, _R = Verdict, ChangeKind, Fault, Reason

FILES = {
    _V.GENUINE: VerdictText(
        "Thư thật, còn nguyên như lúc ký",
        "Người ký được tin cậy và không có gì bị sửa sau khi ký.",
        "good",
    ),
    _V.UNTRUSTED: VerdictText(
        "Tệp không bị sửa, nhưng chưa tin được người ký",
        "Chưa dùng tệp này làm căn cứ; xem lý do ở từng chữ ký bên dưới.",
        "soon",
    ),
    _V.ALTERED: VerdictText(
        "Tệp đã bị thay đổi",
        "Không dùng tệp này. Xin lại bản gốc từ cơ quan phát hành và báo lãnh đạo.",
        "late",
    ),
    _V.UNSIGNED: VerdictText(
        "Tệp không có chữ ký số",
        "Nếu là bản chụp của thư ký tay, xem chữ ký và dấu trên giấy; nếu không, xin bản đã ký.",
        "quiet",
    ),
    _V.UNREADABLE: VerdictText(
        "Không đọc được tệp",
        "Tệp bị hỏng, chưa tải xong hoặc không phải PDF. Lấy lại tệp rồi kiểm tra lại.",
        "quiet",
    ),
}
SIGNATURES = {
    _V.GENUINE: ("Chữ ký đúng, người ký được tin cậy", "good"),
    _V.UNTRUSTED: ("Chữ ký đúng, chưa tin được người ký", "soon"),
    _V.ALTERED: ("Bị thay đổi sau khi ký", "late"),
}
BROKEN = "Chữ ký không còn đúng"
UNKNOWN_SIGNER = "không xác định được ai ký"
ROLES = {LEADER: "Chữ ký của người ký thư", SEAL: "Dấu của cơ quan"}
FIELDS = {NUMBER: "số văn bản", DAY: "ngày tháng", SEAL: "con dấu", LEADER: "chữ ký người ký"}
FAULTS = {
    _F.GAP: "Chữ ký bỏ trống nhiều hơn chỗ của chính nó, hoặc phần chữ ký đã bị sửa",
    _F.BYTES: "Nội dung tệp không còn như lúc ký",
    _F.VALUE: "Chữ ký không do chứng thư ghi trong tệp tạo ra",
    _F.ENVELOPE: "Phần đi kèm chữ ký đã bị sửa",
    _F.STAMP: "Dấu thời gian không phải của chữ ký này, hoặc đã bị sửa",
    _F.REVISION: "Chữ ký chỉ ôm một phần dở dang của tệp",
}
CHANGES = {
    _K.NUMBER: "Điền số văn bản: {detail}",
    _K.DAY: "Điền ngày: {detail}",
    _K.SEAL: "Đóng dấu của cơ quan",
    _K.PAGE: "Nội dung trang {detail} bị vẽ thêm hoặc thay thế",
    _K.ANNOTATION: "Thêm hoặc sửa ghi chú, hình đặt trên trang",
    _K.FIELD: "Sửa ô “{detail}” đã chốt, hoặc thêm ô mới",
    _K.FONT: "Thay phông chữ của trang",
    _K.SIGNATURE: "Thêm hoặc gỡ một chữ ký",
    _K.INFO: "Sửa thông tin của tệp, như tên tài liệu",
    _K.BYTES: "Có phần được ghi thêm vào sau chữ ký cuối cùng",
    _K.OTHER: "Sửa cấu trúc của tệp",
}
UNNAMED = {
    _K.PAGE: "Nội dung trang bị vẽ thêm hoặc thay thế",
    _K.FIELD: "Sửa hoặc thêm một ô của thư",
}
DOUBTS = {
    _R.NO_ANCHORS: "Cơ quan chưa nhập chứng thư gốc nào để đối chiếu. Nhờ quản trị nhập.",
    _R.UNKNOWN_ISSUER: "Nơi cấp {issuer} không thuộc các chứng thư gốc mà cơ quan tin cậy. "
    "Nếu đó là nơi cấp có thật, nhờ quản trị nhập chứng thư gốc của họ.",
    _R.ISSUER_NOT_VALID: "Lúc ký, chứng thư của nơi cấp đã hết hạn hoặc chưa có hiệu lực.",
    _R.ISSUER_UNFIT: "Chứng thư đứng ra bảo đảm không có quyền cấp chứng thư.",
    _R.EXPIRED: "Lúc ký, chứng thư của {holder} đã hết hạn ({when}).",
    _R.EXPIRED_SINCE: "Chứng thư của {holder} nay đã hết hạn ({when}) và không có dấu thời gian "
    "nào chứng minh rằng thư được ký trước đó.",
    _R.NOT_YET_VALID: "Lúc ký, chứng thư của {holder} chưa có hiệu lực (từ {when}).",
    _R.USAGE: "Chứng thư của {holder} không được cấp cho việc này.",
    _R.REVOKED: "Chứng thư của {holder} đã bị thu hồi ({when}).",
    _R.WEAK: "Chữ ký dùng cách tính cũ, nay có thể bị làm giả.",
    _R.STRAY: "Chữ ký mang theo một chứng thư lạ ({holder}), không rõ ai cấp.",
}
REVOCATIONS = {
    Revocation.CLEAR: "Chưa bị thu hồi",
    Revocation.UNKNOWN: "Chưa kiểm tra được (không có danh sách thu hồi)",
    Revocation.REVOKED: "Đã bị thu hồi",
}
VAGUE = {_K.BYTES, _K.OTHER}
"""Said only where nothing better can be."""
LEVELS = {"B-B": "PAdES B-B (không có dấu thời gian)", "B-T": "PAdES B-T (có dấu thời gian)"}
ALONE = "Riêng chữ ký này còn đúng, nhưng tệp bị thay đổi ở chỗ khác"
NO_CHANGES = "Không có gì thay đổi sau chữ ký này."


def file_text(found: FileFinding) -> VerdictText:
    """Return what to say of a whole file; of an altered one, what was altered comes first."""
    said = FILES[found.verdict]
    wrong = "; ".join(_alterations(found))
    return replace(said, title=f"{said.title}: {_lowered(wrong)}") if wrong else said


def signature_title(one: SignatureFinding) -> str:
    """Return whose signature it is, and as what: ``Dấu của cơ quan: UBND phường Bến Mơ``."""
    role = ROLES.get(one.field, "Chữ ký")
    return f"{role}: {one.signer.name if one.signer else UNKNOWN_SIGNER}"


def signature_state(one: SignatureFinding, of_file: Verdict) -> tuple[str, str]:
    """Return what to think of one signature in such a file, and the tone to say it in."""
    if one.faults:
        return BROKEN, "late"
    if of_file is Verdict.ALTERED and one.verdict is not Verdict.ALTERED:
        return ALONE, "quiet"  # nothing in an altered file may look good
    return SIGNATURES[one.verdict]


def facts_of(one: SignatureFinding) -> Iterator[tuple[str, str]]:
    """Yield what is known of a signature, by name; only what is known."""
    if one.signer is None:
        return
    signer = one.signer
    if signer.organisation:
        yield "Cơ quan", signer.organisation
    yield "Lúc ký", time_text(one)
    yield "Nơi cấp chứng thư", signer.issuer
    yield "Số chứng thư", signer.serial
    begins, ends = (short_date(day.date()) for day in (signer.valid_from, signer.valid_to))
    yield "Hiệu lực", f"{begins} – {ends}"
    yield "Thu hồi", REVOCATIONS[one.revocation]
    yield "Mức chữ ký", LEVELS[one.level]


def time_text(one: SignatureFinding) -> str:
    """Return when it was signed and by whose clock: the signer's own proves nothing."""
    if one.stamp is not None:
        told = f"{moment_text(one.stamp.at)}, theo dấu thời gian của {one.stamp.authority.name}"
        return told if one.stamp.is_trusted else f"{told} (chưa được tin cậy)"
    if one.claimed_at is None:
        return "Không ghi"
    return f"{moment_text(one.claimed_at)}, theo đồng hồ máy của người ký (chỉ để tham khảo)"


def why_not(one: SignatureFinding) -> list[str]:
    """Return why a signature does not hold or its signer is not trusted; empty if all is well."""
    return [*(f"{FAULTS[fault]}." for fault in one.faults), *map(doubt_text, one.doubts)]


def doubt_text(doubt: Doubt) -> str:
    """Return one reason for not trusting somebody."""
    when = moment_text(doubt.when) if doubt.when is not None else "…"
    told = DOUBTS[doubt.reason].format(holder=doubt.holder, issuer=doubt.issuer, when=when)
    return f"Về dấu thời gian: {told}" if doubt.is_of_the_time else told


def change_text(change: Change) -> str:
    """Return one thing that came after a signature."""
    if change.kind in UNNAMED and not change.detail:
        return UNNAMED[change.kind]
    detail = FIELDS.get(change.detail, change.detail)
    return CHANGES[change.kind].format(detail=detail)


def lines_of(found: FileFinding) -> Iterator[str]:
    """Yield the whole finding line by line, for a terminal."""
    said = file_text(found)
    yield f"{said.title}. {said.text}"
    for number, one in enumerate(found.signatures, 1):
        yield f"{number}. {signature_title(one)} – {signature_state(one, found.verdict)[0]}"
        yield from (f"   {name}: {value}" for name, value in facts_of(one))
        yield from (f"   ! {reason}" for reason in why_not(one))
        for change in one.changes:
            sign = "+" if change.is_permitted else "!"
            yield f"   {sign} Sau chữ ký: {change_text(change)}"


def _alterations(found: FileFinding) -> list[str]:
    """Return what was altered, each said once; that something was added goes without saying."""
    told: dict[str, None] = {}
    for one in found.signatures:
        told |= dict.fromkeys(FAULTS[fault] for fault in one.faults)
        wrong = [change for change in one.changes if not change.is_permitted]
        real = [change for change in wrong if change.kind not in VAGUE] or wrong
        told |= dict.fromkeys(map(change_text, real))
    return list(told)


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]
