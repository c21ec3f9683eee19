"""Invented slips for the tests of paper and dots."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from app.core.clock import VIETNAM
from app.core.papers import Letterhead, PaperCount, ReceiptSlip

PAPERS = (
    PaperCount("Tờ khai đăng ký khai sinh theo mẫu", 1, 0, 0),
    PaperCount("Giấy chứng sinh", 1, 0, 0),
    PaperCount("Giấy tờ chứng minh nơi cư trú của cha hoặc mẹ", 0, 1, 2),
)


def make_slip(**changes: Any) -> ReceiptSlip:
    """Return a complete slip of form 01 with ``changes``."""
    slip = ReceiptSlip(
        form_number="Mẫu số 01",
        title="Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        legal_basis="Thông tư số 03/2025/TT-VPCP",
        letterhead=Letterhead(
            parent_name="ỦY BAN NHÂN DÂN PHƯỜNG BẾN SÔNG",
            agency_name="TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
            place="Bến Sông",
            address="12 đường Hoa Phượng, phường Bến Sông",
            phone="1900 0000",
            tracking_address="tracuu.bensong.example.vn",
        ),
        code="H29.26-261120-0042",
        book="2026",
        entry="0042",
        issued_at=datetime(2026, 11, 20, 9, 30, tzinfo=VIETNAM),
        owner_name="NGUYỄN THỊ NGỌC ẨN",
        submitter_name="ĐẶNG HỮU ƯỠNG",
        address="Số 7, ngõ 15, tổ dân phố Hoà Bình, phường Bến Sông",
        phone="0900 000 123",
        email="ngoc.an@example.vn",
        identity_label="Số định danh cá nhân",
        identity_masked="••••••••0123",
        procedure_code="1.001193",
        procedure_name="Thủ tục đăng ký khai sinh",
        case_name="Không phải xác minh",
        channel="Trực tiếp",
        papers=PAPERS,
        set_count=1,
        term_text="03 ngày làm việc",
        received_at=datetime(2026, 11, 20, 9, 30, tzinfo=VIETNAM),
        due_at=datetime(2026, 11, 26, 17, 0, tzinfo=VIETNAM),
        result_place="Quầy trả kết quả, Trung tâm Phục vụ hành chính công",
        charge_text="Miễn phí",
        clerk_name="Phạm Thuỳ Dương",
        counter_name="Quầy 3",
        copy=0,
        qr_text="https://motcua.bensong.example.vn/h/H29.26-261120-0042",
        notes=("Hồ sơ có thể xong trước hẹn và sẽ được báo qua điện thoại.",),
    )
    return replace(slip, **changes)


def make_long_slip(**changes: Any) -> ReceiptSlip:
    """Return a slip of twenty papers, long names and a second reprint."""
    label = "Văn bản cam kết và bản vẽ hiện trạng khu đất có xác nhận của tổ dân phố số {}"
    papers = tuple(PaperCount(label.format(n), n % 2, n % 3, n % 4) for n in range(1, 21))
    name = (
        "Đăng ký biến động đối với trường hợp thay đổi quyền sử dụng đất, quyền sở hữu tài sản "
        "gắn liền với đất theo thoả thuận của các thành viên hộ gia đình hoặc của vợ và chồng"
    )
    long = {
        "papers": papers,
        "procedure_name": name,
        "procedure_code": "1.012783.000.00.00.H55",
        "owner_name": "CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN SẢN XUẤT VÀ THƯƠNG MẠI ẨM THỰC",
        "submitter_name": "TÔN NỮ HOÀNG NGUYỄN THỊ THƯƠNG HUYỀN",
        "email": "mot.dia.chi.thu.dien.tu.rat.dai.khong.co.cho.ngat@congty.example.vn",
        "code": "000.00.16.H40-261120-0001",
        "copy": 2,
    }
    return make_slip(**(long | changes))
