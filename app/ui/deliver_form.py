"""The fields of a delivery: which way, to whom or with what number, when, and the proof."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Signal
from PySide6.QtWidgets import (
    QDateTimeEdit,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.apologies import Delivery, DeliveryChannel
from app.core.clock import VIETNAM
from app.core.text import clean_line
from app.services.lookup import DossierCard
from app.ui import labels
from app.ui.fields import LABEL_GAP, Labelled, Segments

_C = DeliveryChannel
REFERENCES = {
    _C.POST: ("&Số hiệu bưu gửi", "Số trên phiếu gửi của bưu điện."),
    _C.EMAIL: ("&Địa chỉ thư điện tử", "Gửi từ hộp thư của cơ quan, rồi ghi nhận ở đây."),
    _C.MESSAGE: ("&Số điện thoại", "Nhắn từ máy của cơ quan, rồi ghi nhận ở đây."),
}
"""What the channel needs beside the time, and where it is found."""
ERROR_FIELDS = {
    "apology.receiver_missing": "receiver",
    "apology.tracking_missing": "reference",
    "apology.address_missing": "reference",
    "apology.delivery_time_wrong": "time",
    "apology.proof_kind": "proof",
    "apology.proof_too_large": "proof",
    "apology.proof_unreadable": "proof",
}


class MomentEdit(QDateTimeEdit):
    """A moment in Vietnam; arrows move inside it, Tab leaves it at once."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.lineEdit().setAccessibleName(name)
        self.setLocale(QLocale(QLocale.Language.Vietnamese))
        self.setDisplayFormat("HH:mm, dd/MM/yyyy")
        self.setCalendarPopup(True)

    def moment(self) -> datetime:
        """Return the moment shown, in Vietnamese time."""
        day, time = self.date(), self.time()
        return datetime(
            day.year(), day.month(), day.day(), time.hour(), time.minute(), tzinfo=VIETNAM
        )

    def set_moment(self, moment: datetime) -> None:
        """Show an aware moment."""
        local = moment.astimezone(VIETNAM)
        self.setDateTime(QDateTime.fromString(f"{local:%Y-%m-%dT%H:%M}:00", "yyyy-MM-ddTHH:mm:ss"))

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        return QWidget.focusNextPrevChild(self, forward)


class DeliverForm(QWidget):
    """Asks for what the chosen channel needs, and for nothing else."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.channel = Segments("Cách giao", labels.DELIVERY)
        self.receiver = QLineEdit()
        self.reference = QLineEdit()
        self.time = MomentEdit("Lúc giao")
        self.note = QLineEdit()
        self.note.setPlaceholderText("Có thể bỏ trống")
        self.proof = QLineEdit()
        self.proof.setPlaceholderText("Ảnh chụp, bản quét có chữ ký: PDF, PNG, JPEG")
        self.choose = QPushButton("&Chọn tệp…")
        self.choose.setAutoDefault(False)
        self.fields = {
            "receiver": Labelled(
                "&Người nhận", self.receiver, hint="Người nhận ký tên vào bản lưu của cơ quan."
            ),
            "reference": Labelled(*REFERENCES[_C.POST][:1], self.reference),
            "time": Labelled("&Lúc giao", self.time),
            "note": Labelled("&Ghi chú", self.note),
            "proof": Labelled("&Minh chứng", self.proof),
        }
        self._known = dict.fromkeys(_C, "")
        self._lay_out()
        self._connect()

    def start(self, card: DossierCard, now: datetime) -> None:
        """Fill in what the dossier knows: who comes, their address and phone, the time now."""
        person = card.representative or card.applicant
        self._known |= {_C.EMAIL: card.applicant.email, _C.MESSAGE: card.applicant.phone}
        self.channel.set_value(_C.BY_HAND)
        self.receiver.setText(person.full_name)
        self.time.set_moment(now)

    def delivery(self) -> Delivery:
        """Return what is filled in; whether it is enough, the service says."""
        channel = DeliveryChannel(self.channel.value())
        by_hand = channel is _C.BY_HAND
        return Delivery(
            channel=channel,
            delivered_at=self.time.moment(),
            receiver=clean_line(self.receiver.text()) if by_hand else "",
            reference="" if by_hand else clean_line(self.reference.text()),
            note=clean_line(self.note.text()),
        )

    def proof_file(self) -> Path | None:
        """Return the chosen proof, or None."""
        typed = self.proof.text().strip()
        return Path(typed).expanduser() if typed else None

    def show_error(self, field: str, words: str) -> None:
        """Say at a field what is wrong with it, and go there."""
        self.fields[field].fault(words)
        self.fields[field].editor.setFocus()

    def _connect(self) -> None:
        self.channel.changed.connect(self._on_channel)
        self.reference.textEdited.connect(self._remember)
        self.choose.clicked.connect(self._choose)
        for name, edit in (
            ("receiver", self.receiver),
            ("reference", self.reference),
            ("proof", self.proof),
        ):
            edit.textChanged.connect(lambda _, name=name: self._on_edited(name))
        self.time.dateTimeChanged.connect(lambda _: self._on_edited("time"))

    def _on_channel(self, value: str) -> None:
        channel = DeliveryChannel(value)
        by_hand = channel is _C.BY_HAND
        self.fields["receiver"].setVisible(by_hand)
        self.fields["reference"].setVisible(not by_hand)
        if not by_hand:
            self.fields["reference"].rename(*REFERENCES[channel])
            self.reference.setText(self._known[channel])
        self.changed.emit()

    def _remember(self, typed: str) -> None:
        """Keep what was typed for a channel while another is looked at."""
        self._known[DeliveryChannel(self.channel.value())] = typed

    def _on_edited(self, field: str) -> None:
        self.fields[field].clear()
        self.changed.emit()

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Minh chứng giao thư", "", "PDF, ảnh (*.pdf *.png *.jpg *.jpeg)"
        )
        if chosen:
            self.proof.setText(chosen)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.channel)
        for field in ("receiver", "reference", "time", "note"):
            column.addWidget(self.fields[field])
        beside = QHBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(self.fields["proof"], 1)
        button = QVBoxLayout()
        button.addSpacing(self.fontMetrics().height() + LABEL_GAP)  # level with the field
        button.addWidget(self.choose)
        button.addStretch(1)
        beside.addLayout(button)
        column.addLayout(beside)
