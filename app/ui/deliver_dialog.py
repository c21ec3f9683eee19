"""Recording how an issued letter reached the citizen: seen once more, then one press."""

from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.core.errors import AppError
from app.core.wording import moment_text
from app.services import lookup
from app.services.ledger import Obligation
from app.services.lookup import DossierCard
from app.ui import letter_work
from app.ui.actions import PRIMARY_KEYS
from app.ui.apology_history import delivery_words
from app.ui.card_parts import NoticeStrip, muted, title
from app.ui.deliver_form import ERROR_FIELDS, DeliverForm
from app.ui.desk import Desk
from app.ui.error_text import one_line
from app.ui.growing import GrowingDialog
from app.ui.marks import Tone

WIDTH = 600
NOTHING_ISSUED = (
    "Hồ sơ này không có thư xin lỗi nào đang chờ giao. Thư được giao sau khi văn thư phát hành."
)


class DeliverDialog(GrowingDialog):
    """Asks how, to whom and when; bad input is told at its field and nothing typed is lost."""

    def __init__(self, desk: Desk, dossier_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._dossier_id = dossier_id
        self._number = ""
        self.setWindowTitle("Giao thư xin lỗi")
        self.setMinimumWidth(WIDTH)
        self.name = title("")
        self.about = muted("")
        self.form = DeliverForm()
        self.summary = NoticeStrip()
        self.cancel = QPushButton("&Bỏ qua")
        self.record = QPushButton("Ghi nhận đã gia&o")
        self._lay_out()
        self._connect()
        self._set_ready(ready=False)
        desk.ask(lookup.card, dossier_id, done=self._show_card)

    def told(self) -> str:
        """Return what is said below the fields now."""
        return self.summary.text()

    def _connect(self) -> None:
        self.form.changed.connect(self._summarise)
        self.cancel.clicked.connect(self.reject)
        self.record.clicked.connect(self._record)
        self.finished.connect(self.deleteLater)
        for keys in PRIMARY_KEYS:
            QShortcut(QKeySequence(keys), self, self.record.click)

    def _show_card(self, card: DossierCard) -> None:
        issued = next((row for row in card.apologies if row.state == "issued"), None)
        self.name.setText(card.row.applicant_name)
        if issued is None:
            self.about.setText(card.row.code)
            self.form.hide()
            self.summary.say(NOTHING_ISSUED, Tone.QUIET)
            return
        self._number = f" số {issued.number}" if issued.number else ""
        self.about.setText(f"Thư xin lỗi{self._number}, hồ sơ {card.row.code}")
        self._set_ready(ready=True)
        self.form.start(card, self.desk.clock.now())
        self.form.channel.first().setFocus()

    def _summarise(self) -> None:
        """Say before the press what will stand in the journal."""
        delivery = self.form.delivery()
        to_whom = delivery_words(
            {
                "channel": delivery.channel,
                "receiver": delivery.receiver or "…",
                "reference": delivery.reference or "…",
            }
        )
        at = moment_text(delivery.delivered_at)
        self.summary.say(f"Sẽ ghi: thư xin lỗi{self._number} giao {to_whom} lúc {at}.", Tone.QUIET)

    def _record(self) -> None:
        if not self.record.isEnabled():
            return
        self._set_ready(ready=False)
        proof = self.form.proof_file()
        if proof is None:
            self._write(None)
        else:
            read = partial(letter_work.read_proof, proof)
            self.desk.work(read, done=self._write, failed=self._refused)

    def _write(self, proof: tuple[str, bytes] | None) -> None:
        self.desk.do(
            letter_work.hand_over,
            self._dossier_id,
            self.form.delivery(),
            proof,
            done=self._recorded,
            failed=self._refused,
        )

    def _recorded(self, _row: Obligation) -> None:
        self.accept()

    def _refused(self, error: AppError) -> None:
        self._set_ready(ready=True)
        field = ERROR_FIELDS.get(error.code)
        if field is None:
            self.summary.say(one_line(error), Tone.LATE)
        else:
            self.form.show_error(field, one_line(error))

    def _set_ready(self, *, ready: bool) -> None:
        for widget in (self.form, self.record):
            widget.setEnabled(ready)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        for widget in (self.name, self.about, self.form, self.summary):
            column.addWidget(widget)
        column.addStretch(1)
        footer = QHBoxLayout()
        footer.setSpacing(8)
        self.record.setProperty("primary", True)
        for button in (self.cancel, self.record):
            button.setAutoDefault(False)
        footer.addWidget(self.cancel)
        footer.addStretch(1)
        footer.addWidget(self.record)
        column.addLayout(footer)
