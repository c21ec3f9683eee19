"""Who collects the result: the applicant, the person they authorised, or somebody else by name."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFormLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.core.dossiers import Person, ReturnWay
from app.core.text import clean_line
from app.services.returning import CARRIER
from app.ui.card_parts import section


class CollectorBox(QWidget):
    """Offers the people of the dossier; who handed it in is chosen already."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Người nhận kết quả")
        self.applicant = QRadioButton()
        self.representative = QRadioButton()
        self.other = QRadioButton("Người k&hác, có giấy uỷ quyền")
        self.post = QRadioButton("Gửi &bưu chính")
        self.tracking = QLineEdit()
        self.tracking.setPlaceholderText("Số hiệu trên phiếu gửi")
        self.name = QLineEdit()
        self.name.setPlaceholderText("Họ và tên người đến nhận")
        self.number = QLineEdit()
        self.number.setPlaceholderText("Có thể bỏ trống")
        self._people: dict[QRadioButton, Person] = {}
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(section("Người nhận kết quả"))
        self._form, form = _below()
        form.addRow("Họ và t&ên", self.name)
        form.addRow("&Số giấy tờ", self.number)
        self._post_form, form = _below()
        form.addRow("Số h&iệu bưu gửi", self.tracking)
        for button in (self.applicant, self.representative, self.other, self.post):
            group.addButton(button)
            column.addWidget(button)
            if button is self.other:
                column.addWidget(self._form)
        column.addWidget(self._post_form)
        self.other.toggled.connect(lambda on: self._show_form(self._form, self.name, on))
        self.post.toggled.connect(lambda on: self._show_form(self._post_form, self.tracking, on))
        self.tracking.textChanged.connect(lambda _: self.changed.emit())
        group.buttonClicked.connect(lambda _: self.changed.emit())
        self.name.textChanged.connect(lambda _: self.changed.emit())

    def offer(self, applicant: Person, representative: Person | None) -> None:
        """Offer the people of a dossier; the one who handed it in is chosen."""
        self._people = {self.applicant: applicant}
        self.applicant.setText(f"&Người nộp: {_ampersand(applicant.full_name)}")
        self.representative.setVisible(representative is not None)
        if representative is not None:
            self._people[self.representative] = representative
            self.representative.setText(
                f"Người được &uỷ quyền: {_ampersand(representative.full_name)}"
            )
        self.name.clear()
        self.number.clear()
        self.tracking.clear()
        chosen = self.applicant if representative is None else self.representative
        chosen.setChecked(True)
        self._form.setVisible(False)
        self._post_form.setVisible(False)

    def way(self) -> ReturnWay:
        """Return how the result goes out."""
        return ReturnWay.POST if self.post.isChecked() else ReturnWay.DESK

    def collector(self) -> str:
        """Return the name of who collects; empty until it is known, or the item has its number."""
        if self.post.isChecked():
            return CARRIER if clean_line(self.tracking.text()) else ""
        person = self._chosen()
        return clean_line(self.name.text()) if person is None else person.full_name

    def identity(self) -> str:
        """Return the number of the paper they showed; empty if unknown."""
        if self.post.isChecked():
            return ""
        person = self._chosen()
        return clean_line(self.number.text()) if person is None else person.identity_number

    def _chosen(self) -> Person | None:
        return next((one for button, one in self._people.items() if button.isChecked()), None)

    def _show_form(self, form: QWidget, first: QWidget, is_chosen: bool) -> None:
        form.setVisible(is_chosen)
        if is_chosen:
            first.setFocus()
        self.changed.emit()


def _below() -> tuple[QWidget, QFormLayout]:
    """Return a form that belongs to the choice above it."""
    widget = QWidget()
    form = QFormLayout(widget)
    form.setContentsMargins(28, 0, 0, 0)
    return widget, form


def _ampersand(name: str) -> str:
    return name.replace("&", "&&")
