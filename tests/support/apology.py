"""An invented apology letter, short or long, for the tests and benchmarks of paper and signing."""

from datetime import date

from app.core.papers import ApologyLetter, Letterhead

LONG = (
    "Vì hồ sơ phải xác minh tại nhiều nơi thường trú trước đây của người yêu cầu, cơ quan phối "
    "hợp chưa trả lời bằng văn bản, và thửa đất nêu trong giấy tờ có ranh giới cần đo lại. "
)


def make_letter(**changes: object) -> ApologyLetter:
    """Return a letter with every field filled, some of them changed."""
    facts: dict[str, object] = {
        "document_id": "01a20c47-2e6b-7d8c-a15c-5c1982d48fb1",
        "title": "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT",
        "letterhead": Letterhead(
            parent_name="UBND phường Bến Mơ",
            agency_name="Trung tâm Phục vụ hành chính công phường Bến Mơ",
            place="Bến Mơ",
            address="Số 1 đường Bến Mơ",
            phone="0000 100 100",
            tracking_address="",
        ),
        "number": "05",
        "symbol": "PXL-TTPVHCC",
        "dated_on": date(2027, 1, 5),
        "recipient": "Nguyễn Thị Ẩn",
        "recipient_address": "Số 2 đường Cầu Gỗ",
        "recipient_phone": "0000 100 101",
        "dossier_code": "H29.26-270102-0007",
        "paragraphs": (
            "Ngày 02 tháng 01 năm 2027 chúng tôi đã tiếp nhận hồ sơ **H29.26-270102-0007**.",
            "Lý do: Công ty Thương mại & Dịch vụ <Hoàng Phát> chưa trả lời.",
        ),
        "closing": "Rất mong Ông/Bà thông cảm./.",
        "authority": ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        "signer_name": "Lê Đỗ Ngọc Hưởng",
        "copies_to": ("Như trên", "Lưu: VT, TTPVHCC"),
        "qr_text": "H29.26-270102-0007",
    }
    return ApologyLetter(**(facts | changes))  # type: ignore[arg-type]
