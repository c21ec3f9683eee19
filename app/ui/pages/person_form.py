"""Who hands in: an applicant or a representative, typed by hand or filled from a card."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from app.core.dossiers import Person
from app.core.identity import Card, Gender, IdentityKind, compact, recognise, remarks
from app.core.text import clean_line
from app.core.wording import short_date
from app.ui import labels
from app.ui.fields import DayField, Labelled, Segments

ACROSS, DOWN = 12, 8


class PersonForm(QWidget):
    """The fields of one person, in the order of the statutory form."""

    edited = Signal()

    def __init__(self, role: str, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.name = Labelled("Họ và tên", QLineEdit())
        self.kind = QComboBox()
        for value, words in labels.IDENTITY_KIND.items():
            self.kind.addItem(words, str(value))
        self.kind_box = Labelled("Loại giấy tờ", self.kind)
        self.number = Labelled("Số giấy tờ", QLineEdit())
        self.born = DayField(today)
        self.born_box = Labelled("Ngày sinh", self.born)
        self.gender = Segments("Giới tính", {"": "–"} | labels.GENDER)
        self.gender_box = Labelled("Giới tính", self.gender)
        self.address = Labelled("Địa chỉ", QLineEdit())
        self.phone = Labelled("Điện thoại", QLineEdit())
        self.email = Labelled("Thư điện tử", QLineEdit())
        self.setAccessibleName(role)
        for box in (self.name, self.kind_box, self.number, self.born_box, self.address, self.phone):
            box.editor.setAccessibleName(f"{role}: {box.editor.accessibleName()}")
        self.email.editor.setAccessibleName(f"{role}: Thư điện tử")
        self._lay_out()
        self._connect()
        self.clear()

    def fields(self) -> tuple[QWidget, ...]:
        """Return the editors in the order in which Enter walks them."""
        return (
            self.name.editor,
            self.kind,
            self.number.editor,
            self.born,
            self.gender.first(),
            self.address.editor,
            self.phone.editor,
            self.email.editor,
        )

    def is_empty(self) -> bool:
        """Whether nobody is named yet."""
        return not self.text(self.name) and not self.text(self.number)

    def text(self, box: Labelled) -> str:
        """Return what a line of the form holds, in clean form."""
        editor = box.editor
        return clean_line(editor.text()) if isinstance(editor, QLineEdit) else ""

    def person(self) -> Person:
        """Return the person as typed."""
        gender = self.gender.value()
        return Person(
            full_name=self.text(self.name),
            identity_kind=IdentityKind(self.kind.currentData()),
            identity_number=compact(self.text(self.number)),
            born_on=self.born.day(),
            gender=Gender(gender) if gender else None,
            address=self.text(self.address),
            phone=self.text(self.phone),
            email=self.text(self.email),
        )

    def fill(self, card: Card) -> None:
        """Take over what a card says; phone and e-mail belong to the person before."""
        self.clear()
        self._put(self.name, card.full_name)
        self._put(self.number, card.number)
        self._choose_kind(recognise(card.number))
        self.born.set_day(card.born_on)
        self.gender.set_value(card.gender or "")
        self._put(self.address, card.address)
        self._remark()

    def show_person(self, person: Person) -> None:
        """Show a person as known."""
        self.clear()
        for box, text in (
            (self.name, person.full_name),
            (self.number, person.identity_number),
            (self.address, person.address),
            (self.phone, person.phone),
            (self.email, person.email),
        ):
            self._put(box, text)
        self._choose_kind(person.identity_kind)
        self.born.set_day(person.born_on)
        self.gender.set_value(person.gender or "")

    def put_number(self, number: str) -> None:
        """Take over a number typed where a card is scanned."""
        self._put(self.number, number)
        self._on_number()

    def clear(self) -> None:
        """Empty every field."""
        for box in (self.name, self.number, self.address, self.phone, self.email):
            self._put(box, "")
            box.clear()
        self.born.set_day(None)
        self.born_box.clear()
        self.gender.set_value("")
        self._choose_kind(IdentityKind.CITIZEN)

    def fault(self) -> QWidget | None:
        """Say at the fields what is missing or impossible; return the first such editor."""
        first: QWidget | None = None
        day = self.born.day()
        if self.born.is_wrong():
            self.born_box.fault("Ngày sinh chưa đúng; viết như 12/03/1990.")
            first = self.born
        elif day is not None and day > self._today():
            self.born_box.fault(f"Ngày sinh {short_date(day)} ở sau hôm nay.")
            first = self.born
        if not self.text(self.name):
            self.name.fault("Nhập họ tên, hoặc quét thẻ.")
            first = self.name.editor
        return first

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(ACROSS)
        grid.setVerticalSpacing(DOWN)
        grid.addWidget(self.name, 0, 0, 1, 2)
        grid.addWidget(self.kind_box, 1, 0)
        grid.addWidget(self.number, 1, 1)
        grid.addWidget(self.born_box, 2, 0)
        grid.addWidget(self.gender_box, 2, 1)
        grid.addWidget(self.address, 3, 0, 1, 2)
        grid.addWidget(self.phone, 4, 0)
        grid.addWidget(self.email, 4, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

    def _connect(self) -> None:
        number, name = self.number.editor, self.name.editor
        if isinstance(number, QLineEdit) and isinstance(name, QLineEdit):
            number.editingFinished.connect(self._on_number)
            name.textEdited.connect(lambda _: self.name.clear())
            for editor in (name, number):
                editor.textEdited.connect(lambda _: self.edited.emit())
        self.born.editingFinished.connect(self._on_born)
        self.kind.activated.connect(lambda _: self._remark())
        self.gender.changed.connect(lambda _: self._remark())

    def _on_number(self) -> None:
        number = self.text(self.number)
        if number and recognise(number) is not IdentityKind.OTHER:
            self._choose_kind(recognise(number))
        self._remark()

    def _on_born(self) -> None:
        if self.born.is_wrong():
            self.born_box.fault("Ngày sinh chưa đúng; viết như 12/03/1990.")
        else:
            self.born_box.clear()
        self._remark()

    def _remark(self) -> None:
        """Say what is unusual about the number: the officer decides, nothing is refused."""
        person = self.person()
        found = remarks(person.identity_number, person.identity_kind, person.born_on, person.gender)
        if found:
            self.number.remark("\n".join(labels.REMARK[one] for one in found))
        else:
            self.number.clear()

    def _choose_kind(self, kind: IdentityKind) -> None:
        self.kind.setCurrentIndex(self.kind.findData(str(kind)))

    def _put(self, box: Labelled, text: str) -> None:
        if isinstance(box.editor, QLineEdit):
            box.editor.setText(text)
            box.editor.setCursorPosition(0)
