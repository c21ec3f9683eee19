"""The papers of the desk beside slips and letters: gathered, drawn and shown ready for printing."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QMenu, QWidget

from app.core.clock import local_day
from app.core.lifecycle import DossierStatus
from app.core.wording import moment_text
from app.services import desk_lists, desk_papers, notices, slips
from app.services.lookup import DossierCard
from app.ui.desk import Desk
from app.ui.paper_dialog import PaperDialog

if TYPE_CHECKING:
    from app.core.desk_papers import DeskPaper

Gather = Callable[[Any], "DeskPaper"]
"""Gathers a paper's content in an open unit."""
RECEIPT = "receipt_slip"


def fill_menu(menu: QMenu, desk: Desk, card: DossierCard | None, parent: QWidget) -> None:
    """Offer the papers of a dossier, where one is chosen, and the lists of the desk."""
    if card is not None:
        if card.slips:
            receipt = menu.addAction("Giấy tiếp nhận và hẹn trả, khổ &A5")
            receipt.triggered.connect(lambda _=False: open_receipt(desk, card, parent))
        for one in card.notices:
            form = desk.office.form(one.kind, local_day(one.issued_at))
            issued = menu.addAction(f"{form.title}, {moment_text(one.issued_at)}")
            issued.triggered.connect(
                lambda _=False, i=one.notice_id: open_notice(desk, i, card.row.code, parent)
            )
        for words, kind, gather in _of_dossier(desk, card):
            action = menu.addAction(words)
            action.triggered.connect(
                lambda _=False, k=kind, g=gather: open_paper(desk, k, g, card.row.code, parent)
            )
        menu.addSeparator()
    for words, kind, gather in _of_desk(desk):
        action = menu.addAction(words)
        action.triggered.connect(
            lambda _=False, k=kind, g=gather: open_paper(desk, k, g, "", parent)
        )


def open_paper(desk: Desk, kind: str, gather: Gather, code: str, parent: QWidget) -> PaperDialog:
    """Show a paper as it will be printed; it is gathered and drawn on a worker."""
    form = desk.office.form(kind, local_day(desk.clock.now()))
    title = f"{form.title} {code}".strip()
    dialog = PaperDialog(desk, title, partial(_pdf, desk, gather), form.paper, parent)
    dialog.open()
    return dialog


def open_receipt(desk: Desk, card: DossierCard, parent: QWidget) -> PaperDialog:
    """Show form 01 of a dossier: the newest issued paper, on the sheet of its form."""
    form = desk.office.form(RECEIPT, local_day(desk.clock.now()))
    source = partial(_receipt, desk, card.row.dossier_id)
    dialog = PaperDialog(desk, f"{form.title} {card.row.code}", source, form.paper, parent)
    dialog.open()
    return dialog


def open_notice(desk: Desk, notice_id: str, code: str, parent: QWidget) -> PaperDialog:
    """Show a paper that was issued to the citizen, as it was issued."""
    source = partial(_pdf, desk, lambda session: notices.get(session, desk.office, notice_id))
    dialog = PaperDialog(desk, f"Giấy của hồ sơ {code}", source, "A5", parent)
    dialog.open()
    return dialog


def _pdf(desk: Desk, gather: Gather) -> bytes:
    from app.printing.forms.desk_pdf import paper_pdf

    with desk.database.read() as session:
        content = gather(session)
    return paper_pdf(content)


def _receipt(desk: Desk, dossier_id: str) -> bytes:
    from app.printing.receipt_pdf import receipt_pdf

    with desk.database.read() as session:
        slip = slips.current_slip(session, desk.office, dossier_id)
    return receipt_pdf(slip)


def _of_dossier(desk: Desk, card: DossierCard) -> list[tuple[str, str, Gather]]:
    at, office, ident = desk.clock.now(), desk.office, card.row.dossier_id
    papers: list[tuple[str, str, Gather]] = [
        (
            "Phiếu &kiểm soát quá trình giải quyết",
            "control_sheet",
            lambda session: desk_papers.control_sheet(session, office, ident, at=at),
        ),
        (
            "Phiếu thu &phí, lệ phí",
            "charge_note",
            lambda session: desk_papers.charge_note(
                session, office, ident, actor=desk.actor, at=at
            ),
        ),
    ]
    if card.row.status is DossierStatus.RETURNED:
        papers.append(
            (
                "Giấy &biên nhận trả kết quả",
                "result_receipt",
                lambda session: desk_papers.result_receipt(session, office, ident, at=at),
            )
        )
    return papers


def _of_desk(desk: Desk) -> list[tuple[str, str, Gather]]:
    at, office, actor = desk.clock.now(), desk.office, desk.actor
    today = local_day(at)

    def handover(session: Any) -> "DeskPaper":
        ids = desk_lists.received_ids(session, office, today, today)
        return desk_lists.dossier_handover(session, office, ids, actor=actor, at=at)

    return [
        ("Giấy bàn giao hồ sơ &nhận hôm nay", "dossier_handover", handover),
        (
            "&Sổ theo dõi hồ sơ năm nay",
            "register",
            lambda session: desk_lists.register(
                session, office, date(today.year, 1, 1), today, actor=actor, at=at
            ),
        ),
    ]
