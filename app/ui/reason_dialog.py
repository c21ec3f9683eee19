"""A small question: why? Ready answers to choose from, or one's own words."""

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.core.text import clean_line


class ReasonCombo(QComboBox):
    """A reason, chosen or typed; empty until the officer gives one."""

    def __init__(self, name: str, reasons: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        editor = QLineEdit(self)
        editor.setAccessibleName(name)
        self.setLineEdit(editor)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems(list(reasons))
        self.setCurrentIndex(-1)
        self.setEditText("")
        self.setMinimumContentsLength(24)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def reason(self) -> str:
        """Return the reason in clean words; may be empty."""
        return clean_line(self.currentText())


class ReasonDialog(QDialog):
    """Asks for a short reason before an act that the journal keeps."""

    def __init__(
        self,
        title: str,
        question: str,
        reasons: Sequence[str],
        accept: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        label = QLabel(question)
        label.setWordWrap(True)
        self.combo = ReasonCombo(title, reasons)
        label.setBuddy(self.combo)
        column.addWidget(label)
        column.addWidget(self.combo)
        self.buttons = QDialogButtonBox()
        self.buttons.addButton("&Bỏ qua", QDialogButtonBox.ButtonRole.RejectRole)
        self.accept_button = self.buttons.addButton(accept, QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setProperty("primary", True)
        self.accept_button.setEnabled(False)
        self.combo.editTextChanged.connect(
            lambda _: self.accept_button.setEnabled(bool(self.combo.reason()))
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)

    def reason(self) -> str:
        """Return the reason given."""
        return self.combo.reason()
