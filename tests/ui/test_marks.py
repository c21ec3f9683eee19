"""Every state has its words, and words alone are enough."""

from datetime import date, datetime

import pytest

from app.core.clock import VIETNAM
from app.core.lifecycle import DossierStatus
from app.services.lookup import HistoryRow
from app.services.print_queue import JobState
from app.ui.history_text import SENTENCES, sentence
from app.ui.labels import JOURNAL
from app.ui.marks import Tone, due_mark, due_words, job_mark, status_mark

NOW = datetime(2026, 11, 18, 23, 59, tzinfo=VIETNAM)


def test_every_status_and_job_state_has_a_mark() -> None:
    """None is shown by colour alone."""
    assert all(status_mark(status).words for status in DossierStatus)
    marks = [job_mark(state) for state in JobState]
    assert all(mark is not None and mark.words for mark in marks)
    assert job_mark("") is None


@pytest.mark.parametrize(
    ("day", "words", "tone"),
    [
        (17, "17/11 · trễ 1 ngày", Tone.LATE),
        (18, "18/11 · hôm nay", Tone.SOON),
        (19, "19/11 · ngày mai", Tone.SOON),
        (20, "20/11 · còn 2 ngày", Tone.QUIET),
    ],
)
def test_lateness_is_by_date(day: int, words: str, tone: Tone) -> None:
    """Up to midnight of the promised day nothing is late (BLDS 2015 Đ148.1)."""
    due_on = date(2026, 11, day)
    mark = due_mark(due_on, DossierStatus.PROCESSING, NOW)
    assert mark is not None
    assert mark.tone is tone
    assert due_words(due_on, DossierStatus.PROCESSING, NOW) == words


def test_what_is_closed_is_never_late() -> None:
    """A returned dossier shows its day and nothing else."""
    assert due_words(date(2026, 11, 1), DossierStatus.RETURNED, NOW) == "01/11"


def test_another_year_is_written_out() -> None:
    """Only this year's days go without their year."""
    due_on = date(2025, 12, 30)
    assert due_words(due_on, DossierStatus.PROCESSING, NOW) == "30/12/2025 · trễ 323 ngày"


def test_every_act_upon_a_dossier_has_a_sentence() -> None:
    """The journal of a dossier is read by people."""
    rooms = {"dossier", "slip", "apology", "result", "escalation", "charge"}
    about_dossiers = {kind for kind in JOURNAL if kind.split(".")[0] in rooms}
    assert set(SENTENCES) == about_dossiers - {"apology.choices_changed"}


def test_an_act_of_a_newer_program_is_still_shown() -> None:
    """Nothing that happened is left out, even if its words are missing."""
    assert "dossier.unheard_of" in sentence(HistoryRow(NOW, "dossier.unheard_of", "", {}))


def test_sentences_name_people_days_and_reasons() -> None:
    """Days are written out, reasons end in one full stop."""
    facts = {"letter": {"new_due_on": "2026-11-23", "reason": "Chờ xác minh."}}
    assert sentence(HistoryRow(NOW, "apology.drafted", "", facts)) == (
        "Soạn thư xin lỗi, dự kiến hẹn lại ngày 23/11/2026. Lý do: Chờ xác minh."
    )
    issued = {"signed": {"signer": "Đỗ Thị Ẩn"}, "appointment": {"due_on": "2026-11-23"}}
    assert "Đỗ Thị Ẩn; hẹn lại ngày 23/11/2026" in sentence(
        HistoryRow(NOW, "apology.issued", "", issued)
    )
