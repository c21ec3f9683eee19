"""Invented papers of the desk, short and long, for the tests of paper."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from app.core.clock import VIETNAM
from app.core.desk_papers import (
    ChargeLine,
    ChargeNote,
    ControlSheet,
    DeskPaper,
    DossierHandover,
    DossierHandoverRow,
    HandoverBlock,
    Matter,
    PaperHead,
    Refusal,
    Register,
    RegisterEntry,
    ResultHandover,
    ResultItem,
    ResultReceipt,
    ResultRow,
    StopNotice,
    SupplementRequest,
)
from app.core.money import money_in_words
from tests.support.slips import make_long_slip, make_slip

AT = datetime(2026, 11, 20, 9, 30, tzinfo=VIETNAM)
DUE = datetime(2026, 11, 26, 17, 0, tzinfo=VIETNAM)
NEW_BASIS = "Thông tư số 03/2025/TT-VPCP"
DESK = "Trung tâm Phục vụ hành chính công phường Bến Sông"
DEPARTMENT = "Phòng Văn hóa - Xã hội"
LONG_NAME = "CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN SẢN XUẤT VÀ THƯƠNG MẠI ẨM THỰC"
LONG_DEPARTMENT = "Phòng Kinh tế, Hạ tầng và Đô thị Ủy ban nhân dân phường Bến Sông Thượng"
LONG_REASON = (
    "Bản vẽ hiện trạng khu đất không có xác nhận của tổ dân phố và diện tích ghi trên bản vẽ khác "
    "với diện tích ghi trên giấy chứng nhận đã cấp; người nộp hồ sơ chưa giải trình sự khác biệt ấy"
)


def make_head(kind: str, title: str, number: str, paper: str, **changes: Any) -> PaperHead:
    """Return the head of a paper."""
    slip = make_slip()
    head = PaperHead(
        kind=kind,
        form_number=number,
        title=title,
        legal_basis=NEW_BASIS if number else "",
        paper=paper,
        letterhead=slip.letterhead,
        issued_at=AT,
        code=slip.code,
        qr_text="H29.26-261120-0042",
    )
    return replace(head, **changes)


def make_matter(*, is_long: bool) -> Matter:
    """Return an applicant with everything, or with a name only."""
    slip = make_long_slip() if is_long else make_slip()
    return Matter(
        owner_name=slip.owner_name,
        submitter_name=slip.submitter_name if is_long else slip.owner_name,
        address=slip.address if is_long else "",
        phone=slip.phone if is_long else "",
        email=slip.email if is_long else "",
        procedure_code=slip.procedure_code,
        procedure_name=slip.procedure_name,
        case_name=slip.case_name if is_long else "",
    )


def reprinted(head: PaperHead) -> PaperHead:
    """Return the head of a second reprint."""
    return replace(head, copy=2, copied_at=DUE, copied_by="Phạm Thuỳ Dương")


def make_supplement(*, is_long: bool = False) -> SupplementRequest:
    """Return form 02."""
    head = make_head(
        "supplement_request", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "Mẫu số 02", "A5"
    )
    few = ("Giấy tờ chứng minh nơi cư trú của mẹ.",)
    many = tuple(f"{LONG_REASON} ({n})." for n in range(1, 13))
    return SupplementRequest(
        head=reprinted(head) if is_long else head,
        matter=make_matter(is_long=is_long),
        request="Yêu cầu Ông/Bà hoàn thiện hồ sơ gồm những nội dung như sau:",
        items=many if is_long else few,
        reasons=(LONG_REASON + ".", "Ảnh mờ.") if is_long else ("Còn thiếu giấy tờ.",),
        closing=f"Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, Ông/Bà liên hệ với {DESK}, số "
        "điện thoại 1900 0000 để được hướng dẫn./.",
        clerk_name="Phạm Thuỳ Dương",
    )


def make_refusal(*, is_long: bool = False) -> Refusal:
    """Return form 03."""
    return Refusal(
        head=make_head("refusal", "Phiếu từ chối tiếp nhận giải quyết hồ sơ", "Mẫu số 03", "A5"),
        matter=make_matter(is_long=is_long),
        statement=f"Qua xem xét, {DESK} thông báo **không tiếp nhận, giải quyết hồ sơ này với lý "
        "do cụ thể như sau**:",
        reasons=(LONG_REASON + ".",) * 4 if is_long else ("Không thuộc thẩm quyền.",),
        legal_ground="khoản 2 Điều 13 Luật Hộ tịch số 60/2014/QH13" if is_long else "",
        closing="Xin thông báo cho Ông/Bà được biết và thực hiện./.",
        clerk_name="Phạm Thuỳ Dương",
    )


def make_stop(*, is_long: bool = False) -> StopNotice:
    """Return the stop notice."""
    matter = make_matter(is_long=is_long)
    received = (
        f"Vào ngày 20 tháng 11 năm 2026, {DESK} đã tiếp nhận hồ sơ đề nghị giải quyết thủ tục "
        f"**{matter.procedure_name}** của Ông/Bà {matter.owner_name}, mã hồ sơ "
        "**H29.26-261120-0042**."
    )
    stopped = f"Qua xem xét, {DESK} thông báo **dừng giải quyết hồ sơ** nêu trên."
    return StopNotice(
        head=make_head("stop_notice", "Thông báo dừng giải quyết hồ sơ", "Mẫu số 05", "A5"),
        matter=matter,
        number="",
        symbol="TB-TTPVHCC",
        received_at=AT,
        paragraphs=(received, stopped),
        reasons=(LONG_REASON + ".", "Người nộp xin dừng.") if is_long else ("Người nộp xin dừng.",),
        legal_ground="khoản 3 Điều 19 Nghị định số 118/2025/NĐ-CP" if is_long else "",
        returned=make_long_slip().papers if is_long else (),
        closing=f"Khi cần biết thêm, xin Ông/Bà liên hệ với {DESK}, số điện thoại 1900 0000. Xin "
        "thông báo để Ông/Bà được biết./.",
        authority=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC") if is_long else ("GIÁM ĐỐC",),
        signer_name="Đỗ Thị Ẩn",
        copies_to=("Như trên", "Lưu: VT, TTPVHCC"),
    )


def make_control(*, is_long: bool = False) -> ControlSheet:
    """Return the control sheet, its first change of hands known where it is long."""
    head = make_head(
        "control_sheet", "Phiếu kiểm soát quá trình giải quyết hồ sơ", "Mẫu số 06", "A5"
    )
    first = HandoverBlock(DESK, LONG_DEPARTMENT, AT, "Trước hạn", "Kèm 01 bản vẽ khổ A0")
    rest = HandoverBlock()
    return ControlSheet(
        head=head,
        owner_name=make_matter(is_long=is_long).owner_name,
        received_at=AT,
        due_at=DUE,
        department=LONG_DEPARTMENT if is_long else "",
        partner="Công an phường Bến Sông" if is_long else "",
        blocks=(first, first, first, first) if is_long else (HandoverBlock(DESK), *[rest] * 3),
    )


def make_register(*, is_long: bool = False) -> Register:
    """Return the book: two lines, or sixty."""
    head = make_head("register", "Sổ theo dõi hồ sơ", "Mẫu số 07", "A4-landscape")
    matters = make_matter(is_long=False), make_matter(is_long=True)
    entries = tuple(
        RegisterEntry(
            number=n + 1,
            code=f"H29.26-261120-{n + 1:04}",
            procedure_name=matters[n % 2].procedure_name,
            set_count=1,
            owner_name=matters[n % 2].owner_name,
            address=matters[n % 2].address,
            phone=matters[n % 2].phone,
            department=DEPARTMENT,
            received_on=AT.date(),
            due_on=DUE.date(),
            returned_on=AT.date() + timedelta(days=5) if n % 2 else None,
            return_way="Trực tiếp" if n % 2 else "",
            collector="Đặng Hữu Ưỡng" if n % 2 else "",
            note="Trả trước hẹn" if n % 2 else "",
        )
        for n in range(60 if is_long else 2)
    )
    return Register(
        head=replace(head, code="", qr_text=""),
        book="2026",
        first_on=date(2026, 1, 1),
        last_on=date(2026, 11, 20),
        entries=entries,
        clerk_name="Phạm Thuỳ Dương",
    )


def make_result_receipt(*, is_long: bool = False) -> ResultReceipt:
    """Return the collector's receipt."""
    item = ResultItem("Giấy khai sinh", "", "Đăng ký khai sinh")
    many = tuple(ResultItem(f"Bản sao số {n}", f"{n}/TLKS-BS", LONG_REASON) for n in range(1, 9))
    return ResultReceipt(
        head=make_head("result_receipt", "Giấy biên nhận trả kết quả", "", "A5"),
        matter=make_matter(is_long=is_long),
        giver_name="Phạm Thuỳ Dương",
        giver_phone="1900 0000",
        receiver_name="Đặng Hữu Ưỡng",
        receiver_phone="0900 000 123" if is_long else "",
        receiver_identity="••••••••0123" if is_long else "",
        results=many if is_long else (item,),
        returned_at=DUE,
    )


def make_result_handover(*, is_long: bool = False) -> ResultHandover:
    """Return the list of results."""
    head = make_head("result_handover", "Phiếu bàn giao kết quả", "", "A4-landscape")
    matters = make_matter(is_long=False), make_matter(is_long=True)
    rows = tuple(
        ResultRow(
            code=f"H29.26-261120-{n + 1:04}",
            procedure_name=matters[n % 2].procedure_name,
            result_name="Giấy khai sinh",
            owner_name=matters[n % 2].owner_name,
            address=matters[n % 2].address,
            charge_text="Lệ phí hộ tịch: 15.000 đ",
            is_by_post=n % 2 == 1,
        )
        for n in range(40 if is_long else 2)
    )
    return ResultHandover(
        head=replace(head, code="", qr_text=""),
        giver=DEPARTMENT if is_long else "",
        receiver=DESK,
        rows=rows,
        receiver_name="Phạm Thuỳ Dương",
    )


def make_dossier_handover(*, is_long: bool = False) -> DossierHandover:
    """Return the list of dossiers."""
    head = make_head("dossier_handover", "Giấy bàn giao hồ sơ", "", "A4")
    matters = make_matter(is_long=False), make_matter(is_long=True)
    rows = tuple(
        DossierHandoverRow(
            code=f"H29.26-261120-{n + 1:04}",
            procedure_name=matters[n % 2].procedure_name,
            owner_name=matters[n % 2].owner_name,
            received_at=AT,
            due_at=DUE,
            set_count=1,
            paper_count=3,
        )
        for n in range(40 if is_long else 2)
    )
    return DossierHandover(
        head=replace(head, code="", qr_text=""),
        giver=DESK,
        receiver=LONG_DEPARTMENT if is_long else DEPARTMENT,
        rows=rows,
        giver_name="Phạm Thuỳ Dương",
    )


def make_charge(*, is_long: bool = False) -> ChargeNote:
    """Return the fee note in three editions."""
    one = ChargeLine("Lệ phí hộ tịch", "", 15_000)
    note = "Mỗi trang; từ trang thứ 3 là 1.000 đ/trang, tối đa 200.000 đ/bản"
    many = tuple(ChargeLine(f"Phí chứng thực bản sao số {n}", note, 1_205_000) for n in range(1, 5))
    lines = many if is_long else (one,)
    matter = make_matter(is_long=is_long)
    total = sum(line.amount for line in lines)
    return ChargeNote(
        head=make_head("charge_note", "Phiếu thu phí, lệ phí", "", "A5-landscape"),
        matter=matter,
        payer_name=matter.submitter_name,
        lines=lines,
        total=total,
        total_words=money_in_words(total),
        remark="Phiếu này ghi số tiền đã thu tại quầy, không thay biên lai, chứng từ thu phí, lệ "
        "phí theo quy định.",
        editions=("Liên 1: Lưu", "Liên 2: Giao người nộp tiền", "Liên 3: Kế toán"),
        clerk_name="Phạm Thuỳ Dương",
    )


MAKERS: Mapping[str, Callable[..., DeskPaper]] = {
    "supplement_request": make_supplement,
    "refusal": make_refusal,
    "stop_notice": make_stop,
    "control_sheet": make_control,
    "register": make_register,
    "result_receipt": make_result_receipt,
    "result_handover": make_result_handover,
    "dossier_handover": make_dossier_handover,
    "charge_note": make_charge,
}
"""One maker a kind; each takes ``is_long``."""
