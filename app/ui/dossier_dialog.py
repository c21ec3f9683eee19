"""One dossier to read, over whatever page asked for it."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.services import lookup
from app.services.lookup import DossierCard
from app.ui.desk import Desk
from app.ui.dossier_card import DossierCardView
from app.ui.proof_dialog import ProofDialog
from app.ui.screen_room import open_at

WIDTH, HEIGHT = 560, 760


class DossierDialog(QDialog):
    """Shows the card of a dossier; nothing is changed here."""

    def __init__(self, desk: Desk, dossier_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle("Hồ sơ")
        open_at(self, WIDTH, HEIGHT)
        self.card_view = DossierCardView()
        self.card_view.proof_asked.connect(self._open_proof)
        buttons = QDialogButtonBox()
        self.leave = buttons.addButton("Đón&g", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addWidget(self.card_view, 1)
        column.addWidget(buttons)
        self.finished.connect(self.deleteLater)
        desk.ask(lookup.card, dossier_id, done=self._show_card)

    def _open_proof(self, proof_id: str, name: str) -> None:
        ProofDialog(self.desk, proof_id, name, self).open()

    def _show_card(self, card: DossierCard) -> None:
        self.setWindowTitle(f"Hồ sơ {card.row.code}")
        self.card_view.show_card(card, self.desk.clock.now())
