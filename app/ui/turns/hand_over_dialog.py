"""Dossiers go to a department, or come back: both sides count, both names stand on the list."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)
from typing_extensions import override

from app.core.errors import AppError
from app.core.wording import day_month
from app.services import forwarding
from app.services.forwarding import Waiting
from app.services.lookup import DossierCard
from app.ui.card_parts import EmptyState, muted
from app.ui.desk import Desk
from app.ui.fields import Labelled
from app.ui.reason_dialog import ReasonCombo
from app.ui.turns.act_dialog import ActDialog

WIDTH, LIST_HEIGHT = 640, 220
MOST = 9999
RULE = (
    "Chuyển trong ngày làm việc; hồ sơ nhận sau 15 giờ chuyển đầu giờ ngày làm việc kế tiếp "
    "(NĐ 118/2025, Điều 18)."
)
WANTED = "Chưa ghi."
COUNT_WANTED = "Hai bên đếm rồi ghi số hồ sơ."
AT_FIELD = {"handover.count_differs": "counted"}


class HandOverDialog(ActDialog):
    """What waits at the desk is ticked; with ``card`` that dossier alone comes back."""

    at_field = AT_FIELD

    def __init__(
        self, desk: Desk, card: DossierCard | None = None, parent: QWidget | None = None
    ) -> None:
        title = "Bàn giao hồ sơ cho bộ phận" if card is None else "Nhận lại hồ sơ"
        super().__init__(desk, title, "", parent, skip="Bỏ &qua")
        self._card = card
        self.resize(WIDTH, 0)
        self.list = QListWidget()
        self.list.setAccessibleName("Hồ sơ bàn giao")
        self.list.setMinimumHeight(LIST_HEIGHT)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nothing = EmptyState("check")
        self.nothing.say("Không còn hồ sơ nào phải chuyển", "Hồ sơ mới nhận sẽ hiện ở đây.")
        self.department = ReasonCombo("Bộ phận", desk.office.apology.departments)
        self.giver, self.receiver, self.counted = QLineEdit(), QLineEdit(), QLineEdit()
        self.counted.setValidator(QIntValidator(0, MOST, self))
        (self.giver if card is None else self.receiver).setText(desk.actor.name)
        self.fields = {
            "department": Labelled("&Bộ phận", self.department),
            "giver": Labelled("Người &giao", self.giver),
            "receiver": Labelled("Người &nhận", self.receiver),
            "counted": Labelled("Hai bên &đếm được", self.counted),
        }
        self._lay_out()
        self.list.itemChanged.connect(lambda _: self._show_count())
        self.nothing.hide()
        if card is None:
            desk.ask(forwarding.waiting, key="forwarding.waiting", done=self._show)
        else:
            self._show_one(card)

    def chosen(self) -> list[str]:
        """Return the ticked dossiers."""
        items = (self.list.item(place) for place in range(self.list.count()))
        return [
            str(one.data(Qt.ItemDataRole.UserRole))
            for one in items
            if one.checkState() is Qt.CheckState.Checked
        ]

    def _show(self, rows: tuple[Waiting, ...]) -> None:
        now = self._desk.clock.now()
        for row in rows:
            late = " (quá hạn)" if row.is_overdue(now) else ""
            day = day_month(row.hand_over_on)
            self._add(f"{row.code} · {row.applicant_name} · chuyển {day}{late}", row.dossier_id)
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self._show_count()

    def _show_one(self, card: DossierCard) -> None:
        self._add(f"{card.row.code} · {card.row.applicant_name}", card.row.dossier_id)
        self.department.setEditText(card.holder)
        self.department.setEnabled(False)
        self._show_count()

    def _add(self, words: str, dossier_id: str) -> None:
        item = QListWidgetItem(words)
        item.setData(Qt.ItemDataRole.UserRole, dossier_id)
        item.setCheckState(Qt.CheckState.Checked)
        self.list.addItem(item)

    def _show_count(self) -> None:
        count = len(self.chosen())
        self.take.setText(f"Bàn giao {count} hồ sơ" if self._card is None else "Nhận lại hồ sơ")
        self.take.setEnabled(count > 0)

    @override
    def act(self) -> None:
        for box in self.fields.values():
            box.clear()
        texts = {
            "department": self.department.reason(),
            "giver": self.giver.text().strip(),
            "receiver": self.receiver.text().strip(),
            "counted": self.counted.text().strip(),
        }
        for name, text in texts.items():
            if not text:
                self.fields[name].fault(COUNT_WANTED if name == "counted" else WANTED)
                self.fields[name].editor.setFocus()
                return
        self.run(
            forwarding.forward if self._card is None else forwarding.bring_back,
            self.chosen(),
            department=texts["department"],
            giver=texts["giver"],
            receiver=texts["receiver"],
            counted=int(texts["counted"]),
        )

    @override
    def refused(self, error: AppError) -> None:
        super().refused(error)
        self._show_count()  # without a tick there is still nothing to hand over

    def _lay_out(self) -> None:
        column = self.column
        if self._card is None:
            column.addWidget(muted(RULE))
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing, 1)
        column.addWidget(self.fields["department"])
        hands = QHBoxLayout()
        hands.setSpacing(12)
        for name in ("giver", "receiver", "counted"):
            hands.addWidget(self.fields[name], 1)
        column.addLayout(hands)
        column.addWidget(self.strip)
        self.add_footer()
