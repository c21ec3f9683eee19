"""The turns that can be taken with a dossier now, offered in one menu."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from app.core.lifecycle import Act, DossierStatus, allowed
from app.core.money import format_money
from app.services import desk_lists, forwarding
from app.services.charging import Collected
from app.services.correcting import Corrected
from app.services.forwarding import HandedOver
from app.services.lookup import DossierCard
from app.ui.desk import Desk
from app.ui.desk_paper_menu import open_notice, open_paper
from app.ui.turns.correct_dialog import CorrectDialog
from app.ui.turns.hand_over_dialog import HandOverDialog
from app.ui.turns.money_dialog import MoneyDialog
from app.ui.turns.supplement_dialog import SupplementDialog
from app.ui.turns.turn_dialog import TurnDialog
from app.ui.turns.turn_words import TURNS, Turn, went_on_words

Say = Callable[[str], None]


def fill_turns(
    menu: QMenu, desk: Desk, card: DossierCard | None, parent: QWidget, say: Say
) -> None:
    """Offer what fits where the dossier stands, and the hand-over of what waits at the desk."""
    if card is not None:
        may = allowed(card.row.status)
        if Act.ACCEPT_SUPPLEMENT in may:
            _add(menu, "Nhận giấy tờ &bổ sung…", partial(_accept, desk, card, parent, say))
        for turn in TURNS:
            if turn.act in may and not _was_asked(card, turn):
                _add(menu, turn.menu, partial(_ask, desk, card, turn, parent, say))
        _add(menu, "&Phí, lệ phí…", partial(open_money, desk, card, parent, say))
        if card.holder:
            _add(menu, "Nhận &lại từ bộ phận…", partial(_bring_back, desk, card, parent, say))
        if card.row.status.is_open or card.row.status is DossierStatus.STOPPED:
            _add(menu, "&Sửa lỗi nhập…", partial(_correct, desk, card, parent, say))
        menu.addSeparator()
    _add(menu, "Bàn giao hồ s&ơ cho bộ phận…", partial(_hand_over, desk, parent, say))


def _was_asked(card: DossierCard, turn: Turn) -> bool:
    """Whether the one supplement was asked for (NĐ 61/2018 Đ11.2.c)."""
    return turn.act is Act.REQUEST_SUPPLEMENT and any(
        entry.kind == "dossier.stood_still" and entry.facts["standstill"]["kind"] == "supplement"
        for entry in card.history
    )


def _add(menu: QMenu, words: str, act: Callable[[], None]) -> None:
    menu.addAction(words).triggered.connect(lambda _=False: act())


def _ask(desk: Desk, card: DossierCard, turn: Turn, parent: QWidget, say: Say) -> None:
    def taken(outcome: Any) -> None:
        say(turn.told(outcome))
        notice_id = getattr(outcome, "notice_id", "")
        if notice_id:
            open_notice(desk, notice_id, card.row.code, parent)

    dialog = TurnDialog(desk, card, turn, parent)
    dialog.taken.connect(taken)
    dialog.open()


def _accept(desk: Desk, card: DossierCard, parent: QWidget, say: Say) -> None:
    dialog = SupplementDialog(desk, card, parent)
    dialog.taken.connect(lambda outcome: say(went_on_words(outcome)))
    dialog.open()


def _correct(desk: Desk, card: DossierCard, parent: QWidget, say: Say) -> None:
    def taken(outcome: Corrected) -> None:
        say(f"Đã sửa {len(outcome.fields)} chỗ ở hồ sơ {outcome.code}.")

    dialog = CorrectDialog(desk, card, parent)
    dialog.taken.connect(taken)
    dialog.open()


def open_money(desk: Desk, card: DossierCard, parent: QWidget, say: Say) -> None:
    """Open the money of a dossier; each payment's note stands ready to be printed."""

    def collected(outcome: Collected) -> None:
        say(f"Đã thu {format_money(outcome.payment.amount)} của hồ sơ {card.row.code}.")
        open_notice(desk, outcome.notice_id, card.row.code, dialog)

    dialog = MoneyDialog(desk, card, parent)
    dialog.collected.connect(collected)
    dialog.open()


def _hand_over(desk: Desk, parent: QWidget, say: Say) -> None:
    dialog = HandOverDialog(desk, None, parent)
    dialog.taken.connect(lambda outcome: _show_list(desk, outcome, parent, say))
    dialog.open()


def _bring_back(desk: Desk, card: DossierCard, parent: QWidget, say: Say) -> None:
    def taken(outcome: HandedOver) -> None:
        say(f"Đã nhận lại hồ sơ {card.row.code} từ {outcome.department}.")

    dialog = HandOverDialog(desk, card, parent)
    dialog.taken.connect(taken)
    dialog.open()


def _show_list(desk: Desk, outcome: HandedOver, parent: QWidget, say: Say) -> None:
    """Say what went, and show the list for both signatures."""
    say(f"Đã bàn giao {len(outcome.codes)} hồ sơ cho {outcome.department}.")
    open_paper(
        desk,
        "dossier_handover",
        lambda session: desk_lists.dossier_handover(
            session,
            desk.office,
            forwarding.list_ids(session, desk.office, outcome.list_id),
            department=outcome.department,
            actor=desk.actor,
            at=outcome.at,
        ),
        "",
        parent,
    )
