"""Every act about an apology reads as a sentence, whichever way it went."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from app.core.apologies import Delivery, DeliveryChannel
from app.core.clock import VIETNAM, local_day
from app.services import apology_delivery, apology_signing, finishing, ledger, lookup
from app.services.lookup import HistoryRow
from app.ui.apology_history import APOLOGY_SENTENCES
from app.ui.history_text import sentence
from tests.support import apology_acts as acts
from tests.support.desk_ward import Ward

NOW = datetime(2026, 11, 18, 8, 30, tzinfo=VIETNAM)


def _told(kind: str, **facts: Any) -> str:
    return sentence(HistoryRow(NOW, kind, "", facts))


def test_a_whole_life_is_told(ward: Ward) -> None:
    """Two letters, one signed and one on paper, with a decision between; no kind is left out."""
    dossier_id = ward.receive("Nguyễn Thị Hoa", 10).dossier_id
    ward.do(finishing.finish, dossier_id, department="Công an phường")
    acts.submit(ward, dossier_id, date(2026, 11, 23))
    ward.do(ledger.blame, dossier_id, cause=acts.CAUSE, department="Công an phường")
    acts.send_back(ward, dossier_id, "Nêu rõ cơ quan")
    acts.issue(ward, dossier_id, date(2026, 11, 23))
    acts.deliver(ward, dossier_id)
    ward.do(apology_delivery.add_proof, dossier_id, name="ban-ky.pdf", data=b"%PDF-1.7")
    ward.clock.moment += timedelta(days=9)
    acts.tick(ward)
    acts.decide(ward, dossier_id, date(2026, 12, 2))
    letter = acts.submit(ward, dossier_id, None)
    acts.as_person(ward, "thu").do(
        apology_signing.issue_on_paper,
        dossier_id,
        letter_digest=letter.digest,
        number="06",
        day=local_day(ward.clock.now()),
        signer="Đỗ Thị Ẩn",
    )
    ward.do(finishing.finish, dossier_id)
    history = ward.ask(lookup.card, dossier_id).history
    told = "\n".join(sentence(row) for row in history)
    for words in (
        "Chưa nhận kết quả của Công an phường: trễ hẹn mà chưa có thư xin lỗi.",
        "phải gửi thư xin lỗi.",
        "Ghi nguyên nhân chậm: Chờ xác minh; Công an phường.",
        "Trả lại thư xin lỗi để soạn lại. Lý do: Nêu rõ cơ quan.",
        "Phát hành thư xin lỗi số 05 ngày 18/11/2026; hẹn lại ngày 23/11/2026.",
        "Giao thư xin lỗi tận tay cho Nguyễn Thị Hoa lúc 08:30, Thứ Tư 18/11/2026.",
        "Đính kèm minh chứng “ban-ky.pdf”.",
        "đã trễ ngày hẹn 23/11/2026: phải gửi thư xin lỗi.",
        "Trễ hẹn lần hai: báo cáo Vũ Quang Bình, hạn trả lời 17:00, Thứ Hai 30/11/2026.",
        "văn bản số 12/QĐ-UBND: hẹn ngày 02/12/2026. Lý do: Chờ cơ quan cấp trên.",
        "số 06 ngày 27/11/2026, bản giấy do Đỗ Thị Ẩn ký; hẹn lại ngày 02/12/2026.",
        "Nhận kết quả từ bộ phận chuyên môn.",
    ):
        assert words in told
    assert set(APOLOGY_SENTENCES) - {row.kind for row in history} == {"apology.time_stamped"}


@pytest.mark.parametrize(
    ("delivery", "said"),
    [
        (
            {"channel": DeliveryChannel.POST, "reference": "EA1"},
            "qua bưu chính, số hiệu bưu gửi EA1",
        ),
        ({"channel": DeliveryChannel.EMAIL, "reference": "a@b.vn"}, "qua thư điện tử a@b.vn"),
        ({"channel": DeliveryChannel.MESSAGE, "reference": "0900"}, "qua tin nhắn đến 0900"),
    ],
)
def test_each_way_of_delivery_is_named(ward: Ward, delivery: dict[str, Any], said: str) -> None:
    """With what proves it, and the officer's note."""
    dossier_id = ward.receive("Nguyễn Thị Hoa", 10).dossier_id
    acts.issue(ward, dossier_id, date(2026, 11, 23))
    given = Delivery(delivered_at=ward.clock.now(), note="Đã gọi báo trước", **delivery)
    ward.do(apology_delivery.deliver, dossier_id, given)
    told = sentence(ward.ask(lookup.card, dossier_id).history[-1])
    assert said in told
    assert told.endswith("Đã gọi báo trước")


def test_the_first_releases_are_still_read() -> None:
    """They signed and issued in one act, and a draft always had a day."""
    assert (
        _told(
            "apology.issued", signed={"signer": "Đỗ Thị Ẩn"}, appointment={"due_on": "2026-11-23"}
        )
        == "Phát hành thư xin lỗi có chữ ký số của Đỗ Thị Ẩn; hẹn lại ngày 23/11/2026."
    )
    assert _told("apology.drafted", letter={"new_due_on": None, "reason": "Chờ xác minh"}) == (
        "Soạn thư xin lỗi. Lý do: Chờ xác minh."
    )
    assert _told("apology.time_stamped") == "Gắn dấu thời gian vào thư đã ký."


def test_a_cause_of_the_office_s_own_is_told_by_its_words() -> None:
    """A key that only the office's list knows shows the note, or that the list has it."""
    facts = {"cause": "flood", "cause_note": "", "department": ""}
    assert _told("apology.blamed", **facts) == "Ghi nguyên nhân chậm: theo danh mục."
    assert "Ngập nhà kho" in _told("apology.blamed", **facts | {"cause_note": "Ngập nhà kho"})
