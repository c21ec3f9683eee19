"""One signature of an examined file, as a card: whose, when, whether it holds, what came after."""

from PySide6.QtWidgets import QLabel, QWidget

from app.signing.findings import Change, SignatureFinding, Verdict
from app.ui import signature_text
from app.ui.card_parts import NOTICE_ICONS, Chip, Facts, NoticeStrip, Panel, muted, plain, section
from app.ui.marks import Mark, Tone

AFTERWARDS = "Sau chữ ký này"


class SignatureCard(Panel):
    """Shows one signature of a file; ``of_file`` is what is thought of the whole."""

    def __init__(
        self, one: SignatureFinding, of_file: Verdict, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.column.setContentsMargins(20, 16, 20, 16)
        self.column.setSpacing(8)
        title = signature_text.signature_title(one)
        self.setAccessibleName(title)
        self.column.addWidget(plain(title, strong=True))
        words, tone = signature_text.signature_state(one, of_file)
        self.state = Chip(Mark(words, Tone(tone), NOTICE_ICONS[Tone(tone)]))
        self.column.addWidget(self.state)
        self.reasons = signature_text.why_not(one)
        for reason in self.reasons:
            self.column.addWidget(NoticeStrip(reason, Tone.LATE if one.faults else Tone.SOON))
        if one.signer is not None:
            self.column.addWidget(_facts(one))
        self._add_changes(one)

    def text(self) -> str:
        """Return every word on the card."""
        return "\n".join(label.text() for label in self.findChildren(QLabel) if label.text())

    def _add_changes(self, one: SignatureFinding) -> None:
        if one.faults:
            return
        self.column.addWidget(section(AFTERWARDS))
        for change in one.changes:
            self.column.addWidget(_line(change))
        if not one.changes:
            self.column.addWidget(muted(signature_text.NO_CHANGES))


def _facts(one: SignatureFinding) -> Facts:
    made = Facts()
    for name, value in signature_text.facts_of(one):
        made.add(name, value)
    return made


def _line(change: Change) -> QWidget:
    words = signature_text.change_text(change)
    return plain(f"• {words}") if change.is_permitted else NoticeStrip(words, Tone.LATE)
