"""Two threads draw at once, and every file is what one thread alone would have made."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from app.printing.letter_pdf import letter_pdf
from app.printing.receipt_pdf import receipt_pdf
from app.signing.appearance import text_appearance
from tests.support.apology import make_letter
from tests.support.slips import make_slip

LETTERS = 24


def test_drawing_at_once_changes_no_byte() -> None:
    """A preview while a batch is signed, a slip while both: the faces are everybody's."""
    letters = [replace(make_letter(), recipient=f"Nguyễn Thị Ẩn {n}") for n in range(LETTERS)]
    alone = [letter_pdf(one).data for one in letters]
    slip = make_slip()
    slip_alone = receipt_pdf(slip)

    def beside(number: int) -> bytes:
        text_appearance(200, 80, [f"Ký bởi: Lê Ổn {number}"])
        return receipt_pdf(slip)

    with ThreadPoolExecutor(4) as pool:
        slips = pool.map(beside, range(LETTERS))
        drawn = list(pool.map(lambda one: letter_pdf(one).data, letters))
        assert drawn == alone
        assert set(slips) == {slip_alone}
