"""One confirmation for one batch: how many letters, with whose key, and the secret that opens it.

The certificate is examined before the secret is asked; a PIN is asked for once and never tried out.
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.errors import AppError
from app.core.wording import moment_text
from app.ui.card_parts import Facts, NoticeStrip, muted, title
from app.ui.desk import Desk
from app.ui.error_text import one_line
from app.ui.fields import Labelled
from app.ui.growing import GrowingDialog
from app.ui.marks import Tone
from app.ui.signing_desk.keys import Key, KeyView, Secret, Trust
from app.ui.signing_desk.pin_field import PinField

WIDTH = 560
CODES_SHOWN = 6
PASSWORD_HINT = "Mật khẩu chỉ dùng cho lần này, không được lưu lại."  # noqa: S105
PIN_HINT = "Mã PIN gửi thẳng vào thiết bị một lần cho cả {count} thư, không được lưu lại."
PIN_PAD_HINT = "Bấm mã PIN trên bàn phím của thiết bị sau khi nhấn nút."
LAST_TRY = "Tôi hiểu: chỉ còn 1 lần thử, nhập sai thì thiết bị bị khoá."
AT_SECRET = frozenset({"signing.wrong_password"})


ASKING = "Đang hỏi thiết bị ký…"
MISREAD = "Bộ gõ tiếng Việt đang bật: tắt đi rồi nhập lại mã PIN từ đầu."


class ConfirmDialog(GrowingDialog):
    """Asks for the secret of a key for a number of letters; emits ``confirmed`` once."""

    confirmed = Signal(object, object)
    """The ``Secret``, and the remarks about the certificate, a tuple of errors."""

    def __init__(
        self,
        desk: Desk,
        key: Key,
        codes: Sequence[str],
        act: str,
        trust: Trust,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._key, self._trust = desk, key, trust
        self._view: KeyView | None = None
        self._is_checking = False
        self._remarks: tuple[AppError, ...] = ()
        self.setWindowTitle(act)
        self.resize(WIDTH, 0)
        self.strip = NoticeStrip()
        self.remark_strip = NoticeStrip()
        self.pin = PinField()
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.last_try = QCheckBox(LAST_TRY)
        self.secret_field = (
            Labelled("&Mã PIN", self.pin, hint=PIN_HINT.format(count=len(codes)))
            if key.wants_pin
            else Labelled("&Mật khẩu của tệp", self.password, hint=PASSWORD_HINT)
        )
        self.go = QPushButton(act)
        self.leave = QPushButton("&Bỏ qua")
        self._lay_out(codes, act)
        self._connect()
        self._show_state()
        if key.wants_pin:
            self.strip.say(ASKING, Tone.QUIET)
        desk.work(key.look, trust, done=self._seen, failed=self._unseen)

    @override
    def done(self, result: int) -> None:
        """Leave nothing typed behind."""
        self.pin.wipe()
        self.password.clear()
        super().done(result)

    def told(self) -> str:
        """Return all that is said about the key now."""
        return f"{self.strip.text()} {self.remark_strip.text()} {self.secret_field.said()}".strip()

    # What is known before the secret

    def _seen(self, view: KeyView) -> None:
        self._view = view
        self._show_certificate(view)
        self._tell(view.problems, view.remarks)
        if view.has_pin_pad:
            self.secret_field.hide()
            self.remark_strip.say(PIN_PAD_HINT, Tone.QUIET)
        self.last_try.setVisible(view.last_try)
        self._show_state()
        if not view.problems:
            self._first_field().setFocus()

    def _unseen(self, error: AppError) -> None:
        self.strip.say(one_line(error), Tone.LATE)
        self._show_state()

    def _show_certificate(self, view: KeyView) -> None:
        self.facts.add("Người ký", view.holder)
        self.facts.add("Cơ quan", view.organisation)
        self.facts.add("Nơi cấp", view.issuer)
        self.facts.add(
            "Có hiệu lực đến", "" if view.valid_to is None else moment_text(view.valid_to)
        )

    def _tell(self, problems: Sequence[AppError], remarks: Sequence[AppError]) -> None:
        self._remarks = tuple(remarks)
        self.strip.say("\n".join(map(one_line, problems)), Tone.LATE)
        self.remark_strip.say("\n".join(map(one_line, remarks)), Tone.SOON)

    def _first_field(self) -> QWidget:
        if self._view is not None and self._view.last_try:
            return self.last_try
        return self.pin if self._key.wants_pin else self.password

    # The secret

    def _confirm(self) -> None:
        if not self.go.isEnabled():
            return
        if self._key.wants_pin:
            pin = None if self._view and self._view.has_pin_pad else self.pin.take()
            secret = Secret(pin=pin, last_try_confirmed=self.last_try.isChecked())
            self._go(secret)
            return
        self._is_checking = True
        self._show_state()
        secret = Secret(password=self.password.text())

        def checked(view: KeyView) -> None:
            self._checked(view, secret)

        self._desk.work(self._key.check, secret, self._trust, done=checked, failed=self._refused)

    def _checked(self, view: KeyView, secret: Secret) -> None:
        if self.isHidden():
            return
        self._is_checking = False
        self._tell(view.problems, view.remarks)
        if view.problems:
            self._show_state()
        else:
            self._go(secret)

    def _refused(self, error: AppError) -> None:
        self._is_checking = False
        if error.code in AT_SECRET:
            self.secret_field.fault(one_line(error))
            self.password.selectAll()
        else:
            self.strip.say(one_line(error), Tone.LATE)
        self._show_state()
        self.password.setFocus()

    def _go(self, secret: Secret) -> None:
        self.confirmed.emit(secret, self._remarks)
        self.accept()

    def _show_state(self) -> None:
        view = self._view
        is_fit = view is not None and not view.problems
        self.go.setEnabled(is_fit and self._has_secret() and not self._is_checking)
        self.secret_field.setEnabled(is_fit and not self._is_checking)

    def _has_secret(self) -> bool:
        view = self._view
        assert view is not None
        if view.last_try and not self.last_try.isChecked():
            return False
        if not self._key.wants_pin:
            return bool(self.password.text())
        return view.has_pin_pad or self.pin.count > 0

    def _on_typed(self) -> None:
        self.secret_field.clear()
        self._show_state()

    def _connect(self) -> None:
        self.pin.typed.connect(self._on_typed)
        self.pin.misread.connect(lambda: self.secret_field.fault(MISREAD))
        self.password.textChanged.connect(self._on_typed)
        self.last_try.toggled.connect(self._show_state)
        self.pin.returnPressed.connect(self._confirm)
        self.password.returnPressed.connect(self._confirm)
        self.go.clicked.connect(self._confirm)
        self.leave.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)

    def _lay_out(self, codes: Sequence[str], act: str) -> None:
        shown = ", ".join(codes[:CODES_SHOWN])
        rest = len(codes) - CODES_SHOWN
        self.facts = Facts()
        self.facts.add("Dùng", self._key.label)
        self.last_try.hide()
        self.go.setProperty("primary", True)
        for button in (self.go, self.leave):
            button.setAutoDefault(False)  # Enter belongs to the field
        buttons = QHBoxLayout()
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        buttons.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addWidget(title(act))
        column.addWidget(muted(f"Hồ sơ {shown}" + (f" và {rest} hồ sơ nữa" if rest > 0 else "")))
        column.addWidget(self.facts)
        column.addWidget(self.strip)
        column.addWidget(self.remark_strip)
        column.addWidget(self.last_try)
        column.addWidget(self.secret_field)
        column.addStretch(1)
        column.addLayout(buttons)
