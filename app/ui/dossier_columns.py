"""The columns in which every list of dossiers shows them."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtGui import QColor, QIcon

from app.services.lookup import DossierRow
from app.ui import theme
from app.ui.list_view import Column
from app.ui.marks import Mark, Tone, due_mark, due_words, status_mark

CODE_WIDTH = 188
DUE_WIDTH = 180
STATUS_WIDTH = 158


def mark_icon(mark: Mark | None) -> QIcon:
    """Return the icon of a mark; an empty one where there is none."""
    return QIcon() if mark is None else theme.icon(mark.icon, mark.tone.value)


def mark_colour(mark: Mark | None) -> QColor | None:
    """Return the colour of a mark's words; quiet ones keep the list's own."""
    if mark is None or mark.tone is Tone.QUIET:
        return None
    return theme.colour(mark.tone.value)


def dossier_columns(
    now: Callable[[], datetime], *, with_procedure: bool = True
) -> tuple[Column[DossierRow], ...]:
    """Return code, name, procedure, promised day, state; a card beside shows the procedure."""

    def due(row: DossierRow) -> Mark | None:
        return due_mark(row.due_on, row.status, now())

    procedure = Column[DossierRow]("Thủ tục", lambda row: row.procedure_name)
    return (
        Column("Mã hồ sơ", lambda row: row.code, CODE_WIDTH),
        Column("Người nộp", lambda row: row.applicant_name),
        *((procedure,) if with_procedure else ()),
        Column(
            "Hẹn trả",
            lambda row: due_words(row.due_on, row.status, now()),
            DUE_WIDTH,
            spare=1,
            icon=lambda row: mark_icon(due(row)),
            colour=lambda row: mark_colour(due(row)),
        ),
        Column(
            "Tình trạng",
            lambda row: status_mark(row.status).words,
            STATUS_WIDTH,
            spare=2,
            icon=lambda row: mark_icon(status_mark(row.status)),
            colour=lambda row: mark_colour(status_mark(row.status)),
        ),
    )
