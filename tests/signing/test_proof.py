"""A signature just made is proven in milliseconds: whole, by its own key, over the whole file."""

from datetime import UTC, datetime, timedelta

import pytest

from app.printing.letter_pdf import letter_pdf
from app.signing.pkcs12 import open_pkcs12
from app.signing.proof import is_proven
from app.signing.throwaway import throwaway_p12
from app.ui import signing_work
from tests.support.apology import make_letter

AT = datetime(2027, 1, 5, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module", params=[False, True], ids=["rsa", "p256"])
def signed(request: pytest.FixtureRequest) -> bytes:
    data = throwaway_p12(
        "Đỗ Thị Ẩn", "UBND", "mk", not_before=AT - timedelta(days=1), elliptic=request.param
    )
    letter = make_letter(number="")
    return signing_work.sign(letter, open_pkcs12(data, "mk"), AT).data


def test_a_whole_signature_is_proven(signed: bytes) -> None:
    """As it comes from the signer."""
    assert is_proven(signed)


def test_a_changed_byte_is_noticed_wherever_it_lies(signed: bytes) -> None:
    """Spread over the file: in the text, in the signature's own value, at the end."""
    for place in range(200, len(signed), len(signed) // 40):
        changed = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
        assert not is_proven(changed), place


def test_what_comes_after_the_signature_is_not_proven(signed: bytes) -> None:
    """The last signature must be the last of all."""
    assert not is_proven(signed + b"\n")


def test_a_file_without_signature_is_not_proven() -> None:
    """Nothing holds, nothing is proven."""
    assert not is_proven(letter_pdf(make_letter()).data)
