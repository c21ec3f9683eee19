"""What is said about a scanned letter, for every verdict."""

from datetime import UTC, date, datetime

import pytest

from app.core.apologies import ApologyState
from app.core.sealed_letter import LetterFacts
from app.services.letter_check import LetterCheck, LetterVerdict
from app.ui.letter_verdict_text import letter_verdict_text

FACTS = LetterFacts(
    document_id="01a20c47-2e6b-7d8c-a15c-5c1982d48fb1",
    office_code="H29.26",
    code="H29.26-261120-0042",
    ordinal=1,
    due_at=datetime(2026, 11, 26, 10, 0, tzinfo=UTC),
    new_due_at=datetime(2026, 12, 1, 10, 0, tzinfo=UTC),
)


def check(verdict: LetterVerdict, facts: LetterFacts = FACTS) -> LetterCheck:
    """Return what the service would say."""
    return LetterCheck(
        verdict, facts, "00ab12ff", None, None, ApologyState.SUBMITTED, "05", date(2026, 11, 25)
    )


@pytest.mark.parametrize(
    ("verdict", "tone", "said"),
    [
        (LetterVerdict.ISSUED, "good", "Số 05, ngày 25/11/2026. Thư xin lỗi về lần hẹn 17:00"),
        (LetterVerdict.NOT_ISSUED, "soon", "Thư đang ở bước “Chờ ký”."),
        (LetterVerdict.NOT_HERE, "soon", "ở quầy khác"),
        (LetterVerdict.DIFFERS, "late", "làm theo dữ liệu"),
        (LetterVerdict.REVOKED, "late", "Dấu xác thực của thư không còn đáng tin."),
        (LetterVerdict.UNKNOWN_KEY, "late", "khoá 00ab12ff không có trong danh sách"),
        (LetterVerdict.FORGED, "late", "báo lãnh đạo"),
    ],
)
def test_every_verdict_has_its_words(verdict: LetterVerdict, tone: str, said: str) -> None:
    """The dossier first, then what it means and what to do."""
    told = letter_verdict_text(check(verdict))
    assert told.title.startswith("H29.26-261120-0042: ")
    assert told.tone == tone
    assert said in told.text
    assert "{" not in told.one_line


def test_a_letter_without_a_new_day_says_so() -> None:
    """It only apologises."""
    facts = LetterFacts(*(getattr(FACTS, name) for name in FACTS.__slots__[:-1]), None)
    told = letter_verdict_text(check(LetterVerdict.ISSUED, facts))
    assert "không hẹn ngày khác" in told.text
    assert "hẹn lại" not in told.text
