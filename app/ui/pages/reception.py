"""Tiếp nhận: one citizen, one form, one key; then ready for the next."""

import uuid
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.clock import local_day
from app.core.dossiers import Channel, Intake
from app.core.errors import AppError, CardUnreadable, FutureBirthDate
from app.core.identity import IdentityKind, compact, looks_like_card, parse_card, recognise
from app.core.wording import moment_text
from app.services import reception
from app.services.reception import Received
from app.ui.desk import Desk
from app.ui.error_text import error_text
from app.ui.fields import EnterEdit, Labelled, Segments
from app.ui.page import GAP, Page
from app.ui.pages.dossier_form import DossierForm
from app.ui.pages.due_panel import DuePanel
from app.ui.pages.person_form import PersonForm

PERSON_WIDTHS = (376, 440)
PROMISE_MS = 30_000
RECEIVED_NOTICE = "reception.received"
AT_PROCEDURE = "procedure."
AT_FOREIGN_CODE = "intake.foreign_code_taken"
CHANNELS: dict[str, str] = {
    Channel.DIRECT: "Trực tiếp",
    Channel.POST: "Bưu chính",
    Channel.ONLINE: "Trực tuyến",
}


class ReceptionPage(Page):
    """The counter's main screen: card, person, procedure, papers, promise, one key."""

    title = "Tiếp nhận hồ sơ"
    key = "reception"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.card_edit = EnterEdit()
        self.card_edit.setPlaceholderText("Đưa thẻ vào đầu đọc, hoặc nhập số giấy tờ")
        self.card = Labelled("&Quét thẻ căn cước", self.card_edit)
        self.applicant = PersonForm("Người nộp", self._today)
        self.by_other = QCheckBox("Có &người được uỷ quyền nộp thay")
        self.representative = PersonForm("Người được uỷ quyền", self._today)
        self.channel = Segments("Cách nộp", CHANNELS)
        self.foreign_code = QLineEdit()
        self.foreign = Labelled(
            "Mã trên &Cổng", self.foreign_code, hint="Mã hồ sơ do Cổng dịch vụ công cấp."
        )
        self.dossier = DossierForm(desk, self._today)
        self.due = DuePanel(self)
        self.again = QPushButton("Nhập lại từ đầu")
        self.last = QLabel()
        self.last.setProperty("kind", "muted")
        self.accept_button = QPushButton("Tiếp nhận và in  (F9)")
        self.accept_action = QAction("Tiếp nhận và in", self)
        self._request_id = str(uuid.uuid4())
        self._timer = QTimer(self)
        self._timer.setInterval(PROMISE_MS)
        self._lay_out()
        self._connect()
        self.representative.hide()
        self.channel.set_value(Channel.DIRECT)
        self.foreign.hide()

    @override
    def on_shown(self) -> None:
        self._promise()
        self._timer.start()
        self.card_edit.setFocus()

    @override
    def take_scan(self, text: str) -> bool:
        if not looks_like_card(text):
            return False
        self.read_card(text)
        return True

    @override
    def primary(self) -> QAction | None:
        return self.accept_action

    def read_card(self, scanned: str) -> None:
        """Fill a person from a card; the scanned string is kept nowhere."""
        self.card_edit.clear()
        try:
            card = parse_card(scanned, self._today())
        except (CardUnreadable, FutureBirthDate) as error:
            said = error_text(error)
            self.card.fault(f"{said.title}. {said.text}".strip())
            self.card_edit.setFocus()
            return
        self.card.clear()
        self._person_scanned().fill(card)
        self.dossier.picker.setFocus()

    def accept(self) -> None:
        """Receive what is on the form, if nothing is missing; a second press does nothing."""
        if not self.accept_action.isEnabled():
            return
        if self.dossier.picker.is_busy():
            self.dossier.picker.when_settled(self.accept)
            return
        at_fault = self._first_fault()
        if at_fault is not None:
            at_fault.setFocus()
            return
        intake = self._intake()
        if intake is not None:
            self.accept_action.setEnabled(False)
            self.desk.do(reception.receive, intake, done=self._received, failed=self._refused)

    def reset(self) -> None:
        """Make the form ready for the next citizen."""
        self._request_id = str(uuid.uuid4())
        self.card_edit.clear()
        self.card.clear()
        self.applicant.clear()
        self.channel.set_value(Channel.DIRECT)
        self.foreign_code.clear()
        self.foreign.clear()
        self.by_other.setChecked(False)
        self.representative.clear()
        self.dossier.clear()
        self.due.clear()

    def is_empty(self) -> bool:
        """Whether nothing worth keeping is on the form."""
        return self.applicant.is_empty() and self.dossier.detail is None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._next_field()
        else:
            super().keyPressEvent(event)

    def _today(self) -> date:
        return local_day(self.desk.clock.now())

    def _person_scanned(self) -> PersonForm:
        """Return whose card it is: the representative's once the applicant is known."""
        other = self.representative
        is_others = self.by_other.isChecked() and not self.applicant.is_empty()
        inside = self.focusWidget() is not None and self.applicant.isAncestorOf(self.focusWidget())
        return other if is_others and not inside else self.applicant

    def _intake(self) -> Intake | None:
        detail, case = self.dossier.detail, self.dossier.case_row()
        if detail is None or case is None:
            return None
        other = self.representative.person() if self.by_other.isChecked() else None
        return Intake(
            request_id=self._request_id,
            procedure_version_id=detail.version_id,
            case_ordinal=case.ordinal,
            channel=Channel(self.channel.value()),
            applicant=self.applicant.person(),
            representative=other,
            papers=self.dossier.papers(),
            set_count=self.dossier.set_count(),
            note=self.dossier.note.text(),
            foreign_code=self.foreign_code.text() if self._is_online() else "",
        )

    def _is_online(self) -> bool:
        return self.channel.value() == Channel.ONLINE

    def _show_foreign(self, _: str) -> None:
        """Ask for the portal's code where there is one; what was typed stays."""
        self.foreign.setVisible(self._is_online())

    def _first_fault(self) -> QWidget | None:
        """Say all that is missing at its field; return the first one in the form's order."""
        people = [self.applicant]
        if self.by_other.isChecked():
            people.append(self.representative)
        faults = [*(person.fault() for person in people), self.dossier.fault()]
        return next((editor for editor in faults if editor is not None), None)

    def _received(self, received: Received) -> None:
        self.accept_action.setEnabled(True)
        promise = moment_text(received.due_at)
        self.say(f"Đã tiếp nhận {received.code}, hẹn trả {promise}.", "good", RECEIVED_NOTICE)
        self.last.setText(f"Vừa nhận {received.code}  ·  hẹn {promise}")
        self.reset()
        if self.isVisible():
            self.card_edit.setFocus()

    def _refused(self, error: AppError) -> None:
        """Keep all that was typed; say at the field what the field can mend, else in the bar."""
        self.accept_action.setEnabled(True)
        said = error_text(error)
        words = f"{said.title}. {said.next_step}".strip()
        if error.code.startswith(AT_PROCEDURE):
            self.dossier.procedure.fault(words)
            self.dossier.picker.setFocus()
        elif error.code == AT_FOREIGN_CODE:
            self.foreign.fault(f"{said.title}. {said.text} {said.next_step}")
            self.foreign_code.setFocus()
        else:
            self.desk.failed.emit(error)

    def _promise(self) -> None:
        """Show the appointment that accepting now would give."""
        detail, case = self.dossier.detail, self.dossier.case_row()
        if detail is None or case is None:
            self.due.clear()
            return
        now = self.desk.clock.now()
        made = reception.appointment_for(self.desk.office, detail, case.ordinal, now)
        self.due.promise(made, case.term_text)

    def _on_card_entered(self, typed: str) -> None:
        if looks_like_card(typed) or recognise(compact(typed)) is IdentityKind.OTHER:
            self.read_card(typed)
        else:
            self.card_edit.clear()
            self.card.clear()
            self._person_scanned().put_number(typed)
            self._person_scanned().name.editor.setFocus()

    def _walk(self) -> list[QWidget]:
        other = self.representative.fields() if self.by_other.isChecked() else ()
        order = (
            self.card_edit,
            *self.applicant.fields(),
            self.channel.first(),
            *((self.foreign_code,) if self._is_online() else ()),
            self.by_other,
            *other,
            *self.dossier.fields(),
            self.accept_button,
        )
        return [widget for widget in order if widget.isEnabled()]

    def _next_field(self) -> None:
        order = self._walk()
        focused = self.focusWidget()
        places = [
            place
            for place, widget in enumerate(order)
            if focused is not None and (widget is focused or widget.parent() is focused.parent())
        ]
        exact = [place for place in places if order[place] is focused]
        place = (exact or places or [len(order) - 1])[0]
        if place + 1 < len(order):
            order[place + 1].setFocus(Qt.FocusReason.TabFocusReason)

    def _next_part(self) -> None:
        parts = (self.card_edit, self.dossier.picker, self.dossier.checklist, self.accept_button)
        focused = self.focusWidget()
        place = parts.index(focused) if focused in parts else -1
        parts[(place + 1) % len(parts)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_representative(self, on: bool) -> None:
        self.representative.setVisible(on)
        if on and self.by_other.hasFocus():
            self.representative.name.editor.setFocus()

    def _ask_again(self) -> None:
        if self.is_empty() or _may_discard(self):
            self.reset()
        self.card_edit.setFocus()

    def _connect(self) -> None:
        self.card_edit.entered.connect(self._on_card_entered)
        self.card_edit.textEdited.connect(lambda _: self.card.clear())
        self.by_other.toggled.connect(self._show_representative)
        self.channel.changed.connect(self._show_foreign)
        self.foreign_code.textEdited.connect(lambda _: self.foreign.clear())
        self.dossier.case_chosen.connect(self._promise)
        self.dossier.checklist.left.connect(self._next_field)
        self._timer.timeout.connect(self._promise)
        self.again.clicked.connect(self._ask_again)
        self.accept_action.triggered.connect(self.accept)
        self.accept_action.changed.connect(
            lambda: self.accept_button.setEnabled(self.accept_action.isEnabled())
        )
        self.accept_button.clicked.connect(self.accept)
        QShortcut(QKeySequence("F6"), self, self._next_part)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self._people(), 2)
        right = QVBoxLayout()
        right.setSpacing(GAP)
        right.addWidget(self.dossier, 1)
        right.addWidget(self.due)
        row.addLayout(right, 3)
        self.body.addLayout(row, 1)
        self.set_footer(self.again, self.last, primary=self.accept_button)

    def _people(self) -> QWidget:
        card = QFrame()
        card.setProperty("card", True)
        card.setMinimumWidth(PERSON_WIDTHS[0])
        card.setMaximumWidth(PERSON_WIDTHS[1])
        inner = QWidget()
        inner.setProperty("plain", True)
        column = QVBoxLayout(inner)
        column.setContentsMargins(20, 8, 20, 4)
        column.setSpacing(8)
        channel = Labelled("Cách nộp", self.channel)
        for widget in (
            self.card,
            self.applicant,
            channel,
            self.foreign,
            self.by_other,
            self.representative,
        ):
            column.addWidget(widget)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        frame = QVBoxLayout(card)
        frame.setContentsMargins(1, 1, 1, 1)
        frame.addWidget(area)
        return card


def _may_discard(parent: QWidget) -> bool:
    box = QMessageBox(parent)
    box.setWindowTitle("Nhập lại từ đầu")
    box.setText("Bỏ những gì đang nhập trên trang này?")
    discard = box.addButton("&Bỏ và nhập lại", QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton("&Giữ lại", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.exec()
    return box.clickedButton() is discard
