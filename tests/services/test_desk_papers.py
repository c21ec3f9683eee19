"""What the papers of the desk say is what the database knows; nothing is changed by saying it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.core.appointment import TermUnit
from app.core.catalogue import CatalogueCharge
from app.core.desk_papers import KINDS, thaw_paper
from app.core.dossiers import Person
from app.core.papers import PaperCount, freeze
from app.core.text import fold
from app.services import catalogue, desk_lists, desk_papers, reception
from app.services.desk_lists import NothingListed, RegisterPeriod
from app.services.desk_papers import AmountMissing, NothingToPay, NotReturned, ReasonMissing
from app.services.lookup import DossierUnknown
from app.services.office import FormMissing
from tests.services.desk import NOW, TWO_CASES, Desk, at, make_procedure

NOWHERE = "00000000-0000-4000-8000-000000000000"
APPLICANT = Person(
    "Nguyễn Thị Ẩn",
    identity_number="001304000123",
    address="Số 2 đường Bến Mơ",
    phone="0900 000 123",
    email="an@example.vn",
)


def ask(desk: Desk, make: Any, *args: Any, acting: bool = True, **kw: Any) -> Any:
    """Make one paper; it can be kept and thawed again."""
    told = {"at": NOW} | ({"actor": desk.clerk} if acting else {}) | kw
    paper = desk.ask(make, *args, **told)
    assert thaw_paper(freeze(paper)) == paper
    assert type(paper) is KINDS[paper.head.kind]
    return paper


def receive(desk: Desk, **kw: Any) -> str:
    """Take in a dossier of one applicant and their representative."""
    told = {"applicant": APPLICANT, "representative": Person("Lê Văn Bưởi", phone="0911")} | kw
    return desk.receive(**told).dossier_id


def supplement(desk: Desk, dossier_id: str, **kw: Any) -> Any:
    told = {"items": ["Giấy chứng sinh"], "reasons": ["Còn thiếu."]} | kw
    return ask(desk, desk_papers.supplement_request, dossier_id, **told)


def test_a_supplement_request_says_what_is_typed_in_the_words_of_its_form(desk: Desk) -> None:
    """Form 02 of the circular in force, about this dossier, with the desk's telephone."""
    paper = supplement(
        desk, receive(desk), items=["  Giấy chứng sinh ", ""], reasons=["Còn\tthiếu."]
    )
    assert (paper.head.form_number, paper.head.legal_basis) == (
        "Mẫu số 02",
        "Thông tư số 03/2025/TT-VPCP",
    )
    assert (paper.head.paper, paper.head.copy, paper.head.issued_at) == ("A5", 0, NOW)
    assert paper.head.code == paper.head.qr_text == "H29.26-261120-0001"
    assert (paper.items, paper.reasons) == (("Giấy chứng sinh",), ("Còn thiếu.",))
    assert (paper.matter.owner_name, paper.matter.submitter_name) == (
        "Nguyễn Thị Ẩn",
        "Lê Văn Bưởi",
    )
    assert paper.matter.procedure_name == "Thủ tục xác nhận tình trạng hôn nhân"
    assert paper.matter.case_name == ""
    assert paper.request.startswith("Yêu cầu Ông/Bà hoàn thiện")
    assert f"{desk.office.name}, số điện thoại 0000 100 100" in paper.closing
    assert paper.clerk_name == "Trần Ngọc Lan"


def test_an_office_without_a_telephone_says_nothing_of_it(desk: Desk) -> None:
    """No label without its value, in running text neither."""
    head = replace(desk.office.letterhead, phone="")
    desk.office = replace(desk.office, letterhead=head)
    assert "số điện thoại" not in supplement(desk, receive(desk)).closing


def test_the_generation_of_a_form_is_that_of_its_day(desk: Desk) -> None:
    """Before 15/9/2025 the control sheet was Mẫu số 05 and no stop notice existed."""
    dossier_id = receive(desk)
    old = at(10).replace(year=2024)
    then = ask(desk, desk_papers.control_sheet, dossier_id, acting=False, at=old)
    now = ask(desk, desk_papers.control_sheet, dossier_id, acting=False)
    assert (then.head.form_number, now.head.form_number) == ("Mẫu số 05", "Mẫu số 06")
    assert "01/2018" in then.head.legal_basis
    with pytest.raises(FormMissing):
        ask(desk, desk_papers.stop_notice, dossier_id, acting=False, reasons=["x"], at=old)


def test_a_refusal_gives_its_reasons_and_ground(desk: Desk) -> None:
    """NĐ 61/2018 Đ17.1.b."""
    dossier_id = receive(desk)
    paper = ask(
        desk,
        desk_papers.refusal,
        dossier_id,
        reasons=["Không thuộc thẩm quyền."],
        legal_ground=" Điều 13 Luật Hộ tịch ",
    )
    assert paper.reasons == ("Không thuộc thẩm quyền.",)
    assert paper.legal_ground == "Điều 13 Luật Hộ tịch"
    assert desk.office.name in paper.statement
    assert "**không tiếp nhận" in paper.statement


def test_a_stop_notice_names_the_dossier_and_gives_its_papers_back(desk: Desk) -> None:
    """All that came is given back where nobody says otherwise; the head of the office signs."""
    dossier_id = receive(desk)
    paper = ask(
        desk, desk_papers.stop_notice, dossier_id, acting=False, reasons=["Xin dừng."], at=at(23)
    )
    assert paper.returned == (
        PaperCount("Tờ khai", 1, 0, 0),
        PaperCount("Giấy tờ kèm theo", 0, 1, 2),
    )
    assert (paper.number, paper.symbol) == ("", "TB-TTPVHCC")
    assert (paper.authority, paper.signer_name) == (("GIÁM ĐỐC",), "Đỗ Thị Ẩn")
    said = " ".join(paper.paragraphs)
    for part in ("ngày 20 tháng 11 năm 2026", "**H29.26-261120-0001**", "Nguyễn Thị Ẩn"):
        assert part in said
    assert "kể từ ngày 23 tháng 11 năm 2026" in said
    kept = ask(
        desk, desk_papers.stop_notice, dossier_id, acting=False, reasons=["Xin dừng."], returned=()
    )
    assert kept.returned == ()


@pytest.mark.parametrize("lines", [[], ["  ", "\t"]])
def test_a_paper_that_must_give_reasons_is_not_made_without(desk: Desk, lines: list[str]) -> None:
    """The reasons must be given; blank lines are none."""
    dossier_id = receive(desk)
    for kw in ({"items": lines}, {"reasons": lines}):
        with pytest.raises(ReasonMissing):
            supplement(desk, dossier_id, **kw)
    with pytest.raises(ReasonMissing):
        ask(desk, desk_papers.refusal, dossier_id, reasons=lines)
    with pytest.raises(ReasonMissing):
        ask(desk, desk_papers.stop_notice, dossier_id, acting=False, reasons=lines)


def test_a_control_sheet_begins_at_the_desk_and_leaves_room(desk: Desk) -> None:
    """The first giver is the desk; the rest is written on the way."""
    paper = ask(
        desk,
        desk_papers.control_sheet,
        receive(desk),
        acting=False,
        department=" Phòng Tư pháp ",
        partner="Công an phường",
    )
    first, *rest = paper.blocks
    assert (first.giver, first.receiver) == (desk.office.name, "Phòng Tư pháp")
    assert (paper.department, paper.partner) == ("Phòng Tư pháp", "Công an phường")
    assert len(rest) == 3
    assert {(one.giver, one.receiver, one.at) for one in rest} == {("", "", None)}
    assert (paper.received_at, paper.due_at.date()) == (NOW, date(2026, 11, 26))


def test_a_receipt_of_the_result_says_who_gave_what_to_whom(desk: Desk) -> None:
    """From the journal: the officer, the collector with masked number, and the known telephone."""
    dossier_id = receive(desk)
    with pytest.raises(NotReturned):
        ask(desk, desk_papers.result_receipt, dossier_id, acting=False)
    desk.hand_over(dossier_id, at(25), collector="LÊ VĂN BƯỞI", collector_identity="001304000123")
    paper = ask(desk, desk_papers.result_receipt, dossier_id, acting=False, at=at(25, 10))
    assert (paper.giver_name, paper.giver_phone) == ("Trần Ngọc Lan", "0000 100 100")
    assert (paper.receiver_name, paper.receiver_phone) == ("LÊ VĂN BƯỞI", "0911")
    assert paper.receiver_identity == "••••••••0123"
    assert paper.returned_at == at(25)
    (item,) = paper.results
    assert (item.kind, item.number) == ("Giấy xác nhận", "")
    assert "001304000123" not in freeze(paper)


def test_a_stranger_collects_without_a_telephone(desk: Desk) -> None:
    """Nobody asked for it, so the paper leaves it out."""
    dossier_id = receive(desk)
    desk.hand_over(dossier_id, at(25), collector="Người Lạ")
    paper = ask(desk, desk_papers.result_receipt, dossier_id, acting=False, at=at(25))
    assert (paper.receiver_phone, paper.receiver_identity) == ("", "")


def test_a_fee_note_counts_what_the_catalogue_takes(desk: Desk) -> None:
    """The amount in digits and in words; what the officer counted goes before the catalogue's."""
    dossier_id = receive(desk)
    paper = ask(desk, desk_papers.charge_note, dossier_id)
    assert [(one.name, one.amount) for one in paper.lines] == [("Lệ phí", 15_000)]
    assert (paper.total, paper.total_words) == (15_000, "Mười lăm nghìn đồng")
    assert (paper.payer_name, len(paper.editions)) == ("Lê Văn Bưởi", 3)
    assert paper.head.title == "Phiếu thu phí, lệ phí"
    assert paper.head.form_number == ""
    counted = ask(desk, desk_papers.charge_note, dossier_id, amounts=[45_000])
    assert counted.total == 45_000
    with pytest.raises(NothingToPay):
        ask(desk, desk_papers.charge_note, dossier_id, amounts=[0])


def test_a_fee_note_knows_the_charges_of_the_receiving_day(desk: Desk) -> None:
    """An amount left to the province is asked for; a charge of another time is not taken."""
    charges = (
        CatalogueCharge("Phí cũ", 9_000, False, "", date(2024, 1, 1), date(2026, 6, 30)),
        CatalogueCharge("Lệ phí hộ tịch", None, True, "Mức của tỉnh", date(2024, 1, 1), None),
        CatalogueCharge("Bản sao", 8_000, False, "Mỗi bản", date(2024, 1, 1), None),
        CatalogueCharge("Miễn", 0, False, "", date(2024, 1, 1), None),
    )
    changed = replace(
        make_procedure(TWO_CASES, "Chứng thực bản sao", (2, TermUnit.WORKING_DAY)), charges=charges
    )
    desk.do(catalogue.import_catalogue, (changed,))
    dossier_id = desk.do(
        reception.receive, replace(desk.intake(TWO_CASES), applicant=APPLICANT)
    ).dossier_id
    with pytest.raises(AmountMissing) as error:
        ask(desk, desk_papers.charge_note, dossier_id)
    assert error.value.params["name"] == "Lệ phí hộ tịch"
    paper = ask(desk, desk_papers.charge_note, dossier_id, amounts=[5_000])
    assert [(one.name, one.amount) for one in paper.lines] == [
        ("Lệ phí hộ tịch", 5_000),
        ("Bản sao", 8_000),
    ]
    assert paper.total_words == "Mười ba nghìn đồng"


def test_the_case_is_named_where_a_procedure_has_several(desk: Desk) -> None:
    """It decides the term, so it is part of what is asked for."""
    dossier_id = desk.do(reception.receive, desk.intake(TWO_CASES, case_ordinal=2)).dossier_id
    assert supplement(desk, dossier_id).matter.case_name == "Trường hợp 2"


def test_an_unknown_dossier_is_told(desk: Desk) -> None:
    """Of one paper, and of a list."""
    with pytest.raises(DossierUnknown):
        supplement(desk, NOWHERE)
    for make in (desk_lists.dossier_handover, desk_lists.result_handover):
        with pytest.raises(DossierUnknown):
            ask(desk, make, [receive(desk), NOWHERE])
        with pytest.raises(NothingListed):
            ask(desk, make, [])


def test_the_book_is_numbered_through_the_year(desk: Desk) -> None:
    """A part of the book carries the numbers of the whole (TT 01/2018 Đ10.2)."""
    ids = [receive(desk, at=at(day)) for day in (18, 19, 19, 20)]
    desk.hand_over(ids[1], at(20, 15), collector="Nguyễn Thị Ẩn")
    book = ask(desk, desk_lists.register, date(2026, 1, 1), date(2026, 12, 31))
    part = ask(desk, desk_lists.register, date(2026, 11, 19), date(2026, 11, 19))
    assert [one.number for one in book.entries] == [1, 2, 3, 4]
    assert [one.number for one in part.entries] == [2, 3]
    assert part.entries == book.entries[1:3]
    assert (book.book, book.head.code, book.head.paper) == ("2026", "", "A4-landscape")
    returned = part.entries[0]
    assert (returned.returned_on, returned.collector) == (date(2026, 11, 20), "Nguyễn Thị Ẩn")
    assert returned.return_way == "Trực tiếp"
    waiting = part.entries[1]
    assert (waiting.returned_on, waiting.return_way, waiting.collector) == (None, "", "")
    assert (waiting.owner_name, waiting.address, waiting.phone) == (
        APPLICANT.full_name,
        APPLICANT.address,
        APPLICANT.phone,
    )


def test_a_day_of_the_book_is_a_day_in_vietnam(desk: Desk) -> None:
    """Moments are stored in UTC; half past six in the morning is the day before there."""
    receive(desk, at=at(19, 6, 30))
    receive(desk, at=at(19, 23, 30))
    for day, count in ((18, 0), (19, 2), (20, 0)):
        on = date(2026, 11, day)
        assert len(ask(desk, desk_lists.register, on, on).entries) == count


@pytest.mark.parametrize(
    "days", [(date(2026, 2, 2), date(2026, 2, 1)), (date(2025, 12, 1), date(2026, 1, 31))]
)
def test_the_book_is_one_of_one_year(desk: Desk, days: tuple[date, date]) -> None:
    """One book a year, its days in order."""
    with pytest.raises(RegisterPeriod):
        ask(desk, desk_lists.register, *days)


def test_dossiers_go_to_a_department_with_their_count(desk: Desk) -> None:
    """In the order asked for, each once, with sets and papers."""
    first, second = receive(desk), receive(desk)
    paper = ask(
        desk,
        desk_lists.dossier_handover,
        [second, first, second],
        department=" Phòng Tư pháp ",
    )
    assert [row.code[-4:] for row in paper.rows] == ["0002", "0001"]
    assert [(row.set_count, row.paper_count) for row in paper.rows] == [(1, 4), (1, 4)]
    assert (paper.giver, paper.receiver) == (desk.office.name, "Phòng Tư pháp")
    assert paper.giver_name == "Trần Ngọc Lan"
    assert paper.rows[0].received_at == NOW


def test_the_dossiers_of_days_can_be_asked_for(desk: Desk) -> None:
    """What came on a day goes on together."""
    ids = [receive(desk, at=at(day)) for day in (18, 19, 20)]
    asked = desk.ask(desk_lists.received_ids, date(2026, 11, 18), date(2026, 11, 19))
    assert asked == tuple(ids[:2])


def test_results_come_with_fee_and_way(desk: Desk) -> None:
    """Code, matter, result, owner, address, fee, and who wants it by post."""
    first, second = receive(desk), receive(desk)
    paper = ask(
        desk,
        desk_lists.result_handover,
        [first, second],
        department="Phòng Tư pháp",
        by_post=[second],
    )
    assert [row.is_by_post for row in paper.rows] == [False, True]
    row = paper.rows[0]
    assert (row.result_name, row.charge_text) == ("Giấy xác nhận", "Lệ phí: 15.000 đ")
    assert (row.owner_name, row.address) == (APPLICANT.full_name, APPLICANT.address)
    assert (paper.giver, paper.receiver) == ("Phòng Tư pháp", desk.office.name)
    assert (paper.receiver_name, paper.head.title) == ("Trần Ngọc Lan", "Phiếu bàn giao kết quả")


def test_a_list_longer_than_a_question_is_whole(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ids are asked for in batches."""
    monkeypatch.setattr(desk_lists, "ID_BATCH", 2)
    ids = [receive(desk) for _ in range(5)]
    paper = ask(desk, desk_lists.dossier_handover, ids)
    assert len(paper.rows) == 5
    assert {row.paper_count for row in paper.rows} == {4}


def test_no_identity_number_is_on_any_paper(desk: Desk) -> None:
    """What lies about on counters shows no number in full."""
    dossier_id = receive(desk)
    papers = [
        supplement(desk, dossier_id),
        ask(desk, desk_papers.control_sheet, dossier_id, acting=False),
        ask(desk, desk_papers.charge_note, dossier_id),
        ask(desk, desk_lists.register, date(2026, 1, 1), date(2026, 12, 31)),
    ]
    assert all("001304000123" not in freeze(paper) for paper in papers)
    assert all(fold("Nguyễn Thị Ẩn") in fold(freeze(paper)) for paper in papers)


def test_making_papers_writes_nothing(desk: Desk) -> None:
    """The acts come elsewhere; here the journal stays as it was."""
    dossier_id = receive(desk)
    before = desk.scalar("select count(*) from journal")
    supplement(desk, dossier_id)
    ask(desk, desk_papers.refusal, dossier_id, reasons=["x"])
    ask(desk, desk_papers.stop_notice, dossier_id, acting=False, reasons=["x"])
    assert desk.scalar("select count(*) from journal") == before
    assert desk.scalar("select status from dossier") == "received"
