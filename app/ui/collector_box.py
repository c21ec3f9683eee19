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

from app.core.dossiers import Person
from app.core.text import clean_line
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
        for button in (self.applicant, self.representative, self.other):
            group.addButton(button)
            column.addWidget(button)
        self._form = QWidget()
        form = QFormLayout(self._form)
        form.setContentsMargins(28, 0, 0, 0)
        form.addRow("Họ và t&ên", self.name)
        form.addRow("&Số giấy tờ", self.number)
        column.addWidget(self._form)
        self.other.toggled.connect(self._on_other)
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
        chosen = self.applicant if representative is None else self.representative
        chosen.setChecked(True)
        self._form.setVisible(False)

    def collector(self) -> str:
        """Return the name of who collects; empty until it is known."""
        person = self._chosen()
        return clean_line(self.name.text()) if person is None else person.full_name

    def identity(self) -> str:
        """Return the number of the paper they showed; empty if unknown."""
        person = self._chosen()
        return clean_line(self.number.text()) if person is None else person.identity_number

    def _chosen(self) -> Person | None:
        return next((one for button, one in self._people.items() if button.isChecked()), None)

    def _on_other(self, is_other: bool) -> None:
        self._form.setVisible(is_other)
        if is_other:
            self.name.setFocus()
        self.changed.emit()


def _ampersand(name: str) -> str:
    return name.replace("&", "&&")
