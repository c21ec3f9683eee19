"""The citizen brings what was asked for: each paper is counted in, and the clock goes on."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.core.standstill import StandstillKind
from app.services import standing
from app.services.lookup import DossierCard
from app.ui.card_parts import line, muted, plain, row_of, title
from app.ui.desk import Desk
from app.ui.fields import EnterEdit, Labelled
from app.ui.marks import Tone
from app.ui.pages.checklist import Checklist
from app.ui.turns.act_dialog import ActDialog

WIDTH, LIST_HEIGHT = 640, 240
HOW = "Dấu cách: nhận hoặc bỏ; +, − và chữ số sửa số bản. Nhận đủ thì thời hạn chạy tiếp."
NOTHING_TAKEN = "Chưa nhận giấy tờ nào. Đánh dấu những gì người dân vừa nộp."


class SupplementDialog(ActDialog):
    """What was asked for is on the list; what else came can be added."""

    def __init__(self, desk: Desk, card: DossierCard, parent: QWidget | None = None) -> None:
        super().__init__(desk, "Nhận giấy tờ bổ sung", "Nhận đủ, &giải quyết tiếp", parent)
        self._card = card
        self.resize(WIDTH, 0)
        self.list = Checklist()
        self.list.setMinimumHeight(LIST_HEIGHT)
        for label in asked_for(card):
            self.list.add(label)
        self.other = EnterEdit()
        self._lay_out()
        self.other.entered.connect(self._add)
        self.list.left.connect(self.take.setFocus)
        self.list.setFocus()

    def _add(self, label: str) -> None:
        self.list.add(label)
        self.other.clear()

    @override
    def act(self) -> None:
        if self.other.text().strip():  # typed, and Enter forgotten
            self._add(self.other.text().strip())
        papers = self.list.papers()
        if not papers:
            self.strip.say(NOTHING_TAKEN, Tone.LATE)
            return
        dossier_id = self._card.row.dossier_id
        self.run(standing.go_on, dossier_id, StandstillKind.SUPPLEMENT, papers=papers)

    def _lay_out(self) -> None:
        row = self._card.row
        column = self.column
        column.addWidget(title(row.applicant_name))
        column.addWidget(row_of(line(row.code)))
        column.addWidget(plain(row.procedure_name))
        column.addWidget(muted(HOW))
        column.addWidget(self.list, 1)
        column.addWidget(Labelled("Giấy tờ &khác", self.other, hint="Nhập tên rồi Enter."))
        column.addWidget(self.strip)
        self.add_footer()


def asked_for(card: DossierCard) -> tuple[str, ...]:
    """Return what the citizen was asked to supply, as form 02 listed it."""
    for entry in reversed(card.history):
        if entry.kind == "dossier.stood_still":
            return tuple(entry.facts["standstill"]["items"])
    return ()
